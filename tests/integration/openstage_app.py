"""A session of Open Stage Control, read and run by the stand-in of its browser in tests/fakes."""
import json

from app_stand import App

SESSION = "config/tablet/knead.json"


def read_session(path=SESSION):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def walk(widget, within=(0.0, 0.0, 100.0, 100.0), parents=()):
    """Every widget below, with its place in per cent of the screen and the panels it is in."""
    for child in widget.get("widgets", []):
        place = None
        if "left" in child:
            x, y, w, h = (float(str(child[key]).rstrip("%")) if "VAR" not in str(child[key]) else 1.0
                          for key in ("left", "top", "width", "height"))
            place = (within[0] + x * within[2] / 100, within[1] + y * within[3] / 100,
                     w * within[2] / 100, h * within[3] / 100)
        yield child, place, parents
        yield from walk(child, place or within, parents + (child["id"],))


class OpenStage(App):
    """The session in a browser, whose server stands where the socket is."""

    program = "node"
    hears_on = None

    def __init__(self, path=SESSION):
        super().__init__()
        self.path = path

    def __enter__(self):
        return self.open("tests/fakes/openstage.js", self.path)

    def line(self, up):
        """The Wi-Fi between browser and server."""
        self._tell("online" if up else "offline")

    def neighbour(self, path, types="", *values):
        """What another browser on the same server sends is passed on to this one."""
        self._tell("neighbour", path, types, *values)

    def without_targets(self):
        """As if they did not part the ears from what others send."""
        self._tell("alone")

    def draw(self, name):
        return int(self._tell("draw", name))
