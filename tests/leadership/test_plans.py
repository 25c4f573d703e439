"""What a rate did before a plan and since: nothing is claimed that chance alone may do."""

from __future__ import annotations

import datetime as dt

import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.growth import Quarter
from fairlead.leadership.plans import since_plan

D = dt.date
OPENED_IN = (D(2026, 10, 1), D(2027, 1, 1))


def quarter(start: dt.date, won: int, n: int, waiting: int = 0) -> Quarter:
    return Quarter("", start, won, n, waiting)


BEFORE = [quarter(D(2026, month, 1), 10, 30) for month in (1, 4, 7)]
OWN = quarter(D(2026, 10, 1), 29, 29)
"""The quarter the plan was opened in: on neither side."""


def test_sums_first_and_the_quarter_between_on_neither_side() -> None:
    older = quarter(D(2025, 7, 1), 90, 90)
    after = [quarter(D(2027, 1, 1), 12, 30), quarter(D(2027, 1, 1), 3, 10)]
    told = since_plan([older, *BEFORE, OWN, *after], OPENED_IN)
    assert isinstance(told.before, Estimate)
    assert isinstance(told.after, Estimate)
    assert (told.before.successes, told.before.n) == (30, 90)
    assert (told.after.successes, told.after.n) == (15, 40), "kinds of deals together"
    assert told.first_on == OPENED_IN[1]


@pytest.mark.parametrize(
    ("won", "n", "moved"),
    [
        (28, 40, "rose"),  # Wilson 55 to 82 %, against 24 to 44 %
        (20, 40, "no more than chance"),  # 35 to 65 %
        (2, 40, "fell"),  # 1 to 17 %
        (4, 4, "not known yet"),
    ],
)
def test_it_moved_only_where_no_rate_fits_both(won: int, n: int, moved: str) -> None:
    assert since_plan([*BEFORE, quarter(D(2027, 1, 1), won, n)], OPENED_IN).moved == moved


def test_while_many_are_open_it_speaks_of_quick_ones_only_and_is_silent() -> None:
    told = since_plan([*BEFORE, quarter(D(2027, 1, 1), 28, 40, 11)], OPENED_IN)
    assert isinstance(told.after, NotEstimable)
    assert told.after.reason == "too early: 11 of 51 deals are open"
    assert told.moved == "not known yet"
    assert since_plan([*BEFORE, quarter(D(2027, 1, 1), 28, 40, 10)], OPENED_IN).moved == "rose"


def test_what_it_calls_moved_is_seldom_chance_alone() -> None:
    """Nothing changed: of all outcomes of 40 after 90, those called moved weigh less than 2 %."""
    import math

    rate = 1 / 3

    def weight(k: int, n: int) -> float:
        return math.comb(n, k) * rate**k * (1 - rate) ** (n - k)

    claimed = sum(
        weight(before, 90) * weight(after, 40)
        for before in range(91)
        for after in range(41)
        if since_plan(
            [quarter(D(2026, 1, 1), before, 90), quarter(D(2027, 1, 1), after, 40)], OPENED_IN
        ).moved
        in {"rose", "fell"}
    )
    assert claimed < 0.02
