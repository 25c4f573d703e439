"""A plan made together: what the rate it should move did before it, and what it did since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.leadership.growth import MOST_OPEN, Quarter
from fairlead.leadership.shares import share_of

Moved: TypeAlias = Literal["rose", "fell", "no more than chance", "not known yet"]
YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Since:
    """A step rate before a plan and after it; the quarter it was opened in is in neither.

    `before` is of the year before that quarter, `after` of all quarters since; `first_on` is the
    day from which on `after` counts.
    """

    before: Answer
    after: Answer
    first_on: dt.date
    moved: Moved


def since_plan(quarters: Iterable[Quarter], opened_in: tuple[dt.date, dt.date]) -> Since:
    """Return what a person's rate was in the year before a plan, and since.

    Sums first, one division last. Plain: deals, season and luck are in both, and who was far off
    comes nearer to the others by chance alone. A plan is no trial: this says whether the rate
    moved, not why.

    Parameters
    ----------
    quarters
        The rate by quarter of entry, one or more a quarter (kinds of deals apart).
    opened_in
        First day, and day after the last, of the quarter the plan was opened in. What entered in
        it belongs to neither side.

    Returns
    -------
    Since
        `moved` is ``rose`` or ``fell`` only where the two 95 % intervals (Wilson 1927) have no
        rate in common. That asks for more than a test of the difference would (Schenker and
        Gentleman 2001, The American Statistician 55(3)): it errs towards saying nothing.

    Notes
    -----
    Either side is silent below five deals, and `after` while more than a fifth of its deals are
    open: until then it speaks of quick ones only.
    """
    start, end = opened_in
    told = list(quarters)
    before = _rate([q for q in told if start - YEAR <= q.start < start])
    after = _rate([q for q in told if q.start >= end])
    return Since(before, after, end, _moved(before, after))


def _rate(told: Sequence[Quarter]) -> Answer:
    won, n, waiting = (sum(getattr(q, name) for q in told) for name in ("won", "n", "open"))
    if waiting > MOST_OPEN * (n + waiting):
        return NotEstimable(f"too early: {waiting} of {n + waiting} deals are open")
    return share_of(won, n, "deals that took the step")


def _moved(before: Answer, after: Answer) -> Moved:
    if not isinstance(before, Estimate) or not isinstance(after, Estimate):
        return "not known yet"
    if after.lower > before.upper:
        return "rose"
    return "fell" if after.upper < before.lower else "no more than chance"
