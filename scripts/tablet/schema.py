"""The table of addresses, as `knead osc --json` prints it: the one source of addresses and ranges."""
import json
import os
import subprocess

FAMILIES = {"{n}": "head", "{k}": "hand", "{name}": "region", "{item}": "question"}


class Schema:
    """Rows by address; whoever asks for an address that is not there gets a KeyError."""

    def __init__(self, rows):
        self.rows = {row["address"]: row for row in rows}

    def row(self, address):
        """The row of a literal address or of a template."""
        if address in self.rows:
            return self.rows[address]
        parts = address.split("/")
        for template, row in self.rows.items():
            if _fits(template.split("/"), parts, row["members"]):
                return row
        raise KeyError(f"no address {address} in knead osc")

    def range(self, address):
        row = self.row(address)
        return row["low"], row["high"]

    def members(self, template):
        """(name, text) of each region or question."""
        return [(m["name"], m["text"]) for m in self.rows[template]["members"]]


def _fits(template, parts, members):
    if len(template) != len(parts):
        return False
    for want, have in zip(template, parts):
        if want in ("{n}", "{k}"):
            if not have.isdigit() or have.startswith("0") or int(have) > 64:
                return False
        elif want in FAMILIES:
            if have not in [m["name"] for m in members]:
                return False
        elif want != have:
            return False
    return True


def read_schema(program=None):
    program = program or os.environ.get("BUILD", "build/plain") + "/knead"
    told = subprocess.run([program, "osc", "--json"], check=True, capture_output=True, text=True)
    return Schema(json.loads(told.stdout))
