#!/usr/bin/python3
"""What the layouts' scripts put together while they run: every control is touched in every state, in stand-ins of
both apps, and whatever is sent or listened for is held against the table of addresses."""
import re
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import openstage_app
import tap
import touchosc_app
from address_table import ROWS, check_sent, members, names_of, row_of
from layout_desk import on_both
from openstage_app import OpenStage
from touchosc_app import TouchOsc

PAGES = ("session", "body", "focus", "before", "rig")
TECHNIQUES = 8  # as many buttons as the layouts have
STATES = ("idle", "armed", "running", "paused", "fault")
ANSWERS = ("no", "yes", "consent")
HEADS, HANDS, POINTS = 64, 4, 16
# What somebody who touches everything has sent; families by all their members.
SENT = (["/rig/stop", "/rig/ease", "/rig/pause", "/rig/resume", "/rig/arm", "/rig/start", "/rig/skip",
         "/rig/linger", "/rig/released", "/rig/fault/reset", "/rig/technique", "/rig/intensity",
         "/rig/speed", "/rig/duration", "/rig/focus/xy", "/rig/client/height", "/rig/client/placed",
         "/rig/comfort", "/rig/pair", "/rig/lease/request", "/rig/lease/release", "/rig/lease/take",
         "/rig/subscribe", "/rig/hb", "/rig/ping", "/rig/info", "/rig/head/list", "/rig/technique/list"] +
        [f"/rig/region/{name}/{what}" for name in members("/rig/region/{name}/focus")
         for what in ("focus", "enable")] +
        [f"/rig/screening/{item}" for item in members("/rig/screening/{item}")])


def touchosc_controls():
    """(name, kind) of whatever a finger may touch, now or later."""
    for node, _ in touchosc_app.walk(touchosc_app.read_root()):
        properties = touchosc_app.properties_of(node)
        if node.get("type") in ("BUTTON", "FADER", "XY"):
            yield properties["name"][1], node.get("type")


def openstage_controls():
    for widget, _, _ in openstage_app.walk(openstage_app.read_session()["content"]):
        if widget["type"] in ("button", "fader", "xy"):
            yield widget["id"], widget["type"].upper()


CONTROLS = {TouchOsc: touchosc_controls, OpenStage: openstage_controls}


def touch_all(desk, controls):
    for name, kind in controls:
        if kind == "BUTTON":
            desk.app.touch(name)
        else:
            for share in (0.0, 1.0, 0.5):
                desk.app.slide(name, share, *([share] if kind == "XY" else []))
    desk.pass_ms(1200)  # sooner the same press is a slip


def all_it_sends(app):
    """Grows with each thing it sends."""
    log, take = [], app.take_sent

    def take_and_keep():
        sent = take()
        log.extend(sent)
        return sent
    app.take_sent = take_and_keep
    return log


@on_both
def whatever_is_touched__sends_what_the_table_has(desk):
    sent = all_it_sends(desk.app)
    controls = list(CONTROLS[type(desk.app)]())
    pages = [name for name, _ in controls if re.fullmatch(r"page_[a-z]+|part_\d", name)]
    assert len(controls) > 150 and len(pages) > len(PAGES), pages
    name = desk.steer()
    # the lease and the token stay, or nothing else would answer
    controls = [(name, kind) for name, kind in controls if name not in (*pages, "release", "pair")]
    desk.app.hear("/rig/arm/refusal", "s", "")
    desk.app.hear("/rig/client/height", "f", 1.75)
    for index in range(TECHNIQUES):
        desk.app.hear("/rig/technique/item", "iss", index, f"technique_{index}", "A technique")
    for state in STATES:
        desk.app.hear("/rig/state", "s", state)
        for page in pages:
            if page.startswith("part_"):
                desk.app.touch("page_before")
            desk.app.touch(page)
            desk.pass_ms(200)
            touch_all(desk, controls)
    for step in ("page_rig", "reset", "reset_sure"):
        desk.touch(step)
    # somebody else's, and then nobody's
    desk.app.hear("/rig/owner", "s", "Bert")
    desk.app.hear("/rig/owner/you", "f", 0.0)
    desk.touch("page_rig")
    for digit in "012345":
        desk.app.touch(f"key_{digit}")
    desk.touch("take")
    desk.app.hear("/rig/owner", "s", name)
    desk.app.hear("/rig/owner/you", "f", 1.0)
    desk.touch("release")
    desk.app.take_sent()
    for path, tags, values in sent:
        check_sent(path, tags, values)
    missing = set(SENT) - {path for path, _, _ in sent}
    assert not missing, missing
    answers = {(path, values[0]) for path, _, values in sent if path.startswith("/rig/screening/")}
    assert answers == {(f"/rig/screening/{item}", answer) for item in members("/rig/screening/{item}")
                       for answer in ANSWERS}, answers
    assert {values[0] for path, _, values in sent if path == "/rig/comfort"} == set(range(11))
    assert {values[0] for path, _, values in sent if path == "/rig/technique"} == \
        {f"technique_{index}" for index in range(TECHNIQUES)}


# ---- hearing ----


def spelled_out(row):
    """Every address of the row."""
    braces = re.search(r"\{\w+\}", row["address"])
    if not braces:
        return [row["address"]]
    names = [m["name"] for m in row["members"] or []] or \
        range(1, {"{n}": HEADS, "{k}": POINTS if "trigger" in row["address"] else HANDS}[braces[0]] + 1)
    return [row["address"].replace(braces[0], str(name)) for name in names]


HEARD = {address: row for row in ROWS for address in spelled_out(row) if row["types"]}


@on_both
def whatever_the_rig_may_say__is_heard_without_a_mistake(desk):
    desk.join()
    for share in ("low", "high"):
        for address, row in HEARD.items():
            bound = row[share] if row["low"] is not None else 0.0 if share == "low" else 1.0
            values = ["none" if tag == "s" else int(bound) if tag == "i" else bound
                      for tag in row["types"]]
            desk.app.hear(address, row["types"], *values)
        desk.pass_ms(500)
    assert len(HEARD) > 64 * 15 and not desk.is_grey()
    desk.app.hear("/rig/state", "s", "running")
    desk.pass_ms(200)
    assert desk.app.get("state") == "RUNNING"


def lua_patterns():
    """Of what the script of TouchOSC listens for by pattern: as Python has them."""
    with open("scripts/tablet/knead.lua", encoding="utf-8") as file:
        script = file.read()
    words = "|".join(sorted(set(re.findall(r"\bwhat == '(\w+)'", script))))
    assert words == "ceiling|force|target", words
    for pattern in re.findall(r"string\.match\(path, '(\^[^']+)'\)", script):
        yield pattern.replace("(%a+)", f"({words})").replace("%d", r"\d").replace("%a", "a-z")


def javascript_patterns():
    with open("scripts/tablet/knead.js", encoding="utf-8") as file:
        for pattern in re.findall(r"path\.match\(/(\^.+)/\)", file.read()):
            yield pattern.replace(r"\/", "/")


@tap.test
def patterns_of_both_scripts__are_families_of_the_table():
    for patterns in (list(lua_patterns()), list(javascript_patterns())):
        assert len(patterns) == 4, patterns
        heard = {address for address in HEARD if any(re.match(p, address) for p in patterns)}
        # each alternative is one of the table's, by all of its members
        for pattern in patterns:
            alternatives = re.search(r"\((\w+(?:\|\w+)+)\)", pattern)
            for word in alternatives[1].split("|") if alternatives else [""]:
                one = re.sub(r"\((\w+(?:\|\w+)+)\)", word, pattern)
                rows = {row["address"] for address, row in HEARD.items()
                        if re.match(one, address) and row["kind"] in ("read", "parameter")}
                assert len(rows) == 1 and "{" in next(iter(rows)), (one, rows)
        assert {HEARD[address]["address"] for address in heard if HEARD[address]["kind"] != "answer"} == {
            "/rig/head/{n}/force", "/rig/head/{n}/target", "/rig/head/{n}/ceiling", "/rig/hand/{k}",
            "/rig/screening/{item}", "/rig/region/{name}/enable"}, heard


@tap.test
def ears_of_the_open_stage_control_session__are_addresses_with_their_types():
    ears = 0
    for widget, _, _ in openstage_app.walk(openstage_app.read_session()["content"]):
        if widget["id"].startswith("ear_"):
            row = row_of(widget["address"])
            assert widget["onValue"] == \
                f"globals.knead.hear('{widget['address']}', '{row['types']}', value)", widget
            assert row["types"] and names_of(row), row
            ears += 1
    assert ears > 100, ears


tap.run()
