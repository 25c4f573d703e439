"""Days until half of the deals have ended, from ends and days open by age."""

from __future__ import annotations

import numpy as np

from fairlead.measure.cells import Floats, TimeCells
from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import RoleMix
from fairlead.stats.timing import BAND_WEEKS

EDGES = np.array([0, *(7 * weeks for weeks in BAND_WEEKS)], dtype=np.float64)
"""Age in days at which each band begins; the last one has no end."""

LONGEST = 5 * 365.0
"""Beyond this no median is told: the last band's few ends would decide it alone."""


def median_days(hazard: Floats) -> Floats:
    """Return the age by which half have ended, NaN where that is never or beyond five years.

    Parameters
    ----------
    hazard
        Ends a day at each band of age (..., bands); bands nobody was seen in count as 0.

    Notes
    -----
    Piecewise-exponential: the age at which the cumulated hazard passes log 2. Unlike ends over
    days it stays in days of real deals where the chance of an end rises with age.
    """
    width = np.diff(EDGES, append=np.inf)
    finite = hazard[..., :-1] * width[:-1]
    before = np.concatenate([np.zeros((*hazard.shape[:-1], 1)), np.cumsum(finite, axis=-1)], -1)
    band = (before <= np.log(2)).sum(axis=-1) - 1
    at = np.take_along_axis(before, band[..., None], axis=-1)[..., 0]
    here = np.take_along_axis(hazard, band[..., None], axis=-1)[..., 0]
    more = np.divide(np.log(2) - at, here, out=np.full(band.shape, np.inf), where=here > 0)
    days = EDGES[band] + more
    result: Floats = np.where(days <= LONGEST, days, np.nan)
    return result


def by_band(cells: TimeCells, people: int, values: Floats) -> Floats:
    """Return values of rows summed by person and band of age (people, bands)."""
    bands = len(EDGES)
    place = cells.person * bands + cells.age_band
    total = np.bincount(place, values, people * bands).astype(np.float64)
    return total.reshape(people, bands)


def plain_median(ends: Floats, days: Floats) -> Floats:
    """Return the median from ends and days by band (..., bands)."""
    hazard = np.divide(ends, days, out=np.zeros_like(ends), where=days > 0)
    return median_days(hazard)


def role_medians(fitted: Fitted, mix: RoleMix, own: Floats) -> Floats:
    """Return draws of the days until half have ended, at the job's usual deals.

    Parameters
    ----------
    fitted
        A duration.
    mix
        What everybody is dealt.
    own
        Each person's part of the predictor (people, draws).

    Returns
    -------
    ndarray
        (people, draws), NaN as in `median_days`. A band without own column, or not met in the
        mix, takes the level of the band before it.

    Notes
    -----
    Whoever is r times as quick as the middle has passed log 2 where the middle passes log 2 / r:
    the middle's cumulated hazard is made once a draw and read backwards for everybody.
    """
    border = fitted.draws.border
    shared = mix.columns @ border.T
    band = _bands(fitted, mix)
    hazard = np.zeros((len(EDGES), own.shape[1]))
    for number in range(len(EDGES)):
        mine = np.flatnonzero(band == number)
        if len(mine):
            weight = mix.weight[mine] / mix.weight[mine].sum()
            hazard[number] = np.einsum("x,xd->d", weight, np.exp(shared[mine]))
        elif number:
            hazard[number] = hazard[number - 1]
    return passing(hazard, np.log(2) * np.exp(-own))


def passing(hazard: Floats, wanted: Floats) -> Floats:
    """Return the days until a cumulated hazard has reached what is wanted.

    Parameters
    ----------
    hazard
        Ends a day at each band of age (bands, draws).
    wanted
        Cumulated hazard, above 0 (people, draws).

    Returns
    -------
    ndarray
        (people, draws), NaN where that is never or beyond five years.
    """
    before = np.zeros(hazard.shape)
    np.cumsum(hazard[:-1] * np.diff(EDGES)[:, None], axis=0, out=before[1:])
    days = np.empty(wanted.shape)
    for draw in range(wanted.shape[1]):
        aim, passed, last = wanted[:, draw], before[:, draw], hazard[-1, draw]
        days[:, draw] = np.interp(aim, passed, EDGES)
        late = aim > passed[-1]
        days[late, draw] += (aim[late] - passed[-1]) / last if last > 0 else np.inf
    days[days > LONGEST] = np.nan
    return days


def _bands(fitted: Fitted, mix: RoleMix) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the band of age of each kind of cell in the mix; 0 where bands have no columns."""
    part = fitted.fit.design.parts.get("mix 1")
    if part is None:
        return np.zeros(len(mix.weight), dtype=np.int64)
    shown = mix.columns[:, part.columns]
    labels = np.array([int(label) for label in part.labels], dtype=np.int64)
    rest = max(set(range(len(EDGES))) - set(labels.tolist()), default=len(EDGES) - 1)
    return np.where(shown.any(axis=1), labels[np.argmax(shown, axis=1)], rest)
