#!/usr/bin/python3
"""Whatever a test starts ends with it, even where that is killed and can end nothing itself."""
import os
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import WAIT_S, processes_naming, wait_until
from tied import tied

# Its words, "{}" for this test's own mark, then what it does.
BEGINS = """
import subprocess, sys
sys.path.insert(0, "tests/integration")
from tied import tied
process = subprocess.Popen(tied(["sleep", "1000.{}"]))
print(process.pid, flush=True)
"""
KILLED = BEGINS + "process.wait()"
TOGETHER = """
import sys, time
sys.path.insert(0, "tests/integration")
import subprocess
import tap
from tied import tied

def begin():
    process = subprocess.Popen(tied(["sleep", "1000.{}"]))
    print(process.pid, flush=True)
    process.wait()

@tap.test
def one__waits():
    begin()

@tap.test
def another__waits():
    begin()

del sys.argv[1:]
tap.run(together=True)
"""


def run_and_end(script, number, begun):
    """A test that is ended while it has processes; the marks of those that are left."""
    mark = f"{os.getpid()}{number}"
    with subprocess.Popen([sys.executable, "-B", "-c", script.replace("{}", mark)],
                          stdout=subprocess.PIPE, text=True) as process:
        lines = 0
        while lines < begun:
            lines += process.stdout.readline().strip().isdigit()
        wait_until(lambda: len(sleepers(mark)) == begun, "all of them")
        process.send_signal(number)
        process.wait(WAIT_S)
        wait_until(lambda: not sleepers(mark), "the end of all of them")
        return process.returncode


def sleepers(mark):
    """Those that sleep; not who was told to begin them."""
    found = []
    for pid in processes_naming(f"1000.{mark}"):
        try:
            with open(f"/proc/{pid}/comm", encoding="ascii") as file:
                found += [pid] if file.read() == "sleep\n" else []
        except OSError:
            pass  # it ended meanwhile
    return found


@tap.test
def a_test_that_is_killed__leaves_no_process():
    assert run_and_end(KILLED, signal.SIGKILL, 1) == -signal.SIGKILL


@tap.test
def tests_together_that_are_told_to_end__do_at_once():
    assert run_and_end(TOGETHER, signal.SIGTERM, 2) == 143


@tap.test
def one_begun_by_who_is_gone_already__never_runs():
    ended = subprocess.run(tied(["sleep", "1000"], parent=os.getpid() + 1), timeout=WAIT_S,
                           check=False)
    assert ended.returncode != 0
    assert subprocess.run(tied(["true"]), timeout=WAIT_S, check=False).returncode == 0


tap.run()
