"""``fairlead market`` from an export: what was planted is told, with its deals behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.refresh.company import take, write_csv

from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.explaining import explain
from fairlead.refresh.market import market_json, market_workspace

TODAY = dt.date(2026, 11, 22)
HEADER = ("Id", "Name", "StageName", "Amount", "CloseDate", "IsClosed", "IsWon", "OwnerId",
          "CreatedDate", "LastModifiedDate", "LeadSource", "MainCompetitors__c")  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two years of deals; from March 2026 on those against Acme are won less often."""
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    rng = np.random.default_rng(9)
    rows = []
    for n in range(2400):
        closed = dt.date(2024, 11, 1) + dt.timedelta(days=int(rng.integers(0, 745)))
        rival = ("Acme", "Bolt", "")[int(rng.integers(0, 3))]
        chance = 0.1 if rival == "Acme" and closed >= dt.date(2026, 3, 1) else 0.4
        won = rng.random() < chance
        stage = "Closed Won" if won else "Closed Lost"
        begun = closed - dt.timedelta(days=int(rng.integers(20, 60)))
        rows.append(
            [f"006{n:012d}AAA", f"Deal {n}", stage, int(rng.integers(900, 9000)), closed, "true",
             str(won).lower(), "005000000000001AAA", f"{begun}T08:00:00.000Z",
             f"{closed}T10:00:00.000Z", ("Web", "Fair")[n % 2], rival]
        )  # fmt: skip
    write_csv(folder / "export" / "Opportunity.csv", HEADER, rows)
    users = [("005000000000001AAA", "Cleo Reyes", "cleo@example.org", "true", "")]
    write_csv(
        folder / "export" / "User.csv", ("Id", "Name", "Email", "IsActive", "ManagerId"), users
    )
    take(folder / "Arbeit ü", folder / "export")
    return open_workspace(folder / "Arbeit ü")


def test_the_planted_change_is_told_with_counts_that_the_rows_behind_give(home: Workspace) -> None:
    told = market_workspace(home, today=TODAY)
    (shift,) = told.found.shifts
    assert (shift.column, shift.group, shift.measure) == ("competitor", "Acme", "win_rate")
    assert shift.first <= dt.date(2026, 3, 1) <= shift.last
    (line, quiet) = told.brief.sections[0].lines
    assert "deals with the competitor Acme are won less often" in line.text
    assert f"{shift.after.good} of {shift.after.n}" in line.text
    assert quiet.text.startswith("The others:")
    assert line.evidence is not None
    rows = explain(home, line.evidence, limit=None).rows
    side, outcome = (rows.header.index(name) for name in ("side", "outcome"))
    for name, counted in (("after", shift.after), ("before", shift.before)):
        these = [row for row in rows.rows if row[side] == name]
        assert len(these) == counted.n
        assert sum(row[outcome] == "won" for row in these) == counted.good


def test_before_it_happened_nobody_could_know(home: Workspace) -> None:
    told = market_workspace(home, today=TODAY, as_of=dt.date(2026, 2, 20))
    assert not told.found.shifts
    assert max(told.found.months) <= dt.date(2026, 2, 20)
    assert "market_values_as_now" in {f.code for f in told.brief.findings}


def test_columns_that_are_not_there_are_said(home: Workspace) -> None:
    body = market_json(market_workspace(home, today=TODAY))
    assert {each["column"] for each in body["not_told"]} == {"segment", "product"}
    assert {each["column"] for each in body["looked_at"]} == {"source", "competitor"}


def test_a_young_company_is_told_how_many_months_are_needed(imported: Path) -> None:
    told = market_workspace(open_workspace(imported), today=TODAY, as_of=dt.date(2026, 5, 15))
    assert not told.found.looked
    assert {why.needed for _column, why in told.found.silences} == {8}
    assert "Too little data" in told.brief.sections[0].lines[0].text


def test_the_same_answer_every_time(home: Workspace) -> None:
    one, other = (market_workspace(home, today=TODAY).found for _ in range(2))
    assert one == replace(other)
