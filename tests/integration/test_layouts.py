#!/usr/bin/python3
"""The layouts as they are committed: read back, and held against the table of addresses and a finger's size."""
import json
import os
import re
import subprocess
import sys
import uuid

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import openstage_app
import tap
import touchosc_app
from address_table import check_sent, members, row_of
from controller import BUILD

WIDTH, HEIGHT = 1280, 800          # a 10-inch tablet in landscape, 215 mm wide
UNITS_MM = WIDTH / 215.0
FINGER_MM = 15.0
PAGES = ["session", "body", "focus", "before", "rig"]
NEEDED = ["/rig/technique", "/rig/intensity", "/rig/intensity/actual", "/rig/speed", "/rig/duration",
          "/rig/arm", "/rig/start", "/rig/pause", "/rig/resume", "/rig/stop", "/rig/ease",
          "/rig/comfort", "/rig/client/height", "/rig/client/placed", "/rig/focus/xy",
          "/rig/remaining", "/rig/state", "/rig/state/reason", "/rig/state/step", "/rig/owner",
          "/rig/owner/you", "/rig/lease/request", "/rig/lease/take", "/rig/pair", "/rig/pair/token",
          "/rig/fault", "/rig/fault/reset", "/rig/breath", "/rig/subscribe", "/rig/hb",
          "/rig/hb/nonce", "/rig/head/item", "/rig/technique/item", "/rig/error"]


def overlap(one, other, gap=0.0):
    return (one[0] < other[0] + other[2] + gap and other[0] < one[0] + one[2] + gap and
            one[1] < other[1] + other[3] + gap and other[1] < one[1] + one[3] + gap)


class Target:
    """Something a finger may touch: where, and in which groups."""

    def __init__(self, name, rect, groups):
        self.name, self.rect, self.groups = name, rect, groups

    def page(self):
        """The page it is on, "" for all, and which part of it, "" for all."""
        inside = [g for g in self.groups if g.startswith("of_")]
        return (inside[0][3:] if inside else "", inside[1] if len(inside) > 1 else "")

    def beside(self, other):
        """Can both be seen at once?"""
        mine, its = self.page(), other.page()
        return all(a == b or "" in (a, b) for a, b in zip(mine, its))


def touchosc_targets():
    root = touchosc_app.read_root()
    found = []

    def visit(node, corner, groups):
        properties = touchosc_app.properties_of(node)
        name, frame = properties["name"][1], properties["frame"][1]
        rect = (corner[0] + frame["x"], corner[1] + frame["y"], frame["w"], frame["h"])
        assert rect[0] >= 0 and rect[1] >= 0 and rect[2] > 0 and rect[3] > 0, (name, rect)
        assert rect[0] + rect[2] <= WIDTH and rect[1] + rect[3] <= HEIGHT, (name, rect)
        if node.get("type") in ("BUTTON", "XY") or (
                node.get("type") == "FADER" and properties["cursor"][1]):
            found.append(Target(name, rect, groups))
        for child in touchosc_app.children_of(node):
            visit(child, rect[:2], groups + (name,))

    visit(root, (0, 0), ())
    return found


def openstage_targets():
    found = []
    for widget, place, parents in openstage_app.walk(openstage_app.read_session()["content"]):
        if place is None:
            assert widget["type"] == "script", widget["id"]
            continue
        rect = tuple(part * size / 100 for part, size in zip(place, (WIDTH, HEIGHT) * 2))
        assert rect[0] >= 0 and rect[1] >= 0 and rect[0] + rect[2] <= WIDTH + 0.1 and \
            rect[1] + rect[3] <= HEIGHT + 0.1, (widget["id"], rect)
        if widget["type"] in ("button", "xy") or (
                widget["type"] == "fader" and widget.get("interaction") is not False):
            found.append(Target(widget["id"], rect, parents))
    return found


def check_targets(targets):
    least = FINGER_MM * UNITS_MM
    assert len(targets) > 150 and {t.page()[0] for t in targets} == {"", *PAGES}
    for target in targets:
        assert min(target.rect[2:]) >= least - 0.1, (target.name, target.rect, "too small")
    for i, one in enumerate(targets):
        for other in targets[i + 1:]:
            assert not (one.beside(other) and overlap(one.rect, other.rect, -0.1)), \
                (one.name, other.name)
    stop, = (t for t in targets if t.name == "stop")
    ease, = (t for t in targets if t.name == "ease")
    assert stop.page() == ease.page() == ("", ""), "on every page"
    assert stop.rect[2] * stop.rect[3] > 4 * max(t.rect[2] * t.rect[3] for t in targets
                                                 if t.name.startswith("key_")), "big"
    assert all(t is stop or not overlap(stop.rect, t.rect, 5 * UNITS_MM) for t in targets), "alone"


# ---- what both are ----


@tap.test
def what_is_committed__is_what_the_script_writes():
    done = subprocess.run(["scripts/layouts", "--check"], capture_output=True, text=True,
                          env={**os.environ, "BUILD": BUILD}, check=False)
    assert done.returncode == 0, done.stderr


@tap.test
def the_wired_buttons_word__is_on_no_screen():
    with open(openstage_app.SESSION, encoding="utf-8") as file:
        texts = [file.read()]
    texts += [str(touchosc_app.values_of(n)) + str(touchosc_app.properties_of(n))
              for n, _ in touchosc_app.walk(touchosc_app.read_root())]
    assert not any("emergency" in text.lower() for text in texts)


@tap.test
def everything_the_issue_asks_for__is_on_both():
    scripts = {"touchosc": "".join(touchosc_app.properties_of(n).get("script", ("s", ""))[1] +
                                   "".join(m["path"] + " " for m in touchosc_app.messages_of(n))
                                   for n, _ in touchosc_app.walk(touchosc_app.read_root()))}
    with open(openstage_app.SESSION, encoding="utf-8") as file:
        scripts["openstage"] = file.read()
    wanted = NEEDED + [f"/rig/screening/{q}" for q in members("/rig/screening/{item}")] + \
        [f"/rig/region/{r}/{what}" for r in members("/rig/region/{name}/focus")
         for what in ("focus", "enable")]
    for app, text in scripts.items():
        for address in wanted:
            assert re.search(re.escape(address) + r"(?![a-z/])", text), (app, address)
        assert re.search(r"/rig/hand/", text) and re.search(r"/rig/head/", text), app


@tap.test
def every_address_a_script_names__is_in_the_table():
    for path in ("scripts/tablet/knead.lua", "scripts/tablet/knead.js"):
        with open(path, encoding="utf-8") as file:
            named = set(re.findall(r"'(/rig/[a-z/]+)'", file.read()))
        assert len(named) > 30, (path, named)
        for address in named - {"/rig/"}:
            row_of(address)


# ---- TouchOSC ----


COMMON = {"name", "frame", "color", "background", "cornerRadius", "grabFocus", "interactive", "locked",
          "orientation", "outline", "outlineStyle", "pointerPriority", "shape", "visible"}
LETTERS = {"font", "textAlignH", "textAlignV", "textClip", "textColor", "textLength", "textSize",
           "textWrap"}
OWN = {"GROUP": set(), "BOX": set(), "LABEL": LETTERS, "TEXT": LETTERS,
       "BUTTON": {"buttonType", "press", "release", "valuePosition"},
       "FADER": {"bar", "barDisplay", "cursor", "cursorDisplay", "grid", "gridSteps", "response",
                 "responseFactor"},
       "XY": {"cursor", "cursorDisplay", "gridX", "gridY", "gridStepsX", "gridStepsY", "lines",
              "linesDisplay", "lockX", "lockY", "response", "responseFactor"}}
VALUES = {"GROUP": {"touch"}, "BOX": {"touch"}, "LABEL": {"text", "touch"}, "TEXT": {"text", "touch"},
          "BUTTON": {"x", "touch"}, "FADER": {"x", "touch"}, "XY": {"x", "y", "touch"}}


@tap.test
def every_node_of_the_touchosc_layout__is_one_touchosc_knows():
    identities, names = set(), set()
    for node, _ in touchosc_app.walk(touchosc_app.read_root()):
        properties = touchosc_app.properties_of(node)
        kind, name = node.get("type"), properties["name"][1]
        assert kind in OWN, kind
        assert set(properties) - {"script"} == COMMON | OWN[kind], (name, set(properties))
        assert set(touchosc_app.values_of(node)) == VALUES[kind], name
        assert [child.tag for child in node] == [tag for tag in (
            "properties", "values", "messages", "children") if node.find(tag) is not None], name
        assert str(uuid.UUID(node.get("ID"))) == node.get("ID") and node.get("ID") not in identities
        assert name not in names, f"{name} twice: a script would find the first"
        identities.add(node.get("ID"))
        names.add(name)
    assert len(names) > 400, len(names)


@tap.test
def every_message_of_the_touchosc_layout__fits_its_row():
    sent = 0
    for node, _ in touchosc_app.walk(touchosc_app.read_root()):
        name = touchosc_app.properties_of(node)["name"][1]
        for message in touchosc_app.messages_of(node):
            row = row_of(message["path"])
            arguments = message["arguments"]
            taken = [a for a in arguments if a["type"] == "VALUE"]
            tags = "".join({"STRING": "s", "INTEGER": "i", "FLOAT": "f"}[a["conversion"]]
                           for a in arguments)
            values = [None if a["type"] == "VALUE" else
                      a["value"] if a["conversion"] == "STRING" else float(a["value"])
                      for a in arguments]
            assert all((a["min"], a["max"]) == (row["low"], row["high"]) for a in taken), name
            assert not message["receive"] or row["types"] == "f" * len(taken), name
            if message["send"]:
                check_sent(message["path"], tags, values)
                sent += 1
                rises = [("x", "RISE")]
                assert message["triggers"] == (rises if not taken else
                                               [(a["value"], "ANY") for a in taken]), name
    assert sent > 120, sent


@tap.test
def the_touchosc_layout__has_no_toggles_and_no_steps():
    for node, _ in touchosc_app.walk(touchosc_app.read_root()):
        properties = touchosc_app.properties_of(node)
        if node.get("type") == "BUTTON":
            assert properties["buttonType"][1] == 0.0, properties["name"]


@tap.test
def touch_targets_of_the_touchosc_layout__are_large_apart_and_on_the_screen():
    check_targets(touchosc_targets())


@tap.test
def words_of_the_touchosc_layout__fit_where_they_stand():
    states = row_of("/rig/state")["text"].rstrip(".").replace(" or ", ", ").split(", ")
    assert "releasing" in states and len(states) == 8, states
    seen = 0
    for node, _ in touchosc_app.walk(touchosc_app.read_root()):
        if node.get("type") not in ("LABEL", "TEXT"):
            continue
        properties = touchosc_app.properties_of(node)
        name, size, frame = (properties[key][1] for key in ("name", "textSize", "frame"))
        turned = properties["orientation"][1] == 3.0
        wide, high = (frame["h"], frame["w"]) if turned else (frame["w"], frame["h"])
        words = [w.upper() for w in states] if name == "state" else \
            [touchosc_app.values_of(node)["text"]]
        assert size >= 18.0, (name, "too small at arm's length")
        for text in words:
            letter = size * (0.68 if text.isupper() else 0.55)
            lines = text.split("\n")
            rows = sum(-(-len(line) * letter // wide) for line in lines) \
                if properties["textWrap"][1] else len(lines)
            longest = max(text.split() or [""], key=len) if properties["textWrap"][1] else \
                max(lines, key=len)
            assert len(longest) * letter <= wide, (name, longest)
            assert rows * size * 1.15 <= high, (name, text)
            seen += text != ""
    assert seen > 150, seen


@tap.test
def stop_of_the_touchosc_layout__needs_no_script():
    node, = (n for n, _ in touchosc_app.walk(touchosc_app.read_root())
             if touchosc_app.properties_of(n)["name"][1] == "stop")
    properties = touchosc_app.properties_of(node)
    message, = touchosc_app.messages_of(node)
    assert "script" not in properties and properties["interactive"][1] == 1.0
    assert (message["path"], message["arguments"], message["triggers"]) == \
        ("/rig/stop", [], [("x", "RISE")]), message


# ---- Open Stage Control ----


@tap.test
def every_widget_of_the_open_stage_control_session__fits_its_row():
    session = openstage_app.read_session()
    assert (session["createdWith"], session["type"]) == ("Open Stage Control", "session")
    assert session["content"]["type"] == "root" and session["version"].count(".") == 2
    told, ids = 0, set()
    for widget, _, _ in openstage_app.walk(session["content"]):
        assert widget["id"] not in ids, widget["id"]
        ids.add(widget["id"])
        kind, row = widget["type"], row_of(widget["address"]) if "address" in widget else None
        assert kind in ("script", "panel", "text", "button", "fader", "xy", "canvas"), kind
        assert widget["bypass"] is (widget["id"] not in ("stop", "ease")), widget["id"]
        for name in ("range", "rangeX", "rangeY"):
            if name in widget:
                assert widget[name] == {"min": row["low"], "max": row["high"]}, widget["id"]
        for address, tags, value in re.findall(r"knead\.say\('([^']+)', '(\w+)', (.+)\)",
                                               widget.get("onValue", "")):
            values = [None] * len(tags) if value == "value" else json.loads(value)
            check_sent(address, tags, values)
            assert row is None or address == widget["address"], widget["id"]
            told += 1
    assert told > 120, told


@tap.test
def the_open_stage_control_session__has_no_toggles_and_stop_is_its_own():
    widgets = {w["id"]: w for w, _, _ in
               openstage_app.walk(openstage_app.read_session()["content"])}
    for widget in widgets.values():
        if widget["type"] == "button":
            assert widget["mode"] in ("tap", "momentary"), widget["id"]
            assert widget["mode"] == "tap" or widget["id"] in ("stop", "ease"), widget["id"]
    stop = widgets["stop"]
    assert stop["address"] == "/rig/stop" and not {"onValue", "interaction", "visible"} & set(stop)


@tap.test
def touch_targets_of_the_open_stage_control_session__are_large_apart_and_on_the_screen():
    check_targets(openstage_targets())


tap.run()
