"""Joint draws of border and abilities, each person from a random stream of their own."""

from __future__ import annotations

import numpy as np

from fairlead.stats.ability.results import AbilityFit, Draws
from fairlead.stats.chain import Factor
from fairlead.stats.likelihood import Floats, Ints

DRAWS = 1000
RECENT = 13
BLOCK = 4_000_000
"""Numbers in the noise of one batch of people: smaller ones cost more calls than cache saves."""

Singles = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def usual_months(month_count: int, quarter: Ints | None = None, more: Ints | None = None) -> Ints:
    """Return the months worth keeping: the last 13, the ends of quarters, and those asked for."""
    months = np.arange(month_count)
    code = months // 3 if quarter is None else quarter
    ends = np.flatnonzero(np.diff(code, append=code[-1] + 1))
    wanted = [months[-RECENT:], ends] + ([] if more is None else [more])
    return np.unique(np.concatenate(wanted)).astype(np.int64)


def shares(weight: Floats, count: int) -> Ints:
    """Return draws of each node in proportion to its weight, `count` in all."""
    exact = weight * count
    result = np.floor(exact).astype(np.int64)
    missing = count - int(result.sum())
    result[np.argsort(result - exact, kind="stable")[:missing]] += 1
    return result


def draw(fit: AbilityFit, seed: int, months: Ints | None = None, count: int = DRAWS) -> Draws:
    """Return joint draws from the posterior of a fit.

    Parameters
    ----------
    fit
        What `fit` returned.
    seed
        Names the random numbers; with the same data, seed and person keys the draws are the same
        in whatever order people come.
    months
        Months to keep; None for `usual_months`.
    count
        Number of draws.
    """
    design = fit.design
    kept = usual_months(design.month_count) if months is None else np.unique(months)
    each = shares(fit.weight, count)
    owner = np.random.default_rng([seed, 0])
    border, parts = np.empty((count, design.border)), []
    start = 0
    for node in np.flatnonzero(each).tolist():
        part = slice(start, start + int(each[node]))
        start = part.stop
        normal = _mirrored(owner.standard_normal((-(-int(each[node]) // 2), design.border)))
        away = normal[: int(each[node])] @ np.linalg.inv(fit.solved.cholesky[node])
        border[part] = fit.border[node] + away
        parts.append((node, part, _shifts(fit, away)))
    theta = np.empty((len(kept), design.person_count, count), dtype=np.float32)
    batch = max(1, BLOCK // (len(kept) * count))
    for first in range(0, design.person_count, batch):
        people = slice(first, min(first + batch, design.person_count))
        noise = theta[:, people]
        _fill_noise(fit, seed, people, noise)
        for node, part, shifts in parts:
            _walk(fit, node, people, kept, noise[:, :, part])
            for place, month in enumerate(kept.tolist()):
                noise[place, :, part] += _given_border(fit, (month, node), people, shifts)
    nodes = np.repeat(np.arange(len(each), dtype=np.int64), each)
    return Draws(kept, border, theta, _own(fit, border), nodes)


def _shifts(fit: AbilityFit, away: Floats) -> tuple[Singles, Singles]:
    """Return how far each draw's border is away: common columns and a 1, own columns and a 0."""
    layout, draws = fit.solved.layout, len(away)
    common = np.append(away[:, layout.common], np.ones((draws, 1)), axis=1)
    own = np.append(away[:, layout.own], np.zeros((draws, 1)), axis=1)
    return common.T.astype(np.float32), own.T.astype(np.float32)


def _given_border(
    fit: AbilityFit, at: tuple[int, int], people: slice, shifts: tuple[Singles, Singles]
) -> Singles:
    """Return the mean of abilities in a month and node, given how far the border is away."""
    month, node = at
    layout = fit.solved.layout
    count = len(layout.common)
    columns = fit.solved.columns[month, node, people].astype(np.float32)
    mean = fit.chain[month, node, people, None].astype(np.float32)
    common, own = shifts
    result: Singles = np.append(-columns[:, :count], mean, axis=1) @ common
    for slot in range(layout.place.shape[1]):
        result -= columns[:, count + slot, None] * own[layout.place[people, slot]]
    return result


def _own(fit: AbilityFit, border: Floats) -> Singles:
    parts = [p for name, p in fit.design.parts.items() if name.startswith("own")]
    if not parts:
        return np.zeros((fit.design.person_count, len(border)), dtype=np.float32)
    effect = np.concatenate([border[:, p.columns] for p in parts], axis=1)
    own: Singles = (fit.design.own_share @ effect.T).astype(np.float32)
    return own


def _fill_noise(fit: AbilityFit, seed: int, people: slice, noise: Singles) -> None:
    """Fill in standard normals (months, people, draws), a stream for each person's key.

    Every other draw mirrors the one before it: means are exact and half the numbers suffice.
    """
    months, _, count = noise.shape
    keys, half = fit.design.person_key[people].tolist(), -(-count // 2)
    for person, key in enumerate(keys):
        stream = np.random.Generator(np.random.SFC64([seed, 1, key]))
        normal = stream.standard_normal((months, half), dtype=np.float32)
        noise[:, person, 0::2] = normal
        np.negative(normal[:, : count // 2], out=noise[:, person, 1::2])


def _mirrored(normal: Floats) -> Floats:
    """Return each row followed by its mirror image."""
    return np.stack([normal, -normal], axis=1).reshape(-1, normal.shape[1])


def _walk(fit: AbilityFit, node: int, people: slice, kept: Ints, noise: Singles) -> None:
    """Turn standard normals into chains around 0 given the border, from the last month back.

    Months that are not kept are skipped: over several months the step back is again linear with
    normal noise, its slope the product of slopes.
    """
    whole = fit.solved.factor
    factor = Factor(whole.pivot[:, node, people], whole.ratio[:, node, people])
    last = len(factor.pivot) - 1
    slope = np.zeros(factor.pivot.shape[1])
    variance = 1.0 / factor.pivot[last]
    later: Singles | None = None
    wanted = {int(month): place for place, month in enumerate(kept)}
    for month in range(last, -1, -1):
        if month < last:
            ratio = -factor.ratio[month]
            slope = slope * ratio
            variance = ratio**2 * variance + 1.0 / factor.pivot[month]
        place = wanted.get(month)
        if place is None:
            continue
        noise[place] *= np.sqrt(variance).astype(np.float32)[:, None]
        if later is not None:
            noise[place] += slope.astype(np.float32)[:, None] * later
        later = noise[place]
        slope, variance = np.ones_like(slope), np.zeros_like(variance)
