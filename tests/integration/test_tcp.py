#!/usr/bin/python3
"""The real controller over TCP: both framings, those who do not read, those who are too many, IPv6."""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller, wait_until
from listener import Client
from tcp_client import FRAMINGS, TcpClient, counted, slip

PLACES = 16
DOOR = 32  # who was turned away, heard for a second yet: perhaps it says stop
COMES = 1  # taken over before whoever has been at a full door longest is heard out and closed
FLOOD = 300
STOP = osc.message("/rig/stop")


def connections(rig):
    """How many the controller has just now."""
    found = 0
    for name in os.listdir(f"/proc/{rig.pid}/fd"):
        try:
            found += os.readlink(f"/proc/{rig.pid}/fd/{name}").startswith("socket:")
        except OSError:
            pass  # it closed meanwhile
    return found - 2


def warnings(rig):
    return [line for line in rig.lines if line.startswith("warning: ") and "TCP" in line]


def a_session(client, presses=True):
    client.subscribe()
    client.send("/rig/intensity", "f", 0.75)
    client.wait_for("/rig/intensity", 0.75)
    client.start_session()
    if presses:
        client.wait_pressed()
    client.stop_session()
    client.wait_released()


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as sock:
            sock.bind(("::1", 0))
        return True
    except OSError:
        return False


@tap.test
def a_session__by_each_framing():
    with Controller() as rig:
        for framing in FRAMINGS:
            with TcpClient(rig, framing) as client:
                a_session(client, framing == "slip")
        rig.wait_events("running", "releasing", "idle")
        assert not warnings(rig)


@tap.test
def what_one_says_by_tcp__the_others_hear_by_udp():
    with Controller() as rig, TcpClient(rig, "slip") as tcp, Client(rig) as udp:
        udp.subscribe()
        tcp.send("/rig/speed", "f", 1.5)
        tcp.wait_for("/rig/speed", 1.5)  # its own echo, though it does not subscribe
        udp.wait_for("/rig/speed", 1.5)
        tcp.send_bytes(osc.bundle(osc.message("/rig/intensity", "f", 0.25),
                                  osc.message("/rig/ping", "i", 7)))
        tcp.wait("/rig/pong", lambda number, _: number == 7)
        udp.wait_for("/rig/intensity", 0.25)
        tcp.send("/rig/nothing")
        assert tcp.wait("/rig/error")[:2] == ("unknown_address", "/rig/nothing")


@tap.test
def errors_over_tcp__have_the_same_budget():
    with Controller() as rig, TcpClient(rig) as client:
        client.send_raw(counted(osc.message("/rig/nothing")) * 200)
        client.sync()
        assert 1 <= len(client.answers("/rig/error")) <= 10, client.answers("/rig/error")


@tap.test
def one_who_does_not_read__is_dropped_and_a_stop_by_udp_works_at_once():
    with Controller() as rig, Client(rig) as watcher, TcpClient(rig) as slow:
        watcher.subscribe()
        watcher.start_session()
        slow.send("/rig/subscribe", "if", 0, 30.0)
        asked = counted(osc.message("/rig/screening/*")) * 20 + counted(osc.message("/rig/ping"))
        slow.socket.setblocking(False)
        try:
            while not warnings(rig):
                slow.socket.send(asked)
                watcher.pump(0.02)
        except (BlockingIOError, ConnectionError):
            pass
        watcher.send("/rig/stop")
        began = time.monotonic()
        watcher.wait("/rig/state", lambda state: state in ("releasing", "idle"))
        assert time.monotonic() - began < 1.0
        watcher.wait_released()
        said = rig.wait_said(r"^warning: TCP connection from 127.0.0.1:(\d+) closed: it does not read")
        assert int(said[1]) == slow.port
        assert slow.is_closed()
        watcher.sync()


@tap.test
def one_too_many__is_closed_and_all_the_others_go_on():
    with Controller() as rig:
        clients = [TcpClient(rig, list(FRAMINGS)[n % 2]) for n in range(PLACES)]
        for number, client in enumerate(clients):
            client.sync(number)
        with TcpClient(rig) as late:
            assert late.is_closed()
        rig.wait_said(rf"all {PLACES} places are taken")
        for number, client in enumerate(clients):
            client.sync(100 + number)
        clients.pop().close()
        wait_until(lambda: connections(rig) == PLACES - 1, "a place")
        with TcpClient(rig) as next_one:
            next_one.sync()
        for client in clients:
            client.close()


@tap.test
def a_flood_of_connects__is_bounded_and_the_session_goes_on():
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        watcher.start_session()
        flood = []
        most = 0
        for number in range(FLOOD):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex((rig.host, rig.tcp_port))
            flood.append(sock)
            if number % 20 == 0:
                most = max(most, connections(rig))
                watcher.sync(number)
        assert PLACES // 2 < most <= PLACES + DOOR + COMES, most
        assert watcher.ask("/rig/state") == ("running",)
        assert len(warnings(rig)) <= 5, warnings(rig)
        for sock in flood:
            sock.close()
        wait_until(lambda: connections(rig) == 0, "all of them gone")
        with TcpClient(rig) as client:
            client.sync()
            client.send("/rig/stop")
        watcher.wait_state("idle")


@tap.test
def a_stop_in_any_shape__releases():
    whole = [slip(STOP), counted(STOP), STOP, slip(osc.bundle(STOP))]
    halves = [slip(STOP)[:-4], counted(STOP)[:-3], slip(STOP + b"\0" * 5000)]
    with Controller() as rig, Client(rig) as watcher:
        watcher.subscribe()
        for shape in whole + halves:
            watcher.start_session()
            with socket.create_connection((rig.host, rig.tcp_port)) as sock:
                sock.sendall(shape)
                watcher.wait_state("idle")


@tap.test
def a_session_over_ipv6__by_udp_and_by_tcp():
    if not has_ipv6():
        raise tap.Skip("no IPv6 on this machine's loopback")
    with Controller("--bind", "::1") as rig:
        assert rig.host == "::1"
        for kind in (TcpClient, Client):
            with kind(rig) as client:
                a_session(client, presses=False)


tap.run()
