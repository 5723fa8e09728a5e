"""Who hears the controller over a connection, in either framing."""
import select
import socket
import struct

import osc
from controller import WAIT_S
from listener import Listener

END, ESC, ESC_END, ESC_ESC = b"\xc0", b"\xdb", b"\xdc", b"\xdd"


def slip(packet):
    """With an END before and behind."""
    return END + packet.replace(ESC, ESC + ESC_ESC).replace(END, ESC + ESC_END) + END


def unslip(data):
    return data.replace(ESC + ESC_END, END).replace(ESC + ESC_ESC, ESC)


def counted(packet):
    """With its length before it."""
    return struct.pack(">I", len(packet)) + packet


def split_slip(data):
    """Whole packets, and what is left."""
    *whole, rest = data.split(END)
    return [unslip(packet) for packet in whole if packet], rest


def split_counted(data):
    packets = []
    while len(data) >= 4 and len(data) >= 4 + (size := struct.unpack(">I", data[:4])[0]):
        packets.append(data[4:4 + size])
        data = data[4 + size:]
    return packets, data


FRAMINGS = {"slip": (slip, split_slip), "length": (counted, split_counted)}


class TcpClient(Listener):
    """A connection of our own."""

    def __init__(self, rig, framing="length"):
        super().__init__()
        self.wrap, self.split = FRAMINGS[framing]
        self.socket = socket.create_connection((rig.host, rig.tcp_port), WAIT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = self.socket.getsockname()[1]
        self.rest = b""
        self.ended = False

    def send_raw(self, data):
        self.socket.sendall(data)

    def send_bytes(self, packet):
        self.socket.sendall(self.wrap(packet))

    def send(self, path, types="", *values):
        self.send_bytes(osc.message(path, types, *values))

    def pump(self, timeout_s):
        while not self.ended and select.select([self.socket], [], [], timeout_s)[0]:
            try:
                data = self.socket.recv(65536)
            except ConnectionError:
                data = b""
            self.ended = not data
            packets, self.rest = self.split(self.rest + data)
            for packet in packets:
                for heard in osc.decode(packet):
                    self.hear(*heard)
            timeout_s = 0.0

    def is_closed(self):
        """By the controller, by now or soon."""
        for _ in range(200):
            self.pump(0.05)
            if self.ended:
                return True
        return False

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
