#!/usr/bin/python3
"""knead jog in a terminal: a key held brings a head down, and letting go of it, or a signal, vents."""
import signal
import subprocess
import sys
import termios

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD
from held_key import Jog, WAIT_S


@tap.test
def held_key__presses_and_letting_go_of_it_vents():
    with Jog("config/rigs/sim-4.conf", "2", "6N", "30") as jog:
        jog.wait_said("hold SPACE")
        jog.held = True
        jog.wait_said(r"head 2  presses +[56]\.\d N")
        jog.held = False
        jog.wait_said(r"head 2  is free +-?0\.\d N")
        assert jog.end() == 0, jog.said
        assert termios.tcgetattr(jog.theirs) == jog.before


@tap.test
def signal_while_it_presses__vents_and_ends():
    with Jog("config/rigs/sim-4.conf", "2", "6N", "30") as jog:
        jog.wait_said("hold SPACE")
        jog.held = True
        jog.wait_said(r"head 2  presses +[56]\.\d N")
        assert jog.end(signal.SIGTERM) == 0, jog.said
        assert termios.tcgetattr(jog.theirs) == jog.before


@tap.test
def nobody_at_a_key__is_refused():
    done = subprocess.run([KNEAD, "jog", "2", "5N"], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=WAIT_S, check=False)
    assert done.returncode == 2 and "run it in a terminal" in done.stderr, done


tap.run()
