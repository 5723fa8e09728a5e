"""knead panel in a terminal 80x24: what it shows of a controller that a test plays, and which keys send what."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import osc
import tap
from controller import KNEAD, Controller, wait_until
from listener import Client
from tablet import PAIRED_RIG, pin_path, read_pin

FULL = "█"
PLACES = [("neck", -0.05), ("shoulders", 0.05), ("upper_back", 0.17), ("lower_back", 0.31),
          ("lower_back", 0.44), ("hips", 0.57), ("legs", 0.85), ("legs", 1.18)]
IDLE = {
    "/rig/state": ("s", "idle"), "/rig/state/reason": ("s", "the self-test passed"),
    "/rig/state/step": ("ss", "none", "none"), "/rig/technique": ("s", "swedish"),
    "/rig/intensity": ("f", 0.3), "/rig/intensity/actual": ("f", 0.0), "/rig/speed": ("f", 1.0),
    "/rig/speed/actual": ("f", 1.0), "/rig/remaining": ("f", 1200.0),
    "/rig/region/neck/enable": ("f", 1.0), "/rig/region/neck/focus": ("f", 0.5),
    "/rig/region/lower_back/enable": ("f", 1.0), "/rig/region/lower_back/focus": ("f", 0.5),
    "/rig/balance": ("f", 0.0), "/rig/focus/xy": ("ff", 0.5, 0.5), "/rig/duration": ("f", 1500.0),
    "/rig/ceiling": ("f", 60.0), "/rig/client/height": ("f", 1.75), "/rig/client/placed": ("f", 0.0),
    "/rig/comfort": ("i", -1), "/rig/comfort/due": ("f", 0.0), "/rig/state/phase": ("s", "none"),
}
QUESTIONS = [("fever", "never", "Do you have a fever?"), ("cancer", "consent", "Have you cancer?"),
             ("wound", "place", "Is there a wound?"), ("numb_skin", "heat", "Is skin numb?")]
RUNNING = {**IDLE, "/rig/state": ("s", "running"), "/rig/state/reason": ("s", "started by a person"),
           "/rig/state/phase": ("s", "warm_up"), "/rig/state/step": ("ss", "warm_glide", "lower_back"),
           "/rig/intensity/actual": ("f", 0.25), "/rig/remaining": ("f", 754.0),
           "/rig/head/9/force": ("f", 12.3), "/rig/head/9/target": ("f", 14.1),
           "/rig/head/9/ceiling": ("f", 18.0), "/rig/head/9/contact": ("f", 1.0)}


class Rig:
    """A controller in name: tells its values to whoever subscribes, and remembers what was asked."""

    def __init__(self, values, heads=16, port=0):
        self.values = dict(values)
        self.heads = heads
        self.port = port
        self.said = []
        self.silent = False
        self.peer = None
        self.ended = False

    def __enter__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", self.port))
        self.socket.settimeout(0.05)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended = True
        self.thread.join()
        self.socket.close()

    def tell(self, path, types, *values):
        if self.peer is not None:
            self.socket.sendto(osc.message(path, types, *values), self.peer)

    def _answer(self, path):
        if path == "/rig/info":
            self.tell(path, "ssssi", "knead", "0.1.0", "played", "1", self.heads)
        elif path == "/rig/technique/list":
            self.tell("/rig/technique/item", "iss", 0, "swedish", "Swedish massage")
            self.tell("/rig/technique/item", "iss", 1, "shiatsu", "Shiatsu")
            self.tell("/rig/technique/item", "iss", 2, "hot_stone", "Hot stone")
            self.tell("/rig/technique/unfit", "iss", 2, "hot_stone", "needs a heater")
        elif path == "/rig/screening/list":
            for index, (name, rule, words) in enumerate(QUESTIONS):
                self.tell("/rig/screening/item", "isss", index, name, rule, words)
        elif path == "/rig/head/list":
            for n in range(min(self.heads, 16)):
                region, x_m = PLACES[n // 2]
                side = "right" if n % 2 else "left"
                self.tell("/rig/head/item", "issff", n + 1, region, side, x_m, 0.0)

    def _run(self):
        while not self.ended:
            try:
                data, source = self.socket.recvfrom(4096)
            except socket.timeout:
                data = None
            if data is not None and not self.silent:
                self.peer = source
                for path, types, values in osc.decode(data):
                    self.said.append((path, types, values, time.monotonic()))
                    self._answer(path)
            if not self.silent:
                for path, (types, *values) in list(self.values.items()):
                    self.tell(path, types, *values)

    def asked(self, path):
        """Arguments of every such message so far."""
        return [values for said, _, values, _ in list(self.said) if said == path]


class Panel:
    """knead panel in a terminal of its own."""

    def __init__(self, port, columns=80, rows=24, environment="LC_ALL=C.UTF-8"):
        self.command = f"{environment} {KNEAD} panel 127.0.0.1:{port}"
        self.size = ["-x", str(columns), "-y", str(rows)]

    def __enter__(self):
        if shutil.which("tmux") is None:
            raise tap.Skip("missing tmux")
        self.folder = tempfile.mkdtemp(prefix="knead-it.")
        self.environment = {**os.environ, "TMUX_TMPDIR": self.folder, "LC_ALL": "C.UTF-8"}
        self.environment.pop("TMUX", None)
        script = (f"trap : INT; stty -g >{self.folder}/before; {self.command} 2>{self.folder}/err;"
                  f" code=$?; stty -g >{self.folder}/after; echo $code >{self.folder}/code.new;"
                  f" mv {self.folder}/code.new {self.folder}/code; echo it ended; exec sleep 1000")
        self.tmux("new-session", "-d", *self.size, script)
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            error.add_note(self.screen())
        self.tmux("kill-server")
        # What ran in it may still write there: again until nothing is left.
        wait_until(self.removed, f"the end of {self.folder}")

    def removed(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        return not os.path.exists(self.folder)

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-u", "-f", "/dev/null", *arguments], env=self.environment,
                              check=True, capture_output=True, text=True).stdout

    def keys(self, *names):
        self.tmux("send-keys", *names)

    def screen(self, *options):
        return self.tmux("capture-pane", "-p", *options)

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_shown(self, *words):
        wait_until(lambda: all(word in self.screen() for word in words), f"{words} on the screen")
        return self.screen()

    def read(self, name):
        with open(f"{self.folder}/{name}", encoding="utf-8") as file:
            return file.read()

    def wait_end(self):
        """Its exit code; the terminal is as it was."""
        wait_until(lambda: os.path.exists(f"{self.folder}/code"), "the end of the panel")
        assert self.read("before") == self.read("after"), "the terminal was not restored"
        assert self.read("err") == "", self.read("err")
        return int(self.read("code"))

    def pid(self):
        """The panel's own process, a child of the shell in the pane."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        with open(f"/proc/{shell}/task/{shell}/children", encoding="ascii") as file:
            return int(file.read().split()[0])


def line_of(screen, word):
    return next(line for line in screen.splitlines() if word in line)


@tap.test
def what_the_controller_says__is_on_the_screen():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        screen = panel.wait_shown("R U N N I N G", "12.3/14.1", "rig played, 16 heads", "Swedish")
        assert "started by a person" in screen
        assert "12:34 left, warm up" in screen
        assert "warm glide on the lower back" in screen
        assert "0.25 of 0.30 wanted" in screen
        assert f"127.0.0.1:{rig.port}" in screen
        head = line_of(screen, "12.3/14.1")
        assert re.match(rf" 9 lower back ● {FULL}+[^┃]*┃·*╡·* +12\.3/14\.1 │ 10 lower back", head), head
        assert len(screen.splitlines()) == 24
        assert max(map(len, screen.splitlines())) <= 80


@tap.test
def body__lies_from_neck_to_calves():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        screen = panel.wait_shown(" 1 neck", "16 legs")
        rows = [line_of(screen, f"│ {n + 1:2} {name}") for n, name in
                ((1, "neck"), (3, "shoulders"), (7, "lower"), (11, "hips"), (13, "legs"), (15, "legs"))]
        assert [screen.index(row) for row in rows] == sorted(screen.index(row) for row in rows)
        assert rows[0].index(" 1 neck") < 40 < rows[0].index(" 2 neck")
        assert line_of(screen, "left ───").index("left") < 40 < line_of(screen, "left ───").index("right")


@tap.test
def stop__is_on_the_screen_whatever_happens():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G", "SPACE  STOP")
        rig.silent = True
        panel.wait_shown("no word", "SPACE  STOP")
        line = line_of(panel.screen("-e"), "STOP")
        assert re.search(r"\x1b\[(\d+;)*41m *s or SPACE  STOP", line.replace("\x1b[37m", "")), repr(line)


@tap.test
def stop_keys__send_it_three_times():
    for key in ("s", "Space", "S"):
        with Rig(RUNNING) as rig, Panel(rig.port) as panel:
            panel.wait_shown("R U N N I N G")
            panel.keys(key)
            wait_until(lambda: len(rig.asked("/rig/stop")) == 3, "three stops")
            panel.wait_shown("STOP: sent")
            assert rig.asked("/rig/stop") == [()] * 3


@tap.test
def stop_then_quit__still_sends_it_three_times():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E")
        panel.keys("s", "q")
        assert panel.wait_end() == 0
        wait_until(lambda: len(rig.asked("/rig/stop")) == 3, "three stops")
        wait_until(lambda: rig.asked("/rig/unsubscribe"), "its leave")


@tap.test
def keys__send_what_they_say():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G", "0.30 wanted", "Swedish", " 8 lower back")
        for key, path, values in (
                ("a", "/rig/arm", ()), ("g", "/rig/start", ()), ("d", "/rig/released", ()),
                ("e", "/rig/ease", ()), ("p", "/rig/pause", ()), ("r", "/rig/resume", ()),
                ("k", "/rig/skip", ()), ("l", "/rig/linger", ()), (">", "/rig/speed", (1.05,)),
                ("+", "/rig/intensity", (0.35,)), ("-", "/rig/intensity", (0.3,)),
                ("7", "/rig/comfort", (7.0,)), ("x", "/rig/comfort", (10.0,))):
            before = len(rig.asked(path))
            panel.keys(key)
            wait_until(lambda: len(rig.asked(path)) == before + 1, f"{path} by {key}")
            got = rig.asked(path)[-1]
            assert all(abs(g - w) < 1e-6 if isinstance(w, float) else g == w
                       for g, w in zip(got, values, strict=True)), (key, got)


@tap.test
def pages__are_turned_and_always_stop():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G", "16 legs")
        for key, word in (("f", "dose kPa s"), ("t", "techniques"), ("i", "intake: "),
                          ("h", "limited by"), ("b", "ceiling")):
            panel.keys(key)
            screen = panel.wait_shown(word, "s or SPACE  STOP", "R U N N I N G", "0.25 of 0.30 wanted")
            assert len(screen.splitlines()) == 24 and max(map(len, screen.splitlines())) <= 80
            before = len(rig.asked("/rig/stop"))
            panel.keys("Space")
            wait_until(lambda: len(rig.asked("/rig/stop")) == before + 3, f"stops on {key}")


@tap.test
def focus__is_moved_and_regions_are_left_out():
    values = {**RUNNING, "/rig/region/lower_back/time": ("f", 90.0), "/rig/region/neck/time": ("f", 10.0),
              "/rig/region/lower_back/dose": ("ff", 1234.0, 1300.0),
              "/rig/trigger/1": ("isff", 7, "held", 1.9, 0.8)}
    with Rig(values) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G", "16 legs", "trigger points: 1 held")
        panel.keys("f")
        screen = panel.wait_shown("> neck", "7 lower back L", "1.9 x stiffer", "80 % sure")
        assert re.search(r"lower back .* 0\.50 +50 % +90 % +1:30 +1234/1300", line_of(screen, " lower back ")), screen
        panel.keys("Right")
        wait_until(lambda: rig.asked("/rig/region/neck/focus"), "the focus")
        assert abs(rig.asked("/rig/region/neck/focus")[-1][0] - 0.6) < 1e-6
        panel.keys("Down", "Down", "Down", "o")
        wait_until(lambda: rig.asked("/rig/region/lower_back/enable"), "the region left out")
        assert rig.asked("/rig/region/lower_back/enable") == [(0.0,)]
        rig.values["/rig/region/lower_back/enable"] = ("f", 0.0)
        panel.wait_shown("> lower back")
        wait_until(lambda: "left out" in line_of(panel.screen(), "> lower back"), "left out")
        panel.keys("Down", "Down", "Down", "Down", "Left")
        wait_until(lambda: rig.asked("/rig/balance"), "the balance")


@tap.test
def length_ceiling_and_pad__are_asked_for_on_the_focus_page():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G")
        panel.keys("f")
        screen = panel.wait_shown("> neck", "[ ] toward head, foot")
        assert "25:00" in line_of(screen, " session "), screen
        assert "60.0" in line_of(screen, " at most "), screen
        panel.keys(*["Down"] * 8, "Right", "Down", "Left", "]")
        wait_until(lambda: rig.asked("/rig/focus/xy"), "the pad")
        assert rig.asked("/rig/duration") == [(1560.0,)]
        assert rig.asked("/rig/ceiling") == [(55.0,)]
        assert [round(part, 3) for part in rig.asked("/rig/focus/xy")[-1]] == [0.6, 0.5]


@tap.test
def technique__is_chosen_with_the_reason_where_it_cannot_be():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E", "Swedish")
        panel.keys("t")
        screen = panel.wait_shown("> Swedish", "not now: needs a heater")
        assert "in use" in line_of(screen, "> Swedish")
        assert "Hot stone" in line_of(screen, "needs a heater")
        panel.keys("Down", "Enter")
        wait_until(lambda: rig.asked("/rig/technique"), "the technique")
        assert rig.asked("/rig/technique") == [("shiatsu",)]
        assert not rig.asked("/rig/start")


@tap.test
def what_a_session_goes_on_without__is_shown_where_the_state_is():
    why = "goes on lighter: it needs 40 N, and rig, asked and eased ceilings leave 25 N"
    values = {**IDLE, "/rig/state": ("s", "running"), "/rig/technique/lacks": ("s", why)}
    with Rig(values) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G", "goes on lighter: it needs 40 N", "leave 25 N", "STOP")


@tap.test
def questions__are_walked_through():
    values = {**IDLE, "/rig/arm/refusal": ("s", "a screening question has no answer from the last 12 hours")}
    with Rig(values) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E", "a screening question has no answer")
        panel.keys("i")
        panel.wait_shown("intake: 0 of 4 answered", "> 1.75 m", "Have you cancer?")
        panel.keys("Down", "Down")
        panel.wait_shown("y: no massage with this, see a clinician.")
        for key, name, answer in (("n", "fever", "no"), ("y", "cancer", "yes"), ("c", "wound", "consent")):
            panel.keys(key)
            wait_until(lambda: rig.asked(f"/rig/screening/{name}") == [(answer,)], f"{answer} to {name}")
            # of a place that is not left out a consent counts as yes
            rig.values[f"/rig/screening/{name}"] = ("s", "yes" if answer == "consent" else answer)
            time.sleep(0.8)  # what reading the next one out takes; faster ones are not taken
        screen = panel.wait_shown("intake: 3 of 4 answered", "2 refuse", "! yes", "y: no heat in this session.")
        assert "! yes" in line_of(screen, "Is there a wound?")
        panel.keys("n", "n", "n")
        panel.wait_shown("too fast, not taken")
        assert rig.asked("/rig/screening/numb_skin") == [("no",)]


@tap.test
def comfort__is_asked_for_on_every_page():
    values = {**RUNNING, "/rig/comfort/due": ("f", 24.0)}
    with Rig(values) as rig, Panel(rig.port) as panel:
        for key in "bftih":
            panel.keys(key)
            panel.wait_shown("How is it, 0..10?", "24 s to answer")
        panel.keys("b", "4")
        wait_until(lambda: rig.asked("/rig/comfort") == [(4.0,)], "the answer")
        rig.values["/rig/comfort/due"] = ("f", 0.0)
        rig.values["/rig/comfort"] = ("i", 4)
        assert "How is it" not in panel.wait_shown("comfort, last answer: 4 of 10")


@tap.test
def limits_warmth_and_hands__are_on_the_body():
    values = {**RUNNING, "/rig/head/9/limit": ("s", "ease"), "/rig/head/5/limit": ("s", "guard"),
              "/rig/head/10/surface": ("ff", 40.4, 40.0), "/rig/head/9/dwell": ("f", 200.0),
              "/rig/head/9/dose": ("ff", 123.0, 140.0), "/rig/hand/1": ("fff", 0.43, -0.05, 14.0),
              "/rig/hand/2": ("fff", 0.86, 0.05, 14.0)}
    with Rig(values) as rig, Panel(rig.port) as panel:
        screen = panel.wait_shown("the client tensed: 5", "eased by the client: 9", "40C", "◆", "16 legs")
        assert "◆│ 10 lower back" in line_of(screen, " 9 lower back")
        assert "│◆14 legs" in line_of(screen, "13 legs")
        assert "40C" in line_of(screen, "10 lower back")
        panel.keys("h")
        screen = panel.wait_shown("limited by")
        assert re.match(r" 9 lower back L +12\.3/14\.1 +18\.0 +eased by the client +123/140 +3:20",
                        line_of(screen, " 9 lower back")), screen
        assert "40/40 C" in line_of(screen, "10 lower back")
        panel.keys("b")
        panel.resize(130, 44)
        wait_until(lambda: panel.screen().count("◆") == 5, "the figure")  # legend, map and figure


@tap.test
def fault__is_red_and_reset_by_two_keys():
    values = {**IDLE, "/rig/state": ("s", "fault"),
              "/rig/state/reason": ("s", "head 3: a sensor fell silent")}
    with Rig(values) as rig, Panel(rig.port) as panel:
        panel.wait_shown("F A U L T", "head 3: a sensor fell silent", "R R resets")
        line = line_of(panel.screen("-e"), "F A U L T")
        above = panel.screen("-e").split("F A U L T")[0]
        assert re.findall(r"\x1b\[(?:\d+;)*(4\d)m", above + line)[-1] == "41"
        panel.keys("R")
        panel.wait_shown("R again within 3 s resets the fault")
        assert not rig.asked("/rig/fault/reset")
        panel.keys("R")
        wait_until(lambda: len(rig.asked("/rig/fault/reset")) == 1, "the reset")


@tap.test
def refusal__is_shown_in_words():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E")
        panel.keys("g")
        wait_until(lambda: rig.asked("/rig/start"), "the start")
        rig.tell("/rig/error", "ssssi", "not_armed", "/rig/start", "arm first", "", 0)
        panel.wait_shown("start refused: arm first; a arms")


@tap.test
def silence__greys_everything_and_heals_by_itself():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G")
        assert "\x1b[2m 9 lower back" not in panel.screen("-e")
        rig.silent = True
        screen = panel.wait_shown("no word from the controller for 2 s")
        assert "R U N N I N G" not in screen
        assert "as it was then: running" in screen
        grey, vivid = panel.screen("-e").rsplit("touching", 1)
        assert re.findall(r"\x1b\[([\d;]*)m", grey)[0] == "2"
        assert not re.search(r"\x1b\[(?:\d+;)*[34][1-7]m", grey), "something is coloured"
        assert "STOP" in vivid
        panel.wait_shown("no word from the controller for 3 s")
        panel.keys("a", "+")
        panel.wait_shown("only stop, ease and pause are sent")
        rig.silent = False
        panel.wait_shown("R U N N I N G")
        assert not rig.asked("/rig/arm") and not rig.asked("/rig/intensity")


@tap.test
def nobody_there__is_waited_for():
    with Rig(IDLE) as rig:
        port = rig.port
    with Panel(port) as panel:
        panel.wait_shown(f"waiting for a controller at 127.0.0.1:{port}; no program listens there")
        panel.keys("s", "a", "+")
        with Rig(IDLE, port=port):
            panel.wait_shown("I D L E", "0.30 wanted")
        panel.wait_shown("no word from the controller")


@tap.test
def living_subscription__is_only_pinged():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E", "16 legs")
        wait_until(lambda: len(rig.asked("/rig/ping")) >= 2, "two pings")
        assert 1 <= len(rig.asked("/rig/subscribe")) <= 2
        assert rig.asked("/rig/subscribe")[0] == (0, 10.0)


@tap.test
def small_window__says_so_and_still_stops():
    with Rig(RUNNING) as rig, Panel(rig.port) as panel:
        panel.wait_shown("R U N N I N G")
        panel.resize(60, 20)
        screen = panel.wait_shown("This window is 60x20, the panel needs 80x24; s still stops.")
        assert len(screen.split()) == 11, screen
        panel.keys("s")
        wait_until(lambda: len(rig.asked("/rig/stop")) == 3, "three stops")
        panel.resize(5, 2)
        panel.resize(110, 40)
        screen = panel.wait_shown("R U N N I N G", "12.3/14.1", "STOP")
        assert max(map(len, screen.splitlines())) == 110


@tap.test
def tissue_and_breath__are_on_the_screen():
    felt = {"/rig/breath": ("ff", 0.25, 0.26), "/rig/breath/depth": ("f", 0.0034),
            "/rig/head/9/stiffness": ("f", 2770.0), "/rig/head/9/stiffness10": ("ff", 2450.0, 0.8),
            "/rig/head/9/exponent": ("ff", 1.94, 0.3), "/rig/head/9/relaxation": ("ff", 0.0, 0.0),
            "/rig/head/9/heat": ("f", 3.25)}
    with Rig({**RUNNING, **felt}) as rig, Panel(rig.port) as panel:
        panel.wait_shown("breath: 16 a minute, 3.4 mm")
        panel.keys("h")
        panel.wait_shown("limited by")
        panel.keys("Right")
        screen = panel.wait_shown("N/mm now", "exponent", "2.45")
        assert "limited by" not in screen
        assert re.match(r" 9 lower back L +12\.3/14\.1 +18\.0 +2\.77 +2\.45 +1\.94 \? +- +3\.25/10$", line_of(screen, "2.45"))
        panel.keys("Left")
        panel.wait_shown("limited by")
    unfelt = {"/rig/breath": ("ff", 0.0, 0.0), "/rig/breath/depth": ("f", 0.0)}
    with Rig({**RUNNING, **unfelt}) as rig, Panel(rig.port) as panel:
        panel.wait_shown("breath: not surely felt")


@tap.test
def many_heads__are_scrolled():
    with Rig(RUNNING, heads=64) as rig, Panel(rig.port) as panel:
        screen = panel.wait_shown("rows 1-10 of 32 ", "20 head")
        assert "│ 64 head" not in screen
        panel.keys(*["Down"] * 40)
        panel.wait_shown("rows 23-32 of 32", "│ 64 head")
        panel.keys("Up")
        panel.wait_shown("rows 22-31 of 32")


@tap.test
def other_character_sets__get_plain_ascii():
    with Rig(RUNNING) as rig, Panel(rig.port, environment="LC_ALL=C TERM=vt100") as panel:
        screen = panel.wait_shown("R U N N I N G", "12.3/14.1", "SPACE  STOP")
        assert screen.isascii()
        assert re.match(r" 9 lower back \* #+\.\|\.\]\. +12\.3/14\.1 \| 10 ", line_of(screen, "12.3/14.1"))


@tap.test
def quit__asks_in_a_session_and_leaves_it_running():
    for key in ("q", "C-c"):
        with Rig(RUNNING) as rig, Panel(rig.port) as panel:
            panel.wait_shown("R U N N I N G")
            panel.keys(key)
            panel.wait_shown("q again leaves the session running, s stops it")
            panel.keys(key)
            assert panel.wait_end() == 0
            wait_until(lambda: rig.asked("/rig/unsubscribe"), "its leave")
            assert not rig.asked("/rig/stop")


@tap.test
def quit_when_idle__is_at_once():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E")
        panel.keys("q")
        assert panel.wait_end() == 0
        assert "I D L E" not in panel.wait_shown("it ended")


@tap.test
def signals__restore_the_terminal():
    for number in (signal.SIGTERM, signal.SIGHUP):
        with Rig(RUNNING) as rig, Panel(rig.port) as panel:
            panel.wait_shown("R U N N I N G")
            os.kill(panel.pid(), number)
            assert panel.wait_end() == 0


def has_ended(pid):
    """Also when nobody has reaped it yet."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(") ")[2].startswith("Z")
    except FileNotFoundError:
        return True


@tap.test
def closed_terminal__ends_it():
    with Rig(IDLE) as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E")
        pid = panel.pid()
        panel.tmux("new-session", "-d", "sleep 1000")  # keeps the server for the end of this test
        panel.tmux("kill-session", "-t", "0")
        wait_until(lambda: has_ended(pid), "the end of the panel")
        wait_until(lambda: rig.asked("/rig/unsubscribe"), "its leave")


def run_without_terminal(**environment):
    run = subprocess.run([KNEAD, "panel"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                         env={**os.environ, **environment}, timeout=20, check=False)
    return run.returncode, run.stdout, run.stderr


@tap.test
def no_terminal__is_one_sentence():
    code, out, err = run_without_terminal(TERM="xterm")
    assert code == 2 and out == ""
    assert re.fullmatch(r"knead panel: the panel needs a terminal [^\n]*\n", err), err


@tap.test
def unknown_terminal__is_one_sentence():
    for kind, said in (("TERM=", "TERM= is not known"), ("-u TERM", "TERM= is not known"),
                       ("TERM=no-such-thing", "TERM=no-such-thing is not known"),
                       ("TERM=dumb", "TERM=dumb cannot place text")):
        with Rig(IDLE) as rig, Panel(rig.port, environment=f"env {kind}") as panel:
            panel.wait_shown("it ended")
            assert panel.read("code") == "2\n", (kind, panel.read("code"))
            assert re.fullmatch(rf"knead panel: [^\n]*{re.escape(said)}[^\n]*\n", panel.read("err")), \
                (kind, panel.read("err"))


@tap.test
def unknown_host__is_one_sentence():
    run = subprocess.run([KNEAD, "panel", "no host of this name"], capture_output=True, text=True,
                         timeout=60, check=False)
    assert run.returncode == 2 and run.stdout == ""
    assert re.fullmatch(r"knead panel: no address for [^\n]*\n", run.stderr), run.stderr


@tap.test
def real_session__is_driven_by_keys():
    with Controller() as rig, Panel(rig.port) as panel:
        panel.wait_shown("I D L E", "sim-16")
        panel.keys("+", "+")
        panel.wait_shown("0.40 wanted")
        panel.keys("g")
        panel.wait_shown("refused: arm first")
        panel.keys("a")
        panel.wait_shown("A R M E D")
        panel.keys("g")
        panel.wait_shown("R U N N I N G", "●", "warm up")
        panel.keys("p")
        panel.wait_shown("P A U S E D")
        panel.keys("r")
        panel.wait_shown("R U N N I N G")
        panel.keys("Space")
        panel.wait_shown("I D L E", "stopped by a person")
        panel.keys("q")
        assert panel.wait_end() == 0


@tap.test
def rig_that_asks_who_steers__is_paired_with_once_and_held_by_beats():
    with Controller(rig=PAIRED_RIG) as rig:
        home = f"LC_ALL=C.UTF-8 XDG_STATE_HOME={rig.folder}"
        with Panel(rig.port, environment=home) as panel:
            panel.wait_shown("I D L E", "nobody steers, w does")
            panel.keys("w")
            panel.wait_shown("type the PIN that the rig shows now")
            panel.keys("a")
            panel.wait_shown("arm refused: pair first")
        with Panel(rig.port, environment=home) as panel:
            panel.command += f" --pin {read_pin(rig)}"
            panel.__exit__(None, None, None)
            panel.__enter__()
            panel.wait_shown("I D L E", "nobody steers")
            token = f"{rig.folder}/knead/panel-127.0.0.1:{rig.port}.token"
            wait_until(lambda: os.path.exists(token), "the token")
            assert os.stat(token).st_mode & 0o777 == 0o600
            panel.keys("w")
            panel.wait_shown("this panel steers: panel")
            time.sleep(4.0)  # three would end the lease of one that does not beat
            panel.keys("a")
            screen = panel.wait_shown("arm refused: fever: ", "this panel steers: panel")
            assert "stale" not in screen
            panel.keys("q")
            assert panel.wait_end() == 0
        with Panel(rig.port, environment=home) as panel:
            panel.wait_shown("I D L E", "nobody steers")
            panel.keys("w")
            panel.wait_shown("this panel steers: panel")


@tap.test
def pin_typed_at_the_panel__pairs_and_later_takes_over():
    with Controller(rig=PAIRED_RIG) as rig:
        home = f"LC_ALL=C.UTF-8 XDG_STATE_HOME={rig.folder}"

        def type_pin(panel, digits):
            panel.keys(*digits[:3])
            panel.wait_shown(f"shows now: {digits[:3]}")
            panel.keys(*digits[3:])

        def press_confirm(held):
            with Client(rig) as hand:
                hand.send("/sim/button", "sf", "confirm", held)
        with Panel(rig.port, environment=home) as one, \
                Panel(rig.port, environment=f"{home}/other") as two:
            one.wait_shown("I D L E", "nobody steers, w does")
            one.keys("w")
            one.wait_shown("type the PIN that the rig shows now")
            wrong = "000000" if read_pin(rig) != "000000" else "000001"
            type_pin(one, wrong)
            one.wait_shown("pair refused: wrong")
            one.keys("w")
            type_pin(one, read_pin(rig))
            one.wait_shown("paired with this rig: w steers")
            one.keys("w")
            one.wait_shown("this panel steers: panel")
            two.wait_shown("I D L E", "steered by panel")
            for said in ("paired with this rig", "asked to take over: press the confirm button"):
                wait_until(lambda: not os.path.exists(pin_path(rig)), "the PIN before is spent")
                two.keys("w")
                two.wait_shown("type the PIN that the rig shows now")
                time.sleep(1.2)  # who came to listen may not take anything for a second
                type_pin(two, read_pin(rig))
                two.wait_shown(said)
            two.wait_shown("panel wants to steer")
            press_confirm(1.0)
            two.wait_shown("this panel steers: panel")
            one.wait_shown("steered by panel")
            press_confirm(0.0)


tap.run()
