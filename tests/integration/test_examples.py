#!/usr/bin/python3
"""Every example of knead osc --markdown, sent as it stands there: to a bench, and to a rig that one steers. And
every number that is heard is in the range that is told there."""
import re
import shlex
import subprocess
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from address_table import is_inside, range_of, row_of
from controller import KNEAD, Controller
from listener import Client
from tablet import PAIRED_RIG, Tablet, read_pin

MALFORMED = ("unknown_address", "bad_type", "bad_value", "pattern_refused", "future_timetag")
ERROR_GAP_S = 0.25  # five a second are told
EPOCH, PIN, PORT = 4711, 123456, 9001


def rows():
    """(kind, path, arguments) of each example."""
    told = subprocess.run([KNEAD, "osc", "--markdown"], check=True, capture_output=True, text=True).stdout
    for line in told.partition("\n\n")[0].splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        path, *words = shlex.split(cells[-1].strip("`"))
        yield cells[1], path, words


def packed(words):
    """As oscsend would be told: whole numbers i, others f, the rest s."""
    kinds = ["i" if re.fullmatch(r"-?\d+", w) else "f" if re.fullmatch(r"-?\d+\.\d*", w) else "s"
             for w in words]
    return "".join(kinds), [{"i": int, "f": float, "s": str}[k](w) for k, w in zip(kinds, words)]


def errors_of_examples(client, known):
    """(path, code, detail) of what was refused. known: of what every rig tells anew, by path and argument."""
    refused = []
    sent = 0
    for kind, path, words in rows():
        if kind == "answer":
            continue
        types, values = packed(words)
        values = [client.port if value == PORT else known(path, value) for value in values]
        client.last.pop("/rig/error", None)
        client.send(path, types, *values)
        client.sync(sent)
        sent += 1
        if "/rig/error" in client.last:
            refused.append((path, *client.last["/rig/error"][:3:2]))
            time.sleep(ERROR_GAP_S)
    assert sent > 70, sent
    return refused


@tap.test
def every_example__is_understood_on_a_bench():
    with Controller() as rig, Client(rig) as client:
        refused = errors_of_examples(client, lambda path, value: value)
        assert not [error for error in refused if error[1] in MALFORMED], refused
        # pairing and leases are asleep there, and what needs a state it is not in says so
        assert {path for path, *_ in refused} <= {
            "/rig/pair", "/rig/lease/request", "/rig/lease/take", "/rig/fault/reset", "/rig/resume",
            "/rig/client/height"}, refused


@tap.test
def every_example__is_understood_by_a_rig_in_rig_mode():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as client:
        tablet = Tablet(client, rig, "Anna").join()
        tablet.steer()

        def known(path, value):
            if value == PIN:
                client.send("/rig/pair")
                client.sync()
                return int(read_pin(rig))
            if value == EPOCH:
                return client.last["/rig/hb/nonce"][0] if path == "/rig/hb" else tablet.epoch
            return value

        refused = errors_of_examples(client, known)
        assert not [error for error in refused if error[1] in MALFORMED and error[0] != "/rig/arm"], refused
        codes = {code for _, code, _ in refused}
        assert not codes & {"not_paired", "bad_pin", "full"}, refused


@tap.test
def every_number_heard_in_a_session__lies_in_the_range_that_is_told():
    checked = set()
    with Controller() as rig, Client(rig) as client:
        client.subscribe()
        for question in ("/rig/info", "/rig/head/list", "/rig/technique/list", "/rig/screening/list",
                         "/rig/hb/nonce"):
            client.send(question)
        client.start_session()
        client.wait_pressed(5.0)
        client.send("/rig/comfort", "i", 1)
        client.send("/rig/stop")
        client.wait_released()
        for path, types, values in client.history:
            row = row_of(path)
            for i, (tag, value) in enumerate(zip(types, values)):
                if tag != "s":
                    told = range_of(row, i, len(types))
                    assert is_inside(value, told), (path, values, row["range"])
                    checked.add(row["address"])
    assert len(checked) > 45, sorted(checked)


tap.run(together=True)
