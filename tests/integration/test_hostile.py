#!/usr/bin/python3
"""Hostile datagrams at the real controller while it presses: bounded in number, alike in each run.

After every burst a ping is answered, so all of it was heard and nothing stalls. No packet has a
stop, a pause or an order to the simulator in it, unless the test says so; so the session goes on.
"""
import contextlib
import random
import struct
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller
from listener import Client
from tablet import PAIRED_RIG
from whole_session import prepare

BURST = 100
FORBIDDEN = (b"/rig/stop", b"/rig/pause", b"/sim/")
# What none of these says may end a session; "duration" only for as long as this takes.
SOUND = [
    osc.message("/rig/intensity", "f", 0.5),
    osc.message("/rig/intensity", "d", 0.25),
    osc.message("/rig/speed", "i", 1),
    osc.message("/rig/duration", "h", 1200),
    osc.message("/rig/technique", "s", "swedish"),
    osc.message("/rig/region/legs/focus", "f", 0.75),
    osc.message("/rig/region/*/focus", "T"),
    osc.message("/rig/{intensity,speed}", "f", 1.0),
    osc.message("/rig/focus/xy", "ff", 0.25, 0.75),
    osc.message("/rig/head/*/force"),
    osc.message("/rig/help", "s", "/rig/intensity"),
    osc.message("/rig/ping", "i", 1),
    osc.message("/rig/arm", "fis", 1.0, 3, "token"),
    osc.message("/rig/start", "N"),
    osc.untagged("/rig/state"),
    osc.bundle(osc.message("/rig/intensity", "f", 0.5), osc.message("/rig/speed", "f", 1.0)),
    osc.bundle(osc.bundle(osc.message("/rig/ping", "i", 5)), osc.untagged("/rig/info"), tag=7),
]


def is_harmless(packet):
    return not any(word in packet for word in FORBIDDEN)


def mutations(chance, count):
    """Sound packets with a few bytes flipped, put in, taken out, repeated or swapped."""
    while count > 0:
        data = bytearray(chance.choice(SOUND))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            kind = chance.randrange(5)
            if kind == 0 and at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                data[at:at] = chance.randbytes(chance.choice((1, 2, 4, 8)))
            elif kind == 2:
                del data[at:at + chance.choice((1, 4))]
            elif kind == 3:
                data[at:at] = data[at // 4 * 4:][:chance.choice((4, 8, 16))]
            else:
                other = chance.choice(SOUND)
                data[at:] = other[chance.randrange(0, len(other), 4):]
        if is_harmless(bytes(data)):
            count -= 1
            yield bytes(data)


def noise(chance, count):
    for _ in range(count):
        head = chance.choice((b"", b"/", b"/rig/", b"#bundle\0", b"/rig/intensity\0\0,"))
        packet = head + chance.randbytes(chance.choice((0, 1, 3, 4, 8, 16, 64, 512, 1400)))
        if is_harmless(packet):
            yield packet


def truncations():
    """Every sound packet cut after each byte."""
    for packet in SOUND:
        for length in range(len(packet)):
            yield packet[:length]


def lengths_that_lie():
    good = osc.message("/rig/intensity", "f", 0.5)
    for length in (0, 1, 3, 4, 19, 21, 4096, 1 << 16, 0x7fffffff, 1 << 31, 0xfffffffc, 0xffffffff):
        yield b"#bundle\0" + struct.pack(">QI", 1, length) + good
        yield osc.padded(b"/rig/technique") + b",b\0\0" + struct.pack(">I", length) + b"abcd" * 4
        yield osc.padded(b"/rig/technique") + b",bs\0" + struct.pack(">I", length)


def patterns_that_explode():
    """Matched by trying everything, some of these take seconds each."""
    yield osc.message("/rig/" + "*" * 100 + "x")
    yield osc.message("/" + "*a" * 60)
    yield osc.message("/rig/" + "{,r}" * 28)
    yield osc.message("/rig/" + "{a,aa,aaa}" * 11)
    yield osc.message("/rig/head/" + "[0-9]*" * 15 + "/force")
    yield osc.message("/" + "?*" * 60)
    yield osc.message("/" + "[!a]*" * 24)
    for unclosed in ("[", "{", "[!", "{a,", "[a-", "{{a}}", "[]", "{}", "]", "}"):
        yield osc.message("/rig/inten" + unclosed, "f", 0.5)
    yield osc.bundle(*[osc.message("/" + "*{a,b}?" * 15)] * 30)


def about_4_kb():
    """4096, the first of these sizes, is the most that is looked at."""
    for floats in (815, 814, 816, 817):
        yield osc.message("/rig/intensity", "f" * floats, *[0.5] * floats)
    for messages in (31, 32, 33):
        yield osc.bundle(*[osc.message("/rig/help", "s", "x" * 99)] * messages)


def huge(chance, count):
    """As large as UDP carries."""
    for _ in range(count):
        yield chance.randbytes(65000)
        yield osc.message("/rig/intensity", "f" * 16000, *[0.5] * 16000)[:65000]
        yield osc.bundle(*[osc.message("/rig/intensity", "f", 0.5)] * 2400)[:65000]
        yield b"/" * 65000


class Siege:
    """A session that runs, its watcher, and somebody hostile."""

    def __enter__(self):
        self.rig = Controller().__enter__()
        self.watcher = Client(self.rig)
        self.hostile = Client(self.rig)
        self.sent = 0
        try:
            self.watcher.subscribe(10.0)
            self.watcher.start_session()
            self.watcher.wait_pressed()
            self.watcher.forget()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def burst(self, packets):
        for packet in packets:
            self.hostile.send_bytes(packet)
            self.sent += 1
        self.watcher.sync(self.sent)
        self.hostile.socket.setblocking(False)
        try:
            while True:
                self.hostile.socket.recv(65536)
        except BlockingIOError:
            self.hostile.socket.setblocking(True)

    def send_all(self, packets, size=BURST):
        burst = []
        for packet in packets:
            burst.append(packet)
            if len(burst) == size:
                self.burst(burst)
                burst = []
        self.burst(burst)

    def still_runs(self):
        states = set(self.watcher.states())
        assert states <= {"running"}, states
        assert self.watcher.ask("/rig/state") == ("running",)
        self.rig.wait_events("running")

    def __exit__(self, *how):
        self.watcher.close()
        self.hostile.close()
        self.rig.__exit__(*how)


@tap.test
def rubbish_of_every_kind__leaves_the_session_running():
    chance = random.Random(20)
    with Siege() as siege:
        for packets in (truncations(), lengths_that_lie(), noise(chance, 4000),
                        mutations(chance, 8000)):
            siege.send_all(packets)
            siege.still_runs()
        assert siege.sent > 12000, siege.sent


@tap.test
def patterns_that_explode__stall_nothing():
    with Siege() as siege:
        for _ in range(5):
            siege.send_all(patterns_that_explode())
            siege.still_runs()


@tap.test
def huge_datagrams__are_dropped():
    with Siege() as siege:
        for _ in range(10):
            siege.send_all(about_4_kb())
        siege.send_all(huge(random.Random(21), 25), size=2)  # what the socket holds
        siege.still_runs()


@tap.test
def stop_in_the_middle_of_it__releases():
    chance = random.Random(22)
    stop = osc.message("/rig/stop")
    with Siege() as siege:
        flood = list(mutations(chance, 900)) + list(noise(chance, 300)) + \
            list(huge(chance, 2)) + list(patterns_that_explode())
        chance.shuffle(flood)
        half = len(flood) // 2
        siege.send_all(flood[:half])
        siege.still_runs()
        small = [p for p in flood[half:] if len(p) < 1500]
        siege.burst(small[:20] + [stop] + small[20:40])  # no more than the socket holds
        siege.send_all(p for p in flood[half:] if b"/rig/arm" not in p)
        siege.watcher.wait_state("idle")
        siege.watcher.wait_released()
        siege.rig.wait_events("releasing", "idle")


CROWD = 63  # and who holds the lease: every place there is for whom we answer
CROWD_ASKS = ("/rig/screening/list", "/rig/technique/list", "/rig/head/list", "/rig/refresh",
              "/rig/head/*/{force,target}")


@tap.test
def a_crowd_that_asks_for_lists__stalls_nothing():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as client, contextlib.ExitStack() as stack:
        tablet = prepare(rig, client, "Anna")
        tablet.start()
        client.forget()
        crowd = [stack.enter_context(Client(rig)) for _ in range(CROWD)]
        packets = [osc.bundle(*[osc.message(path)] * 32) for path in CROWD_ASKS]
        packets.append(osc.bundle(*[osc.message("/rig/speed", "f", 9.0)] * 32))
        for number, packet in enumerate(packets * 2, 1):
            for one in crowd:
                one.send_bytes(packet)
            client.sync(number)
            tablet.stay(0.2)
        assert set(client.states()) <= {"running"}, client.states()
        assert client.ask("/rig/state") == ("running",)
        client.stop_session()


@tap.test
def a_stop_inside_rubbish__is_a_stop():
    for packet in (b"/rig/stop\0\0\0" + b"\xff" * 60000, b"/rig/stop\0" + b"\x01",
                   b"#bundle\0" + b"\xff" * 8 + b"\x7f\xff\xff\xff/rig/stop\0\0\0"):
        with Controller() as rig, Client(rig) as client:
            client.subscribe(10.0)
            client.start_session()
            client.send_bytes(packet)
            client.wait_state("idle")


def forgeries(tablet, nonce):
    """What moves heads or gives them away, with the epoch and the nonce as they are, by somebody who has
    overheard both; then each cut after every byte, and with every bit turned."""
    def words():
        for path in ("/rig/arm", "/rig/start", "/rig/resume", "/rig/fault/reset"):
            yield osc.message(path, "ii", 1, tablet.epoch)
            yield osc.message(path, "iis", 1, tablet.epoch, "0123456789abcdef")
        yield osc.message("/rig/pause")
        yield osc.message("/rig/lease/request", "s", tablet.name)
        yield osc.message("/rig/lease/release")
        yield osc.message("/rig/lease/take", "s", "000000")
        yield osc.message("/rig/pair", "ss", "000000", tablet.name)
        yield osc.message("/rig/hb", "i", nonce)
        yield osc.message("/rig/intensity", "f", 1.0)
        yield osc.message("/rig/screening/fever", "s", "yes")
    for packet in words():
        yield packet
        yield osc.bundle(packet)
        yield osc.bundle(packet, tag=1 << 62)
        yield osc.bundle(osc.bundle(packet))
        yield packet.replace(b"/rig/", b"/r?g/")
        for length in range(len(packet)):
            yield packet[:length]
        for bit in range(8 * len(packet)):
            data = bytearray(packet)
            data[bit // 8] ^= 1 << bit % 8
            yield bytes(data)


@tap.test
def a_stranger_in_rig_mode__moves_nothing_whatever_is_overheard():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as client, Client(rig) as hostile:
        tablet = prepare(rig, client, "Anna")

        def attack(state):
            client.forget()
            sent = 0
            for packet in filter(is_harmless, forgeries(tablet, client.wait("/rig/hb/nonce")[0])):
                hostile.send_bytes(packet)
                sent += 1
                if sent % BURST == 0:
                    client.sync(sent)
                    hostile.pump(0.0)
            client.sync(sent)
            assert sent > 4000, sent
            assert set(client.states()) <= {state} and client.ask("/rig/state") == (state,)
            assert client.ask("/rig/intensity") == (before,), client.last
            assert client.ask("/rig/owner") == ("Anna",)
            assert client.ask("/rig/screening/fever") == ("no",)
        before, = client.ask("/rig/intensity")
        attack("idle")
        tablet.start()
        attack("running")
        client.stop_session()
        rig.wait_events("fault", "selftest", "idle", "armed", "running", "releasing", "idle")
        codes = {code for code, *_ in hostile.answers("/rig/error")}
        assert "not_paired" in codes, codes


tap.run()
