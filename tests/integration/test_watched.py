#!/usr/bin/python3
"""The controller as it runs, in a session: its loop allocates nothing, and whoever sets a clock moves nobody."""
import mmap
import os
import re
import struct
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import tap
from controller import BUILD, Controller, wait_until
from listener import Client
from stopped_thread import thread_named

PRELOADED = f"{BUILD}/tests/integration/watched.so"
WORDS = {"tid": 0, "count": 8, "wall_off_s": 16, "leap_ns": 24, "asleep_ns": 32}  # of struct watched
YEAR_S = 31557600
NAPS = 10  # of a machine that is merely busy nobody counts so many late ticks


class Watched:
    """A controller with watched.c in it, and what both have mapped."""

    def __init__(self):
        if os.path.basename(BUILD) not in ("plain", "clang"):
            raise tap.Skip("a sanitizer has an allocator of its own")
        self.file = tempfile.NamedTemporaryFile(prefix="knead-watched.")
        self.file.write(bytes(4096))
        self.file.flush()
        self.shared = mmap.mmap(self.file.fileno(), 4096)
        # env, for whatever ties the controller to this test is not to be watched
        self.rig = Controller(wrap=["env", f"LD_PRELOAD={os.path.abspath(PRELOADED)}",
                                    f"KNEAD_WATCHED={self.file.name}"])

    def __getitem__(self, word):
        return struct.unpack_from("=q", self.shared, WORDS[word])[0]

    def __setitem__(self, word, value):
        struct.pack_into("=q", self.shared, WORDS[word], value)

    def __enter__(self):
        self.rig.__enter__()
        return self

    def __exit__(self, *error):
        self.rig.__exit__(*error)
        self.shared.close()
        self.file.close()

    def watch(self, thread):
        self["count"] = 0
        self["tid"] = thread_named(self.rig.pid, thread)

    def log(self):
        with open(os.path.join(self.rig.state_dir, "events.log"), encoding="utf-8") as file:
            return file.read()


def ask_for_all_sorts(client):
    """What tablets ask for while a session runs."""
    client.send("/rig/intensity", "f", 0.6)
    client.send("/rig/speed", "f", 1.2)
    client.send("/rig/focus/shoulders", "f", 0.9)
    client.send("/rig/ceiling", "f", 60.0)
    client.send("/rig/comfort", "i", 2)
    client.send("/rig/nothing", "s", "of the kind")
    client.send("/rig/ease")
    client.send("/rig/refresh")
    client.sync()


@tap.test
def from_its_first_tick_on__the_loop_allocates_nothing_whatever_a_session_brings():
    with Watched() as watched, Client(watched.rig) as client:
        watched.watch("loop")
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        ask_for_all_sorts(client)
        client.send("/rig/pause")
        client.wait_state("paused")
        client.send("/rig/resume")
        client.wait_state("running")
        client.wait_pressed()
        client.send("/sim/fault", "sif", "stuck", 3, 0.0)
        client.send("/sim/fault", "sif", "garbage", 4, 0.0)
        client.wait_state("fault")
        client.wait_released()
        client.send("/sim/fault", "sif", "none", 0, 0.0)
        wait_until(lambda: client.send("/rig/fault/reset") or client.ask("/rig/state") == ("idle",),
                   "a reset, once nothing is broken any more")
        client.start_session()
        client.stop_session()
        assert watched["count"] == 0, watched["count"]
        watched.watch("network")  # whose every message is allocated by liblo: so it is counted indeed
        ask_for_all_sorts(client)
        wait_until(lambda: watched["count"] > 0, "an allocation of the network's thread")


@tap.test
def the_clock_set_a_year_on_and_back_in_a_session__moves_nothing_of_it():
    with Watched() as watched, Client(watched.rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        year = time.gmtime().tm_year
        for off_s, its_year in ((YEAR_S, year + 1), (-YEAR_S, year - 1), (0, year)):
            began = time.monotonic()
            left_s = client.ask("/rig/remaining")[0]
            watched["wall_off_s"] = off_s
            client.send("/rig/comfort", "i", 1 + its_year - year)
            wait_until(lambda: re.search(f"(?m)^{its_year}-.* comfort: ", watched.log()),
                       f"an answer of {its_year} in the event log")  # it was set
            client.wait_pressed()
            went_s = left_s - client.ask("/rig/remaining")[0]
            assert -1.0 <= went_s <= time.monotonic() - began + 1.0
        assert set(client.states()) == {"idle", "armed", "running"}, client.states()
        client.stop_session()


@tap.test
def a_machine_that_was_away_for_ten_seconds__lets_go_and_waits_to_be_armed():
    with Watched() as watched, Client(watched.rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        watched["leap_ns"] = 10 * 10**9
        watched.rig.wait_said(r" fault: the control loop was late")
        client.subscribe()  # anew: who was not heard for so long is told no more
        client.wait_state("fault")
        assert client.ask("/rig/fault")[1] == "overruns"
        client.wait_released()


@tap.test
def a_machine_that_slept_while_its_clock_did__counts_as_late_ticks_enough_to_let_go():
    with Watched() as watched, Client(watched.rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        for nap in range(1, NAPS + 1):
            watched["asleep_ns"] = nap * 2 * 10**9
            time.sleep(0.05)  # some ticks
        client.sync()
        client.wait_pressed()  # simulated heads slept as well; three late ticks let go of a real one's
        assert client.ask("/rig/state") == ("running",)
        assert watched.rig.signal_and_wait() == 0, watched.rig.lines
        assert int(watched.rig.wait_said(r" (\d+) overruns").group(1)) >= 3 * NAPS, watched.rig.lines


tap.run()
