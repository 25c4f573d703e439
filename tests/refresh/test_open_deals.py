"""Deals as they are gone through: who, how long, what changed in a week, as known that evening."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.refresh.company import (
    CLEO,
    deal,
    take,
    write_csv,
    write_deals,
    write_history,
    write_users,
)

from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.running import run_workspace

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three open deals and a won one; one changed stage and amount in the last week of the data."""
    export = tmp_path_factory.mktemp("Büro #7") / "export ü"
    open_ones = [
        deal(1, amount=1000, lastmodifieddate="2026-10-30T10:00:00.000Z"),
        deal(2, amount=5000),
        deal(3, amount=None),
    ]
    write_deals(export, [*open_ones, deal(4, "Closed Won", ownerid=CLEO)])
    write_users(export)
    write_history(export, 4)
    rows = [
        ["017000000000001AAA", "006000000000001AAA", "Amount", "700", "1000",
         "2026-10-28T09:00:00.000Z"],
        ["017000000000002AAA", "006000000000001AAA", "CloseDate", "2026-10-02", "2026-12-02",
         "2026-10-29T09:00:00.000Z"],
        ["017000000000003AAA", "006000000000002AAA", "Amount", "4000", "5000",
         "2026-10-02T09:00:00.000Z"],
    ]  # fmt: skip
    header = ("Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate")
    write_csv(export / "OpportunityFieldHistory.csv", header, rows)
    take(export.parent / "Arbeit #1", export)
    return open_workspace(export.parent / "Arbeit #1")


def deals(home: Workspace, audience: Any, name: str | None = None) -> dict[str, dict[str, Any]]:
    question = Question(TODAY, audience, name)
    told = run_workspace(home, "pipeline", today=TODAY, question=question)
    assert told.body["open"]["deals"] == len(told.body["deals"])
    return {each["source_key"]: each for each in told.body["deals"]}


def test_each_open_deal_is_there_once_with_whose_it_is(home: Workspace) -> None:
    every = deals(home, "leader")
    assert sorted(key[14] for key in every) == ["1", "2", "3"]
    by = {key[14]: each["owner"] for key, each in every.items()}
    assert by == {"1": "Cleo Reyes", "2": "Dan Śliwa", "3": "Cleo Reyes"}
    assert {each["owner"] for each in deals(home, "all").values()} == {None}
    assert {each["owner_id"] for each in deals(home, "all").values()} == {None}
    mine = deals(home, "rep", "Cleo Reyes")
    assert sorted(key[14] for key in mine) == ["1", "3"]
    assert len(deals(home, "manager", "Ben Ito")) == 3


def test_what_changed_is_of_the_last_week_only(home: Workspace) -> None:
    changes = {
        key[14]: [(c["field"], c["old"], c["new"]) for c in each["changes"]]
        for key, each in deals(home, "leader").items()
    }
    assert ("amount", "70000", "100000") in changes["1"]
    assert ("close_on", "2026-10-02", "2026-12-02") in changes["1"]
    assert changes["2"] == changes["3"] == []


def test_what_nobody_can_know_is_not_said(home: Workspace) -> None:
    """One win teaches no level; no deal has a next step, so none lacks one."""
    for each in deals(home, "leader").values():
        assert each["reasons"] == ()
        assert each["seen"] == ()
        assert each["lacks_next_step"] is False
    no_amount = next(e for k, e in deals(home, "leader").items() if k[14] == "3")
    assert no_amount["amount"] is None
