"""The counts of a brief, recounted in plain loops over the reference's deals."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from tests.lake import reference
from tests.lake.canonical import Row, at, database, deal, moves, on, people, process
from tests.lake.lives import LAST_DAY, PROCESS, company, dice_of, export

from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import created_a_month, summarise
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

NOW = on("2026-08-20")
QUESTION = Question(NOW, window_months=6)


class Counted:
    """One company: the engine's counts, and the reference's deals and stints."""

    def __init__(self) -> None:
        self.rows = export(company(dice_of(31), 700), LAST_DAY)
        connection = database(self.rows)
        prepare(connection, relations(connection, PROCESS), QUESTION, earlier=on("2026-06-30"))
        self.summary: Summary = summarise(connection, QUESTION)
        self.created = created_a_month(connection, QUESTION)
        self.deals = list(reference.state(self.rows, PROCESS, NOW).values())
        self.stints = reference.stints(self.rows, PROCESS, NOW)
        self.person = {k["key_id"]: k["person_id"] for k in self.rows["person_keys"]}

    def closed(
        self,
        *outcomes: str,
        since: dt.date = QUESTION.window_start,
        until: dt.date = NOW + dt.timedelta(days=1),
    ) -> list[Row]:
        """Deals booked from `since` to the day before `until`."""
        return [
            d
            for d in self.deals
            if d["outcome"] in outcomes and d["booked_on"] and since <= d["booked_on"] < until
        ]

    def booked(self) -> list[Row]:
        """Wins of the quarter; a win may be booked on a day of it that is still to come."""
        return self.closed("won", since=QUESTION.period_start, until=QUESTION.period_end)


@pytest.fixture(scope="module")
def counted() -> Counted:
    return Counted()


def money(deals: list[Row]) -> int:
    return sum(d["amount"] or 0 for d in deals if d["currency"] == "EUR")


def test_totals(counted: Counted) -> None:
    totals, outcomes = counted.summary.totals, Counter(d["outcome"] for d in counted.deals)
    assert (totals.won, totals.lost, totals.open) == tuple(
        outcomes[o] for o in ("won", "lost", "open")
    )
    assert totals.opportunities == len(counted.deals)
    assert totals.currency == "EUR"
    for outcome, amount in (("won", totals.won_amount), ("open", totals.open_amount)):
        assert amount == money([d for d in counted.deals if d["outcome"] == outcome])
    assert totals.other_currencies == sum(
        d["amount"] is not None and d["currency"] != "EUR" for d in counted.deals
    )
    assert totals.without_owner == sum(d["owner_id"] is None for d in counted.deals)
    assert totals.people == len(
        {counted.person[d["owner_id"]] for d in counted.deals if d["owner_id"]}
    )
    assert totals.closed_without_date == sum(
        d["outcome"] != "open" and d["closed_at"] is None for d in counted.deals
    )
    assert totals.closed_before_created == sum(
        bool(d["closed_at"]) and d["closed_at"].date() < d["created_at"].date()
        for d in counted.deals
    )


def test_the_quarter_and_the_months(counted: Counted) -> None:
    quarter = counted.booked()
    assert counted.summary.won_in_period == len(quarter)
    assert counted.summary.booked_in_period == money(quarter)
    for month in counted.summary.months:
        own = [
            d
            for d in counted.closed("won", since=on("2025-01-01"), until=on("2026-09-01"))
            if (d["booked_on"].year, d["booked_on"].month) == (month.month.year, month.month.month)
        ]
        assert (month.won, month.amount) == (len(own), money(own))
    assert sum(m.won for m in counted.summary.months) > 50


def test_types_sizes_and_cycles(counted: Counted) -> None:
    counts = Counter((d["type"], d["outcome"]) for d in counted.closed("won", "lost"))
    assert {(t.deal_type, "won"): t.won for t in counted.summary.types} | {
        (t.deal_type, "lost"): t.lost for t in counted.summary.types
    } == counts
    won = counted.closed("won")
    sizes = sorted(d["amount"] for d in won if d["currency"] == "EUR" and (d["amount"] or 0) > 0)
    assert counted.summary.sizes.tolist() == sizes
    lengths = sorted(
        (d["closed_at"] - d["created_at"]).total_seconds() / 86_400
        for d in won
        if d["closed_at"] and d["created_at"] <= d["closed_at"]
    )
    assert counted.summary.cycle_days.tolist() == pytest.approx(lengths, abs=1 / 86_400)


def test_steps(counted: Counted) -> None:
    """Of the stints entered in the window, or at a time that is not known."""
    since, until = QUESTION.window_start, NOW
    own = [
        s for s in counted.stints
        if s["entered_at"] is None or since <= s["entered_at"].date() <= until
    ]  # fmt: skip
    found = {(s.pipeline, s.deal_type, s.rank): s for s in counted.summary.steps}
    assert set(found) == {(s["pipeline"], s["type"], s["rank"]) for s in own}
    for group, step in found.items():
        here = [s for s in own if (s["pipeline"], s["type"], s["rank"]) == group]
        outcomes = Counter(s["outcome"] for s in here)
        assert (step.advanced, step.lost, step.open) == tuple(
            outcomes[o] for o in ("advanced", "lost", "open")
        )
        assert step.entered == len(here)
        assert step.inferred == sum(s["provenance"] == "last step" for s in here)
        days = sorted(
            s["dwell_s"] for s in here if s["outcome"] == "advanced" and s["dwell_s"] is not None
        )
        assert step.days.tolist() == pytest.approx([d / 86_400 for d in days])


def test_people(counted: Counted) -> None:
    for row in counted.summary.people:
        own = [d for d in counted.deals if counted.person.get(d["owner_id"]) == row.person_id]
        booked = [d for d in counted.booked() if d in own]
        assert row.open == sum(d["outcome"] == "open" for d in own)
        assert row.won == sum(d in own for d in counted.closed("won"))
        assert row.lost == sum(d in own for d in counted.closed("lost"))
        assert (row.won_in_period, row.amount_in_period) == (len(booked), money(booked))
        assert row.overdue == sum(
            d["outcome"] == "open" and bool(d["close_on"]) and d["close_on"] < NOW for d in own
        )
    assert len(counted.summary.people) == 4


def test_deals_to_clean_up(counted: Counted) -> None:
    still = [d for d in counted.deals if d["outcome"] == "open"]
    overdue = [d for d in still if d["close_on"] and d["close_on"] < NOW]
    tidy = counted.summary.hygiene
    assert (tidy.overdue, tidy.overdue_amount) == (len(overdue), money(overdue))
    assert tidy.without_amount == sum((d["amount"] or 0) <= 0 for d in still)
    assert tidy.without_close_date is not None
    assert tidy.without_close_date == sum(d["close_on"] is None for d in still)


def test_new_deals_a_month(counted: Counted) -> None:
    days = [d["created_at"].date() for d in counted.deals]
    own = [d for d in days if QUESTION.window_start <= d <= NOW]
    length = (NOW - max(min(own), QUESTION.window_start)).days + 1
    assert counted.created == pytest.approx(len(own) / (length / 30.4375))


def small(deals: list[Row], *stages: Row, as_of: str = "2026-03-31") -> Summary:
    steps = process(default="Lead Demo | Won | Lost")
    connection = database({"opportunities": deals, "stage_changes": list(stages), **people(10)})
    question = Question(on(as_of))
    prepare(connection, relations(connection, steps), question, earlier=on("2025-12-31"))
    return summarise(connection, question)


def test_the_currency_of_a_tie_does_not_depend_on_the_order_of_rows() -> None:
    deals = [deal(n, "2026-01-10", currency=c) for n, c in enumerate(["USD", "CHF", "USD", "CHF"])]
    assert [small(d).totals.currency for d in (deals, deals[::-1])] == ["CHF", "CHF"]


def test_one_win_where_a_deal_was_won_twice() -> None:
    """Pitfall 4: both events are kept, and one win is booked where the CRM books it."""
    row: dict[str, Any] = {"outcome": "won", "amount": 9_00, "currency": "EUR", "owner_id": 10}
    found = small(
        [deal(1, "2025-12-01", **row, closed_at=at("2026-03-01"), close_on=on("2026-03-01"))],
        *moves(1, ("2025-12-01", "Lead"), ("2026-01-10", "Won"), ("2026-02-01", "Demo"),
               ("2026-03-01", "Won")),
    )  # fmt: skip
    assert (found.won_in_period, found.booked_in_period) == (1, 9_00)
    assert [(m.month.month, m.won) for m in found.months if m.won] == [(3, 1)]
    assert [(s.rank, s.advanced) for s in found.steps] == [(0, 1), (1, 1)]


def test_what_is_known_is_what_was_known_that_evening() -> None:
    deals = [deal(1, "2026-01-10", amount=5_00)]
    stages = moves(1, ("2026-03-01", "Lead"))
    assert small(deals, *stages, as_of="2026-03-01").known.history_from == on("2026-03-01")
    early = small(deals, *stages, as_of="2026-02-28").known
    assert (early.history, early.history_from) == (False, None)
