#!/usr/bin/python3
"""A minute without a network in the middle of a session, and then all of that minute at once."""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import tap
from bad_line import gap
from controller import Controller
from line import UdpLine
from listener import Client
from tablet import PAIRED_RIG


@tap.test
def a_minute_without_a_network__and_nothing_of_it_is_done():
    with Controller(rig=PAIRED_RIG) as rig, UdpLine(rig) as line, Client(line) as client:
        gap(rig, client, line, 60.0)


tap.run()
