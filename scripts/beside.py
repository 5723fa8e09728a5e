"""cyclictest as the peer of our loop: same class, priority and interval, at the same time."""
import json
import os
import shutil
import subprocess

PRIORITY = 80           # as kneadd's loop
PERIOD_US = 1000        # as the rig's
HISTOGRAM_NS = 1000000  # cyclictest's, in steps of one nanosecond


def is_there():
    return shutil.which("cyclictest") is not None and os.geteuid() == 0


def start(folder, seconds):
    return subprocess.Popen(
        ["cyclictest", "-q", "-N", "-m", "-p", str(PRIORITY), "-i", str(PERIOD_US),
         "-D", str(seconds), "-h", str(HISTOGRAM_NS), f"--json={folder}/cyclictest.json"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _percentile_us(histogram, share):
    """Of cyclictest's {nanoseconds: count}; what is beyond it is counted in neither figure."""
    counts = sorted((int(ns), count) for ns, count in histogram.items())
    wanted = share * sum(count for _, count in counts)
    for ns, count in counts:
        wanted -= count
        if wanted <= 0:
            return ns / 1e3
    return None


def figures(process, folder):
    """Once it has ended; nothing where it failed."""
    if process.wait() != 0:
        return None
    with open(f"{folder}/cyclictest.json") as results:
        thread = json.load(results)["thread"]["0"]
    return {"wake_p50_us": _percentile_us(thread["histogram"], 0.5),
            "wake_p99_us": _percentile_us(thread["histogram"], 0.99),
            "wake_max_us": thread["max"] / 1e3, "ticks": thread["cycles"]}
