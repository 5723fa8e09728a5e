"""A session in rig mode, as far as it is alike for all who try something in it."""
from tablet import Tablet, answer_screening, try_hand_button


def run_session(rig, client, watcher):
    """As far as running, by somebody who is paired."""
    tablet = Tablet(client, rig, "Anna").join()
    watcher.subscribe()
    client.wait_for("/rig/owner", "")
    client.wait_for("/rig/heartbeat", 0.0)
    tablet.steer()
    client.wait_for("/rig/owner", "Anna")
    watcher.beside = [client]
    watcher.wait_for("/rig/owner", "Anna")
    watcher.wait_for("/rig/owner/you", 0.0)
    watcher.wait_for("/rig/heartbeat", 1.0)
    watcher.beside = []
    client.send("/rig/technique", "s", "swedish")
    client.send("/rig/intensity", "f", 0.6)
    client.wait_for("/rig/intensity", 0.6)
    tablet.press("/rig/arm")
    client.wait("/rig/error", lambda code, *_: code == "screening")
    answer_screening(client.send)
    client.wait("/rig/arm/refusal", lambda why: "hand button" in why)
    tablet.press("/rig/arm")
    client.wait("/rig/error", lambda code, _, detail, *rest: "hand button" in detail)
    try_hand_button(client)
    client.wait_for("/rig/arm/refusal", "")
    client.forget()
    tablet.start()
    return tablet
