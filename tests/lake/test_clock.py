"""The company's day inside the engine: clocks changing, UTC+14, and evenings (pitfalls 28, 29)."""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

import pytest
from tests.lake.canonical import Row, at, database, on, state_rows

from fairlead.company import zones
from fairlead.company.model import Company
from fairlead.lake.clock import use_clock
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import summarise
from fairlead.lake.store.workspace import connect
from fairlead.measure.question import Question
from fairlead.process.model import Process

BERLIN, KIRITIMATI = Company(time_zone="Europe/Berlin"), Company(time_zone="Pacific/Kiritimati")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def days(company: Company, instants: list[dt.datetime]) -> list[dt.date]:
    connection = connect()
    use_clock(connection, company)
    values = ", ".join(
        f"({n}, {(i - EPOCH) // dt.timedelta(microseconds=1)})" for n, i in enumerate(instants)
    )
    rows = connection.execute(
        f"SELECT company_day(make_timestamptz(us)) FROM (VALUES {values}) AS t(n, us) ORDER BY n"
    ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Apia",
     "Australia/Lord_Howe", "Asia/Kolkata"],
)  # fmt: skip
def test_days_are_those_of_the_time_zone_database(zone: str) -> None:
    dice = random.Random(zone)  # noqa: S311 -- no secret
    instants = [
        EPOCH + dt.timedelta(microseconds=dice.randrange(0, 4_000_000_000_000_000))
        for _ in range(400)
    ]
    for change in zones.changes(zone)[1:]:  # the seconds around every change
        turn = EPOCH + dt.timedelta(microseconds=change.from_us)
        instants += [turn - dt.timedelta(microseconds=1), turn]
    instants = [i for i in instants if dt.datetime(1970, 1, 3, tzinfo=dt.UTC) < i]
    assert days(Company(time_zone=zone), instants) == [zones.day_of(i, zone) for i in instants]


def deal(number: int, **more: Any) -> Row:
    row = {
        "opportunity_id": number,
        "source_key": f"D{number}",
        "amount": 100,
        "currency": "EUR",
        "created_at": at("2026-01-05T10:00"),
        "known_at": at("2026-12-31"),
        "source": "table",
        "file": "deals.csv",
        "line": number,
    }
    return row | more


def then(company: Company, rows: list[Row], day: str) -> dict[int, Row]:
    connection = database({"opportunities": rows})
    found = state_rows(connection, Process(()), on(day), company)
    return {row["opportunity_id"]: row for row in found}


CREATED = [
    deal(1, created_at=at("2026-03-28T22:59:59")),
    deal(2, created_at=at("2026-03-28T23:00")),
]


def test_the_evening_ends_when_the_company_s_day_does() -> None:
    """On 29 March 2026 Berlin's clocks go forward: the day begins at 23:00 UTC the day before."""
    assert set(then(BERLIN, CREATED, "2026-03-28")) == {1}
    assert set(then(BERLIN, CREATED, "2026-03-29")) == {1, 2}
    assert set(then(Company(), CREATED, "2026-03-28")) == {1, 2}
    late = [deal(3, created_at=at("2026-03-29T21:59")), deal(4, created_at=at("2026-03-29T22:00"))]
    assert set(then(BERLIN, late, "2026-03-29")) == {3}


@pytest.mark.parametrize(
    ("company", "booked", "evening"),
    [
        (Company(), "2026-06-30", "2026-06-30"),
        (BERLIN, "2026-07-01", "2026-07-01"),
        (KIRITIMATI, "2026-07-01", "2026-07-01"),
    ],
)
def test_a_win_is_booked_on_the_company_s_day(company: Company, booked: str, evening: str) -> None:
    """22:30 UTC on 30 June is another quarter in Berlin, and half a day later on Kiritimati."""
    win = deal(1, outcome="won", closed_at=at("2026-06-30T22:30"))
    found = then(company, [win], evening)[1]
    assert (found["outcome"], found["booked_on"]) == ("won", on(booked))
    before = on(booked) - dt.timedelta(days=1)
    assert then(company, [win], before.isoformat())[1]["outcome"] == "open"


def test_close_dates_are_days_as_written_in_every_zone() -> None:
    for company in (Company(), BERLIN, KIRITIMATI, Company(time_zone="America/Los_Angeles")):
        win = deal(
            1, outcome="won", close_on=on("2026-06-30"),
            closed_at=zones.begin_of(on("2026-06-30"), company.time_zone),
        )  # fmt: skip
        assert then(company, [win], "2026-06-29")[1]["outcome"] == "open"
        assert then(company, [win], "2026-06-30")[1]["booked_on"] == on("2026-06-30")


def test_won_in_the_quarter_follows_the_zone() -> None:
    rows = [deal(n, outcome="won", closed_at=at(f"2026-06-30T{n:02}:30")) for n in range(24)]
    told = {}
    for company in (Company(), BERLIN, KIRITIMATI):
        question = Question(on("2026-07-31"), company=company)
        connection = database({"opportunities": rows})
        prepare(connection, relations(connection, Process(()), company), question,
                earlier=on("2026-06-30"))  # fmt: skip
        told[company.time_zone] = summarise(connection, question).won_in_period
    assert told == {"UTC": 0, "Europe/Berlin": 2, "Pacific/Kiritimati": 14}


@pytest.mark.slow
def test_a_million_days_in_a_zone_take_less_than_the_engine_s_own_way() -> None:
    connection = connect()
    connection.execute(
        "CREATE TABLE t AS SELECT make_timestamptz(1600000000000000 + i * 150000000) AS x "
        "FROM range(1000000) r(i)"
    )
    took = {}
    for name, day in (("ours", "company_day(x)"), ("theirs", "timezone('Europe/Berlin', x)::DATE")):
        use_clock(connection, BERLIN)
        begun = time.perf_counter()
        found = connection.execute(f"SELECT sum(({day}) - DATE '2000-01-01') FROM t").fetchone()
        took[name, found] = time.perf_counter() - begun
    (ours, theirs) = took
    assert ours[1] == theirs[1]
    assert took[ours] < took[theirs]
