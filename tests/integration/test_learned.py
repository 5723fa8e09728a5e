#!/usr/bin/python3
"""What knead calibrate keeps is what the controller takes: said, refused when damaged, left when old."""
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD, KNEADD, RIG, Controller, Process

LEARNED = "sim-16.learned"
USED = "control uses what knead calibrate learned of 1 of 16 heads"


class Calibrated:
    """A state folder in which head 3 was calibrated."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        subprocess.run([KNEAD, "calibrate", "--rig", RIG, "--state-dir", self.folder, "3"],
                       check=True, stdout=subprocess.DEVNULL)
        self.path = os.path.join(self.folder, LEARNED)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


@tap.test
def what_was_learned__is_used_and_said():
    with Calibrated() as calibrated:
        with Controller("--state-dir", calibrated.folder) as controller:
            assert controller.signal_and_wait() == 0, controller.lines
            assert any(USED in line for line in controller.lines), controller.lines


@tap.test
def damage__refuses_the_start_with_the_remedy():
    with Calibrated() as calibrated:
        with open(calibrated.path, "r+b") as file:
            file.seek(60)
            file.write(b"#")
        with Process([KNEADD, "--rig", RIG, "--osc-port", "0",
                      "--state-dir", calibrated.folder]) as refused:
            assert refused.wait_end() == 2, refused.lines
            assert any("is damaged" in line and "knead calibrate" in line
                       for line in refused.lines), refused.lines


@tap.test
def another_rig_file__leaves_it_and_runs():
    with Calibrated() as calibrated:
        config = os.path.join(calibrated.folder, "config")
        shutil.copytree(os.path.join(os.path.dirname(RIG), ".."), config)
        rig = os.path.join(config, "rigs", os.path.basename(RIG))
        with open(rig, encoding="utf-8") as file:
            text = file.read()
        with open(rig, "w", encoding="utf-8") as file:
            file.write(text.replace("lag_s = 0.10;", "lag_s = 0.11;"))
        with Controller("--state-dir", calibrated.folder, rig=rig) as controller:
            assert controller.signal_and_wait() == 0, controller.lines
            assert any("is not used" in line for line in controller.lines), controller.lines
            assert not any(USED in line for line in controller.lines), controller.lines


tap.run()
