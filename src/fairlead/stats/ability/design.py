"""From cells of data to the model's columns: who, when, what was dealt, and the priors.

    eta = offset + columns' f + theta[person, month]

`f` is the border: everything shared between people. Which parts it has depends on the data (no
team effect with two teams, no season within a year), and every part left out is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.stats.ability.inside import Inside, inside_of
from fairlead.stats.ability.panel import Panel
from fairlead.stats.border import Layout, find_layout
from fairlead.stats.likelihood import Floats, Ints, Likelihood

MIX_SD = 1.0
SEASON_SD = 0.15
DRIFT_SD = 0.15
DRIFT_CORRELATION = 0.7
RAMP_MEAN, RAMP_SD, RAMP_MONTHS = -0.3, 0.5, 4.0
LEVEL_PEOPLE = 5
MIX_PEOPLE, MIX_LEVELS = 12, 2
SEASON_MONTHS = 24
TEAM_COUNT = 3
HIRES = 3

Codes: TypeAlias = Ints | Floats | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the border: which columns, with what prior."""

    name: str
    columns: slice
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Design:
    """A panel with its columns, sorted by month and person.

    Parameters
    ----------
    columns
        (rows, border).
    prior_mean, prior_precision
        Of the border without teams' precision: (border,) and (border, border).
    parts
        By name: level, mix 0.., own 0.., season, drift, team, ramp, extras.
    left_out
        Part -> why it is absent.
    slot, first, filled
        month * people + person of each row; first row of each filled slot; the filled slots.
    layout, stored
        Which columns are stored for whom, and the columns so (rows, width).
    within
        The stored columns that differ between rows of one person-month.
    at_slots
        The stored columns of the first row of each person-month (months, people, width).
    apart
        How far each row is from the first of its person-month in the columns `within`
        (rows, columns within).
    inside
        What of the columns `within` is not 0; None where each person-month is one row.
    own_share
        Columns of a person's own mix (people, columns of the parts ``own``).
    """

    likelihood: Likelihood
    person: Ints
    month: Ints
    person_count: int
    month_count: int
    columns: Floats
    offset: Floats
    prior_mean: Floats
    prior_precision: Floats
    parts: dict[str, Part]
    left_out: dict[str, str]
    slot: Ints
    first: Ints
    filled: Ints
    layout: Layout
    stored: Floats
    within: slice
    at_slots: Floats
    apart: Floats
    inside: Inside | None
    own_share: Floats
    extra_variance: Floats | None
    person_key: npt.NDArray[np.uint64]

    @property
    def border(self) -> int:
        """Number of shared unknowns."""
        return int(self.columns.shape[1])

    def month_rows(self) -> list[slice]:
        """Rows of each month."""
        edges = np.searchsorted(self.month, np.arange(self.month_count + 1))
        return [slice(a, b) for a, b in pairwise(edges.tolist())]


def build(panel: Panel) -> Design:
    """Return the panel's columns and priors, rows sorted by month and person.

    Raises
    ------
    ValueError
        Codes lie outside their range, or arrays differ in length.
    """
    _check(panel)
    panel, slot = _sorted(panel)
    blocks, left_out, own = _blocks(panel)
    columns = np.concatenate([b.values for b in blocks], axis=1)
    mean, precision, parts = _priors(blocks)
    first = np.flatnonzero(np.diff(slot, prepend=-1)).astype(np.int64)
    person = panel.person
    differing = _differing(columns, blocks, first)
    layout = find_layout(columns, person, panel.person_count, differing)
    stored = layout.compact(columns, person)
    within = _range(np.searchsorted(layout.common, differing))
    at_slots = _at_slots(stored, slot, first, (panel.month_count, panel.person_count))
    offset = np.zeros(len(slot)) if panel.offset is None else panel.offset
    cells, key = panel.month_count * panel.person_count, panel.person_key
    some = len(first) < len(slot) and within.start < within.stop
    return Design(
        likelihood=panel.likelihood,
        person=person,
        month=panel.month,
        person_count=panel.person_count,
        month_count=panel.month_count,
        columns=columns,
        offset=offset,
        prior_mean=mean,
        prior_precision=precision,
        parts=parts,
        left_out=left_out,
        slot=slot,
        first=first,
        filled=slot[first],
        layout=layout,
        stored=stored,
        within=within,
        at_slots=at_slots,
        apart=stored[:, within] - at_slots.reshape(-1, layout.width)[slot, within],
        inside=inside_of(stored[:, within], slot, cells) if some else None,
        own_share=own,
        extra_variance=panel.extra_variance,
        person_key=np.arange(panel.person_count, dtype=np.uint64) if key is None else key,
    )


def _sorted(panel: Panel) -> tuple[Panel, Ints]:
    """Return the panel with its rows by month and person, and the slot of each row."""
    slot = panel.month.astype(np.int64) * panel.person_count + panel.person
    if not np.any(np.diff(slot) < 0):
        return panel, slot
    order = np.argsort(slot, kind="stable").astype(np.int64)
    ordered = replace(
        panel,
        person=panel.person[order],
        month=panel.month[order],
        likelihood=panel.likelihood.take(order),
        levels=[codes[order] for codes in panel.levels],
        team=None if panel.team is None else panel.team[order],
        tenure=None if panel.tenure is None else panel.tenure[order],
        offset=None if panel.offset is None else panel.offset[order],
        extra=[replace(x, values=x.values[order]) for x in panel.extra],
    )
    return ordered, slot[order]


def _priors(blocks: list[_Block]) -> tuple[Floats, Floats, dict[str, Part]]:
    """Return prior mean and precision of the border, and where each part lies."""
    size = sum(block.values.shape[1] for block in blocks)
    mean, precision = np.zeros(size), np.zeros((size, size))
    parts: dict[str, Part] = {}
    at = 0
    for block in blocks:
        place = slice(at, at + block.values.shape[1])
        mean[place], precision[place, place] = block.mean, block.precision
        parts[block.name] = Part(block.name, place, block.labels)
        at = place.stop
    return mean, precision, parts


def _differing(columns: Floats, blocks: list[_Block], first: Ints) -> Ints:
    """Return the columns that are not constant over the rows of a person-month.

    Only rows whose code differs from that of the row before them are looked at: what depends on
    the person or the month alone never differs, and teams hardly ever do.
    """
    new = np.zeros(len(columns), dtype=bool)
    new[first] = True
    inside = np.flatnonzero(~new)
    found, at = [np.empty(0, dtype=np.int64)], 0
    for block in blocks:
        place = slice(at, at + block.values.shape[1])
        at = place.stop
        if block.code is not None:
            rows = inside[block.code[inside] != block.code[inside - 1]]
            differs = np.any(columns[rows, place] != columns[rows - 1, place], axis=0)
            found.append(place.start + np.flatnonzero(differs))
    return np.concatenate(found).astype(np.int64)


def _at_slots(stored: Floats, slot: Ints, first: Ints, shape: tuple[int, int]) -> Floats:
    flat = np.zeros((shape[0] * shape[1], stored.shape[1]))
    flat[slot[first]] = stored[first]
    return flat.reshape(*shape, -1)


def _range(places: Ints) -> slice:
    if not len(places):
        return slice(0, 0)
    return slice(int(places[0]), int(places[-1]) + 1)


def _check(panel: Panel) -> None:
    rows = len(panel.person)
    arrays = [panel.month, panel.likelihood.trials, *panel.levels]
    arrays += [x.values for x in panel.extra]
    arrays += [x for x in (panel.team, panel.tenure, panel.offset) if x is not None]
    if any(len(x) != rows for x in arrays):
        raise ValueError("every column of a panel has one value for each row")
    if not rows:
        raise ValueError("a panel without rows says nothing")
    for codes, count, what in (
        (panel.person, panel.person_count, "person"),
        (panel.month, panel.month_count, "month"),
    ):
        if codes.min() < 0 or codes.max() >= count:
            raise ValueError(f"codes of {what} lie between 0 and {count - 1}")


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns of one part; `code` says of each row what they depend on beside person and month."""

    name: str
    values: Floats
    mean: Floats
    precision: Floats
    labels: tuple[str, ...]
    code: Codes = None


def _block(
    name: str, values: Floats, prior: tuple[float, float], labels: Sequence[str], code: Codes = None
) -> _Block:
    size, (mean, sd) = values.shape[1], prior
    return _Block(name, values, np.full(size, mean), np.eye(size) / sd**2, tuple(labels), code)


def _blocks(panel: Panel) -> tuple[list[_Block], dict[str, str], Floats]:
    rows = len(panel.person)
    general = panel.general
    blocks = [_block("level", np.ones((rows, 1)), (general.mean, general.sd), ["level"])]
    left_out: dict[str, str] = {}
    owns = []
    for number, codes in enumerate(panel.levels):
        kept = _kept_levels(panel, codes)
        labels = [str(level) for level in kept]
        if not len(kept):
            left_out[f"mix {number}"] = f"no level with {LEVEL_PEOPLE} people"
            continue
        shown = (codes[:, None] == kept[None, :]).astype(np.float64)
        blocks.append(_block(f"mix {number}", shown, (0.0, panel.level_sd), labels, codes))
        if not panel.own_mix:
            continue
        if panel.person_count < MIX_PEOPLE or len(kept) < MIX_LEVELS:
            left_out[f"own {number}"] = f"needs {MIX_PEOPLE} people and {MIX_LEVELS} levels"
            continue
        share = own_shares(panel, shown)
        owns.append(share)
        blocks.append(_block(f"own {number}", share[panel.person], (0.0, MIX_SD), labels))
    for made in (_season(panel), _drift(panel), _team(panel), _ramp(panel)):
        if isinstance(made, _Block):
            blocks.append(made)
        else:
            left_out[made[0]] = made[1]
    blocks += [
        _block(x.name, x.values[:, None], (x.mean, x.sd), [x.name], x.values) for x in panel.extra
    ]
    own = np.concatenate(owns, axis=1) if owns else np.zeros((panel.person_count, 0))
    return blocks, left_out, own


def _kept_levels(panel: Panel, codes: Ints) -> Ints:
    """Levels met by enough people; a rare one shares the general level."""
    pairs = np.unique((codes + 1) * panel.person_count + panel.person)
    levels, people = np.unique(pairs // panel.person_count - 1, return_counts=True)
    enough = min(LEVEL_PEOPLE, panel.person_count)
    kept: Ints = levels[(people >= enough) & (levels >= 0)].astype(np.int64)
    return kept


def own_shares(panel: Panel, shown: Floats) -> Floats:
    """Return each person's share of each level, minus the mean over people who have data."""
    trials = panel.likelihood.trials
    total = np.bincount(panel.person, weights=trials, minlength=panel.person_count)
    share: Floats = np.stack(
        [
            np.bincount(panel.person, weights=trials * column, minlength=panel.person_count)
            for column in shown.T
        ],
        axis=1,
    )
    there = total > 0
    share[there] /= total[there, None]
    centred: Floats = np.where(there[:, None], share - share[there].mean(axis=0), 0.0)
    return centred


def _season(panel: Panel) -> _Block | tuple[str, str]:
    if panel.month_of_year is None or panel.month_count < SEASON_MONTHS:
        return "season", f"needs {SEASON_MONTHS} months"
    turn = 2 * np.pi * panel.month_of_year[panel.month] / 12
    waves = np.stack([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)], axis=1)
    return _block("season", waves, (0.0, SEASON_SD), ["cos 1", "sin 1", "cos 2", "sin 2"])


def _drift(panel: Panel) -> _Block:
    months = np.arange(panel.month_count)
    quarter: Ints = months // 3 if panel.quarter is None else panel.quarter - panel.quarter.min()
    count = int(quarter.max()) + 1
    values: Floats = np.eye(count)[quarter[panel.month]]
    return _Block(
        "drift",
        values,
        np.zeros(count),
        drift_precision(count),
        tuple(str(q) for q in range(count)),
    )


def drift_precision(count: int) -> Floats:
    """Return the precision of the company's drift over quarters, a stationary chain."""
    lag = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    covariance = DRIFT_SD**2 * DRIFT_CORRELATION**lag
    return np.asarray(np.linalg.inv(covariance), dtype=np.float64)


def _team(panel: Panel) -> _Block | tuple[str, str]:
    if panel.team is None or panel.team.max(initial=-1) + 1 < TEAM_COUNT:
        return "team", f"needs {TEAM_COUNT} teams"
    teams = np.unique(panel.team[panel.team >= 0])
    if len(teams) < TEAM_COUNT:
        return "team", f"needs {TEAM_COUNT} teams"
    values = (panel.team[:, None] == teams[None, :]).astype(np.float64)
    # the precision of teams belongs to the hyperparameters: see nodes
    size = len(teams)
    labels = tuple(str(team) for team in teams)
    return _Block("team", values, np.zeros(size), np.zeros((size, size)), labels, panel.team)


def _ramp(panel: Panel) -> _Block | tuple[str, str]:
    if panel.tenure is None:
        return "ramp", "no dates of joining"
    fresh = np.flatnonzero(panel.tenure < panel.month_count)
    if len(np.unique(panel.person[fresh])) < HIRES:
        return "ramp", f"needs {HIRES} people who joined within the window"
    faded = np.exp(-np.maximum(panel.tenure, 0.0) / RAMP_MONTHS)
    values = np.where(np.isnan(panel.tenure), 0.0, faded)[:, None]
    return _block("ramp", values, (RAMP_MEAN, RAMP_SD), ["ramp"], values[:, 0])
