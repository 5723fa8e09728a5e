"""The real controller as a process of ours, which never outlives the with-block it began in."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from tied import tied

BUILD = os.environ.get("BUILD", "build/plain")
KNEADD = f"{BUILD}/kneadd"
KNEAD = f"{BUILD}/knead"
RIG = "config/rigs/sim-16.conf"
STATES = ("boot", "selftest", "idle", "armed", "running", "paused", "releasing", "fault")
WAIT_S = 10.0  # generous: a hang is found, slowness is not judged


def wait_until(check, what, timeout_s=WAIT_S):
    """What check() returns, once that is true."""
    end = time.monotonic() + timeout_s
    while not (found := check()):
        assert time.monotonic() < end, f"{what}: not within {timeout_s:g} s"
        time.sleep(0.01)
    return found


def processes_naming(word):
    """Process ids whose command line contains the word."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if word.encode() in file.read() and int(pid) != os.getpid():
                    found.append(int(pid))
        except OSError:
            pass  # it ended meanwhile
    return found


class Process:
    """A program and what it says on stderr, line by line."""

    def __init__(self, command, **popen):
        # Should this test be killed, its death lets the controller go.
        self.command = tied(command, "TERM")
        self.popen_options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **popen}
        self.lines = []

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True,
                                        **self.popen_options)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        return self

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    @property
    def pid(self):
        return self.process.pid

    def wait_said(self, pattern, timeout_s=WAIT_S):
        """The match in the first line that has the pattern."""
        def look():
            found = [m for line in list(self.lines) if (m := re.search(pattern, line))]
            assert found or self.process.poll() is None or self.reader.is_alive(), \
                f"it ended with {self.process.poll()} without a word of {pattern!r}"
            return found
        return wait_until(look, f"a line with {pattern!r}", timeout_s)[0]

    def wait_end(self, timeout_s=WAIT_S):
        """Its exit code, when it ends by itself; everything it said is in lines then."""
        code = self.process.wait(timeout_s)
        self.reader.join(timeout_s)
        return code

    def signal_and_wait(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.wait_end()

    def __exit__(self, kind, error, trace):
        code = self.process.poll()
        if code is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                code = self.process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                code = self.process.wait()
        self.reader.join(WAIT_S)
        self.process.stderr.close()
        if error is not None:
            error.add_note("\n".join([f"{self.command} ended with {code} and said:", *self.lines]))


class Controller(Process):
    """kneadd on the simulated rig, on a port of its own, ready; what it leaves is removed."""

    def __init__(self, *options, rig=RIG, port=0, wrap=(), program=KNEADD, **popen):
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        self.state_dir = os.path.join(self.folder, "state")
        super().__init__([*wrap, program, "--rig", rig, "--osc-port", str(port), "--state-dir",
                          self.state_dir, *options], **popen)

    def __enter__(self):
        super().__enter__()
        try:
            ready = self.wait_said(r"^ready: rig \S+, OSC tcp \[?([0-9a-f.:]+?)\]?:(\d+), "
                                   r"udp \[?([0-9a-f.:]+?)\]?:(\d+)$")
            self.host, self.port, self.tcp_port = ready[3], int(ready[4]), int(ready[2])
            assert ready[1] == self.host, ready[0]
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def events(self):
        """States in the order the event log tells them."""
        with open(os.path.join(self.state_dir, "events.log"), encoding="utf-8") as log:
            words = [line.split()[1].rstrip(":") for line in log]
        return [word for word in words if word in STATES]

    def wait_logged(self, words):
        """Until a line of the event log holds them."""
        def look():
            with open(os.path.join(self.state_dir, "events.log"), encoding="utf-8") as log:
                return words in log.read()
        wait_until(look, f"{words} in the event log")

    def wait_events(self, *states):
        """The last states the event log tells; the recorder is a little behind."""
        wait_until(lambda: self.events()[-len(states):] == list(states),
                   f"{states} at the end of the event log")

    def __exit__(self, kind, error, trace):
        super().__exit__(kind, error, trace)
        shutil.rmtree(self.folder, ignore_errors=True)
        if error is None:
            code = self.process.returncode
            assert code in (0, -signal.SIGKILL, -signal.SIGSEGV), f"it ended with {code}: {self.lines}"
