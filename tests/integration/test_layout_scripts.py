#!/usr/bin/python3
"""What the layouts do by themselves, told by a clock of ours, in stand-ins of both apps."""
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from layout_desk import ASKED_AT_FIRST, TOKEN, Desk, on_both
from openstage_app import OpenStage
from touchosc_app import TouchOsc


def paths(sent):
    return [path for path, _, _ in sent]


@on_both
def subscribes_each_second_until_it_hears(desk):
    desk.talk = False
    sent = desk.pass_ms(3000)
    assert 3 <= len(sent) <= 4 and set(paths(sent)) == {"/rig/subscribe"}, sent
    assert desk.is_grey()
    desk.talk = True
    sent = desk.join()
    assert not desk.is_grey()
    assert [p for p in paths(sent) if p not in ("/rig/subscribe", "/rig/ping")] == ASKED_AT_FIRST, \
        sent
    sent = desk.pass_ms(10000)
    assert set(paths(sent)) == {"/rig/ping"} and len(sent) >= 3, sent


@on_both
def goes_grey_after_a_second_and_a_half(desk):
    desk.join()
    desk.app.hear("/rig/owner/you", "f", 1.0)
    desk.app.hear("/rig/arm/refusal", "s", "")
    desk.pass_ms(200)
    desk.talk = False
    desk.pass_ms(1400)
    assert not desk.is_grey() and desk.app.touch("arm")
    desk.pass_ms(200)
    assert desk.is_grey()
    desk.app.take_sent()
    for name in ("arm", "start", "pause", "resume", "comfort_3", "technique_0"):
        assert not desk.app.touch(name), name
    assert not desk.app.slide("intensity", 0.9)
    desk.app.touch("ease")
    desk.app.touch("stop")
    assert [s[:2] for s in desk.app.take_sent()] == [("/rig/ease", ""), ("/rig/stop", "")]


@on_both
def echoes_each_nonce_once_with_its_token(desk):
    desk.steer()
    for nonce in (101, 102, 103):
        desk.app.hear("/rig/hb/nonce", "i", nonce)
        sent = [s for s in desk.pass_ms(250) if s[0] == "/rig/hb"]
        assert sent == [("/rig/hb", "is", (nonce, TOKEN))], sent


@on_both
def start_is_two_steps_and_sent_once(desk):
    desk.steer(epoch=41)
    desk.app.hear("/rig/arm/refusal", "s", "")
    desk.pass_ms(200)
    assert not desk.app.touch("start"), "not armed"
    desk.touch("arm")
    desk.app.hear("/rig/state", "s", "armed")
    desk.touch("start")
    for _ in range(4):      # a hand that does not believe it
        desk.app.hear("/rig/state", "s", "armed")
        desk.touch("start")
    desk.touch("start")
    moving = [s for s in desk.pass_ms(2000) if s[0] in ("/rig/arm", "/rig/start")]
    assert moving == [("/rig/arm", "fis", (1.0, 41, TOKEN)),
                      ("/rig/start", "fis", (1.0, 41, TOKEN))], moving


@on_both
def what_starts_motion_goes_out_as_it_should(desk):
    desk.steer(epoch=41)
    desk.app.hear("/rig/arm/refusal", "s", "")
    desk.pass_ms(200)
    for state, name, path in (("idle", "arm", "/rig/arm"), ("armed", "start", "/rig/start"),
                              ("running", "pause", "/rig/pause"), ("paused", "resume", "/rig/resume"),
                              ("running", "skip", "/rig/skip")):
        desk.app.hear("/rig/state", "s", state)
        desk.touch(f"page_{'body' if name == 'skip' else 'session'}")
        desk.pass_ms(200)
        desk.app.take_sent()
        assert desk.app.touch(name), name
        desk.app.touch(name)
        sent = [s for s in desk.app.take_sent() if s[0] == path]
        assert sent == [(path, "fis", (1.0, 41, TOKEN))], sent


@on_both
def a_refused_start_may_be_pressed_again_with_the_new_epoch(desk):
    desk.steer(epoch=41)
    desk.app.hear("/rig/state", "s", "armed")
    desk.pass_ms(200)
    assert desk.app.touch("start")
    desk.app.hear("/rig/error", "ssssi", "stale_epoch", "/rig/start", "too late", "me", 42)
    desk.pass_ms(1100)
    assert desk.app.touch("start")
    epochs = [values[1] for path, _, values in desk.app.take_sent() if path == "/rig/start"]
    assert epochs[-1] == 42, epochs


@on_both
def after_a_gap_it_sends_no_motion_and_asks_for_the_epoch(desk):
    name = desk.steer(epoch=41)
    desk.talk = False
    desk.pass_ms(5000)
    desk.talk = True
    desk.app.hear("/rig/hb/nonce", "i", 9)
    desk.app.hear("/rig/owner", "s", name)
    desk.app.hear("/rig/owner/you", "f", 1.0)
    sent = desk.pass_ms(3000)
    asked = [s for s in sent if s[0] == "/rig/lease/request"]
    assert asked and set(asked) == {("/rig/lease/request", "ss", (name, TOKEN))}, sent
    assert len(asked) <= 3, "once a second, until it is told"
    assert set(paths(sent)) <= {"/rig/subscribe", "/rig/hb", "/rig/ping", "/rig/lease/request",
                                *ASKED_AT_FIRST}, sent
    subscribed = next(s for s in sent if s[0] == "/rig/subscribe")
    assert subscribed[2][-1] == TOKEN, "known by its token, whatever its port is now"
    desk.app.hear("/rig/lease/grant", "ii", 44, 3000)
    desk.app.hear("/rig/state", "s", "paused")
    assert "/rig/lease/request" not in paths(desk.pass_ms(3000))
    assert desk.app.touch("resume")
    assert desk.app.take_sent()[-1] == ("/rig/resume", "fis", (1.0, 44, TOKEN))


@on_both
def who_took_over_by_the_button_asks_for_the_epoch_first(desk):
    name = desk.steer(epoch=41)
    desk.app.hear("/rig/owner", "s", "Anna")
    desk.app.hear("/rig/owner/you", "f", 0.0)
    desk.app.hear("/rig/state", "s", "paused")
    assert "/rig/lease/request" not in paths(desk.pass_ms(3000))
    desk.app.hear("/rig/owner", "s", name)
    desk.app.hear("/rig/owner/you", "f", 1.0)
    sent = desk.pass_ms(1500)
    assert "/rig/lease/request" in paths(sent), sent
    assert not desk.app.touch("resume"), "its epoch is not known yet"
    desk.app.hear("/rig/lease/grant", "ii", 43, 3000)
    desk.pass_ms(200)
    assert desk.app.touch("resume")
    assert desk.app.take_sent()[-1] == ("/rig/resume", "fis", (1.0, 43, TOKEN))


@on_both
def a_lost_lease_is_not_taken_again_by_itself(desk):
    desk.steer()
    desk.talk = False
    desk.pass_ms(5000)
    desk.talk = True
    desk.app.hear("/rig/hb/nonce", "i", 9)
    desk.app.hear("/rig/owner", "s", "Anna")
    desk.app.hear("/rig/owner/you", "f", 0.0)
    sent = desk.pass_ms(3000)
    assert "/rig/lease/request" not in paths(sent), sent
    assert desk.app.get("owner") == "Anna steers"
    desk.app.hear("/rig/state", "s", "armed")
    desk.pass_ms(200)
    assert not desk.app.touch("start")


@on_both
def a_reset_needs_a_second_step_soon(desk):
    desk.steer(epoch=41)
    desk.app.hear("/rig/state", "s", "fault")
    desk.app.hear("/rig/fault", "iss", 3, "force_high", "too much force")
    desk.touch("page_rig")
    desk.pass_ms(200)
    assert desk.app.get("fault") == "head 3: too much force"
    assert not desk.app.touch("reset_sure")
    assert desk.app.touch("reset")
    desk.pass_ms(6000)
    assert not desk.app.touch("reset_sure"), "too long ago"
    assert desk.app.touch("reset")
    desk.pass_ms(500)
    desk.app.take_sent()
    assert desk.app.touch("reset_sure")
    sent = [s for s in desk.app.take_sent() if s[0] == "/rig/fault/reset"]
    assert sent == [("/rig/fault/reset", "fis", (1.0, 41, TOKEN))], sent


@on_both
def somebody_elses_token_is_not_taken(desk):
    desk.join()
    desk.app.hear("/rig/hb/nonce", "i", 7)
    desk.app.hear("/rig/pair/token", "s", TOKEN)
    sent = desk.pass_ms(2000)
    assert ("/rig/hb", "i", (7,)) in sent and not any(TOKEN in values for _, _, values in sent), sent


@on_both
def what_is_heard_is_shown_and_not_sent_back(desk):
    desk.join()
    desk.app.hear("/rig/owner/you", "f", 1.0)
    desk.pass_ms(200)
    desk.app.take_sent()
    desk.app.hear("/rig/intensity", "f", 0.3)
    desk.app.hear("/rig/intensity/actual", "f", 0.25)
    desk.app.hear("/rig/duration", "f", 1800.0)
    desk.app.hear("/rig/focus/xy", "ff", 0.9, 0.2)
    desk.app.hear("/rig/remaining", "f", 754.0)
    desk.app.hear("/rig/screening/fever", "s", "yes")
    desk.app.hear("/rig/error", "ssssi", "not_owner", "/rig/speed", "Anna steers", "Anna", 3)
    sent = desk.pass_ms(200)
    assert set(paths(sent)) <= {"/rig/ping"}, sent
    shown = {name: desk.app.get(name) for name in (
        "intensity_text", "intensity_now", "duration_text", "remaining", "xy_words", "step", "answers")}
    assert shown == {"intensity_text": "30 %", "intensity_now": "25 %", "duration_text": "30 min",
                     "remaining": "12:34", "step": "Refused: Anna steers",
                     "xy_words": "toward the feet, more on the left side",
                     "answers": "1 of 31 questions are answered, 1 with yes."}, shown


@on_both
def what_is_missing_is_said_until_it_is_there(desk):
    desk.join()
    desk.app.hear("/rig/owner/you", "f", 1.0)
    desk.app.hear("/rig/arm/refusal", "s", "nobody told how tall this client is")
    desk.pass_ms(200)
    assert desk.app.get("note") == "nobody told how tall this client is"
    assert not desk.app.touch("arm")
    desk.app.hear("/rig/arm/refusal", "s", "")
    desk.pass_ms(200)
    assert desk.app.get("note") == "" and desk.app.touch("arm")


@on_both
def questions_that_are_answered_show(desk):
    desk.join()
    desk.touch("page_before")
    desk.touch("part_2")
    plain = desk.app.get("part_1", "paint")
    for question in ("fever", "contagious", "unstable_heart", "dvt"):
        desk.app.hear(f"/rig/screening/{question}", "s", "no")
    desk.pass_ms(100)
    assert desk.app.get("part_1", "paint") == plain
    desk.app.hear("/rig/screening/clotting", "s", "consent")
    desk.pass_ms(100)
    assert desk.app.get("part_1", "paint") not in (plain, desk.app.get("part_2", "paint"))
    assert desk.app.get("fever_no", "paint") == desk.app.get("part_1", "paint")
    assert desk.app.get("clotting_consent", "paint") == desk.app.get("part_2", "paint")


@on_both
def faders_and_answers_send_what_they_say(desk):
    desk.join()
    desk.app.hear("/rig/owner/you", "f", 1.0)
    desk.pass_ms(200)
    desk.app.take_sent()
    assert desk.app.slide("duration", 0.5) and desk.app.touch("comfort_4")
    desk.touch("page_focus")
    assert desk.app.touch("legs_out") and desk.app.slide("xy", 0.25, 0.75)
    desk.touch("page_before")
    assert desk.app.touch("fever_no")
    assert not desk.app.touch("wound_no"), "another part"
    sent = [s for s in desk.app.take_sent() if s[0] != "/rig/ping"]
    assert [s for s in sent if s[0] != "/rig/focus/xy"] == [
        ("/rig/duration", "f", (1830.0,)), ("/rig/comfort", "i", (4,)),
        ("/rig/region/legs/enable", "f", (0.0,)), ("/rig/screening/fever", "s", ("no",))], sent
    assert [s for s in sent if s[0] == "/rig/focus/xy"][-1][2] == (0.25, 0.75), sent


@tap.test
def openstage__what_waited_in_the_browser_carries_the_old_epoch():
    with OpenStage() as app:
        desk = Desk(app)
        desk.steer(epoch=41)
        app.hear("/rig/state", "s", "armed")
        desk.pass_ms(200)
        app.take_sent()
        app.line(False)
        assert app.touch("start"), "the gap is not noticed yet"
        app.touch("stop")
        desk.talk = False
        desk.pass_ms(60000)
        assert not app.touch("start"), "grey"
        app.line(True)
        sent = app.take_sent()
        late = [s for s in sent if s[0] not in ("/rig/subscribe", "/rig/ping", "/rig/hb")]
        assert late == [("/rig/start", "fis", (1.0, 41, TOKEN)), ("/rig/stop", "", ())], late


@tap.test
def openstage__what_another_browser_sends_is_not_taken_for_the_rigs_word():
    for parted in (True, False):
        with OpenStage() as app:
            desk = Desk(app)
            desk.join()
            app.hear("/rig/technique", "s", "shiatsu")
            app.hear("/rig/intensity", "f", 0.3)
            desk.pass_ms(200)
            if not parted:
                app.without_targets()
            app.neighbour("/rig/intensity", "f", 0.9)
            app.neighbour("/rig/intensity", "fs", 0.9, TOKEN)
            app.neighbour("/rig/technique", "s", "swedish")
            app.neighbour("/rig/info")
            desk.pass_ms(200)
            assert app.get("intensity_text") == "30 %" and app.get("info") == ""
            desk.talk = False
            for _ in range(10):     # and it is no sign of life
                app.neighbour("/rig/intensity", "f", 0.9)
                desk.pass_ms(200)
            assert desk.is_grey()


@tap.test
def touchosc__echoes_do_not_move_a_fader_under_a_finger():
    with TouchOsc() as app:
        desk = Desk(app)
        desk.join()
        app.hear("/rig/owner/you", "f", 1.0)
        desk.pass_ms(200)
        app.hold("intensity", 0.6)
        app.hear("/rig/intensity", "f", 0.2)
        assert float(app.get("intensity", "x")) == 0.6
        app.let_go("intensity")
        app.hear("/rig/intensity", "f", 0.2)
        assert float(app.get("intensity", "x")) == 0.2


tap.run()
