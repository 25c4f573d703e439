"""The way of the deals through the stages, all deals of a stage at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.ability import World, mix_effect
from fairlead.simulate.creation import NewDeals, pace_part
from fairlead.simulate.organisation import SPEED
from fairlead.simulate.roster import HEAD
from fairlead.simulate.tables import Array, Flags, Floats, Ints, Streams, run_ends
from fairlead.simulate.worktime import DAY, NEVER, by_day, into_hours, round_up_days


@dataclass(frozen=True, slots=True)
class Stints:
    """First visits of a deal to a stage, with their fate (which may lie after the window).

    `chance` is the true probability of `advanced`; `skips` says that the next stage was left out.
    Sorted by deal, then by time.
    """

    deal: Ints
    stage: Ints
    entered: Ints
    left: Ints
    person: Ints
    chance: Floats
    advanced: Flags
    skips: Flags

    def rows(self, chosen: Array) -> Stints:
        """Return the rows asked for."""
        return Stints(*(getattr(self, name)[chosen] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Handovers:
    """Changes of owner: deal, time, new owner, why (0 left, 1 reassigned, 2 manager stepped in)."""

    deal: Ints
    at: Ints
    owner: Ints
    reason: Ints


@dataclass(frozen=True, slots=True)
class Journey:
    """All stints and all changes of owner; `closed` and `won` for each deal."""

    stints: Stints
    handovers: Handovers
    closed: Ints
    won: Flags


@dataclass(frozen=True, slots=True)
class Colleagues:
    """For each month and team the reps who are there all month, to hand deals to."""

    order: Ints
    first: Ints
    count: Ints

    def pick(self, month: Ints, team: Ints, draw: Floats, fallback: Ints) -> Ints:
        """Return a colleague at random; the manager (`fallback`) if nobody is there."""
        count = self.count[month, team]
        place = self.first[month, team] + (draw * count).astype(np.int64)
        place = np.minimum(place, self.order.shape[1] - 1)
        return np.where(count > 0, self.order[month, place], fallback)


def colleagues(world: World) -> Colleagues:
    """Index the reps of each month by team."""
    roster, edges, teams = world.roster, world.window.edges // DAY, len(world.org.teams)
    stays = (roster.hired <= edges[:-1, None]) & (roster.gone > edges[1:, None])
    usable = roster.is_rep() & stays & (roster.team >= 0)
    key = np.where(usable, roster.team, teams)
    order = np.argsort(key, axis=1, kind="stable")
    count = np.stack([(key == team).sum(axis=1) for team in range(teams)], axis=1)
    return Colleagues(order, np.cumsum(count, axis=1) - count, count)


def travel(world: World, deals: NewDeals, streams: Streams) -> Journey:
    """Play every deal to its end."""
    walk = _Walk(world, deals, colleagues(world))
    for stage in range(len(world.org.stages)):
        walk.pass_stage(stage, streams.of(f"stage {stage}"))
    walk.let_managers_step_in(streams.of("takeover"))
    return Journey(_joined(walk.parts), _moves(walk.moves), walk.at, ~walk.lost)


def step_logit(world: World, stage: int, person: Ints, at: Ints, segment: Ints) -> Floats:
    """Logit of the chance that stints entered by a person at a time move on, mix left out."""
    base = world.org.stages[stage].advance
    own = world.effects.preference[person, segment, stage]
    eta = np.log(base / (1 - base)) + own
    total: Floats = eta + world.person_part(person, at, stage) + world.calendar_part(at, stage)
    return total


class _Walk:
    """Where every deal stands while the stages are played one after the other."""

    def __init__(self, world: World, deals: NewDeals, table: Colleagues) -> None:
        self.world, self.deals, self.table = world, deals, table
        self.mix, self.pace = mix_effect(world.org, deals.codes), pace_part(world, deals.codes)
        self.owner, self.at = deals.person.copy(), deals.created.copy()
        self.stage = np.zeros(deals.count, dtype=np.int64)
        self.lost = np.zeros(deals.count, dtype=bool)
        self.parts: list[Stints] = []
        self.moves: list[Handovers] = []

    def pass_stage(self, stage: int, rng: np.random.Generator) -> None:
        """Play one stage for all deals in it."""
        here = np.flatnonzero((self.stage == stage) & ~self.lost)
        part = self._play(here, stage, rng)
        self._hand_over(part, rng)
        self.lost[here[~part.advanced]] = True
        self.stage[here] = np.where(part.advanced, stage + 1 + part.skips, stage)
        self.at[here] = part.left
        self.parts.append(part)

    def _play(self, here: Ints, stage: int, rng: np.random.Generator) -> Stints:
        org, owner, at = self.world.org, self.owner[here], self.at[here]
        setting, count = org.stages[stage], len(here)
        segment = self.deals.codes["segment"][here]
        eta = step_logit(self.world, stage, owner, at, segment) + self.mix[here]
        chance = 1 / (1 + np.exp(-eta))
        draws = rng.random((2, count))
        advanced = draws[0] < chance
        can_skip = stage + 2 <= len(org.stages)
        skips = advanced & (draws[1] < org.skip_rate * can_skip)
        speed = self.world.person_part(owner, at, org.competencies.index(SPEED))
        wins = setting.advance_days * np.exp(setting.advance_spread * rng.standard_normal(count))
        losses = setting.loss_days * rng.weibull(setting.loss_shape, count)
        dwell = np.where(advanced, wins, losses) * np.exp(self.pace[here] - speed)
        left = into_hours(at + round_up_days(dwell), rng, after=at)
        return Stints(here, np.full(count, stage), at, left, owner, chance, advanced, skips)

    def _hand_over(self, part: Stints, rng: np.random.Generator) -> None:
        """Owners who leave hand their deals on; a few deals change hands for other reasons."""
        moved = rng.random(len(part.deal)) < self.world.org.reassign_rate
        share = rng.uniform(0.6, 0.95, len(part.deal))
        at = part.entered + ((part.left - part.entered) * share).astype(np.int64)
        at = by_day(at, rng, after=part.entered, before=part.left)
        rows = np.flatnonzero(moved & (at < self.world.roster.gone[part.person] * DAY))
        self._give(part.deal[rows], at[rows], rng, reason=1)
        while True:  # the colleague may leave too
            gone = self.world.roster.gone[self.owner[part.deal]]
            leaves = np.minimum(gone, NEVER // DAY) * DAY
            rows = np.flatnonzero((gone < NEVER) & (leaves <= part.left))
            if not len(rows):
                break
            at = np.maximum(leaves[rows] - 6 * 3600, part.entered[rows] + 60)
            self._give(part.deal[rows], at, rng, reason=0)

    def _give(self, deal: Ints, at: Ints, rng: np.random.Generator, *, reason: int) -> None:
        roster, old = self.world.roster, self.owner[deal]
        month = self.world.window.month_of(at)
        team = np.maximum(roster.team[month, old], 0)
        boss = roster.manager[month, team]
        # the head takes what nobody in the team can take
        boss = np.where((boss == old) | (roster.gone[boss] <= at // DAY + 1), HEAD, boss)
        new = self.table.pick(month, team, rng.random(len(deal)), boss)
        self.owner[deal] = new
        self._note(deal, at, new, old, reason)

    def _note(self, deal: Ints, at: Ints, new: Ints, old: Ints, reason: int) -> None:
        real = new != old
        why = np.full(int(real.sum()), reason)
        self.moves.append(Handovers(deal[real], at[real], new[real], why))

    def let_managers_step_in(self, rng: np.random.Generator) -> None:
        """Let managers take some deals over in the last three days before the win."""
        roster, every = self.world.roster, _joined(self.parts)
        final = every.rows(run_ends(every.deal))
        rate = self.world.org.takeover_rate
        final = final.rows(~self.lost[final.deal] & (rng.random(len(final.deal)) < rate))
        owner = self.owner[final.deal]
        at = final.left - rng.integers(3600, 3 * DAY, len(final.deal))
        at = by_day(at, rng, after=final.entered, before=final.left)
        month = self.world.window.month_of(at)
        boss = roster.manager[month, np.maximum(roster.team[month, owner], 0)]
        start = np.maximum(final.entered, roster.hired[boss] * DAY)
        stays = roster.gone[boss] > final.left // DAY
        good = np.flatnonzero((at > start + 60) & stays)
        self.owner[final.deal[good]] = boss[good]
        self._note(final.deal[good], at[good], boss[good], owner[good], 2)


def _joined(parts: list[Stints]) -> Stints:
    columns = [np.concatenate([getattr(p, name) for p in parts]) for name in Stints.__slots__]
    whole = Stints(*columns)
    return whole.rows(np.lexsort((whole.entered, whole.deal)))


def _moves(parts: list[Handovers]) -> Handovers:
    names = Handovers.__slots__
    columns = [np.concatenate([getattr(p, name) for p in parts]) for name in names]
    order = np.lexsort((columns[1], columns[0]))
    return Handovers(*(column[order] for column in columns))
