#!/usr/bin/python3
"""./scripts/run as a person uses it: in a pipe it becomes the controller, in a terminal it opens
the panel on it and stops it cleanly afterwards."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import BUILD, processes_naming, wait_until

START_S = 100.0  # it may have to build first
LINES, COLUMNS = 24, 80
IDLE = "the self-test passed"  # the panel's reason for the state


class Run:
    """A folder for what a run leaves, and an end to it, whatever happens."""

    def __enter__(self):
        if BUILD != "build/plain":
            raise tap.Skip("scripts/run builds and starts build/plain")
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        self.command = ["scripts/run", "--osc-port", "0", "--state-dir", f"{self.folder}/state"]
        return self

    def processes(self):
        return processes_naming(self.folder)

    def wait_all_ended(self):
        wait_until(lambda: not self.processes(), "the end of every process of the run")

    def events(self):
        with open(f"{self.folder}/state/events.log", encoding="utf-8") as log:
            return [line.split()[1].rstrip(":") for line in log]

    def __exit__(self, *_):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
        try:
            self.wait_all_ended()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Terminal:
    """A run in a pseudo-terminal: keys go in, the screen's bytes come out."""

    def __init__(self, run):
        self.shown = ""
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", TMPDIR=run.folder, LINES=str(LINES),
                              COLUMNS=str(COLUMNS))
            os.execvp(run.command[0], run.command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("4H", LINES, COLUMNS, 0, 0))

    def _read(self, timeout_s):
        if select.select([self.fd], [], [], timeout_s)[0]:
            try:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:  # the other side is closed
                time.sleep(0.01)

    def wait_shown(self, pattern, timeout_s):
        """Screens are painted in pieces; words with one space between them are in one."""
        end = time.monotonic() + timeout_s
        while not re.search(pattern, self.shown):
            assert time.monotonic() < end and not self.has_ended(), \
                f"never shown: {pattern}; {self.shown[-500:]!r}"
            self._read(0.1)

    def has_ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid != 0:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait_end(self, timeout_s=10.0):
        end = time.monotonic() + timeout_s
        while not self.has_ended():
            assert time.monotonic() < end, f"it does not end; {self.shown[-500:]!r}"
            self._read(0.1)
        return self.status

    def key(self, text):
        os.write(self.fd, text.encode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)  # hangs up
        end = time.monotonic() + 10.0
        while not self.has_ended():
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.01)


@tap.test
def in_a_pipe__it_is_the_controller_without_an_escape():
    with Run() as run, open(f"{run.folder}/said", "w+", encoding="utf-8") as said:
        process = subprocess.Popen(run.command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            def words():
                with open(said.name, encoding="utf-8") as file:
                    return file.read()

            def ready():
                assert process.poll() is None, words()
                return re.search(r"^ready: rig sim-16, OSC tcp 127\.0\.0\.1:\d+, udp 127\.0\.0\.1:\d+$", words(), re.M)
            wait_until(ready, "ready", START_S)
            assert run.processes() == [process.pid], "it became the controller"
            process.send_signal(signal.SIGTERM)
            assert process.wait(10.0) == 0, words()
        finally:
            process.kill()
            process.wait()
        assert re.search("^let go: ", words(), re.M), words()
        assert all(line.isprintable() for line in words().splitlines()), words()
        assert not run.processes()


@tap.test
def in_a_terminal__q_in_the_panel_stops_the_controller_too():
    with Run() as run, Terminal(run) as terminal:
        terminal.wait_shown(IDLE, START_S)
        terminal.key("q")
        assert terminal.wait_end() == 0, terminal.shown[-500:]
        run.wait_all_ended()
        assert run.events()[-2:] == ["idle", "ended"], run.events()
        assert sorted(os.listdir(run.folder)) == ["state"], "its log is removed"


@tap.test
def in_a_terminal__q_in_a_session_says_what_it_ends():
    with Run() as run, Terminal(run) as terminal:
        terminal.wait_shown(IDLE, START_S)
        terminal.key("a")
        terminal.wait_shown("A R M E D", 10.0)
        terminal.key("q")
        terminal.wait_shown("q again ends the controller", 10.0)
        terminal.key("q")
        assert terminal.wait_end() == 0, terminal.shown[-500:]
        run.wait_all_ended()


@tap.test
def a_terminal_that_closes__stops_the_controller_too():
    with Run() as run:
        with Terminal(run) as terminal:
            terminal.wait_shown(IDLE, START_S)
        run.wait_all_ended()


tap.run()
