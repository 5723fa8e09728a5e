#!/usr/bin/python3
"""A whole session in rig mode by each client people have: pair, lease, beat, choose, screen, arm, start,
change, ease, lose the network, come back, stop."""
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller
from foreign import Node, Oscsend, PureData
from liblo_client import Liblo
from line import TcpLine, UdpLine
from listener import Client
from tablet import PAIRED_RIG
from whole_session import whole_session

QUERIES = ("/rig/pair", "/rig/ping", "/rig/subscribe", "/rig/refresh")


class Touch(Client):
    """Packets as a tablet's sheet of controls sends them: floats only; a button is 1 and then 0."""

    def send(self, path, types="", *values):
        if path in QUERIES or "s" in types:
            super().send(path, types.replace("i", "f"), *values)
        elif path == "/rig/stop" or path == "/rig/ease":
            super().send(path, "f", 1.0)
            super().send(path, "f", 0.0)
        else:
            super().send(path, "f" * len(values), *map(float, values))

    def press(self, path, epoch):
        super().send(path, "ff", 1.0, float(epoch))
        super().send(path, "ff", 0.0, float(epoch))


def drives(make_client, make_line=UdpLine, name="tablet"):
    """What the rig was sent meanwhile: (path, types)."""
    with Controller(rig=PAIRED_RIG) as rig, make_line(rig) as line, make_client(line) as client:
        whole_session(rig, client, line, name)
        return line.said


@tap.test
def oscsend_with_its_token__drives_a_whole_session():
    drives(Oscsend)


@tap.test
def liblo__drives_a_whole_session():
    drives(Liblo)


@tap.test
def pure_data_without_a_window__drives_a_whole_session():
    drives(PureData)


@tap.test
def npm_osc_over_udp__drives_a_whole_session():
    drives(lambda line: Node("osc_udp", "osc", line.host, line.port))


@tap.test
def npm_osc_over_tcp__drives_a_whole_session():
    drives(lambda line: Node("osc_tcp", "osc", line.host, line.port), TcpLine)


@tap.test
def npm_node_osc__drives_a_whole_session():
    said = drives(lambda line: Node("node_osc", "node-osc", line.host, line.port))
    # at its end stops a fader of this one changes its type
    assert {("/rig/intensity", "i"), ("/rig/intensity", "f")} <= said, said


@tap.test
def floats_and_buttons_that_are_let_go__drive_a_whole_session():
    said = drives(Touch)
    assert {types for path, types in said if path == "/rig/arm"} == {"ff"}, said
    assert not any("i" in types for _, types in said), said


tap.run(together=True)
