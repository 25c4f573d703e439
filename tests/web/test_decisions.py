"""Decisions with their reason and date; the page for the board and that of verdicts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import EVENING, keep, text
from tests.web.conftest import CHANGE, WORKSPACE, Cast

from fairlead.web.evidence import services as evidence_services
from fairlead.web.people import services as people_services
from fairlead.web.prioritise import services
from fairlead.web.prioritise.models import Decision
from fairlead.web.project.clock import now
from fairlead.web.published.services import brief_body

WHAT = "Sales.new.Demo|Rep"


@pytest.fixture
def weighed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Priorities of a team, of Cleo and of the company; a brief for the board."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("published.forms", "prioritise.views", "brief.views", "verify.views"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    rows: list[list[str | None]] = [["4", CHANGE.isoformat(), None], ["6", None, None]]
    keep("directory", "team", "3", {"as_of": "2026-11-20", "led": rows})
    found = {"competency": "Sales.new.Demo", "name": "Demo to Proposal", "role": "Rep", "gain": 7}
    body = brief_body(composed(title="What to train"))
    numbers: dict[str, Any] = {"numbers": {"candidates": [found]}}
    for unit, subject in (("team", "3"), ("person", "4"), ("person", "3"), ("company", "")):
        keep("prioritise", unit, subject, body | numbers)
    keep("brief", "board", "", brief_body(composed(title="Board")))
    keep("verify", "company", "", brief_body(composed(title="Did it help")))
    return cast


def decide(cast: Cast, who: str, kind: str, whom: str, **typed: str) -> int:
    at = f"/prioritise/?whose={kind}" + (f":{cast.people[whom].pk}" if whom else "")
    given = {"what": WHAT, "reason": "Two of three lose there", "look_on": "2027-02-01"} | typed
    status: int = cast.client(who).post(at, given).status_code
    return status


def test_a_decision_is_kept_with_reason_date_and_what_was_said(weighed: Cast) -> None:
    assert decide(weighed, "ines", "team", "ines", reason=" ") == 422
    assert decide(weighed, "ines", "team", "ines", what="something") == 422
    assert not Decision.objects.exists()
    assert decide(weighed, "ines", "team", "ines") == 302
    kept = Decision.objects.get()
    assert kept.numbers["said"]["gain"] == 7
    assert kept.numbers["state"] == 3
    team = f"/prioritise/?whose=team:{weighed.people['ines'].pk}"
    for who in ("ines", "ada"):
        told = text(weighed.client(who), team)
        assert "Two of three lose there" in told
        assert "Look again on 1 Feb 2027" in told
    assert decide(weighed, "ines", "team", "ines", what="nothing", reason="They move") == 302
    told = text(weighed.client("ines"), team)
    assert told.index("They move") < told.index("Two of three lose there"), "newest first, both"


def test_only_who_leads_them_decides(weighed: Cast) -> None:
    assert decide(weighed, "ines", "person", "cleo") == 302
    assert decide(weighed, "ada", "company", "") == 302
    for who, kind, whom in (
        ("cleo", "person", "cleo"),
        ("ben", "person", "cleo"),
        ("ines", "person", "ines"),
        ("ben", "team", "ines"),
        ("ops", "company", ""),
    ):
        assert decide(weighed, who, kind, whom) == 404, (who, kind, whom)
    assert "Two of three" in text(weighed.client("cleo"), "/prioritise/")
    cleo = weighed.people["cleo"].pk
    assert len(services.held_about(cleo)) == 1
    services.forget(cleo)
    assert Decision.objects.count() == 1


def test_the_board_reads_a_page_without_names(weighed: Cast) -> None:
    told = text(weighed.client("ada"), "/board/")
    assert "For the board, nobody is named" in told
    assert "/evidence/?" not in told, "rows name people"
    first = composed().evidence[0]
    evidence_services.contest(
        weighed.people["cleo"].pk, {"query": first.query, "claim": "x"}, "not mine", "4", now()
    )
    assert "not mine" not in text(weighed.client("ada"), "/board/"), "a contest names somebody"
    assert weighed.client("ben").get("/board/").status_code == 404
    people_services.give_roles(weighed.accounts["ben"], {"leader"})
    told = text(weighed.client("ben"), "/board/")
    assert "for whoever leads all of it" in told
    assert "Chance of target" not in told
    people_services.set_individuals(shown=False)
    assert "For the board" in text(weighed.client("ada"), "/board/")


def test_verdicts_are_not_told_of_small_groups_where_individuals_are_off(weighed: Cast) -> None:
    assert "Chance of target 32%" in text(weighed.client("ines"), "/verify/")
    people_services.set_individuals(shown=False)
    told = text(weighed.client("ines"), "/verify/")
    assert "turned off here" in told
    assert "Chance of target" not in told


def test_the_process_is_shown_with_its_playbook(
    weighed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.refresh.playbook import Version
    from fairlead.web.process import selectors

    monkeypatch.setattr("fairlead.web.process.views.has_data", lambda: True)
    assert "Nothing is written down yet" in text(weighed.client("cleo"), "/process/")
    grid = {"header": ["stage"], "rows": [["Demo"]], "align": "l", "caption": ""}
    pipeline = {"name": "Sales", "basis": "history", "reason": "most deals went so", "open": 4,
                "is_guess": True, "grid": grid}  # fmt: skip
    keep("process", "company", "", {"as_of": "2026-11-20", "pipelines": [pipeline]})
    evil = "---\ntitle: Demo to Proposal\nstep: sales.demo\n---\n<script>alert(1)</script>"
    date = "---\ntitle: Leave with a date\nstep: sales.demo\n---\n"
    files = {"competencies/demo.md": evil, "scenarios/date.md": date}
    kept = Version(2, "Ada", "spring", "2026-04-01T10:00", files)
    monkeypatch.setattr(selectors, "versions", lambda _home: (kept,))
    monkeypatch.setattr("pathlib.Path.is_dir", lambda _self: True)
    told = text(weighed.client("cleo"), "/process/")
    for part in ("their order is a guess", "Demo", "Version 2, kept by Ada", "Leave with a date"):
        assert part in told, part
    assert "<script>alert" not in told


def test_stages_are_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from fairlead.lake.store.workspace import Workspace
    from fairlead.process.model import Pipeline, Process, Stage
    from fairlead.web.published import services as made
    from fairlead.web.published.services import written

    stages = (Stage("1", "open", "Demo", 1200, ("Show",)), Stage("2", "won", "Won", 300))
    sold = Process((Pipeline("Sales", stages, 0.9, "history", "most deals went so"),))
    monkeypatch.setattr(written, "process_of", lambda _home: sold)
    monkeypatch.setattr(Workspace, "require", lambda _self: type("M", (), {"data_until": None}))
    asked = made.Asked("process", "company")
    ((_asked, body),) = made.MAKERS["process"](Workspace(WORKSPACE), asked, now(), lambda *_a: None)
    assert body["pipelines"][0]["open"] == 1
    assert body["pipelines"][0]["grid"]["rows"][0] == ("Demo", "open", "1,200", "Show")
