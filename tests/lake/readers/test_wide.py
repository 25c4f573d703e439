"""Sheets with one column a month: read as rows, or said plainly why not."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields, rows
from tests.lake.readers.exports import NAMES, day, text
from tests.lake.readers.test_footers import HEADER, deals

from fairlead.lake.readers.periods import period_of

PEOPLE = NAMES["en"]


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Jan-26", "2026-01"),
        ("janv. 2026", "2026-01"),
        ("März 2026", "2026-03"),
        ("Mrz 26", "2026-03"),
        ("2026-03", "2026-03"),
        ("03/2026", "2026-03"),
        ("2026-03-01", "2026-03"),
        ("Q1 2026", "2026-Q1"),
        ("1T26", "2026-Q1"),
        ("2026 Q4", "2026-Q4"),
        ("2. Quartal 2026", "2026-Q2"),
        ("Październik 2026", "2026-10"),
        ("Amount 2026", None),
        ("May", None),
        ("2026", None),
        ("Marketing 2026", None),
        ("13/2026", None),
    ],
)
def test_headers_that_name_a_period(header, period):
    assert period_of(header) == period


def wide(months, amount=1000):
    return [[name, *(amount + m for m in range(len(months)))] for name in PEOPLE]


def test_people_by_month_become_rows(write, reading, place):
    months = [f"2026-{m:02}" for m in range(1, 7)]
    body = [*wide(months), ["Total", *(4000 for _ in months)]]
    body[0][3] = ""
    write("x/targets.csv", text(["Rep", *months], body))
    write("x/deals.csv", text(HEADER, deals()))
    by_file = {t.mapping.file: t for t in reading(place / "x").tables}
    assert by_file["targets.csv"].mapping.target == "ignore"
    assert "read as targets.csv#by period" in by_file["targets.csv"].mapping.reason
    table = by_file["targets.csv#by period"]
    assert table.mapping.target == "targets"
    assert fields(table) == {"person": "Rep", "period": "Period", "amount": "Amount"}
    found = rows(table.raw)
    assert len(found) == 4 * 6 - 1  # an empty cell is no target of 0
    assert found[0]["Period"] == "2026-01"
    assert [u.code for u in table.raw.unreadable] == ["total_row"]


def test_what_is_not_called_targets_is_not_taken_for_them(write, reading, place):
    months = [f"2026-{m:02}" for m in range(1, 7)]
    write("x/numbers.csv", text(["Rep", *months], wide(months)))
    write("x/deals.csv", text(HEADER, deals()))
    by_file = {t.mapping.file: t for t in reading(place / "x").tables}
    assert by_file["numbers.csv#by period"].mapping.target == "ignore"
    assert "targets or results" in by_file["numbers.csv#by period"].mapping.reason


def test_months_without_a_year_are_explained(write, reading, place):
    months = ["Jan", "Feb", "Mar", "Apr"]
    write("x/targets.csv", text(["Rep", *months], wide(months)))
    write("x/deals.csv", text(HEADER, deals()))
    by_file = {t.mapping.file: t for t in reading(place / "x").tables}
    assert "without a year" in by_file["targets.csv"].mapping.reason
    write("y/targets 2026.csv", text(["Rep", *months], wide(months)))
    write("y/deals.csv", text(HEADER, deals()))
    named = {t.mapping.file: t for t in reading(place / "y").tables}
    assert rows(named["targets 2026.csv#by period"].raw)[0]["Period"] == "2026-01"


def test_a_month_that_is_misspelt_is_said(write, reading, place):
    header = ["Rep", "Jan 2026", "Febr-uary 2026", "Mar 2026", "Apr 2026"]
    write("x/quota.csv", text(header, wide(header[1:])))
    write("x/deals.csv", text(HEADER, deals()))
    read = reading(place / "x")
    (finding,) = [f for f in read.findings if f.code == "columns_no_period"]
    assert finding.evidence["columns"] == "Febr-uary 2026"


def test_plans_beside_results(write, reading, place):
    months = [f"Q{q} 2026" for q in range(1, 5)]
    body = []
    for name in PEOPLE:
        body += [[name, "Target", 10, 20, 30, 40], [name, "Actual", 9, 9, "", ""]]
    write("x/plan.csv", text(["Name", "Line", *months], body))
    write("x/deals.csv", text(HEADER, deals()))
    read = reading(place / "x")
    (table,) = [t for t in read.tables if t.mapping.target == "targets"]
    assert {r["Target"] for r in rows(table.raw)} == {"10", "20", "30", "40"}
    assert {r["Measure"] for r in rows(table.raw)} == {"bookings"}
    assert [f.evidence for f in read.findings if f.code == "results_left_out"] == [{"rows": 4}]


def test_quota_actual_and_share_a_quarter(write, reading, place):
    header = ["Rep"]
    for q in range(1, 5):
        header += [f"Q{q} Quota", f"Q{q} Actual", f"Q{q} %"]
    body = [
        [name, *(cell for q in range(1, 5) for cell in (f"${q}00,000", "$90,000", "90%"))]
        for name in PEOPLE
    ]
    write("x/Attainment 2026.csv", text(header, body))
    write("x/deals.csv", text(HEADER, deals()))
    read = reading(place / "x")
    (table,) = [t for t in read.tables if t.mapping.target == "targets"]
    assert fields(table)["amount"] == "Target"
    found = {(r["Period"], r["Target"]) for r in rows(table.raw)}
    assert found == {(f"2026-Q{q}", f"${q}00,000") for q in range(1, 5)}
    (said,) = [f for f in read.findings if f.code == "results_left_out"]
    assert "Q4 Actual" in said.evidence["columns"]
    assert "Q4 %" in said.evidence["columns"]
    assert not [f for f in read.findings if f.code == "columns_no_period"]


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("Quarter", {"Q1": "2025-Q1", "Q4": "2025-Q4"}),
        ("Quarter", {"1": "2025-Q1", "4": "2025-Q4"}),
        ("Month", {"1": "2025-01", "12": "2025-12"}),
        ("Monat", {"März": "2025-03", "Dez": "2025-12"}),
    ],
)
def test_year_and_quarter_in_columns_of_their_own(write, reading, place, header, parts):
    body = [[name, 2025, v, "$250,000", "$90,000"] for name in PEOPLE for v in parts]
    write("x/attainment.csv", text(["Rep", "Year", header, "Quota", "Actual"], body))
    write("x/deals.csv", text(HEADER, deals()))
    (table,) = [t for t in reading(place / "x").tables if t.mapping.target == "targets"]
    used = fields(table)
    assert (used["person"], used["period"], used["amount"]) == ("Rep", "Period", "Quota")
    assert [(r["Rep"], r["Period"]) for r in rows(table.raw)] == [
        (name, period) for name in PEOPLE for period in parts.values()
    ]


def test_a_number_that_is_no_quarter_leaves_the_table_as_it_is(write, reading, place):
    body = [[name, 2025, v, "$250,000"] for name in PEOPLE for v in (1, 5)]
    write("x/attainment.csv", text(["Rep", "Year", "Quarter", "Quota"], body))
    write("x/deals.csv", text(HEADER, deals()))
    assert not [t for t in reading(place / "x").tables if t.raw.file.endswith("#by period")]


def test_a_column_a_stage_is_a_history(write, reading):
    header = ["Deal Id", "Owner", "Amount", "Call on", "Demo on", "Offer on", "Won?", "Due date"]
    body = [
        [f"D{i}", PEOPLE[i % 4], 100 + i, day(i, "%d.%m.%Y"), day(i + 5, "%d.%m.%Y"),
         day(i + 9, "%d.%m.%Y") if i % 2 else "", ["Yes", "No", ""][i % 3], day(3, "%d.%m.%Y")]
        for i in range(60)
    ]  # fmt: skip
    read = reading(write("list.csv", text(header, body)))
    (history,) = [t for t in read.tables if t.mapping.target == "stage_history"]
    found = rows(history.raw)
    assert {r["Stage entered"] for r in found} == {"Call", "Demo", "Offer"}
    assert len(found) == 60 + 60 + 30
    (said,) = [f for f in read.findings if f.code == "stage_dates_read"]
    assert said.evidence["columns"] == "Call on, Demo on, Offer on"
