"""kneadd on kernel devices: what it finds, what it refuses, a session, and every way to make it let go."""
import json
import os
import re
import shutil
import signal
import subprocess
import termios
import time
from tty import setraw as tty_raw

import tablet
import tap
from controller import KNEAD, KNEADD, Controller, Process, wait_until
from held_key import Jog
from listener import Client
from rig import Lines, Log, Patient, write
from tablet import Tablet, answer_screening

RIG = "/tmp/rigs/vm-1.conf"
os.makedirs("/tmp/rigs")
shutil.copy("tests/io/vm/vm-1.conf", RIG)
for folder in ("techniques", "patients"):
    os.symlink(os.path.abspath(f"config/{folder}"), f"/tmp/{folder}")
tablet.NAME = "vm-1"
tablet.PAIRED_RIG = RIG
WAIT_S = 60.0  # it is a slow machine
CALIBRATIONS = 3  # at most
CALIBRATION_S = 600.0
FOUND = ("dead_s", "lag_s", "vent_lag_s", "spring_n", "breakaway_n", "sliding_n")

lines = Lines()
lines.at_rest()
log = Log(lines)
patient = Patient(lines)


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120, check=False)


@tap.test
def probe__names_every_device_and_moves_nothing():
    log.forget()
    done = run(KNEAD, "check", "--probe", RIG)
    assert done.returncode == 0, done
    for words in (r"stop_closed: line 0 of knead-vm \(/dev/gpiochip\d\), STOP_A, active\n",
                  r"hand: line 2 of knead-vm .*, HAND, not active\n",
                  r"enable: line 4 of knead-vm ", r"dump of head 1: line 7 of knead-vm ",
                  r"regulators: pwm, 1 channels, at nothing\n",
                  r"force of head 1: channel 0 of loads reads 5\d\d, .* N\n",
                  r"air of head 1: channel 0 of air reads (199|200|201), .* Pa\n"):
        assert re.search(words, done.stdout), (words, done.stdout)
    assert not any(level for _, level in log.sets("ENABLE") + log.sets("DUMP")), "it moved"


@tap.test
def busy_line__is_refused_by_name():
    with lines.taken("HAND", b"thief"):
        done = run(KNEADD, "--rig", RIG, "--state-dir", "/tmp/busy")
    assert done.returncode == 3, done
    assert 'hand: the GPIO line "HAND" is used by thief already' in done.stderr, done


@tap.test
def missing_line__is_refused_by_name():
    with open(RIG, encoding="utf-8") as file:
        text = file.read().replace('"DUMP"', '"DUMPS"')
    write("/tmp/rigs/missing.conf", text)
    done = run(KNEAD, "check", "--probe", "/tmp/rigs/missing.conf")
    assert done.returncode == 3, done
    assert "dump of head 1: there is no GPIO line named DUMPS here" in done.stderr, done


@tap.test
def devices_that_may_not_be_opened__are_refused_with_the_remedy():
    done = run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
               KNEAD, "check", "--probe", RIG)
    assert done.returncode == 3, done
    assert re.search(r"/dev/gpiochip\d cannot be used \(Permission denied\): ", done.stderr), done
    assert re.search(r"regulators: .*\(Permission denied\): ", done.stderr), done


CELLS = "/tmp/weighed"
WEIGHTS = (("take everything off every head", 0.0, ""), ("lay a known weight", 20.0, "20N"),
           ("lay a known weight", 50.0, "50N"), ("lay a known weight", 50.0, ""),
           ("once more", 50.0, ""), ("take everything off, then", 0.0, ""))


class Calibrate(Process):
    """knead calibrate on these devices, its prompts answered as they come."""

    def __init__(self, *options):
        super().__init__([KNEAD, "calibrate", "--without-realtime", "--rig", RIG,
                          *(options if "--state-dir" in options else
                            ("--state-dir", CELLS, *options)), "1"], stdin=subprocess.PIPE)

    def answer(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_next(self, words, seen):
        """The number of the first line behind that many that has these words."""
        return wait_until(lambda: next((k + 1 for k, line in enumerate(list(self.lines))
                                        if k >= seen and words in line), 0), words, WAIT_S)


def weigh():
    """Known weights on the cell, once for all tests."""
    if os.path.exists(f"{CELLS}/vm-1.cells"):
        return
    with Calibrate("--weights-only", "--wait", "2") as weighing:
        lay_weights(weighing)
        assert weighing.wait_end(WAIT_S) == 0, weighing.lines


def lay_weights(weighing):
    """As it asks for them; the number of the line behind its last question."""
    seen = 0
    for words, laid_n, typed in WEIGHTS:
        seen = weighing.wait_next(words, seen)
        patient.laid_n.value = laid_n
        time.sleep(0.3)
        weighing.answer(typed)
    return seen


@tap.test
def weights__tell_what_the_cell_is_like():
    log.forget()
    weigh()
    done = run(KNEAD, "check", "--probe", "--state-dir", CELLS, RIG)
    assert done.returncode == 0, done
    scale = re.search(r"force of head 1: zero .0\.00 N since it was new, .*; scale x (1\.\d+) of",
                      done.stdout)
    assert scale and abs(float(scale[1]) - 1 / 0.95) < 0.01, done
    force = re.search(r"force of head 1: channel 0 of loads reads 5\d\d, (-?[\d.e-]+) N\n",
                      done.stdout)
    assert force and abs(float(force[1])) < 0.5, done  # by the rig file it would be 1.5 N
    assert not any(level for _, level in log.sets("ENABLE") + log.sets("DUMP")), "it moved"


@tap.test
def cell_that_nobody_scaled__arms_nothing():
    with Rig(scaled=False) as rig, Client(rig) as client:
        assert any("head 1's force sensor was never scaled" in line for line in rig.lines), rig.lines
        assert client.ask("/rig/head/1/calibrated") == (0.0,)


class Rig(Controller):
    """kneadd on these devices."""

    def __init__(self, scaled=True):
        super().__init__("--without-realtime", rig=RIG)
        if scaled:
            weigh()
            shutil.copytree(CELLS, self.state_dir)


def confirm():
    lines.pull("CONFIRM", False)
    time.sleep(0.3)
    lines.pull("CONFIRM", True)


def press_hand(client, opens=True):
    """The client's button, with its pole in the stop loop or with that bridged."""
    lines.pull("HAND", True)
    if opens:
        lines.pull("STOP_A", True)
    client.wait_state("fault")
    time.sleep(0.2)
    lines.pull("STOP_A", False)
    lines.pull("HAND", False)
    client.sync()


def cleared(client):
    """A datagram may be lost: told again until nothing is missing."""
    answer_screening(client.send)
    client.sync()
    return client.ask("/rig/arm/refusal") == ("",)


def running(rig, client):
    """As far as running, with the client's button tried at the wires."""
    anna = Tablet(client, rig, "Anna").join()
    anna.steer()
    client.send("/rig/technique", "s", "swedish")
    client.send("/rig/intensity", "f", 0.6)
    press_hand(client)
    confirm()
    client.wait_state("idle")
    wait_until(lambda: cleared(client), "nothing that refuses arming", WAIT_S)
    anna.start()
    wait_until(lambda: client.pump(0.05) or patient.felt_n.value > 3.0, "force", WAIT_S)
    return anna


@tap.test
def hand_button_that_opens_nothing__stops_and_is_not_tried():
    with Rig() as rig, Client(rig) as client:
        Tablet(client, rig, "Anna").join().steer()
        press_hand(client, opens=False)
        assert client.ask("/rig/fault")[1] == "stop_wiring", "its contacts did not agree"
        confirm()
        client.wait_state("idle")
        answer_screening(client.send)
        client.sync()
        wait_until(lambda: "hand button once" in client.ask("/rig/arm/refusal")[0],
                   "being asked to try it", WAIT_S)


def let_go():
    wait_until(lambda: patient.felt_n.value < 2.0 and not lines.value("DUMP"), "letting go", WAIT_S)


@tap.test
def session__runs_and_the_stop_input_drops_everything():
    with Rig() as rig, Client(rig) as client:
        running(rig, client)
        assert lines.value("DUMP") and lines.value("LIGHT")
        log.forget()
        pressed = time.monotonic()
        lines.pull("STOP_A", True)
        client.wait_state("fault")
        let_go()
        opened = [t for t, level in log.sets("DUMP") if not level]
        edges = [t for t, _ in log.sets("ENABLE") if t > opened[0]]
        print(f"# stop to open dump valve {1e3 * (opened[0] - pressed):.1f} ms, "
              f"{len(edges)} edges after it", flush=True)
        assert len(edges) <= 1, edges
        lines.pull("STOP_A", False)


def edges_after(t):
    time.sleep(0.5)
    return [at for at, _ in log.sets("ENABLE") if at > t]


@tap.test
def stopped_killed_and_resumed_controller__makes_no_more_edges():
    for number in (signal.SIGSTOP, signal.SIGKILL):
        with Rig() as rig, Client(rig) as client:
            running(rig, client)
            log.forget()
            wait_until(lambda: len(log.sets("ENABLE")) > 10, "edges")
            os.kill(rig.pid, number)
            after = edges_after(time.monotonic())
            print(f"# {number.name}: {len(after)} edges after it", flush=True)
            assert len(after) <= 2, after
            wait_until(lambda: patient.felt_n.value < 2.0, "the pump lets go", WAIT_S)
            if number == signal.SIGSTOP:
                os.kill(rig.pid, signal.SIGCONT)
                client.wait_state("fault")
                let_go()


def hold_the_processor(seconds):
    """As a driver that spins, above every thread of ours; when it began, on CLOCK_MONOTONIC."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            pass
        os.write(tell, repr(began).encode())
        os._exit(0)
    began = float(os.read(told, 64))
    os.waitpid(child, 0)
    os.close(told)
    os.close(tell)
    return began


@tap.test
def stalled_machine__makes_no_more_edges_and_is_a_fault():
    with Rig() as rig, Client(rig) as client:
        running(rig, client)
        log.forget()
        wait_until(lambda: len(log.sets("ENABLE")) > 10, "edges")
        after = edges_after(hold_the_processor(0.5))
        print(f"# stall: {len(after)} edges after it began", flush=True)
        assert len(after) <= 2, after
        client.wait_state("fault")
        let_go()


def try_hand():
    for pressed in (True, False):
        lines.pull("HAND", pressed)
        lines.pull("STOP_A", pressed)
        time.sleep(0.3)
    confirm()


def calibrate(kept):
    """Its exit code, what it found of the head, and what it said."""
    with Calibrate("--state-dir", kept, "--weights", "--wait", "2", "--json", "/tmp/found.json") as moving:
        moving.wait_next("press the hand button once", lay_weights(moving))
        try_hand()
        code = moving.wait_end(CALIBRATION_S)
        let_go()
    with open("/tmp/found.json", encoding="utf-8") as file:
        return code, json.load(file)["heads"][0], moving.lines


@tap.test
def whole_calibration__finds_the_head_as_it_is():
    kept = "/tmp/calibrated"
    for _ in range(CALIBRATIONS):  # an emulated machine's time is uneven: what scatters is measured anew
        code, head, said = calibrate(kept)
        print("# " + ", ".join(f"{name} {head[name]['found']:.3g} (file {head[name]['file']:.3g})"
                               for name in FOUND), flush=True)
        if "scatters" not in [head[name]["verdict"] for name in FOUND]:
            break
    for way in ("release_by_dump", "release_by_regulator"):
        print(f"# {way}: {1e3 * head[way]['release_s']:.0f} ms from {head[way]['from_n']:.1f} N",
              flush=True)
        assert head[way]["release_s"] < head[way]["most_s"], head
    assert code == 0 and head["outcome"] == "fits", (head, said)
    assert os.path.exists(f"{kept}/vm-1.learned") and os.path.exists(f"{kept}/vm-1.cells")


def serial_line():
    """Two serial ports with a line between them, for want of pseudo terminals."""
    ends = [os.open(f"/dev/ttyS{number}", os.O_RDWR | os.O_NOCTTY) for number in (1, 2)]
    for end in ends:
        tty = termios.tcgetattr(end)
        tty[4] = tty[5] = termios.B115200
        termios.tcsetattr(end, termios.TCSANOW, tty)
    tty_raw(ends[0])
    return ends


@tap.test
def jog__presses_while_its_key_is_held():
    weigh()
    with Jog("--without-realtime", "--state-dir", CELLS, RIG, "1", "6N", "30",
             line=serial_line()) as jog:
        jog.wait_said("press the hand button once")
        try_hand()
        jog.wait_said("hold SPACE")
        jog.held = True
        jog.wait_said(r"head 1  presses +[56]\.\d N")
        assert 4.0 < patient.felt_n.value < 8.0, patient.felt_n.value
        jog.held = False
        jog.wait_said(r"head 1  is free +-?[01]\.\d N")
        assert jog.end() == 0, jog.said
        let_go()


@tap.test
def calibration_that_is_ended_or_killed__lets_go_and_keeps_nothing():
    for number, code in ((signal.SIGTERM, 1), (signal.SIGKILL, -9)):
        weigh()
        with Calibrate() as moving:
            moving.wait_next("press the hand button once", 0)
            try_hand()
            wait_until(lambda: patient.felt_n.value > 3.0, "force", WAIT_S)
            log.forget()
            os.kill(moving.pid, number)
            assert moving.wait_end(WAIT_S) == code, moving.lines
            if number == signal.SIGTERM:
                let_go()
                assert any("interrupted; everything was vented" in line for line in moving.lines)
            else:
                after = edges_after(time.monotonic())
                assert len(after) <= 2, after
                wait_until(lambda: patient.felt_n.value < 2.0, "the pump lets go", WAIT_S)
        assert not os.path.exists(f"{CELLS}/vm-1.learned")


@tap.test
def end_of_the_controller__lets_go():
    with Rig() as rig, Client(rig) as client:
        running(rig, client)
        assert rig.signal_and_wait() == 0
        let_go()


@tap.test
def converter_unplugged_while_it_presses__is_a_trip():
    with Rig() as rig, Client(rig) as client:
        running(rig, client)
        write("/sys/bus/i2c/devices/i2c-0/delete_device", "0x48")
        client.wait_state("fault")
        let_go()
        client.wait_for("/rig/state/reason", "head 1: a sensor fell silent")
        rig.process.kill()  # without its sensor it could not tell that nobody is pressed
    write("/sys/bus/i2c/devices/i2c-0/new_device", "ads1015 0x48")
