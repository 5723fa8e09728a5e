"""A tablet app's stand-in in tests/fakes as a process of ours, and the network between it and a controller."""
import shutil
import socket
import subprocess
import time

import osc
import tap
from controller import WAIT_S
from tied import tied

FRAME_S = 0.03
DRAWN = ("/force", "/target", "/ceiling", "/item")  # of heads; the rest no layout looks at


class App:
    """The layout, open. sent: (path, types, values) since it was last taken."""

    program = ""  # what runs the stand-in

    def __init__(self):
        self.sent = []
        if shutil.which(self.program) is None:
            raise tap.Skip(f"missing {self.program}")

    def open(self, *command):
        self.process = subprocess.Popen(tied([self.program, *command]), text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answer()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(WAIT_S)
        finally:
            self.process.kill()
            self.process.wait()

    def _answer(self):
        """What it prints until it is done: the value asked for, if one was."""
        got = None
        for line in self.process.stdout:
            word, *fields = line.rstrip("\n").split("\t")
            if word == "done":
                return got
            if word == "sent":
                path, types, *values = fields + [""] * (len(fields) == 1)
                self.sent.append((path, types, tuple(
                    v if t == "s" else int(float(v)) if t == "i" else float(v)
                    for t, v in zip(types, values))))
            else:
                got = "missed" if word == "missed" else fields[0]
        raise AssertionError(f"its script failed ({self.process.wait(WAIT_S)})")

    def _tell(self, *fields):
        self.process.stdin.write("\t".join(str(f) for f in fields) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def frame(self, ms):
        self._tell("frame", ms)

    def hear(self, path, types="", *values):
        self.process.stdin.write("\t".join(str(f) for f in ("osc", path, types, *values)) + "\n")

    def get(self, name, key="text"):
        return self._tell("get", name, key)

    def touch(self, name):
        """Whether a finger could."""
        could = self._tell("touch", name) != "missed"
        self._tell("release", name)
        return could

    def slide(self, name, x, *y):
        could = self._tell("slide", name, x, *y) != "missed"
        self._tell("release", name)
        return could

    def hold(self, name, x):
        """A finger that stays."""
        assert self._tell("slide", name, x) != "missed", name

    def let_go(self, name):
        self._tell("release", name)

    def take_sent(self):
        sent, self.sent = self.sent, []
        return sent


class Line:
    """Carries between an app and a controller, by two sockets: an app may hear on another port than it
    sends from. log: all it ever sent."""

    def __init__(self, app, rig, hears_on=None):
        self.app = app
        self.to = (rig.host, rig.port)
        self.hears_on = hears_on
        self.down = False
        self.log = []
        self.partners = []  # other tablets, whose time passes with this one's

    def __enter__(self):
        self.app.__enter__()
        self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM) if self.hears_on else self.out
        for end in {self.out, self.back}:
            end.bind(("127.0.0.1", 0))
            end.setblocking(False)
        return self

    def __exit__(self, *arguments):
        self.out.close()
        self.back.close()
        self.app.__exit__(*arguments)

    def carry(self):
        for path, types, values in self.app.take_sent():
            if path == "/rig/subscribe" and self.hears_on:
                assert values[0] == self.hears_on, values
                values = (self.back.getsockname()[1], *values[1:])
            self.log.append((path, types, values))
            if not self.down:
                self.out.sendto(osc.message(path, types, *values), self.to)

    def fetch(self):
        while True:
            try:
                packet = self.back.recv(65536)
            except BlockingIOError:
                return
            if not self.down:
                for path, types, values in osc.decode(packet):
                    if not path.startswith("/rig/head/") or path.endswith(DRAWN):
                        self.app.hear(path, types, *values)

    def screen(self):
        """What whoever looks into a failure wants to see."""
        shown = {name: self.app.get(name) for name in ("state", "reason", "note", "error", "owner")}
        return f"{shown}, {[sent for sent in self.log if sent[0] != '/rig/hb'][-12:]}"

    def turn(self):
        for line in (self, *self.partners):
            line.app.frame(time.monotonic() * 1e3)
            line.carry()
        time.sleep(FRAME_S)
        for line in (self, *self.partners):
            line.fetch()
            line.carry()

    def stay(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.turn()

    def wait(self, name, accept, key="text"):
        """Until what stands there is accepted (or is that text)."""
        end = time.monotonic() + WAIT_S
        while True:
            value = self.app.get(name, key)
            if value == accept if isinstance(accept, str) else accept(value):
                return value
            assert time.monotonic() < end, f"{name}.{key} is still {value!r}; {self.screen()}"
            self.turn()

    def wait_sent(self, path):
        end = time.monotonic() + WAIT_S
        while not any(sent[0] == path for sent in self.log):
            assert time.monotonic() < end, f"{path} was not sent"
            self.turn()

    def press(self, name):
        """Once it answers."""
        end = time.monotonic() + WAIT_S
        while not self.app.touch(name):
            assert time.monotonic() < end, f"{name} does not answer; {self.screen()}"
            self.turn()
        self.turn()
