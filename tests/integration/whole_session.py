"""A whole session in rig mode, by whatever client: what a therapist does, in the order it is done."""
import time

from controller import WAIT_S, wait_until
from listener import Client
from tablet import Tablet, answer_screening, try_hand_button

SOON_S = 2.0  # within this, every screen shows what is so ...
BUSY_S = 2.0  # ... and what a busy machine adds
LAST_SHARE = 0.8
HZ = 5.0  # of what heads do: many of these run at once


def paths_refused(client):
    return {address for _, address, *_ in client.answers("/rig/error")}


def prepare(rig, client, name):
    """Paired, steering, what is wanted chosen, the client asked, measured and safe: ready to be armed."""
    tablet = Tablet(client, rig, name).join(HZ)
    tablet.steer()
    client.send("/rig/technique", "s", "deep_tissue")
    client.wait_for("/rig/technique", "deep_tissue")
    client.send("/rig/technique", "s", "swedish")
    client.wait_for("/rig/technique", "swedish")
    client.send("/rig/intensity", "f", 0.6)
    client.wait_for("/rig/intensity", 0.6)
    answer_screening(client.send)
    try_hand_button(client)
    client.wait_for("/rig/arm/refusal", "")
    return tablet


def change(client):
    """By the end stops too, where some libraries change the type."""
    for share in (0.0, 1.0, 0.5, LAST_SHARE):
        client.send("/rig/intensity", "f", share)
        client.wait_for("/rig/intensity", share)


def ease(client):
    head = client.wait_pressed(5.0)
    before = client.last[f"/rig/head/{head}/ceiling"][0]
    client.send("/rig/ease")
    client.wait(f"/rig/head/{head}/ceiling", lambda n: n < before)


def lose_the_network(rig, tablet, line, watcher):
    """Until the rig pauses. What was tapped meanwhile comes late, and nothing of it is done."""
    client = tablet.client
    watcher.send("/rig/subscribe", "if", 0, 1.0)  # it may have run out meanwhile
    watcher.forget()
    line.cut()
    for path in ("/rig/resume", "/rig/arm", "/rig/start"):  # five errors a second are told
        tablet.press(path)
    client.send("/rig/intensity", "f", 1.0)
    watcher.wait_state("paused")
    line.mend()
    # on a busy machine the gap may have become one that ends the session
    client.wait("/rig/state", lambda state: state in ("paused", "idle"), SOON_S + BUSY_S)
    client.sync()
    if client.hears_errors:
        late = {"/rig/resume", "/rig/arm", "/rig/start", "/rig/intensity"}
        assert late <= paths_refused(client), client.answers("/rig/error")
    client.wait_for("/rig/intensity", LAST_SHARE)
    assert client.ask("/rig/state")[0] in ("paused", "releasing", "idle")
    wait_until(lambda: rig.events()[-1] in ("paused", "idle"), "the end of the gap in the log")
    after = rig.events()[rig.events().index("running") + 1:]
    assert after in (["paused"], ["paused", "releasing", "idle"]), after


def come_back(tablet):
    """Resume, or where the lease is gone, everything anew."""
    client = tablet.client
    end = time.monotonic() + WAIT_S
    while client.last.get("/rig/state") != ("running",):
        assert time.monotonic() < end, (client.last, client.answers("/rig/error"))
        if client.last.get("/rig/state") == ("idle",):
            tablet.steer()
            tablet.start()
        else:
            tablet.press("/rig/resume")
            tablet.stay(0.2)


def whole_session(rig, client, line, name):
    with Client(rig) as watcher:
        watcher.subscribe(1.0)
        tablet = prepare(rig, client, name)
        watcher.wait_for("/rig/owner", name)
        tablet.start()
        change(client)
        ease(client)
        lose_the_network(rig, tablet, line, watcher)
        come_back(tablet)
        client.send("/rig/stop")
        client.wait_state("idle")
        client.wait_for("/rig/state/reason", "stopped by a person")
        client.wait_released()
        client.send("/rig/lease/release")
        watcher.send("/rig/subscribe", "if", 0, 1.0)  # it may have run out meanwhile
        watcher.wait_for("/rig/owner", "")
        rig.wait_events("running", "releasing", "idle")
