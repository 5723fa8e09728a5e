"""A tablet in rig mode, on top of any listener: it pairs, keeps its token, beats, and knows its epoch."""
import os
import time

from controller import WAIT_S, wait_until
from listener import QUESTIONS

PAIRED_RIG = "config/rigs/sim-16-paired.conf"
NAME = "sim-16-paired"
QUARANTINE_S = 1.1


def pin_path(rig):
    return os.path.join(rig.state_dir, f"{NAME}.pin")


def read_pin(rig):
    """The PIN the rig shows, from the file that only its owner reads."""
    path = pin_path(rig)

    def look():
        try:
            with open(path, encoding="ascii") as file:
                assert os.fstat(file.fileno()).st_mode & 0o777 == 0o600
                return file.read().strip()
        except FileNotFoundError:
            return ""
    return wait_until(look, "a PIN")


def pair(client, rig, name="tablet"):
    """The token, once somebody typed the PIN; by then that PIN is shown no longer, so the next reads its own."""
    client.send("/rig/pair")
    left, = client.wait("/rig/pair/open")
    assert 0.0 < left <= 120.0
    client.send("/rig/pair", "ss", read_pin(rig), name)
    token = client.wait("/rig/pair/token")[0]
    wait_until(lambda: not os.path.exists(pin_path(rig)), "a spent PIN to go")
    return token


def answer_screening(send):
    for question in QUESTIONS:
        send(f"/rig/screening/{question}", "s", "no")
    send("/rig/client/height", "f", 1.75)
    send("/rig/client/placed", "f", 1.0)


def try_hand_button(listener, send=None):
    """The client presses the button once, which must stop the rig; the confirm button brings it back."""
    send = send or listener.send
    send("/sim/button", "sf", "hand", 1.0)
    listener.wait_state("fault")
    send("/sim/button", "sf", "hand", 0.0)
    listener.sync()
    send("/sim/button", "sf", "confirm", 1.0)
    listener.wait("/rig/state", lambda state: state in ("selftest", "idle"))
    send("/sim/button", "sf", "confirm", 0.0)
    listener.wait_state("idle")


class Tablet:
    """Wraps a listener. While beating, each nonce it hears is echoed at once."""

    def __init__(self, client, rig, name="tablet"):
        self.client = client
        self.rig = rig
        self.name = name
        self.beating = True
        self.epoch = 0
        self.hear_plain = client.hear
        client.hear = self.hear

    def hear(self, path, types, values):
        self.hear_plain(path, types, values)
        if path == "/rig/hb/nonce" and self.beating and not self.client.beats_itself:
            self.client.send("/rig/hb", "i", values[0])
        elif path == "/rig/lease/grant":
            self.epoch = values[0]

    def join(self, hz=30.0):
        """Paired and listening, and no longer in quarantine."""
        if self.client.subscribes_first:
            self.client.subscribe(hz)
        self.token = pair(self.client, self.rig, self.name)
        self.client.paired(self.token)
        if not self.client.subscribes_first:
            self.client.subscribe(hz)
        self.stay(QUARANTINE_S)
        return self

    def stay(self, s):
        end = time.monotonic() + s
        while time.monotonic() < end:
            self.client.pump(0.05)

    def steer(self):
        """The lease, and the epoch it has now."""
        self.client.last.pop("/rig/lease/grant", None)
        self.client.send("/rig/lease/request", "s", self.name)
        self.client.wait("/rig/lease/grant")
        self.client.wait_for("/rig/owner/you", 1.0)

    def press(self, path):
        self.client.press(path, self.epoch)

    def press_until(self, path, state):
        """With its epoch, again and again: its word may be in quarantine yet, or its lease gone, after a
        hiccup of a busy machine."""
        end = time.monotonic() + WAIT_S
        while self.client.last.get("/rig/state") != (state,):
            assert time.monotonic() < end, \
                (path, self.client.last.get("/rig/state"), self.client.answers("/rig/error"))
            if self.client.last.get("/rig/owner/you") == (0.0,):
                self.steer()
            self.press(path)
            self.stay(0.2)

    def start(self):
        """arm and start, as people do."""
        self.press_until("/rig/arm", "armed")
        self.press_until("/rig/start", "running")
