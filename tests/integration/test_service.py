#!/usr/bin/python3
"""kneadd as a service: what a manager hears while it comes up, runs, hangs and ends."""
import os
import shutil
import signal
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEADD, RIG, Process


class Manager:
    """A socket as a service manager has one, and the controller that was told of it."""

    def __init__(self, rig=None):
        self.rig = rig  # what is told its folder and makes a rig file there

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        rig = self.rig(self.folder) if self.rig else RIG
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"{self.folder}/notify")
        command = [KNEADD, "--rig", rig, "--osc-port", "0", "--state-dir", f"{self.folder}/state"]
        environment = {**os.environ, "NOTIFY_SOCKET": f"{self.folder}/notify",
                       "WATCHDOG_USEC": "400000"}
        environment.pop("WATCHDOG_PID", None)
        self.controller = Process(command, env=environment)
        self.controller.__enter__()
        return self

    def hear(self, timeout_s=10.0):
        """The next word, None when none comes."""
        self.socket.settimeout(timeout_s)
        try:
            return self.socket.recv(4096).decode()
        except socket.timeout:
            return None

    def __exit__(self, *error):
        self.controller.__exit__(*error)
        self.socket.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@tap.test
def a_manager__hears_that_it_is_ready_lives_and_ends():
    with Manager() as manager:
        assert manager.hear() == "READY=1\nSTATUS=rig sim-16"
        manager.controller.wait_said("^ready:")
        for _ in range(5):
            assert manager.hear() == "WATCHDOG=1"
        os.kill(manager.controller.pid, signal.SIGTERM)
        words = [manager.hear()]
        while words[-1] == "WATCHDOG=1":
            words.append(manager.hear())
        assert words[-1] == "STOPPING=1", words
        assert manager.controller.wait_end() == 0


def slow_rig(folder):
    """A rig whose regulators do not fill a head in the time that the self-test gives them."""
    for name in ("techniques", "patients"):
        os.symlink(os.path.abspath(f"config/{name}"), f"{folder}/{name}")
    os.mkdir(f"{folder}/rigs")
    with open("config/rigs/sim-4.conf", encoding="utf-8") as file:
        text = file.read()
    slow = text.replace("lag_s = 0.10;", "lag_s = 1.0;").replace("dead_s = 0.02;", "dead_s = 0.2;")
    assert slow.count("lag_s = 1.0;") == slow.count("dead_s = 0.2;") == 1
    with open(f"{folder}/rigs/slow.conf", "w", encoding="utf-8") as file:
        file.write(slow)
    return file.name


@tap.test
def a_rig_that_its_self_test_locked__is_up_and_is_kept():
    """No new start would help it: somebody has to look at it and to reset it there."""
    with Manager(slow_rig) as manager:
        assert manager.hear() == "READY=1\nSTATUS=rig sim-4: locked; its panel says why"
        for _ in range(3):
            assert manager.hear() == "WATCHDOG=1"
        os.kill(manager.controller.pid, signal.SIGTERM)
        assert manager.controller.wait_end() == 0


@tap.test
def a_controller_that_hangs__is_not_said_to_live():
    with Manager() as manager:
        assert manager.hear().startswith("READY=1")
        assert manager.hear() == "WATCHDOG=1"
        os.kill(manager.controller.pid, signal.SIGSTOP)
        try:
            time.sleep(0.2)
            while manager.hear(0.01):
                pass  # said before
            assert manager.hear(1.0) is None
        finally:
            os.kill(manager.controller.pid, signal.SIGCONT)


tap.run()
