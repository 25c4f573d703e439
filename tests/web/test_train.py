"""Practice in one tap, kept where the terminal reads it; designs are worked out by the worker."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import keep, text
from tests.web.conftest import CHANGE, WORKSPACE, Cast

from fairlead.lake.store.workspace import Workspace
from fairlead.process.documents import to_files
from fairlead.process.playbook import Playbook, Routine, Scenario
from fairlead.refresh.playbook import Version
from fairlead.refresh.practising_store import note, practised
from fairlead.train.adoption import Tick
from fairlead.train.practice import Answered
from fairlead.web.jobs.models import Job
from fairlead.web.people import services as people_services
from fairlead.web.project.clock import now
from fairlead.web.published.services import Asked, brief_body, mark_of
from fairlead.web.train import services
from fairlead.web.train.models import Design

EVENING = CHANGE + dt.timedelta(days=50)
START = now().date() - dt.timedelta(days=2)
HOME = Workspace(WORKSPACE)
BOOK = Playbook(
    scenarios=(Scenario("scenario", "no-date", "No day was set", step="sales.demo"),),
    routines=(
        Routine(
            "routine", "leave", "Leave with a date", scenario="no-date",
            fixed=("Name two days",), drills=("Ask for the day.", "Answer a no.")),
    ),
)  # fmt: skip


def part(**more: Any) -> dict[str, Any]:
    deals = [
        {"deal": str(10**17 + n), "name": f"Deal {n}", "number": f"006{n}", "stage": "Demo",
         "entered_on": f"2026-11-0{n}", "amount": 1000_00, "currency": "EUR"}
        for n in range(1, 6)
    ]  # fmt: skip
    return {
        "training": "Dates",
        "competency": "Demo to Proposal",
        "start": START.isoformat(),
        "slugs": ["sales.demo"],
        "deals": deals,
    } | more


@pytest.fixture
def trained(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Cleo and five more are in a training since the day before yesterday."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("published.forms", "train.views", "verify.views"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    version = Version(1, "Ada", "to practise", "2026-01-01T10:00:00+00:00", to_files(BOOK))
    monkeypatch.setattr("fairlead.refresh.practising.versions", lambda _home: (version,))
    led: dict[str, list[list[str | None]]] = {"1": [["2", None, None], ["3", None, None]]}
    led["3"] = [["4", CHANGE.isoformat(), None], ["6", None, None]]
    for manager, rows in led.items():
        keep("directory", "team", manager, {"as_of": "2026-11-20", "led": rows})
    for person in range(1, 7):
        keep("practice", "person", str(person), {"as_of": "2026-11-20", "parts": []})
    cast_answer("4", [part()])
    starts = {str(n): START.isoformat() for n in (4, 5, 6, 7, 8, 9)}
    row = {k: v for k, v in part().items() if k not in {"start", "deals"}} | {"starts": starts}
    keep("train", "company", "", {"as_of": "2026-11-20", "trainings": [row]})
    shutil.rmtree(HOME.practice, ignore_errors=True)
    yield cast
    shutil.rmtree(HOME.practice, ignore_errors=True)


def cast_answer(subject: str, parts: list[dict[str, Any]]) -> None:
    from fairlead.web.published.models import Answer

    row = Answer.objects.get(kind="practice", subject=subject)
    row.body = {"as_of": "2026-11-20", "parts": parts}
    row.save()


def test_one_tap_is_kept_where_the_terminal_reads_it(trained: Cast) -> None:
    cleo = trained.client("cleo")
    told = text(cleo, "/train/")
    assert "2 drills, 2 minutes at most." in told
    assert told.index("Ask for the day.") < told.index("Answer a no.")
    for word in ("Not yet", "With effort", "Well", "Easily", "Name two days"):
        assert word in told, word
    done = cleo.post("/train/answer/", {"drill": "leave", "word": "hard"})
    assert (done.status_code, done["Location"]) == (302, "/train/")
    (kept,) = practised(HOME, 4).answers
    assert (kept.drill, kept.word) == ("leave", "hard")
    after = text(cleo, "/train/")
    assert "1 drill, 1 minute at most; 1 done today." in after
    assert "Ask for the day." not in after
    assert "Dan" not in after


def test_use_is_the_persons_own_word_on_their_own_deals(trained: Cast) -> None:
    cleo = trained.client("cleo")
    told = text(cleo, "/train/")
    assert "Use it on these 3" in told
    assert all(f"Deal {n}" in told for n in (5, 4, 3))
    assert "Deal 2" not in told
    said = {"deal": str(10**17 + 5), "training": "Dates", "used": "yes"}
    assert cleo.post("/train/used/", said).status_code == 302
    assert cleo.post("/train/used/", said | {"deal": str(10**17 + 4), "used": "no"})
    after = text(cleo, "/train/")
    assert "Used on 1 of 2 deals; you said so. That is use, not effect." in after
    assert "Deal 5" not in after
    for wrong in ({"deal": "77"}, {"training": "Another"}, {"used": "maybe"}):
        assert cleo.post("/train/used/", said | wrong).status_code == 422
    assert len(practised(HOME, 4).ticks) == 2


def test_nobody_answers_for_somebody_else(trained: Cast) -> None:
    for who in ("ben", "ines", "ada", "dan"):
        told = trained.client(who).post("/train/answer/", {"drill": "leave", "word": "well"})
        assert told.status_code == 422, who
    for who in ("ops", "admin", "eve"):
        told = trained.client(who).post("/train/answer/", {"drill": "leave", "word": "well"})
        assert told.status_code == 404, who
    assert not list(HOME.practice.glob("*.json"))
    cleo = trained.client("cleo")
    assert cleo.post("/train/answer/", {"drill": "leave", "word": "great"}).status_code == 422
    assert cleo.post("/train/answer/", {"drill": "x", "word": "well"}).status_code == 422


def test_leaders_read_counts_of_five_and_more(trained: Cast) -> None:
    today = now().date()
    note(HOME, 4, [Answered("leave", today, "again")], [Tick(1, "Dates", used=True, on=today)])
    for who in ("ada", "ben", "ines"):
        told = text(trained.client(who), "/train/")
        assert "1 of 6 people practised in the last seven days" in told
        assert "Used on 1 of 1 deal; 1 person of 6 said so." in told
        assert "Cleo" not in told
    told = text(trained.client("cleo"), "/train/")
    assert "Trainings under way" not in told
    people_services.set_individuals(shown=False)
    assert "1 drill" in text(trained.client("cleo"), "/train/"), "one's own stays"


def test_all_of_it_is_in_the_file_about_me(trained: Cast) -> None:
    today = now().date()
    note(HOME, 4, [Answered("leave", today, "again")], [Tick(1, "Dates", used=True, on=today)])
    held = services.held_about(trained.people["cleo"].pk)
    assert held["answers"] == [{"drill": "leave", "on": today.isoformat(), "word": "again"}]
    assert held["used_on_deals"][0]["used"] is True
    assert services.held_about(trained.people["dan"].pk)["answers"] == []


WISH = {
    "competency": "Demo to Proposal", "people": "all", "groups": "3", "weeks": "52",
    "smallest": "5", "start": "", "hours": "6", "cost": "", "because": "",
}  # fmt: skip


def test_a_design_is_asked_worked_out_and_only_its_askers(
    trained: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, key = trained.client("ines"), f"team:{trained.people['ines'].pk}"
    assert "Ines&#x27;s team" in text(ines, "/train/design/")
    asked = ines.post("/train/design/", WISH | {"whose": key})
    made = Design.objects.get()
    assert asked["Location"] == f"/train/design/{made.pk}/"
    assert made.wish["team"] == "Ines"
    assert "Being worked out" in text(ines, f"/train/design/{made.pk}/")
    job = Job.objects.get(kind="design")
    seen: dict[str, Any] = {}

    class Found:
        brief = composed(title="Designs")
        rows = (("Dates", "=Cleo", "x", "1", "2026-12-07", "", "random", "", "5", "", "", ""),)

    def designed(_home: Any, wish: Any, **more: Any) -> Found:
        seen.update(wish=wish, more=more)
        return Found()

    monkeypatch.setattr(services, "design_workspace", designed)
    monkeypatch.setattr(Workspace, "require", lambda _self: type("M", (), {"number": 3}))
    services.work_out(job.payload, lambda _text: None).effect()
    assert (seen["wish"].team, seen["wish"].smallest, seen["wish"].first_on) == ("Ines", 0.05, None)
    told = text(ines, f"/train/design/{made.pk}/")
    assert "Chance of target 32%" in told
    plan = ines.get(f"/train/design/{made.pk}/trainings.csv").content.decode()
    assert plan.startswith("training,person,")
    assert ",=Cleo" not in plan, "a spreadsheet would run it"
    for who in ("ada", "ben", "cleo", "ops"):
        for page in (f"/train/design/{made.pk}/", f"/train/design/{made.pk}/trainings.csv"):
            assert trained.client(who).get(page).status_code == 404, who
    people_services.set_individuals(shown=False)
    assert ines.get(f"/train/design/{made.pk}/").status_code == 404
    assert "turned off here" in text(ines, "/train/design/")
    assert ines.post("/train/design/", WISH | {"whose": key}).status_code == 404


def test_a_design_of_others_or_of_nonsense_is_refused(trained: Cast) -> None:
    ben, ines = trained.people["ben"].pk, trained.client("ines")
    for wrong in (
        {"whose": f"team:{ben}"}, {"whose": "company"}, {"groups": "0"}, {"weeks": "2"},
        {"competency": ""}, {"smallest": "x"},
    ):  # fmt: skip
        told = WISH | {"whose": f"team:{trained.people['ines'].pk}"} | wrong
        assert ines.post("/train/design/", told).status_code == 422, wrong
    assert not Design.objects.exists()


def test_a_verdict_has_a_page_of_its_own(trained: Cast) -> None:
    mark = mark_of("Dates", "Demo to Proposal")
    listed = [{"mark": mark, "name": "Dates", "competency": "Demo to Proposal"}]
    keep("verify", "company", "", brief_body(composed(title="All")) | {"listed": listed})
    page = brief_body(composed(title="One")) | {"training": "Dates", "competency": "x"}
    keep("verify", "training", mark, page)
    for who in ("ada", "ben", "ines"):
        assert f"/verify/trainings/{mark}/" in text(trained.client(who), "/verify/")
        told = text(trained.client(who), f"/verify/trainings/{mark}/")
        assert "Did Dates help?" in told
        assert trained.client(who).get(f"/verify/trainings/{'0' * 16}/").status_code == 404
    for who in ("cleo", "ops", "eve"):
        assert trained.client(who).get(f"/verify/trainings/{mark}/").status_code == 404
    people_services.set_individuals(shown=False)
    assert trained.client("ada").get(f"/verify/trainings/{mark}/").status_code == 404


def test_movement_is_counted_and_ones_own_path_is_ones_own(
    trained: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.leadership.models import Goal

    keep("movement", "company", "", brief_body(composed(title="Moved")))
    keep("movement", "person", "4", {"as_of": "2026-11-20", "said": "You are worth +9%."})
    keep("movement", "person", "6", {"as_of": "2026-11-20", "said": "Not for Cleo."})
    assert "from five people on" in text(trained.client("ada"), "/verify/movement/")
    day = now().date()
    for number, name in enumerate(("ada", "ben", "ines", "cleo", "dan")):
        Goal.objects.create(
            person=trained.people[name].pk, kind="own", sealed="", made_on=START,
            due_on=day, reached_on=day if number < 2 else None,
        )  # fmt: skip
    told = text(trained.client("ines"), "/verify/movement/")
    assert "2 of 5 goals" in told
    assert "worth +9%" not in told
    mine = text(trained.client("cleo"), "/me/")
    assert "You are worth +9%." in mine
    assert "Not for Cleo" not in mine
    for who in ("ines", "ada"):
        assert "worth +9%" not in text(trained.client(who), "/me/")
    held = json.loads(trained.client("cleo").get("/me/export/").content)
    assert held["own_path"] == "You are worth +9%."
    del monkeypatch


def test_who_waits_is_told_and_the_work_is_asked_once(trained: Cast) -> None:
    from fairlead.web.published.models import Answer

    Answer.objects.filter(kind="practice", subject="6").delete()
    dan = trained.client("dan")
    assert "being made" in text(dan, "/train/")
    text(dan, "/train/")
    assert Job.objects.filter(key__startswith="publish:practice:person:6").count() == 1
    payload = Job.objects.get(key__startswith="publish:practice:person:6").payload
    assert Asked(**payload) == Asked("practice", "person", "6", "Dan")
