"""A page of the TouchOSC layout as a picture, drawn from the layout file itself, with made-up values in it."""
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

import pages
import touchosc

ANCHOR = {1: "start", 2: "middle", 3: "end"}
WIDE = 0.57  # of its size, a letter's mean width
# What would stand there in the middle of a session. Faders and meters: 0..1 of their way.
TEXTS = {"state": "RUNNING", "reason": "started", "step": "effleurage, lower back · work",
         "remaining": "14:32", "owner": "you steer", "link": "connected",
         "intensity_text": "60 %", "intensity_now": "54 %", "speed_text": "x 1.00",
         "duration_text": "20 min", "xy_words": "toward the feet, both sides alike",
         "height_text": "1.75 m", "answers": "31 of 31 questions are answered.",
         "breath_text": "15 a minute", "pin": "2741", "info": "knead 0.1.0, rig sim-16, 16 heads",
         "pairing": "Not paired yet: show a PIN, type it in, pair.",
         "pin_words": "The PIN stands at the rig. Your name there: tablet 417"}
TITLES = ("Deep tissue massage", "Hot stone massage", "Myofascial release", "Shiatsu",
          "Swedish massage", "Trigger point therapy")
SLIDES = {"intensity": 0.6, "intensity_actual": 0.54, "speed": 0.33, "duration": 0.32,
          "height": 0.5, "neck_focus": 0.2, "shoulders_focus": 0.5, "upper_back_focus": 0.6,
          "lower_back_focus": 0.9, "hips_focus": 0.4, "arms_focus": 0.1, "legs_focus": 0.2}
LIT = {"page": "#2f6da8", "technique_4": "#2f6da8", "start": "#2e9e5b", "part_1": "#2f6da8", "part_3": "#2e9e5b",
       "legs_out": "#a06a00", "comfort_2": "#2e9e5b",
       **{f"{region}_in": "#2e9e5b" for region in ("neck", "shoulders", "upper_back", "lower_back",
                                                   "hips", "arms")},
       **{f"{item}_no": "#2e9e5b" for item in ("fever", "contagious", "unstable_heart", "dvt")}}
HEADS = [(-0.05, 0.035), (0.05, 0.07), (0.17, 0.06), (0.31, 0.06), (0.44, 0.06), (0.57, 0.08),
         (0.85, 0.09), (1.18, 0.09)]  # as on a rig of 16, each left and right
FORCES = [(0, 0), (0, 0), (6, 8), (24, 26), (31, 30), (12, 12), (0, 0), (0, 0)]


def page(path, which):
    """The picture, as SVG."""
    root = ElementTree.fromstring(touchosc.read_layout(path))[0]
    drawn = "".join(_node(root, (0, 0), which))
    return (f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {pages.WIDTH} {pages.HEIGHT}' "
            f"font-family='sans-serif'>\n{drawn}</svg>\n")


def _read(node):
    found = {}
    for prop in node.find("properties"):
        value = prop.find("value")
        found[prop.findtext("key")] = {p.tag: float(p.text) for p in value} if len(value) else \
            value.text or ""
    return found


def _fill(colour):
    rgb = ",".join(str(round(colour[part] * 255)) for part in "rgb")
    return f"fill='rgb({rgb})' fill-opacity='{colour['a']:.3g}'"


def _is_shown(name, properties, which):
    if name.startswith("of_"):
        return name in (f"of_{which}", "of_before_1")
    if name.startswith(("head_", "force_", "target_")):
        return int(name.rsplit("_", 1)[1]) <= 2 * len(HEADS)
    if name.startswith("hand_"):
        return name in ("hand_1", "hand_2")
    return name != "veil" and properties["visible"] == "1"


def _moved(name, frame):
    """Where the script would have put it."""
    kind, _, number = name.partition("_")
    if kind in ("head", "force", "target"):
        x_m, y_m = HEADS[(int(number) - 1) // 2]
        x, y = pages.map_place(x_m, y_m if int(number) % 2 == 0 else -y_m)
        return {**frame, "x": x - 29, "y": y - 29 + (31 if kind == "target" else 0)}
    if kind == "hand":
        x, y = pages.map_place(0.40, 0.06 if number == "2" else -0.06)
        return {**frame, "x": x - 38, "y": y - 38}
    return {**frame, "w": 0.7 * 360} if name == "breath_bar" else frame


def _node(node, corner, which):
    properties = _read(node)
    name = properties["name"]
    if not _is_shown(name, properties, which):
        return
    frame = _moved(name, properties["frame"])
    x, y = corner[0] + frame["x"], corner[1] + frame["y"]
    lit = LIT.get("page") if name == f"page_{which}" else LIT.get(name)
    if properties["background"] == "1" or lit:
        fill = f"fill='{lit}'" if lit else _fill(_warm(name, properties["color"]))
        yield _box(x, y, frame["w"], frame["h"], fill, properties["shape"] == str(touchosc.DISC))
    if node.get("type") == "FADER":
        yield from _slide(name, x, y, frame)
    elif node.get("type") == "XY":
        yield _dot(x, y, frame)
    elif node.get("type") in ("LABEL", "TEXT"):
        yield from _letters(name, properties, node, x, y, frame)
    for child in node.findall("children/node"):
        yield from _node(child, (x, y), which)


def _warm(name, colour):
    if not name.startswith("head_"):
        return colour
    share = FORCES[(int(name[5:]) - 1) // 2][0] / 80
    return {"r": 0.17 + 0.66 * share, "g": 0.22 + 0.12 * share, "b": 0.27 - 0.15 * share, "a": 1.0}


def _box(x, y, width, height, fill, disc=False):
    if disc:
        return (f"<ellipse cx='{x + width / 2:g}' cy='{y + height / 2:g}' rx='{width / 2:g}' "
                f"ry='{height / 2:g}' {fill}/>\n")
    return (f"<rect x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}' rx='6' {fill}/>\n")


def _slide(name, x, y, frame):
    share = SLIDES.get(name, 0.5)
    top = y + (1 - share) * frame["h"]
    yield _box(x, y, frame["w"], frame["h"] - share * frame["h"], f"fill='{pages.PANEL}'")
    if not name.endswith("_actual"):
        yield _box(x, top - 5, frame["w"], 10, f"fill='{pages.INK}'")


def _dot(x, y, frame):
    return (_box(x, y, frame["w"], frame["h"], f"fill='{pages.PANEL}'") +
            f"<circle cx='{x + 0.7 * frame['w']:g}' cy='{y + 0.5 * frame['h']:g}' r='24' "
            f"fill='{pages.BLUE}'/>\n")


def _words_of(name, node):
    kind, _, number = name.partition("_")
    if kind in ("force", "target"):
        return str(FORCES[(int(number) - 1) // 2][kind == "target"])
    if kind == "technique" and number[0].isdigit():
        return TITLES[int(number[0])] if int(number[0]) < len(TITLES) else ""
    return TEXTS.get(name, node.findtext("values/value[key='text']/default") or "")


def _lines(words, size, width, wraps):
    lines = []
    for part in words.split("\n"):
        line = ""
        for word in part.split(" ") if wraps else [part]:
            if line and len(line + " " + word) * size * WIDE > width:
                lines.append(line)
                line = word
            else:
                line += (" " if line else "") + word
        lines.append(line)
    return lines


def _letters(name, properties, node, x, y, frame):
    size = float(properties["textSize"])
    align = int(float(properties["textAlignH"]))
    lines = _lines(_words_of(name, node), size, frame["w"], properties["textWrap"] == "1")
    at = {1: x + 2, 2: x + frame["w"] / 2, 3: x + frame["w"] - 2}[align]
    middle = y + frame["h"] / 2
    turn = f" transform='rotate(-90 {at:g} {middle:g})'" if properties["orientation"] == "3" else ""
    ink = properties["textColor"]
    weight = " font-weight='bold'" if name in ("stop_t", "ease_t", "state", "remaining") else ""
    for i, line in enumerate(lines):
        if line:
            base = middle + (i - (len(lines) - 1) / 2) * size * 1.2 + size * 0.35
            yield (f"<text x='{at:g}' y='{base:g}' font-size='{size:g}' "
                   f"text-anchor='{ANCHOR[align]}'{weight}{turn} {_fill(ink)}>{escape(line)}</text>\n")
