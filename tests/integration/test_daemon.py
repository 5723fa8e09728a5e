#!/usr/bin/python3
"""kneadd as a process: signals, ports, wrong configuration, little privilege, a stalled machine."""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import KNEADD, RIG, WAIT_S, Controller, Process, processes_naming, wait_until
from listener import Client
from tied import tied

NOBODY = 65534


class Folder:
    """A temporary folder."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="knead-it.")
        return self

    def file(self, name, text):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def refuses(code, *options, says):
    """It ends by itself with the code and one line, in which each of the words stands."""
    with Process([KNEADD, *options]) as refused:
        assert refused.wait_end() == code, (options, refused.process.returncode, refused.lines)
        assert len(refused.lines) == 1, (options, refused.lines)
        for word in says:
            assert re.search(word, refused.lines[0]), (word, refused.lines)


def lets_go_on(number, running):
    with Controller() as rig, Client(rig) as client:
        if running:
            client.subscribe()
            client.start_session()
            client.wait_pressed()
        code = rig.signal_and_wait(number)
        assert code == 0, (code, rig.lines)
        said = [line for line in rig.lines if line.startswith("let go: ")]
        assert said == ["let go: no head presses"], rig.lines
        if running:
            rig.wait_events("releasing", "idle")
        assert not processes_naming(rig.state_dir)


# ---- signals ----


@tap.test
def sigterm_while_idle__lets_go_and_ends_well():
    lets_go_on(signal.SIGTERM, running=False)


@tap.test
def sigterm_while_running__lets_go_and_ends_well():
    lets_go_on(signal.SIGTERM, running=True)


@tap.test
def sigint_while_idle__lets_go_and_ends_well():
    lets_go_on(signal.SIGINT, running=False)


@tap.test
def sigint_while_running__lets_go_and_ends_well():
    lets_go_on(signal.SIGINT, running=True)


@tap.test
def a_terminal_that_hangs_up__lets_go_too():
    lets_go_on(signal.SIGHUP, running=False)


@tap.test
def more_signals_while_it_lets_go__change_nothing():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            rig.process.send_signal(number)
        assert rig.wait_end() == 0, rig.lines
        rig.wait_events("releasing", "idle")


def restarts_idle_after(number):
    """Ended so in the middle of a session, and started again on the same port."""
    # a sanitizer would end it by itself
    unhandled = ("env", "ASAN_OPTIONS=handle_segv=0", "TSAN_OPTIONS=handle_segv=0")
    with Controller(wrap=(*unhandled, "prlimit", "--core=0")) as first:
        with Client(first) as client:
            client.subscribe()
            client.start_session()
            client.wait_pressed()
            assert first.signal_and_wait(number) == -number
        with Controller(port=first.port) as second, Client(second) as client:
            assert second.port == first.port
            client.subscribe()
            client.wait_state("idle")
            client.wait_for("/rig/intensity", 0.3)
            client.wait_released()
            assert "running" not in client.states(), client.states()
            client.start_session()
            assert second.events() == ["selftest", "idle", "armed", "running"], second.events()


@tap.test
def after_kill_9__a_restart_on_the_same_port_is_idle():
    restarts_idle_after(signal.SIGKILL)


@tap.test
def after_a_crash__a_restart_on_the_same_port_is_idle():
    restarts_idle_after(signal.SIGSEGV)


@tap.test
def whatever_state_it_dies_in__the_next_one_is_idle_and_presses_nobody():
    def armed(client):
        client.send("/rig/arm")
        client.wait_state("armed")

    def paused(client):
        client.start_session()
        client.wait_pressed()
        client.send("/rig/pause")
        client.wait_state("paused")

    def releasing(client):
        client.start_session()
        client.wait_pressed()
        client.send("/rig/stop")
        client.wait_state("releasing")

    def fault(client):
        client.start_session()
        client.wait_pressed()
        client.send("/sim/fault", "sif", "off", 3, 1.0)
        client.wait_state("fault")

    for go in (armed, paused, releasing, fault):
        with Controller() as first:
            with Client(first) as client:
                client.subscribe()
                client.wait_state("idle")
                go(client)
                assert first.signal_and_wait(signal.SIGKILL) == -signal.SIGKILL
            with Controller(port=first.port) as second, Client(second) as client:
                client.subscribe()
                client.wait_state("idle")
                client.wait_released()
                assert not {"armed", "running"} & set(client.states()), (go, client.states())
                assert second.events() == ["selftest", "idle"], (go, second.events())


@tap.test
def stalled_for_two_seconds__it_presses_nobody_until_armed_again():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        rig.process.send_signal(signal.SIGSTOP)
        time.sleep(2.0)
        rig.process.send_signal(signal.SIGCONT)
        client.wait_for("/rig/state", "fault")
        assert client.ask("/rig/fault")[1] == "overruns"
        client.wait_released()
        assert rig.signal_and_wait() == 0, rig.lines
        skipped, overruns = map(int, rig.wait_said(r"(\d+) skipped, (\d+) overruns").groups())
        assert overruns >= 1 and skipped >= 1900, rig.lines


@tap.test
def a_loop_made_to_stand_still__is_a_fault_and_late_ticks_are_counted():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait_pressed()
        client.send("/sim/fault", "sif", "loop_late", 0, 0.3)
        time.sleep(0.1)
        client.send("/sim/fault", "sif", "loop_stall", 0, 0.5)
        client.wait_for("/rig/state", "fault")
        assert client.ask("/rig/fault")[1] == "overruns"
        client.wait_released()
        assert rig.signal_and_wait() == 0, rig.lines
        assert int(rig.wait_said(r" (\d+) overruns").group(1)) >= 2, rig.lines


@tap.test
def a_reader_of_stderr_who_does_not_read__does_not_keep_it_from_ending():
    with Folder() as folder:
        path = os.path.join(folder.path, "said")
        state_dir = os.path.join(folder.path, "state")
        os.mkfifo(path)
        said = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            while True:
                os.write(said, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(said, True)
        daemon = subprocess.Popen(  # pylint: disable=consider-using-with
            tied([KNEADD, "--rig", RIG, "--osc-port", "0", "--state-dir", state_dir], "TERM"),
            stderr=said)
        try:
            log = os.path.join(state_dir, "events.log")
            wait_until(lambda: os.path.exists(log) and " idle: " in read(log), "idle in the log")
            daemon.terminate()
            assert daemon.wait(WAIT_S) == 0
        finally:
            daemon.kill()
            daemon.wait()
            os.close(said)


@tap.test
def a_head_that_still_presses_at_the_end__is_a_failure():
    with Process([KNEADD, "--rig", RIG, "--osc-port", "0", "--state-dir",
                  tempfile.mkdtemp(prefix="knead-it.")]) as rig:
        try:
            ready = rig.wait_said(r"^ready: .* udp ([0-9.]+):(\d+)$")
            rig.host, rig.port = ready[1], int(ready[2])
            with Client(rig) as client:
                client.subscribe()
                client.start_session()
                head = client.wait_pressed()
                for fault in ("dump_dead", "valve_closed"):  # at once: each counts
                    client.send("/sim/fault", "sif", fault, head, 1.0)
                client.sync()
                time.sleep(0.05)
                assert rig.signal_and_wait() == 1, rig.lines
            said = [line for line in rig.lines if "free the person by hand" in line]
            assert "kneadd: a head still presses: free the person by hand" in said, rig.lines
        finally:
            shutil.rmtree(rig.command[-1])


@tap.test
def faults_that_are_injected__and_a_head_that_does_not_let_go__are_lines_of_the_event_log():
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        client.start_session()
        head = client.wait_pressed()
        for fault, says in (("dump_dead", "the dump valve never opens"),
                            ("valve_closed", "the valve stays shut")):
            client.send("/sim/fault", "sif", fault, head, 0.0)
            rig.wait_said(rf"Z fault injected, head {head} \([a-z ]+\): {says}$")
        client.send("/rig/stop")
        client.wait_state("fault")
        rig.wait_said(r"Z a head still presses: free the person by hand$")
        time.sleep(1.5)
        assert sum("free the person by hand" in line for line in rig.lines) == 1, rig.lines
        client.send("/sim/fault", "sif", "none", 0, 0.0)
        rig.wait_said(r"Z injected faults taken back, every head$")
        client.wait_released()
        assert rig.signal_and_wait() == 0, rig.lines


# ---- ports ----


@tap.test
def a_second_controller_on_the_port__is_refused_and_the_first_goes_on():
    with Controller() as first, Client(first) as client:
        refuses(1, "--rig", RIG, "--osc-port", str(first.port), "--state-dir",
                os.path.join(first.folder, "second"),
                says=[rf"\b{first.port}\b", "taken", "choose another"])
        client.sync()
        client.subscribe()
        client.wait_state("idle")


@tap.test
def a_port_out_of_range__is_refused():
    for port in ("65536", "-1", "99999999999999999999", "many", "", "9000x", "0x10", " 5", "+5"):
        refuses(2, "--rig", RIG, "--osc-port", port, says=["--osc-port", "0 to 65534"])


@tap.test
def an_address_that_is_none__is_refused():
    for address in ("localhost", "300.1.1.1", "", "127.0.0.1:9000"):
        refuses(2, "--rig", RIG, "--bind", address, says=["--bind", "127.0.0.1"])
    with Folder() as folder:  # a documentation address: no machine has it
        refuses(1, "--rig", RIG, "--osc-port", "0", "--bind", "192.0.2.1", "--state-dir",
                folder.path, says=["192.0.2.1", "bind"])


# ---- configuration and options ----


@tap.test
def wrong_options__are_refused_with_where_to_look():
    refuses(2, says=["--rig", "--help"])
    for options in (["--turbo"], ["--rig"], ["--rig", RIG, "surplus"], ["-x"],
                    ["--rig", RIG, "--osc-port"]):
        refuses(2, *options, says=["--help"])


@tap.test
def help_and_version__are_told():
    for option, word in (("--help", "usage: kneadd --rig FILE"), ("--version", "kneadd ")):
        with Folder() as folder:
            path = os.path.join(folder.path, "out")
            with open(path, "w", encoding="utf-8") as out:
                with Process([KNEADD, option], stdout=out) as process:
                    assert process.wait_end() == 0
            assert word in read(path) and not process.lines, (read(path), process.lines)


@tap.test
def help_that_nobody_got__is_a_failure():
    for option in ("--help", "--version"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            with Process([KNEADD, option], stdout=full) as process:
                assert process.wait_end() == 1, option
        assert len(process.lines) == 1, process.lines


@tap.test
def a_missing_rig_file__is_refused_by_name():
    with Folder() as folder:
        path = os.path.join(folder.path, "no-such.conf")
        refuses(2, "--rig", path, says=[re.escape(path), "no such file"])


@tap.test
def a_folder_instead_of_a_rig_file__is_refused():
    with Folder() as folder:
        refuses(2, "--rig", folder.path, says=[re.escape(folder.path)])


@tap.test
def a_truncated_rig_file__is_refused_with_file_and_line():
    whole = read(RIG)
    with Folder() as folder:
        for share in (0.3, 0.6, 0.95):
            path = folder.file("rigs/broken.conf", whole[:int(len(whole) * share)])
            refuses(2, "--rig", path, says=[rf"^{re.escape(path)}:\d+: \S"])
        path = folder.file("rigs/broken.conf", "")
        refuses(2, "--rig", path, says=[re.escape(path)])


@tap.test
def a_rig_over_its_limits__is_refused_with_file_and_line():
    with Folder() as folder:
        wrong = read(RIG).replace("ceiling_n = 80.0", "ceiling_n = 800.0", 1)
        path = folder.file("rigs/strong.conf", wrong)
        line = wrong[:wrong.index("ceiling_n = 800.0")].count("\n") + 1
        refuses(2, "--rig", path, says=[rf"^{re.escape(path)}:{line}: .*ceiling_n", "80"])
        wrong = read(RIG).replace("loop_hz = 1000;", "loop_hz = 1000;\n\tturbo = true;")
        path = folder.file("rigs/unknown.conf", wrong)
        refuses(2, "--rig", path, says=[rf"^{re.escape(path)}:\d+: .*turbo"])


@tap.test
def a_state_folder_that_cannot_be_used__is_refused():
    with Folder() as folder:
        path = folder.file("file", "")
        for wrong in (path, os.path.join(path, "below"), "/proc/knead-it", "/dev/null"):
            refuses(2, "--rig", RIG, "--osc-port", "0", "--state-dir", wrong,
                    says=[re.escape(path if wrong.startswith(path) else wrong.split("/")[1]),
                          "--state-dir"])


# ---- surroundings ----


def works(rig):
    with Client(rig) as client:
        client.subscribe()
        client.start_session()
        client.wait("/rig/hand/1", lambda x, y, force: force > 0.0)
        client.stop_session()


@tap.test
def without_stdin__it_works():
    with Controller(wrap=["sh", "-c", 'exec "$@" <&-', "sh"]) as rig:
        works(rig)


@tap.test
def without_stdin_and_stdout__it_works():
    with Controller(wrap=["sh", "-c", 'exec "$@" <&- >&-', "sh"]) as rig:
        works(rig)
        assert rig.signal_and_wait() == 0, rig.lines
        with open(os.path.join(rig.state_dir, "events.log"), "rb") as log:
            lines = log.read().decode().splitlines()
        assert all(re.match(r"\d{4}-\d\d-\d\dT", line) for line in lines), lines


@tap.test
def stdout__stays_empty():
    with Folder() as folder:
        path = os.path.join(folder.path, "out")
        with open(path, "w", encoding="utf-8") as out, Controller(stdout=out) as rig:
            works(rig)
        assert read(path) == "", read(path)


@tap.test
def what_it_says__has_no_escapes():
    with Controller() as rig:
        works(rig)
        assert rig.signal_and_wait() == 0
        for line in rig.lines:
            assert line.isprintable(), repr(line)


@tap.test
def without_privilege__it_warns_once_and_works():
    with Folder() as folder:
        # nobody may not be allowed where the sources lie
        os.chmod(folder.path, 0o755)
        os.makedirs(os.path.join(folder.path, "bin"))
        program = shutil.copy(KNEADD, os.path.join(folder.path, "bin"))
        shutil.copytree("config", os.path.join(folder.path, "config"))
        for top, _, files in os.walk(folder.path):
            os.chmod(top, 0o755)
            for name in files:
                os.chmod(os.path.join(top, name), 0o755)
        state_dir = os.path.join(folder.path, "state")
        os.mkdir(state_dir, 0o700)
        wrap = ["prlimit", "--rtprio=0:0", "--memlock=65536:65536"]
        if os.geteuid() == 0:
            os.chown(state_dir, NOBODY, NOBODY)
            wrap += ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
                     "--inh-caps=-all", "--bounding-set=-all",
                     "--pdeathsig", "TERM"]  # another user unties it
        with Controller("--state-dir", state_dir, wrap=wrap, program=program,
                        rig=os.path.join(folder.path, RIG)) as rig:
            works(rig)
            assert rig.signal_and_wait() == 0, rig.lines
            warnings = [line for line in rig.lines if "warning" in line]
            assert len(warnings) == 1 and "CAP_SYS_NICE" in warnings[0], rig.lines
            dated = r"(\d{4}-\d\d-\d\dT|ready: |kneadd [0-9.]+: |warning: |let go: |loop: )"
            assert all(re.match(dated, line) for line in rig.lines), rig.lines
            assert os.path.getsize(os.path.join(state_dir, "events.log")) > 0


@tap.test
def a_state_folder_of_somebody_else__is_refused():
    if os.geteuid() != 0:
        raise tap.Skip("only root can make somebody else's folder")
    with Folder() as folder:
        program = shutil.copy(KNEADD, folder.path)
        shutil.copytree("config", os.path.join(folder.path, "config"))
        os.chmod(folder.path, 0o755)
        locked = os.path.join(folder.path, "locked")
        os.mkdir(locked, 0o755)
        with Process(["setpriv", f"--reuid={NOBODY}", "--clear-groups", program, "--rig",
                      os.path.join(folder.path, RIG), "--osc-port", "0", "--state-dir",
                      locked]) as refused:
            assert refused.wait_end() == 2, refused.lines
            assert len(refused.lines) == 1 and locked in refused.lines[0], refused.lines


@tap.test
def a_rig_whose_devices_are_not_here__is_refused_and_never_simulated():
    if glob.glob("/dev/gpiochip*"):
        raise tap.Skip("this machine has GPIO lines, which another program may need")
    with tempfile.TemporaryDirectory(prefix="knead-it.") as folder:
        for name in ("pi-1", "pi-8"):
            with Process([KNEADD, "--rig", f"config/rigs/{name}.conf", "--osc-port", "0",
                          "--state-dir", folder, "--without-realtime"]) as refused:
                assert refused.wait_end() == 3, refused.lines
                assert "this machine has no GPIO chip" in refused.lines[-1], refused.lines
                assert not any("ready" in line for line in refused.lines), refused.lines


@tap.test
def every_rig_of_ours__becomes_ready():
    for name in sorted(glob.glob("sim-*.conf", root_dir="config/rigs")):
        with Controller(rig=f"config/rigs/{name}") as rig, Client(rig) as client:
            client.send_bytes(osc.untagged("/rig/info"))
            assert client.wait("/rig/info")[2] == name.removesuffix(".conf")


tap.run()
