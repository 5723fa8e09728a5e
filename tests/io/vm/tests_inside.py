"""kneadd on kernel devices: what it finds, what it refuses, a session, and every way to make it let go."""
import os
import re
import shutil
import signal
import subprocess
import time

import tablet
import tap
from controller import KNEAD, KNEADD, Controller, wait_until
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
                  r"air of head 1: channel 0 of air reads 2\d\d, .* Pa\n"):
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


class Rig(Controller):
    """kneadd on these devices."""

    def __init__(self):
        super().__init__("--without-realtime", rig=RIG)


def confirm():
    lines.pull("CONFIRM", False)
    time.sleep(0.3)
    lines.pull("CONFIRM", True)


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
    lines.pull("HAND", True)
    client.wait_state("fault")
    lines.pull("HAND", False)
    client.sync()
    confirm()
    client.wait_state("idle")
    wait_until(lambda: cleared(client), "nothing that refuses arming", WAIT_S)
    anna.start()
    wait_until(lambda: client.pump(0.05) or patient.felt_n.value > 3.0, "force", WAIT_S)
    return anna


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
