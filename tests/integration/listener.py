"""Who hears the controller: by a socket of our own, or by liblo. Keeps the last of everything."""
import math
import select
import socket
import time

import osc
from controller import WAIT_S

HEADS = range(1, 17)
REGIONS = ["neck", "shoulders", "upper_back", "lower_back", "hips", "arms", "legs"]
TRIGGERS = range(1, 17)
QUESTIONS = {  # name -> what a yes does
    **dict.fromkeys(["fever", "contagious", "unstable_heart", "dvt", "clotting", "aneurysm",
                     "fracture", "severe_osteoporosis", "acute_injury", "nerve_compression",
                     "saddle_numbness", "weight_loss"], "never"),
    **dict.fromkeys(["anticoagulants", "osteoporosis", "pregnancy", "cancer", "surgery",
                     "spinal_implant", "inflammation", "diabetes", "pacemaker", "fragile_skin",
                     "neuropathy"], "consent"),
    **dict.fromkeys(["wound", "skin_infection", "varicose_veins", "injection", "radiation"],
                    "place"),
    **dict.fromkeys(["numb_skin", "sedation"], "heat"), "loose_things": "put_right"}
SLOW = (["/rig/technique", "/rig/intensity", "/rig/intensity/actual", "/rig/speed", "/rig/duration",
         "/rig/ceiling", "/rig/focus/xy", "/rig/client/height", "/rig/client/placed", "/rig/state",
         "/rig/state/reason", "/rig/state/step", "/rig/remaining", "/rig/fault", "/sim/patient",
         "/rig/balance", "/rig/comfort", "/rig/comfort/due", "/rig/heat/allowed",
         "/rig/state/phase", "/rig/arm/refusal", "/rig/technique/lacks", "/rig/trigger/count"] +
        [f"/rig/region/{r}/{what}" for r in REGIONS
         for what in ("focus", "enable", "force", "pressure", "dose", "time")] +
        [f"/rig/head/{n}/{what}" for n in HEADS
         for what in ("pressure", "dose", "surface", "dwell", "limit")] +
        [f"/rig/trigger/{k}" for k in TRIGGERS] + [f"/rig/screening/{q}" for q in QUESTIONS])
KEEP_ALIVE_S = 3.0


class Listener:
    """What all kinds share. A kind has send(path, types, values ...) and pump(timeout_s)."""

    beats_itself = False      # nobody need echo nonces for it
    hears_errors = True
    subscribes_first = False  # it hears nothing, not even its token, before it has named a port

    def __init__(self):
        self.last = {}     # path -> values
        self.history = []  # (path, types, values)
        self.beside = []   # who is to hear, and beat, while this one waits
        self.subscribed = False
        self.renewed = 0.0

    def hear(self, path, types, values):
        self.last[path] = tuple(values)
        self.history.append((path, types, tuple(values)))

    def forget(self):
        """Only what comes from now on counts."""
        self.pump(0.0)
        self.last.clear()
        self.history.clear()

    def wait(self, path, accept=lambda *values: True, timeout_s=WAIT_S):
        """The values of the path, once it has acceptable ones."""
        end = time.monotonic() + timeout_s
        while not (path in self.last and accept(*self.last[path])):
            assert time.monotonic() < end, \
                f"{path}: not within {timeout_s:g} s; last {self.last.get(path)}"
            if self.subscribed and time.monotonic() > self.renewed + KEEP_ALIVE_S:
                self.renewed = time.monotonic()
                self.send("/rig/ping")
            self.pump(0.05)
            for other in self.beside:
                other.pump(0.0)
        return self.last[path]

    def wait_for(self, path, *wanted):
        """The path with these values; numbers to what a float can tell."""
        def same(*values):
            return len(values) == len(wanted) and all(
                math.isclose(v, w, rel_tol=1e-6, abs_tol=1e-6)
                if isinstance(w, (int, float)) else v == w for v, w in zip(values, wanted))
        return self.wait(path, same)

    def wait_state(self, state):
        return self.wait_for("/rig/state", state)

    def subscribe(self, hz=30.0):
        """And waits until the snapshot is complete."""
        self.subscribed = True
        self.renewed = time.monotonic()
        self.send("/rig/subscribe", "if", 0, hz)
        end = time.monotonic() + WAIT_S
        while "/rig/snapshot/end" not in self.last:  # a datagram may be lost
            try:
                self.wait("/rig/snapshot/end", timeout_s=2.0)
            except AssertionError:
                assert time.monotonic() < end, "no snapshot"
                self.send("/rig/subscribe", "if", 0, hz)
                self.send("/rig/refresh")
        self.wait("/rig/head/1/force")
        return self

    def sync(self, number=1):
        """Everything sent before was heard, and its answers are here: they come in order."""
        self.last.pop("/rig/pong", None)
        end = time.monotonic() + WAIT_S
        while True:  # a datagram may be lost
            self.send("/rig/ping", "i", number)
            try:
                return self.wait("/rig/pong", lambda n, _: n == number, 1.0)
            except AssertionError:
                assert time.monotonic() < end, "no answer to a ping"

    def ask(self, path):
        """The values now: what was sent before is heard first."""
        self.sync()
        self.last.pop(path, None)
        self.send(path)
        return self.wait(path)

    def answers(self, path):
        """All values heard on the path."""
        return [values for at, _, values in self.history if at == path]

    def states(self):
        """Every state heard, without repeats."""
        heard = []
        for (state,) in self.answers("/rig/state"):
            if heard[-1:] != [state]:
                heard.append(state)
        return heard

    def forces(self):
        return [self.last.get(f"/rig/head/{n}/force", (math.nan,))[0] for n in HEADS]

    def press(self, path, epoch):
        self.send(path, "ii", 1, epoch)

    def paired(self, token):
        """It may need it."""

    def wait_pressed(self, force_n=8.0):
        """A head that presses so much by now."""
        end = time.monotonic() + 2 * WAIT_S
        while not any(f > force_n for f in self.forces()):
            assert time.monotonic() < end, f"no head presses {force_n} N: {self.forces()}"
            self.wait("/rig/state")
            self.pump(0.05)
        return max(HEADS, key=lambda n: self.forces()[n - 1])

    def wait_released(self):
        """Every head was heard under 2 N, from now on."""
        self.pump(0.0)
        self.last.clear()
        for n in HEADS:
            self.wait(f"/rig/head/{n}/force", lambda f: f < 2.0)

    def start_session(self):
        """arm and start, as people do."""
        self.wait_state("idle")
        self.send("/rig/arm")
        self.wait_state("armed")
        self.send("/rig/start")
        self.wait_state("running")

    def stop_session(self):
        self.send("/rig/stop")
        self.wait_state("idle")


class Client(Listener):
    """A socket of our own."""

    def __init__(self, rig):
        super().__init__()
        family = socket.AF_INET6 if ":" in rig.host else socket.AF_INET
        self.to = (rig.host, rig.port)
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        self.socket.bind((rig.host, 0))
        self.port = self.socket.getsockname()[1]

    def send_bytes(self, data):
        self.socket.sendto(data, self.to)

    def send(self, path, types="", *values):
        self.send_bytes(osc.message(path, types, *values))

    def pump(self, timeout_s):
        while select.select([self.socket], [], [], timeout_s)[0]:
            for heard in osc.decode(self.socket.recv(65536)):
                self.hear(*heard)
            timeout_s = 0.0

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
