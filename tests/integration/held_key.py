"""knead jog in a terminal, and a finger on the key that it wants held."""
import os
import pty
import re
import select
import subprocess
import termios
import time

from controller import KNEAD

WAIT_S = 60.0


class Jog:
    """The tool in a terminal of its own, with a finger on the key. line: both ends of one, where there are
    no pseudo terminals to be had."""

    def __init__(self, *words, line=None):
        self.ours, theirs = line or pty.openpty()
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
                self.said += os.read(self.ours, 4096).decode(errors="replace")

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
