"""The rig inside the test machine: simulated GPIO lines, converters whose registers a small patient writes,
and a log of every level that was set, by the kernel's own clock."""
import collections
import contextlib
import ctypes
import fcntl
import multiprocessing
import os
import random
import struct
import time

LABEL = "knead-vm"
NAMES = ["STOP_A", "STOP_B", "HAND", "CONFIRM", "ENABLE", "SUPPLY", "LIGHT", "DUMP"]
CONFIG = "/sys/kernel/config/gpio-sim/rig"
TRACE = "/sys/kernel/tracing"
PWM = "/sys/class/pwm/pwmchip0/pwm3"
PISTON_M2 = 4.91e-4
SPRING_N = 10.0
BREAKAWAY_N, SLIDING_N = 3.0, 2.25
DEAD_S, FILL_S, VENT_S, DUMP_S = 0.02, 0.10, 0.15, 0.05
PUMP_S = 0.1  # generous: sampled by a slow machine
CELL_GAIN, CELL_ZERO_N = 0.95, 1.5  # not as its rig file says, until weights told


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(str(text))


def read(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()


class Lines:
    """A chip of named lines, from outside: pulls are set, values read."""

    def __init__(self):
        os.makedirs(f"{CONFIG}/bank0")
        write(f"{CONFIG}/bank0/num_lines", len(NAMES))
        write(f"{CONFIG}/bank0/label", LABEL)
        for number, name in enumerate(NAMES):
            os.makedirs(f"{CONFIG}/bank0/line{number}")
            write(f"{CONFIG}/bank0/line{number}/name", name)
        write(f"{CONFIG}/live", 1)
        chip = read(f"{CONFIG}/bank0/chip_name")
        self.device = f"/dev/{chip}"
        self.folder = f"/sys/devices/platform/{read(f'{CONFIG}/dev_name')}/{chip}"
        self.base = next(int(read(f"/sys/class/gpio/{name}/base"))
                         for name in os.listdir("/sys/class/gpio")
                         if name.startswith("gpiochip") and
                         read(f"/sys/class/gpio/{name}/label") == LABEL)

    def path(self, name, what):
        return f"{self.folder}/sim_gpio{NAMES.index(name)}/{what}"

    def pull(self, name, up):
        write(self.path(name, "pull"), "pull-up" if up else "pull-down")

    def value(self, name):
        return read(self.path(name, "value")) == "1"

    @contextlib.contextmanager
    def taken(self, name, user):
        """While it lasts somebody else has that line: the kernel's first request for lines."""
        request = bytearray(struct.pack("=64II64s32sIi", *([NAMES.index(name)] + 63 * [0]), 1, b"",
                                        user, 1, 0))
        with open(self.device, "rb") as chip:
            fcntl.ioctl(chip, 0xC16CB403, request)  # GPIO_GET_LINEHANDLE_IOCTL
        handle = struct.unpack_from("=i", request, 360)[0]
        try:
            yield
        finally:
            os.close(handle)

    def at_rest(self):
        """Nobody presses anything: normally closed contacts to ground, the confirm button open."""
        for name in ("STOP_A", "STOP_B", "HAND", "SUPPLY"):
            self.pull(name, False)
        self.pull("CONFIRM", True)


class Log:
    """When each level was set, on CLOCK_MONOTONIC."""

    def __init__(self, lines):
        self.lines = lines
        write(f"{TRACE}/trace_clock", "mono")
        write(f"{TRACE}/events/gpio/gpio_value/enable", 1)

    def forget(self):
        write(f"{TRACE}/trace", "")

    def sets(self, name):
        """(seconds, level), of that line alone."""
        number = self.lines.base + NAMES.index(name)
        found = []
        with open(f"{TRACE}/trace", encoding="ascii") as trace:
            for line in trace:
                if f"gpio_value: {number} set " in line:
                    words = line[:line.index(" gpio_value:")].split()
                    found.append((float(words[-1].rstrip(":")), line.split()[-1] == "1"))
        return found


class Registers:
    """A chip on the bus of registers; words as an ADS1015 has them, the high byte first."""

    class Message(ctypes.Structure):
        _fields_ = [("read_write", ctypes.c_uint8), ("command", ctypes.c_uint8),
                    ("size", ctypes.c_uint32), ("data", ctypes.c_void_p)]

    def __init__(self, address):
        self.fd = os.open("/dev/i2c-0", os.O_RDWR)
        fcntl.ioctl(self.fd, 0x0706, address)  # I2C_SLAVE_FORCE: the driver has it

    def put_word(self, register, word):
        data = (ctypes.c_uint8 * 34)(word >> 8, word & 0xff)
        message = self.Message(0, register, 3, ctypes.addressof(data))  # write, word
        fcntl.ioctl(self.fd, 0x0720, message)  # I2C_SMBUS

    def put_volts(self, volts):
        counts = max(-2048, min(2047, round(volts * 1000.0)))  # 1 mV each at its usual gain
        self.put_word(0, (counts << 4) & 0xffff)


def press(lines, felt_n, laid_n):
    """The patient: air follows the regulator while it is supplied and the dump is shut, and presses."""
    loads, air = Registers(0x48), Registers(0x49)
    pressure_pa, before = 0.0, time.monotonic()
    asked = collections.deque()  # it takes its time through valve and hose
    held_n, slides = 0.0, False  # what the piston's seal lets through
    level, edge = lines.value("ENABLE"), 0.0
    while True:
        now = time.monotonic()
        passed, before = now - before, now
        if lines.value("ENABLE") != level:
            level, edge = not level, now
        supplied = now - edge < PUMP_S
        lines.pull("SUPPLY", supplied)
        try:
            share = int(read(f"{PWM}/duty_cycle")) / 1e6
        except (OSError, ValueError):
            share = 0.0
        shut = supplied and lines.value("DUMP")
        asked.append((now, share * 250000.0))
        while len(asked) > 1 and asked[1][0] <= now - DEAD_S:
            asked.popleft()
        wanted = asked[0][1] if shut else 0.0
        lag_s = DUMP_S if not shut else FILL_S if wanted > pressure_pa else VENT_S
        pressure_pa += (wanted - pressure_pa) * min(1.0, passed / lag_s)
        push_n = pressure_pa * PISTON_M2 - SPRING_N - held_n
        slides = abs(push_n) > (SLIDING_N if slides else BREAKAWAY_N)
        if slides:
            held_n += push_n - (SLIDING_N if push_n > 0.0 else -SLIDING_N)
        felt_n.value = max(0.0, held_n)
        # a sensor that shows the very same while its head moves counts as stuck
        shows_n = (felt_n.value + laid_n.value) * CELL_GAIN + CELL_ZERO_N
        loads.put_volts(0.5 + shows_n / 100.0 + random.uniform(-0.0015, 0.0015))
        air.put_volts(0.2 + pressure_pa / 200000.0 + random.uniform(-0.0007, 0.0007))
        time.sleep(0.005)


class Patient:
    """In a process of its own, so that it is not held up by who watches."""

    def __init__(self, lines):
        self.felt_n = multiprocessing.Value("d", 0.0)
        self.laid_n = multiprocessing.Value("d", 0.0)  # a weight on the cell
        self.process = multiprocessing.Process(target=press, args=(lines, self.felt_n, self.laid_n),
                                               daemon=True)
        self.process.start()
