"""Everybody's level with the same mix of deals, as draws in the unit people read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.cells import AmountCells, CountCells, Floats, TimeCells
from fairlead.measure.expected import POINTS, over_people
from fairlead.measure.fitted import Fitted
from fairlead.measure.times import role_medians
from fairlead.stats.ability import RoleMix, role_mix, standing
from fairlead.stats.likelihood import expit

LEVEL = 0.9
"""Of the intervals of fair rates and trends."""

YEAR = 12
KNOWN = 0.95
NEVER = NotEstimable("half of the deals may never have ended within five years")
_DIGITS = 4


def levels(fitted: Fitted, month: int | None = None, mix: RoleMix | None = None) -> Floats:
    """Return draws of each person's level in a month at one mix (people, draws).

    A chance for steps, a rate for counts, a mean amount for sizes (not its median), a share for
    prices; for times the days until half of the deals have ended, NaN beyond five years.

    Parameters
    ----------
    fitted
        One competency.
    month
        One of the months kept in the draws; None for the last.
    mix
        What everybody is dealt, None for the job's own of the last twelve months. Given the same
        mix, two months differ by person, team and ramp only, not by the market.
    """
    fit, draws = fitted.fit, fitted.draws
    own = own_part(fitted, month) + standing(fit, month) @ draws.border.T
    return _levels(fitted, usual_mix(fitted) if mix is None else mix, own)


def own_part(fitted: Fitted, month: int | None = None) -> Floats:
    """Return draws of what belongs to each person in a month, None for now (people, draws).

    Of times now is the mean of the last twelve months: a person's last month is known by the few
    of its deals that ended at once.
    """
    draws = fitted.draws
    if month is not None or not isinstance(fitted.cells, TimeCells):
        return draws.person(month)
    recent = draws.months > fitted.fit.design.month_count - 1 - YEAR
    mean: Floats = draws.theta[recent].mean(axis=0, dtype=np.float64) + draws.own
    return mean


def usual_mix(fitted: Fitted) -> RoleMix:
    """Return the deals and the market that levels are told at: of now, for times of the year.

    Deals that began lately have ended only if they ended quickly, so the last quarter's pace is
    known by its quick ones.
    """
    return role_mix(fitted.fit, market_of_year=isinstance(fitted.cells, TimeCells))


def usual_level(fitted: Fitted) -> float:
    """Return what people of the job would reach now on average; NaN where that is not known.

    Of no team, long there, with the same deals as in `levels`, averaged over how they differ.
    """
    sigma = fitted.fit.nodes.sigma[fitted.draws.node]
    points, weight = np.polynomial.hermite_e.hermegauss(POINTS)
    levels_at = _levels(fitted, usual_mix(fitted), points[:, None] * sigma)
    draws = np.average(levels_at, axis=0, weights=weight)
    known = draws[~np.isnan(draws)]
    return float(known.mean()) if len(known) else math.nan


def _levels(fitted: Fitted, shared: RoleMix, own: Floats) -> Floats:
    """Return the level of people with these parts of the predictor (people, draws)."""
    fit, draws = fitted.fit, fitted.draws
    if isinstance(fitted.cells, TimeCells):
        return role_medians(fitted, shared, own)
    cells = shared.columns @ draws.border.T
    total = np.zeros_like(own)
    spread: Floats | float = 0.0
    if fit.residual is not None:
        spread = fit.residual[draws.node] / 2
    for weight, cell in zip(shared.weight, cells, strict=True):
        eta = own + cell
        if isinstance(fitted.cells, CountCells):
            total += weight * np.exp(eta)
        elif isinstance(fitted.cells, AmountCells) and fitted.competency.kind != "price":
            total += weight * np.exp(eta + spread)
        elif isinstance(fitted.cells, AmountCells):
            total += weight * over_people(eta, np.sqrt(2 * spread))
        else:
            total += weight * expit(eta)
    return total


def year_before(fitted: Fitted) -> int | None:
    """Return the month a year before the last one, None where the draws do not hold it."""
    then = fitted.fit.design.month_count - 1 - YEAR
    return then if then in fitted.draws.months.tolist() else None


def answers_of(draws: Floats, n: Sequence[int], *, unit: str, kind: str) -> list[Answer]:
    """Return `estimate_of` each row, silent where more than one draw in twenty has no value.

    Parameters
    ----------
    draws
        (people, draws).
    n, unit, kind
        As in `Estimate`; `n` of each row.
    """
    known = ~np.isnan(draws)
    whole = known.all(axis=1)
    found: list[Answer] = [NEVER] * len(draws)
    places = np.flatnonzero(whole)
    told = zip(places.tolist(), *_summed_up(draws[places], LEVEL), strict=True)
    for i, *ends in told:
        found[i] = _estimate(ends, n=n[i], unit=unit, kind=kind, level=LEVEL)
    for i in np.flatnonzero(~whole & (known.sum(axis=1) >= KNOWN * draws.shape[1])).tolist():
        found[i] = estimate_of(draws[i, known[i]], n=n[i], unit=unit, kind=kind)
    return found


def estimate_of(
    draws: Floats,
    *,
    n: int,
    unit: str,
    kind: str,
    level: float = LEVEL,
    median: bool = False,
) -> Estimate:
    """Return the mean of draws, or their median, with its interval, both ends rounded outward.

    Four digits that matter: what is shown never claims more than was computed. The median is for
    what is symmetric on another scale only, as changes in per cent are on that of logarithms.
    """
    ((low, mean, high),) = zip(*_summed_up(draws[None], level), strict=True)
    value = float(np.median(draws)) if median else mean
    return _estimate((low, value, high), n=n, unit=unit, kind=kind, level=level)


def _summed_up(draws: Floats, level: float) -> tuple[list[float], list[float], list[float]]:
    """Return lower end, mean and upper end of each row of draws."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=1)
    return low.tolist(), np.clip(draws.mean(axis=1), low, high).tolist(), high.tolist()


def _estimate(ends: Sequence[float], *, n: int, unit: str, kind: str, level: float) -> Estimate:
    low, value, high = ends
    size = max(abs(low), abs(high), 1e-12)
    places = _DIGITS - 1 - math.floor(math.log10(size))
    lower, upper = _rounded(low, places, math.floor), _rounded(high, places, math.ceil)
    return Estimate(
        value=min(max(round(value, places + 2), lower), upper),
        lower=lower,
        upper=upper,
        level=level,
        n=max(1, n),
        unit=unit,
        kind=kind,
    )


def _rounded(value: float, places: int, way: Callable[[float], int]) -> float:
    scale = 10.0**places
    return float(way(value * scale) / scale)
