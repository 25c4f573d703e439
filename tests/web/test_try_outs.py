"""A play is declared on screen, looked at, then begun: the record is the terminal's own."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.answered import keep, text
from tests.web.conftest import Cast
from tests.web.test_train import HOME, trained  # noqa: F401  the cast in a company with data

from fairlead.errors import ConflictError, InputError
from fairlead.refresh.trying_begin import Declared as Declaration
from fairlead.refresh.trying_store import Begun, Drawn, begun, keep_begun
from fairlead.verify.tryout_file import read_try_out, write_try_out
from fairlead.web.jobs.models import Job
from fairlead.web.people import services as people_services
from fairlead.web.project.clock import now
from fairlead.web.published.models import Answer
from fairlead.web.verify import services
from fairlead.web.verify.models import Declared

TODAY = now().date()
PLAY = {
    "title": "Ask for the date", "what": "No demo ends without a day.",
    "at_risk": "Up to 200 demos; a prospect may feel pushed.", "unit": "person",
    "outcome": "Demo to Proposal", "smallest": "6", "start": (TODAY + dt.timedelta(7)).isoformat(),
    "stop": (TODAY + dt.timedelta(190)).isoformat(), "most_deals": "200", "share": "40",
    "rail_1": "Proposal to Negotiation", "worse_1": "8", "rail_2": "", "worse_2": "",
    "plan_guardrail": "Back to the old demo: the same day", "plan_harm": "", "plan_no_answer": "",
}  # fmt: skip


@pytest.fixture
def company(trained: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:  # noqa: F811
    monkeypatch.setattr(services, "declare", declared)
    HOME.manifests.mkdir(exist_ok=True)
    shutil.rmtree(HOME.try_outs, ignore_errors=True)
    yield trained
    shutil.rmtree(HOME.try_outs, ignore_errors=True)


def declared(_home: Any, told: Declaration, *, now: dt.datetime, today: dt.date) -> Begun:
    """What the engine makes of a declaration, where counting takes no time."""
    plan = read_try_out(told.text, name=told.name, where=told.where)
    if plan.outcome == "Nowhere":
        raise InputError("the declaration: outcome 'Nowhere' cannot be counted")
    people = (Drawn(4, "Cleo", tries=True), Drawn(6, "Dan", tries=False))
    return Begun(
        plan.name, told.text, today.isoformat(), now.isoformat(), ("sales.demo",),
        (("sales.proposal",),), 30, (30,), people, 0.11, 3, "0",
    )  # fmt: skip


def team(cast: Cast, name: str) -> str:
    return f"team:{cast.people[name].pk}"


def ask(cast: Cast, by: str = "ines", **more: Any) -> Declared:
    said = cast.client(by).post("/verify/try-outs/new/", PLAY | {"who": team(cast, by)} | more)
    made = Declared.objects.latest("id")
    assert said["Location"] == f"/verify/try-outs/{made.pk}/"
    return made


def work() -> None:
    job = Job.objects.filter(kind="try-out").latest("id")
    services.work_out(job.payload, lambda _text: None).effect()
    job.state = "done"
    job.save()


def test_what_is_declared_is_the_file_the_terminal_reads(company: Cast) -> None:
    made = ask(company)
    plan = read_try_out(made.text, name=made.name, where="here")
    assert (plan.name, plan.who, plan.unit) == ("ask-for-the-date", ("Ines",), "person")
    assert (plan.smallest, plan.share, plan.most_deals) == (0.06, 0.4, 200)
    assert [(g.step, g.worse_by) for g in plan.guardrails] == [("Proposal to Negotiation", 0.08)]
    assert plan.plan_for("guardrail") == "Back to the old demo: the same day"
    assert plan.plan_for("harm") is None
    assert plan.start_on == TODAY + dt.timedelta(7)
    assert plan.seed == read_try_out(ask(company).text, name="x", where="x").seed


def test_it_is_looked_at_first_and_begun_only_then(company: Cast) -> None:
    ines, made = company.client("ines"), ask(company)
    place = f"/verify/try-outs/{made.pk}/"
    assert "Being worked out" in text(ines, place)
    assert ines.post(place, {"wish": "begin"}).status_code == 404, "nobody has looked yet"
    work()
    told = text(ines, place)
    for said in ("What would be fixed", "Only a lift of 11 points", "you want to know about 6",
                 "Guardrail: Proposal to Negotiation may not fall by 8 points",
                 "At risk: Up to 200 demos", "Try it: Cleo.", "Nothing is kept yet"):  # fmt: skip
        assert said in told, said
    assert not begun(HOME)
    assert ines.post(place, {"wish": "begin"}).status_code == 302
    work()
    (kept,) = begun(HOME)
    assert (kept.text, kept.name) == (made.text, "ask-for-the-date")
    assert [p.tries for p in kept.people] == [True, False]
    told = text(ines, place)
    assert "What was fixed" in told
    assert "Look how it goes" in told
    assert "Drop it" not in told
    assert ines.post(place, {"wish": "drop"}).status_code == 404
    assert "Ask for the date" in text(ines, "/verify/try-outs/")
    assert Job.objects.filter(key__startswith="publish:try-outs").exists(), "told anew to all"


def test_only_who_declared_it_opens_it_and_only_their_people_try(company: Cast) -> None:
    made = ask(company)
    work()
    place = f"/verify/try-outs/{made.pk}/"
    for who in ("ada", "ben", "cleo", "dan", "ops", "admin", "eve"):
        assert company.client(who).get(place).status_code == 404, who
        assert company.client(who).post(place, {"wish": "begin"}).status_code == 404, who
    assert "Cleo" not in text(company.client("ada"), "/verify/try-outs/")
    for wrong in (team(company, "ben"), "company", "person:0"):
        told = company.client("ines").post("/verify/try-outs/new/", PLAY | {"who": wrong})
        assert told.status_code == 422, wrong
    people_services.set_individuals(shown=False)
    assert company.client("ines").get(place).status_code == 404
    assert "turned off here" in text(company.client("ines"), "/verify/try-outs/new/")
    said = company.client("ines").post("/verify/try-outs/new/", PLAY)
    assert said.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"start": (TODAY - dt.timedelta(3)).isoformat()}, "has passed"),
        ({"stop": PLAY["start"]}, "not after the first day"),
        ({"worse_1": ""}, "Say both"),
        ({"rail_2": "", "worse_2": "4"}, "Say both"),
        ({"plan_guardrail": ""}, "what is done when it is crossed"),
        ({"smallest": "0"}, "0.5"),
        ({"at_risk": ""}, "required"),
        ({"title": "?!"}, "no letter in it"),
        ({"share": "95"}, "90"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    company: Cast, wrong: dict[str, str], said: str
) -> None:
    told = company.client("ines").post(
        "/verify/try-outs/new/", PLAY | {"who": team(company, "ines")} | wrong
    )
    assert told.status_code == 422
    page = told.content.decode()
    assert said in page
    assert "No demo ends without a day." in page, "what was typed stays"
    assert not Declared.objects.exists()


def test_what_the_data_refuse_can_be_dropped(company: Cast) -> None:
    made = ask(company, outcome="Nowhere")
    with pytest.raises(InputError, match="cannot be counted"):
        work()
    Job.objects.filter(kind="try-out").update(
        state="failed", error={"message": "outcome 'Nowhere' cannot be counted", "hint": "x"}
    )
    ines, place = company.client("ines"), f"/verify/try-outs/{made.pk}/"
    assert "cannot be counted" in text(ines, place)
    assert ines.post(place, {"wish": "drop"}).status_code == 302
    assert not Declared.objects.exists()


def test_a_name_that_was_begun_stays_what_it_was(company: Cast) -> None:
    made = ask(company)
    work()
    told = Declaration(made.name, made.text, "here")
    kept = keep_begun(HOME, declared(HOME, told, now=now(), today=TODAY))
    changed = Declaration(made.name, made.text.replace("0.4", "0.6"), "here")
    with pytest.raises(ConflictError, match="says something else"):
        keep_begun(HOME, declared(HOME, changed, now=now(), today=TODAY))
    assert begun(HOME) == (kept,)


def test_who_takes_part_reads_it_beside_their_practice(company: Cast) -> None:
    told = {
        "title": "Ask for the date", "what": "No demo ends without a day.",
        "outcome": "Demo to Proposal", "start_on": "2026-11-01", "stop_on": "2027-04-01",
    }  # fmt: skip
    deals = [{"name": "Kolb <1>", "tries": True}, {"name": "Rath 2", "tries": False}]
    cleo, dan = company.client("cleo"), company.client("dan")
    assert "A play is tried" not in text(cleo, "/train/"), "none was begun"
    begin_one()
    keep("try-outs", "company", "", {"as_of": "2026-11-20", "sections": [], "names": []})
    keep("try-outs", "person", "4", mine(told | {"tries": None, "deals": deals}))
    keep("try-outs", "person", "6", mine(told | {"tries": False, "deals": []}))
    page = text(cleo, "/train/")
    assert "A play is tried: Ask for the date" in page
    places = [page.index(each) for each in (
        ">Use it on<", "Kolb &lt;1&gt;", ">Go on as before with<", "Rath 2",
    )]  # fmt: skip
    assert places == sorted(places)
    assert Job.objects.filter(key__startswith="publish:try-outs:company").exists(), "made anew"
    other = text(dan, "/train/")
    assert "You were drawn to go on as before until 1 Apr 2027" in other
    assert "Kolb" not in other
    assert "A play is tried" not in text(company.client("eve"), "/train/")
    again("6", told | {"tries": True, "deals": []})
    assert "You were drawn to try it, on all your deals in Demo to Proposal" in text(dan, "/train/")
    again("4", told | {"tries": None, "deals": []})
    assert "No open deal of yours is in it now." in text(cleo, "/train/")


def mine(*plays: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": "2026-11-20", "plays": list(plays)}


def again(person: str, play: dict[str, Any]) -> None:
    Answer.objects.filter(kind="try-outs", subject=person).update(body=mine(play))


def begin_one() -> None:
    """What the terminal keeps: of it the pages know nothing until they are asked."""
    file = write_try_out({"title": "Ask for the date", "what": "x", "at_risk": "x", "unit": "deal",
        "outcome": "Demo to Proposal", "smallest_effect": 5, "start_on": TODAY,
        "stop_on": TODAY + dt.timedelta(100)})  # fmt: skip
    told = Declaration("ask-for-the-date", file, "here")
    keep_begun(HOME, declared(HOME, told, now=now(), today=TODAY))


def test_who_is_erased_stands_in_no_declaration(company: Cast) -> None:
    cleo, ines = company.people["cleo"], company.people["ines"]
    made = ask(company, who=[team(company, "ines"), f"person:{cleo.pk}"])
    work()
    assert "Cleo" in made.text
    assert services.held_about(ines.pk)["declared"][0]["text"] == made.text
    services.forget(cleo.pk)
    made.refresh_from_db()
    assert "Cleo" not in made.text + json.dumps(made.body)
    assert made.by == ines.pk
    services.forget(ines.pk)
    assert not Declared.objects.exists()
