"""The truth as tables: what an estimate is judged by."""

from __future__ import annotations

import dataclasses

import numpy as np

from fairlead.simulate.ability import MONTH_DAYS, World, is_step, scales
from fairlead.simulate.organisation import DIMENSIONS, Organisation
from fairlead.simulate.tables import Array, Columns, Words
from fairlead.simulate.worktime import DAY


def ability_truth(world: World) -> Columns:
    """Return each person's ability in each month they were there."""
    e, roster, window = world.effects, world.roster, world.window
    _, days = roster.present(window)
    month, person = np.nonzero((days > 0) & roster.is_rep() & (roster.team >= 0))
    count = len(world.org.competencies)
    month, person, c = (
        np.repeat(month, count),
        np.repeat(person, count),
        np.tile(np.arange(count), len(month)),
    )
    at = np.maximum(window.edges[month], roster.hired[person] * DAY)
    training = np.zeros(len(c))
    for draw in e.trainings:
        training += np.where(draw.competency == c, draw.at(person, at), 0.0)
    team = roster.team[month, person]
    tenure = (at / DAY - roster.hired[person]) / MONTH_DAYS
    return {
        "person": person,
        "month": window.months[month].astype("datetime64[D]"),
        "competency": Words(c, world.org.competencies),
        "theta": e.theta[month, person, c],
        "planted": e.planted[person, c],
        "training": training,
        "ramp": e.ramp[c] * np.exp(-np.maximum(tenure, 0) / e.ramp_months),
        "team": e.team[team, c],
        "manager": e.manager[roster.manager[month, team], c],
    }


def competency_truth(org: Organisation) -> Columns:
    """Return base, spread and persistence of each competency."""
    steps = is_step(org)
    base = np.zeros(len(steps))
    base[: len(org.stages)] = [np.log(s.advance / (1 - s.advance)) for s in org.stages]
    base[len(org.stages) :] = [np.log(org.deals_per_month), np.log(org.amount_median), 0.0]
    return {
        "competency": Words(np.arange(len(steps)), org.competencies),
        "base": base,
        "sigma": scales(org),
        "likeness": np.full(len(steps), org.likeness),
    }


def mix_truth(org: Organisation) -> Columns:
    """Return what each level of each mix column does."""
    found = [(d, level) for d in DIMENSIONS for level in org.levels(d)]
    return {
        "dimension": np.array([d for d, _ in found]),
        "level": np.array([level.name for _, level in found]),
        "share": np.array([level.share for _, level in found]),
        "step_effect": np.array([level.effect for _, level in found]),
        "size_effect": np.array([level.size for _, level in found]),
        "pace_effect": np.array([level.pace for _, level in found]),
    }


def preference_truth(world: World) -> Columns:
    """Return each person's own success in each segment and step."""
    values = world.effects.preference[:, :, : len(world.org.stages)]
    person, segment, c = (index.ravel() for index in np.indices(values.shape))
    return {
        "person": person,
        "segment": Words(segment, tuple(level.name for level in world.org.segments)),
        "competency": Words(c, world.org.competencies),
        "effect": values.ravel(),
    }


def group_truth(world: World) -> dict[str, Columns]:
    """Return the effects of teams, managers, seasons, quarters and shocks."""
    e, org, window = world.effects, world.org, world.window
    managers = np.flatnonzero(world.roster.role == 1)
    tables = {}
    for name, key, values, labels in (
        ("team_effects", "team", e.team, np.array(org.teams)),
        ("manager_effects", "person", e.manager[managers], managers),
        ("season", "month_of_year", e.season.T, np.arange(1, 13)),
        ("drift", "quarter", e.drift.T, _quarter_starts(world)),
        ("shocks", "month", e.shock.T, window.months.astype("datetime64[D]")),
    ):
        row, c = (index.ravel() for index in np.indices(values.shape))
        tables[name] = {
            key: labels[row],
            "competency": Words(c, org.competencies),
            "effect": values.ravel(),
        }
    return tables


def _quarter_starts(world: World) -> Array:
    first = world.window.months[0].astype(np.int64) // 3
    count = world.effects.drift.shape[1]
    months = ((first + np.arange(count)) * 3).astype("datetime64[M]")
    starts: Array = months.astype("datetime64[D]")
    return starts


def timing_truth(org: Organisation) -> Columns:
    """Return how long deals stay in each stage before they move on or are lost."""
    return {
        "stage": np.array([s.name for s in org.stages]),
        "advance_median_days": np.array([s.advance_days for s in org.stages]),
        "advance_log_sd": np.array([s.advance_spread for s in org.stages]),
        "loss_scale_days": np.array([s.loss_days for s in org.stages]),
        "loss_shape": np.array([s.loss_shape for s in org.stages]),
    }


def settings_truth(org: Organisation, seed: int) -> Columns:
    """Return every plain setting by name, as text."""
    plain = [
        (field.name, str(getattr(org, field.name)))
        for field in dataclasses.fields(org)
        if not isinstance(getattr(org, field.name), tuple)
    ]
    plain.append(("seed", str(seed)))
    return {"name": np.array([n for n, _ in plain]), "value": np.array([v for _, v in plain])}
