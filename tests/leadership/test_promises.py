"""Promises: what a date that moved means, and that nothing later is known on an earlier day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.promises import Moved, Promise, in_order, kept_share, standing

D = dt.date
BASE = Promise(1, "ben", "cleo", "CFO intro", D(2026, 11, 2), D(2026, 11, 12))


def test_a_promise_is_open_until_its_day_is_over() -> None:
    assert standing(BASE, D(2026, 11, 12)).state == "open"
    late = standing(BASE, D(2026, 11, 15))
    assert (late.state, late.days_late) == ("late", 3)


def test_a_date_moved_in_time_holds_and_one_moved_afterwards_does_not() -> None:
    in_time = replace(BASE, moves=(Moved(D(2026, 11, 10), D(2026, 11, 20), "she is ill"),))
    state = standing(in_time, D(2026, 11, 20))
    assert (state.state, state.due_on, state.first_due_on) == (
        "open", D(2026, 11, 20), D(2026, 11, 12),
    )  # fmt: skip
    assert state.moved_in_time
    too_late = replace(BASE, moves=(Moved(D(2026, 11, 14), D(2026, 11, 20), "forgot"),))
    state = standing(too_late, D(2026, 11, 16))
    assert (state.state, state.days_late, state.due_on) == ("late", 4, D(2026, 11, 20))
    assert not state.moved_in_time
    kept = replace(too_late, kept_on=D(2026, 11, 19))
    assert standing(kept, D(2026, 11, 30)).state == "kept late"
    assert standing(replace(in_time, kept_on=D(2026, 11, 19)), D(2026, 11, 30)).state == "kept"


def test_a_promise_not_yet_made_is_not_asked_about() -> None:
    with pytest.raises(ValueError, match="was made after"):
        standing(BASE, D(2026, 11, 1))


days = st.dates(D(2026, 1, 1), D(2026, 3, 31))


@st.composite
def some(draw: st.DrawFn) -> Promise:
    made = draw(days)
    moves = sorted(draw(st.lists(st.tuples(days, days), max_size=3)))
    moved = tuple(Moved(said, due) for said, due in moves if said >= made)
    kept = draw(st.none() | days)
    return Promise(
        draw(st.integers(1, 99)),
        draw(st.sampled_from(["ben", "cleo"])),
        "dan",
        "x",
        made,
        max(draw(days), made),
        moved,
        kept if kept and kept >= made else None,
    )


def cut(promise: Promise, day: dt.date) -> Promise:
    """The promise as somebody knew it on the evening of a day."""
    kept = promise.kept_on if promise.kept_on and promise.kept_on <= day else None
    moves = tuple(m for m in promise.moves if m.said_on <= day)
    return replace(promise, kept_on=kept, moves=moves)


@given(some(), days)
def test_nothing_that_came_later_changes_what_was_known(promise: Promise, day: dt.date) -> None:
    day = max(day, promise.made_on)
    assert standing(promise, day) == standing(cut(promise, day), day)


@given(st.lists(some(), max_size=9), days)
def test_own_late_promises_come_first(promises: list[Promise], day: dt.date) -> None:
    rows = in_order(promises, "ben", day)
    marks = [p.giver == "ben" and s.state == "late" for p, s in rows]
    assert marks == sorted(marks, reverse=True)
    assert all(s.is_open for _p, s in rows)


def test_the_share_kept_counts_what_was_due_and_is_silent_on_few() -> None:
    due = [replace(BASE, id=n, kept_on=D(2026, 11, 11)) for n in range(4)]
    few = kept_share(due, "ben", D(2026, 10, 1), D(2027, 1, 1), D(2026, 12, 1))
    assert few.share == NotEstimable("too few to tell: promises kept in time", 5, 4)
    late = replace(BASE, id=9)
    gone = replace(BASE, id=10, let_go_on=D(2026, 11, 11))
    coming = replace(BASE, id=11, due_on=D(2026, 12, 30))
    told = kept_share(
        [*due, late, gone, coming], "ben", D(2026, 10, 1), D(2027, 1, 1), D(2026, 12, 1)
    )
    assert isinstance(told.share, Estimate)
    assert (told.share.successes, told.share.n) == (4, 5)
    assert (told.due_count, told.late_count, told.let_go_count) == (5, 1, 1)
    assert told.share.lower == pytest.approx(0.3755, abs=1e-3)  # Wilson, 4 of 5
    assert kept_share([late], "cleo", D(2026, 1, 1), D(2027, 1, 1), D(2026, 12, 1)).due_count == 0
