#!/usr/bin/python3
"""avahi's own daemon reads our service file, and avahi-browse finds the rig: in namespaces of the test's own."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, "tests/integration")
# pylint: disable=wrong-import-position
import tap

# Tools of the system are not on the path of everybody who may start them here.
os.environ["PATH"] += ":/usr/sbin:/sbin"
SERVICE = os.path.abspath("config/avahi/knead.service")
TOOLS = ("unshare", "ip", "mount", "dbus-daemon", "avahi-daemon", "avahi-browse")
BUS = """<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>
<auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
<allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/></policy>
</busconfig>"""
# As root, or as whoever is root in there.
NAMESPACES = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-mnp", "--kill-child", "--fork"]
# Nothing of the machine is touched: /run and /etc/avahi are covered, the network is a pair of our own.
SCRIPT = """
mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon /run/etc/services || exit 3
for what in passwd group; do
	grep -v ^avahi: /etc/$what >/run/$what
	echo avahi:x:0:0::/:/bin/false >>/run/$what
	mount --bind /run/$what /etc/$what || exit 3
done
echo "[server]" >/run/etc/avahi-daemon.conf
cp "$1" /run/etc/services/
mount --bind /run/etc "$3" || exit 3
ip link set lo up multicast on
ip link add v0 type veth peer name v1 && ip addr add 10.9.8.7/24 dev v0 &&
	ip link set v0 up && ip link set v1 up || exit 3
dbus-daemon --config-file="$2" --nofork &
sleep 0.5
avahi-daemon --no-drop-root --no-chroot &
sleep 4
for type in _osc._udp _osc._tcp; do timeout 5 avahi-browse -rpt $type; done
"""


def browse():
    """What avahi-browse tells of each service it resolved."""
    with tempfile.TemporaryDirectory(prefix="knead-it.") as folder:
        with open(f"{folder}/bus.conf", "w", encoding="ascii") as file:
            file.write(BUS)
        with open(f"{folder}/said", "w+", encoding="utf-8") as said, \
                open(f"{folder}/errors", "w+", encoding="utf-8") as errors, \
                subprocess.Popen([*NAMESPACES, "bash", "-c", SCRIPT, "bash", SERVICE, f"{folder}/bus.conf",
                                  "/etc/avahi"],
                                 stdout=said, stderr=errors, start_new_session=True) as process:
            try:
                code = process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
            said.seek(0)
            errors.seek(0)
            if code == 3:
                raise tap.Skip(f"no mounts or networks of one's own here: {errors.read()[-200:]!r}")
            return [line.split(";") for line in said.read().splitlines() if line.startswith("=")], \
                errors.read()


@tap.test
def avahi_browse__finds_the_rig_by_both_protocols():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        raise tap.Skip(f"missing {', '.join(missing)}: CI=true scripts/install test")
    if subprocess.run([*NAMESPACES, "true"], check=False, capture_output=True).returncode != 0:
        raise tap.Skip("no namespaces of one's own here, so no daemon of one's own can run")
    found, errors = browse()
    for protocol, port in (("_osc._udp", "9000"), ("_osc._tcp", "9001")):
        ours = [fields for fields in found if fields[4] == protocol and fields[2] == "IPv4"]
        assert ours, (found, errors[-2000:])
        assert ours[0][3].startswith("knead\\032on\\032") and ours[0][8] == port, ours
        for key in ("txtvers=1", "version=1.1", "framing=", "uri=", "types="):
            assert f'"{key}' in ours[0][9], ours


tap.run()
