"""Effects group by group and period by period: Callaway and Sant'Anna."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.stats.chances import f_tail
from fairlead.stats.likelihood import Floats, Ints, expit
from fairlead.stats.staggered.panel import NEVER, Effect, Outcomes, spread

Against: TypeAlias = Literal["never", "not yet"]
Way: TypeAlias = Literal["simple", "group", "dynamic", "calendar"]

LOGIT_STEPS = 50
SETTLED = 1e-10


@dataclass(frozen=True, slots=True)
class GroupTime:
    """Effects of each start group in each period.

    Parameters
    ----------
    group, period
        First treated period, and the period (cells,).
    value
        Effects (cells,); those before the start are placebo effects.
    influence
        Each unit's influence on each of them (units, cells).
    start, cluster
        Of the units.
    """

    group: Ints
    period: Ints
    value: Floats
    influence: Floats
    start: Ints
    cluster: Ints | None

    @property
    def standard_error(self) -> Floats:
        """Standard error of each effect."""
        result: Floats = np.sqrt(np.diag(spread(self.influence, self.cluster)))
        return result

    def before(self) -> tuple[float, float, int]:
        """Return the joint test that nothing moved before the start: statistic, p, cells.

        A Wald test on all placebo effects, with Hotelling's correction for few units; NaN without
        any, or with fewer units (clusters) than cells.
        """
        cells = self.period < self.group
        count = int(cells.sum())
        units = len(self.start) if self.cluster is None else len(np.unique(self.cluster))
        if not count or units <= count:
            return float("nan"), float("nan"), count
        away = self.value[cells]
        matrix = spread(self.influence[:, cells], self.cluster)
        statistic = float(away @ np.linalg.pinv(matrix) @ away)
        scaled = statistic * (units - count) / (count * (units - 1))
        return statistic, f_tail(scaled, count, units - count), count


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number from all cells, and its parts: by group, by periods since the start, or by period.

    `at` says which part is which; a simple mean has none.
    """

    overall: Effect
    at: Ints
    parts: tuple[Effect, ...]


def group_time(panel: Outcomes, *, against: Against = "never") -> GroupTime:
    """Return the effect on each start group in each period.

    Answers how much more a group moved from the period before its start than comparable units
    did. Assumes that without the start all would have moved in parallel (given the covariates),
    and that nobody reacts before it.

    Parameters
    ----------
    panel
        Outcomes; with covariates the estimator is doubly robust: right if either the chance of
        being in the group or the movement without treatment depends on them as modelled.
    against
        Who is compared with: units that never start, or all that have not started yet.

    Raises
    ------
    ValueError
        There is nobody to compare with.

    Notes
    -----
    Callaway, Sant'Anna 2021, J. Econometrics 225, equations 2.4 and 4.2; before the start each
    period is compared with the one before it. Doubly robust: Sant'Anna, Zhao 2020, section 3.2.
    """
    cells: list[tuple[int, int]] = []
    values, influences = [], []
    for group in panel.groups.tolist():
        treated = panel.start == group
        for period in range(1, panel.periods):
            base = group - 1 if period >= group else period - 1
            others = panel.start == NEVER
            if against == "not yet":
                others = (panel.start > max(period, base)) & ~treated
            if not others.any():
                continue
            change = panel.value[:, period] - panel.value[:, base]
            value, influence = _compared(change, treated, others, panel.covariates)
            cells.append((group, period))
            values.append(value)
            influences.append(influence)
    if not cells:
        raise ValueError("there is nobody to compare with")
    grid = np.array(cells, dtype=np.int64)
    columns = np.stack(influences, axis=1)
    return GroupTime(grid[:, 0], grid[:, 1], np.array(values), columns, panel.start, panel.cluster)


def _compared(
    change: Floats, treated: Ints, others: Ints, covariates: Floats | None
) -> tuple[float, Floats]:
    """Return the difference of two groups' changes, and every unit's influence on it."""
    units = len(change)
    if covariates is None:
        first, second = float(change[treated].mean()), float(change[others].mean())
        influence = np.zeros(units)
        influence[treated] = (change[treated] - first) * units / treated.sum()
        influence[others] = -(change[others] - second) * units / others.sum()
        return first - second, influence
    here = treated | others
    columns = np.column_stack([np.ones(units), covariates])[here]
    value, local = _doubly_robust(change[here], treated[here].astype(np.float64), columns)
    influence = np.zeros(units)
    influence[here] = local * units / here.sum()
    return value, influence


def _doubly_robust(change: Floats, treated: Floats, columns: Floats) -> tuple[float, Floats]:
    units = len(change)
    score, information = _propensity(treated, columns)
    chance = expit(columns @ score)
    weight = chance * (1 - treated) / (1 - chance)
    gram = np.linalg.inv(columns.T @ ((1 - treated)[:, None] * columns) / units)
    slope = gram @ (columns.T @ ((1 - treated) * change)) / units
    rest = change - columns @ slope
    by_line = ((1 - treated) * rest)[:, None] * columns @ gram
    by_chance = ((treated - chance)[:, None] * columns) @ information
    share, other = treated.mean(), weight.mean()
    first = float((treated * rest).mean() / share)
    second = float((weight * rest).mean() / other)
    of_treated = treated * (rest - first) - by_line @ (treated[:, None] * columns).mean(axis=0)
    of_others = weight * (rest - second)
    of_others += by_chance @ ((weight * (rest - second))[:, None] * columns).mean(axis=0)
    of_others -= by_line @ (weight[:, None] * columns).mean(axis=0)
    return first - second, np.asarray(of_treated / share - of_others / other, dtype=np.float64)


def _propensity(treated: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Return the logistic fit of who is treated, and the inverse of its mean information."""
    score = np.zeros(columns.shape[1])
    for _ in range(LOGIT_STEPS):
        chance = expit(columns @ score)
        information = columns.T @ ((chance * (1 - chance))[:, None] * columns)
        step = np.linalg.solve(information, columns.T @ (treated - chance))
        score = score + step
        if np.abs(step).max() < SETTLED:
            break
    return score, np.asarray(np.linalg.inv(information) * len(columns), dtype=np.float64)


def aggregate(found: GroupTime, way: Way) -> Aggregate:
    """Return the mean effect after the start, weighted by the units of each group.

    Parameters
    ----------
    found
        What `group_time` returned.
    way
        ``simple``: all cells after the start; ``group``: by start group; ``dynamic``: by periods
        since the start, also before it; ``calendar``: by period. The overall effect of the last
        three is the mean of their parts (``group``: weighted by units; ``dynamic``: from the
        start on).

    Notes
    -----
    Callaway, Sant'Anna 2021, section 3; influences account for the estimated weights.
    """
    after = found.period >= found.group
    if way == "simple":
        effect = _weighted(found, np.flatnonzero(after))
        return Aggregate(effect, np.empty(0, np.int64), ())
    since = found.period - found.group
    label = {"group": found.group, "dynamic": since, "calendar": found.period}[way]
    kept = np.ones(len(after), dtype=bool) if way == "dynamic" else after
    at = np.unique(label[kept])
    parts = []
    for one in at.tolist():
        cells = np.flatnonzero(kept & (label == one))
        parts.append(_plain(found, cells) if way == "group" else _weighted(found, cells))
    main = [i for i, one in enumerate(at.tolist()) if way != "dynamic" or one >= 0]
    overall = _together(found, [parts[i] for i in main], at if way == "group" else None)
    return Aggregate(overall, at.astype(np.int64), tuple(parts))


def _plain(found: GroupTime, cells: Ints) -> Effect:
    """Return the plain mean of cells."""
    influence = found.influence[:, cells].mean(axis=1)
    return _effect(found, float(found.value[cells].mean()), influence)


def _weighted(found: GroupTime, cells: Ints) -> Effect:
    """Return the mean of cells weighted by the units of their group."""
    value, influence = _mix(
        found, found.value[cells], found.influence[:, cells], found.group[cells]
    )
    return _effect(found, value, influence)


def _together(found: GroupTime, parts: list[Effect], groups: Ints | None) -> Effect:
    values = np.array([part.value for part in parts])
    influence = np.stack([p.influence for p in parts if p.influence is not None], axis=1)
    if groups is None:
        return _effect(found, float(values.mean()), influence.mean(axis=1))
    return _effect(found, *_mix(found, values, influence, groups))


def _mix(found: GroupTime, values: Floats, influence: Floats, group: Ints) -> tuple[float, Floats]:
    """Return values weighted by the share of units in their group; weights are estimates too."""
    member = (found.start[:, None] == group[None, :]).astype(np.float64)
    size = member.mean(axis=0)
    total = size.sum()
    weight = size / total
    away = member - size
    drift = away / total - away.sum(axis=1)[:, None] * size / total**2
    return float(weight @ values), influence @ weight + drift @ values


def _effect(found: GroupTime, value: float, influence: Floats) -> Effect:
    error = float(np.sqrt(spread(influence[:, None], found.cluster)[0, 0]))
    return Effect(value, error, influence)
