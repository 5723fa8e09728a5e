"""kneadd and the machine's watchdog: fed, left in peace, and at last not fed any more, which resets the machine."""
import fcntl
import glob
import os
import shutil
import struct
import time

from controller import Controller
from rig import Lines, Log, Patient

GETSUPPORT = 0x80285700  # WDIOC_GETSUPPORT
TIMEOUT_S = 5
RIG = "/tmp/rigs/vm-1.conf"


def watchdog():
    """The one of the machine, not the kernel's own imitation."""
    for path in sorted(glob.glob("/dev/watchdog[0-9]*")):
        with open(path, "wb", buffering=0) as file:
            info = bytearray(40)
            fcntl.ioctl(file, GETSUPPORT, info)
            file.write(b"V")
        identity = struct.unpack_from("32s", info, 8)[0].split(b"\0")[0].decode()
        print(f"# {path}: {identity}", flush=True)
        if "6300" in identity:
            return path
    raise AssertionError("no watchdog here")


def write_rig(path):
    os.makedirs("/tmp/rigs")
    for folder in ("techniques", "patients"):
        os.symlink(os.path.abspath(f"config/{folder}"), f"/tmp/{folder}")
    shutil.copy("tests/io/vm/vm-1.conf", RIG)
    with open(RIG, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("\twires : {\n\t\tstop_c",
                        f'\twatchdog : {{ device = "{path}"; timeout_s = {TIMEOUT_S}.0; }};\n'
                        "\twires : {\n\t\tstop_c")
    assert "watchdog" in text
    with open(RIG, "w", encoding="utf-8") as file:
        file.write(text)


def run():
    lines = Lines()
    lines.at_rest()
    Log(lines)
    Patient(lines)
    path = watchdog()
    write_rig(path)
    print("1..4", flush=True)
    with Controller("--without-realtime", rig=RIG) as rig:
        rig.wait_said(f"^watchdog: {path} resets this machine after {TIMEOUT_S} s")
        time.sleep(4 * TIMEOUT_S)
        print("ok 1 - controller_that_runs__feeds_it", flush=True)
        try:
            os.close(os.open(path, os.O_WRONLY))
            print("not ok 2 - watchdog__is_the_controller_s_alone", flush=True)
        except OSError as error:
            assert error.errno == 16, error  # EBUSY
            print("ok 2 - watchdog__is_the_controller_s_alone", flush=True)
        assert rig.signal_and_wait() == 0
    time.sleep(4 * TIMEOUT_S)
    print("ok 3 - clean_end__stops_it", flush=True)
    with Controller("--without-realtime", rig=RIG) as rig:
        rig.process.kill()
        rig.process.wait()
        print("# killed: nobody feeds it any more", flush=True)
        time.sleep(6 * TIMEOUT_S)
    print("not ok 4 - unfed_watchdog__resets_the_machine", flush=True)
