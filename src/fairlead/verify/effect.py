"""What a training moved: the ability model with the training as one more column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.measure.cells import UNKNOWN, Book, Cells, CountCells, Floats, Ints, StepCells
from fairlead.measure.fitting import company_silence, likelihood_of, panel_of
from fairlead.measure.selection import has_data, held, rows_of, seed_of
from fairlead.stats.ability import AbilityFit, Draws, Extra, Panel, draw, fit
from fairlead.stats.chances import normal_tail
from fairlead.stats.likelihood import expit
from fairlead.train.priors import (
    CHOSEN_SD,
    EFFECT_SD,
    RESPONSE_SD,
    SPILL_SD,
    SPILL_SHARE,
    WINDOW_MONTHS,
    free_months,
    spill_sd,
)
from fairlead.verify.training import Trained, Training, month_of, treated_share

FEWEST = 3
"""Fewest trained people, and fewest others."""

SPILL_WIDE = 0.5
"""Prior sd of what colleagues gained, where it is asked whether they did."""

EFFECT, SPILL, CHOSEN = "training", "spill over", "chosen"


@dataclass(frozen=True, slots=True)
class Ground:
    """People who are compared, with their rows in the order the model wants.

    Parameters
    ----------
    people
        Places in the roster (people,).
    cells, treated
        Of these people, person codes renumbered, sorted by month and person (rows,).
    start
        First day of each person, -1 without (people,).
    panel
        The model's panel without the training.
    dispersion
        What counts were divided by.
    """

    people: Ints
    cells: Cells
    treated: Floats
    start: Ints
    panel: Panel
    dispersion: float

    @property
    def trained(self) -> npt.NDArray[np.bool_]:
        """Return who is trained (people,)."""
        result: npt.NDArray[np.bool_] = self.start >= 0
        return result


@dataclass(frozen=True, slots=True)
class Moved:
    """Joint draws of what the training did.

    Parameters
    ----------
    delta
        On the scale of the model: logit of steps, log of everything else (draws,).
    effect
        Points of a rate as a fraction, relative change of anything else (draws,).
    spill
        Chance that untrained members of teams with a trained one gained too, by what they did
        alone; None where there are none.
    sigma
        Spread between people of each draw (draws,).
    trials
        Trials (events, values) after the start that `effect` is a mean over.
    gained
        How many more of them succeeded (came) than would have without the training (draws,); zero
        for values.
    """

    delta: Floats
    effect: Floats
    spill: float | None
    sigma: Floats
    trials: int
    gained: Floats


def lay(book: Book, trained: Trained, training: Training, places: Ints) -> Ground | NotEstimable:
    """Return the rows of people who are compared, or why nothing can be said.

    Parameters
    ----------
    book
        Whose roster and window hold.
    trained
        Counts cut at the starts.
    training
        Whose starts.
    places
        Places in the roster of people who do the same job, trained or not.
    """
    kept = np.isin(trained.cells.person, places) & has_data(trained.cells)
    chosen = rows_of(trained.cells, kept)
    if not kept.any():
        return NotEstimable("nobody trained has anything to measure")
    reason = company_silence(chosen)
    if reason is not None:
        return reason
    people = np.unique(chosen.person).astype(np.int64)
    code = np.searchsorted(people, chosen.person).astype(np.int64)
    treated = trained.treated[kept]
    levels = [
        getattr(chosen, name) for name in ("taken_over", "age_band", "mix") if hasattr(chosen, name)
    ]
    order = np.lexsort((*levels, treated, code, chosen.month)).astype(np.int64)
    cells = rows_of(replace(chosen, person=code), order)
    treated = treated[order]
    start = np.full(len(people), -1, dtype=np.int64)
    place = np.searchsorted(training.person_id, book.roster.person_id[people])
    place = np.minimum(place, len(training.person_id) - 1)
    mine = training.person_id[place] == book.roster.person_id[people]
    start[mine] = training.start[place[mine]]
    short = _too_few(cells, treated)
    if short is not None:
        return short
    likelihood, divisor = likelihood_of(cells, len(people), book.window.month_count)
    panel = panel_of(book, cells, people, likelihood)
    return Ground(people, cells, treated, start, panel, divisor)


def _too_few(cells: Cells, treated: Floats) -> NotEstimable | None:
    after = len(np.unique(cells.person[treated > 0]))
    if after < FEWEST:
        return NotEstimable(
            "too few trained people have worked since their start", needed=FEWEST, have=after
        )
    first = int(cells.month[treated > 0].min())
    beside = len(np.unique(cells.person[(treated == 0) & (cells.month >= first)]))
    if beside < FEWEST:
        return NotEstimable(
            "too few people were untrained while others were trained", needed=FEWEST, have=beside
        )
    return None


def moved(
    ground: Ground, book: Book, training: Training, *, seed: int, judged: bool = False
) -> Moved:
    """Return what the training did, by the model that decides.

    Answers how much more likely a trial (faster, larger) of trained people is since their start
    than it would have been, net of company drift, of what each month since the first start had for
    everybody, of season, mix, ramp, and of each person's own return to their mean.

    Parameters
    ----------
    ground
        What `lay` returned.
    book, training
        As there.
    seed
        Of the draws.
    judged
        People were chosen by judgement: what they had before may have been seen. Then being chosen
        is a column of its own, and the months looked at are left out for everybody.

    Notes
    -----
    Assumes that nothing else happened to just the trained at just their start, that people return
    to their own mean (an ability that wanders without return would be called an effect), and that
    trials of one person are alike but for mix. Method of record: docs/explanation/verdicts.md.
    """
    if judged:
        ground = without_window(ground, book, training)
    near = spill_rows(ground, book)
    columns = [Extra(EFFECT, ground.treated, sd=EFFECT_SD)]
    if near is not None:
        columns = [
            Extra(EFFECT, ground.treated + SPILL_SHARE * near, sd=EFFECT_SD),
            Extra(SPILL, near, sd=SPILL_SD),
        ]
    columns += free_months(ground.cells.month, first_month(training.start, book))
    if judged:
        mine = ground.trained[ground.cells.person].astype(np.float64)
        columns.append(Extra(CHOSEN, mine, sd=CHOSEN_SD))
    made = fit(
        replace(ground.panel, extra=columns, extra_variance=_responses(ground, book)),
        tolerance=None,
    )
    return effect_of(ground, made, book, seed=seed)


def effect_of(ground: Ground, made: AbilityFit, book: Book, *, seed: int) -> Moved:
    """Return the effect in a fit that holds the training's column."""
    key = seed_of(
        ground.cells,
        ground.people,
        book.roster,
        competency=book.competencies[0],
        role=EFFECT,
        seed=seed,
    )
    months = np.unique(ground.cells.month[ground.treated > 0])
    draws = draw(made, key, months=np.append(months, made.design.month_count - 1))
    if SPILL in made.design.parts:
        draws = in_proportion(made, draws, np.random.default_rng([key, 1]))
    part = made.design.parts[EFFECT].columns
    delta = draws.border[:, part].ravel()
    is_step = isinstance(ground.cells, StepCells)
    effect = points(made, draws, ground.treated) if is_step else np.expm1(delta)
    trials = float(held(ground.cells) @ ground.treated)
    return Moved(
        delta=delta,
        effect=effect,
        gained=_gained(ground.cells, delta, effect, trials),
        spill=colleagues_gained(made) if SPILL in made.design.parts else None,
        sigma=made.nodes.sigma[draws.node],
        trials=round(trials),
    )


def _gained(cells: Cells, delta: Floats, effect: Floats, number: float) -> Floats:
    if isinstance(cells, StepCells):
        return effect * number
    result: Floats = -np.expm1(-delta) * number
    return result if isinstance(cells, CountCells) else np.zeros_like(delta)


def in_proportion(made: AbilityFit, draws: Draws, rng: np.random.Generator) -> Draws:
    """Return draws that know that what colleagues gain goes with the effect (`spill_sd`).

    The fit held it with a width for large effects. A narrower one is an observation more, that it
    is 0 give or take so much, and draws are brought to it as Gaussian ones are (Journel and
    Huijbregts, *Mining Geostatistics*, 1978, VII: conditional simulation by kriging).
    """
    parts = made.design.parts
    delta, other = (draws.border[:, parts[name].columns].ravel() for name in (EFFECT, SPILL))
    sd = spill_sd(float(delta.mean()), float(delta.var()))
    if sd >= SPILL_SD:
        return draws
    noise = 1 / (1 / sd**2 - 1 / SPILL_SD**2)
    shift = -(other + np.sqrt(noise) * rng.standard_normal(len(other)))
    centred = (other - other.mean()) / (len(other) * (other.var() + noise))

    def told(values: Any) -> Any:
        """Return values (..., draws), each moved as far as it goes with the other."""
        gain = values @ centred.astype(values.dtype)
        return values + gain[..., None] * shift.astype(values.dtype)

    return replace(
        draws,
        border=told(draws.border.T).T,
        theta=told(draws.theta),
        own=told(draws.own),
    )


def colleagues_gained(made: AbilityFit) -> float:
    """Return the chance that untrained colleagues gained, with no share of the effect expected.

    The guess the fit was made with is taken out of its posterior again, setting by setting, and a
    wide one put in its place: both are normal, so precisions are subtracted and added.
    """
    parts = made.design.parts
    place = [parts[EFFECT].columns.start, parts[SPILL].columns.start]
    half = np.linalg.inv(made.solved.cholesky)[:, :, place]
    precision = np.linalg.inv(np.einsum("nki,nkj->nij", half, half))
    pull = np.einsum("nij,nj->ni", precision, made.border[:, place])
    precision[:, 1, 1] += 1 / SPILL_WIDE**2 - 1 / SPILL_SD**2
    cov = np.linalg.inv(precision)
    both = np.array([SPILL_SHARE, 1.0])
    mean, variance = np.einsum("i,nij,nj->n", both, cov, pull), both @ cov @ both
    chance = [1 - normal_tail(z) for z in (mean / np.sqrt(variance)).tolist()]
    return float(made.weight @ np.array(chance))


def points(made: AbilityFit, draws: Draws, treated: Floats) -> Floats:
    """Return the mean over treated trials of their chance minus that without the training."""
    design, column = made.design, treated
    rows = np.flatnonzero(column > 0)
    weight = design.likelihood.trials[rows] * column[rows]
    total = np.zeros(len(draws.border))
    delta = draws.border[:, design.parts[EFFECT].columns].ravel()
    place = np.searchsorted(draws.months, design.month[rows])
    for piece in np.array_split(np.arange(len(rows)), max(1, len(rows) // 500)):
        at = rows[piece]
        eta = design.columns[at] @ draws.border.T + draws.theta[place[piece], design.person[at]]
        gone = expit(eta) - expit(eta - column[at, None] * delta)
        total += weight[piece] @ gone
    result: Floats = total / weight.sum()
    return result


def first_month(start: Ints, book: Book) -> int:
    """Return the month of the first of some starts, counted from the beginning of the window."""
    return int(month_of(start[start >= 0].min(), book.window.first))


def without_window(ground: Ground, book: Book, training: Training) -> Ground:
    """Return the ground without the months people were chosen by, for everybody."""
    first = first_month(training.start, book)
    kept = (ground.cells.month < first - WINDOW_MONTHS) | (ground.cells.month >= first)
    return only_rows(ground, book, kept)


def only_rows(ground: Ground, book: Book, kept: npt.NDArray[np.bool_]) -> Ground:
    """Return the ground of some rows."""
    cells = rows_of(ground.cells, kept)
    count = book.window.month_count
    likelihood, divisor = likelihood_of(cells, len(ground.people), count)
    panel = panel_of(book, cells, ground.people, likelihood)
    return replace(
        ground, cells=cells, treated=ground.treated[kept], panel=panel, dispersion=divisor
    )


def spill_rows(ground: Ground, book: Book) -> Floats | None:
    """Return how much of each row is of untrained people beside a trained one of their team."""
    team = book.roster.team[:, ground.people]
    first: dict[int, int] = {}
    for person in np.flatnonzero(ground.trained).tolist():
        month = int(month_of(ground.start[person], book.window.first))
        code = int(team[min(max(month, 0), len(team) - 1), person])
        if code != UNKNOWN:
            first[code] = min(first.get(code, ground.start[person]), int(ground.start[person]))
    mine = team[ground.cells.month, ground.cells.person]
    began = np.array([first.get(int(code), 10**9) for code in mine.tolist()], dtype=np.int64)
    share = treated_share(began, ground.cells.month, book.window.first)
    near: Floats = np.where(ground.treated > 0, 0.0, share)
    return near if _enough(near, ground.cells) else None


def _enough(near: Floats, cells: Cells) -> bool:
    return len(np.unique(cells.person[near > 0])) >= FEWEST


def _responses(ground: Ground, book: Book) -> Floats:
    """Return the variance people's different responses add to the step into their start month."""
    extra = np.zeros((book.window.month_count, len(ground.people)))
    trained = np.flatnonzero(ground.trained)
    month = month_of(ground.start[trained], book.window.first)
    inside = (month > 0) & (month < book.window.month_count)
    extra[month[inside], trained[inside]] = RESPONSE_SD**2
    return extra


def columns_of(names: Sequence[str], values: Sequence[Floats], sd: float) -> list[Extra]:
    """Return columns with one prior."""
    return [Extra(name, value, sd=sd) for name, value in zip(names, values, strict=True)]
