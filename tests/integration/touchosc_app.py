"""A TouchOSC layout read back from its file, and run by the stand-in of the app in tests/fakes."""
import os
import shutil
import tempfile
import xml.etree.ElementTree as ElementTree
import zlib

from app_stand import App

LAYOUT = "config/tablet/knead.tosc"


def read_root(path=LAYOUT):
    """The root node."""
    with open(path, "rb") as file:
        text = zlib.decompress(file.read()).decode()
    document = ElementTree.fromstring(text)
    assert document.tag == "lexml" and document.get("version") == "3", document.attrib
    nodes = list(document)
    assert len(nodes) == 1 and nodes[0].get("type") == "GROUP", nodes
    return nodes[0]


def properties_of(node):
    """key -> (type, value): numbers, text, or a dict of a rectangle or colour."""
    found = {}
    for prop in node.find("properties"):
        key, value = prop.findtext("key"), prop.find("value")
        kind = prop.get("type")
        assert key not in found, key
        if kind in "rc":
            found[key] = kind, {part.tag: float(part.text) for part in value}
        elif kind == "s":
            found[key] = kind, value.text or ""
        else:
            found[key] = kind, float(value.text)
    return found


def values_of(node):
    return {value.findtext("key"): value.findtext("default") or "" for value in node.find("values")}


def messages_of(node):
    """Of each OSC message: path, send, receive, triggers, arguments."""
    found = []
    for message in node.findall("messages/osc"):
        path = "".join(p.findtext("value") for p in message.find("path"))
        assert message.findtext("connections") == "00001" and message.findtext("feedback") == "0"
        found.append({
            "path": path, "send": message.findtext("send") == "1",
            "receive": message.findtext("receive") == "1",
            "triggers": [(t.findtext("var"), t.findtext("condition"))
                         for t in message.find("triggers")],
            "arguments": [{"type": p.findtext("type"), "conversion": p.findtext("conversion"),
                           "value": p.findtext("value") or "", "min": float(p.findtext("scaleMin")),
                           "max": float(p.findtext("scaleMax"))} for p in message.find("arguments")]})
    return found


def children_of(node):
    return list(node.find("children")) if node.find("children") is not None else []


def walk(node, page=""):
    """Every node under it with the names of the groups it is in."""
    yield node, page
    name = properties_of(node)["name"][1]
    for child in children_of(node):
        yield from walk(child, f"{page}/{name}")


# ---- as Lua reads it ----


def _quoted(text):
    return '"' + "".join(f"\\{byte:03d}" for byte in text.encode()) + '"'


def _lua(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"[{_quoted(k)}]={_lua(v)}" for k, v in value.items()) + "}"
    return "{" + ",".join(_lua(v) for v in value) + "}"


def _tree(node):
    properties, types = {}, {}
    for key, (kind, value) in properties_of(node).items():
        types[key] = kind
        properties[key] = value == 1.0 if kind == "b" else \
            {**value, "is": kind} if isinstance(value, dict) else value
    values = {key: text if key == "text" else text == "true" if key == "touch" else float(text)
              for key, text in values_of(node).items()}
    messages = [{**m, "triggers": [{"var": v, "condition": c} for v, c in m["triggers"]]}
                for m in messages_of(node)]
    return {"type": node.get("type"), "properties": properties, "types": types, "values": values,
            "messages": messages, "children": [_tree(child) for child in children_of(node)]}


class TouchOsc(App):
    """A layout of TouchOSC."""

    program = "lua5.1"
    hears_on = 9001  # the port the layout has the rig send to

    def __init__(self, path=LAYOUT):
        super().__init__()
        self.tree = _tree(read_root(path))

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="knead-lua.")
        tree = os.path.join(self.folder, "tree.lua")
        with open(tree, "w", encoding="ascii") as file:
            file.write("return " + _lua(self.tree))
        return self.open("tests/fakes/touchosc.lua", tree)

    def get(self, name, key="text"):
        return super().get(name, "color" if key == "paint" else key)

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        shutil.rmtree(self.folder)
