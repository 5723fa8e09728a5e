#!/usr/bin/python3
"""make install and uninstall, into a folder of the test's own."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import BUILD

RIG = "etc/knead/rigs/sim-4.conf"


class Place:
    """An empty folder to install into, gone afterwards."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        return self

    def run(self, word, prefix="", destdir=""):
        """What was said on standard output."""
        environment = {**os.environ, "PREFIX": prefix or f"{self.folder}/p", "BUILD": BUILD,
                       "DESTDIR": destdir}
        environment.pop("UNITDIR", None)
        done = subprocess.run(["scripts/install-knead", word], env=environment, check=False,
                              capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return done.stdout

    def path(self, name):
        return f"{self.folder}/p/{name}"

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def append(self, name, text):
        with open(self.path(name), "a", encoding="utf-8") as file:
            file.write(text)

    def files(self):
        return sorted(os.path.relpath(os.path.join(folder, name), self.folder)
                      for folder, _, names in os.walk(self.folder) for name in names)

    def __exit__(self, *_):
        shutil.rmtree(self.folder)


@tap.test
def an_install__puts_each_file_where_the_system_looks_for_it():
    with Place() as place:
        place.run("install", prefix="/usr", destdir=place.folder)
        files = place.files()
        for name in ("usr/bin/kneadd", "usr/bin/knead", "etc/knead/kneadd.env",
                     "etc/knead/rigs/sim-16.conf", "etc/knead/techniques/swedish.conf",
                     "etc/knead/patients/nominal.conf", "usr/lib/systemd/system/kneadd.service",
                     "usr/lib/sysusers.d/knead.conf", "usr/lib/udev/rules.d/60-knead.rules",
                     "etc/avahi/services/knead.service"):
            assert name in files, name
        with open(f"{place.folder}/usr/lib/systemd/system/kneadd.service", encoding="utf-8") as unit:
            text = unit.read()
        assert "ExecStart=/usr/bin/kneadd --rig" in text
        assert "EnvironmentFile=/etc/knead/kneadd.env" in text
        with open(f"{place.folder}/etc/knead/kneadd.env", encoding="utf-8") as env:
            assert "KNEAD_RIG=/etc/knead/rigs/sim-16.conf" in env.read()


@tap.test
def the_service_file__goes_where_avahi_looks_or_stays_in_a_prefix_of_ones_own():
    for prefix, path in (("/usr/local", "etc"), ("/opt/knead", "opt/knead/etc")):
        with Place() as place:
            place.run("install", prefix=prefix, destdir=place.folder)
            assert f"{path}/avahi/services/knead.service" in place.files()
            place.run("uninstall", prefix=prefix, destdir=place.folder)
            assert not [name for name in place.files() if "avahi" in name]


@tap.test
def an_installed_knead__finds_its_configuration_from_anywhere():
    for prefix in ("/usr", "/usr/local"):
        with Place() as place:
            place.run("install", prefix=prefix, destdir=place.folder)
            done = subprocess.run([f"{place.folder}{prefix}/bin/knead", "sim", "--minutes", "1"],
                                  cwd="/", capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


@tap.test
def a_file_somebody_changed__is_kept_and_the_new_one_lies_beside_it():
    with Place() as place:
        assert place.run("install") == ""
        place.append(RIG, "# ours\n")
        ours = place.read(RIG)
        said = place.run("install")
        assert place.read(RIG) == ours
        assert place.read(RIG + ".dist") != ours
        assert said.count("\n") == 1 and "sim-4.conf" in said and "kept" in said, said


@tap.test
def a_file_nobody_changed__follows_the_new_version():
    with Place() as place:
        place.run("install")
        new = place.read(RIG)
        # as if the version before had brought another text
        old = "# an older version's\n"
        place.append("share/knead/shipped.sha256", subprocess.run(
            ["sha256sum"], input=old, capture_output=True, text=True, check=True
        ).stdout.split()[0] + "  rigs/sim-4.conf\n")
        with open(place.path(RIG), "w", encoding="utf-8") as file:
            file.write(old)
        assert place.run("install") == ""
        assert place.read(RIG) == new
        assert not os.path.exists(place.path(RIG + ".dist"))


@tap.test
def an_uninstall__leaves_what_somebody_changed_and_nothing_else():
    with Place() as place:
        place.run("install")
        place.append(RIG, "# ours\n")
        place.run("install")
        said = place.run("uninstall")
        assert place.files() == [f"p/{RIG}"], place.files()
        assert "left" in said and "sim-4.conf" in said


@tap.test
def an_uninstall_from_a_folder_for_packaging__leaves_what_somebody_changed_and_nothing_else():
    with Place() as place:
        place.run("install", prefix="/usr", destdir=place.folder)
        with open(f"{place.folder}/{RIG}", "a", encoding="utf-8") as file:
            file.write("# ours\n")
        said = place.run("uninstall", prefix="/usr", destdir=place.folder)
        assert place.files() == [RIG], place.files()
        assert said.count("\n") == 1 and "sim-4.conf" in said, said


@tap.test
def an_uninstall__takes_no_records():
    with Place() as place:
        place.run("install")
        os.makedirs(place.path("var/lib/knead"))
        place.append("var/lib/knead/events.log", "x\n")
        place.run("uninstall")
        assert place.files() == ["p/var/lib/knead/events.log"], place.files()


@tap.test
def an_uninstall_of_nothing__is_no_error():
    with Place() as place:
        place.run("uninstall")
        assert not place.files()


@tap.test
def the_unit__is_sound_and_exposes_little():
    if not shutil.which("systemd-analyze"):
        raise tap.Skip("missing systemd-analyze: the unit was not checked")
    with Place() as place:
        place.run("install")
        unit = place.path("lib/systemd/system/kneadd.service")
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], check=False,
                              capture_output=True, text=True)
        words = [line for line in done.stderr.splitlines() if "kneadd" in line]
        assert done.returncode == 0 and not words, words
        done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager", unit],
                              check=False, capture_output=True, text=True)
        level = re.search(r"exposure level for kneadd.service: ([0-9.]+)", done.stdout)
        assert level and float(level[1]) <= 2.5, done.stdout[-200:] + done.stderr


@tap.test
def each_manual_page__is_of_a_program_and_says_its_options():
    if not shutil.which("help2man"):
        raise tap.Skip("missing help2man: no manual pages were made")
    with Place() as place:
        subprocess.run(["scripts/man", place.folder, BUILD], check=True)
        pages = {os.path.basename(name) for name in glob.glob(f"{place.folder}/*.[18]")}
        listed = subprocess.run([f"{BUILD}/knead", "--help"], capture_output=True, text=True,
                                check=True).stdout
        commands = re.findall(r"^  ([a-z]{2,}) +[a-z]", listed, re.M)
        assert len(commands) >= 7
        assert pages == {"kneadd.8", "knead.1", *(f"knead-{name}.1" for name in commands)}
        with open(f"{place.folder}/kneadd.8", encoding="utf-8") as page:
            text = page.read()
        assert "\\-\\-state\\-dir" in text and "kneadd \\- " in text


tap.run()
