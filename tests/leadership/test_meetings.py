"""1:1s stay at their hour when the clocks change; a cancelled one was not held."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.coaching import Rated, Wanted, coaching_of
from fairlead.leadership.meetings import Meeting, Series, held_share, instants

D = dt.date


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)
def test_a_series_keeps_its_hour_across_clock_changes(zone: str) -> None:
    series = Series(D(2026, 1, 5), dt.time(10), zone)
    found = list(instants(series, D(2026, 1, 1), D(2027, 1, 1)))
    assert len(found) == 52
    for day, at in found:
        shown = at.astimezone(zoneinfo.ZoneInfo(zone))
        assert (shown.date(), shown.hour, shown.minute) == (day, 10, 0)


def test_an_hour_that_does_not_exist_becomes_the_one_the_clocks_show() -> None:
    series = Series(D(2026, 3, 29), dt.time(2, 30), "Europe/Berlin")
    ((_day, at),) = instants(series, D(2026, 3, 29), D(2026, 3, 30))
    assert at.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).time() == dt.time(3, 30)


def test_a_window_in_the_middle_meets_the_same_days_as_the_whole() -> None:
    series = Series(D(2026, 1, 5), dt.time(9), "UTC", 3, D(2026, 9, 1))
    whole = [day for day, _at in instants(series, D(2025, 1, 1), D(2027, 1, 1))]
    assert whole[-1] < D(2026, 9, 1)
    for n in range(60):
        start = D(2026, 2, 1) + dt.timedelta(days=n)
        end = start + dt.timedelta(days=40)
        part = [day for day, _at in instants(series, start, end)]
        assert part == [day for day in whole if start <= day < end]


def test_a_series_that_cannot_be_says_so() -> None:
    for bad in (
        Series(D(2026, 1, 1), dt.time(9), "Mars/Base"),
        Series(D(2026, 1, 1), dt.time(9), "UTC", 0),
    ):
        with pytest.raises(ValueError, match=r"no time zone|every 0 weeks"):
            list(instants(bad, D(2026, 1, 1), D(2026, 2, 1)))


def test_cancelling_does_not_meet_the_standard() -> None:
    rows = [Meeting("ben", "cleo", D(2026, 10, n), "held") for n in range(1, 6)]
    rows += [Meeting("ben", "gil", D(2026, 10, 6), "cancelled")]
    rows += [Meeting("ben", "gil", D(2026, 10, 20), "planned")]
    told = held_share(rows, "ben", D(2026, 10, 1), D(2027, 1, 1), D(2026, 10, 20))
    assert isinstance(told, Estimate)
    assert (told.successes, told.n) == (5, 6)
    assert isinstance(
        held_share(rows, "ines", D(2026, 10, 1), D(2027, 1, 1), D(2026, 12, 1)), NotEstimable
    )


Q = (D(2026, 7, 1), D(2026, 10, 1))


def test_coaching_counts_people_not_wishes() -> None:
    wanted = [
        Wanted("cleo", "ben", D(2026, 7, 3), D(2026, 7, 9)),
        Wanted("cleo", "ben", D(2026, 8, 3)),
        Wanted("gil", "ben", D(2026, 8, 4)),
        Wanted("dan", "ines", D(2026, 8, 4)),
    ]
    told = coaching_of(wanted, [], "ben", Q, D(2026, 9, 1))
    assert told.asked_count == 2
    assert isinstance(told.given, Estimate)
    assert (told.given.successes, told.given.n) == (1, 2)
    before = coaching_of(wanted, [], "ben", Q, D(2026, 7, 5))
    assert before.asked_count == 1
    assert isinstance(before.given, Estimate)
    assert before.given.successes == 0


def test_ratings_are_silent_until_the_quarter_is_over_and_five_people_spoke() -> None:
    rated = [Rated(f"p{n}", "ben", D(2026, 8, n + 1), n > 0) for n in range(5)]
    running = coaching_of([], rated, "ben", Q, D(2026, 9, 30)).helped
    assert isinstance(running, NotEstimable)
    assert "over" in running.reason
    few = coaching_of([], rated[:4] + rated[:1] * 9, "ben", Q, Q[1]).helped
    assert few == NotEstimable("too few people rated", needed=5, have=4)
    told = coaching_of([], rated, "ben", Q, Q[1]).helped
    assert isinstance(told, Estimate)
    assert (told.successes, told.n) == (4, 5)


def test_ratings_that_are_all_alike_are_not_told() -> None:
    for helped in (True, False):
        alike = [Rated(f"p{n}", "ben", D(2026, 8, 1), helped) for n in range(9)]
        told = coaching_of([], alike, "ben", Q, Q[1]).helped
        assert isinstance(told, NotEstimable)
        assert "alike" in told.reason
