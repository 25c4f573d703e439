"""The truth: abilities that drift, and everything else that moves the chance of a step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.organisation import (
    CREATION,
    DIMENSIONS,
    SIZE,
    SPEED,
    Organisation,
    Training,
)
from fairlead.simulate.roster import Roster
from fairlead.simulate.tables import (
    Array,
    Columns,
    Flags,
    Floats,
    Ints,
    Streams,
    Words,
    array,
    take,
    words,
)
from fairlead.simulate.worktime import DAY, NEVER, Window, instants

MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True)
class TrainingDraw:
    """A training as it happened: group -1 is untreated, -2 was not there to be drawn."""

    competency: int
    group: Ints
    starts: Ints
    effect: Floats

    def at(self, person: Ints, at: Ints) -> Floats:
        """Effect on each person at each time."""
        return np.where(at >= self.starts[person], self.effect[person], 0.0)


@dataclass(frozen=True, slots=True)
class Effects:
    """True effects on the scale of each competency (logit for steps, log otherwise).

    Parameters
    ----------
    theta
        Ability, stationary AR(1); shape (months, people, competencies).
    planted, manager
        Shape (people, competencies).
    team
        Shape (teams, competencies).
    season, shock, drift
        Shape (competencies, 12), (competencies, months), (competencies, quarters).
    preference
        A person's own success in a segment; shape (people, segments, competencies).
    ramp
        What is missing on the first day; shape (competencies,).
    """

    theta: Floats
    planted: Floats
    team: Floats
    manager: Floats
    season: Floats
    drift: Floats
    shock: Floats
    preference: Floats
    ramp: Floats
    ramp_months: float
    trainings: tuple[TrainingDraw, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is fixed before the first deal."""

    org: Organisation
    window: Window
    roster: Roster
    effects: Effects

    def person_part(self, person: Ints, at: Ints, c: int) -> Floats:
        """Ability, plant, training, ramp, team and manager of a person at a time."""
        e, month = self.effects, self.window.month_of(at)
        tenure = np.maximum(at / DAY - self.roster.hired[person], 0) / MONTH_DAYS
        total = e.theta[month, person, c] + e.planted[person, c]
        total = total + e.ramp[c] * np.exp(-tenure / e.ramp_months)
        team = self.roster.team[month, person]
        boss = self.roster.manager[month, np.maximum(team, 0)]
        total = total + np.where(team >= 0, e.team[team, c] + e.manager[boss, c], 0.0)
        for training in e.trainings:
            if training.competency == c:
                total = total + training.at(person, at)
        summed: Floats = total
        return summed

    def calendar_part(self, at: Ints, c: int) -> Floats:
        """Season, drift and shock of the month of a time."""
        e, month = self.effects, self.window.month_of(at)
        season = e.season[c, self.window.month_of_year()[month]]
        total: Floats = season + e.drift[c, self.window.quarter()[month]] + e.shock[c, month]
        return total


def scales(org: Organisation) -> Floats:
    """Return the standard deviation of ability of each competency."""
    special = {CREATION: org.creation_sd, SIZE: org.size_sd, SPEED: org.speed_sd}
    return np.array([special.get(name, org.step_sd) for name in org.competencies])


def is_step(org: Organisation) -> Flags:
    """Return which competencies are conversions."""
    return np.arange(len(org.competencies)) < len(org.stages)


def draw_effects(
    org: Organisation, window: Window, roster: Roster, names: Array, streams: Streams
) -> Effects:
    """Draw every true effect of the organisation."""
    rng = streams.of("effects")
    count, people, teams = len(org.competencies), roster.count, len(org.teams)
    steps, sd = is_step(org), scales(org)
    closing = np.arange(count) == len(org.stages) - 1
    creation = np.array([name == CREATION for name in org.competencies])
    relative = sd / org.step_sd if org.step_sd > 0 else np.ones(count)
    preference = rng.normal(0, org.preference_sd, (people, len(org.segments), count)) * steps
    planted, team = _plants(org, names, rng.normal(0, org.team_sd, (teams, count)) * relative)
    quarters = int(window.quarter()[-1]) + 1
    return Effects(
        theta=_chains(window.count, people, sd, org.likeness ** (1 / 12), streams.of("abilities")),
        planted=planted,
        team=team,
        manager=rng.normal(0, org.manager_sd, (people, count)) * relative,
        season=_season(org, closing, creation),
        drift=_chains(quarters, 1, org.drift_sd * (steps | creation), 0.7, rng)[:, 0].T,
        shock=rng.normal(0, org.shock_sd, (count, window.count)) * (closing | creation)[:, None],
        preference=preference - preference.mean(axis=1, keepdims=True),
        ramp=np.where(steps, org.ramp_step, np.where(creation, org.ramp_creation, 0.0)),
        ramp_months=org.ramp_months,
        trainings=_trainings(org, window, roster, streams.of("trainings")),
    )


def _chains(months: int, people: int, sd: Array, phi: float, rng: np.random.Generator) -> Floats:
    """Stationary AR(1): sd at every month, correlation phi between neighbours."""
    noise = rng.standard_normal((months, people, len(sd)))
    for month in range(1, months):
        noise[month] = phi * noise[month - 1] + np.sqrt(1 - phi * phi) * noise[month]
    return noise * sd


def _season(org: Organisation, closing: Flags, creation: Flags) -> Floats:
    """Two harmonics: few new deals in August and September, most wins in December."""
    turn = 2 * np.pi * np.arange(12) / 12
    new = org.season_creation * (0.5 * np.cos(turn - 0.9) + 0.5 * np.cos(2 * turn - 4.6))
    close = org.season_closing * (0.6 * np.cos(turn - 5.8) + 0.4 * np.cos(2 * turn - 5.4))
    return np.where(creation[:, None], new, 0.0) + np.where(closing[:, None], close, 0.0)


def _plants(org: Organisation, names: Array, team: Floats) -> tuple[Floats, Floats]:
    planted = np.zeros((len(names), len(org.competencies)))
    for plant in org.plants:
        c = org.competencies.index(plant.competency)
        if plant.team is not None:
            team[org.teams.index(plant.team), c] = plant.effect
        found = np.flatnonzero(names == (plant.person or ""))
        if plant.person is not None and not len(found):
            raise ValueError(f"nobody is called {plant.person}")
        planted[found, c] += plant.effect
    return planted, team


def _trainings(
    org: Organisation, window: Window, roster: Roster, rng: np.random.Generator
) -> tuple[TrainingDraw, ...]:
    made = []
    for training in org.trainings:
        months = [window.count - 1 - before for before in training.starts]
        months = [month for month in months if month >= 1]
        if not months:
            continue
        first_day = window.edges[months[0]] // DAY
        there = (roster.role == 0) & (roster.hired < first_day) & (roster.gone > first_day)
        chosen = rng.permutation(np.flatnonzero(there))
        treated = chosen[round(len(chosen) * training.untreated_share) :]
        group = np.full(roster.count, -2, dtype=np.int64)
        group[chosen] = -1
        group[treated] = np.arange(len(treated)) % len(months)
        starts = np.full(roster.count, NEVER, dtype=np.int64)
        for number, month in enumerate(months):
            days = window.workdays[window.workdays * DAY >= window.edges[month]]
            starts[group == number] = days[0] * DAY
        starts[starts >= np.minimum(roster.gone * DAY, NEVER)] = NEVER
        effect = rng.normal(training.effect, training.spread, roster.count)
        if training.rest_days is not None:
            last = window.workdays[window.workdays >= window.workdays[-1] - training.rest_days][0]
            effect[group == -1], starts[group == -1] = 0.0, last * DAY
            group[group == -1] = len(months)
        c = org.competencies.index(training.competency)
        made.append(TrainingDraw(c, group, starts, np.where(starts < NEVER, effect, 0.0)))
    return tuple(made)


def mix_effect(org: Organisation, codes: dict[str, Ints]) -> Floats:
    """Sum of the levels' effects on the logit of every step."""
    total = np.zeros(len(codes["segment"]))
    for dimension in DIMENSIONS:
        total += np.array([level.effect for level in org.levels(dimension)])[codes[dimension]]
    return total


def trainings_table(world: World) -> Columns:
    """Return one row for each person who took part, as ``trainings.csv`` says it."""
    drawn = everybody_drawn(world)
    drawn = take(drawn, ~np.isnat(array(drawn, "started_on")))
    length = np.array([t.length_days for t in kept_trainings(world)] or [0])
    training, started = words(drawn, "training"), array(drawn, "started_on")
    columns: Columns = {name: column for name, column in drawn.items() if name != "effect"}
    columns["ended_on"] = started + length[training.codes].astype("timedelta64[D]")
    columns["chosen_by"] = Words(np.zeros_like(training.codes), ("random",))
    return columns


def everybody_drawn(world: World) -> Columns:
    """Return everybody who was in the draw of a training: group 0 is untreated."""
    draws, kept = world.effects.trainings, kept_trainings(world)
    people = [np.flatnonzero(draw.group >= -1) for draw in draws]
    number = np.repeat(np.arange(len(draws)), [len(p) for p in people]).astype(np.int64)
    nobody = np.empty(0, dtype=np.int64)

    def each(name: str, kind: type) -> Array:
        parts = [getattr(draw, name)[p] for draw, p in zip(draws, people, strict=True)]
        return np.concatenate([nobody.astype(kind), *parts])

    return {
        "training": Words(number, tuple(t.name for t in kept)),
        "competency": Words(number, tuple(t.competency for t in kept)),
        "person": np.concatenate([nobody, *people]),
        "start_group": each("group", np.int64) + 1,
        "started_on": instants(each("starts", np.int64)).astype("datetime64[D]"),
        "effect": each("effect", np.float64),
    }


def kept_trainings(world: World) -> tuple[Training, ...]:
    """Return the trainings that began within the window."""
    return tuple(
        t for t in world.org.trainings if any(world.window.count - 1 - b >= 1 for b in t.starts)
    )
