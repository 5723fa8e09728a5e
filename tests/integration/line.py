"""What lies between tablets and a rig: a proxy that loses, doubles and delays, by seed, and that can be cut.

What tablets say while it is cut is kept and comes all at once when it is mended, as out of the queue of
a program that believes it is still connected; what the rig says meanwhile is lost.
"""
import heapq
import random
import selectors
import socket
import threading
import time

import osc

LATE_S = 0.15  # as late as a packet that others overtake may be


class _Line:
    """A thread that forwards, with .host and .port as a rig has them."""

    def __init__(self, listening):
        self.host, self.port = listening.getsockname()
        self.lock = threading.Lock()
        self.is_cut = False
        self.said = set()  # (path, types) of what came from tablets in datagrams
        self.ends = False
        self.listening = listening
        self.selector = selectors.DefaultSelector()
        self.selector.register(listening, selectors.EVENT_READ, self.serve)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.ends:
            for key, _ in self.selector.select(0.01):
                with self.lock:
                    key.data(key.fileobj)
            with self.lock:
                self.turn()

    def turn(self):
        """What is due by the clock."""

    def cut(self):
        with self.lock:
            self.is_cut = True

    def mend(self):
        with self.lock:
            self.is_cut = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ends = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()


class UdpLine(_Line):
    """loses, doubles, delays: shares of packets, each way."""

    def __init__(self, rig, seed=1, loses=0.0, doubles=0.0, delays=0.0):
        self.rig = (rig.host, rig.port)
        self.chance = random.Random(seed)
        self.shares = (loses, doubles, delays)
        self.beyond = {}  # a tablet's address -> the socket that the rig knows it by
        self.kept = []    # said while cut: (socket, data)
        self.late = []    # heap of (due, number, send, data)
        self.counts = {"lost": 0, "doubled": 0, "delayed": 0, "kept": 0}
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        sock.bind(("127.0.0.1", 0))
        super().__init__(sock)

    def _open(self, tablet):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        sock.connect(self.rig)
        self.beyond[tablet] = sock

        def back(_):
            data = sock.recv(65536)
            if not self.is_cut:
                self._pass(lambda d: self.listening.sendto(d, tablet), data)
        self.selector.register(sock, selectors.EVENT_READ, back)
        return sock

    def serve(self, sock):
        data, tablet = sock.recvfrom(65536)
        self.said |= {(path, types) for path, types, _ in osc.decode(data)}
        beyond = self.beyond.get(tablet) or self._open(tablet)
        if self.is_cut:
            self.counts["kept"] += 1
            self.kept.append((beyond, data))
        else:
            self._pass(beyond.send, data)

    def _pass(self, send, data):
        loses, doubles, delays = self.shares
        if self.chance.random() < loses:
            self.counts["lost"] += 1
            return
        if self.chance.random() < doubles:
            self.counts["doubled"] += 1
            send(data)
        if self.chance.random() < delays:
            self.counts["delayed"] += 1
            heapq.heappush(self.late, (time.monotonic() + self.chance.uniform(0.0, LATE_S),
                                       self.counts["delayed"], send, data))
            return
        send(data)

    def turn(self):
        while self.late and self.late[0][0] <= time.monotonic():
            _, _, send, data = heapq.heappop(self.late)
            send(data)

    def mend(self):
        with self.lock:
            self.is_cut = False
            for beyond, data in self.kept:
                beyond.send(data)
            self.kept.clear()

    def heal(self):
        """From now on nothing is lost."""
        with self.lock:
            self.shares = (0.0, 0.0, 0.0)


class TcpLine(_Line):
    """Forwards connections; while it is cut their bytes wait, each way, as TCP has it."""

    def __init__(self, rig):
        self.rig = (rig.host, rig.tcp_port)
        self.kept = []  # (socket, data)
        super().__init__(socket.create_server(("127.0.0.1", 0)))
        self.tcp_port = self.port  # as a rig has it

    def serve(self, sock):
        near, _ = sock.accept()
        far = socket.create_connection(self.rig)
        for one, other in ((near, far), (far, near)):
            self.selector.register(one, selectors.EVENT_READ,
                                   lambda sock, other=other: self._pass(sock, other))

    def _pass(self, sock, other):
        try:
            data = sock.recv(65536)
            if not data:
                raise ConnectionResetError
            if self.is_cut:
                self.kept.append((other, data))
            else:
                other.sendall(data)
        except OSError:
            for end in (sock, other):
                if end in self.selector.get_map():
                    self.selector.unregister(end)
                end.close()

    def mend(self):
        with self.lock:
            self.is_cut = False
            for other, data in self.kept:
                if other.fileno() != -1:
                    other.sendall(data)
            self.kept.clear()
