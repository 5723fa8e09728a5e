"""Whether the machine itself stood still, as a guest whose host is busy does: then what is timed tells nothing."""
import subprocess
import sys
import threading
import time

from tied import tied

STILL_S = 0.15  # a session ends when its loop stands still for 0.1 s: as it should
KNOWN_S = 0.05  # after it a spell is told
# A process that only sleeps, and yet wakes late.
LOOK = f"""import time
last = time.monotonic()
while True:
    time.sleep(0.01)
    now = time.monotonic()
    if now - last > {STILL_S}:
        print(last, now, flush=True)
    last = now
"""


class Stillness(threading.Thread):
    """Looks on, beside whatever runs in its with-block."""

    def __init__(self):
        super().__init__(daemon=True)
        self.spells = []  # (from, to), as time.monotonic() tells

    def __enter__(self):
        self.process = subprocess.Popen(tied([sys.executable, "-c", LOOK]), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, text=True)
        self.start()
        return self

    def run(self):
        for line in self.process.stdout:
            self.spells.append(tuple(map(float, line.split())))

    def since(self, begun):
        """The longest spell since then, in seconds; 0 where there was none."""
        time.sleep(KNOWN_S)
        return max((to - start for start, to in list(self.spells) if to > begun), default=0.0)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.join()
        self.process.stdout.close()
