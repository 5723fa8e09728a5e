"""Packets as bytes, and back. Our own, so that wrong ones can be built too."""
import struct

IMMEDIATELY = 1


def padded(data):
    """With at least one NUL, to a multiple of four."""
    return data + b"\0" * (4 - len(data) % 4)


def _argument(tag, value):
    if tag in "TFNI":
        return b""
    if tag in "sS":
        return padded(value.encode())
    if tag == "b":
        return struct.pack(">i", len(value)) + value + b"\0" * (-len(value) % 4)
    return struct.pack({"i": ">i", "h": ">q", "f": ">f", "d": ">d", "t": ">Q"}[tag], value)


def message(path, types="", *values):
    """values: one for each tag, those without bytes (T F N I) left out."""
    rest = list(values)
    body = b"".join(_argument(t, None if t in "TFNI" else rest.pop(0)) for t in types)
    return padded(path.encode()) + padded(b"," + types.encode()) + body


def untagged(path, body=b""):
    """Without the type-tag string, as senders modelled on the X32 do."""
    return padded(path.encode()) + body


def bundle(*packets, tag=IMMEDIATELY):
    """Messages or bundles in one."""
    return (b"#bundle\0" + struct.pack(">Q", tag) +
            b"".join(struct.pack(">i", len(p)) + p for p in packets))


def _text(data, at):
    end = data.index(b"\0", at)
    return data[at:end].decode(), (end // 4 + 1) * 4


def _decode_message(data):
    path, at = _text(data, 0)
    tags, at = _text(data, at)
    values = []
    for tag in tags[1:]:
        if tag == "s":
            value, at = _text(data, at)
        else:
            form = {"i": ">i", "h": ">q", "f": ">f", "d": ">d"}[tag]
            value = struct.unpack_from(form, data, at)[0]
            at += struct.calcsize(form)
        values.append(value)
    if at != len(data):
        raise ValueError(f"{len(data) - at} bytes too many in {data!r}")
    return path, tags[1:], tuple(values)


def decode(data):
    """All messages of a packet: (path, types, values). What is malformed raises: ours never is."""
    if not data.startswith(b"#bundle\0"):
        return [_decode_message(data)]
    messages = []
    at = 16
    while at < len(data):
        size = struct.unpack_from(">i", data, at)[0]
        messages += decode(data[at + 4:at + 4 + size])
        at += 4 + size
    return messages
