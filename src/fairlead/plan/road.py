"""Run your numbers: from a target back through rates to wins, deals, meetings and calls a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable

FEWEST_CLOSED = 30
"""Closed deals from which a win rate of one's own is gone by."""

FEWEST_EACH = 5
"""Wins, and losses, from which it is."""

FEWEST_SIZES = 10
"""Wins with an amount from which a mean amount is."""

FEWEST_EVENTS = 20
"""Meetings or calls, and new deals, from which their number a deal is."""

LEVEL = 0.95
DRAWS = 4000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StageTraffic:
    """Deals that were ever in one stage.

    `entered` came in within the window; of the deals that closed in the window `closed` had ever
    been in it, `won` of them were won.
    """

    stage: str
    entered: int
    closed: int
    won: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one person, team or company did in a window of months.

    Parameters
    ----------
    holder
        Whose it is, as said on screen.
    months
        Length of the window, shorter for somebody who came within it.
    created, won, lost
        Deals created, won and lost within it.
    amounts
        Amounts of the wins that carry one, minor units of the reporting currency.
    stages
        Stages of the pipeline with most deals, in selling order.
    events
        Kind of activity -> how many.
    unit, key
        ``person``, ``manager`` (whose people's) or ``company``, with the surrogate key.
    """

    holder: str
    months: float
    created: int
    won: int
    lost: int
    amounts: Floats
    stages: tuple[StageTraffic, ...] = ()
    events: Mapping[str, int] | None = None
    unit: str = "company"
    key: int | None = None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One row of the numbers: what it takes a month, and what is done now.

    Parameters
    ----------
    what
        ``wins``, a stage's name, ``new deals``, or a kind of activity.
    kind
        Which of those.
    needed
        A month, with its interval.
    now
        A month in the window, None where it is not known.
    now_count
        The count behind `now`.
    ratio
        The ratio used to get here: mean amount, share won, events a deal.
    ratio_of
        Numerator and denominator of `ratio`; for amounts the number of wins twice.
    holder
        Whose ratio it is, where it is not one's own; ``""`` else.
    """

    what: str
    kind: str
    needed: Answer
    now: float | None
    now_count: int
    ratio: float | None
    ratio_of: tuple[int, int] | None
    holder: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The way back from a target, line by line, wins first.

    `win_share_needed` and `size_needed` say what would do with as many new deals as now: the
    win rate at today's amount, the mean amount at today's win rate (minor units); None where they
    cannot be told, or where no rate below 100 % would do.
    """

    holder: str
    target: int
    months: float
    lines: tuple[NeedLine, ...]
    win_share_needed: float | None
    size_needed: int | None


def run_numbers(
    traffic: Sequence[Traffic], target: int, months: float, rng: np.random.Generator
) -> Numbers:
    """Return what a target takes a month, with the rates of the first holder that has enough.

    ``wins = target / mean amount``, ``new deals = wins / win rate``, entries of a stage
    ``= wins x share of wins that passed it / share won of closed deals that were in it``, events
    ``= new deals x events a new deal``.

    Parameters
    ----------
    traffic
        Own first, then the team, then the company: whoever has enough closed deals (30, with 5
        wins and 5 losses) gives the rate, whoever has 10 wins with an amount gives the amount.
    target
        Minor units, over `months`.
    months
        Length of the target's period.
    rng
        For the intervals.

    Returns
    -------
    Numbers
        Intervals at `LEVEL` from draws: shares from their Jeffreys posterior, mean amounts from
        their log-normal sampling error, independent of each other. They take rates and sizes as
        steady; season, ramp and the market are not in them.

    Raises
    ------
    ValueError
        No traffic is given, or the target is not above 0.
    """
    if not traffic or target <= 0 or months <= 0:
        raise ValueError("numbers need a holder, a target above 0 and a period")
    own = traffic[0]
    sized = _first(traffic, lambda t: len(t.amounts) >= FEWEST_SIZES and t.amounts.mean() > 0)
    if sized is None:
        have = max(len(t.amounts) for t in traffic)
        silent = NotEstimable("too few wins with an amount", needed=FEWEST_SIZES, have=have)
        line = _line(own, "wins", "wins", silent, own.won)
        return Numbers(own.holder, target, months, (line,), None, None)
    mean, count = float(sized.amounts.mean()), len(sized.amounts)
    drawn = target / months / _means(sized.amounts, rng)
    wins = _estimate(target / months / mean, drawn, count)
    first = _line(own, "wins", "wins", wins, own.won, ratio=mean, ratio_of=(count,) * 2, used=sized)
    rated = _first(traffic, _has_rate)
    if rated is None:
        have = max(t.won + t.lost for t in traffic)
        silent = NotEstimable("too few closed deals", needed=FEWEST_CLOSED, have=have)
        unknown = _line(own, "new deals", "new deals", silent, own.created)
        return Numbers(own.holder, target, months, (first, unknown), None, None)
    lines = _before_the_win(traffic, rated, wins.value, drawn, rng)
    share = rated.won / (rated.won + rated.lost)
    made = own.created / own.months * months
    win_share = target / mean / made if made else 2.0
    return Numbers(
        holder=own.holder,
        target=target,
        months=months,
        lines=(first, *lines),
        win_share_needed=win_share if win_share <= 1 else None,
        size_needed=round(target / share / made) if made else None,
    )


def _before_the_win(
    traffic: Sequence[Traffic],
    rated: Traffic,
    value: float,
    wins: Floats,
    rng: np.random.Generator,
) -> tuple[NeedLine, ...]:
    """Return stages from the last to the first, new deals, and what is done for them."""
    own, closed = traffic[0], rated.won + rated.lost
    stages = [_stage(traffic, number, value, wins, rng) for number in range(len(own.stages))]
    share = rated.won / closed
    new = wins / _shares(rated.won, rated.lost, rng)
    deals = _line(
        own,
        "new deals",
        "new deals",
        _estimate(value / share, new, closed),
        own.created,
        ratio=share,
        ratio_of=(rated.won, closed),
        used=rated,
    )
    events = [_events(traffic, kind, value / share, new, rng) for kind in own.events or {}]
    return (*reversed(stages), deals, *(e for e in events if e is not None))


def _has_rate(traffic: Traffic) -> bool:
    closed = traffic.won + traffic.lost
    return closed >= FEWEST_CLOSED and min(traffic.won, traffic.lost) >= FEWEST_EACH


def _first(traffic: Sequence[Traffic], enough: Callable[[Traffic], bool]) -> Traffic | None:
    return next((t for t in traffic if enough(t)), None)


def _stage(
    traffic: Sequence[Traffic], number: int, value: float, wins: Floats, rng: np.random.Generator
) -> NeedLine:
    """Return the entries of one stage that so many wins take."""
    own = traffic[0]
    name, entered = own.stages[number].stage, own.stages[number].entered

    def enough(t: Traffic) -> bool:
        s = t.stages[number]
        return s.closed >= FEWEST_CLOSED and min(s.won, s.closed - s.won) >= FEWEST_EACH

    used = _first(traffic, enough)
    if used is None:
        have = max(t.stages[number].closed for t in traffic)
        silent = NotEstimable(
            f"too few closed deals that were in {name}", needed=FEWEST_CLOSED, have=have
        )
        return _line(own, name, "stage", silent, entered)
    stage = used.stages[number]
    passed = _shares(stage.won, used.won - stage.won, rng)
    entries = wins * passed / _shares(stage.won, stage.closed - stage.won, rng)
    exact = value * (stage.won / used.won) / (stage.won / stage.closed)
    return _line(
        own,
        name,
        "stage",
        _estimate(exact, entries, stage.closed),
        entered,
        ratio=stage.won / stage.closed,
        ratio_of=(stage.won, stage.closed),
        used=used,
    )


def _events(
    traffic: Sequence[Traffic], kind: str, deals: float, new: Floats, rng: np.random.Generator
) -> NeedLine | None:
    """Return how many calls or meetings so many new deals take; None where nobody has enough."""
    own = traffic[0]

    def enough(t: Traffic) -> bool:
        return min((t.events or {}).get(kind, 0), t.created) >= FEWEST_EVENTS

    used = _first(traffic, enough)
    if used is None:
        return None
    count = (used.events or {})[kind]
    each = rng.gamma(count + 0.5, 1.0, DRAWS) / rng.gamma(used.created + 0.5, 1.0, DRAWS)
    return _line(
        own,
        kind,
        "events",
        _estimate(deals * count / used.created, new * each, used.created),
        (own.events or {}).get(kind, 0),
        ratio=count / used.created,
        ratio_of=(count, used.created),
        used=used,
    )


def _line(  # one row of the table, many cells
    own: Traffic,
    what: str,
    kind: str,
    needed: Answer,
    count: int,
    *,
    ratio: float | None = None,
    ratio_of: tuple[int, int] | None = None,
    used: Traffic | None = None,
) -> NeedLine:
    borrowed = used.holder if used is not None and used is not own else ""
    return NeedLine(what, kind, needed, count / own.months, count, ratio, ratio_of, borrowed)


def _estimate(value: float, draws: Floats, n: int) -> Estimate:
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(
        value, min(float(low), value), max(float(high), value), LEVEL, n, "a month", "numbers"
    )


def _shares(successes: int, failures: int, rng: np.random.Generator) -> Floats:
    return rng.beta(successes + 0.5, max(failures, 0) + 0.5, DRAWS)


def _means(amounts: Floats, rng: np.random.Generator) -> Floats:
    """Return draws of the mean amount; its logarithm is taken for normal (delta method)."""
    mean = float(amounts.mean())
    error = float(amounts.std(ddof=1)) / np.sqrt(len(amounts)) / mean
    drawn: Floats = mean * np.exp(error * rng.standard_normal(DRAWS))
    return drawn
