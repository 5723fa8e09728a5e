#!/usr/bin/python3
"""A session by python3-liblo, and the contract of osc.md with the real controller, address by address.

What liblo cannot build (no type tags, malformed packets, NaN by design) is sent as bytes.
"""
import math
import struct
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller, wait_until
from listener import HEADS, Client, Listener

try:
    import liblo
except ImportError:
    try:
        import pyliblo3 as liblo  # its name from Debian 13 on
    except ImportError:
        liblo = None

NAN, INF = math.nan, math.inf
REGIONS = ["neck", "shoulders", "upper_back", "lower_back", "hips", "arms", "legs"]
SLOW = (["/rig/technique", "/rig/intensity", "/rig/intensity/actual", "/rig/speed", "/rig/duration",
         "/rig/ceiling", "/rig/focus/xy", "/rig/client/height", "/rig/client/placed", "/rig/state",
         "/rig/state/reason", "/rig/state/step", "/rig/remaining", "/rig/fault", "/sim/patient"] +
        [f"/rig/region/{r}/{what}" for r in REGIONS for what in ("focus", "enable")])


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


def errors_of(client, number=1):
    """What was refused so far: (code, address)."""
    client.sync(number)
    return [values[:2] for values in client.answers("/rig/error")]


def refused(rig, packet, code, address):
    """A stranger's packet gets this one error and nothing else."""
    with Client(rig) as stranger:
        stranger.send_bytes(packet)
        found = errors_of(stranger)
        assert found == [(code, address)], (packet, found)


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
        heard = [s for s in client.states() if s != "releasing"]  # may be shorter than a message's gap
        assert heard[-5:] == ["armed", "running", "paused", "running", "idle"], heard
        rig.wait_events("selftest", "idle", "armed", "running", "paused", "running", "releasing",
                        "idle")
        assert not client.answers("/rig/error"), client.answers("/rig/error")


@tap.test
def parameters__act_on_the_running_session():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send("/rig/intensity", "f", 1.0)
        client.start_session()
        client.wait("/rig/intensity/actual", lambda used: used > 0.2)
        client.send("/rig/intensity", "f", 0.1)
        client.wait_for("/rig/intensity/actual", 0.1)
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
def values_without_type_tags__cannot_be_told_from_rubbish():
    with Controller() as rig, Client(rig) as client:
        for body in (struct.pack(">f", 1.0), struct.pack(">i", 1), struct.pack(">d", 0.0)):
            client.send_bytes(osc.untagged("/rig/intensity", body))
        client.sync()
        assert [path for path, _, _ in client.history] == ["/rig/pong"], client.history
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


# ---- refusals ----


@tap.test
def a_refused_value__brings_an_error_and_the_true_value():
    wrong = [("bad_value", "f", 1.01), ("bad_value", "f", -0.01), ("bad_value", "i", 2),
             ("bad_value", "h", -(1 << 62)), ("bad_value", "d", 1e300), ("bad_value", "f", NAN),
             ("bad_value", "f", INF), ("bad_value", "f", -INF), ("bad_value", "d", NAN),
             ("bad_value", "d", INF), ("bad_type", "s", "loud"), ("bad_type", "ff", 0.1, 0.2),
             ("bad_type", "b", b"1234"), ("bad_type", "N"), ("bad_type", "t", 1)]
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        watcher.send("/rig/intensity", "f", 0.625)
        watcher.wait_for("/rig/intensity", 0.625)
        watcher.forget()
        for code, types, *values in wrong:
            with Client(rig) as client:  # each of its own: five errors a second are said to one
                client.send("/rig/intensity", types, *values)
                got = client.wait("/rig/error")
                assert got[:2] == (code, "/rig/intensity"), (types, values, got)
                assert len(got) == 5 and got[2] != "", got
                client.wait_for("/rig/intensity", 0.625)
        assert watcher.ask("/rig/intensity") == (0.625,)
        assert set(watcher.answers("/rig/intensity")) == {(0.625,)}, watcher.history
        assert not watcher.answers("/rig/error"), "refusals are the sender's"


@tap.test
def other_values_out_of_range__are_refused_too():
    wrong = [("/rig/speed", "f", 2.1), ("/rig/speed", "i", 0), ("/rig/duration", "f", 3601.0),
             ("/rig/duration", "f", 59.0), ("/rig/ceiling", "f", 80.5), ("/rig/ceiling", "f", -1.0),
             ("/rig/client/height", "f", 2.2), ("/rig/client/height", "f", 1.3),
             ("/rig/technique", "s", "shiatsu"), ("/rig/technique", "i", 99),
             ("/rig/technique", "f", 0.5), ("/rig/focus/xy", "ff", 0.5, NAN),
             ("/rig/region/legs/focus", "f", 1.5), ("/rig/region/legs/enable", "f", INF),
             ("/sim/patient", "s", "nobody")]
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        before = {path: watcher.last[path] for path in SLOW}
        for path, types, *values in wrong:
            with Client(rig) as client:
                client.send(path, types, *values)
                got = client.wait("/rig/error")
                assert got[:2] == ("bad_value", path), (path, values, got)
                client.wait_for(path, *before[path])
        for path in SLOW:
            assert watcher.ask(path) == before[path], path


@tap.test
def wrong_words__are_refused_with_their_reason():
    with Controller() as rig:
        for code, path, *form in (
                ("unknown_address", "/rig/intensityy", "f", 1.0), ("unknown_address", "/"),
                ("unknown_address", "/rig/head/17/force"), ("unknown_address", "/rig/head/0/force"),
                ("unknown_address", "/rig/region/tail/focus", "f", 1.0),
                ("unknown_address", "/rig/Stop"), ("bad_type", "/rig/state", "s", "running"),
                ("bad_type", "/rig/head/1/force", "f", 50.0), ("bad_type", "/rig/arm", "b", b"x"),
                ("bad_type", "/rig/arm", "iisi", 1, 1, "token", 1), ("bad_value", "/rig/arm", "f", NAN),
                ("bad_type", "/rig/info", "i", 1), ("bad_value", "/rig/subscribe", "i", 70000),
                ("bad_value", "/rig/subscribe", "if", 0, 31.0), ("not_armed", "/rig/start"),
                ("bad_value", "/sim/fault", "sif", "gremlins", 1, 0.0),
                ("bad_value", "/sim/fault", "sif", "off", 17, 0.0), ("bad_type", "/sim/fault"),
                ("bad_value", "/sim/button", "sf", "snooze", 1.0),
                ("unknown_address", "/rig/help", "s", "/rig/nonsense")):
            refused(rig, osc.message(path, *form), code, path)


@tap.test
def errors__come_at_most_five_a_second():
    with Controller() as rig, Client(rig) as client:
        begun = time.monotonic()
        for _ in range(100):
            client.send("/rig/nonsense")
        client.sync()
        errors = len(client.answers("/rig/error"))
        assert 1 <= errors <= 5 * (2 + int(time.monotonic() - begun)), errors


@tap.test
def malformed_packets__get_no_answer_and_harm_nothing():
    good = osc.message("/rig/intensity", "f", 0.9)
    deep = osc.bundle(osc.bundle(osc.bundle(good)))
    packets = [b"", b"/", b"\0" * 4, b"rig\0", b"/rig", good[:-1], good[:-4], good + b"\0\0\0\0",
               good[:16] + b",f" + good[18:20], b"/rig/intensity,f\0\0", good.replace(b",f", b",q"),
               good.replace(b",f", b"xf"), osc.padded(b"/rig/ping") + b",i\1\0" + b"\0\0\0\1",
               osc.padded(b"/rig/ping") + b",s\0\0abcd", osc.padded(b"/rig/ping") + b",iiiiiii",
               osc.padded(b"/rig/technique") + b",b\0\0\xff\xff\xff\xff",
               osc.padded(b"/rig/technique") + b",b\0\0\0\0\0\x09abcd",
               osc.padded(b"/rig/p ng") + b",\0\0\0", osc.padded(b"/rig/\xff") + b",\0\0\0",
               b"#bundle\0", b"#bundle\0" + b"\0" * 7, b"#bundle\0" + b"\0" * 8 + b"\0\0\0\x10/rig",
               osc.bundle(good)[:-4], osc.bundle(good) + b"\0\0\0\x04", osc.bundle(b""), deep,
               b"#bundle\0" + struct.pack(">Qi", 1, -4) + good, b"#bungle\0" + b"\0" * 8,
               osc.bundle(*[good] * 33), osc.message("/rig/" + "x" * 4200), good + b"\0" * 5000,
               b"\xff" * 1024, b"," * 64, b"/" + b"," * 63]
    with Controller() as rig, Client(rig) as client:
        for number, packet in enumerate(packets):
            client.send_bytes(packet)
            client.sync(number)
            assert {path for path, _, _ in client.history} == {"/rig/pong"}, \
                (packet, client.history)
        client.send("/rig/intensity")
        client.wait_for("/rig/intensity", 0.3)


@tap.test
def stop__is_obeyed_whatever_hangs_on_it():
    stop = b"/rig/stop\0\0\0"
    future = int((time.time() + 2208988800 + 3600)) << 32
    packets = [stop, osc.message("/rig/stop", "sifb", "x", 1, NAN, b"abc"), stop + b"\xff\xff\xff",
               b"/rig/stop", osc.bundle(stop), osc.bundle(stop, tag=future), stop + b"," * 5000,
               osc.bundle(osc.message("/rig/ping"), osc.bundle(osc.message("/rig/stop", "f", 0.0))),
               osc.bundle(stop)[:-3]]
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        for packet in packets:
            client.start_session()
            client.send_bytes(packet)
            client.wait_state("idle")
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")


# ---- patterns, bundles, time tags ----


@tap.test
def patterns__set_and_read_parameters():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send("/rig/region/*/focus", "f", 0.875)
        for region in REGIONS:
            client.wait_for(f"/rig/region/{region}/focus", 0.875)
        client.send("/rig/region/{legs,hips}/enable", "i", 0)
        client.send("/rig/[is][np]*[dy]", "f", 0.75)  # intensity and speed
        for path, want in (("region/legs/enable", 0.0), ("region/hips/enable", 0.0),
                           ("region/neck/enable", 1.0), ("intensity", 0.75), ("speed", 0.75)):
            client.wait_for(f"/rig/{path}", want)
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")
        client.send("/rig/unsubscribe")
        client.sync()
        client.forget()
        client.send("/rig/head/*/force")
        for n in HEADS:
            client.wait(f"/rig/head/{n}/force")


@tap.test
def patterns__are_refused_on_commands():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.forget()
        for pattern in ("/rig/st?p", "/rig/*", "/rig/{ease,pause}", "/rig/paus[e]", "/*/stop",
                        "/sim/f*", "/sim/b*", "/rig/fault/res*", "/rig/s*"):
            refused(rig, osc.message(pattern), "pattern_refused", pattern)
            refused(rig, osc.message(pattern, "f", 1.0), "pattern_refused", pattern)
        refused(rig, osc.message("/rig/zz*", "f", 1.0), "unknown_address", "/rig/zz*")
        assert client.ask("/rig/state") == ("running",)
        assert set(client.states()) == {"running"}, client.states()


@tap.test
def a_bundle__carries_parameters_and_one_command():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_state("idle")
        client.send_bundle(liblo.Message("/rig/intensity", ("f", 0.4375)),
                           liblo.Message("/rig/speed", ("d", 1.5)), liblo.Message("/rig/arm"))
        client.wait_for("/rig/intensity", 0.4375)
        client.wait_for("/rig/speed", 1.5)
        client.wait_state("armed")
        client.send_bundle(liblo.Message("/rig/stop"), liblo.Message("/rig/ping", ("i", 77)))
        client.wait_state("idle")
        client.wait("/rig/pong", lambda n, _: n == 77)
        client.forget()
        client.send_bundle(liblo.Message("/rig/arm"), liblo.Message("/rig/start"))
        found = errors_of(client)
        assert ("bad_value", "/rig/arm") in found, found
        assert client.ask("/rig/state") == ("idle",)
        rig.wait_events("armed", "releasing", "idle")


@tap.test
def a_future_time_tag__holds_back_commands_only():
    future = time.time() + 3600.0
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.send_bundle(liblo.Message("/rig/intensity", ("f", 0.9375)), at=future)
        client.wait_for("/rig/intensity", 0.9375)
        client.send_bundle(liblo.Message("/rig/arm"), at=future)
        client.wait("/rig/error", lambda code, address, *_: (code, address) ==
                    ("future_timetag", "/rig/arm"))
        client.send_bundle(liblo.Message("/rig/arm"), at=time.time() - 10.0)
        client.sync()
        assert [v[0] for v in client.answers("/rig/error")] == ["future_timetag"] * 2, \
            client.answers("/rig/error")
        assert client.ask("/rig/state") == ("idle",)
        assert "armed" not in rig.events(), rig.events()


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
        path, words = client.wait("/rig/help")
        assert path == "/rig/intensity" and len(words) > 20, (path, words)
        client.send("/rig/technique/list")
        assert client.wait("/rig/technique/item")[:2] == (0, "swedish")
        types = {at: t for at, t, _ in client.history}
        assert types == {"/rig/info": "ssssi", "/rig/pong": "ii", "/rig/help": "ss",
                         "/rig/technique/item": "iss"}, types
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
def a_tall_client__has_kidneys_elsewhere():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.wait_for("/rig/head/7/ceiling", 15.0)
        client.wait("/rig/head/9/ceiling", lambda c: c > 15.0)
        client.send("/rig/client/height", "f", 2.1)
        client.wait_for("/rig/client/height", 2.1)
        client.wait("/rig/head/7/ceiling", lambda c: c > 15.0)
        client.wait_for("/rig/head/9/ceiling", 15.0)


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
        assert rig.host == "::1"
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.stop_session()
        client.send("/rig/nonsense")
        client.wait("/rig/error", lambda code, *_: code == "unknown_address")


tap.run()
