#!/usr/bin/python3
"""Each thread of the controller in turn stands still: what it was for is missed, and nobody is held fast."""
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import tap
from controller import Controller
from liblo_client import Liblo
from listener import Client
from rig_session import run_session
from stopped_thread import StoppedThread
from tablet import PAIRED_RIG


def check_arming_waits_for(name):
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.wait_for("/rig/arm/refusal", "")
        client.start_session()
        client.wait_pressed()
        with StoppedThread(rig, name):
            client.wait("/rig/arm/refusal", lambda why: why.startswith("the recorder stands still"))
            client.wait_pressed()  # what goes on goes on ...
            client.stop_session()  # ... and lets go as ever
            client.send("/rig/arm")
            client.wait("/rig/error", lambda *what: any("stands still" in str(word) for word in what))
            assert client.ask("/rig/state")[0] == "idle"
        client.wait_for("/rig/arm/refusal", "")
        client.start_session()
        client.stop_session()
        assert rig.signal_and_wait() == 0, rig.lines


@tap.test
def the_recorders_thread__keeps_the_rig_from_being_armed_and_from_nothing_else():
    check_arming_waits_for("recorder")


@tap.test
def the_black_boxs_thread__likewise():
    check_arming_waits_for("blackbox")


@tap.test
def the_networks_thread__is_missed_in_rig_mode_and_the_person_let_go():
    with Controller(rig=PAIRED_RIG) as rig, Liblo(rig) as client, Client(rig) as watcher:
        run_session(rig, client, watcher)
        client.wait_pressed(5.0)
        with StoppedThread(rig, "network"):
            rig.wait_said(r" fault: the network thread stopped")
            time.sleep(0.5)
        watcher.wait_for("/rig/state", "fault")
        watcher.wait_released()
        assert watcher.ask("/rig/fault")[1] == "network_silent"


@tap.test
def the_loops_thread__goes_on_as_a_fault():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        with StoppedThread(rig, "loop"):
            time.sleep(0.5)
        client.wait_for("/rig/state", "fault")
        assert client.ask("/rig/fault")[1] == "overruns"
        client.wait_released()
        assert rig.signal_and_wait() == 0, rig.lines


tap.run()
