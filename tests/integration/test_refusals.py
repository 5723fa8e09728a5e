#!/usr/bin/python3
"""What the real controller does not do, and what it says then: refusals, malformed packets,
patterns, bundles, time tags; and stop, which it never refuses."""
import math
import struct
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller
from liblo_client import Liblo, liblo
from listener import HEADS, REGIONS, SLOW, Client

NAN, INF = math.nan, math.inf
HEATED = (5, 6, 9, 10)  # heads of sim-16


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
             ("/rig/technique", "s", "tuina"), ("/rig/technique", "i", 99),
             ("/rig/technique", "f", 0.5), ("/rig/focus/xy", "ff", 0.5, NAN),
             ("/rig/region/legs/focus", "f", 1.5), ("/rig/region/legs/enable", "f", INF),
             ("/rig/balance", "f", -1.5), ("/rig/comfort", "i", 11), ("/rig/comfort", "i", -1),
             ("/rig/comfort", "f", NAN), ("/rig/screening/fever", "s", "maybe"),
             ("/rig/screening/fever", "s", "none"), ("/sim/patient", "s", "nobody")]
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        for n in HEATED:  # a reading comes a moment after the start
            watcher.wait(f"/rig/head/{n}/surface", lambda now_c, _: now_c > 0.0)
        # what is felt is a little other each time
        still = [path for path in SLOW if not path.endswith(("/force", "/pressure"))]
        before = {path: watcher.last[path] for path in still}
        for path, types, *values in wrong:
            with Client(rig) as client:
                client.send(path, types, *values)
                got = client.wait("/rig/error")
                assert got[:2] == ("bad_value", path), (path, values, got)
                client.wait_for(path, *before[path])
        for path in still:
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
                ("bad_type", "/rig/arm", "iisi", 1, 1, "token", 1),
                ("unknown_address", "/rig/screening/hangover", "s", "no"),
                ("bad_type", "/rig/screening/fever", "f", NAN),
                ("bad_type", "/rig/screening/fever", "i", 1), ("bad_type", "/rig/comfort", "s", "2"),
                ("unknown_address", "/rig/trigger/17"), ("bad_type", "/rig/trigger/1", "i", 1),
                ("bad_type", "/rig/head/1/dose", "ff", 0.0, 0.0),
                ("bad_value", "/rig/arm", "f", NAN),
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
               osc.untagged("/rig/intensive", b"xf\0\0" + good[-4:]),
               osc.padded(b"/rig/ping") + b",i\1\0" + b"\0\0\0\1",
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


tap.run()
