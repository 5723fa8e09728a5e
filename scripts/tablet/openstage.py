"""The pages as an Open Stage Control session (1.28 or newer). Places are shares of the screen."""
import json
import os

import pages

HERE = os.path.dirname(os.path.abspath(__file__))
VERSION = "1.28.0"  # the oldest with everything used here
DRAWN = ("head_", "force_", "target_", "hand_", "figure_")  # by the canvas of the body map
FLEX = {"left": "left", "centre": "center", "right": "right"}
# The server passes what one browser sends to all others, and they take it where the sender's target is
# their own: the ears have another, so they hear the rig alone.
APART = []
PLAIN = ("/rig/state", "/rig/state/reason", "/rig/state/step", "/rig/state/phase",
         "/rig/remaining", "/rig/arm/refusal", "/rig/technique/lacks", "/rig/technique",
         "/rig/technique/item", "/rig/technique/unfit", "/rig/intensity", "/rig/intensity/actual",
         "/rig/speed", "/rig/duration", "/rig/client/height", "/rig/client/placed", "/rig/comfort",
         "/rig/comfort/due", "/rig/focus/xy", "/rig/owner", "/rig/owner/you", "/rig/hb/nonce",
         "/rig/lease/grant", "/rig/lease/taking", "/rig/pair/open", "/rig/pair/token", "/rig/fault",
         "/rig/breath", "/rig/info", "/rig/head/item", "/rig/error", "/rig/pong")


def session(widgets, schema):
    """The session file's text."""
    screen = (0, 0, pages.WIDTH, pages.HEIGHT)
    children = [_ear(i, path, schema.row(path)["types"]) for i, path in enumerate(_heard(widgets))]
    children += [_widget(w, screen) for w in widgets if w["page"] == "" and w["name"] != "veil"]
    children += [_page(widgets, page, screen) for page, _ in pages.PAGES]
    children += [_widget(w, screen) for w in widgets if w["name"] == "veil"]
    children.append({"type": "script", "id": "engine", "bypass": True, "target": APART,
                     "onCreate": "globals.knead.begin()\n"
                                 "setInterval('turn', function() { globals.knead.turn() }, 100)"})
    root = {"type": "root", "id": "root", "colorBg": pages.BACK, "padding": 0, "hideMenu": True,
            "bypass": True, "onPreload": _script(widgets), "widgets": children}
    return json.dumps({"createdWith": "Open Stage Control", "version": VERSION, "type": "session",
                       "content": root}, indent=1, ensure_ascii=False) + "\n"


def _heard(widgets):
    """Every address the script wants to hear of."""
    items = [w["name"][:-len("_consent")] for w in widgets if w["name"].endswith("_consent")]
    regions = [w["name"][:-len("_out")] for w in widgets if w["name"].endswith("_out")]
    return (list(PLAIN) + [f"/rig/screening/{item}" for item in items] +
            [f"/rig/region/{region}/enable" for region in regions] +
            [f"/rig/hand/{k}" for k in range(1, pages.HANDS + 1)] +
            [f"/rig/head/{n}/{what}" for n in range(1, pages.HEADS + 1)
             for what in ("force", "target", "ceiling")])


def _ear(number, path, types):
    return {"type": "script", "id": f"ear_{number}", "address": path, "bypass": True,
            "onValue": f"globals.knead.hear('{path}', '{types}', value)"}


def _place(rect, within):
    x, y, width, height = within
    return {"left": f"{(rect[0] - x) / width * 100:.3f}%", "top": f"{(rect[1] - y) / height * 100:.3f}%",
            "width": f"{rect[2] / width * 100:.3f}%", "height": f"{rect[3] / height * 100:.3f}%"}


def _page(widgets, page, screen):
    mine = [w for w in widgets if w["page"] == page and not w["name"].startswith(DRAWN)]
    rect = (pages.LEFT, pages.TOP, pages.PAGE_W, pages.PAGE_H)
    part_rect = (pages.LEFT, pages.TOP, pages.PAGE_W, 500)
    children = [_widget(w, rect) for w in mine if w["part"] == 0]
    for part in sorted({w["part"] for w in mine} - {0}):
        inner = [_widget(w, part_rect) for w in mine if w["part"] == part]
        children.append(_panel(f"of_{page}_{part}", part_rect, rect, inner, part == 1))
    return _panel(f"of_{page}", rect, screen, children, page == pages.PAGES[0][0])


def _panel(name, rect, within, children, shown):
    return {"type": "panel", "id": name, **_place(rect, within), "bypass": True,
            "visible": f"VAR{{shown,{str(shown).lower()}}}", "colorBg": "#00000000", "alphaStroke": 0,
            "padding": 0, "innerPadding": False, "scroll": False, "widgets": children}


def _letters(w, more=""):
    return f"font-size: {w['size'] / pages.HEIGHT * 100:.2f}vh; line-height: 1.2;{more}"


def _widget(w, within):
    widget = {"type": "", "id": w["name"], **_place(w["rect"], within), "bypass": True}
    kind = w["kind"]
    if w["name"] == "map":
        return {**widget, "type": "canvas", "interaction": False, "continuous": pages.HANDS * 2,
                "css": f"background: {w['colour']};",
                "onDraw": "globals.knead.draw(ctx, width, height)"}
    if kind == "box":
        if w["name"] == "breath_bar":
            widget["width"] = "VAR{wide,1}%"
        return {**widget, "type": "panel", "colorBg": w["colour"], "alphaStroke": 0, "scroll": False}
    if kind == "text":
        css = f" background: {w['colour']};" if w["colour"] else ""
        return {**widget, "type": "text", "default": w["text"], "align": FLEX[w["align"]],
                "wrap": "soft" if w["wrap"] else False, "vertical": w["turned"], "interaction": False,
                "alphaStroke": 0, "alphaFillOff": 0, "padding": 0,
                "visible": f"VAR{{shown,{str(w['shown']).lower()}}}",
                "colorText": f"VAR{{ink,{w['ink']}}}", "css": _letters(w, css)}
    if kind == "button":
        return {**widget, **_button(w)}
    return {**widget, **_slider(w)}


def _button(w):
    button = {"type": "button", "target": APART, "label": w["text"] or "VAR{label,}",
              "wrap": "soft", "colorFill": f"VAR{{paint,{w['colour']}}}", "alphaFillOff": 1,
              "alphaStroke": 0, "colorText": w["ink"], "mode": "tap", "on": 1, "off": 0,
              "css": _letters(w, " font-weight: bold;")}
    if w["address"] and not w["args"]:     # STOP and ease: by themselves, at once, whatever else is
        del button["on"], button["off"]
        return {**button, "mode": "momentary", "address": w["address"], "bypass": False,
                "colorFill": w["colour"]}
    if w["press"]:
        script = f"globals.knead.press('{w['name']}')"
    else:
        tags = "".join(tag for tag, _ in w["args"])
        values = json.dumps([value for _, value in w["args"]])
        script = f"globals.knead.say('{w['address']}', '{tags}', {values})"
    button["onValue"] = script
    if not w["shown"]:
        button["visible"] = "VAR{shown,false}"
    if not w["always"]:
        button["interaction"] = "VAR{may,0}"
        button["css"] += " opacity: #{VAR{may,0} ? 1 : 0.4};"
    return button


def _slider(w):
    low, high = w["low"], w["high"]
    slider = {"address": w["address"], "target": APART, "colorWidget": w["colour"], "decimals": 3, "padding": 4}
    if w["kind"] == "xy":
        return {**slider, "type": "xy", "rangeX": {"min": low, "max": high},
                "rangeY": {"min": low, "max": high}, "snap": False, "pips": False, "pointSize": 30,
                "interaction": "VAR{may,0}",
                "onValue": f"globals.knead.say('{w['address']}', 'ff', value)"}
    slider.update({"type": "fader", "range": {"min": low, "max": high}, "design": "compact"})
    if w["kind"] == "meter":
        return {**slider, "interaction": False, "knobSize": 4}
    return {**slider, "snap": False, "knobSize": 60, "interaction": "VAR{may,0}",
            "onValue": f"globals.knead.say('{w['address']}', 'f', value)"}


def _script(widgets):
    """What the script must know of the pages, then the script."""
    touched = [w for w in widgets if w["kind"] in ("button", "fader", "xy") and not w["always"]]
    keys = [w["name"] for w in touched if w["name"].startswith("key_")]
    low, high = pages.MAP_X_M
    figure = [(w["rect"][0] - pages.LEFT - pages.MAP[0], w["rect"][1] - pages.TOP - pages.MAP[1],
               *w["rect"][2:]) for w in widgets if w["name"].startswith("figure_")]
    track = next(w for w in widgets if w["name"] == "breath_track")
    constants = {
        "PAGES": [page for page, _ in pages.PAGES], "PARTS": max(w["part"] for w in widgets),
        "ROWS": pages.ROWS,
        "ITEMS": [w["name"][:-len("_consent")] for w in widgets if w["name"].endswith("_consent")],
        "KEYS": keys,
        "TOUCHED": [w["name"] for w in touched if w["name"] not in keys and not w["ruled"]],
        "BREATH": round(track["rect"][2] / pages.PAGE_W * 100, 1), "FIGURE": figure,
        "MAP": {"w": pages.MAP[2], "h": pages.MAP[3], "from_m": low, "to_m": high,
                "px_m": pages.MAP_Y_PX_M}}
    with open(os.path.join(HERE, "knead.js"), encoding="utf-8") as file:
        return "".join(f"var {key} = {json.dumps(value)}\n"
                       for key, value in constants.items()) + file.read()
