"""A listener on python3-liblo: liblo as client and as server on one socket."""
import tap
from listener import Listener

try:
    import liblo
except ImportError:
    try:
        import pyliblo3 as liblo  # its name from Debian 13 on
    except ImportError:
        liblo = None


class Liblo(Listener):
    """liblo as client and as server on one socket."""

    def __init__(self, rig):
        super().__init__()
        if liblo is None:
            raise tap.Skip("missing python3-liblo")
        self.to = (rig.host, rig.port)
        self.server = liblo.Server()
        self.server.add_method(None, None, lambda path, args, types: self.hear(path, types, args))

    def send(self, path, types="", *values):
        rest = list(values)
        message = liblo.Message(path)
        for tag in types:
            message.add((tag, None if tag in "TFNI" else rest.pop(0)))
        self.server.send(self.to, message)

    def send_bundle(self, *messages, at=None):
        # liblo's own default tag is 0, which is long ago, and not "immediately"
        self.server.send(self.to, liblo.Bundle((0, 1) if at is None else at, *messages))

    def pump(self, timeout_s):
        while self.server.recv(int(timeout_s * 1000)):
            timeout_s = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.free()
