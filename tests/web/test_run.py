"""Pipeline and forecast on screen: in reach only, notes for two, forecasts kept as given."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import keep, text
from tests.web.conftest import CHANGE, Cast

from fairlead.web.jobs.models import DONE, Job
from fairlead.web.people import services as people_services
from fairlead.web.pipeline import services as pipeline_services
from fairlead.web.pipeline.models import Note
from fairlead.web.published.services import brief_body

EVENING = CHANGE + dt.timedelta(days=50)


def deal(key: int, owner: int, **more: Any) -> dict[str, Any]:
    return {
        "opportunity_id": str(key),
        "owner_id": str(owner),
        "source": "salesforce",
        "source_key": f"006 {key}",
        "name": f"Deal {key}",
        "owner": f"Person {owner}",
        "team": "North",
        "stage": "Demo",
        "amount": 12_000_00,
        "currency": "EUR",
        "close_on": "2026-12-10",
        "created_on": "2026-08-01",
        "next_step": None,
        "lacks_next_step": False,
        "url": None,
        "seen": [
            {"code": "pushed", "seen": 4, "level": 2},
            {"code": "old", "seen": 9, "level": 99},
            {"code": "silent", "seen": 0, "level": 20},
        ],
        "reasons": ["pushed"],
        "changes": [],
    } | more


def review(deals: list[dict[str, Any]], count: int | None = None) -> dict[str, Any]:
    body = brief_body(composed(title="Pipeline review"))
    opened = {"deals": len(deals) if count is None else count, "amount": 0}
    return body | {"numbers": {"deals": deals, "currency": "EUR", "open": opened}}


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Reviews and forecasts of everybody; the workspace is at state 3, as they are."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("published.forms", "forecast.views", "pipeline.views"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    led: dict[str, list[list[str | None]]] = {"1": [["2", None, None], ["3", None, None]]}
    led["2"] = [["4", None, CHANGE.isoformat()], ["5", None, None]]
    led["3"] = [["4", CHANGE.isoformat(), None], ["6", None, None]]
    for manager, rows in led.items():
        keep("directory", "team", manager, {"as_of": "2026-11-20", "led": rows})
    moved = [{"field": "amount", "old": "1000000", "new": "1200000", "on": "2026-11-18"}]
    every = [deal(40, 4), deal(41, 4, changes=moved), deal(50, 5, reasons=[]), deal(60, 6)]
    for key, owner in ((40, 4), (50, 5), (60, 6)):
        keep(
            "pipeline", "rep", str(owner), review([d for d in every if d["owner_id"] == str(owner)])
        )
        del key
    keep("pipeline", "manager", "2", review([d for d in every if d["owner_id"] in {"2", "5"}]))
    keep("pipeline", "manager", "3", review([d for d in every if d["owner_id"] in {"4", "6"}]))
    keep("pipeline", "leader", "", review(every, count=900))
    keep("pipeline", "all", "", review([d | {"owner": None, "owner_id": None} for d in every]))
    for unit, subject in (("leader", ""), ("all", ""), *(("rep", str(n)) for n in range(1, 7))):
        keep("forecast", unit, subject, brief_body(composed(title=f"Forecast {unit}")))
    for manager in ("1", "2", "3"):
        keep("forecast", "manager", manager, brief_body(composed(title="Forecast of a team")))
    return cast


def whose(cast: Cast, kind: str, name: str) -> str:
    return f"whose={kind}:{cast.people[name].pk}"


def test_deals_are_told_with_why_and_what_changed(run: Cast) -> None:
    told = text(run.client("cleo"), "/pipeline/")
    assert "Deal 40" in told
    assert "Deal 60" not in told
    assert "put off too often: put off 4 times (95% of wins: at most 2)" in told
    assert "9 days old" in told
    assert "nothing noted for" not in told, "who was active today is told nothing of it"
    assert "amount: 10k to 12k (18 Nov" in told
    assert "2 of 2 open deals show a sign of risk" in told
    only = text(run.client("cleo"), "/pipeline/?show=moved")
    assert "Deal 41" in only
    assert 'id="deal-40"' not in only
    assert "Deal 40" in text(run.client("cleo"), "/pipeline/?show=nonsense&order=x&page=-4")


def test_a_list_that_is_cut_says_so(run: Cast) -> None:
    assert "These are the first 4" in text(run.client("ada"), "/pipeline/?whose=company")
    assert "These are the first" not in text(run.client("cleo"), "/pipeline/")


def test_a_note_is_for_the_owner_and_whoever_leads_them(run: Cast) -> None:
    private = "the buyer leaves in March"
    at = f"/pipeline/note/?{whose(run, 'person', 'cleo')}"
    done = run.client("cleo").post(at, {"deal": "40", "text": private})
    assert done.status_code == 302
    assert done["Location"].endswith("#deal-40")
    for who, sees in (("cleo", True), ("ines", True), ("ada", False), ("ben", False)):
        browser = run.client(who)
        addresses = ["/pipeline/", f"/pipeline/?{whose(run, 'person', 'cleo')}"]
        addresses += ["/pipeline/?whose=company"] if who == "ada" else []
        pages = [browser.get(a) for a in addresses]
        found = any(private in p.content.decode() for p in pages if p.status_code == 200)
        assert found == sees, who
    for other in ("ada", "ben", "gil", "dan", "ops"):
        answer = run.client(other).post(at, {"deal": "40", "text": "x"})
        assert answer.status_code == 404, other
    answer = run.client("cleo").post("/pipeline/note/", {"deal": "60", "text": "not mine"})
    assert answer.status_code == 404
    assert Note.objects.count() == 1
    assert pipeline_services.held_about(run.people["cleo"].pk)[0]["text"] == private
    held = run.client("cleo").get("/me/export/").json()
    assert held["notes_for_the_review"][0]["text"] == private
    assert private not in run.client("dan").get("/me/export/").content.decode()
    run.client("cleo").post(at, {"deal": "40", "text": ""})
    assert not Note.objects.exists()


def test_deals_lead_into_the_crm_where_ops_say_how(run: Cast) -> None:
    address = "https://crm.example.com/o/{id}/view"
    post = {"source": "salesforce", "pattern": address}
    assert run.client("ada").post("/pipeline/address/", post).status_code == 404
    assert run.client("ops").post("/pipeline/address/", post).status_code == 302
    assert 'href="https://crm.example.com/o/006%2040/view"' in text(
        run.client("cleo"), "/pipeline/"
    )
    for bad in ("javascript:alert({id})", "https://crm.example.com/", "http://x/{id}"):
        told = run.client("ops").post("/pipeline/address/", {"source": "s", "pattern": bad})
        assert told.status_code == 422, bad


def test_without_individuals_no_deal_of_others_is_told(run: Cast) -> None:
    people_services.set_individuals(shown=False)
    told = text(run.client("ada"), "/pipeline/")
    assert "Deal by deal" not in told
    assert "Deal by deal" in text(run.client("cleo"), "/pipeline/")


def test_a_forecast_is_taken_from_the_person_themself(run: Cast) -> None:
    given = {"amount": "1.85m", "period": "", "reason": "Helix signs"}
    assert run.client("ben").post("/forecast/", given).status_code == 302
    job = Job.objects.get(kind="forecast")
    assert job.payload["person"] == "2"
    assert job.payload["amount"] == 1_850_000
    assert "Being kept: 1,850,000" in text(run.client("ben"), "/forecast/")
    told = {"amount": 185_000_000, "currency": "EUR", "period": "Q4 2026"}
    Job.objects.filter(pk=job.pk).update(state=DONE, result=told)
    assert "Kept: 1,850,000 EUR for Q4 2026 (Helix signs)" in text(run.client("ben"), "/forecast/")
    assert "Helix signs" not in text(run.client("cleo"), "/forecast/")
    for bad in ("", "0", "-5", "1e99", "many", "200k k"):
        answer = run.client("ben").post("/forecast/", given | {"amount": bad})
        assert answer.status_code == 422, bad
    run.client("ben").post("/forecast/", given)
    assert Job.objects.filter(kind="forecast").count() == 2, "nothing said is written over"
    assert run.client("eve").post("/forecast/", given).status_code == 302
    assert Job.objects.filter(kind="forecast").count() == 2


def test_what_people_said_and_how_it_held_stand_on_one_page(run: Cast) -> None:
    keep("backtest", "company", "", brief_body(composed(title="How it held")))
    subject = str(run.people["ada"].crm_id)
    keep("submissions", "team", subject, brief_body(composed(title="Said")))
    keep("directory", "team", "9", {"as_of": "2026-11-20", "led": []})
    told = text(run.client("ada"), "/forecast/?whose=company")
    numbers = [line.split('"')[0] for line in told.split('id="why-')[1:]]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) % 3 == 0, "three answers, their evidence numbered on"
    assert len(numbers) > 3
    assert "being worked out" not in told
