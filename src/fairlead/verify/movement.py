"""How many people got better or worse within a year, beside how many luck alone would move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fairlead.answers import Estimate, NotEstimable
from fairlead.diagnose.levels import Level, level_of, shuffled
from fairlead.diagnose.road import Road
from fairlead.measure.cells import Ints, StepCells
from fairlead.measure.fitted import Fitted
from fairlead.measure.selection import data_of
from fairlead.stats.ability import draw, fit_design, replicate, standing
from fairlead.stats.ability.nodes import SIGMA_SCALE
from fairlead.stats.likelihood import Floats

SURE = 0.9
MONTHS_AGO = 12
REPLICATES = 5
REPLICATE_DRAWS = 400

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Movement:
    """Counts of people, never names: who moved is nobody's rank.

    Parameters
    ----------
    people
        How many were compared.
    better, worse
        Worth more (less) a year than twelve months before at the same mix, market and season,
        with nine chances in ten.
    luck_better, luck_worse
        How many would seem so if nobody had changed: mean over replicates.
    replicates
        How often that was tried.
    """

    people: int
    better: int
    worse: int
    luck_better: float
    luck_worse: float
    replicates: int

    @property
    def beyond_luck(self) -> float:
        """People better beyond those that luck alone would move; negative where fewer are."""
        return self.better - self.luck_better

    @property
    def moved_beyond_luck(self) -> tuple[bool, bool] | None:
        """Whether more are better, and more worse, than luck alone would move; None untried."""
        if not self.replicates:
            return None
        better = _rarely(self.better, self.luck_better, self.replicates)
        return better, _rarely(self.worse, self.luck_worse, self.replicates)


RARE = 0.05


def _rarely(count: int, luck: float, replicates: int) -> bool:
    """Say whether luck alone would show as many at most once in twenty times.

    Notes
    -----
    Counts of luck taken as Poisson, their mean known from a few replicates only: the predictive
    distribution is negative binomial (Gelman et al., *Bayesian Data Analysis* 2013, section 2.6).
    """
    from scipy.special import betainc  # noqa: PLC0415 - slow to load

    if not count:
        return False
    chance = betainc(count, luck * replicates + 0.5, 1 / (replicates + 1))
    return bool(chance < RARE)


def movement(
    roads: Sequence[Road],
    *,
    rng: np.random.Generator,
    replicates: int = REPLICATES,
    progress: Progress | None = None,
) -> Movement | NotEstimable:
    """Return how many people moved within a year, beyond luck.

    Parameters
    ----------
    roads
        All of one currency.
    rng
        For the replicates.
    replicates
        How often everything is drawn and fitted anew with everybody's ability held still.
    progress
        Told what is done, how many and of how many.

    Notes
    -----
    Both dates come from one fit and its joint draws, so what they share cancels. Mix, market,
    season and team are those of now on both dates; new people who have found their feet have
    got better. The floor is a parametric bootstrap under no change.
    """
    if not roads or any(fit.window.month_count <= MONTHS_AGO for r in roads for fit in r.fits):
        return NotEstimable("data of a year and a month are needed", needed=MONTHS_AGO + 1)
    better, worse = moved(*worths(roads))
    luck = np.zeros((replicates, 2))
    for number in range(replicates):
        if progress is not None:
            progress("luck alone", number, replicates)
        again = [_again(road, rng) for road in roads]
        luck[number] = moved(*worths(again))
    people = np.unique(np.concatenate([road.people for road in roads]))
    mean = luck.mean(axis=0) if replicates else np.full(2, np.nan)
    return Movement(len(people), better, worse, float(mean[0]), float(mean[1]), replicates)


@dataclass(frozen=True, slots=True)
class OwnPath:
    """One person's own path within a year, for that person alone.

    Parameters
    ----------
    change
        Worth now over worth a year ago, less one, at the same mix, market and season (9 times in
        10); `n` is the trials of the steps it stands on.
    better
        Chance of being better now.
    """

    change: Estimate
    better: float


FEWEST_TRIALS = 5


def own_path(roads: Sequence[Road], place: int) -> OwnPath | NotEstimable:
    """Return how one person moved within a year, against themself only.

    Parameters
    ----------
    roads
        All of one currency.
    place
        The person's in the roster.
    """
    mine = [road for road in roads if place in road.people]
    if not mine:
        return NotEstimable("nothing is measured here of this job's way from new deal to win")
    if any(fit.window.month_count <= MONTHS_AGO for road in mine for fit in road.fits):
        return NotEstimable("data of a year and a month are needed", needed=MONTHS_AGO + 1)
    trials = sum(_trials(fit, place) for road in mine for fit in road.fits)
    if trials < FEWEST_TRIALS:
        return NotEstimable("deals in the steps", needed=FEWEST_TRIALS, have=trials)
    people = np.unique(np.concatenate([road.people for road in mine]))
    row = int(np.searchsorted(people, place))
    now, then = (worth[row] for worth in worths(mine))
    change = now / then - 1
    low, value, high = np.quantile(change, [0.05, 0.5, 0.95])
    found = Estimate(float(value), float(low), float(high), SURE, trials, "fraction", "movement")
    return OwnPath(found, float((now > then).mean()))


def _trials(fitted: Fitted, place: int) -> int:
    """Return how many deals of a person a fit of a step stands on."""
    if not isinstance(fitted.cells, StepCells):
        return 0
    code = np.flatnonzero(fitted.people == place)
    rows = np.isin(fitted.cells.person, code)
    return round(float(data_of(fitted.cells)[rows].sum()))


@dataclass(frozen=True, slots=True)
class Attained:
    """How many people met their target in a period: `met` of the `people` who had one."""

    met: int
    people: int


def attained(targets: Mapping[int, int], booked: Mapping[int, int]) -> Attained:
    """Return how many met their target; both in minor units of one currency, by person.

    Who has a target and booked nothing has not met it; who has none does not count.
    """
    met = sum(booked.get(person, 0) >= target for person, target in targets.items() if target > 0)
    return Attained(met, sum(target > 0 for target in targets.values()))


def moved(now: Floats, then: Floats) -> tuple[int, int]:
    """Return how many are better and worse with nine chances in ten, from joint draws."""
    better = (now > then).mean(axis=1) > SURE
    worse = (now < then).mean(axis=1) > SURE
    return int(better.sum()), int(worse.sum())


def worths(roads: Sequence[Road]) -> tuple[Floats, Floats]:
    """Return what everybody is worth a year, now and a year ago (people, draws) each."""
    people = np.unique(np.concatenate([road.people for road in roads]))
    draws = roads[0].worth.shape[1]
    total = np.zeros((2, len(people), draws))
    for road in roads:
        place = np.searchsorted(people, road.people)
        total[0, place] += road.worth
        before = [
            _before(fit, level, road.people)
            for fit, level in zip(road.fits, road.levels, strict=True)
        ]
        total[1, place] += np.prod(before, axis=0)
    return total[0], total[1]


def _before(fitted: Fitted, level: Level, people: Ints) -> Floats:
    """Return the level of a year ago at the mix, market and team of now."""
    draws = fitted.draws
    order = shuffled(fitted)[1]
    now = fitted.window.month_count - 1
    change = (draws.person(now - MONTHS_AGO) - draws.person(now))[:, order]
    ramp = fitted.fit.design.parts.get("ramp")
    code = np.searchsorted(fitted.people, people)
    there = np.isin(people, fitted.people)
    place, fresh = level.place.copy(), level.ramp.copy()
    place[there] += change[code[there]]
    if ramp is not None:
        columns = standing(fitted.fit, now - MONTHS_AGO)[:, ramp.columns]
        fresh[there] = (columns @ draws.border[order][:, ramp.columns].T)[code[there]]
    return level.at(place, fresh)


def _again(road: Road, rng: np.random.Generator) -> Road:
    """Return the road with new luck in all of its parts, nobody changed, fitted anew."""
    fits = []
    for fitted in road.fits:
        design = replace(fitted.fit.design, likelihood=replicate(fitted.fit, rng))
        made = fit_design(design, scale=SIGMA_SCALE)
        drawn = draw(made, int(rng.integers(2**31)), count=REPLICATE_DRAWS)
        fits.append(replace(fitted, fit=made, draws=drawn))
    levels = [level_of(fit, road.people) for fit in fits]
    kept = tuple(level for level in levels if level is not None)
    return replace(road, fits=tuple(fits), levels=kept)
