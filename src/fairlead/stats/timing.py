"""When outcomes come: incidence of two competing ends, a horizon, and what is still open.

A trial ends in success or failure, some time after it began; many have not ended yet. Two things
follow. The chance of success needs a horizon, or it has no meaning while trials are open. And an
open trial says something: the longer it is open, the less likely a success that usually comes
early.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.stats.likelihood import Floats, Ints, Trials

OPEN, SUCCESS, FAILURE = 0, 1, 2
WEEK = 7
HORIZON_SHARE = 0.95
FOLLOW_UP_SHARE = 2 / 3
RESOLVED_SHARE = 0.5
GROUP_SUCCESSES = 50
BAND_WEEKS = (1, 2, 3, 4, 6, 8, 13, 26, 52)


@dataclass(frozen=True, slots=True)
class Incidence:
    """Share that has succeeded, and failed, by each age at which something ended.

    Parameters
    ----------
    age
        Ascending ages of ends (ages,).
    success, failure, still
        Cumulative incidence of both ends, and share still open, just after that age (ages,).
    """

    age: Floats
    success: Floats
    failure: Floats
    still: Floats

    def at(self, age: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return both cumulative incidences at ages; after the last end they stay level."""
        place = np.searchsorted(self.age, np.asarray(age, dtype=np.float64), side="right")
        return (
            np.concatenate([[0.0], self.success])[place],
            np.concatenate([[0.0], self.failure])[place],
        )


def aalen_johansen(
    age: npt.ArrayLike,
    outcome: npt.ArrayLike,
    seen_from: npt.ArrayLike | None = None,
    *,
    number: npt.ArrayLike | None = None,
) -> Incidence:
    """Return the cumulative incidence of success and failure from open and ended trials.

    Answers which share has succeeded by which age, where failures are ends of their own and not
    trials that would succeed later. Kaplan-Meier with failures censored answers another question
    (what if nothing ever failed) and is too high.

    Parameters
    ----------
    age
        At the end, or at the last look for open trials (trials,).
    outcome
        0 open, 1 success, 2 failure (trials,).
    seen_from
        Age from which a trial was observed (trials,); None means from the start. A trial is at
        risk after that age; those seen from the start are at risk at age 0 too.
    number
        How many trials each entry stands for (trials,); None means one.

    Raises
    ------
    ValueError
        A trial ends before it is seen.

    Notes
    -----
    Aalen, Johansen 1978; with delayed entry as in Geskus 2011, section 2. Where nobody is at risk
    nothing can be learned: those ages are passed over.
    """
    ages, ends = np.asarray(age, dtype=np.float64), np.asarray(outcome)
    entry = np.zeros(len(ages)) if seen_from is None else np.asarray(seen_from, dtype=np.float64)
    late = entry > 0
    if np.any(late & (ages <= entry)):
        raise ValueError("a trial ends before it is seen")
    each = _each(number, len(ages))
    times = np.unique(ages[ends != OPEN])
    ended = _number_before(ages, each, times)
    entered = _number_before(entry[late], each[late], times) + float(each[~late].sum())
    at_risk = entered - ended
    won = _number_at(ages[ends == SUCCESS], each[ends == SUCCESS], times)
    lost = _number_at(ages[ends == FAILURE], each[ends == FAILURE], times)
    leave = (won + lost) / at_risk
    still = np.cumprod(1 - leave, dtype=np.float64)
    before = np.concatenate([[1.0], still[:-1]])
    return Incidence(
        times, np.cumsum(before * won / at_risk), np.cumsum(before * lost / at_risk), still
    )


def _each(number: npt.ArrayLike | None, count: int) -> Floats:
    return np.ones(count) if number is None else np.asarray(number, dtype=np.float64)


def _number_before(ages: Floats, each: Floats, times: Floats) -> Floats:
    order = np.argsort(ages, kind="stable")
    total: Floats = np.concatenate([[0.0], np.cumsum(each[order])])
    return total[np.searchsorted(ages[order], times, side="left")]


def _number_at(ages: Floats, each: Floats, times: Floats) -> Floats:
    place = np.searchsorted(times, ages)
    return np.bincount(place, weights=each, minlength=len(times)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The age within which a success counts.

    Parameters
    ----------
    days
        Whole weeks, in days.
    late_share
        Successes ever seen over successes within the horizon, L >= 1: what products of several
        chances are to be multiplied with.
    """

    days: float
    late_share: float


def horizon(
    age: npt.ArrayLike,
    outcome: npt.ArrayLike,
    follow_up: float,
    incidence: Incidence,
    *,
    number: npt.ArrayLike | None = None,
) -> Horizon | NotEstimable:
    """Return the age by which 95 % of successes have come, at most 2/3 of the longest follow-up.

    Parameters
    ----------
    age, outcome, number
        As for `aalen_johansen`.
    follow_up
        Longest time a trial could have been watched, in days.
    incidence
        From `aalen_johansen`.

    Returns
    -------
    Horizon or NotEstimable
        Silent without any success, and where two thirds of the follow-up hold less than half of
        the trials that have ended: then most of what is known lies beyond any horizon.
    """
    ages, ends = np.asarray(age, dtype=np.float64), np.asarray(outcome)
    limit = WEEK * np.floor(FOLLOW_UP_SHARE * follow_up / WEEK)
    each = _each(number, len(ages))
    resolved = ends != OPEN
    total = float(incidence.success[-1]) if len(incidence.success) else 0.0
    if total <= 0:
        return NotEstimable("horizon: no success has been seen", needed=1, have=0)
    inside = int(each[resolved & (ages <= limit)].sum())
    needed = int(np.ceil(RESOLVED_SHARE * each[resolved].sum()))
    if limit < WEEK or inside < needed:
        return NotEstimable(
            "horizon: too few outcomes within two thirds of the time watched",
            needed=needed,
            have=inside,
        )
    reached = incidence.age[np.searchsorted(incidence.success, HORIZON_SHARE * total - 1e-12)]
    days = float(np.clip(WEEK * np.ceil(reached / WEEK), WEEK, limit))
    within = float(incidence.at(days)[0])
    if within <= 0:
        return NotEstimable("horizon: no success within the time watched", needed=1, have=0)
    return Horizon(days, max(1.0, total / within))


@dataclass(frozen=True, slots=True)
class TimingCurves:
    """Shares of later successes and failures that are still open at an age, given a horizon."""

    incidence: Incidence
    horizon: float

    def waiting(self, age: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return Sw and Sf at ages; both are 0 from the horizon on, where all is resolved."""
        ages = np.asarray(age, dtype=np.float64)
        won, lost = self.incidence.at(ages)
        within = float(self.incidence.at(self.horizon)[0])
        before = ages < self.horizon
        sw = np.where(before, 1 - won / within, 0.0) if within > 0 else before.astype(np.float64)
        sf = np.where(before, 1 - lost / (1 - within), 0.0) if within < 1 else np.zeros_like(sw)
        return np.clip(sw, 0.0, 1.0), np.clip(sf, 0.0, 1.0)

    def seen_from(self, first: npt.ArrayLike, age: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return Sw and Sf for trials watched from age `first` on, and their offset.

        Dividing by the chance of being open at `first` is the same as moving the predictor by
        ``log(Sw(first) / Sf(first))`` and taking both curves relative to `first`.

        Raises
        ------
        ValueError
            At `first` all of one outcome have come already.
        """
        sw, sf = self.waiting(age)
        sw0, sf0 = self.waiting(first)
        if np.any((sw0 <= 0) | (sf0 <= 0)):
            raise ValueError("a trial first seen when all is resolved says nothing: leave it out")
        return sw / sw0, sf / sf0, np.log(sw0 / sf0)


def resolve(age: npt.ArrayLike, outcome: npt.ArrayLike, horizon_days: float) -> Ints:
    """Return outcomes with respect to the horizon.

    A success after the horizon, and a trial still open at it, are failures of "success within".
    """
    ages, ends = np.asarray(age, dtype=np.float64), np.asarray(outcome)
    result = np.where((ends == SUCCESS) & (ages > horizon_days), FAILURE, ends)
    result = np.where((ends == OPEN) & (ages >= horizon_days), FAILURE, result)
    return result.astype(np.int64)


def curves_by_group(
    age: npt.ArrayLike,
    outcome: npt.ArrayLike,
    group: Ints,
    horizon_days: float,
    seen_from: npt.ArrayLike | None = None,
    *,
    number: npt.ArrayLike | None = None,
) -> tuple[TimingCurves, ...]:
    """Return curves for groups 0.. by themselves where they have 50 successes, else those of all.

    Groups are kinds of trials with a pace of their own, never people: a person's pace would be
    taken for ability.
    """
    ages, ends = np.asarray(age, dtype=np.float64), np.asarray(outcome)
    each = _each(number, len(ages))
    entry = np.zeros(len(ages)) if seen_from is None else np.asarray(seen_from, dtype=np.float64)
    everything = TimingCurves(aalen_johansen(ages, ends, entry, number=each), horizon_days)
    made = []
    for code in range(int(group.max()) + 1):
        part = group == code
        if each[part & (ends == SUCCESS)].sum() < GROUP_SUCCESSES:
            made.append(everything)
        else:
            own = aalen_johansen(ages[part], ends[part], entry[part], number=each[part])
            made.append(TimingCurves(own, horizon_days))
    return tuple(made)


def count_trials(
    row: Ints,
    row_count: int,
    age: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    follow_up: npt.ArrayLike,
    curves: TimingCurves,
) -> Trials:
    """Return trials counted into cells, open ones by band of age.

    Parameters
    ----------
    row
        Cell of each trial (trials,).
    row_count
        Number of cells.
    age, outcome
        As for `aalen_johansen`; outcomes beyond the horizon are resolved here.
    follow_up
        Time each trial could have been watched so far (trials,).
    curves
        Of the trials' group.
    """
    ages, ends = np.asarray(age, dtype=np.float64), resolve(age, outcome, curves.horizon)
    band = np.searchsorted(WEEK * np.array(BAND_WEEKS), ages, side="right")
    bands = len(BAND_WEEKS) + 1
    waiting = ends == OPEN
    cell = (row * bands + band)[waiting]

    def sums(place: Ints, values: Floats | None, size: int) -> Floats:
        return np.bincount(place, weights=values, minlength=size).astype(np.float64)

    sw, sf = curves.waiting(ages)
    number = sums(cell, None, row_count * bands)
    fw, ff = curves.waiting(follow_up)
    all_of = np.maximum(sums(row, None, row_count), 1)
    shape = (row_count, bands)
    there = np.maximum(number, 1)
    return Trials.with_open(
        sums(row[ends == SUCCESS], None, row_count),
        sums(row[ends == FAILURE], None, row_count),
        number.reshape(shape),
        waiting_success=(sums(cell, sw[waiting], row_count * bands) / there).reshape(shape),
        waiting_failure=(sums(cell, sf[waiting], row_count * bands) / there).reshape(shape),
        followed_success=np.clip(1 - sums(row, fw, row_count) / all_of, 0, 1),
        followed_failure=np.clip(1 - sums(row, ff, row_count) / all_of, 0, 1),
    )
