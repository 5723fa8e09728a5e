#!/usr/bin/python3
"""Whole sessions in rig mode by fingers on the committed layouts, against the real controller: pair, steer,
answer, arm, start, change, ease, lose the network, come back, stop. The apps are stand-ins (tests/fakes);
their layouts, scripts and packets are real, and so is the rig's side."""
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
# pylint: disable=wrong-import-position
import tap
from app_stand import Line
from controller import KNEAD, Controller
from listener import Client
from openstage_app import OpenStage
from tablet import PAIRED_RIG, read_pin, try_hand_button
from touchosc_app import TouchOsc

ROWS = 5  # questions at a time


def questions_in_order():
    """As the layout shows them, which is the order of the table."""
    told = subprocess.run([KNEAD, "osc", "--json"], check=True, capture_output=True, text=True)
    row = next(r for r in json.loads(told.stdout) if r["address"] == "/rig/screening/{item}")
    return [member["name"] for member in row["members"]]


def type_pin(line, rig):
    line.press("page_rig")
    line.press("show_pin")
    line.stay(0.3)
    for digit in read_pin(rig):
        line.press(f"key_{digit}")


def pair_and_steer(line, rig):
    line.wait("owner", "nobody steers")
    type_pin(line, rig)
    line.press("pair")
    line.wait("pairing", lambda words: words.startswith("Paired"))
    line.press("request")
    line.wait("owner", "you steer")
    line.wait_sent("/rig/hb")


def answer_everything(line, questions):
    line.press("page_before")
    for i, question in enumerate(questions):
        if i % ROWS == 0:
            line.press(f"part_{i // ROWS + 1}")
            line.turn()
        line.press(f"{question}_no")
    line.press(f"part_{(len(questions) + ROWS - 1) // ROWS + 1}")
    line.press("placed_yes")
    line.press("height_right")
    line.wait("answers", f"{len(questions)} of {len(questions)} questions are answered.")
    line.wait("height_text", "1.75 m")


def start(line):
    line.press("page_session")
    line.press("technique_4")
    line.press("arm")
    line.wait("state", "ARMED")
    line.press("start")
    line.wait("state", "RUNNING")


def drop(line, gone):
    """The Wi-Fi, where this app's is."""
    if isinstance(line.app, OpenStage):
        line.app.line(not gone)
    else:
        line.down = gone


def whole_session(app):
    with Controller(rig=PAIRED_RIG) as rig, Line(app, rig, app.hears_on) as line, \
            Client(rig) as watcher:
        watcher.subscribe()
        try_hand_button(watcher)
        pair_and_steer(line, rig)
        answer_everything(line, questions_in_order())
        start(line)
        watcher.wait_for("/rig/technique", "swedish")
        assert line.app.slide("intensity", 0.8)
        line.wait("intensity_text", "80 %")
        line.wait("intensity_now", lambda words: words not in ("", "0 %"))
        line.wait("remaining", lambda words: words.startswith("19:"))
        line.press("ease")
        # the Wi-Fi goes; what is tapped before anybody knows waits in the browser
        drop(line, True)
        line.app.touch("pause")
        line.wait("veil", "true", "visible")
        assert not line.app.touch("resume")
        watcher.wait_for("/rig/state", "paused")
        drop(line, False)
        line.wait("veil", "false", "visible")
        # the lease may have lasted, or not: whoever wants to go on takes it, and starts by hand
        line.stay(2.5)
        if line.app.get("owner") != "you steer":
            line.press("page_rig")
            line.press("request")
            line.wait("owner", "you steer")
        line.press("page_session")
        if line.app.get("state") == "PAUSED":
            line.press("resume")
        else:
            line.wait("state", "IDLE")
            start(line)
        line.wait("state", "RUNNING")
        line.press("stop")
        line.wait("state", "IDLE")
        watcher.wait_for("/rig/state", "idle")


def stranger_on_the_same_rig(app):
    """Without a pairing: sees everything, moves nothing, and can stop."""
    with Controller(rig=PAIRED_RIG) as rig, Line(app, rig, app.hears_on) as line, \
            Client(rig) as watcher:
        watcher.subscribe()
        line.wait("owner", "nobody steers")
        line.stay(2.0)
        for name in ("arm", "start", "resume", "technique_4", "comfort_3"):
            assert not app.touch(name), name
        line.press("stop")
        line.stay(0.5)
        assert ("/rig/stop", "", ()) in line.log, line.log
        watcher.wait_for("/rig/state", "idle")


@tap.test
def one_takes_over_from_the_other_by_the_button_at_the_rig():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as watcher, \
            Line(TouchOsc(), rig, TouchOsc.hears_on) as first, Line(OpenStage(), rig) as second:
        watcher.subscribe()
        try_hand_button(watcher)
        first.partners.append(second)
        second.partners.append(first)
        pair_and_steer(first, rig)
        answer_everything(first, questions_in_order())
        start(first)
        second.wait("owner", lambda words: words.endswith(" steers") and words != "nobody steers")
        assert not second.app.touch("pause") or second.wait("error", lambda words: "paired" in words)
        type_pin(second, rig)
        second.press("pair")
        second.wait("pairing", lambda words: words.startswith("Paired"))
        second.stay(1.2)
        assert not second.app.touch("request") or second.wait("error", lambda words: "steers" in words)
        type_pin(second, rig)
        second.press("take")
        watcher.wait_for("/rig/state", "paused")
        for press in (1.0, 0.0):
            watcher.send("/sim/button", "sf", "confirm", press)
            second.stay(0.3)
        second.wait("owner", "you steer")
        first.wait("owner", lambda words: words.endswith(" steers") and words != "you steer")
        second.wait_sent("/rig/lease/request")
        second.stay(1.2)
        first.press("page_session")
        assert not first.app.touch("resume")
        second.press("page_session")
        second.press("resume")
        second.wait("state", "RUNNING")
        first.press("stop")
        second.wait("state", "IDLE")


def register(app):
    def session():
        whole_session(app())

    def stranger():
        stranger_on_the_same_rig(app())
    session.__name__ = f"{app.__name__.lower()}__runs_a_whole_session_and_outlives_a_gap"
    stranger.__name__ = f"{app.__name__.lower()}__of_a_stranger_can_only_stop"
    tap.test(session)
    tap.test(stranger)


register(TouchOsc)
register(OpenStage)
tap.run()
