"""Which comes first, the indicator or the success: looked at within people, over periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.measure.cells import Ints
from fairlead.stats.likelihood import Floats

PAIRS = 100
SURE = 1.645


@dataclass(frozen=True, slots=True)
class Direction:
    """Correlations within people between indicator and success, by which comes first.

    Parameters
    ----------
    before, same, after
        Of the indicator one lag before the success, in its period, and one lag after it.
    follows
        Whether the indicator follows from success: `same` or `after` is clearly above 0 and
        clearly above `before`.
    pairs
        Pairs of periods compared.
    """

    before: float
    same: float
    after: float
    follows: bool
    pairs: int


def direction(
    person: Ints, period: Ints, indicator: Floats, goal: Ints, *, lag: int = 1
) -> Direction | NotEstimable:
    """Return whether the indicator leads or follows.

    Parameters
    ----------
    person, period
        Of each case; one case for each person and period (cases,).
    indicator
        As it was `lag` periods before `period` (cases,).
    goal
        Met in `period` (cases,).
    lag
        Periods between them, at least 1.

    Notes
    -----
    The reverse-lag test: a cause shows in the correlation with what comes after it, an effect in
    the one with what came before. Each person's own mean is taken out, which good people have
    high on both sides. Differences are judged over people: each person's contribution is one
    observation, so what hangs together within a person does no harm (Cameron, Miller 2015).
    """
    if lag < 1:
        return NotEstimable("the indicator belongs to the same deal: no order of periods to see")
    x, y = (
        _by_period(person, period - lag, indicator),
        _by_period(person, period, goal.astype(np.float64)),
    )
    if x is None or y is None:
        return NotEstimable("several cases of a person fall into one period: no order to see")
    offsets = {"before": lag, "same": 0, "after": -lag}
    products = {name: _products(x, y, by) for name, by in offsets.items()}
    pairs = min(len(p) for p in products.values())
    if pairs < PAIRS:
        return NotEstimable("too few periods one after the other", needed=PAIRS, have=pairs)
    people = np.unique(person)
    found = {name: _mean(p, people) for name, p in products.items()}
    follows = any(
        _clearly(found[name][1]) and _clearly(found[name][1] - found["before"][1])
        for name in ("same", "after")
    )
    return Direction(found["before"][0], found["same"][0], found["after"][0], follows, pairs)


Pairs = dict[tuple[int, int], float]


def _by_period(person: Ints, period: Ints, value: Floats) -> Pairs | None:
    """Return each person's values less their mean by person and period, scaled to sd 1."""
    _, which = np.unique(person, return_inverse=True)
    which = which.ravel()
    mean = np.bincount(which, value) / np.bincount(which)
    away = value - mean[which]
    sd = float(away.std())
    keys = list(zip(person.tolist(), period.tolist(), strict=True))
    if len(set(keys)) < len(keys):
        return None
    return dict(zip(keys, (away / sd if sd > 0 else away).tolist(), strict=True))


def _products(x: Pairs, y: Pairs, lag: int) -> list[tuple[int, float]]:
    """Return person and product of success and the indicator `lag` periods before it."""
    return [
        (who, x[who, when - lag] * value)
        for (who, when), value in y.items()
        if (who, when - lag) in x
    ]


def _mean(products: list[tuple[int, float]], people: Ints) -> tuple[float, Floats]:
    """Return the mean product, and what each person adds to it (people,)."""
    who = np.searchsorted(people, [person for person, _ in products])
    value = np.array([product for _, product in products])
    share = np.bincount(who, value, minlength=len(people)) / len(value)
    return float(value.mean()), share.astype(np.float64)


def _clearly(each: Floats) -> bool:
    """Whether a sum over people lies above 0 by more than chance."""
    error = float(np.sqrt(len(each) * each.var(ddof=1)))
    return bool(each.sum() > SURE * error)
