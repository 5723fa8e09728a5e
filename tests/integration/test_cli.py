#!/usr/bin/python3
"""The tool as it is typed: help, refusals in one sentence, and what programs read from it."""
import csv
import glob
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import KNEAD

SUBCOMMANDS = ["check", "osc", "panel", "score", "sim"]
# design: a simulation's JSON. stop_ms is release_ms of a stop that was asked for.
NAMES = {"state", "technique", "seed", "ticks", "detect_ms", "release_ms", "stop_ms", "faults",
         "trigger_points", "heads", "patient", "controller", "comfort", "ended_by", "ended_t_s",
         "held_back", "idle_strokes", "phases", "regions", "breath"}
HEAD_NAMES = {"n", "region", "rmse_n", "mae_n", "r2", "peak_n", "over_ceiling_n",
              "contact_overshoot_n", "settle_s", "mean_n", "mean_target_n", "mean_kpa",
              "mean_target_kpa", "heat_min", "pressed_s", "dose_kpa_s",
              "dose_target_kpa_s", "warm_least_c", "warm_most_c", "stiffness_before_n_m",
              "stiffness_after_n_m", "stiffness_confidence", "exponent", "exponent_confidence",
              "relaxation_s", "relaxation_confidence"}
REGION_NAMES = {"name", "share", "time_share", "time_s", "dose_kpa_s", "dose_target_kpa_s",
                "mean_n", "mean_target_n", "mean_kpa", "mean_target_kpa"}
TRIGGER_NAMES = {"found", "missed", "false", "released", "given_up", "points"}
FAULT_NAMES = {"kind", "head", "code", "t_s"}


def knead(*arguments, timeout_s=60.0):
    return subprocess.run([KNEAD, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=timeout_s, check=False)


def told(*arguments):
    """What it prints, when it does well and says nothing beside it."""
    done = knead(*arguments)
    assert done.returncode == 0 and done.stderr == "", (arguments, done)
    return done.stdout


def refuses(*arguments, says=()):
    """One sentence on stderr, with the words, exit 2 and nothing else."""
    done = knead(*arguments)
    assert done.returncode == 2 and done.stdout == "", (arguments, done)
    assert re.fullmatch(r"[^\n]+\n", done.stderr), (arguments, done.stderr)
    for word in says:
        assert re.search(word, done.stderr), (word, done.stderr)


def sim(*arguments):
    return told("sim", "--minutes", "1", *arguments)


@tap.test
def help__names_every_subcommand():
    text = told("--help")
    for name in SUBCOMMANDS:
        assert re.search(rf"^ +{name} ", text, re.M), text
        usage = told(name, "--help")
        assert usage.startswith(f"usage: knead {name} "), usage
    assert text == told("-h")


@tap.test
def version__is_the_same_everywhere():
    versions = {told("--version")} | {told(name, "--version") for name in SUBCOMMANDS}
    assert len(versions) == 1 and re.fullmatch(r"knead \d+\.\d+\.\d+\n", versions.pop())


@tap.test
def what_nobody_got__is_a_failure():
    for arguments in (["--help"], ["--version"], ["check", "--version"], ["check", "--help"],
                      ["check", "config/rigs/sim-16.conf"], ["osc"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([KNEAD, *arguments], stdin=subprocess.DEVNULL, stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        assert done.returncode == 1, (arguments, done)
        assert done.stderr.count("\n") == 1, (arguments, done)


@tap.test
def a_wrong_subcommand__is_refused_with_where_to_look():
    refuses(says=["--help"])
    for name in ("massage", "", "--fast", "Sim", "sim/", "simulate"):
        refuses(name, says=["knead --help"])


@tap.test
def wrong_values_for_sim__are_refused_with_what_is_right():
    for option, values, says in (
            ("--intensity", ["2", "-0.1", "nan", "inf", "", "much", "0.5x"], "0 to 1"),
            ("--minutes", ["0", "61", "-1", "nan", "x"], "1 to 60"),
            ("--seed", ["-1", "1.5", "x", "", "99999999999999999999"], "whole number"),
            ("--technique", ["voodoo"], "swedish"),
            ("--patient", ["nobody"], "nominal"),
            ("--rig", ["no/such.conf"], "no such file"),
            ("--technique", ["no/such.conf"], "no such file"),
            ("--focus", ["tail=1", "legs", "legs=2", "=1", "legs=nan"], "legs|0 to 1"),
            ("--fault", ["t=1", "kind=gremlin,t=1", "t=x,kind=off", "t=1,kind=off,head=99",
                         "t=nan,kind=off"], "kind|heads 1 to")):
        for value in values:
            refuses("sim", option, value, says=[says])
    for arguments in (["--bogus"], ["surplus"], ["--intensity"], ["-q"]):
        refuses("sim", *arguments, says=["--help"])


@tap.test
def wrong_words_for_the_others__are_refused():
    refuses("osc", "--xml", says=["--help"])
    refuses("osc", "surplus", says=["--help"])
    refuses("check", says=["config/rigs/sim-16.conf"])
    refuses("check", "--bogus", says=["--help"])
    refuses("check", "no/such.conf", says=["no/such.conf", "no such file"])
    refuses("check", "config", says=["config"])
    refuses("panel", "--bogus", says=["--help"])
    refuses("panel", "127.0.0.1", "surplus", says=["surplus"])


@tap.test
def output_that_cannot_be_written__is_one_sentence_and_exit_1():
    done = knead("sim", "--minutes", "1", "--json", "/proc/no/such")
    assert done.returncode == 1 and re.fullmatch(r"[^\n]*/proc/no/such[^\n]+\n", done.stderr), done
    with open("/dev/full", "w", encoding="utf-8") as full:
        for arguments in (["osc"], ["sim", "--minutes", "1"], ["sim", "--json", "-"]):
            done = subprocess.run([KNEAD, *arguments], stdin=subprocess.DEVNULL, stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60, check=False)
            assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, (arguments, done)


# ---- check ----


@tap.test
def every_file_of_ours__is_sound():
    files = sorted(glob.glob("config/rigs/*.conf") + glob.glob("config/techniques/*.conf") +
                   glob.glob("config/patients/*.conf"))
    assert len(files) >= 7, files
    lines = told("check", *files).splitlines()
    assert [line.split(":")[0] for line in lines] == files, lines
    assert all(re.match(r"\S+: ok, (rig|technique|patient) \S", line) for line in lines), lines


@tap.test
def a_broken_file_among_sound_ones__is_told_with_its_line():
    good = "config/rigs/sim-4.conf"
    with tempfile.TemporaryDirectory(prefix="knead-it.") as folder:
        path = os.path.join(folder, "rig.conf")
        with open(good, encoding="utf-8") as file, open(path, "w", encoding="utf-8") as out:
            out.write(file.read().replace("loop_hz = 1000", "loop_hz = 10"))
        done = knead("check", good, path)
    assert done.returncode == 2 and done.stdout.startswith(f"{good}: ok, rig sim-4"), done
    assert re.fullmatch(rf"{re.escape(path)}:\d+: .*loop_hz.*\n", done.stderr), done


@tap.test
def a_probe_of_simulated_devices__has_nothing_to_open():
    lines = told("check", "--probe", "config/rigs/sim-4.conf").splitlines()
    assert len(lines) == 2 and lines[1].endswith("there is nothing to open"), lines


@tap.test
def a_probe_of_devices_that_are_not_here__names_each_and_exits_3():
    if glob.glob("/dev/gpiochip*"):
        raise tap.Skip("this machine has GPIO lines, which another program may need")
    done = knead("check", "--probe", "config/rigs/pi-8.conf")
    assert done.returncode == 3, done
    for words in ("dump of head 1: this machine has no GPIO chip", "stop_closed: this machine has",
                  "regulators: the kernel shows no PWM of the device 1-0040",
                  "air: /dev/spidev0.0 cannot be opened", "loads: /dev/spidev0.1 cannot be"):
        assert f"knead check: {words}" in done.stderr, (words, done)


# ---- osc ----


@tap.test
def the_addresses__can_be_read_as_json():
    rows = json.loads(told("osc", "--json"))
    addresses = [row["address"] for row in rows]
    assert len(set(addresses)) == len(addresses) > 50, addresses
    for address in ("/rig/stop", "/rig/arm", "/rig/start", "/rig/ease", "/rig/pause", "/rig/resume",
                    "/rig/fault/reset", "/rig/technique", "/rig/intensity", "/rig/subscribe",
                    "/rig/head/{n}/force", "/rig/region/{name}/focus", "/rig/hand/{k}",
                    "/rig/snapshot/begin", "/rig/error", "/sim/fault"):
        assert address in addresses, address
    assert len({tuple(sorted(row)) for row in rows}) == 1, "rows of one shape"
    fever = next(row for row in rows if row["address"] == "/rig/screening/{item}")["members"][0]
    assert fever == {"name": "fever", "text": "Do you have a fever?"}, fever
    intensity = next(row for row in rows if row["address"] == "/rig/intensity")
    assert (intensity["low"], intensity["high"], intensity["types"]) == (0, 1, "f"), intensity


@tap.test
def the_addresses__are_a_table_in_markdown():
    lines, _, legend = told("osc", "--markdown").partition("\n\n")
    lines = lines.splitlines()
    columns = lines[0].count("|")
    assert columns > 4 and re.fullmatch(r"\|(-+\|)+", lines[1]), lines[:2]
    assert all(line.startswith("| ") and line.endswith("|") and line.count("|") == columns
               for line in lines[2:]), lines
    assert len(lines) - 2 == len(json.loads(told("osc", "--json")))
    assert lines[0].split(" | ")[-2:] == ["meaning", "example |"], lines[0]
    assert all(re.search(r"\| \S.* \| `/\S.*` \|$", line) for line in lines[2:]), lines
    ceiling = next(line for line in lines if line.startswith("| `/rig/ceiling`"))
    assert "| 0..80 | N | owner |" in ceiling, ceiling
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]
    # range and unit are never left out
    assert all(row[4] and row[5] for row in cells), cells
    for words in ("`{n}` | a head", "`{k}` | a virtual hand", "`{name}` | a region: neck shoulders",
                  "`{item}` | one of 31 questions", "`fever`, `contagious`", "| press | `ifhdTFNI` |",
                  "Without type tags"):
        assert words in legend, (words, legend)
    # and everything that stands in the table's addresses, or is to be sent, is told of
    assert set(re.findall(r"\{\w+\}", "".join(lines[2:]))) == {"{n}", "{k}", "{name}", "{item}"}
    for row in cells:
        words = re.sub(r"[\[\]]", "", row[2])
        while words and words != "anything":
            known = [word for word in re.findall(r"^\| ([^|]+) \| `", legend, re.M)
                     if re.match(re.escape(word) + "( |$)", words)]
            assert known, (row[0], words)
            words = words[max(map(len, known)):].strip()


@tap.test
def the_addresses__are_plain_text_without_options():
    text = told("osc")
    assert "/rig/stop" in text and "\x1b" not in text and "(null)" not in text


# ---- sim ----


@tap.test
def a_simulation__has_the_names_programs_rely_on():
    report = json.loads(sim("--json", "-", "--seed", "5", "--intensity", "0.5"))
    assert set(report) == NAMES, set(report) ^ NAMES
    assert (report["state"], report["technique"], report["seed"]) == ("idle", "swedish", 5), report
    assert report["ticks"] > 60000 and report["faults"] == [] and report["release_ms"] is None
    assert report["detect_ms"] is None
    assert set(report["trigger_points"]) == TRIGGER_NAMES, report["trigger_points"]
    for region in report["regions"]:
        assert set(region) == REGION_NAMES, set(region) ^ REGION_NAMES
    assert [head["n"] for head in report["heads"]] == list(range(1, 17))
    for head in report["heads"]:
        assert set(head) == HEAD_NAMES, set(head) ^ HEAD_NAMES
    assert max(head["peak_n"] for head in report["heads"]) > 10.0, "somebody was massaged"
    assert max(head["over_ceiling_n"] for head in report["heads"]) <= 2.0


@tap.test
def a_fault_in_a_simulation__is_told_and_answered():
    report = json.loads(sim("--json", "-", "--fault", "t=12,head=3,kind=off"))
    assert set(report) == NAMES and report["state"] == "fault", report
    assert len(report["faults"]) == 1 and set(report["faults"][0]) == FAULT_NAMES, report["faults"]
    fault = report["faults"][0]
    assert (fault["kind"], fault["head"], fault["code"]) == ("off", 3, "sensor_lost"), fault
    assert 12.0 < fault["t_s"] < 12.1, fault
    assert 0.0 < report["detect_ms"] <= 30.0 and 0.0 <= report["release_ms"] <= 400.0, report


@tap.test
def a_stop_in_a_simulation__releases_in_time():
    report = json.loads(sim("--json", "-", "--stop-at", "20", "--intensity", "1"))
    assert report["state"] == "idle" and 0.0 < report["stop_ms"] <= 400.0, report["stop_ms"]


@tap.test
def the_same_seed__is_the_same_run_to_the_last_byte():
    outputs = [sim("--json", "-", "--seed", seed) for seed in ("7", "7", "8")]
    assert outputs[0] == outputs[1]
    heads = [json.loads(output)["heads"] for output in outputs]
    assert heads[0] != heads[2], "another seed is another run"
    tables = [sim("--csv", "-", "--seed", seed) for seed in ("7", "7", "8")]
    assert tables[0] == tables[1] != tables[2]


@tap.test
def a_simulation__can_be_read_as_csv():
    rows = list(csv.reader(io.StringIO(sim("--csv", "-"))))
    assert len({len(row) for row in rows}) == 1 and len(rows) > 6000, len(rows)
    assert any("1" in name for name in rows[0]) and not rows[0][0][0].isdigit(), rows[0]


@tap.test
def a_simulation__can_be_seen():
    with tempfile.TemporaryDirectory(prefix="knead-it.") as folder:
        path = os.path.join(folder, "run.svg")
        text = sim("--plot", path)
        with open(path, encoding="utf-8") as file:
            picture = file.read()
        assert picture.lstrip().startswith(("<svg", "<?xml")), picture[:100]
        assert picture.rstrip().endswith("</svg>"), picture[-100:]
        assert not re.search(r"\b(nan|inf)\b", picture), "numbers only"
        assert os.listdir(folder) == ["run.svg"]
    assert "\x1b" not in text and "worst head" in text, text


@tap.test
def a_simulation__finds_its_configuration_from_anywhere():
    config = os.path.abspath("config")
    with tempfile.TemporaryDirectory() as folder:
        def run(program, subcommand="sim", **named):
            typed = [program, subcommand] + (["--minutes", "1"] if subcommand == "sim" else [])
            return subprocess.run(typed, cwd=folder, stdin=subprocess.DEVNULL, check=False,
                                  capture_output=True, text=True, timeout=60.0,
                                  env={**os.environ, **named})

        def is_refused(done, *words):
            assert done.returncode == 2 and done.stdout == "", done
            assert re.fullmatch(r"[^\n]+\n", done.stderr), done.stderr
            for word in words:
                assert word in done.stderr, (word, done.stderr)

        done = run(os.path.abspath(KNEAD))  # as it was built
        assert (done.returncode, done.stderr) == (0, ""), done
        alone = shutil.copy(KNEAD, folder)
        done = run(alone, KNEAD_CONFIG=config)
        assert (done.returncode, done.stderr) == (0, ""), done
        for subcommand in ("sim", "score"):
            is_refused(run(alone, subcommand), f"knead {subcommand}: ", "set KNEAD_CONFIG")
            is_refused(run(os.path.abspath(KNEAD), subcommand, KNEAD_CONFIG="/nowhere"),
                       "KNEAD_CONFIG names /nowhere")
        os.makedirs(os.path.join(folder, "up/bin"))
        os.makedirs(os.path.join(folder, "up/etc"))
        os.symlink(config, os.path.join(folder, "up/etc/knead"))
        done = run(shutil.copy(KNEAD, os.path.join(folder, "up/bin")))  # as installed
        assert (done.returncode, done.stderr) == (0, ""), done


@tap.test
def a_simulation__is_quiet_in_a_pipe():
    done = knead("sim", "--minutes", "2")
    assert done.stderr == "" and "\r" not in done.stdout, done


tap.run()
