#!/usr/bin/python3
"""What is kept of a trip, and what a slow or full disk has to do with letting go: nothing."""
import csv
import fcntl
import glob
import os
import resource
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD, Controller, wait_until
from listener import Client

BEFORE_S = 10.0  # of a recording, before its trip
AFTER_S = 5.0  # a trip, until its recording is whole


def limit_files(rig, size):
    resource.prlimit(rig.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def replay(path, *options):
    return subprocess.run([KNEAD, "replay", *options, path], capture_output=True, text=True,
                          check=False)


def kept(rig, folder):
    return sorted(glob.glob(os.path.join(rig.state_dir, folder, "2*")))


@tap.test
def a_trip_is_kept__and_the_same_controller_does_it_again_bit_for_bit():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        for _ in range(int(BEFORE_S) + 6):
            time.sleep(1.0)
            client.subscribe()
        client.send("/sim/fault", "sif", "off", 3, 1.0)
        client.wait_state("fault")
        why = rig.wait_said(r" fault: (.*)", AFTER_S)[1]  # a late machine trips first
        said = rig.wait_said(r"black box: (blackbox/\S+\.box); ", 4 * AFTER_S)
        path = os.path.join(rig.state_dir, said[1])
        assert kept(rig, "blackbox") == [path]
        done = replay(path)
        assert done.returncode == 0, done
        assert "outputs are bit-identical" in done.stdout, done.stdout
        assert why in done.stdout, done.stdout
        rows = list(csv.DictReader(replay(path, "--csv", "-").stdout.splitlines()))
        assert {row["state"] for row in rows} >= {"running", "fault"}
        tripped_s = min(float(row["t_s"]) for row in rows if row["state"] == "fault")
        assert tripped_s >= BEFORE_S, tripped_s
        assert AFTER_S <= float(rows[-1]["t_s"]) - tripped_s < AFTER_S + 0.1, rows[-1]["t_s"]
        assert len(rows) > 0.9 * 1000.0 * float(rows[-1]["t_s"])  # but for late wake-ups
        assert max(float(row["force_3_n"]) for row in rows) > 0.5
        with open(path, "rb+") as file:
            file.truncate(os.path.getsize(path) // 2)
        cut = replay(path)
        assert cut.returncode == 0 and "is whole up to byte" in cut.stdout, cut


@tap.test
def a_trip_on_a_disk_that_takes_no_more__is_let_go_of_as_ever():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        limit_files(rig, 1000)
        client.send("/sim/fault", "sif", "off", 3, 1.0)
        client.wait_state("fault")
        client.wait_released()
        rig.wait_said(r" black box: could not be kept \(File too large\)", 4 * AFTER_S)


class Clogged:
    """The event log as a pipe: it takes nothing once it is full, until it is read."""

    def __init__(self, folder):
        os.makedirs(folder)
        self.path = os.path.join(folder, "events.log")
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.fd, fcntl.F_SETPIPE_SZ, 4096)

    def clog(self):
        try:
            while True:
                os.write(self.fd, b"." * 64)
        except BlockingIOError:
            pass

    def clear(self):
        try:
            while True:
                os.read(self.fd, 65536)
        except BlockingIOError:
            pass


@tap.test
def a_recorder_that_stands_still__keeps_the_rig_from_being_armed_until_it_comes_round():
    class Rig(Controller):
        def __enter__(self):
            self.clogged = Clogged(self.state_dir)
            return super().__enter__()

    with Rig() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        rig.clogged.clog()
        client.send("/rig/ease")  # a line that does not go through
        client.wait("/rig/arm/refusal", lambda why: why.startswith("the recorder stands still"))
        client.send("/sim/fault", "sif", "off", 3, 1.0)
        client.wait_state("fault")
        client.wait_released()
        assert not any("stood still" in line for line in rig.lines)
        wait_until(lambda: rig.clogged.clear() or
                   any("the recorder stood still for" in line for line in rig.lines),
                   "the recorder comes round")
        client.wait("/rig/arm/refusal", lambda why: "recorder" not in why)  # but of the sensor
        rig.wait_said(r"black box: blackbox/\S+\.box; ", 4 * AFTER_S)  # nothing of it is lost
        rig.clogged.clear()
        done = replay(kept(rig, "blackbox")[0])
        assert done.returncode == 0 and "gaps" not in done.stdout, done


tap.run()
