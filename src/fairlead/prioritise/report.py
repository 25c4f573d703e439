"""What to train first: one priority for the unit, own foci where the data tell, and levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.diagnose.known import Known
from fairlead.diagnose.levels import Level
from fairlead.diagnose.road import Road
from fairlead.diagnose.scope import Scope
from fairlead.measure.cells import Competency, Window
from fairlead.measure.fair import since
from fairlead.measure.fitted import Fitted, Silence
from fairlead.prioritise.benchmarks import Effect, level_now, peer_level, plan_level
from fairlead.prioritise.focus import Focus, Priority, foci, priority
from fairlead.prioritise.gains import Gains, gains
from fairlead.prioritise.learned import Judged, learned
from fairlead.prioritise.winning import WinningLevel
from fairlead.stats.likelihood import Floats

LEVEL = 0.9
NO_MONEY = "no deals with dates, owners and amounts"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One competency that could be trained, for the scope.

    Parameters
    ----------
    competency, role
        What, and whose job.
    gain
        Four quarters, minor units, less cost.
    chance
        That it brings most of all.
    now, peers, plan
        Level of the scope, of good peers, and the level that would bring the target alone.
    effect
        How far a training is expected to carry, and which own verdicts that rests on.
    cost
        Of training the people of the scope in it, minor units; 0 where none is known.
    people
        Surrogate keys of the people of the scope who work on it.
    """

    competency: Competency
    role: str
    gain: Estimate
    chance: float
    now: Estimate
    peers: Estimate
    plan: Answer
    effect: Effect = field(default_factory=Effect)
    cost: float = 0.0
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Priorities:
    """The one thing to train, and what stands behind it.

    Parameters
    ----------
    as_of, scope
        Evening asked, and whose.
    start
        First day of the twelve months levels rest on most.
    priority
        Of the scope; NotEstimable where levels cannot be turned into money.
    candidates
        Everything that could be trained, in the order of the process.
    teams
        The priority of each team with two people or more on the roads, for a company.
    foci
        What each person of the scope trains, in the order of names.
    currency
        Of gains.
    winning
        Of everybody, where it was asked for.
    findings
        What to read it with.
    """

    as_of: dt.date
    scope: Scope
    priority: Priority | NotEstimable
    candidates: tuple[Candidate, ...]
    teams: tuple[tuple[Scope, Priority], ...]
    foci: tuple[tuple[str, Focus], ...]
    currency: str | None
    winning: tuple[WinningLevel | NotEstimable, ...]
    findings: tuple[Finding, ...]
    start: dt.date | None = None


def prioritise(
    fits: Sequence[Fitted | Silence],
    scope: Scope,
    window: Window,
    *,
    names: Sequence[str],
    teams: Sequence[Scope] = (),
    target: int | None = None,
    effects: Mapping[str, Effect] | None = None,
    costs: Mapping[str, float] | None = None,
    winning: Sequence[WinningLevel | NotEstimable] = (),
) -> Priorities:
    """Return what to train first.

    Parameters
    ----------
    fits
        Of one book.
    scope
        Whose.
    window
        Of the book.
    names
        Of the roster.
    teams
        Every team: named beside a company's priority, and what a person's own is set against.
    target
        For the four quarters ahead, minor units; None leaves the plan's benchmark out.
    effects, costs
        As in `gains`.
    winning
        Made elsewhere, because it takes long.
    """
    weighed = Weighed(Known(fits, window), names=names, teams=teams, effects=effects, costs=costs)
    return weighed.of(scope, target=target, winning=winning)


class Weighed:
    """Every training weighed for everybody once; what a team or a person trains is read from it.

    Parameters
    ----------
    known
        The fits of one evening.
    names
        Of the roster.
    teams
        Every team.
    effects, costs
        As in `gains`.
    judged
        Verdicts on own trainings, which `effects` are learned from where those are not given.
    """

    def __init__(
        self,
        known: Known,
        *,
        names: Sequence[str],
        teams: Sequence[Scope] = (),
        effects: Mapping[str, Effect] | None = None,
        costs: Mapping[str, float] | None = None,
        judged: Sequence[Judged] = (),
    ) -> None:
        self.known, self.names, self.teams = known, tuple(names), tuple(teams)
        self.costs, self.judged = dict(costs or {}), tuple(judged)
        self._given = effects

    @cached_property
    def effects(self) -> Mapping[str, Effect]:
        """How far a training in each competency carries, where more than the guess is known."""
        if self._given is not None:
            return self._given
        levels: dict[str, list[Level]] = {}
        for road in self.known.passable:
            for level in road.trained:
                levels.setdefault(level.competency.slug, []).append(level)
        return learned(self.judged, levels)

    @cached_property
    def gains(self) -> Gains:
        """What each training would bring everybody, on all roads of one currency."""
        return gains(self.known.passable, effects=self.effects, costs=self.costs)

    def of(
        self,
        scope: Scope,
        *,
        target: int | None = None,
        winning: Sequence[WinningLevel | NotEstimable] = (),
    ) -> Priorities:
        """Return what a scope trains first; parameters as in `prioritise`."""
        window = self.known.window
        mine = [np.isin(road.people, scope.people).any() for road in self.known.passable]
        if not any(mine):
            silent = [road for road in self.known.roads if isinstance(road, NotEstimable)]
            reason = (
                silent[0] if silent else NotEstimable("no deals with dates, owners and amounts")
            )
            return Priorities(window.as_of, scope, reason, (), (), (), None, tuple(winning), ())
        passable = tuple(road for road, kept in zip(self.known.passable, mine, strict=True) if kept)
        made = self.gains.on(passable)
        unit = priority(made.of(scope.people))
        return Priorities(
            as_of=window.as_of,
            scope=scope,
            priority=unit,
            candidates=self._candidates(passable, made, scope, unit, target),
            teams=tuple(
                (team, priority(made.of(team.people)))
                for team in self.teams
                if scope.unit == "company" and np.isin(made.people, team.people).sum() > 1
            ),
            foci=self._foci(made, scope),
            currency=made.currency,
            winning=tuple(winning),
            findings=tuple(finding for road in passable for finding in road.findings),
            start=since(window),
        )

    def _foci(self, made: Gains, scope: Scope) -> tuple[tuple[str, Focus], ...]:
        """Return what each person of the scope trains, in the order of names."""
        people = scope.people[np.isin(scope.people, made.people)]
        found = foci(made, people, self._shared(made, scope))
        named = ((self.names[focus.person], focus) for focus in found)
        return tuple(sorted(named, key=lambda each: each[0].casefold()))

    def _shared(self, made: Gains, scope: Scope) -> Priority:
        """Return what people without an own focus train: the unit's, a person's team's."""
        people = scope.people
        if scope.unit == "person":
            mine = [team.people for team in self.teams if np.isin(team.people, people).any()]
            people = mine[0] if mine else made.people
        return priority(made.of(people))

    def _candidates(
        self,
        passable: Sequence[Road],
        made: Gains,
        scope: Scope,
        unit: Priority,
        target: int | None,
    ) -> tuple[Candidate, ...]:
        draws = made.of(scope.people)
        places = [np.flatnonzero(np.isin(road.people, scope.people)) for road in passable]
        brings = [
            float(road.worth[place].sum(axis=0).mean())
            for road, place in zip(passable, places, strict=True)
        ]
        found: list[Candidate] = []
        for road, place, own in zip(passable, places, brings, strict=True):
            mine = place.astype(np.int64)
            for number, part in enumerate(road.trained):
                at = len(found)
                plan: Answer = NotEstimable("no target")
                if target is not None:
                    plan = plan_level(road, number, mine, max(target - (sum(brings) - own), 0.0))
                found.append(
                    Candidate(
                        competency=part.competency,
                        role=road.role,
                        gain=_gain(draws[at], made.currency, len(mine)),
                        chance=unit.chances[at],
                        now=level_now(road, number, mine),
                        peers=peer_level(road, number),
                        plan=plan,
                        effect=self.effects.get(part.competency.slug, Effect()),
                        cost=float(made.cost[at] * len(mine)),
                        people=tuple(road.fits[0].roster.person_id[road.people[mine]].tolist()),
                    )
                )
        return tuple(found)


def _gain(draws: Floats, currency: str | None, people: int) -> Estimate:
    lower, upper = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = float(draws.mean())
    return Estimate(
        value=value,
        lower=min(float(lower), value),
        upper=max(float(upper), value),
        level=LEVEL,
        n=people,
        unit=f"{currency or ''} minor".strip(),
        kind="gain",
    )
