"""One log of everything that happened to the deals, cut at the end of the window.

All that the CRM shows (stage history, tracked fields, the deals themselves) is read from this log,
so a cut at an earlier day shows exactly what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.ability import World
from fairlead.simulate.creation import NewDeals
from fairlead.simulate.journey import Journey, Stints
from fairlead.simulate.tables import Columns, Flags, Ints, Streams, Words, previous, run_starts
from fairlead.simulate.terms import Settings
from fairlead.simulate.worktime import DAY, NEVER, by_day, days_of, instants

UNSET = np.int64(-(2**40))


@dataclass(frozen=True, slots=True)
class Log:
    """The state of each deal after each change; sorted by deal, then by time.

    `moved`, `priced`, `dated`, `handed` say which fields this row set.
    """

    deal: Ints
    at: Ints
    stage: Ints
    amount: Ints
    close_day: Ints
    owner: Ints
    moved: Flags
    priced: Flags
    dated: Flags
    handed: Flags

    def rows(self, chosen: Ints | Flags) -> Log:
        """Return the rows asked for."""
        return Log(*(getattr(self, name)[chosen] for name in self.__slots__))

    def first(self) -> Flags:
        """Return which rows are the first of their deal."""
        return run_starts(self.deal)

    def at_time(self, deal: Ints, at: Ints) -> Ints:
        """Return the row in force for each deal at each time."""
        key = self.deal * 2**33 + self.at
        return np.searchsorted(key, deal * 2**33 + at, side="right") - 1


def write_log(
    world: World,
    deals: NewDeals,
    journey: Journey,
    *,
    amounts: Settings,
    dates: Settings,
    streams: Streams,
) -> Log:
    """Merge all changes, carry each field forward, cut at the end of the window."""
    stage_deal, stage_at, stage = _stage_moves(world, deals, journey, streams)
    hand = journey.handovers
    owner_deal = np.concatenate([np.arange(deals.count), hand.deal])
    owner_at = np.concatenate([deals.created, hand.at])
    owner = np.concatenate([deals.person, hand.owner])
    # closing a deal sets its close date to that day
    close_deal, close_at = np.arange(deals.count), journey.closed
    sources = [
        (stage_deal, stage_at, stage),
        (amounts.deal, amounts.at, amounts.value),
        (
            np.concatenate([dates.deal, close_deal]),
            np.concatenate([dates.at, close_at]),
            np.concatenate([dates.value, close_at // DAY]),
        ),
        (owner_deal, owner_at, owner),
    ]
    return _merged(sources, world.window.end)


def _stage_moves(
    world: World, deals: NewDeals, journey: Journey, streams: Streams
) -> tuple[Ints, Ints, Ints]:
    s, rng, count = journey.stints, streams.of("steps back"), len(world.org.stages)
    won, lost = count, count + 1
    every = np.arange(deals.count)
    parts = [
        (s.deal, s.entered, s.stage),
        (every, journey.closed, np.where(journey.won, won, lost)),
    ]
    dwell = s.left - s.entered
    before = previous(s.stage)
    follows = ~run_starts(s.deal) & (before == s.stage - 1)
    chance = rng.random(len(s.deal))
    back = follows & (dwell > 4 * DAY) & (chance < world.org.back_rate)
    again = ~s.advanced & (dwell > 10 * DAY) & (chance > 1 - world.org.reopen_rate)
    for rows, stage in ((np.flatnonzero(back), s.stage - 1), (np.flatnonzero(again), None)):
        early = s.entered[rows] + (dwell[rows] * 0.3).astype(np.int64)
        late = s.entered[rows] + (dwell[rows] * 0.55).astype(np.int64)
        early = by_day(early, rng, after=s.entered[rows], before=late)
        late = by_day(late, rng, after=early, before=s.left[rows])
        first = np.full(len(rows), lost) if stage is None else stage[rows]
        parts += [(s.deal[rows], early, first), (s.deal[rows], late, s.stage[rows])]
    deal, at, stage_code = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return deal, at, stage_code


def _merged(sources: list[tuple[Ints, Ints, Ints]], end: int) -> Log:
    kept = [(d[at < end], at[at < end], v[at < end]) for d, at, v in sources]
    deal = np.concatenate([k[0] for k in kept])
    at = np.concatenate([k[1] for k in kept])
    kind = np.repeat(np.arange(len(kept)), [len(k[0]) for k in kept])
    value = np.concatenate([k[2] for k in kept])
    order = np.argsort(deal * 2**33 + at, kind="stable")
    deal, at, kind, value = deal[order], at[order], kind[order], value[order]
    new = run_starts(deal * 2**33 + at)
    slot = np.cumsum(new) - 1
    count = int(slot[-1]) + 1 if len(slot) else 0
    fields: list[Ints] = []
    flags: list[Flags] = []
    for number in range(len(kept)):
        rows = kind == number
        column = np.full(count, UNSET)
        column[slot[rows]] = value[rows]
        was_set = column != UNSET
        place = np.maximum.accumulate(np.where(was_set, np.arange(count), 0))
        fields.append(column[place])
        flags.append(was_set)
    stage, amount, close_day, owner = fields
    moved, priced, dated, handed = flags
    return Log(deal[new], at[new], stage, amount, close_day, owner, moved, priced, dated, handed)


def stage_changes_table(world: World, log: Log) -> Columns:
    """Return one row each time a deal entered a stage."""
    moved = log.rows(log.moved)
    before = np.where(moved.first(), -1, previous(moved.stage))
    names = world.org.stage_names
    return {
        "deal": moved.deal,
        "occurred_at": instants(moved.at),
        "from_stage": Words(before, names),
        "stage": Words(moved.stage, names),
        "person": moved.owner,
        "amount": moved.amount,
        "close_on": days_of(moved.close_day),
    }


def states_table(world: World, log: Log) -> Columns:
    """Return the deal after each change of stage, amount or close date, with what was before."""
    kept = log.rows(log.moved | log.priced | log.dated)
    first = kept.first()
    return {
        "deal": kept.deal,
        "occurred_at": instants(kept.at),
        "stage": Words(kept.stage, world.org.stage_names),
        "amount": kept.amount,
        "close_on": days_of(kept.close_day),
        "previous_amount": np.where(first, -1, previous(kept.amount)),
        "previous_close_on": days_of(np.where(first, NEVER, previous(kept.close_day))),
        "person": kept.owner,
        "moved": kept.moved,
        "priced": kept.priced,
        "dated": kept.dated,
    }


def owner_changes_table(log: Log) -> Columns:
    """Return one row each time a deal got a new owner."""
    first = log.first()
    old = np.where(first, -1, previous(log.owner))
    rows = ~first & log.handed & (old != log.owner)
    return {
        "deal": log.deal[rows],
        "occurred_at": instants(log.at[rows]),
        "old_person": old[rows],
        "new_person": log.owner[rows],
    }


def stints_truth(world: World, stints: Stints) -> Columns:
    """Return the true chance and the fate of every stint entered within the window."""
    kept = stints.rows(stints.entered < world.window.end)
    names = world.org.stage_names
    return {
        "deal": kept.deal,
        "stage": Words(kept.stage, names),
        "entered_at": instants(kept.entered),
        "person": kept.person,
        "probability": kept.chance,
        "advances": kept.advanced,
        "skips_next": kept.skips,
        "leaves_at": instants(kept.left),
        "is_open": kept.left >= world.window.end,
    }
