#!/usr/bin/python3
"""A session by oscsend alone, each word from another port, while oscdump and a listener watch."""
import os
import shutil
import socket
import subprocess
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller, wait_until
from listener import HEADS, Client
from tied import tied


def need(tool):
    if shutil.which(tool) is None:
        raise tap.Skip(f"missing {tool}")


def oscsend(rig, path, types="", *values):
    subprocess.run(["oscsend", rig.host, str(rig.port), path, *([types] if types else []),
                    *map(str, values)], check=True, timeout=10)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Oscdump:
    """A real oscdump, which the controller is told of by the port in /rig/subscribe."""

    def __init__(self, rig):
        self.rig = rig

    def __enter__(self):
        self.port = free_port()
        self.path = os.path.join(self.rig.folder, "oscdump")
        with open(self.path, "w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                tied(["oscdump", "-L", str(self.port)]),
                stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        return self

    def lines(self):
        """What it printed so far, without its times."""
        with open(self.path, encoding="utf-8") as out:
            return [line.rstrip("\n").partition(" ")[2].strip() for line in out]

    def wait_line(self, start):
        """Subscribed anew until it prints a line that starts so: it may not listen yet."""
        def look():
            assert self.process.poll() is None, self.lines()
            return any(line.startswith(start) for line in self.lines())

        def ask():
            oscsend(self.rig, "/rig/subscribe", "if", self.port, 20)
            return look()
        wait_until(ask, f"oscdump printing {start!r}")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def ceilings(watcher):
    watcher.forget()
    return [watcher.wait(f"/rig/head/{n}/ceiling")[0] for n in HEADS]


def until_releasing_is_seen(rig, watcher):
    """A watcher gets latest values, so a short state may pass between two of them: once more."""
    for _ in range(5):
        watcher.wait_pressed()
        watcher.forget()
        oscsend(rig, "/rig/stop")
        watcher.wait_state("idle")
        if "releasing" in watcher.states():
            return
        oscsend(rig, "/rig/arm")
        watcher.wait_state("armed")
        oscsend(rig, "/rig/start")
        watcher.wait_state("running")
    raise AssertionError("stopped five times, and releasing was never heard")


@tap.test
def oscsend_alone__runs_a_whole_session():
    need("oscsend")
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        watcher.wait_state("idle")
        watcher.forget()
        oscsend(rig, "/rig/technique", "s", "swedish")
        watcher.wait_for("/rig/technique", "swedish")
        oscsend(rig, "/rig/intensity", "f", 0.6)
        watcher.wait_for("/rig/intensity", 0.6)
        oscsend(rig, "/rig/arm")
        watcher.wait_state("armed")
        oscsend(rig, "/rig/start")
        watcher.wait_state("running")
        pressed = watcher.wait_pressed()
        watcher.wait(f"/rig/head/{pressed}/contact", lambda on: on == 1.0)
        watcher.wait("/rig/hand/1", lambda x, y, force: force > 0.0)
        watcher.wait("/rig/state/step", lambda stroke, region: "none" not in (stroke, region))
        oscsend(rig, "/rig/pause")
        watcher.wait_state("paused")
        watcher.wait_released()
        oscsend(rig, "/rig/resume")
        watcher.wait_state("running")
        watcher.wait_pressed()
        heard = watcher.states()
        assert heard[-4:] == ["armed", "running", "paused", "running"], heard
        until_releasing_is_seen(rig, watcher)
        watcher.wait_released()
        watcher.wait_for("/rig/state/reason", "stopped by a person")
        rig.wait_events("releasing", "idle")
        events = rig.events()
    assert events[:8] == ["selftest", "idle", "armed", "running", "paused", "running", "releasing",
                          "idle"], events
    assert "fault" not in events, events


@tap.test
def ease_by_oscsend__lowers_the_ceilings_of_pressed_heads():
    need("oscsend")
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        oscsend(rig, "/rig/intensity", "f", 1)
        watcher.start_session()
        before = ceilings(watcher)
        head = watcher.wait_pressed(12.0)
        oscsend(rig, "/rig/ease")
        watcher.wait(f"/rig/head/{head}/ceiling", lambda n: n < before[head - 1])
        after = ceilings(watcher)
        assert all(a <= b for a, b in zip(after, before)), (before, after)
        assert after[head - 1] < 0.8 * 45.0, after  # no stroke of this technique presses 45 N
        watcher.wait_state("running")


@tap.test
def a_button_let_go_by_oscsend__is_no_press():
    need("oscsend")
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        watcher.wait_state("idle")
        oscsend(rig, "/rig/arm", "f", 0)
        assert watcher.ask("/rig/state") == ("idle",)
        oscsend(rig, "/rig/arm", "f", 1)
        watcher.wait_state("armed")
        rig.wait_events("idle", "armed")
        oscsend(rig, "/rig/start", "F")
        assert watcher.ask("/rig/state") == ("armed",)
        oscsend(rig, "/rig/start", "T")
        watcher.wait_state("running")


@tap.test
def oscdump__shows_the_session():
    need("oscsend")
    need("oscdump")
    with Controller() as rig, Oscdump(rig) as dump, Client(rig) as watcher:
        watcher.subscribe()
        dump.wait_line('/rig/state s "idle"')
        dump.wait_line("/rig/snapshot/end i ")
        oscsend(rig, "/rig/intensity", "f", 0.75)
        dump.wait_line("/rig/intensity f 0.75")
        watcher.start_session()
        dump.wait_line('/rig/state s "armed"')
        dump.wait_line('/rig/state s "running"')
        head = watcher.wait_pressed()
        dump.wait_line(f"/rig/head/{head}/contact f 1.0")
        dump.wait_line(f"/rig/head/{head}/force f ")
        oscsend(rig, "/rig/stop")
        watcher.wait_state("idle")
        dump.wait_line('/rig/state/reason s "stopped by a person"')


tap.run()
