#!/usr/bin/python3
"""What the network is told of us: config/avahi/knead.service, and whether it is true."""
import glob
import re
import sys
import xml.etree.ElementTree as tree

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import osc
import tap
from controller import Controller
from listener import Client
from tcp_client import TcpClient

SERVICE = "config/avahi/knead.service"
KEYS = ["txtvers", "version", "framing", "uri", "types"]  # OSC 1.1, table 4
BYTES = {"i": 4, "f": 4, "c": 4, "m": 4, "r": 4, "h": 8, "d": 8, "t": 8, "s": 4, "S": 4, "b": 4}


def services():
    """type -> (port, {key: value}) of what is advertised."""
    found = {}
    for service in tree.parse(SERVICE).getroot().iter("service"):
        records = [record.text for record in service.iter("txt-record")]
        found[service.find("type").text] = (int(service.find("port").text),
                                            dict(record.split("=", 1) for record in records))
    return found


@tap.test
def the_service_file__is_what_avahi_reads():
    # avahi-service.dtd: name, then services; in each its type, a port and the records, in this order
    root = tree.parse(SERVICE).getroot()
    assert root.tag == "service-group" and not root.attrib
    assert [child.tag for child in root] == ["name", "service", "service"]
    assert root[0].attrib == {"replace-wildcards": "yes"} and "%h" in root[0].text
    for service in root[1:]:
        assert re.fullmatch("type port (txt-record ?)+", " ".join(child.tag for child in service))
        assert not service.attrib and not any(len(child) for child in service)
    with open(SERVICE, encoding="ascii") as file:
        assert '<!DOCTYPE service-group SYSTEM "avahi-service.dtd">' in file.read()


@tap.test
def each_service__has_the_keys_of_osc_1_1():
    found = services()
    assert sorted(found) == ["_osc._tcp", "_osc._udp"]
    for _, records in found.values():
        assert list(records) == KEYS, records  # txtvers first, RFC 6763
        assert records["txtvers"] == "1" and records["version"] == "1.1"
        assert all(len(f"{key}={value}") <= 255 for key, value in records.items())
    assert found["_osc._tcp"][1]["framing"] == "slip"


@tap.test
def the_ports__are_those_of_the_shipped_rigs():
    found = services()
    rigs = glob.glob("config/rigs/*.conf")
    assert len(rigs) > 5
    for rig in rigs:
        with open(rig, encoding="utf-8") as file:
            osc_group = re.search(r"^\tosc : \{(.*?)^\t\};", file.read(), re.M | re.S)[1]
        text = re.sub(r"#.*", "", osc_group)
        port = int(re.search(r"\bport = (\d+);", text)[1])
        tcp_port = re.search(r"\btcp_port = (\d+);", text)
        assert found["_osc._udp"][0] == port, rig
        assert found["_osc._tcp"][0] == (int(tcp_port[1]) if tcp_port else port + 1), rig


@tap.test
def the_types__are_all_those_that_are_heard():
    def is_heard(client, tag):
        """A sound packet to an address that is none is told so; one with unknown tags is dropped."""
        client.last.pop("/rig/error", None)
        client.send_bytes(osc.padded(b"/rig/none") + osc.padded(b"," + tag.encode()) +
                          b"\0" * BYTES.get(tag, 0))
        client.sync(ord(tag))
        return "/rig/error" in client.last

    with Controller() as rig:
        for kind, service in (("_osc._udp", Client), ("_osc._tcp", TcpClient)):
            heard = ""
            for first in range(33, 127, 5):  # as many as a budget of errors has
                with service(rig) as client:
                    heard += "".join(t for t in map(chr, range(first, first + 5))
                                     if is_heard(client, t))
            assert sorted(heard) == sorted(services()[kind][1]["types"]), heard


tap.run()
