"""The pages as a TouchOSC layout: zlib-compressed XML, as TouchOSC 1.x writes and reads it (lexml 3)."""
import os
import uuid
import zlib

import pages

HERE = os.path.dirname(os.path.abspath(__file__))
PORT = 9001        # the receive port that config/tablet/README.md has people set
NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://knead.invalid/config/tablet/knead.tosc")
KIND = {"box": "BOX", "text": "LABEL", "button": "BUTTON", "fader": "FADER", "meter": "FADER",
        "xy": "XY"}
ALIGN = {"left": 1, "centre": 2, "right": 3}
NORTH, WEST = 0, 3
MOMENTARY = 0
RELATIVE = 1       # a finger moves a fader from where it is, and does not make it jump
CORNERS = 2
RECTANGLE, DISC = 1, 2

PRESS = """function onValueChanged(key)
  if key == 'x' and self.values.x == 1 then root:notify('press', self.name) end
end
"""
# What comes back while the finger moves is older than the finger.
HOLD = """function onReceiveOSC(message, connections)
  return self.values.touch and message[1] == '%s'
end
"""


def write_layout(widgets, path):
    with open(path, "wb") as file:
        file.write(zlib.compress(layout(widgets).encode(), 9))


def read_layout(path):
    """The XML in a layout file."""
    with open(path, "rb") as file:
        return zlib.decompress(file.read()).decode()


def layout(widgets):
    """The XML."""
    children = [_widget(w, (0, 0)) for w in widgets if w["page"] == "" and w["name"] != "veil"]
    children += [_page(widgets, page) for page, _ in pages.PAGES]
    children += [_kept("token"), _kept("called")]
    children += [_widget(w, (0, 0)) for w in widgets if w["name"] == "veil"]
    root = _node("knead", "GROUP", _common("knead", (0, 0, pages.WIDTH, pages.HEIGHT), pages.BACK,
                                           outline=False) + [("s", "script", _script(widgets))],
                 [("touch", "false", 0)], [], children)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<lexml version='3'>\n{root}</lexml>\n"


def _page(widgets, page):
    mine = [w for w in widgets if w["page"] == page]
    parts = sorted({w["part"] for w in mine} - {0})
    corner = (pages.LEFT, pages.TOP)
    size = (pages.PAGE_W, pages.PAGE_H)
    children = [_widget(w, corner) for w in mine if w["part"] == 0]
    for part in parts:
        inner = [_widget(w, corner) for w in mine if w["part"] == part]
        children.append(_group(f"of_{page}_{part}", (0, 0, pages.PAGE_W, 500), inner, part == 1))
    return _group(f"of_{page}", corner + size, children, page == pages.PAGES[0][0])


def _group(name, rect, children, shown):
    properties = _common(name, rect, "#00000000", shown=shown, background=False, outline=False)
    return _node(name, "GROUP", properties, [("touch", "false", 0)], [], children)


def _kept(name):
    """A text that is saved with the layout: what was there stays when it is opened again."""
    properties = _common(name, (0, 0, 300, 40), pages.BACK, shown=False) + _lettering({})
    return _node(name, "LABEL", properties, [("text", "", 1), ("touch", "false", 0)], [], [])


def _widget(w, corner):
    x, y, width, height = w["rect"]
    rect = (x - corner[0], y - corner[1], width, height)
    kind = "TEXT" if w["kind"] == "text" and w["wrap"] else KIND[w["kind"]]
    touched = w["kind"] in ("button", "fader", "xy")  # the script lets the others answer
    properties = _common(w["name"], rect, w["colour"] or "#00000000", shown=w["shown"],
                         background=bool(w["colour"]), touched=touched and w["always"],
                         orientation=WEST if w["turned"] else NORTH,
                         shape=DISC if w["round"] else RECTANGLE)
    properties += _own_properties(w)
    values = [("touch", "false", 0)]
    if w["kind"] == "text":
        values.insert(0, ("text", w["text"], 0))
    elif w["kind"] != "box":
        values.insert(0, ("x", "0", 0))
    if w["kind"] == "xy":
        values.insert(1, ("y", "0.5", 0))
    node = _node(w["name"], kind, properties, values, _messages(w), [])
    if w["kind"] == "button":
        node += _lettering_of(w, rect)
    return node


def _lettering_of(button, rect):
    """A button has no text of its own: it lies over it and lets touches through."""
    words = dict(button, kind="text", name=button["name"] + "_t", rect=rect, colour="",
                 press=False, always=False, address="")
    return _widget(words, (0, 0))


def _own_properties(w):
    kind = w["kind"]
    script = PRESS if w["press"] else HOLD % w["address"] if kind in ("fader", "xy") else ""
    properties = [("s", "script", script)] if script else []
    if kind == "text":
        return properties + _lettering(w)
    if kind == "button":
        return properties + [("i", "buttonType", MOMENTARY), ("b", "press", 1), ("b", "release", 1),
                             ("b", "valuePosition", 0)]
    if kind in ("fader", "meter"):
        return properties + [("b", "bar", 1), ("i", "barDisplay", 0),
                             ("b", "cursor", int(kind == "fader")), ("i", "cursorDisplay", 0),
                             ("b", "grid", 1), ("i", "gridSteps", 10), ("i", "response", RELATIVE),
                             ("i", "responseFactor", 100)]
    if kind == "xy":
        return properties + [("b", "cursor", 1), ("i", "cursorDisplay", 0), ("b", "gridX", 1),
                             ("b", "gridY", 1), ("i", "gridStepsX", 10), ("i", "gridStepsY", 10),
                             ("b", "lines", 1), ("i", "linesDisplay", 0), ("b", "lockX", 0),
                             ("b", "lockY", 0), ("i", "response", RELATIVE), ("i", "responseFactor", 100)]
    return properties


def _lettering(w):
    return [("i", "font", 0), ("i", "textAlignH", ALIGN[w.get("align", "left")]),
            ("i", "textAlignV", 2), ("b", "textClip", 1), ("c", "textColor", w.get("ink", pages.INK)),
            ("i", "textLength", 0), ("i", "textSize", w.get("size", 24)),
            ("b", "textWrap", int(w.get("wrap", False)))]


def _common(name, rect, colour, shown=True, background=True, outline=False, touched=False,
            orientation=NORTH, shape=RECTANGLE):
    return [("s", "name", name), ("r", "frame", rect), ("c", "color", colour),
            ("b", "background", int(background)), ("f", "cornerRadius", CORNERS),
            ("b", "grabFocus", int(touched)), ("b", "interactive", int(touched)),
            ("b", "locked", 0), ("i", "orientation", orientation), ("b", "outline", int(outline)),
            ("i", "outlineStyle", 0), ("i", "pointerPriority", 0), ("i", "shape", shape),
            ("b", "visible", int(shown))]


# ---- messages ----

def _messages(w):
    if w["address"] == "" or w["kind"] in ("box", "text"):
        return []
    if w["kind"] == "button":
        words = {"i": "INTEGER", "f": "FLOAT", "s": "STRING"}
        arguments = [_partial("CONSTANT", words[tag], _number(value), 0, 1) for tag, value in w["args"]]
        return [_message(w["address"], arguments, ["x"], "RISE", receive=False)]
    axes = ["x", "y"] if w["kind"] == "xy" else ["x"]
    arguments = [_partial("VALUE", "FLOAT", axis, w["low"], w["high"]) for axis in axes]
    return [_message(w["address"], arguments, axes, "ANY", send=w["kind"] != "meter")]


def _message(address, arguments, triggers, condition, send=True, receive=True):
    wanted = "".join(f"<trigger><var>{_text(var)}</var><condition>{condition}</condition></trigger>"
                     for var in triggers)
    return (f"<osc><enabled>1</enabled><send>{int(send)}</send><receive>{int(receive)}</receive>"
            f"<feedback>0</feedback><connections>00001</connections><triggers>{wanted}</triggers>"
            f"<path>{_partial('CONSTANT', 'STRING', address, 0, 1)}</path>"
            f"<arguments>{''.join(arguments)}</arguments></osc>\n")


def _partial(kind, conversion, value, low, high):
    return (f"<partial><type>{kind}</type><conversion>{conversion}</conversion>"
            f"<value>{_text(value)}</value><scaleMin>{_number(low)}</scaleMin>"
            f"<scaleMax>{_number(high)}</scaleMax></partial>")


# ---- the script, and XML ----

def _script(widgets):
    """What the script must know of the pages, then the script."""
    touched = [w for w in widgets if w["kind"] in ("button", "fader", "xy") and not w["always"]]
    keys = [w["name"] for w in touched if w["name"].startswith("key_")]
    items = [w["name"][:-len("_consent")] for w in widgets if w["name"].endswith("_consent")]
    low, high = pages.MAP_X_M
    constants = [
        f"local PORT = {PORT}", "local PAGES = " + _list(page for page, _ in pages.PAGES),
        f"local PARTS, ROWS = {max(w['part'] for w in widgets)}, {pages.ROWS}", "local ITEMS = " + _list(items),
        "local KEYS = " + _list(keys),
        "local TOUCHED = " + _list(w["name"] for w in touched if w["name"] not in keys),
        "local RULED = " + _list(w["name"] for w in touched if w["ruled"]),
        f"local MAP = {{ x = {pages.MAP[0]}, y = {pages.MAP[1]}, w = {pages.MAP[2]}, "
        f"h = {pages.MAP[3]}, from_m = {low}, to_m = {high}, px_m = {pages.MAP_Y_PX_M:g} }}"]
    with open(os.path.join(HERE, "knead.lua"), encoding="utf-8") as file:
        return "\n".join(constants) + "\n\n" + file.read()


def _list(names):
    return "{ " + ", ".join(f"'{name}'" for name in names) + " }"


def _node(name, kind, properties, values, messages, children):
    identity = uuid.uuid5(NAMES, name)
    inner = "".join(_property(*p) for p in sorted(properties, key=lambda p: p[1]))
    kept = "".join(_value(*v) for v in values)
    text = (f"<node ID='{identity}' type='{kind}'>\n<properties>\n{inner}</properties>\n"
            f"<values>\n{kept}</values>\n")
    if messages:
        text += f"<messages>\n{''.join(messages)}</messages>\n"
    if children:
        text += f"<children>\n{''.join(children)}</children>\n"
    return text + "</node>\n"


def _property(kind, key, value):
    return (f"<property type='{kind}'><key>{_text(key)}</key>"
            f"<value>{_WRITE[kind](value)}</value></property>\n")


def _value(key, default, kept):
    return (f"<value><key>{_text(key)}</key><locked>0</locked>"
            f"<lockedDefaultCurrent>{kept}</lockedDefaultCurrent>"
            f"<default>{_text(default)}</default><defaultPull>0</defaultPull></value>\n")


def _text(text):
    return "<![CDATA[" + str(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _number(value):
    return f"{value:g}" if isinstance(value, (int, float)) else value


def _rect(rect):
    return "".join(f"<{key}>{value}</{key}>" for key, value in zip("xywh", rect))


def _colour(colour):
    digits = colour.lstrip("#") + "ff" * (len(colour) == 7)
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4, 6)]
    return "".join(f"<{key}>{value:.4g}</{key}>" for key, value in zip("rgba", parts))


_WRITE = {"b": str, "i": str, "f": _number, "s": _text, "r": _rect, "c": _colour}
