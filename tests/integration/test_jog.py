#!/usr/bin/python3
"""knead jog in a terminal: a key held brings a head down, and letting go of it, or a signal, vents."""
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD

WAIT_S = 60.0


class Jog:
    """The tool in a terminal of its own, with a finger on the key."""

    def __init__(self, *words):
        self.ours, theirs = pty.openpty()
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", KNEAD, "jog", *words],
                                        stdin=theirs, stdout=theirs, stderr=theirs)
        self.said = ""
        self.held = False
        self.mark = 0

    def __enter__(self):
        return self

    def wait_said(self, pattern):
        """A match in what was said since the last one; meanwhile the key is held, or not."""
        end = time.monotonic() + WAIT_S
        while True:
            found = re.compile(pattern).search(self.said, self.mark)
            if found:
                self.mark = found.end()
                return found
            assert time.monotonic() < end and self.process.poll() is None, (pattern, self.said)
            if self.held:
                os.write(self.ours, b" ")
            if select.select([self.ours], [], [], 0.04)[0]:
                self.said += os.read(self.ours, 4096).decode()

    def end(self, number=None):
        if number is None:
            os.write(self.ours, b"q")
        else:
            self.process.send_signal(number)
        return self.process.wait(WAIT_S)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(WAIT_S)
        os.close(self.ours)
        os.close(self.theirs)


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
