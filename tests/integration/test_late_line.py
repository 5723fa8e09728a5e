#!/usr/bin/python3
"""A tablet with two lines, of which one stands still: what comes late on that one is not obeyed, though the other
keeps lease and epoch alive."""
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller
from line import TcpLine
from listener import Client
from tablet import PAIRED_RIG, QUARANTINE_S
from tcp_client import TcpClient
from whole_session import prepare

STALL_S = 2.5


def stay_on_both(tablet, other, seconds):
    """Beats by datagrams, and some word over the connection often enough."""
    for _ in range(int(seconds / 0.25)):
        other.send("/rig/hb", "is", 0, tablet.token)  # refused as a beat, but heard
        tablet.stay(0.25)
    other.sync()


@tap.test
def a_connection_that_stood_still__starts_nothing_with_an_epoch_that_stood():
    with Controller(rig=PAIRED_RIG) as rig, Client(rig) as client, TcpLine(rig) as line:
        tablet = prepare(rig, client, "Anna")
        with TcpClient(line) as other:
            stay_on_both(tablet, other, QUARANTINE_S + 0.25)
            tablet.steer()
            epoch = tablet.epoch
            line.cut()
            for path in ("/rig/arm", "/rig/start", "/rig/arm", "/rig/start"):
                other.send(path, "iis", 1, epoch, tablet.token)
            tablet.stay(STALL_S)
            assert tablet.epoch == epoch and client.last["/rig/owner/you"] == (1.0,), client.last
            before = rig.events()
            line.mend()
            other.wait("/rig/error", lambda code, *_: code == "quarantine")
            stay_on_both(tablet, other, QUARANTINE_S + 0.25)
            other.send("/rig/arm", "iis", 1, epoch, tablet.token)
            other.wait("/rig/error", lambda code, *_: code == "stale_epoch")
            assert rig.events() == before and client.ask("/rig/state") == ("idle",), rig.events()
            # whoever steers was told of the new epoch, and is obeyed on either line
            assert tablet.epoch != epoch
            other.send("/rig/arm", "iis", 1, tablet.epoch, tablet.token)
            client.wait_state("armed")
            client.send("/rig/start", "ii", 1, tablet.epoch)
            client.wait_state("running")
            other.send("/rig/stop")
            client.wait_state("idle")


tap.run(together=True)
