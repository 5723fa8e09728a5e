"""What is true of a tablet behind a bad line: soon after that is well again it shows what is so, and nothing
that moves heads was done late."""
import math
import time

from listener import QUESTIONS, REGIONS, Client
from whole_session import BUSY_S, HZ, SOON_S, prepare

# What does not go on by itself while nobody is pressed.
STEADY = (["/rig/technique", "/rig/intensity", "/rig/speed", "/rig/duration", "/rig/ceiling",
           "/rig/focus/xy", "/rig/balance", "/rig/client/height", "/rig/client/placed",
           "/rig/state", "/rig/state/reason", "/rig/state/phase", "/rig/fault", "/rig/arm/refusal",
           "/rig/owner", "/rig/heartbeat", "/rig/comfort", "/rig/heat/allowed", "/sim/patient"] +
          [f"/rig/region/{r}/{what}" for r in REGIONS for what in ("focus", "enable")] +
          [f"/rig/screening/{q}" for q in QUESTIONS])
RENEW_S = 1.0  # a tablet that hears nothing for so long subscribes anew
WORDS = ("/rig/arm", "/rig/start", "/rig/resume", "/rig/fault/reset")


def alike(one, other):
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-5) if isinstance(a, (int, float)) else a == b
        for a, b in zip(one, other))


def untrue(rig, client):
    """Path -> (shown, so), of what the client shows otherwise than the rig says beside it. It beats on
    meanwhile; what a hiccup of a busy machine changed just now has BUSY_S to reach both."""
    with Client(rig) as beside:
        beside.beside.append(client)
        beside.subscribe(1.0)
        end = time.monotonic() + BUSY_S
        while True:
            wrong = {path: (client.last.get(path), beside.last[path]) for path in STEADY
                     if not alike(client.last.get(path, ()), beside.last[path])}
            if not wrong or time.monotonic() > end:
                return wrong
            client.pump(0.05)
            beside.pump(0.0)


def soon_shows_what_is_so(rig, client, since):
    heard, asked = len(client.answers("/rig/hb/nonce")), since
    while time.monotonic() < since + SOON_S:
        client.pump(0.05)
        # where no nonce comes its subscription has run out: as every good tablet does
        if len(client.answers("/rig/hb/nonce")) == heard and time.monotonic() > asked + RENEW_S:
            client.send("/rig/subscribe", "if", 0, HZ)
            asked = time.monotonic()
    wrong = untrue(rig, client)
    assert not wrong, wrong


def tap_everything(client, epoch, nonce):
    """What somebody taps whose tablet does not react."""
    for path in ("/rig/lease/request", *WORDS, *WORDS):
        if path == "/rig/lease/request":
            client.send(path, "s", "Anna")
        else:
            client.send(path, "ii", 1, epoch)
    client.send("/rig/hb", "i", nonce)
    client.send("/rig/intensity", "f", 1.0)
    client.send("/rig/speed", "f", 7.0)  # refused, whenever
    client.send("/rig/region/legs/focus", "f", 0.25)
    for path in ("/rig/arm", "/rig/start", "/rig/arm", "/rig/start", "/rig/resume"):
        client.send(path, "ii", 1, epoch)
        client.send(path, "i", 1)
        client.send(path)


def gap(rig, client, line, seconds):
    """A running session, a line that is down for so long, and all that was tapped meanwhile at once."""
    tablet = prepare(rig, client, "Anna")
    tablet.start()
    tablet.beating = False  # what it hears of the past it would answer
    line.cut()
    gone = time.monotonic()
    epoch, (nonce,) = tablet.epoch, client.last["/rig/hb/nonce"]
    while time.monotonic() < gone + seconds:
        tap_everything(client, epoch, nonce)
        time.sleep(seconds / 12)
    rig.wait_events("running", "paused", "releasing", "idle")
    before = rig.events()
    client.forget()
    line.mend()
    back = time.monotonic()
    tablet.beating = True
    soon_shows_what_is_so(rig, client, back)
    while time.monotonic() < back + 2.5:
        client.pump(0.05)
    assert rig.events() == before, rig.events()
    assert "idle" in client.states() and len(client.states()) == 1, client.states()
    assert line.counts["kept"] > 150, line.counts
    # and whoever is there again begins anew
    tablet.steer()
    tablet.start()
    client.send("/rig/stop")
    client.wait_state("idle")
