"""Panels with known truth, drawn from the model's own priors or from stated settings.

A world is made in two steps: first everything that is dealt (who works when, with how many trials
of which mix), then a truth for it, then the outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairlead.stats.ability import Level, Panel, build
from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import LIKENESS, LIKENESS_WEIGHT, TEAM_SD, single
from fairlead.stats.likelihood import Counts, Likelihood, Measured, Trials, dispersion

KINDS = ("conversion", "creation", "activity", "size", "duration", "price")
DAYS = np.array([7.0, 21.0, 62.0])  # lengths of the age bands of durations
SCALE = {"duration": 0.4}


@dataclass(frozen=True)
class Setting:
    """What a study asks for. None draws from the prior."""

    kind: str = "conversion"
    people: int = 40
    months: int = 24
    trials: float = 8.0
    sigma: float | None = None
    likeness: float | None = None
    level: float | None = None
    walk: bool = False
    own_effect: bool = True
    teams: int | None = None  # None: one for eight people, at most 12, from 24 people on
    hard_for_good: bool = False  # hard trials go to good people

    @property
    def scale(self) -> float:
        return SCALE.get(self.kind, 0.5)


@dataclass(frozen=True)
class World:
    """A panel to fit, and what is true about it."""

    panel: Panel
    sigma: float
    likeness: float
    team_sd: float
    theta: np.ndarray  # months x people
    person: np.ndarray  # own part in the last month (people,)
    ability: np.ndarray  # predictor in the last month at the common mix (people,)


def common_columns(design: Design, panel: Panel) -> np.ndarray:
    """Columns of a person in the last month with everybody's mix, without own parts (people, b)."""
    columns = np.zeros((panel.person_count, design.border))
    columns[:, design.parts["level"].columns] = 1.0
    for name, part in design.parts.items():
        if name.startswith("mix"):
            trials = design.likelihood.trials
            columns[:, part.columns] = trials @ design.columns[:, part.columns] / trials.sum()
    last = np.zeros(design.parts["drift"].columns.stop - design.parts["drift"].columns.start)
    last[-1] = 1.0
    columns[:, design.parts["drift"].columns] = last
    if "team" in design.parts and panel.team is not None:
        team = np.zeros(panel.person_count, dtype=int)
        team[panel.person] = panel.team
        place = design.parts["team"].columns
        columns[:, place] = np.eye(place.stop - place.start)[team]
    return columns


@dataclass(frozen=True)
class Truth:
    """Everything that is true before the first outcome is drawn."""

    panel: Panel
    dealt: np.ndarray  # trials or exposure (rows,)
    eta: np.ndarray  # (rows,)
    border: np.ndarray
    sigma: float
    likeness: float
    team_sd: float
    theta: np.ndarray
    own: np.ndarray

    @property
    def ability(self) -> np.ndarray:
        columns = common_columns(build(self.panel), self.panel)
        return columns @ self.border + self.own + self.theta[-1]

    @property
    def world(self) -> World:
        person = self.own + self.theta[-1]
        return World(
            self.panel,
            self.sigma,
            self.likeness,
            self.team_sd,
            self.theta,
            person,
            self.ability,
        )


def draw_truth(setting: Setting, rng: np.random.Generator) -> Truth:
    """Deal, then draw every unknown of the model from its prior or as the setting says."""
    sigma = setting.sigma
    if sigma is None:
        sigma = abs(rng.normal(0, setting.scale))
    likeness = setting.likeness
    if likeness is None:
        likeness = rng.choice(LIKENESS, p=LIKENESS_WEIGHT)
    theta = chains(setting, sigma, likeness, rng)
    panel, dealt = deal(setting, theta, rng)
    design = build(panel)
    team_sd = rng.choice(TEAM_SD) if "team" in design.parts else 0.0
    precision = single(1.0, 0.5, max(team_sd, 1e-9)).border_precision(design)[0]
    border = design.prior_mean + np.linalg.solve(
        np.linalg.cholesky(precision).T, rng.standard_normal(design.border)
    )
    if setting.level is not None:
        border[design.parts["level"].columns] = setting.level
    if setting.hard_for_good:
        border[design.parts["mix 0"].columns] = 0.5, -0.5
    own = np.zeros(setting.people)
    for name, part in design.parts.items():
        if name.startswith("own"):
            if not setting.own_effect:
                border[part.columns] = 0.0
            own = own + design.own_share @ border[part.columns]
    # build sorts the rows; the panel's own order is by slot as well, so both agree
    eta = design.offset + design.columns @ border + theta[design.month, design.person]
    return Truth(panel, dealt, eta, border, sigma, likeness, team_sd, theta, own)


def draw_world(setting: Setting, rng: np.random.Generator) -> World:
    truth = draw_truth(setting, rng)
    filled = outcomes(setting, truth.panel, truth.dealt, truth.eta, rng)
    known = common_columns(build(filled), filled)  # bands nobody reached are no columns
    ability = np.full(setting.people, np.nan)
    if known.shape[1] == len(truth.border):
        ability = known @ truth.border + truth.own + truth.theta[-1]
    return replace(truth.world, panel=filled, ability=ability)


def chains(setting: Setting, sigma: float, likeness: float, rng: np.random.Generator) -> np.ndarray:
    """Abilities: returning to each person's own mean, or a random walk of the same spread."""
    noise = rng.standard_normal((setting.months, setting.people)) * sigma
    phi = likeness ** (1 / 12)
    for t in range(1, setting.months):
        if setting.walk:
            noise[t] = noise[t - 1] + 0.1 * noise[t]
        else:
            noise[t] = phi * noise[t - 1] + np.sqrt(1 - phi * phi) * noise[t]
    return noise


def deal(setting: Setting, theta: np.ndarray, rng: np.random.Generator) -> tuple[Panel, np.ndarray]:
    """Who works when, with how much of what; outcomes are still empty."""
    people, months = setting.people, setting.months
    cells = {"conversion": 2, "duration": len(DAYS)}.get(setting.kind, 1)
    grid = np.array([(t, i, x) for t in range(months) for i in range(people) for x in range(cells)])
    _, person, cell = grid.T
    if setting.kind == "conversion":
        hard = rng.beta(4, 4, people)
        if setting.hard_for_good:
            good = theta.mean(axis=0)
            hard = 1 / (
                1 + np.exp(-rng.normal(0, 0.6, people) - 1.2 * good / max(good.std(), 1e-9))
            )
        share = np.where(cell == 0, 1 - hard[person], hard[person])
        dealt = rng.poisson(setting.trials * share).astype(float)
    elif setting.kind in {"size", "price"}:
        dealt = rng.poisson(setting.trials, len(grid)).astype(float)
    elif setting.kind == "activity":
        dealt = rng.gamma(4, setting.trials / 4, len(grid))
    elif setting.kind == "creation":
        dealt = np.full(len(grid), setting.trials)
    else:
        dealt = np.repeat(rng.poisson(setting.trials, (months * people)), cells).astype(float)
    kept = dealt > 0
    grid, dealt = grid[kept], dealt[kept]
    rows = len(grid)
    teams = setting.teams
    if teams is None:
        teams = min(people // 8, 12) if people >= 24 else 0
    empty: Likelihood = Counts(np.zeros(rows), dealt)
    panel = Panel(
        person=grid[:, 1],
        month=grid[:, 0],
        person_count=people,
        month_count=months,
        likelihood=empty,
        levels=[grid[:, 2]] if cells > 1 else [],
        month_of_year=np.arange(months) % 12,
        team=grid[:, 1] % teams if teams else None,
        own_mix=setting.kind == "conversion",
        level_sd=1.0 if setting.kind == "duration" else 0.7,
        general=Level() if setting.kind == "conversion" else Level(general_mean(setting.kind), 1.0),
    )
    return panel, dealt


def general_mean(kind: str) -> float:
    return {"duration": float(np.log(1 / 30)), "size": 10.0}.get(kind, 0.0)


def outcomes(
    setting: Setting, panel: Panel, dealt: np.ndarray, eta: np.ndarray, rng: np.random.Generator
) -> Panel:
    """Draw the data, and centre the general level where the data are, as an analyst would."""
    kind, n = setting.kind, dealt
    if kind == "conversion":
        s = rng.binomial(n.astype(int), 1 / (1 + np.exp(-eta)))
        return replace(panel, likelihood=Trials.resolved(s, n - s))
    if kind in {"size", "price"}:
        spread = 0.55 if kind == "size" else 0.3
        total = n * eta + np.sqrt(n) * spread * rng.standard_normal(len(n))
        within = spread**2 * rng.chisquare(np.maximum(n - 1, 1e-9)) * (n > 1)
        square = total**2 / n + within
        pooled = total.sum() / n.sum()
        guess = np.full((1, 1), max(square.sum() / n.sum() - pooled**2, 1e-6))
        data = Measured(n, total, square, guess)
        return replace(panel, likelihood=data, general=Level(pooled, 1.0))
    if kind == "duration":
        events, exposed = stays(panel, n, np.exp(eta), rng)
        pooled = float(np.log((events.sum() + 0.5) / exposed.sum()))
        seen = exposed > 0
        slim = replace(
            panel,
            person=panel.person[seen],
            month=panel.month[seen],
            levels=[codes[seen] for codes in panel.levels],
            team=None if panel.team is None else panel.team[seen],
        )
        data = Counts(events[seen], exposed[seen])
        return replace(slim, likelihood=data, general=Level(pooled, 1.0))
    extra = rng.choice([1.0, 1.5, 2.5]) if kind == "creation" else 1.0
    rate = n * np.exp(eta)
    if extra > 1:
        y = rng.poisson(rng.gamma(rate / (extra - 1), extra - 1)).astype(float)
    else:
        y = rng.poisson(rate).astype(float)
    pooled = float(np.log((y.sum() + 0.5) / n.sum()))
    table = np.zeros((2, setting.months, setting.people))
    table[0, panel.month, panel.person] = y
    table[1, panel.month, panel.person] = n
    found = dispersion(table[0], table[1])
    data = Counts(y, n).divided(found)
    return replace(panel, likelihood=data, general=Level(pooled, 1.0))


def stays(
    panel: Panel, n: np.ndarray, hazard: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Events and days exposed by band: those still there at a band's start, band by band."""
    events, exposed = np.zeros(len(n)), np.zeros(len(n))
    (band,) = panel.levels
    slot = panel.month * panel.person_count + panel.person
    left = np.zeros(panel.month_count * panel.person_count)
    left[slot] = n
    for b, days in enumerate(DAYS):
        for r in np.flatnonzero(band == b):
            there = int(left[slot[r]])
            if there:
                time = np.minimum(rng.exponential(1 / hazard[r], there), days)
                gone = int((time < days).sum())
                events[r], exposed[r] = gone, time.sum()
                left[slot[r]] = there - gone
    return events, exposed
