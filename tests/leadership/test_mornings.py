"""A digest a week in 20 time zones, exactly once, across every change of the clocks."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo

import numpy as np
import pytest

from fairlead.leadership.mornings import LATEST, due_week

ZONES = (
    "UTC", "Europe/Berlin", "Europe/Lisbon", "Europe/Moscow", "Europe/Istanbul", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Beirut",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia",
    "Pacific/Chatham", "America/New_York", "America/Santiago", "America/St_Johns",
    "America/Sao_Paulo",
)  # fmt: skip
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NIGHT = (19, 7)


def test_there_are_twenty_zones() -> None:
    assert len(set(ZONES)) == 20


@pytest.mark.parametrize("zone", ZONES)
def test_once_a_week_at_the_hour_all_through_two_years(zone: str) -> None:
    clock = zoneinfo.ZoneInfo(zone)
    sent: dict[dt.date, dt.datetime] = {}
    for tick in range(2 * 365 * 24 * 2):
        now = START + dt.timedelta(minutes=30 * tick)
        week = due_week(now, zone, 7, NIGHT)
        if week is not None and week not in sent:
            sent[week] = now.astimezone(clock)
    weeks = sorted(sent)
    assert all(b - a == dt.timedelta(days=7) for a, b in itertools.pairwise(weeks))
    assert len(weeks) == 104
    for week, at in sent.items():
        assert at.date() == week
        assert at.weekday() == 0
        assert dt.time(7) <= at.time() < dt.time(7, 31), (zone, at)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_worker_that_sleeps_sends_late_or_not_but_never_at_night(zone: str) -> None:
    clock, rng = zoneinfo.ZoneInfo(zone), np.random.default_rng(3)
    now, sent = START, set()
    for _ in range(3000):
        now += dt.timedelta(hours=float(rng.exponential(9)))
        week = due_week(now, zone, 7, NIGHT)
        if week is None:
            continue
        shown = now.astimezone(clock)
        assert 7 <= shown.hour < 19
        assert shown.date() in {week, week + dt.timedelta(days=1)}
        sent.add(week)
    assert len(sent) > 100


def test_an_hour_that_does_not_exist_or_comes_twice_is_one_morning() -> None:
    zone = "Asia/Beirut"  # its clocks change at midnight
    for hour in (0, 1, 2, 3):
        weeks = [
            due_week(START + dt.timedelta(minutes=20 * n), zone, hour, (5, 5))
            for n in range(365 * 72)
        ]
        runs = [a for a, b in zip(weeks, [None, *weeks], strict=False) if a and a != b]
        assert len(runs) == len(set(runs)) == 52, hour


def test_old_news_is_left_out() -> None:
    monday = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
    assert due_week(monday, "UTC", 7, (5, 5)) == monday.date()
    assert due_week(monday - dt.timedelta(seconds=1), "UTC", 7, (5, 5)) is None
    assert due_week(monday + LATEST - dt.timedelta(seconds=1), "UTC", 7, (5, 5)) == monday.date()
    assert due_week(monday + LATEST, "UTC", 7, (5, 5)) is None
    assert due_week(monday, "UTC", 7, (6, 9)) is None, "quiet in the morning"
