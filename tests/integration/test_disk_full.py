#!/usr/bin/python3
"""A disk that is really full, a small file system of its own: it keeps the rig from being armed, and from
letting go never."""
import ctypes
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD, Controller
from listener import Client

NEW_MOUNTS, NEW_USER = 0x20000, 0x10000000
PRIVATE = 0x44000  # MS_REC | MS_PRIVATE
ROOM_MIB = 400

libc = ctypes.CDLL(None, use_errno=True)


def no_room(rig):
    """As a pattern: it is told while the disk fills, too."""
    return (r"the disk has no room for recordings: \d+ MB left, 68 MB needed; make room in "
            f"{re.escape(rig.state_dir)}$")


def says_no_room(rig):
    return lambda *what: any(re.match(no_room(rig), str(word)) for word in what)


def mounts_of_our_own():
    """Nobody else sees what is mounted from here on; without root, as root of a world of our own."""
    ids = os.getuid(), os.getgid()
    if libc.unshare(NEW_MOUNTS | (NEW_USER if ids[0] else 0)) != 0:
        return False
    if ids[0]:
        for name, words in (("setgroups", "deny"), ("uid_map", f"0 {ids[0]} 1"),
                            ("gid_map", f"0 {ids[1]} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(words)
    return libc.mount(b"none", b"/", None, PRIVATE, None) == 0


class Disk:
    """A file system of ROOM_MIB on a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.ballast = os.path.join(folder, "ballast")

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        if libc.mount(b"none", self.folder.encode(), b"tmpfs", 0, f"size={ROOM_MIB}m".encode()) != 0:
            raise tap.Skip("no file system can be mounted here")
        return self

    def fill(self):
        """Until nothing goes in any more, and then with crumbs."""
        with open(self.ballast, "wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as error:
                    assert error.errno == 28, error
        facts = os.statvfs(self.folder)
        assert facts.f_bavail == 0, facts

    def empty(self):
        os.remove(self.ballast)

    def __exit__(self, *_):
        libc.umount2(self.folder.encode(), 2)  # MNT_DETACH
        # a controller that ended before could not remove what was mounted
        shutil.rmtree(os.path.dirname(self.folder), ignore_errors=True)


@tap.test
def disk_that_fills_in_a_session__blocks_arming_and_lets_go_as_ever():
    rig = Controller()
    with Disk(rig.state_dir) as disk, rig, Client(rig) as client:
        client.subscribe()
        client.wait_for("/rig/arm/refusal", "")
        client.start_session()
        client.wait_pressed()
        disk.fill()
        client.wait("/rig/arm/refusal", says_no_room(rig))
        rig.wait_said(f" nothing can be armed: {no_room(rig)}")
        client.wait_pressed(2.0)  # what goes on goes on
        client.send("/rig/stop")
        client.wait_state("idle")
        client.send("/rig/arm")
        client.wait("/rig/error", says_no_room(rig))
        assert client.ask("/rig/state")[0] == "idle"
        disk.empty()
        client.wait_for("/rig/arm/refusal", "")
        client.start_session()
        disk.fill()
        client.wait_pressed()
        client.send("/sim/button", "si", "stop", 1)  # a trip, on a full disk
        client.wait_state("fault")
        assert rig.signal_and_wait() == 0, rig.lines
        assert "let go: no head presses" in rig.lines, rig.lines


@tap.test
def full_disk_from_the_start__is_one_sentence_and_arms_nothing():
    rig = Controller()
    with Disk(rig.state_dir) as disk:
        disk.fill()
        with rig, Client(rig) as client:
            client.subscribe()
            client.wait("/rig/arm/refusal", says_no_room(rig))
            assert rig.signal_and_wait() == 0, rig.lines
        assert sum(bool(re.search(no_room(rig), line)) for line in rig.lines) == 1, rig.lines


@tap.test
def calibration_that_cannot_be_kept__says_so_in_one_sentence():
    folder = tempfile.mkdtemp(prefix="knead-full.")
    try:
        with Disk(os.path.join(folder, "state")) as disk:
            disk.fill()
            done = subprocess.run([KNEAD, "calibrate", "--rig", "config/rigs/sim-4.conf", "--state-dir",
                                   disk.folder, "1"], stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, timeout=120, check=False)
            assert done.returncode == 1, done
            assert done.stderr.count("\n") == 1, done.stderr
            assert "(No space left on device); name another folder with --state-dir" in done.stderr
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if mounts_of_our_own():
    tap.run()
else:
    print("1..0 # SKIP a disk of its own needs a mount namespace, which this machine does not grant")
