"""What to train first: one priority for the unit, own foci where the data tell, and levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.diagnose.report import of_one_currency
from fairlead.diagnose.road import Road, roads
from fairlead.diagnose.scope import Scope
from fairlead.measure.cells import Competency, Window
from fairlead.measure.fitted import Fitted, Silence
from fairlead.prioritise.benchmarks import Effect, level_now, peer_level, plan_level
from fairlead.prioritise.focus import Focus, Priority, foci, priority
from fairlead.prioritise.gains import Gains, gains
from fairlead.prioritise.movement import Movement
from fairlead.prioritise.winning import WinningLevel
from fairlead.stats.likelihood import Floats

LEVEL = 0.9


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
    """

    competency: Competency
    role: str
    gain: Estimate
    chance: float
    now: Estimate
    peers: Estimate
    plan: Answer


@dataclass(frozen=True, slots=True)
class Priorities:
    """The one thing to train, and what stands behind it.

    Parameters
    ----------
    as_of, scope
        Evening asked, and whose.
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
    movement, winning
        Of everybody, where they were asked for.
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
    movement: Movement | NotEstimable | None
    winning: tuple[WinningLevel | NotEstimable, ...]
    findings: tuple[Finding, ...]


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
    movement: Movement | NotEstimable | None = None,
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
    movement, winning
        Made elsewhere, because they take long.
    """
    found = roads(fits)
    passable = [
        road
        for road in of_one_currency([road for road in found if isinstance(road, Road)])
        if np.isin(road.people, scope.people).any()
    ]
    if not passable:
        silent = [road for road in found if isinstance(road, NotEstimable)]
        reason = silent[0] if silent else NotEstimable("no deals with dates, owners and amounts")
        return Priorities(
            window.as_of, scope, reason, (), (), (), None, movement, tuple(winning), ()
        )  # fmt: skip
    made = gains(passable, effects=effects, costs=costs)
    unit = priority(made.of(scope.people))
    return Priorities(
        as_of=window.as_of,
        scope=scope,
        priority=unit,
        candidates=_candidates(passable, made, scope, unit, target),
        teams=tuple(
            (team, priority(made.of(team.people)))
            for team in teams
            if scope.unit == "company" and np.isin(made.people, team.people).sum() > 1
        ),
        foci=_foci(made, scope, teams, names),
        currency=made.currency,
        movement=movement,
        winning=tuple(winning),
        findings=tuple(finding for road in passable for finding in road.findings),
    )


def _foci(
    made: Gains, scope: Scope, teams: Sequence[Scope], names: Sequence[str]
) -> tuple[tuple[str, Focus], ...]:
    """Return what each person of the scope trains, in the order of names."""
    people = scope.people[np.isin(scope.people, made.people)]
    found = foci(made, people, _shared(made, scope, teams))
    named = ((names[focus.person], focus) for focus in found)
    return tuple(sorted(named, key=lambda each: each[0].casefold()))


def _shared(made: Gains, scope: Scope, teams: Sequence[Scope]) -> Priority:
    """Return what people without a focus of their own train: the unit's, a person's team's."""
    people = scope.people
    if scope.unit == "person":
        mine = [team.people for team in teams if np.isin(team.people, people).any()]
        people = mine[0] if mine else made.people
    return priority(made.of(people))


def _candidates(
    passable: Sequence[Road], made: Gains, scope: Scope, unit: Priority, target: int | None
) -> tuple[Candidate, ...]:
    draws = made.of(scope.people)
    found = []
    at = 0
    for road in passable:
        mine = np.flatnonzero(np.isin(road.people, scope.people)).astype(np.int64)
        for number, part in enumerate(road.levels):
            place, at = at, at + 1
            plan: Answer = NotEstimable("no target")
            if target is not None:
                others = sum(
                    float(r.worth[np.isin(r.people, scope.people)].sum(axis=0).mean())
                    for r in passable
                    if r is not road
                )
                plan = plan_level(road, number, mine, max(target - others, 0.0))
            found.append(
                Candidate(
                    competency=part.competency,
                    role=road.role,
                    gain=_gain(draws[place], made.currency, len(mine)),
                    chance=unit.chances[place],
                    now=level_now(road, number, mine),
                    peers=peer_level(road, number),
                    plan=plan,
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
