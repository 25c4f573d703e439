"""What stands behind a number: rows in reach only, files without formulas, contests that travel."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import EVENING, keep, row, text
from tests.web.conftest import CHANGE, Cast

from fairlead.lake.published.exports import csv_lines, parquet_bytes, xlsx_bytes
from fairlead.lake.published.rows import EvidenceRows
from fairlead.refresh.tracing_page import Traced
from fairlead.web.evidence import services
from fairlead.web.evidence.models import Contest, Found
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import work_once
from fairlead.web.people import services as people_services
from fairlead.web.project.clock import now
from fairlead.web.published.services import brief_body

EVIL = '=HYPERLINK("http://x")'


def number(people: str = "", slug: str = "Sales.new.Demo") -> dict[str, Any]:
    given = {"slug": slug, "people": people, "start": "2025-12-01", "end": "2026-11-20"}
    return {
        "number": 1, "claim": "Demo to Proposal", "definition": "Deals that went on over all.",
        "query": "competency", "arguments": given, "row_count": 3,
    }  # fmt: skip


@pytest.fixture
def behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Priorities of everybody with one number each; the team's names a person of another team."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("published.forms", "prioritise.views", "measure.views"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    for where in ("published.forms", "measure.selectors"):
        monkeypatch.setattr(f"fairlead.web.{where}.day_of_answers", lambda: EVENING)
    monkeypatch.setattr("fairlead.web.evidence.forms.day_of_answers", lambda: EVENING)
    monkeypatch.setattr("fairlead.web.evidence.views.day_of_answers", lambda: EVENING)
    led: dict[str, list[list[str | None]]] = {"2": [["5", None, None]]}
    led["3"] = [["4", CHANGE.isoformat(), None], ["6", None, None]]
    for manager, rows in led.items():
        keep("directory", "team", manager, {"as_of": "2026-11-20", "led": rows})
    body = brief_body(composed(title="What to train"))
    for n in range(1, 7):
        keep("prioritise", "person", str(n), body | {"evidence": [number(str(n))]})
    keep("prioritise", "team", "2", body | {"evidence": [number("2,5,4")]})
    keep("prioritise", "team", "3", body | {"evidence": [number("3,4,6")]})
    period = {"start": "2025-12-01", "end": "2026-11-20"}
    part = {"competency": "Sales.new.Demo", "name": "Demo to Proposal", "kind": "conversion",
            "unit": "fraction", "role": None, "successes": 90, "n": 200, "open": 3}  # fmt: skip
    common = {"as_of": "2026-11-20", "data_until": "2026-11-20", "period": period}
    keep("measure", "company", "", common | {"competencies": [part], "jobs": [], "findings": []})
    keep("measure", "person", "4", common | {"rows": [row("Cleo", 4, 50)]})
    return cast


def address(cast: Cast, kind: str, name: str, part: str = "") -> str:
    return f"/evidence/{part}?kind=prioritise&number=1&whose={kind}:{cast.people[name].pk}"


def find(monkeypatch: pytest.MonkeyPatch, count: int = 3) -> list[dict[str, Any]]:
    """Let the worker find rows; return what it was asked."""
    asked: list[dict[str, Any]] = []

    def traced(_home: Any, evidence: Any, unit: str, name: Any, *, now: Any) -> Traced:
        asked.append({"evidence": evidence, "unit": unit, "name": name})
        rows = tuple((f"006{n}", EVIL if n == 0 else f"Deal {n}", n * 1.5) for n in range(count))
        return Traced(EvidenceRows(("deal", "name", "amount"), rows, count), 3)

    monkeypatch.setattr(services, "trace", traced)
    Job.objects.exclude(kind="rows").delete()
    while work_once(now):
        pass
    return asked


def test_rows_are_found_outside_the_request_and_paged(
    behind: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = address(behind, "person", "cleo")
    assert "The rows are being found" in text(behind.client("cleo"), at)
    (asked,) = find(monkeypatch, count=1_203)
    assert (asked["unit"], asked["name"]) == ("person", "Cleo")
    told = text(behind.client("cleo"), at)
    assert "1,203 rows" in told
    assert "Page 1 of 25" in told
    assert "Deal 49<" in told
    assert "Deal 50<" not in told
    assert "Deal 1202<" in text(behind.client("cleo"), f"{at}&page=25")
    assert "Deal 500<" in text(behind.client("cleo"), f"{at}&page=11")
    assert not Job.objects.filter(kind="rows", state="waiting").exists()
    assert "state 3" in told
    assert "Deals that went on over all." in told


def test_nobody_sees_rows_of_people_they_do_not_lead(
    behind: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = text(behind.client("ben"), address(behind, "team", "ben"))
    assert "Rows of 1 person whom you do not lead" in told
    (asked,) = find(monkeypatch)
    assert asked["evidence"]["arguments"]["people"] == "2,5", "Cleo is led by another"
    for who in ("ben", "gil", "ops", "admin", "eve"):
        for part in ("", "rows.csv"):
            page = behind.client(who).get(address(behind, "person", "cleo", part))
            assert page.status_code == 404, (who, part)
    for bad in ("kind=measure&number=1", "kind=prioritise&number=9", "kind=prioritise&number=x"):
        assert behind.client("cleo").get(f"/evidence/?{bad}").status_code == 404, bad
    assert (
        behind.client("cleo").get(address(behind, "person", "cleo", "rows.exe")).status_code == 404
    )


def test_without_individuals_only_own_rows_are_shown(
    behind: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_services.set_individuals(shown=False)
    keep("prioritise", "company", "", brief_body(composed(title="x")) | {"evidence": [number("")]})
    told = text(behind.client("ada"), "/evidence/?kind=prioritise&number=1")
    assert "Rows of single people are not shown here" in told
    assert not Job.objects.filter(kind="rows").exists()
    assert "being found" in text(behind.client("cleo"), address(behind, "person", "cleo"))


def test_files_hold_every_row_and_no_formula(behind: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    text(behind.client("cleo"), address(behind, "person", "cleo"))
    find(monkeypatch, count=60)
    got = {
        form: behind.client("cleo").get(address(behind, "person", "cleo", f"rows.{form}"))
        for form in ("csv", "xlsx", "parquet")
    }
    whole = b"".join(got["csv"].streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(whole)))
    assert len(rows) == 61
    assert rows[1][1] == f"'{EVIL}"
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(got["xlsx"].content)).active
    cell = sheet.cell(row=2, column=2)
    assert (cell.value, cell.data_type) == (EVIL, "s")
    assert sheet.cell(row=3, column=3).value == 1.5
    assert sheet.max_row == 61
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(got["parquet"].content))
    assert table.num_rows == 60
    assert table.column("name")[0].as_py() == EVIL
    assert table.column("amount").to_pylist()[2] == 3.0


def test_mixed_columns_and_odd_texts_become_files() -> None:
    rows = [["a\x00b", 1], [None, "x"], ["-5", None]]
    assert b"'-5" in b"".join(csv_lines(["t", "u"], iter(rows)))
    assert xlsx_bytes(["t", "u"], rows)[:2] == b"PK"
    assert parquet_bytes(["t", "u"], rows)[:4] == b"PAR1"
    assert parquet_bytes(["t"], [])[:4] == b"PAR1"


def test_a_contest_and_its_answer_travel_with_the_number(behind: Cast) -> None:
    at = address(behind, "person", "cleo", "contest/")
    wrong = "Deal 7 was never mine"
    for who in ("ben", "ines", "ada", "ops", "gil"):
        assert behind.client(who).post(at, {"text": wrong}).status_code == 404, who
    assert behind.client("cleo").post(at, {"text": " "}).status_code == 422
    assert behind.client("cleo").post(at, {"text": wrong}).status_code == 302
    everywhere = [
        ("cleo", address(behind, "person", "cleo")),
        ("cleo", f"/prioritise/?whose=person:{behind.people['cleo'].pk}"),
        ("cleo", "/me/"),
        ("ines", f"/prioritise/?whose=team:{behind.people['ines'].pk}"),
        ("ines", f"/measure/people/{behind.people['cleo'].pk}/"),
        ("ops", "/evidence/contests/"),
        ("ines", "/evidence/contests/"),
    ]
    for who, page in everywhere:
        assert wrong in text(behind.client(who), page), (who, page)
    for who in ("ben", "gil", "admin"):
        assert wrong not in text(behind.client(who), "/evidence/contests/"), who
    one = Contest.objects.get()
    for who in ("cleo", "ben", "gil", "admin"):
        posted = behind.client(who).post(f"/evidence/contests/{one.pk}/", {"text": "no"})
        assert posted.status_code == 404, who
    posted = behind.client("ines").post(f"/evidence/contests/{one.pk}/", {"text": "Taken out"})
    assert posted.status_code == 302
    for who, page in everywhere:
        assert "Taken out" in text(behind.client(who), page), (who, page)
    assert services.held_about(behind.people["cleo"].pk)[0]["answer"] == "Taken out"
    services.forget(behind.people["cleo"].pk)
    assert not Contest.objects.exists()
    assert not Found.objects.exists()
