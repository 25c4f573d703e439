"""Periods and windows of a question, on every day there is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.measure.question import Question

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2101, 12, 31))
DAY = dt.timedelta(days=1)


@given(DAYS)
def test_the_period_is_the_calendar_quarter(day: dt.date) -> None:
    question = Question(day)
    start, end = question.period_start, question.period_end
    assert start <= day < end
    assert (start.month - 1) % 3 == 0
    assert start.day == end.day == 1
    assert 90 <= (end - start).days <= 92
    assert Question(end).period_start == end


@given(DAYS, st.integers(1, 60))
def test_the_window_is_as_long_as_it_says(day: dt.date, months: int) -> None:
    """It begins on the day after the same day that many months before."""
    start = Question(day, window_months=months).window_start
    before = start - DAY
    apart = (day.year - before.year) * 12 + day.month - before.month
    assert apart == months
    last = (before.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    assert before.day == min(day.day, last.day)


@pytest.mark.parametrize(
    ("day", "start"),
    [("2026-11-20", "2025-11-21"), ("2024-02-29", "2023-03-01"), ("2026-12-31", "2026-01-01")],
)
def test_windows_of_a_year(day: str, start: str) -> None:
    assert Question(dt.date.fromisoformat(day)).window_start == dt.date.fromisoformat(start)
