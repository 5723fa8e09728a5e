"""The table of addresses as knead osc --json tells it, and whether something that is sent or heard fits in it."""
import json
import re
import subprocess

from controller import KNEAD

NUMBERS = "ifhd"
ROWS = json.loads(subprocess.run([KNEAD, "osc", "--json"], check=True, capture_output=True,
                                 text=True).stdout)
NEAR = 1e-4  # a float on its way, of what the table has as a double


def names_of(row):
    """A pattern for what may stand in braces in its address."""
    return "|".join(m["name"] for m in row["members"] or []) or "[1-9][0-9]?"


def row_of(address):
    """The row of an address as it stands in a layout; every member of a family counts."""
    for row in ROWS:
        pattern = re.escape(row["address"])
        if re.fullmatch(re.sub(r"\\\{[a-z]+\\\}", f"({names_of(row)})", pattern), address):
            return row
    raise AssertionError(f"{address} is not in the table of addresses")


def members(template):
    return [m["name"] for m in next(r for r in ROWS if r["address"] == template)["members"]]


def range_of(row, number, count):
    """What is told of the value of that number, of so many: one for all, or one for each."""
    items = row["range"].split(", ")
    return items[number] if len(items) == count else items[-1]


def is_inside(value, told):
    """told: one item of a range."""
    if told == "any" or told.endswith("fires"):
        return True
    if told.startswith("from "):
        return value >= float(told[5:])
    low, _, high = told.rpartition("heard ")[2].partition("..")
    return float(low) - NEAR <= value <= float(high or low) + NEAR


def check_sent(address, tags, values):
    """Would the parser take it? values: None where it is the finger's."""
    row = row_of(address)
    assert row["kind"] in ("command", "parameter", "query"), address
    if address == "/rig/stop":
        assert tags == "", "nothing behind STOP"
        return
    wanted = re.findall(r"\[[^]]*\]|\S+(?: (?:yes|or|pin|name)\S*(?: i)?)?", row["args"])
    assert len(tags) <= len(wanted), (address, tags, wanted)
    for i, (tag, value) in enumerate(zip(tags, values)):
        word = wanted[i].strip("[]")
        number = word.split()[0] in ("f", "i", "press") or " or i" in word
        assert number if tag in NUMBERS else word.startswith("s"), (address, tag, word)
        if value is not None and tag in NUMBERS:
            assert is_inside(value, range_of(row, i, len(wanted))), (address, values, row["range"])
        if "yes/no/consent" in word:
            assert value in ("yes", "no", "consent"), (address, value)
