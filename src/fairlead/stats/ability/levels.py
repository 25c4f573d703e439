"""What everybody would reach with the same mix: draws of chances, rates or means in a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.stats.ability.results import AbilityFit, Draws
from fairlead.stats.likelihood import Counts, Floats, Ints, Measured, expit

YEAR = 12
MOST_DIGITS = 62


@dataclass(frozen=True, slots=True)
class RoleMix:
    """What people of the role are dealt on average.

    Parameters
    ----------
    columns
        The border's columns of each kind of cell, with the company's drift in the month asked for
        and no season (cells, border).
    weight
        Share of each kind of cell, summing to 1 (cells,).
    """

    columns: Floats
    weight: Floats


def role_mix(fit: AbilityFit, month: int | None = None, *, market_of_year: bool = False) -> RoleMix:
    """Return the mix of all people in the twelve months up to `month` (None: the last).

    The market is that of the month; with `market_of_year` the mean of those twelve months, for
    what the last months cannot tell yet: how long trials last of which most are still young.

    Raises
    ------
    ValueError
        Nobody has data in those months.
    """
    design = fit.design
    now = design.month_count - 1 if month is None else month
    recent = np.flatnonzero((design.month <= now) & (design.month > now - YEAR))
    if not len(recent):
        raise ValueError("nobody has data in the twelve months asked for")
    mix = [part.columns for name, part in design.parts.items() if name.startswith("mix")]
    kept = np.zeros(design.border, dtype=bool)
    kept[design.parts["level"].columns] = True
    for place in mix:
        kept[place] = True
    cells, which = _different(design.columns[recent], np.flatnonzero(kept))
    trials = design.likelihood.trials[recent]
    weight = np.bincount(which, weights=trials, minlength=len(cells))
    drift = design.parts["drift"].columns
    if market_of_year:
        cells[:, drift] = np.average(design.columns[recent, drift], axis=0, weights=trials)
    else:
        in_month = np.flatnonzero(design.month <= now)[-1]
        cells[:, drift] = design.columns[in_month, drift]
    return RoleMix(cells, (weight / weight.sum()).astype(np.float64))


def _different(columns: Floats, kept: Ints) -> tuple[Floats, Ints]:
    """Return the different rows of some columns, ascending, the others 0; and which each row is.

    Columns that only show who is in a level are read as the digits of one number: sorting whole
    rows took longer than all else of a fair rate.
    """
    shown = columns[:, kept]
    if len(kept) > MOST_DIGITS or not ((shown == 0) | (shown == 1)).all():
        rows, which = np.unique(shown, axis=0, return_inverse=True)
    else:
        number = shown.astype(np.int64) @ (1 << np.arange(len(kept))[::-1])
        _, first, which = np.unique(number, return_index=True, return_inverse=True)
        rows = shown[first]
    cells = np.zeros((len(rows), columns.shape[1]))
    cells[:, kept] = rows
    return cells, which.ravel().astype(np.int64)


def standing(fit: AbilityFit, month: int | None = None) -> Floats:
    """Return columns of each person's team and ramp as of their last data (people, border).

    People without data up to that month have neither.
    """
    design = fit.design
    now = design.month_count - 1 if month is None else month
    rows = np.flatnonzero(design.month <= now)
    last = np.full(design.person_count, -1, dtype=np.int64)
    last[design.person[rows]] = rows  # rows come by month: the latest stays
    columns = np.zeros((design.person_count, design.border))
    there = last >= 0
    for name in ("team", "ramp"):
        if name in design.parts:
            place = design.parts[name].columns
            columns[there, place] = design.columns[last[there], place]
    return columns


def ability(
    fit: AbilityFit, draws: Draws, month: int | None = None, *, person_only: bool = False
) -> Floats:
    """Return draws of everybody's level at the role's mix (people, draws).

    ``sum_x w_x g(mu + x' gamma + drift now + team + ramp + own mix + theta)``: a chance for
    trials, a rate for counts, a mean for measured values (exp of it is the median of amounts).

    Parameters
    ----------
    fit, draws
        Of one competency.
    month
        One of the months kept in `draws`; None for the last.
    person_only
        Leave team and ramp out, so that only what belongs to the person differs.
    """
    mix = role_mix(fit, month)
    own = draws.person(month)
    if not person_only:
        own = own + standing(fit, month) @ draws.border.T
    shared = mix.columns @ draws.border.T
    likelihood = fit.design.likelihood
    total = np.zeros_like(own)
    for weight, cell in zip(mix.weight, shared, strict=True):
        eta = own + cell
        if isinstance(likelihood, Counts):
            total += weight * np.exp(eta)
        elif isinstance(likelihood, Measured):
            total += weight * eta
        else:
            total += weight * expit(eta)
    return total
