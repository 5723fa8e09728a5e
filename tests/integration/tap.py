"""TAP for the script tests: @test marks one, run() runs them in order and prints results."""
import functools
import os
import signal
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from stillness import Stillness

_tests = []
AGAIN = 2  # a test that failed while the machine itself stood still is run so often anew


class Skip(Exception):
    """Raised with the reason why a test cannot run here; begins with "missing" where a tool is."""


def test(function):
    """The function's name, a sentence, is the test's."""
    _tests.append(function)
    return function


def _run_fairly(function, stillness):
    """As _run_one; a failure counts only where the machine did not stand still meanwhile."""
    words = []
    for turn in range(AGAIN + 1):
        begun = time.monotonic()
        verdict, note, lines = _run_one(function)
        still_s = stillness.since(begun) if verdict != "ok" else 0.0
        if still_s <= 0.0 or turn == AGAIN:
            break
        words += [f"the machine stood still for {still_s:.2f} s, so once more; it had failed:", *lines]
    return verdict, note, words + lines


def _run_one(function):
    """ok or not ok, what follows the name, and lines of explanation."""
    try:
        function()
    except Skip as skip:
        return "ok", f" # SKIP {skip}", []
    except Exception:  # pylint: disable=broad-except
        return "not ok", "", traceback.format_exc().splitlines()
    return "ok", "", []


def _time_one(function, stillness):
    begun = time.monotonic()
    verdict, note, words = _run_fairly(function, stillness)
    if "TAP_TIMES" in os.environ:
        words.append(f"{time.monotonic() - begun:.2f} s")
    return function.__name__, verdict, note, words


def _print(results):
    """How many failed."""
    failed = 0
    for number, (name, verdict, note, words) in enumerate(results, 1):
        failed += verdict != "ok"
        print(f"{verdict} {number} - {name}{note}")
        for line in words:
            print("#", line)
        sys.stdout.flush()
    return failed


def run(together=False):
    """Runs every test, or those whose name contains the first argument; exits 1 when one failed. In
    order, or all at once where they wait more than they work and share nothing."""
    # A time-out of whoever runs us ends in the with-blocks, which end what they started. Of those together
    # nobody waits for the others: what they started is tied to us, and ends with us.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143) if together else sys.exit(143))
    chosen = [t for t in _tests if len(sys.argv) < 2 or sys.argv[1] in t.__name__]
    print(f"1..{len(chosen)}", flush=True)
    with Stillness() as stillness:
        time_one = functools.partial(_time_one, stillness=stillness)
        if together and len(chosen) > 1:
            with ThreadPoolExecutor(len(chosen)) as pool:
                failed = _print(pool.map(time_one, chosen))
        else:
            failed = _print(map(time_one, chosen))
    sys.exit(1 if failed else 0)
