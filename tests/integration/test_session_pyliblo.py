#!/usr/bin/python3
"""A session by python3-liblo: types, echoes, questions, the simulated rig. What liblo cannot build
is sent as bytes."""
import struct
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller, wait_until
from liblo_client import Liblo
from listener import HEADS, QUESTIONS, SLOW, Client


def reset(client):
    """Once the loop has seen that the cause is gone, which is a tick after the order."""
    def ask():
        client.send("/rig/fault/reset", "f", 1.0)
        return client.ask("/rig/state") != ("fault",)
    wait_until(ask, "a reset")
    client.wait_state("idle")


# ---- a session ----


@tap.test
def liblo_alone__runs_a_whole_session():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_state("idle")
        client.forget()
        client.send("/rig/technique", "i", 0)
        client.wait("/rig/technique", lambda name: name != "swedish")
        client.send("/rig/technique", "s", "swedish")
        client.wait_for("/rig/technique", "swedish")
        client.send("/rig/intensity", "f", 0.7)
        client.wait_for("/rig/intensity", 0.7)
        client.send("/rig/arm", "i", 1)
        client.wait_state("armed")
        client.send("/rig/start", "T")
        client.wait_state("running")
        head = client.wait_pressed()
        before = client.last[f"/rig/head/{head}/ceiling"][0]
        client.send("/rig/ease", "f", 1.0)
        client.wait(f"/rig/head/{head}/ceiling", lambda n: n < before)
        client.wait("/rig/remaining", lambda s: 0.0 < s < 1200.0)
        client.send("/rig/pause", "N")
        client.wait_state("paused")
        client.wait_released()
        client.send("/rig/resume", "I")
        client.wait_state("running")
        client.send("/rig/stop", "d", 0.0)  # whatever comes with it
        client.wait_state("idle")
        client.wait_released()
        heard = [s for s in client.states() if s != "releasing"]
        assert heard[-5:] == ["armed", "running", "paused", "running", "idle"], heard
        rig.wait_events("selftest", "idle", "armed", "running", "paused", "running", "releasing",
                        "idle")
        assert not client.answers("/rig/error"), client.answers("/rig/error")


@tap.test
def arm_and_start_sent_back_to_back__run_and_the_other_way_round_do_not():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send("/rig/start")
        client.send("/rig/arm")
        client.wait_state("armed")
        client.sync()
        assert [e[:2] for e in client.answers("/rig/error")] == [("not_armed", "/rig/start")]
        client.send("/rig/stop")
        client.wait_state("idle")

        def runs():  # the loop of a busy machine may be late for once
            client.send("/rig/stop")
            client.wait_state("idle")
            time.sleep(0.1)  # a stop in the tick of an arm wins over it
            client.send("/rig/arm")
            client.send("/rig/start")
            client.sync()
            time.sleep(0.1)
            return client.ask("/rig/state") == ("running",)
        wait_until(runs, "a session")


@tap.test
def parameters__act_on_the_running_session():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send("/rig/intensity", "f", 1.0)
        client.start_session()
        client.wait("/rig/intensity/actual", lambda used: used > 0.2)
        client.send("/rig/intensity", "f", 0.1)
        client.wait_for("/rig/intensity/actual", 0.05)  # the warm-up is light
        client.send("/rig/speed", "f", 1.5)
        client.wait_for("/rig/speed/actual", 1.5)
        client.send("/rig/duration", "i", 300)
        client.wait("/rig/remaining", lambda s: s <= 300.0)
        client.wait("/rig/state/step", lambda stroke, _: stroke == "effleurage")
        client.send("/rig/skip")
        client.wait("/rig/state/step", lambda stroke, _: stroke == "petrissage")
        client.send("/rig/linger")
        client.send("/rig/ceiling", "f", 9.0)
        client.wait_for("/rig/ceiling", 9.0)
        for n in HEADS:
            client.wait(f"/rig/head/{n}/ceiling", lambda c: c <= 9.0)
            client.wait(f"/rig/head/{n}/target", lambda t: t <= 9.0)
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")
        rig.wait_events("running")


# ---- types ----


@tap.test
def intensity_0_and_1__by_every_type_of_number():
    one = [("i", 1), ("f", 1.0), ("d", 1.0), ("h", 1), ("T",)]
    zero = [("i", 0), ("f", 0.0), ("d", 0.0), ("h", 0), ("F",)]
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        for up, down in zip(one, zero):
            for want, (tag, *value) in ((1.0, up), (0.0, down)):
                client.send("/rig/intensity", tag, *value)
                client.wait_for("/rig/intensity", want)
        for tag, value, want in (("f", 0.5, 0.5), ("d", 0.25, 0.25)):
            client.send("/rig/intensity", tag, value)
            client.wait_for("/rig/intensity", want)
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")


@tap.test
def packets_without_type_tags__read_and_press():
    with Controller() as rig, Client(rig) as client:
        client.send_bytes(osc.untagged("/rig/intensity"))
        client.wait("/rig/intensity", lambda v: abs(v - 0.3) < 1e-6)
        client.subscribe()
        client.wait_state("idle")
        client.send_bytes(osc.untagged("/rig/arm"))
        client.wait_state("armed")
        client.send_bytes(osc.untagged("/rig/start"))
        client.wait_state("running")
        client.send_bytes(osc.untagged("/rig/stop"))
        client.wait_state("idle")


@tap.test
def values_without_type_tags__do_nothing_and_their_sender_is_told_why():
    bodies = [struct.pack(">f", 1.0), struct.pack(">i", 1), struct.pack(">d", 0.0), osc.padded(b"yes")]
    with Controller() as rig, Client(rig) as client:
        for body in bodies:
            client.send_bytes(osc.untagged("/rig/intensity", body))
        client.sync()
        assert len(client.answers("/rig/error")) == len(bodies), client.history
        for code, path, why, _, _ in client.answers("/rig/error"):
            assert (code, path) == ("bad_type", "/rig/intensity") and "type tags" in why, client.history
        # no more than five a second; noise, and what has no name of ours, is met with silence
        for _ in range(50):
            client.send_bytes(osc.untagged("/rig/arm", bodies[0]))
            client.send_bytes(osc.untagged("/rig/nothing", bodies[0]))
            client.send_bytes(osc.untagged("/rig/arm", b"123"))
        client.sync(2)
        errors = client.answers("/rig/error")
        assert len(errors) <= 10 and {path for _, path, *_ in errors} <= {"/rig/intensity", "/rig/arm"}, errors
        client.send_bytes(osc.untagged("/rig/stop", bodies[0]))  # is obeyed all the same
        client.sync(3)
        client.send("/rig/intensity")
        client.wait_for("/rig/intensity", 0.3)


@tap.test
def commands__fire_from_a_half_up():
    fire = [("",), ("N",), ("I",), ("T",), ("i", 1), ("f", 1.0), ("f", 0.5), ("d", 0.75), ("h", 1)]
    ignored = [("F",), ("i", 0), ("f", 0.0), ("f", 0.49), ("d", 0.0), ("h", 0)]
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.wait_state("idle")
        for form in ignored:
            client.send("/rig/arm", *form)
        assert client.ask("/rig/state") == ("idle",)
        for form in fire:
            client.send("/rig/arm", *form)
            client.wait_state("armed")
            client.send("/rig/stop", *form)
            client.wait_state("idle")
        assert not client.answers("/rig/error"), client.answers("/rig/error")


# ---- echo ----


@tap.test
def a_change__is_echoed_to_sender_and_every_subscriber():
    with Controller() as rig, Liblo(rig) as one, Client(rig) as two, Client(rig) as sender:
        one.subscribe()
        two.subscribe()
        sender.send("/rig/intensity", "f", 0.8125)
        for listener in (sender, one, two):
            listener.wait_for("/rig/intensity", 0.8125)
        one.send("/rig/speed", "f", 1.25)
        for listener in (one, two):
            listener.wait_for("/rig/speed", 1.25)
        sender.pump(0.0)
        assert not sender.answers("/rig/speed"), "it did not ask for that"


@tap.test
def everything__is_said_again_in_rotation():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.forget()
        for path in SLOW:
            client.wait(path)


@tap.test
def a_subscription_naming_a_port__is_served_there():
    with Controller() as rig, Client(rig) as ear, Client(rig) as mouth:
        mouth.send("/rig/subscribe", "ii", ear.port, 30)
        ear.wait("/rig/snapshot/end")
        ear.wait("/rig/head/16/force")
        mouth.send("/rig/info")
        ear.wait("/rig/info")


@tap.test
def a_ninth_subscriber__hears_full():
    with Controller() as rig:
        clients = [Client(rig) for _ in range(9)]
        try:
            for client in clients[:8]:
                client.subscribe(1.0)
            clients[8].send("/rig/subscribe")
            clients[8].wait("/rig/error", lambda code, address, *_: (code, address) ==
                            ("full", "/rig/subscribe"))
            clients[0].send("/rig/unsubscribe")
            clients[8].subscribe(1.0)
        finally:
            for client in clients:
                client.close()


@tap.test
def after_unsubscribing__nothing_comes():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send("/rig/unsubscribe")
        client.sync(1)
        client.forget()
        client.pump(0.5)  # 15 times the heads' values, were they still sent
        client.sync(2)
        assert {path for path, _, _ in client.history} == {"/rig/pong"}, client.history


# ---- questions ----


@tap.test
def a_snapshot__has_every_slow_value_between_its_marks():
    with Controller() as rig, Client(rig) as client:
        for ask in ("/rig/subscribe", "/rig/refresh"):
            client.forget()
            client.send(ask)
            client.wait("/rig/snapshot/end")
            paths = [path for path, _, _ in client.history]
            first, last = paths.index("/rig/snapshot/begin"), paths.index("/rig/snapshot/end")
            missing = set(SLOW) - set(paths[first:last])
            assert first < last and not missing, missing
            assert client.last["/rig/snapshot/begin"] == client.last["/rig/snapshot/end"]


@tap.test
def questions__are_answered():
    with Controller() as rig, Liblo(rig) as client:
        client.send("/rig/info")
        product, version, serial, api, heads = client.wait("/rig/info")
        assert (product, serial, heads) == ("knead", "sim-16", 16) and version and api
        for number in (0, 7, -1, 2147483647, -2147483648):
            client.send("/rig/ping", "i", number)
            client.wait("/rig/pong", lambda n, _, want=number: n == want)
        client.send("/rig/ping")
        client.wait("/rig/pong", lambda n, ms: n == 0 and isinstance(ms, int))
        client.send("/rig/help", "s", "/rig/intensity")
        path, words, sent, who, example = client.wait("/rig/help")
        assert path == "/rig/intensity" and len(words) > 20, (path, words)
        assert (sent, who, example) == ("f; range 0..1; unit none", "owner", "/rig/intensity 0.5"), (sent, who)
        client.send("/rig/technique/list")
        client.sync()
        assert ("swedish", "Swedish massage") in [
            values[1:] for values in client.answers("/rig/technique/item")], client.history
        client.send("/rig/screening/list")
        client.wait("/rig/screening/item", lambda n, *_: n == len(QUESTIONS) - 1)
        heard = {name: rule for _, name, rule, words in client.answers("/rig/screening/item")
                 if words.endswith("?")}
        assert heard == QUESTIONS, heard
        types = {at: t for at, t, _ in client.history}
        assert types == {"/rig/info": "ssssi", "/rig/pong": "ii", "/rig/help": "sssss",
                         "/rig/technique/item": "iss", "/rig/screening/item": "isss"}, types
        for path, kind in (("/rig/state", "s"), ("/rig/fault", "iss"), ("/rig/hand/1", "fff"),
                           ("/rig/head/16/ceiling", "f"), ("/rig/state/step", "ss")):
            client.send(path)
            client.wait(path)
            assert client.history[-1][:2] == (path, kind), client.history[-1]


@tap.test
def focus_of_places__is_set_one_by_one_or_by_the_pad():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.send("/rig/region/lower_back/focus", "f", 0.9375)
        client.wait_for("/rig/region/lower_back/focus", 0.9375)
        client.send("/rig/focus/xy", "ff", 1.0, 0.25)
        client.wait_for("/rig/focus/xy", 1.0, 0.25)
        client.wait("/rig/region/legs/focus", lambda f: f > 0.9)
        client.wait("/rig/region/neck/focus", lambda f: f < 0.1)
        client.send("/rig/focus/xy", "ii", 0, 1)
        client.wait("/rig/region/legs/focus", lambda f: f < 0.1)
        client.wait("/rig/region/neck/focus", lambda f: f > 0.9)


@tap.test
def a_region_left_out__has_no_force_to_press_with():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.send("/rig/region/legs/enable", "f", 0.0)
        for n in (13, 14, 15, 16):
            client.wait_for(f"/rig/head/{n}/ceiling", 0.0)
        client.wait("/rig/head/12/ceiling", lambda c: c > 0.0)
        client.send("/rig/region/legs/enable", "T")
        client.wait("/rig/head/16/ceiling", lambda c: c > 0.0)


@tap.test
def a_tall_client__has_kidneys_elsewhere_as_well():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.wait_for("/rig/head/7/ceiling", 7.0)
        client.wait("/rig/head/9/ceiling", lambda c: c > 7.0)
        client.send("/rig/client/height", "f", 2.1)
        client.wait_for("/rig/client/height", 2.1)
        client.wait_for("/rig/head/9/ceiling", 7.0)
        client.send("/rig/head/7/ceiling")
        client.wait_for("/rig/head/7/ceiling", 7.0)


# ---- the simulated rig ----


@tap.test
def a_dead_sensor__is_a_fault_that_a_reset_leaves_once_it_is_mended():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.send("/sim/fault", "sif", "off", 3, 0.0)
        client.wait_state("fault")
        head, name, sentence = client.wait("/rig/fault", lambda head, *_: head != 0)
        assert (head, name) == (3, "sensor_lost") and sentence, (head, name, sentence)
        client.wait("/rig/state/reason", lambda words: words.startswith("head 3"))
        client.send("/rig/fault/reset")
        client.wait("/rig/error", lambda code, address, *_: (code, address) ==
                    ("fault_active", "/rig/fault/reset"))
        client.send("/rig/arm")
        client.wait("/rig/error", lambda code, address, *_: (code, address) ==
                    ("fault_active", "/rig/arm"))
        for n in set(HEADS) - {3}:
            client.wait(f"/rig/head/{n}/force", lambda f: f < 2.0)
        client.send("/sim/fault", "sif", "none", 0, 0.0)
        client.wait("/rig/head/3/quality", lambda q: q > 0.5)
        assert client.ask("/rig/state") == ("fault",)  # mended, and still latched
        reset(client)
        client.wait_for("/rig/fault", 0, "none", "")
        client.start_session()


@tap.test
def the_wired_stop__is_a_fault_until_let_go_and_reset():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.send("/sim/button", "sf", "stop", 1.0)
        client.wait_state("fault")
        client.wait("/rig/fault", lambda head, name, _: (head, name) == (0, "stop_loop"))
        client.wait_released()
        client.send("/rig/fault/reset")
        client.wait("/rig/error", lambda code, *_: code == "fault_active")
        client.send("/sim/button", "sf", "stop", 0.0)
        assert client.ask("/rig/state") == ("fault",)
        reset(client)


@tap.test
def another_patient__lies_down_on_the_table():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        for name in ("soft", "stiff", "nominal"):
            client.send("/sim/patient", "s", name)
            client.wait_for("/sim/patient", name)


@tap.test
def over_ipv6__the_same_words_hold():
    with Controller("--bind", "::1") as rig, Client(rig) as client:
        assert rig.wait_said(r"^ready: rig sim-16, OSC tcp \[::1\]:\d+, udp \[::1\]:\d+$")
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.stop_session()
        client.send("/rig/nonsense")
        client.wait("/rig/error", lambda code, *_: code == "unknown_address")


tap.run()
