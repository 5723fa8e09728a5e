"""TAP for the script tests: @test marks one, run() runs them in order and prints results."""
import os
import signal
import sys
import time
import traceback

_tests = []


class Skip(Exception):
    """Raised with the reason why a test cannot run here; begins with "missing" where a tool is."""


def test(function):
    """The function's name, a sentence, is the test's."""
    _tests.append(function)
    return function


def _run_one(function):
    """ok or not ok, what follows the name, and lines of explanation."""
    try:
        function()
    except Skip as skip:
        return "ok", f" # SKIP {skip}", []
    except Exception:  # pylint: disable=broad-except
        return "not ok", "", traceback.format_exc().splitlines()
    return "ok", "", []


def run():
    """Runs every test, or those whose name contains the first argument; exits 1 when one failed."""
    # A time-out of whoever runs us ends in the with-blocks, which end what they started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = [t for t in _tests if len(sys.argv) < 2 or sys.argv[1] in t.__name__]
    failed = 0
    print(f"1..{len(chosen)}", flush=True)
    for number, function in enumerate(chosen, 1):
        begun = time.monotonic()
        verdict, note, words = _run_one(function)
        if "TAP_TIMES" in os.environ:
            words.append(f"{time.monotonic() - begun:.2f} s")
        failed += verdict != "ok"
        print(f"{verdict} {number} - {function.__name__}{note}")
        for line in words:
            print("#", line)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
