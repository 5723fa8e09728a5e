#!/usr/bin/python3
"""What a client asked for outlasts the controller: killed, ended, on a disk that is full or damaged."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEADD, RIG, Controller, Process, wait_until
from listener import HEADS, Client

CEILING_N = 80.0  # of every head of that rig
MEMORY = "sim-16.memory"


class StateDir:
    """A state folder that several controllers use, one after the other."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        self.path = os.path.join(self.folder, "state")
        return self

    def controller(self, **options):
        return Controller("--state-dir", self.path, **options)

    def file(self, name=MEMORY):
        return os.path.join(self.path, name)

    def remembered(self):
        """Keys and values of the latest memory."""
        with open(self.file(), encoding="utf-8") as file:
            return dict(line.split() for line in file)

    def log(self):
        with open(self.file("events.log"), encoding="utf-8") as file:
            return file.read()

    def refuses(self, *says, rig=RIG):
        """A start ends with 2 and one sentence, in which all of this stands."""
        with Process([KNEADD, "--rig", rig, "--osc-port", "0", "--state-dir", self.path]) as refused:
            assert refused.wait_end() == 2, refused.lines
            assert len(refused.lines) == 1, refused.lines
            for words in says:
                assert words in refused.lines[0], (words, refused.lines)

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


def ceilings(client):
    return [client.wait(f"/rig/head/{n}/ceiling")[0] for n in HEADS]


def begin_pressing(client):
    client.subscribe()
    client.start_session()
    return client.wait_pressed()


def ease(client, head):
    """Until that head's ceiling is the client's; all ceilings then."""
    client.send("/rig/ease")
    client.wait(f"/rig/head/{head}/ceiling", lambda n: n < 0.9 * CEILING_N)
    client.forget()
    return ceilings(client)


def damage(path):
    with open(path, "r+b") as file:
        file.seek(200)
        file.write(b"#")


@tap.test
def an_ease_before_kill_9__holds_after_it():
    with StateDir() as state:
        with state.controller() as first, Client(first) as client:
            eased = ease(client, begin_pressing(client))
            wait_until(lambda: " eased: head " in state.log(), "eased in the log")
            wait_until(lambda: os.path.exists(state.file()), "the memory")
            wait_until(lambda: any(float(value) < 0.9 * CEILING_N
                                   for key, value in state.remembered().items()
                                   if key.endswith("_ease_n")), "the ease in the memory")
            assert first.signal_and_wait(signal.SIGKILL) == -signal.SIGKILL
        with state.controller() as second, Client(second) as client:
            client.subscribe()
            client.wait_state("idle")
            client.forget()
            now = ceilings(client)
            assert any(n < 0.9 * CEILING_N for n in now), now
            assert all(n <= e + 0.01 for n, e in zip(now, eased)), (now, eased)
            client.start_session()  # and it is no other in a session
            client.forget()
            assert all(n <= e + 0.01 for n, e in zip(ceilings(client), eased)), eased
            assert second.signal_and_wait() == 0, second.lines
        with state.controller() as third, Client(third) as client:
            client.subscribe()
            assert all(n <= e + 0.01 for n, e in zip(ceilings(client), eased)), eased


@tap.test
def a_run_that_was_killed__is_a_line_of_the_next_one_and_no_other():
    unsaid = "the run before ended without saying so: the power was cut, or it was killed or crashed"
    with StateDir() as state:
        with state.controller() as first:
            assert first.signal_and_wait(signal.SIGKILL) == -signal.SIGKILL
        with state.controller() as second:
            second.wait_said(unsaid)
            assert second.signal_and_wait() == 0, second.lines
        assert state.log().splitlines()[-1].endswith(" ended: rig sim-16, no head presses"), state.log()
        with state.controller() as third:
            assert third.signal_and_wait() == 0, third.lines
            assert not any(unsaid in line for line in third.lines), third.lines
        assert state.log().count(unsaid) == 1, state.log()


@tap.test
def a_screening_answer__outlasts_kill_9_and_still_refuses():
    with StateDir() as state:
        with state.controller() as first, Client(first) as client:
            client.subscribe()
            client.wait_state("idle")
            client.send("/rig/screening/dvt", "s", "yes")
            client.wait_for("/rig/screening/dvt", "yes")
            wait_until(lambda: os.path.exists(state.file()) and
                       state.remembered()["dvt"] == "yes", "the answer in the memory")
            assert first.signal_and_wait(signal.SIGKILL) == -signal.SIGKILL
        with state.controller() as second, Client(second) as client:
            client.subscribe()
            client.wait_for("/rig/screening/dvt", "yes")
            client.send("/rig/arm")
            wait_until(lambda: "not armed: screening, dvt: yes; no massage with this: see a "
                       "clinician\n" in state.log(), "the refusal in the log")
            assert "armed" not in client.states(), client.states()
            assert second.signal_and_wait() == 0, second.lines


@tap.test
def the_time_a_place_was_pressed__outlasts_a_restart():
    with StateDir() as state:
        with state.controller() as first, Client(first) as client:
            begin_pressing(client)
            time.sleep(1.0)
            assert first.signal_and_wait() == 0, first.lines
        before = state.remembered()
        pressed = [key for key, value in before.items()
                   if key.endswith("_dwell_s") and float(value) > 0.5]
        assert pressed, before
        with state.controller() as second:
            assert second.signal_and_wait() == 0, second.lines
        after = state.remembered()
        assert all(float(after[key]) >= float(before[key]) - 0.001 for key in pressed), after


@tap.test
def killed_again_and_again__it_always_starts():
    with StateDir() as state:
        for round_ in range(6):
            with state.controller() as rig, Client(rig) as client:
                client.subscribe()
                for i in range(12):  # each answer is another memory to write
                    client.send("/rig/screening/diabetes", "s", ("no", "consent")[i % 2])
                    time.sleep(0.1 + 0.007 * round_)
                assert rig.signal_and_wait(signal.SIGKILL) == -signal.SIGKILL
        assert os.path.exists(state.file()) or os.path.exists(state.file(MEMORY + ".old"))


@tap.test
def a_damaged_memory__is_told_and_the_copy_before_it_counts():
    with StateDir() as state:
        for _ in range(2):
            with state.controller() as rig:
                assert rig.signal_and_wait() == 0, rig.lines
        damage(state.file())
        with state.controller() as rig:
            rig.wait_said(r"sim-16\.memory is damaged; the copy before it counts$")
            assert rig.signal_and_wait() == 0, rig.lines
        with state.controller() as rig:  # and what it wrote is fine
            assert rig.signal_and_wait() == 0
            assert not any("damaged" in line for line in rig.lines), rig.lines


@tap.test
def both_copies_damaged__is_refused_with_the_remedy_and_that_one_works():
    with StateDir() as state:
        for _ in range(2):
            with state.controller() as rig:
                assert rig.signal_and_wait() == 0, rig.lines
        damage(state.file())
        damage(state.file(MEMORY + ".old"))
        state.refuses("is damaged", state.file(), "remove sim-16.memory and sim-16.memory.old")
        state.refuses("is damaged")  # it does not heal by trying
        os.remove(state.file())
        os.remove(state.file(MEMORY + ".old"))
        with state.controller() as rig:
            assert rig.signal_and_wait() == 0, rig.lines


@tap.test
def a_memory_of_another_rig__is_refused_and_each_rig_has_its_own():
    with StateDir() as state:
        with state.controller() as rig:
            assert rig.signal_and_wait() == 0, rig.lines
        with state.controller(rig="config/rigs/sim-4.conf") as rig:
            assert rig.signal_and_wait() == 0, rig.lines
        shutil.copy(state.file(), state.file("sim-8.memory"))
        state.refuses("sim-8.memory was written by another rig", "move it away",
                      rig="config/rigs/sim-8.conf")


@tap.test
def two_controllers_in_one_folder__the_second_is_refused():
    with StateDir() as state, state.controller() as first:
        state.refuses("another controller runs rig sim-16", "--state-dir")
        assert first.signal_and_wait() == 0, first.lines


@tap.test
def a_disk_that_takes_no_more__is_told_once_and_the_session_goes_on():
    with StateDir() as state:
        with state.controller() as rig, Client(rig) as client:
            subprocess.run(["prlimit", f"--pid={rig.pid}", "--fsize=2500:2500"], check=True)
            ease(client, begin_pressing(client))
            rig.wait_said(r" cannot keep what the client asked for in .* \(File too large\): ")
            time.sleep(0.5)
            client.wait_state("running")
            client.wait_pressed(2.0)
            assert rig.signal_and_wait() == 0, rig.lines
        told = [line for line in rig.lines if "cannot keep" in line]
        assert len(told) == 1, rig.lines
        assert not os.path.exists(state.file())


@tap.test
def the_log_tells_a_session_from_its_beginning_to_its_dose():
    with StateDir() as state:
        with state.controller() as rig, Client(rig) as client:
            begin_pressing(client)
            client.send("/rig/comfort", "i", 2)
            wait_until(lambda: " comfort: answered 2 of 10\n" in state.log(), "comfort in the log")
            client.stop_session()
            wait_until(lambda: " session over: " in state.log(), "the end in the log")
            assert rig.signal_and_wait() == 0, rig.lines
        log = state.log()
        assert " session: Swedish massage, intensity 0.30, 20 min\n" in log, log
        assert " phase: warm-up\n" in log, log
        assert log.index(" session: ") < log.index(" comfort: ") < log.index(" session over: "), log
        assert " pressing felt of wanted (kPa s): " in log, log


tap.run()
