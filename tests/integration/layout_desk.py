"""A tablet app at a clock of ours: what the layouts do by themselves, in the stand-ins of both apps."""
import tap
from openstage_app import OpenStage
from touchosc_app import TouchOsc

FRAME_MS = 50
TOKEN = "0123456789abcdef"
ASKED_AT_FIRST = ["/rig/info", "/rig/head/list", "/rig/technique/list"]


class Desk:
    """An app and its clock. While talk is on, the rig says its name often enough."""

    def __init__(self, app):
        self.app = app
        self.ms = 1000000
        self.talk = True
        self.nonce = 0

    def pass_ms(self, ms):
        """What it sent meanwhile."""
        for _ in range(ms // FRAME_MS):
            self.ms += FRAME_MS
            if self.talk:
                self.app.hear("/rig/head/1/force", "f", 1.0)
            self.app.frame(self.ms)
        return self.app.take_sent()

    def join(self):
        self.app.hear("/rig/state", "s", "idle")
        return self.pass_ms(500)

    def steer(self, epoch=41):
        """In rig mode: paired by its keys, and steering."""
        self.join()
        self.app.hear("/rig/hb/nonce", "i", 7)
        self.pass_ms(500)
        self.touch("page_rig")
        self.touch("show_pin")
        for digit in "012345":
            self.touch(f"key_{digit}")
        self.touch("pair")
        sent = self.pass_ms(200)
        name, = [values[1] for path, _, values in sent if path == "/rig/pair" and values]
        assert ("/rig/pair", "ss", ("012345", name)) in sent, sent
        self.app.hear("/rig/pair/token", "s", TOKEN)
        self.pass_ms(1000)
        self.touch("request")
        assert ("/rig/lease/request", "ss", (name, TOKEN)) in self.pass_ms(200)
        self.app.hear("/rig/lease/grant", "ii", epoch, 3000)
        self.app.hear("/rig/owner", "s", name)
        self.app.hear("/rig/owner/you", "f", 1.0)
        self.touch("page_session")
        self.pass_ms(2000)
        return name

    def touch(self, name):
        """Once what came before has had its frames; what was sent stays to be taken."""
        kept = self.pass_ms(FRAME_MS * 4)
        assert self.app.touch(name), f"{name} does not answer"
        self.app.sent = kept + self.app.sent

    def is_grey(self):
        return self.app.get("veil", "visible") == "true"


def on_both(check):
    """The test on either app, by its name."""
    def named(app):
        def run():
            with app() as opened:
                check(Desk(opened))
        run.__name__ = f"{app.__name__.lower()}__{check.__name__}"
        return run
    for app in (TouchOsc, OpenStage):
        tap.test(named(app))
    return check
