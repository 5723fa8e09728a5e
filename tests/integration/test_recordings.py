#!/usr/bin/python3
"""What is kept of sessions and trips, and what a disk that does not keep it changes: nothing is armed any
more, and everything lets go as ever."""
import csv
import glob
import os
import re
import resource
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller
from listener import Client

def limit_files(rig, size):
    resource.prlimit(rig.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def kept(rig, folder):
    return sorted(glob.glob(os.path.join(rig.state_dir, folder, "2*")))


@tap.test
def a_session_is_kept_as_a_table__with_its_events():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.send("/rig/ease")
        rig.wait_said(r" eased: ")
        client.stop_session()
        assert rig.signal_and_wait() == 0, rig.lines
        (path,) = kept(rig, "sessions")
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    assert all(None not in row and None not in row.values() for row in rows)
    events = [row["event"] for row in rows if row["event"]]
    assert "running: started by a person" in events[:2], events
    assert any(event.startswith("eased: ") for event in events), events
    assert events[-1].startswith("session over: "), events
    values = [row for row in rows if not row["event"]]
    assert values[0]["state"] == "running" and values[-1]["state"] == "idle"
    seconds = float(values[-1]["t_s"])
    assert 30 * seconds < len(values) < 51 * seconds + 2, (len(values), seconds)
    assert max(float(row[f"force_{n}_n"]) for row in values for n in range(1, 17)) >= 8.0


@tap.test
def a_disk_that_takes_no_more__keeps_the_rig_from_being_armed_and_from_nothing_else():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.wait_for("/rig/arm/refusal", "")
        client.start_session()
        client.wait_pressed()
        limit_files(rig, 1000)
        client.wait("/rig/arm/refusal", lambda why: "disk" in why, 30.0)
        rig.wait_said(r" nothing can be armed: the disk ")
        client.wait_pressed(2.0)  # what goes on goes on
        client.stop_session()
        client.send("/rig/arm")
        client.wait("/rig/error", lambda *what: any("disk" in str(word) for word in what))
        time.sleep(0.2)
        assert client.ask("/rig/state")[0] == "idle"
        rig.wait_said(r" not armed: the disk ")
        limit_files(rig, resource.RLIM_INFINITY)
        client.wait_for("/rig/arm/refusal", "")
        rig.wait_said(r" the disk takes recordings again$")
        client.start_session()
        client.stop_session()
        assert rig.signal_and_wait() == 0, rig.lines


@tap.test
def a_disk_without_room_from_the_start__is_told_before_anybody_is_asked_anything():
    with Controller(preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (100000, resource.RLIM_INFINITY))) as rig, Client(rig) as client:
        client.subscribe()
        client.wait("/rig/arm/refusal",
                    lambda said: re.fullmatch("the disk has no room for recordings, though [0-9]+ MB are free: a "
                                              "quota or a limit of file sizes; raise it for " +
                                              re.escape(rig.state_dir), said))
        assert rig.signal_and_wait() == 0, rig.lines


tap.run()
