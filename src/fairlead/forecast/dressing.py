"""Simple methods dressed with their own past errors: a range made of a single number.

A single number is scored by its distance, a range by more: to be fair to a simple method, it gets
the range its own past would have given it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from fairlead.forecast.journal import Floats
from fairlead.stats import scoring

FEWEST_ERRORS = 4
"""Earlier errors of a method below which it cannot be dressed."""


def dressed(point: float, errors: Iterable[float], floor: float) -> Floats | None:
    """Return a method's number times each of its own earlier errors; None with too few of them.

    Parameters
    ----------
    point
        What the method says.
    errors
        What came over what it said, of earlier periods with as much time left.
    floor
        What is won already: no method believes that a period brings less.

    Returns
    -------
    array
        As many values as errors, each as likely as the others (errors,); None with fewer than
        `FEWEST_ERRORS`.
    """
    ratios = np.array(list(errors), dtype=np.float64)
    if len(ratios) < FEWEST_ERRORS:
        return None
    found: Floats = np.maximum(point * ratios, floor)
    return found


def known_errors(before: Iterable[tuple[dt.date, float, float]], as_of: dt.date) -> list[float]:
    """Return what came over what was said, of periods that were over by an evening.

    Parameters
    ----------
    before
        Of earlier forecasts the day their period ended (the first day after it), what was said and
        what came.
    as_of
        The evening. A method that said nothing is left out: there is no error relative to 0.
    """
    return [came / said for end, said, came in before if end <= as_of and said > 0]


def dressed_crps(point: float, errors: Iterable[float], floor: float, came: float) -> float | None:
    """Return the score of a dressed method; None where it cannot be dressed."""
    draws = dressed(point, errors, floor)
    return None if draws is None else scoring.crps(draws, came)
