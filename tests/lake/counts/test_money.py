"""Money in several currencies: pitfalls 18 to 21, beside sums made by hand and by Decimal."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from tests.lake.canonical import Row, at, database, edits, on

from fairlead.company.model import Company
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import summarise
from fairlead.lake.counts.targets import target
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary
from fairlead.process.model import Pipeline, Process, Stage

NOW, BEFORE = on("2026-06-30"), on("2026-03-31")
PROCESS = Process(
    (Pipeline("default", (Stage("A", "open", "A"), Stage("Won", "won", "Won")), 1, "file", ""),)
)
EURO = Company(reporting_currency="EUR")
PLACES = {"JPY": 0, "KWD": 3}

RATES = (
    ("USD", "1.25", "2026-01-01", "2026-04-01"),
    ("USD", "1.1", "2026-05-01", None),  # none in April
    ("JPY", "160", "2026-01-01", None),
    ("KWD", "0.33", None, None),
)


def rate(currency: str, per_base: str, first: str | None, after: str | None, n: int) -> Row:
    return {
        "rate_id": n,
        "currency": currency,
        "base": "EUR",
        "per_base": float(per_base),
        "from_on": on(first) if first else None,
        "to_on": on(after) if after else None,
        "source": "salesforce",
    }


def deal(number: int, currency: str | None, amount: int | None, **more: Any) -> Row:
    row = {
        "opportunity_id": number,
        "source_key": f"D{number}",
        "currency": currency,
        "amount": amount,
        "created_at": at("2026-01-02"),
        "close_on": on("2026-06-15"),
        "known_at": at("2026-06-30"),
        "source": "table",
        "file": "deals.csv",
        "line": number,
    }
    return row | more


def won(number: int, currency: str | None, amount: int, day: str) -> Row:
    return deal(number, currency, amount, outcome="won", close_on=on(day), closed_at=at(day))


WON = [
    won(1, "EUR", 100_000, "2026-05-04"),
    won(2, "USD", 55_005, "2026-05-05"),
    won(3, "USD", 10_000, "2026-04-15"),  # the gap
    won(4, "USD", 10_000, "2026-02-01"),  # before the quarter, at the first rate
    won(5, "JPY", 100_001, "2026-05-06"),
    won(6, "KWD", 123_456, "2026-05-07"),
    won(7, "EURO", 4_200, "2026-05-08"),  # no such code
    won(8, None, 777, "2026-05-09"),
]
OPEN = [
    deal(11, "EUR", 5_000),
    deal(12, "USD", 2_201, close_on=on("2026-04-15")),  # the rate of today, not of the close date
    deal(13, "XXX", 9_900),
    deal(14, "USD", None),
]


def asked(deals: list[Row], company: Company = EURO, **tables: list[Row]) -> tuple[Any, Summary]:
    rates = [rate(*row, n) for n, row in enumerate(RATES)]
    connection = database({"opportunities": deals, "rates": rates, **tables})
    question = Question(NOW, company=company)
    prepare(connection, relations(connection, PROCESS), question, earlier=BEFORE)
    return connection, summarise(connection, question)


def euros(amount: int, currency: str, per_base: str) -> int:
    """Cents by exact decimals, half to even."""
    minor = Decimal(amount).scaleb(2 - PLACES.get(currency, 2)) / Decimal(per_base)
    return int(minor.quantize(Decimal(1), ROUND_HALF_EVEN))


def test_sums_are_those_of_each_deal_converted_and_rounded() -> None:
    _connection, summary = asked(WON + OPEN)
    may = 100_000 + euros(55_005, "USD", "1.1") + euros(100_001, "JPY", "160")
    may += euros(123_456, "KWD", "0.33")
    assert summary.booked_in_period == may
    assert summary.won_in_period == 7
    assert summary.totals.won_amount == may + 8_000
    assert summary.totals.open_amount == 5_000 + euros(2_201, "USD", "1.1")
    assert summary.totals.currency == "EUR"
    assert sum(m.amount for m in summary.months) == summary.totals.won_amount


def test_what_has_no_rate_is_said_in_its_own_currency_and_never_0() -> None:
    _connection, summary = asked(WON + OPEN)
    told = {o.currency: (o.won_amount, o.open_amount, o.has_rates) for o in summary.others}
    assert told == {
        "USD": (10_000, 0, True),
        "EURO": (4_200, 0, False),
        None: (777, 0, False),
        "XXX": (0, 9_900, False),
    }
    assert summary.totals.other_currencies == 4
    assert {o.currency: o.booked_in_period for o in summary.others if o.won_in_period} == {
        "USD": 10_000,
        "EURO": 4_200,
        None: 777,
    }


@pytest.mark.parametrize(
    ("cents", "expected"), [(125, 10), (375, 30), (5, 0), (15, 1), (-125, -10)]
)
def test_halves_go_to_the_even_neighbour(cents: int, expected: int) -> None:
    rows = [{**rate("USD", "12.5", None, None, 1)}]
    connection = database({"opportunities": [won(1, "USD", cents, "2026-05-05")], "rates": rows})
    question = Question(NOW, company=EURO)
    prepare(connection, relations(connection, PROCESS), question, earlier=BEFORE)
    assert summarise(connection, question).booked_in_period == expected
    assert euros(cents, "USD", "12.5") == expected


def test_every_grouping_adds_up_to_the_cent() -> None:
    deals = [won(n, "USD", 1_001 + 7 * n, f"2026-05-{1 + n % 28:02}") for n in range(1, 200)]
    connection, summary = asked(deals)
    parts = connection.execute(
        "SELECT sum(s) FROM (SELECT sum(amount) AS s FROM deals GROUP BY opportunity_id % 7)"
    ).fetchone()
    expected = sum(euros(d["amount"], "USD", "1.1") for d in deals)
    assert parts[0] == summary.booked_in_period == expected


def test_one_currency_passes_through_untouched() -> None:
    deals = [won(n, "EUR", 1_001 * n, "2026-05-05") for n in range(1, 9)]
    connection, summary = asked(deals)
    assert summary.booked_in_period == 1_001 * 36
    assert summary.others == ()
    assert connection.execute("SELECT count(*) FROM factors").fetchone() == (0,)


def test_without_a_reporting_currency_the_one_most_deals_carry_counts() -> None:
    _connection, summary = asked(WON, Company())
    assert summary.totals.currency == "USD"
    assert summary.totals.other_currencies == 5


@pytest.mark.parametrize(
    ("currency", "expected"), [("EUR", 10_050), ("JPY", 100), ("KWD", 100_500)]
)
def test_amounts_of_an_export_without_currencies_are_in_the_reporting_one(
    currency: str, expected: int
) -> None:
    _connection, summary = asked([won(1, None, 10_050, "2026-05-05")], Company(currency))
    assert (summary.totals.currency, summary.booked_in_period) == (currency, expected)
    assert summary.others == ()


def test_an_amount_entered_anew_in_another_currency_keeps_its_own_in_the_past() -> None:
    """Pitfall 18: USD 1,250 became EUR 990; in between the past is told in dollars."""
    row = deal(1, "EUR", 99_000, known_at=at("2026-06-20"))
    changes = edits(1, "amount", ("2026-06-10", 125_000, 99_000))
    changes += edits(1, "currency", ("2026-06-10", "USD", "EUR"))
    connection = database(
        {
            "opportunities": [row],
            "field_changes": changes,
            "rates": [rate(*r, n) for n, r in enumerate(RATES)],
        }
    )
    told = {}
    for day in ("2026-02-10", "2026-06-30"):
        question = Question(on(day), company=EURO)
        prepare(connection, relations(connection, PROCESS), question, earlier=on("2026-01-31"))
        told[day] = summarise(connection, question).totals.open_amount
    assert told == {"2026-02-10": 100_000, "2026-06-30": 99_000}


def test_the_bridge_names_what_exchange_rates_did() -> None:
    deals = [
        deal(1, "USD", 125_000, known_at=at("2026-01-02")),
        deal(2, "EUR", 40_000, known_at=at("2026-01-02")),
        deal(3, "USD", 9_000, created_at=at("2026-04-02"), known_at=at("2026-04-02")),
    ]
    connection, summary = asked(deals)
    moved = movement(connection, Question(NOW, company=EURO), summary, BEFORE)
    parts = {p.code: (p.amount, p.deal_count) for p in moved.parts if p.deal_count}
    now = euros(125_000, "USD", "1.1")
    assert moved.opening.amount == 100_000 + 40_000
    assert parts == {
        "created": (euros(9_000, "USD", "1.1"), 1),
        "revalued": (now - 100_000, 1),
    }
    assert moved.closing.amount == 40_000 + now + euros(9_000, "USD", "1.1")


@pytest.mark.parametrize(
    ("since", "until", "edges", "change"),
    [("2026-05-01", None, (0, 5_263), 5_263), ("2026-01-01", "2026-05-01", (5_263, 0), -5_263)],
)
def test_a_deal_with_a_rate_on_one_evening_only_neither_comes_nor_goes(
    since: str, until: str | None, edges: tuple[int, int], change: int
) -> None:
    """It is in the bridge on both, so that the bridge ends with what is open and due."""
    deals = [deal(1, "CHF", 5_000, known_at=at("2026-01-02")), deal(2, "XXX", 7_000)]
    connection = database({"opportunities": deals, "rates": [rate("CHF", "0.95", since, until, 1)]})
    question = Question(NOW, company=EURO)
    prepare(connection, relations(connection, PROCESS), question, earlier=BEFORE)
    summary = summarise(connection, question)
    moved = movement(connection, question, summary, BEFORE)
    assert [(p.code, p.amount, p.deal_count) for p in moved.parts if p.deal_count] == [
        ("revalued", change, 1)
    ]
    assert (moved.opening.amount, moved.closing.amount) == edges
    assert (moved.opening.deal_count, moved.closing.deal_count) == (1, 1)
    assert moved.closing.amount == summary.totals.open_amount


def test_targets_go_at_the_rate_of_their_first_day_or_are_counted_as_left_out() -> None:
    def aim(number: int, currency: str | None, team: str) -> Row:
        return {
            "target_id": number,
            "team": team,
            "measure": "bookings",
            "from_on": on("2026-04-01") if team == "late" else on("2026-01-01"),
            "to_on": on("2026-07-01"),
            "amount": 362_000,
            "currency": currency,
        }

    aims = [aim(1, None, "a"), aim(2, "USD", "b"), aim(3, "USD", "late"), aim(4, "XXX", "c")]
    connection, summary = asked(WON, targets=aims)
    found = target(connection, Question(NOW, company=EURO))
    assert found is not None
    share = dt.timedelta(days=91) / dt.timedelta(days=181)
    assert found.amount == pytest.approx((362_000 + 289_600) * share, abs=1)
    assert summary.targets_without_rate == 2
