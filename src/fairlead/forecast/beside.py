"""The forecast beside simple methods that have a range too, with what chance leaves open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.forecast.backtest import Said
from fairlead.forecast.naive import Method
from fairlead.stats.ratios import FEWEST, ratio_of_sums


@dataclass(frozen=True, slots=True)
class Beside:
    """The forecast and a dressed method on the evenings both have a range.

    Parameters
    ----------
    method
        Which one.
    n, periods
        Evenings, and the periods they lie in.
    ours, theirs
        Mean scores (CRPS), in minor units or wins.
    more
        Our score over theirs, less 1: below 0 the forecast was nearer. Its interval takes a period
        as one trial.
    """

    method: Method
    n: int
    periods: int
    ours: float
    theirs: float
    more: Answer


def beside(said: list[Said], method: Method) -> Beside | None:
    """Return the forecast beside a dressed method; None where it never had enough errors.

    Parameters
    ----------
    said
        Forecasts of the past.
    method
        One of `METHODS`.

    Notes
    -----
    Evenings of one period end in the same outcome, so periods are what is drawn: 95 % by the
    jackknife over periods (`fairlead.stats.ratios.ratio_of_sums`), silent below four of them or
    where the method was never off.
    """
    both = [s for s in said if method in s.dressed]
    if not both:
        return None
    starts, period = np.unique(
        np.array([s.period.start.toordinal() for s in both]), return_inverse=True
    )
    ours = np.bincount(period, [s.crps for s in both])
    theirs = np.bincount(period, [s.dressed[method] for s in both])
    return Beside(
        method=method,
        n=len(both),
        periods=len(starts),
        ours=float(ours.sum()) / len(both),
        theirs=float(theirs.sum()) / len(both),
        more=_more(ours, theirs),
    )


def middles(said: list[Said], method: Method) -> Answer | None:
    """Return how far our middle was off beside a simple method's number; None where it never spoke.

    Our mean absolute error over theirs, less 1: below 0 the middle was nearer. A single number is
    set beside a single number here, a period is one trial, and silence is as in `beside`.
    """
    both = [s for s in said if method in s.others]
    if not both:
        return None
    starts = np.array([s.period.start.toordinal() for s in both])
    period = np.unique(starts, return_inverse=True)[1]
    ours = np.bincount(period, [abs(s.quantiles[3] - s.actual) for s in both])
    theirs = np.bincount(period, [abs(s.others[method] - s.actual) for s in both])
    return _more(ours, theirs)


def _more(ours: np.ndarray, theirs: np.ndarray) -> Answer:
    found = ratio_of_sums(ours, theirs)
    if found is not None:
        ends = (found.ratio - 1.0, found.lower - 1.0, found.upper - 1.0)
        return Estimate(*ends, found.level, found.n, "fraction", "score_beside_simple_method")
    if len(ours) < FEWEST:
        return NotEstimable("periods scored beside each other", needed=FEWEST, have=len(ours))
    return NotEstimable("the other method was off in one period only, or never")
