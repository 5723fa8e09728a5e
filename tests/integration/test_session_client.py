#!/usr/bin/python3
"""The client's side of a session by python3-liblo: screening, comfort, what a technique needs, and
what a tablet is shown of the work."""
import sys
import time

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import tap
from controller import Controller, wait_until
from liblo_client import Liblo, liblo
from listener import QUESTIONS, REGIONS, SLOW

SMALL_RIG = "config/rigs/sim-4-velocity.conf"  # nothing in it is heated


def answer(client, question, word, counts=None):
    client.send(f"/rig/screening/{question}", "s", word)
    client.wait_for(f"/rig/screening/{question}", counts or word)


def unfit(client):
    """Name -> why, of the techniques that the list calls unfit now."""
    client.sync()
    client.forget()
    client.send("/rig/technique/list")
    client.sync()
    return {name: why for _, name, why in client.answers("/rig/technique/unfit")}


# ---- screening ----


@tap.test
def every_answer_to_every_question__is_taken_and_judged():
    refuses = {"never": ("yes", "consent"), "consent": ("yes",), "place": ("yes", "consent"),
               "heat": (), "put_right": ("yes", "consent")}
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_for("/rig/arm/refusal", "")  # a bench asks nobody
        for question, rule in QUESTIONS.items():
            for word in ("yes", "consent", "no"):
                vain = rule == "place" and word == "consent"  # nothing is left out
                answer(client, question, word, "yes" if vain else None)
                if word in refuses[rule]:
                    client.wait("/rig/arm/refusal",
                                lambda why, q=question: why.startswith(f"{q}: "))
                else:
                    client.wait_for("/rig/arm/refusal", "")
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")


@tap.test
def an_answer_that_refuses__keeps_the_rig_from_being_armed():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_state("idle")
        for question, word, words in (("fever", "yes", "see a clinician"),
                                      ("fracture", "consent", "see a clinician"),
                                      ("pregnancy", "yes", "clinician's consent"),
                                      ("wound", "consent", "leave the region out")):
            answer(client, question, word, "yes" if question == "wound" else None)
            client.forget()
            client.send("/rig/arm")
            code, address, why, *_ = client.wait("/rig/error")
            assert (code, address) == ("screening", "/rig/arm"), (code, address)
            assert why.startswith(f"{question}: ") and words in why, why
            assert client.ask("/rig/state") == ("idle",)
            answer(client, question, "no")
        answer(client, "pregnancy", "consent")
        client.send("/rig/region/legs/enable", "i", 0)
        answer(client, "wound", "consent")  # and the legs are left out
        client.start_session()
        client.stop_session()
        rig.wait_events("armed", "running", "releasing", "idle")


@tap.test
def an_answer_in_one_bundle_with_arm__is_the_one_that_counts():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_state("idle")

        def pasted(word, path, *wanted):  # the loop of a busy machine may be late for once
            def paste():
                client.send("/rig/stop")
                client.wait_state("idle")
                answer(client, "dvt", "no" if word == "yes" else "yes")
                client.forget()
                client.send_bundle(liblo.Message("/rig/screening/dvt", ("s", word)),
                                   liblo.Message("/rig/arm"))
                try:
                    return client.wait(path, lambda *got: got[:len(wanted)] == wanted, 0.5)
                except AssertionError:
                    return None
            return paste
        wait_until(pasted("yes", "/rig/error", "screening", "/rig/arm"), "a refusal")
        assert client.ask("/rig/state") == ("idle",)
        wait_until(pasted("no", "/rig/state", "armed"), "arming")
        assert not client.answers("/rig/error")


@tap.test
def heat__is_off_after_an_answer_that_rules_it_out():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_for("/rig/heat/allowed", 1.0)
        answer(client, "numb_skin", "yes")
        client.wait_for("/rig/heat/allowed", 0.0)
        wait_until(lambda: "rule heat out" in unfit(client).get("hot_stone", ""), "hot stone unfit")
        answer(client, "numb_skin", "no")
        client.wait_for("/rig/heat/allowed", 1.0)


# ---- comfort ----


@tap.test
def comfort__eases_and_in_the_end_releases():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        assert client.last["/rig/comfort"] == (-1,)
        client.send("/rig/intensity", "f", 1.0)
        client.start_session()
        head = client.wait_pressed()
        client.send("/rig/comfort", "i", 3)
        client.wait_for("/rig/comfort", 3)
        before = client.last[f"/rig/head/{head}/ceiling"][0]
        client.send("/rig/comfort", "f", 4.0)
        client.wait_for("/rig/comfort", 4)
        client.wait(f"/rig/head/{head}/ceiling", lambda n: n < before)
        assert client.ask("/rig/state") == ("running",)
        client.send("/rig/comfort", "i", 6)
        client.wait_state("idle")
        client.wait_released()
        assert not client.answers("/rig/error"), client.answers("/rig/error")
        rig.wait_events("running", "releasing", "idle")


@tap.test
def a_wrong_comfort__changes_nothing():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.start_session()
        client.send("/rig/comfort", "i", 2)
        client.wait_for("/rig/comfort", 2)
        for form in (("i", 11), ("i", -1), ("f", 9.5), ("f", float("nan")), ("d", 1e300)):
            client.forget()
            client.send("/rig/comfort", *form)
            client.wait("/rig/error", lambda code, address, *_: (code, address) ==
                        ("bad_value", "/rig/comfort"))
            client.wait_for("/rig/comfort", 2)
            time.sleep(0.25)  # five errors a second are said to one
        assert client.ask("/rig/state") == ("running",)


# ---- techniques ----


@tap.test
def a_technique_that_does_not_fit__is_refused_and_snaps_back():
    with Controller(rig=SMALL_RIG) as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_for("/rig/technique", "swedish")
        why = unfit(client)["hot_stone"]
        assert "needs a heater" in why, why
        client.forget()
        client.send("/rig/technique", "s", "hot_stone")
        code, address, detail, *_ = client.wait("/rig/error")
        assert (code, address, detail) == ("bad_value", "/rig/technique", why), (code, detail)
        client.wait_for("/rig/technique", "swedish")
        client.send("/rig/ceiling", "f", 30.0)
        wait_until(lambda: "deep_tissue" in unfit(client), "deep tissue unfit")
        client.forget()
        client.send("/rig/technique", "s", "deep_tissue")
        code, address, detail, *_ = client.wait("/rig/error")
        assert (code, address) == ("bad_value", "/rig/technique"), (code, address)
        assert "needs a ceiling of 40 N" in detail, detail
        client.wait_for("/rig/technique", "swedish")
        client.send("/rig/ceiling", "f", 80.0)
        wait_until(lambda: "deep_tissue" not in unfit(client), "deep tissue fit again")
        client.send("/rig/technique", "s", "deep_tissue")
        client.wait_for("/rig/technique", "deep_tissue")


# ---- what is shown ----


@tap.test
def a_subscriber__is_told_everything_there_is():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        heard = {path for path, _, _ in client.history}
        assert set(SLOW) <= heard, set(SLOW) - heard
        for path, kind in (("/rig/comfort", "i"), ("/rig/head/16/dose", "ff"),
                           ("/rig/head/16/surface", "ff"), ("/rig/head/16/dwell", "f"),
                           ("/rig/head/16/limit", "s"), ("/rig/trigger/16", "isff"),
                           ("/rig/trigger/count", "iii"), ("/rig/region/legs/dose", "ff"),
                           ("/rig/region/legs/time", "f"), ("/rig/state/phase", "s")):
            kinds = {types for at, types, _ in client.history if at == path}
            assert kinds == {kind}, (path, kinds)


@tap.test
def work__is_shown_as_phase_dose_and_time():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.wait_for("/rig/state/phase", "none")
        client.send("/rig/intensity", "f", 1.0)
        client.send("/rig/duration", "f", 60.0)
        client.start_session()
        client.wait_for("/rig/state/phase", "warm_up")
        head = client.wait_pressed()
        dose = client.wait(f"/rig/head/{head}/dose",
                           lambda felt, wanted: felt > 1.0 and wanted > 1.0)
        client.wait(f"/rig/head/{head}/dose", lambda felt, _: felt > dose[0])
        region = wait_until(lambda: client.pump(0.05) or next(
            (r for r in REGIONS if client.last[f"/rig/region/{r}/dose"][0] > 1.0), None), "a dose")
        client.wait(f"/rig/region/{region}/dose", lambda felt, wanted: felt > 1.0 and wanted > 1.0)
        wait_until(lambda: client.pump(0.05) or any(
            client.last[f"/rig/region/{r}/time"][0] >= 1.0 for r in REGIONS), "a time")
        client.wait_for("/rig/state/phase", "work")
        client.send("/rig/released")
        client.stop_session()
        client.wait_for("/rig/state/phase", "none")
        client.sync()
        assert not client.answers("/rig/error"), client.answers("/rig/error")


@tap.test
def changes_a_hundred_times_a_second__leave_the_latest():
    with Controller() as rig, Liblo(rig) as client:
        client.subscribe()
        client.start_session()
        for i in range(1, 501):
            client.send("/rig/intensity", "f", i / 500)
            client.send("/rig/speed", "f", 0.5 + i / 1000)
            client.send("/rig/balance", "f", i / 500 - 1.0)
            client.send("/rig/region/hips/focus", "f", 1.0 - i / 500)
            time.sleep(0.002)
        client.wait_for("/rig/intensity", 1.0)
        client.wait_for("/rig/speed", 1.0)
        client.wait_for("/rig/balance", 0.0)
        client.wait_for("/rig/focus/xy", 0.5, 0.5)
        client.wait_for("/rig/region/hips/focus", 0.0)
        assert client.ask("/rig/state") == ("running",)
        assert not client.answers("/rig/error"), client.answers("/rig/error")


tap.run()
