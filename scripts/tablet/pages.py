"""What is on the screen and where, for every kind of tablet app: widgets as plain dicts.

The canvas is a 10-inch tablet in landscape, 16:10: 215 mm are 1280 units, so 15 mm are 90. A widget is
  kind    box, text (never touched), button, fader, meter (shows, is not touched), xy
  name    unique; the scripts know it by this
  page    the page it is on, or "" where it is on all of them
  part    of a page that has several parts, which; else 0
  rect    x, y, width, height on the canvas
  text    what stands on it at first
  size    of the text
  colour, ink    of the widget and of its text
  align   left, centre or right
  wrap    the text may take several lines
  address, args  what touching sends: args as (tag, value) where they are fixed; of faders and pads
          their own values go out, inside low..high
  press   a touch is given to the script, which knows what to send
  always  it answers even when nothing is heard from the rig
  ruled   the script says when it answers: a start only while armed
  shown   it is there from the beginning
  turned  its text runs upward
  round   a disc
"""
WIDTH, HEIGHT = 1280, 800
TOUCH = 90  # 15 mm
HEADS = 32  # markers on the body map; a rig with more still works, they are not drawn
HANDS = 4
TECHNIQUES = 8
ROWS = 5    # questions at a time

PAGES = (("session", "Session"), ("body", "Body"), ("focus", "Focus"), ("before", "Before"),
         ("rig", "Rig"))

BACK, PANEL, RAISED = "#0e1317", "#1a2229", "#2c3944"
INK, DIM = "#f2f5f7", "#9fb0bd"
RED, AMBER, GREEN, BLUE = "#d41a1a", "#f2b01e", "#2e9e5b", "#3d8bd4"
SKIN = "#3a3531"

LEFT, TOP = 8, 198    # of the pages
PAGE_W, PAGE_H = 1020, 594
MAP = (0, 0, PAGE_W, 420)
MAP_X_M = (-0.27, 1.45)  # what the map shows along the spine
MAP_Y_PX_M = 900.0       # wider than long, so that left and right part


def map_place(x_m, y_m):
    """Where on the map, in the page's units: the head end left, the client's right side up."""
    low, high = MAP_X_M
    return (x_m - low) / (high - low) * MAP[2], MAP[3] / 2 - y_m * MAP_Y_PX_M


class Pages:
    """Collects widgets, in the order they are drawn."""

    def __init__(self, schema):
        self.schema = schema
        self.widgets = []
        self.page = ""
        self.part = 0

    def add(self, kind, name, rect, **rest):
        x, y, w, h = rect
        if self.page:
            x, y = x + LEFT, y + TOP
        widget = {"kind": kind, "name": name, "page": self.page, "part": self.part,
                  "rect": (x, y, w, h), "text": "", "size": 24, "colour": PANEL, "ink": INK,
                  "align": "centre", "wrap": False, "address": "", "args": [], "press": False,
                  "always": False, "ruled": False, "shown": True, "turned": False, "round": False}
        widget.update(rest)
        self.widgets.append(widget)

    def text(self, name, rect, text="", size=24, **rest):
        self.add("text", name, rect, text=text, size=size, **{"colour": "", **rest})

    def button(self, name, rect, text, **rest):
        self.add("button", name, rect, text=text, **{"size": 26, "colour": RAISED, **rest})

    def fader(self, kind, name, rect, address, **rest):
        low, high = self.schema.range(address)
        self.add(kind, name, rect, address=address, low=low, high=high,
                 **{"colour": BLUE, **rest})


def build(schema):
    pages = Pages(schema)
    _frame(pages)
    _session(pages)
    _body(pages)
    _focus(pages)
    _before(pages)
    _rig(pages)
    _veil(pages)
    return pages.widgets


def _frame(p):
    """What is on every page: how it is, STOP, ease, and the way to the other pages."""
    p.add("box", "top", (0, 0, WIDTH, 92), colour=PANEL)
    p.text("state", (12, 4, 240, 84), "...", 38, align="left")
    p.text("reason", (260, 2, 552, 56), "", 22, align="left", wrap=True)
    p.text("step", (260, 58, 552, 32), "", 20, align="left", ink=DIM)
    p.text("remaining", (820, 4, 170, 84), "--:--", 46)
    p.text("owner", (1000, 4, 272, 46), "", 24, align="right")
    p.text("link", (1000, 50, 272, 38), "not connected", 22, align="right", ink=DIM)
    for i, (page, title) in enumerate(PAGES):
        p.button(f"page_{page}", (LEFT + i * 205, 96, 200, TOUCH), title, size=28, press=True,
                 always=True)
    p.button("ease", (1076, 100, 196, 190), "Ease", size=48, colour=AMBER, ink="#141414",
             address="/rig/ease", always=True)
    p.text("ease_why", (1076, 294, 196, 54), "less, and it\nstays less", 20, wrap=True, ink=DIM)
    p.button("stop", (1076, 426, 196, 366), "STOP", size=56, colour=RED, ink="#ffffff",
             address="/rig/stop", always=True)


def _session(p):
    p.page = "session"
    for i in range(TECHNIQUES):
        p.button(f"technique_{i}", (i % 2 * 186, i // 2 * 97, 180, 92), "", size=22, wrap=True,
                 press=True, ruled=True)
    p.text("note", (0, 390, 366, 70), "", 20, align="left", wrap=True, ink=AMBER)
    p.text("intensity_title", (390, 0, 190, 34), "Intensity", 24)
    p.fader("fader", "intensity", (390, 36, 120, 346), "/rig/intensity")
    p.fader("meter", "intensity_actual", (518, 36, 62, 346), "/rig/intensity/actual",
            colour=GREEN)
    p.text("intensity_text", (390, 384, 120, 34), "", 26)
    p.text("intensity_now", (512, 384, 76, 34), "", 26, ink=GREEN)
    p.text("intensity_wanted", (390, 416, 120, 28), "wanted", 20, ink=DIM)
    p.text("intensity_used", (512, 416, 76, 28), "now", 20, ink=DIM)
    p.text("speed_title", (604, 0, 96, 34), "Speed", 24)
    p.fader("fader", "speed", (604, 36, 96, 346), "/rig/speed")
    p.text("speed_text", (598, 384, 108, 34), "", 26)
    p.text("duration_title", (712, 0, 96, 34), "Length", 24)
    p.fader("fader", "duration", (712, 36, 96, 346), "/rig/duration")
    p.text("duration_text", (706, 384, 108, 34), "", 26)
    p.button("arm", (832, 0, 188, 100), "1  Arm", size=32, press=True, ruled=True)
    p.button("start", (832, 112, 188, 100), "2  Start", size=32, press=True, ruled=True)
    p.button("pause", (832, 240, 188, 100), "Pause", size=32, press=True, ruled=True)
    p.button("resume", (832, 352, 188, 100), "Resume", size=32, press=True, ruled=True)
    p.text("comfort_title", (0, 456, 1020, 38),
           "Ask: how uncomfortable is it?   0 not at all,   10 as bad as can be", 24, align="left")
    for i in range(11):
        p.button(f"comfort_{i}", (i * 93, 500, TOUCH, 94), str(i), size=34,
                 address="/rig/comfort", args=[("i", i)])


def _body(p):
    p.page = "body"
    p.add("box", "map", MAP, colour=PANEL)
    for x_from, x_to, half_m, y_m in ((-0.26, -0.1, 0.08, 0.0), (-0.11, 0.02, 0.055, 0.0),
                                      (0.0, 0.52, 0.17, 0.0), (0.5, 0.72, 0.17, 0.0),
                                      (0.02, 0.62, 0.024, 0.198), (0.02, 0.62, 0.024, -0.198),
                                      (0.7, 1.44, 0.075, 0.09), (0.7, 1.44, 0.075, -0.09)):
        x, y = map_place(x_from, y_m + half_m)
        to_x, to_y = map_place(x_to, y_m - half_m)
        p.add("box", f"figure_{len(p.widgets)}", _whole(x, y, to_x - x, to_y - y), colour=SKIN,
              round=x_to <= 0.0 and half_m > 0.06)
    p.text("map_head", (6, 6, 160, 30), "head end", 20, align="left", ink=DIM)
    p.text("map_feet", (854, 6, 160, 30), "foot end", 20, align="right", ink=DIM)
    p.text("map_right", (640, 6, 180, 30), "right side", 20, ink=DIM)
    p.text("map_left", (640, 384, 180, 30), "left side", 20, ink=DIM)
    for k in range(1, HANDS + 1):
        p.add("box", f"hand_{k}", (0, 0, 76, 76), colour=AMBER, shown=False, round=True)
    for n in range(1, HEADS + 1):
        p.add("box", f"head_{n}", (0, 0, 58, 58), colour=RAISED, shown=False)
        p.text(f"force_{n}", (0, 0, 58, 32), "", 26, shown=False)
        p.text(f"target_{n}", (0, 0, 58, 26), "", 20, ink=DIM, shown=False)
    p.text("map_words", (0, 424, 1020, 30), "in each head: newtons felt, and below them wanted;"
           "   amber: the hands", 20, align="left", ink=DIM)
    p.button("linger", (0, 462, 200, 96), "Stay here", press=True, ruled=True)
    p.button("skip", (212, 462, 200, 96), "Go on", press=True, ruled=True)
    p.button("released", (424, 462, 200, 96), "It let go", press=True, ruled=True)
    p.text("linger_words", (0, 558, 200, 32), "for another 20 s", 20, ink=DIM)
    p.text("skip_words", (212, 558, 200, 32), "to the next place", 20, ink=DIM)
    p.text("released_words", (424, 558, 200, 32), "the point held", 20, ink=DIM)
    p.text("breath_title", (660, 462, 360, 36), "Breath", 24, align="left")
    p.add("box", "breath_track", (660, 502, 360, 40), colour=PANEL)
    p.add("box", "breath_bar", (660, 502, 4, 40), colour=BLUE)
    p.text("breath_text", (660, 546, 360, 36), "", 22, align="left", ink=DIM)


def _focus(p):
    p.page = "focus"
    for i, (region, title) in enumerate(p.schema.members("/rig/region/{name}/focus")):
        x = i * 93
        p.text(f"{region}_title", (x, 0, TOUCH, 52), title.replace(" ", "\n"), 18, wrap=True)
        p.fader("fader", f"{region}_focus", (x, 56, TOUCH, 330), f"/rig/region/{region}/focus")
        p.button(f"{region}_in", (x, 396, TOUCH, TOUCH), "work", size=22,
                 address=f"/rig/region/{region}/enable", args=[("f", 1.0)])
        p.button(f"{region}_out", (x, 492, TOUCH, TOUCH), "leave\nout", size=22, wrap=True,
                 address=f"/rig/region/{region}/enable", args=[("f", 0.0)])
    p.text("xy_title", (672, 0, 348, 52), "Where most", 24)
    low, high = p.schema.range("/rig/focus/xy")
    p.add("xy", "xy", (700, 84, 292, 292), address="/rig/focus/xy", low=low, high=high,
          colour=BLUE)
    p.text("xy_right", (700, 54, 292, 28), "right side", 20, ink=DIM)
    p.text("xy_left", (700, 378, 292, 28), "left side", 20, ink=DIM)
    p.text("xy_head", (664, 84, 34, 292), "head", 20, ink=DIM, turned=True)
    p.text("xy_feet", (994, 84, 34, 292), "feet", 20, ink=DIM, turned=True)
    p.text("xy_words", (672, 412, 348, 74), "", 22, wrap=True, ink=DIM)


def _before(p):
    p.page = "before"
    questions = p.schema.members("/rig/screening/{item}")
    parts = (len(questions) + ROWS - 1) // ROWS
    for i, (item, question) in enumerate(questions):
        p.part = i // ROWS + 1
        y = i % ROWS * 99
        address = f"/rig/screening/{item}"
        p.text(f"{item}_text", (0, y, 600, 92), question, 25, align="left", wrap=True)
        p.button(f"{item}_no", (612, y, 112, 92), "No", address=address, args=[("s", "no")])
        p.button(f"{item}_yes", (736, y, 112, 92), "Yes", address=address, args=[("s", "yes")])
        p.button(f"{item}_consent", (872, y, 148, 92), "Yes, with\nconsent", size=22, wrap=True,
                 address=address, args=[("s", "consent")])
    p.part = parts + 1
    p.text("height_title", (0, 0, 300, 40), "The client's height", 26, align="left")
    p.fader("fader", "height", (40, 48, 110, 440), "/rig/client/height")
    p.text("height_text", (170, 150, 160, 60), "", 40)
    p.button("height_right", (170, 230, 160, 100), "That is\nright", wrap=True, press=True)
    p.text("placed_text", (400, 48, 600, 100), "Does the bone that sticks out at the foot of the neck "
           "lie at the mark on the table?", 26, align="left", wrap=True)
    p.button("placed_yes", (400, 160, 280, 100), "It lies at the mark",
             address="/rig/client/placed", args=[("f", 1.0)])
    p.button("placed_no", (720, 160, 280, 100), "Not yet",
             address="/rig/client/placed", args=[("f", 0.0)])
    p.text("answers", (400, 310, 600, 150), "", 26, align="left", wrap=True)
    p.part = 0
    for part in range(1, parts + 2):
        p.button(f"part_{part}", ((part - 1) * 128, 500, 122, 94),
                 f"{part}" if part <= parts else "Height", size=28, press=True, always=True)


def _rig(p):
    p.page = "rig"
    p.text("pin", (0, 0, 340, 56), "", 40, colour=PANEL)
    for i, key in enumerate("123456789<0"):
        p.button(f"key_{'back' if key == '<' else key}", (i % 3 * 116, 64 + i // 3 * 100, 108, 94),
                 "Back" if key == "<" else key, size=34, press=True)
    p.text("pin_words", (0, 466, 340, 120), "The PIN stands at the rig. Your name there: ",
           22, align="left", wrap=True, ink=DIM)
    for i, (name, title) in enumerate((("show_pin", "Show a PIN at the rig"),
                                       ("pair", "Pair with this PIN"), ("request", "Steer"),
                                       ("release", "Steer no more"),
                                       ("take", "Take over with this PIN"))):
        p.button(name, (372, i * 101, 300, 94), title, size=22, press=True, ruled=True)
    p.text("pairing", (372, 508, 300, 84), "", 22, align="left", wrap=True, ink=DIM)
    p.text("fault_title", (704, 0, 316, 36), "Fault", 26, align="left")
    p.text("fault", (704, 38, 316, 156), "none", 24, align="left", wrap=True)
    p.button("reset", (704, 204, 316, 94), "Reset the fault ...", press=True, ruled=True)
    p.button("reset_sure", (704, 330, 316, 94), "Yes, reset it now", press=True, ruled=True, colour=AMBER,
             ink="#141414", shown=False)
    p.text("info", (704, 440, 316, 60), "", 20, align="left", wrap=True, ink=DIM)
    p.text("error", (704, 500, 316, 94), "", 20, align="left", wrap=True, ink=AMBER)


def _veil(p):
    """Over everything but STOP and ease while nothing is heard: what stands there is not true now."""
    p.page = ""
    p.text("veil", (0, 192, 1040, 608), "No word from the rig.\nWhat stands here is old.", 44,
           colour="#0e1317c8", wrap=True)


def _whole(*numbers):
    return tuple(round(n) for n in numbers)
