#!/usr/bin/python3
"""Rig mode on the simulated rig: pair, lease, beat, and a session that no gap and no stranger outlives."""
import os
import sys
import threading
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller, wait_until
from liblo_client import Liblo
from listener import Client
from rig_session import run_session
from tablet import PAIRED_RIG, QUARANTINE_S, Tablet, pair, read_pin


def codes(client):
    return [error[0] for error in client.answers("/rig/error")]


@tap.test
def liblo__runs_a_whole_session_and_outlives_a_gap():
    with Controller(rig=PAIRED_RIG) as rig, Liblo(rig) as client, Client(rig) as watcher:
        tablet = run_session(rig, client, watcher)
        client.send("/rig/intensity", "f", 0.3)
        client.wait_for("/rig/intensity", 0.3)
        head = client.wait_pressed(5.0)
        before = client.last[f"/rig/head/{head}/ceiling"][0]
        client.send("/rig/ease")
        client.wait(f"/rig/head/{head}/ceiling", lambda n: n < before)
        # the network is lost: what is tapped meanwhile waits on the tablet
        epoch = tablet.epoch
        watcher.forget()
        tablet.stay(0.3)  # for the last beat
        gone = time.monotonic()
        watcher.wait_for("/rig/heartbeat", 0.0)
        warned = time.monotonic() - gone
        watcher.wait_state("paused")
        paused = time.monotonic() - gone
        watcher.wait_for("/rig/state/reason", "whoever steers the rig is not heard, or has changed")
        watcher.wait_state("idle")
        ended = time.monotonic() - gone
        watcher.wait_for("/rig/owner", "")
        watcher.wait_for("/rig/state/reason", "nobody steers the rig any more")
        assert 0.3 < warned < paused < ended and paused > 1.1 and ended > 2.6, \
            (warned, paused, ended)
        # ... and comes all at once
        client.forget()
        for path in ("/rig/arm", "/rig/start", "/rig/resume"):
            client.send(path, "ii", 1, epoch)
        client.sync()
        assert "armed" not in client.states() and len(codes(client)) == 3, client.history
        assert client.ask("/rig/state") == ("idle",)
        tablet.stay(QUARANTINE_S)
        tablet.press("/rig/arm")
        client.wait("/rig/error", lambda code, *_: code == "not_owner")
        # lease, arm and start again
        tablet.steer()
        assert tablet.epoch != epoch
        tablet.start()
        watcher.send("/rig/stop")  # by somebody nobody knows
        client.wait_state("idle")
        client.wait_for("/rig/state/reason", "stopped by a person")
        client.wait_released()
        client.send("/rig/lease/release")
        client.wait_for("/rig/owner", "")
        client.wait_for("/rig/owner/you", 0.0)
        rig.wait_events("releasing", "idle")


@tap.test
def short_gap__pauses_and_resume_needs_the_new_epoch():
    with Controller(rig=PAIRED_RIG) as rig, Liblo(rig) as client, Client(rig) as watcher:
        tablet = run_session(rig, client, watcher)
        epoch = tablet.epoch
        tablet.beating = False
        client.wait_state("paused")
        client.send("/rig/resume", "ii", 1, epoch)
        client.wait("/rig/error", lambda code, *_: code == "quarantine")
        tablet.beating = True
        tablet.stay(QUARANTINE_S + 0.3)  # until the next nonce, and then a second
        assert tablet.epoch != epoch, "it was told of its new one"
        client.send("/rig/resume", "ii", 1, epoch)
        client.wait("/rig/error", lambda code, *_: code == "stale_epoch")
        assert client.ask("/rig/state") == ("paused",)
        with Client(rig) as stranger:
            stranger.send("/rig/pause")
            stranger.wait("/rig/error", lambda code, *_: code == "not_paired")
        for said in ("paired: /rig/pause: pair first", "/rig/resume: no heartbeat for 1.5 s",
                     "/rig/resume: too late: /rig/lease/grant tells the epoch"):
            rig.wait_logged(said)
        tablet.press_until("/rig/resume", "running")


@tap.test
def a_halt_that_no_button_asked_for__outdates_what_was_sent_before_it():
    with Controller(rig=PAIRED_RIG) as rig, Liblo(rig) as client, Client(rig) as watcher:
        tablet = run_session(rig, client, watcher)
        epoch = tablet.epoch
        client.send("/rig/comfort", "i", 9)  # the client says it is far too much
        client.wait_state("idle")
        client.sync()
        client.send("/rig/arm", "ii", 1, epoch)
        client.wait("/rig/error", lambda code, *_: code == "stale_epoch")
        assert tablet.epoch != epoch, "it was told of its new one"
        tablet.press("/rig/arm")
        client.wait("/rig/error", lambda code, *_: code == "screening")  # anew for who lies down next


@tap.test
def a_network_thread_that_stands_still__is_a_fault_whoever_beats():
    with Controller(rig=PAIRED_RIG) as rig, Liblo(rig) as client, Client(rig) as watcher:
        run_session(rig, client, watcher)
        client.wait_pressed(5.0)
        watcher.send("/sim/fault", "sif", "net_stall", 0, 1.0)
        watcher.wait_state("fault")
        assert watcher.ask("/rig/fault")[1] == "network_silent", watcher.last
        watcher.wait_released()


@tap.test
def taking_over__pauses_and_needs_the_button_at_the_rig():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as one, Client(rig) as two, \
            Client(rig) as watcher:
        anna = run_session(rig, one, watcher)

        def keep_beating(ends):
            while not ends.is_set():
                anna.client.pump(0.05)
        ends = threading.Event()
        helper = threading.Thread(target=keep_beating, args=(ends,))
        helper.start()
        try:
            bert = Tablet(two, rig, "Bert").join()
            two.send("/rig/lease/request")
            two.wait("/rig/error", lambda code, *rest: code == "busy" and rest[2] == "Anna")
            two.send("/rig/lease/take", "s", "000000")
            two.wait("/rig/error", lambda code, *_: code == "bad_pin")
            assert two.ask("/rig/state") == ("running",)
            two.last.pop("/rig/pair/open")
            two.send("/rig/pair")
            two.wait("/rig/pair/open")
            two.send("/rig/lease/take", "s", read_pin(rig))
            two.wait_state("paused")
            two.wait_for("/rig/lease/taking", "Bert")
            two.wait_for("/rig/owner", "Anna")
            two.send("/sim/button", "sf", "confirm", 1.0)
            two.wait_for("/rig/owner/you", 1.0)
            two.wait_for("/rig/owner", "Bert")
            two.send("/sim/button", "sf", "confirm", 0.0)
            two.wait("/rig/lease/grant")
        finally:
            ends.set()
            helper.join()
        one.wait_for("/rig/owner/you", 0.0)
        anna.press("/rig/resume")
        one.wait("/rig/error", lambda code, *_: code == "not_owner")
        bert.press_until("/rig/resume", "running")
        two.send("/rig/stop")
        two.wait_state("idle")


@tap.test
def token__outlives_a_restart_and_the_pin_does_not():
    with Controller(rig=PAIRED_RIG) as rig:
        with Client(rig) as client:
            pin = read_pin(rig)
            assert any(f"PIN {pin}" in line for line in rig.lines), rig.lines
            token = pair(client, rig, "Anna")
        path = f"{rig.state_dir}/sim-16-paired.paired"
        wait_until(lambda: os.path.exists(path), path)
        with open(path, encoding="ascii") as kept:
            text = kept.read()
        assert "Anna" in text and token not in text
        assert rig.signal_and_wait() == 0
        with Controller("--state-dir", rig.state_dir, rig=PAIRED_RIG) as again, \
                Client(again) as client:
            assert not any("PIN" in line for line in again.lines), again.lines
            client.send("/rig/pair", "s", pin)
            client.wait("/rig/error", lambda code, *_: code == "bad_pin")
            client.send("/rig/lease/request")
            client.wait("/rig/error", lambda code, *_: code == "not_paired")
            client.send("/rig/lease/request", "ss", "Anna", token)
            client.wait("/rig/lease/grant")


tap.run(together=True)
