"""Clients that others wrote, each as a listener: oscsend, Pure Data, and the OSC libraries of Node.js.

What they send and hear goes through their own code both ways; a test only says what to send.
"""
import json
import os
import re
import select
import shutil
import socket
import subprocess

import tap
from controller import BUILD, KNEAD, WAIT_S
from listener import Client, Listener
from tied import tied

CLIENTS = "tests/integration/clients"
NODE_MODULES = os.path.abspath(f"{os.path.dirname(BUILD) or '.'}/npm/node_modules")


def need(tool, name=None):
    if shutil.which(tool) is None:
        raise tap.Skip(f"missing {name or tool}")


class Foreign(Listener):
    """A process that is told what to send in lines, and tells what it heard in lines."""

    def __init__(self, command, **popen):
        super().__init__()
        self.command = tied(command)
        self.popen = popen
        self.process = None
        self.rest = b""

    def begin(self):
        """The ends to read lines from and to write them to."""
        raise NotImplementedError

    def take(self, line):
        raise NotImplementedError

    def write(self, text):
        os.write(self.to_it, text.encode())

    def pump(self, timeout_s):
        while select.select([self.from_it], [], [], timeout_s)[0]:
            data = os.read(self.from_it, 65536)
            assert data, f"{self.command} ended with {self.process.wait(WAIT_S)}"
            *lines, self.rest = (self.rest + data).split(b"\n")
            for line in lines:
                self.take(line.decode())
            timeout_s = 0.0

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


class Node(Foreign):
    """A script of CLIENTS, which sends values as its library has them: types are not asked for."""

    def __init__(self, script, package, host, port):
        need("node")
        if not os.path.isdir(f"{NODE_MODULES}/{package}"):
            raise tap.Skip(f"missing npm {package}")
        super().__init__(["node", f"{CLIENTS}/{script}.js", host, str(port)])
        self.beats_itself = True
        self.subscribes_first = script == "node_osc"  # it hears at another port than it sends from

    def begin(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, bufsize=0,
                                        stdout=subprocess.PIPE,
                                        env={**os.environ, "NODE_PATH": NODE_MODULES})
        self.from_it, self.to_it = self.process.stdout.fileno(), self.process.stdin.fileno()
        self.port = int((self.wait("ready") or [0])[0])

    def take(self, line):
        path, *values = json.loads(line)
        self.hear(path, "", values)

    def send(self, path, types="", *values):
        if path == "/rig/subscribe":
            values = (self.port, *values[1:])
        self.write(json.dumps([path, *values]) + "\n")


class PureData(Foreign):
    """pd without a window and our patch. In what it says numbers have six digits."""

    def __init__(self, line):
        need("pd", "puredata-core")
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.connection = None
        super().__init__(["pd", "-nogui", "-noprefs", "-noaudio", "-nomidi", "-send",
                          f"rig {line.host} {line.port}; "
                          f"driver 127.0.0.1 {self.listening.getsockname()[1]}",
                          "-open", f"{CLIENTS}/knead.pd"])
        self.beats_itself = True
        words = json.loads(subprocess.run([KNEAD, "osc", "--json"], capture_output=True,
                                          check=True).stdout)
        paths = sorted((entry["address"] for entry in words), key=len, reverse=True)
        self.paths = re.compile("(" + "|".join(re.sub(r"\\{\w+\\}", "[a-z0-9_]+", re.escape(path))
                                               for path in paths) + ")(?=/|$)")

    def begin(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.listening.settimeout(WAIT_S)
        self.connection, _ = self.listening.accept()
        self.from_it = self.to_it = self.connection.fileno()

    def take(self, line):
        """Pd makes the parts of a path and the values one list: what is the path, the schema tells."""
        atoms = [re.sub(r"\\(.)", r"\1", atom) for atom in
                 re.findall(r"(?:\\.|[^\\ ;])+", line.removeprefix("hear "))]
        path = self.paths.match("/" + "/".join(atoms))
        assert path, line
        values = [float(a) if re.fullmatch(r"-?\d+(\.\d*)?(e[-+]?\d+)?", a) else a
                  for a in atoms[path[1].count("/"):]]
        self.hear(path[1], "", values or [""])

    def send(self, path, types="", *values):
        self.write(" ".join(["say", path, *(re.sub(r"([\\ ;,$])", r"\\\1", str(v))
                                            for v in values)]) + ";\n")

    def press(self, path, epoch):
        """The patch knows the epoch, and better: with all its digits."""
        self.write(f"press {path};\n")

    def __exit__(self, *how):
        super().__exit__(*how)
        if self.connection is not None:
            self.connection.close()
        self.listening.close()


class Oscsend(Client):
    """oscsend, each time from another port, with the token that somebody else was told for it; a socket
    hears what it subscribed."""

    hears_errors = False  # they go where each came from
    PLAIN = ("/rig/stop", "/rig/ease", "/rig/ping", "/sim/button")

    def __init__(self, line):
        need("oscsend")
        super().__init__(line)
        self.token = None

    def paired(self, token):
        self.token = token

    def send(self, path, types="", *values):
        if self.token is None or path == "/rig/ping":  # whose answer goes where it came from
            super().send(path, types, *values)
            return
        if path == "/rig/subscribe":
            values = (self.port, *values[1:])
        if path not in self.PLAIN:
            types, values = types + "s", (*values, self.token)
        subprocess.run(["oscsend", self.to[0], str(self.to[1]), path, types, *map(str, values)],
                       check=True, timeout=10)
