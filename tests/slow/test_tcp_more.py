#!/usr/bin/python3
"""More of the real controller over TCP: places and ports, leases, networks allowed, connections that die."""
import os
import re
import shutil
import socket
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import osc
import tap
from controller import KNEADD, RIG, Controller, Process, wait_until
from listener import Client
from tablet import PAIRED_RIG, Tablet, answer_screening, try_hand_button
from tcp_client import TcpClient, counted, slip


def connections(rig):
    """How many the controller has just now."""
    found = 0
    for name in os.listdir(f"/proc/{rig.pid}/fd"):
        try:
            found += os.readlink(f"/proc/{rig.pid}/fd/{name}").startswith("socket:")
        except OSError:
            pass  # it closed meanwhile
    return found - 2


class OwnRig:
    """A rig's file with another osc group."""

    def __init__(self, osc_text):
        self.path = None
        self.osc_text = osc_text

    def __enter__(self):
        self.folder = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"knead-tcp.{os.getpid()}")
        shutil.copytree("config", self.folder)
        self.path = os.path.join(self.folder, "rigs", os.path.basename(RIG))
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(re.sub(r"^\tosc : \{.*?^\t\};", f"\tosc : {{ {self.osc_text} }};", text,
                              flags=re.M | re.S))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.folder)


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as sock:
            sock.bind(("::1", 0))
        return True
    except OSError:
        return False


@tap.test
def a_port_asked_for__is_not_gone_to_from_a_connection():
    with Controller() as rig, TcpClient(rig) as client:
        trap = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        trap.bind((rig.host, 0))
        client.send("/rig/subscribe", "if", trap.getsockname()[1], 30.0)
        client.wait("/rig/snapshot/end")
        client.wait("/rig/head/1/force")
        trap.setblocking(False)
        try:
            assert not trap.recv(65536)
        except BlockingIOError:
            pass
        trap.close()


@tap.test
def a_subscription__ends_with_its_connection():
    with Controller() as rig:
        for _ in range(8 + 1):  # one more than may subscribe
            with TcpClient(rig) as client:
                client.subscribe()
                assert not client.answers("/rig/error")
            wait_until(lambda: connections(rig) == 0, "the connection gone")


@tap.test
def a_connection_that_dies_amid_a_message__harms_nobody():
    with Controller() as rig, TcpClient(rig) as watcher:
        watcher.subscribe()
        packet = osc.message("/rig/intensity", "f", 0.5)
        for wrap in (slip, counted):
            framed = wrap(packet)
            for size in range(1, len(framed)):
                sock = socket.create_connection((rig.host, rig.tcp_port))
                sock.sendall(framed[:size])
                if size % 2:  # a reset, as of a tablet out of reach
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.close()
        watcher.sync()
        wait_until(lambda: connections(rig) == 1, "only the watcher left")
        assert watcher.ask("/rig/intensity") != (0.5,)


@tap.test
def rubbish__is_closed_with_a_sentence():
    with Controller() as rig, Client(rig) as watcher:
        for number, rubbish in enumerate((b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00",
                                          struct.pack(">i", -1), struct.pack(">i", 1 << 20),
                                          struct.pack(">i", 0), slip(b"/" * 5000))):
            with TcpClient(rig) as client:
                client.send_raw(rubbish)
                assert client.is_closed(), rubbish
            watcher.sync(number)
        rig.wait_said(r"^warning: TCP connection from 127.0.0.1:\d+ closed: what it sends is no OSC")


@tap.test
def a_lease_over_tcp__ends_with_silence_when_the_connection_is_cut():
    with Controller(rig=PAIRED_RIG) as rig, TcpClient(rig, "slip") as tcp, Client(rig) as udp:
        steers = Tablet(tcp, rig, "tcp tablet").join()
        sees = Tablet(udp, rig, "udp tablet").join()
        steers.steer()
        udp.wait_for("/rig/owner", "tcp tablet")
        answer_screening(tcp.send)
        try_hand_button(tcp)
        steers.start()
        udp.wait_state("running")
        tcp.close()
        udp.wait_state("paused")
        udp.wait_state("idle")
        udp.wait_for("/rig/owner", "")
        with TcpClient(rig) as again:  # by its token it is the same tablet
            again.send("/rig/subscribe", "ifs", 0, 10.0, steers.token)
            again.wait("/rig/snapshot/end")
            again.send("/rig/lease/request", "s", "tcp tablet")
            again.wait("/rig/lease/grant")
            udp.wait_for("/rig/owner", "tcp tablet")
        with TcpClient(rig) as stranger:  # and without it, it is nobody
            stranger.send("/rig/lease/request")
            assert stranger.wait("/rig/error")[0] == "not_paired"
        sees.beating = False


@tap.test
def networks_allowed__count_for_connections_in_both_families():
    if not has_ipv6():
        raise tap.Skip("no IPv6 on this machine's loopback")
    with OwnRig('bind = "::"; port = 0; allow = ( "127.0.0.0/30", "fd00::/8" );') as path, \
            Controller(rig=path) as rig:
        assert rig.host == "::"
        rig.host = "127.0.0.1"  # comes as ::ffff:127.0.0.1
        with TcpClient(rig) as four, Client(rig) as udp:
            four.sync()
            udp.subscribe()
            udp.start_session()
            rig.host = "::1"  # on neither list
            with TcpClient(rig) as six:
                six.send("/rig/info")
                six.send("/rig/intensity", "f", 1.0)
                six.pump(0.3)
                assert not six.history and not six.ended
                six.send("/rig/stop")
                udp.wait_state("idle")
            assert udp.ask("/rig/intensity") != (1.0,)
            four.sync()


@tap.test
def networks_of_ipv6__are_listened_to():
    if not has_ipv6():
        raise tap.Skip("no IPv6 on this machine's loopback")
    with OwnRig('bind = "::1"; port = 0; allow = ( "::1/128" );') as path, \
            Controller(rig=path) as rig, TcpClient(rig, "slip") as client:
        client.subscribe()


@tap.test
def tcp_has_the_port_above__or_the_one_named():
    with Controller() as rig:
        assert rig.tcp_port == rig.port + 1
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with OwnRig(f'bind = "127.0.0.1"; port = 0; tcp_port = {port};') as path, \
            Process([KNEADD, "--rig", path, "--state-dir", f"{path}.state"]) as rig:
        rig.wait_said(rf"^ready: rig sim-16, OSC tcp 127.0.0.1:{port}, udp 127.0.0.1:\d+$")
        with Process([KNEADD, "--rig", path, "--state-dir", f"{path}.second"]) as second:
            assert second.wait_end() == 1
            assert "TCP port" in second.lines[-1] and "taken" in second.lines[-1], second.lines
        with Controller(rig=path) as third:  # what was typed counts for both
            assert third.tcp_port == third.port + 1


tap.run()
