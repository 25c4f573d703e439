"""The deals as the CRM shows them on the last evening, and what became of them afterwards."""

from __future__ import annotations

import numpy as np

from fairlead.simulate.ability import World
from fairlead.simulate.creation import NewDeals
from fairlead.simulate.journey import Journey
from fairlead.simulate.states import Log
from fairlead.simulate.tables import Columns, Ints, Streams, Words, run_ends
from fairlead.simulate.terms import minor_factor
from fairlead.simulate.worktime import NEVER, days_of, instants

OUTCOMES = ("open", "won", "lost")
CATEGORIES = ("Omitted", "Pipeline", "BestCase", "Forecast", "Closed")
LOST_REASONS = (
    "No budget",
    "No decision",
    "Lost to competitor",
    "Wrong time",
    "Missing feature",
    "Price",
    "No answer",
)
LOST_EARLY = (0.18, 0.14, 0.08, 0.22, 0.10, 0.04, 0.24)
LOST_LATE = (0.14, 0.24, 0.22, 0.12, 0.08, 0.16, 0.04)
NEXT_STEPS = (
    "Call with the CFO on Thursday",
    "Send the revised offer",
    "Demo for the wider team",
    "Security questions to be answered",
    "Contract with their legal team",
    "Agree on success measures",
    "Follow up after the board meeting",
    "Introduce the implementation lead",
)
NO_NEXT_STEP = 0.25
HAS_COMPETITOR_FROM = 1
OWN_CATEGORY = 0.10
"""Share of open deals whose owner sets a forecast category apart from the stage's."""


def deals_table(
    world: World,
    deals: NewDeals,
    log: Log,
    *,
    account: Ints,
    contact: Ints,
    streams: Streams,
) -> Columns:
    """Return one row a deal, read from the last row of the log."""
    org, rng = world.org, streams.of("deals")
    now = log.rows(run_ends(log.deal))
    count = len(org.stages)
    outcome = np.where(now.stage == count, 1, np.where(now.stage == count + 1, 2, 0))
    closed = _last_move(log)
    step = np.where(rng.random(deals.count) < NO_NEXT_STEP, -1, rng.integers(0, 8, deals.count))
    columns: Columns = {
        "deal": np.arange(deals.count),
        "account": account,
        "contact": contact,
        "created_at": instants(deals.created),
        "created_by": deals.person,
        "owner": now.owner,
        "amount": now.amount,
        "close_on": days_of(now.close_day),
        "stage": Words(now.stage, org.stage_names),
        "outcome": Words(outcome, OUTCOMES),
        "closed_at": instants(np.where(outcome > 0, closed, NEVER)),
        "stage_entered_at": instants(closed),
        "lost_reason": Words(_reasons(log, outcome, count, rng), LOST_REASONS),
        "next_step": Words(np.where(outcome == 0, step, -1), NEXT_STEPS),
        "forecast_category": Words(_category(world, now, outcome, rng), CATEGORIES),
        "modified_at": instants(now.at),
    }
    for dimension, codes in deals.codes.items():
        columns[dimension] = Words(codes, tuple(level.name for level in org.levels(dimension)))
    columns["competitor"] = _competitor(world, deals.codes["competitor"])
    return columns


def _competitor(world: World, codes: Ints) -> Words:
    names = tuple(level.name for level in world.org.competitors)
    return Words(np.where(np.array([bool(name) for name in names])[codes], codes, -1), names)


def _last_move(log: Log) -> Ints:
    moved = log.rows(log.moved)
    return moved.at[run_ends(moved.deal)]


def _reasons(log: Log, outcome: Ints, stages: int, rng: np.random.Generator) -> Ints:
    moved = log.rows(log.moved)
    reached = np.zeros(len(outcome), dtype=np.int64)
    open_rows = moved.stage < stages
    np.maximum.at(reached, moved.deal[open_rows], moved.stage[open_rows])
    early = rng.choice(len(LOST_REASONS), len(outcome), p=LOST_EARLY)
    late = rng.choice(len(LOST_REASONS), len(outcome), p=LOST_LATE)
    reason = np.where(reached >= stages - 2, late, early)
    return np.where(outcome == 2, reason, -1)


def category_codes(world: World) -> Ints:
    """Forecast category of each stage code."""
    names = [s.forecast_category for s in world.org.stages] + ["Closed", "Omitted"]
    return np.array([CATEGORIES.index(name) for name in names], dtype=np.int64)


def _category(world: World, now: Log, outcome: Ints, rng: np.random.Generator) -> Ints:
    default = category_codes(world)[now.stage]
    own = rng.random(len(default)) < OWN_CATEGORY
    shifted = np.clip(default + rng.choice([-1, 1], len(default)), 1, 3)
    return np.where(own & (outcome == 0), shifted, default)


def fates_truth(world: World, deals: NewDeals, journey: Journey) -> Columns:
    """Return how each deal ends, also those still open on the last evening."""
    return {
        "deal": np.arange(deals.count),
        "wins": journey.won,
        "closes_at": instants(journey.closed),
        "worth": deals.amount.astype(np.int64) * minor_factor(world.org.currency),
        "is_open": journey.closed >= world.window.end,
    }
