"""Days of instants where clocks change, and where the date line is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.company import zones
from fairlead.company.model import Company

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-03-31T22:30:00Z", "UTC", "2026-03-31"),
        ("2026-03-31T22:30:00Z", "Europe/Berlin", "2026-04-01"),
        ("2026-01-31T22:30:00Z", "Europe/Berlin", "2026-01-31"),
        ("2026-03-31T10:00:00Z", "Pacific/Kiritimati", "2026-04-01"),
        ("2026-03-31T09:59:59Z", "Pacific/Kiritimati", "2026-03-31"),
        ("2026-04-01T03:59:59Z", "America/New_York", "2026-03-31"),
    ],
)
def test_the_zone_decides_the_day(instant: str, zone: str, expected: str) -> None:
    assert zones.day_of(at(instant), zone).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        ("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00+00:00"),  # clocks change at 2
        ("2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00+00:00"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00+00:00"),  # midnight is left out
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00+00:00"),  # the 30th was left out
        ("2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00+00:00"),
    ],
)
def test_a_day_begins_with_its_first_instant(day: str, zone: str, expected: str) -> None:
    assert zones.begin_of(dt.date.fromisoformat(day), zone).isoformat() == expected


@given(st.dates(dt.date(2001, 1, 1), dt.date(2040, 1, 1)), st.sampled_from(ZONES))
def test_days_touch(day: dt.date, zone: str) -> None:
    start = zones.begin_of(day, zone)
    assert zones.day_of(start - dt.timedelta(microseconds=1), zone) < day
    assert zones.day_of(start, zone) >= day


@given(
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 12, 31)).map(
        lambda naive: naive.replace(tzinfo=dt.UTC)
    ),
    st.sampled_from(ZONES),
)
def test_the_list_of_changes_gives_the_day_of_any_instant(instant: dt.datetime, zone: str) -> None:
    micro = dt.timedelta(microseconds=1)
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    us = (instant - epoch) // micro
    offset = [c.offset_us for c in zones.changes(zone) if c.from_us <= us][-1]
    assert (instant + offset * micro).date() == zones.day_of(instant, zone)


def test_berlin_changes_twice_a_year() -> None:
    found = zones.changes("Europe/Berlin", 2026, 2027)
    assert [c.offset_us // 3_600_000_000 for c in found] == [1, 2, 1]
    assert found[1].from_us == at("2026-03-29T01:00:00Z").timestamp() * 1_000_000
    assert len(zones.changes("UTC")) == 1


def test_a_company_knows_its_evening() -> None:
    berlin = Company(time_zone="Europe/Berlin")
    assert berlin.after_evening_of(dt.date(2026, 6, 30)) == at("2026-06-30T22:00:00Z")
    assert berlin.day_of(at("2026-06-30T22:00:00Z")) == dt.date(2026, 7, 1)
    assert Company().after_evening_of(dt.date(2026, 6, 30)) == at("2026-07-01T00:00:00Z")


def test_unknown_zones_are_known_to_be_unknown() -> None:
    assert zones.is_zone("UTC")
    assert zones.is_zone("Europe/Berlin")
    assert not any(zones.is_zone(z) for z in ("Berlin", "../etc/passwd", "", "CEST+1x"))
