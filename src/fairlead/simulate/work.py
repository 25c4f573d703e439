"""Calls, meetings and emails on deals, and leads before they are deals."""

from __future__ import annotations

import numpy as np

from fairlead.simulate import names
from fairlead.simulate.ability import World
from fairlead.simulate.creation import NewDeals
from fairlead.simulate.journey import Stints
from fairlead.simulate.states import Log
from fairlead.simulate.tables import Columns, Floats, Ints, Streams, Words, array, take
from fairlead.simulate.worktime import DAY, by_day, instants

KINDS = ("call", "email", "meeting")
KIND_SHARES = (0.40, 0.42, 0.18)
SUBJECTS = (
    "Introduction",
    "Follow-up",
    "Questions on the offer",
    "Requirements",
    "Product demo",
    "Pricing",
    "Next steps",
    "Contract review",
)
OUTCOMES = ("Completed", "No answer", "Left message", "Cancelled")
PER_STINT, PER_DAY, MOST_DAYS = 0.5, 0.05, 40.0
LEAD_SHARE = 0.5
"""Share of inbound new business that was a lead first."""
LEADS_LOST_PER_KEPT = 1.6
LEAD_STATUS = (
    "Open - Not Contacted",
    "Working - Contacted",
    "Closed - Not Converted",
    "Closed - Converted",
)
DISQUALIFIED = ("No need", "Too small", "Wrong contact", "No answer")


def activities_table(
    world: World, log: Log, stints: Stints, main: Ints, streams: Streams
) -> Columns:
    """Return what owners did on their deals, more of it the longer a deal stays in a stage.

    The amount of activity has no effect on the outcome; it follows the days in stage.
    """
    rng = streams.of("activities")
    seen = np.minimum(stints.left, world.window.end)
    days = np.clip((seen - stints.entered) / DAY, 0, MOST_DAYS)
    count = rng.poisson(PER_STINT + PER_DAY * days)
    row = np.repeat(np.arange(len(count)), count)
    at = stints.entered[row] + (rng.random(len(row)) * (seen - stints.entered)[row]).astype(
        np.int64
    )
    at = by_day(at, rng, after=stints.entered[row], before=seen[row])
    deal = stints.deal[row]
    order = np.argsort(at, kind="stable")
    deal, at = deal[order], at[order]
    kind = rng.choice(3, len(deal), p=KIND_SHARES)
    outcome = rng.choice(4, len(deal), p=(0.7, 0.15, 0.1, 0.05))
    return {
        "activity": np.arange(len(deal)),
        "deal": deal,
        "person": log.owner[log.at_time(deal, at)],
        "contact": main[deal],
        "kind": Words(kind, KINDS),
        "subject": Words(rng.integers(0, len(SUBJECTS), len(deal)), SUBJECTS),
        "occurred_at": instants(at),
        "duration_s": _durations(kind, rng),
        "outcome": Words(np.where(kind == 1, 0, outcome), OUTCOMES),
    }


def _durations(kind: Ints, rng: np.random.Generator) -> Ints:
    call = np.maximum(np.exp(rng.normal(5.6, 0.9, len(kind))), 5).astype(np.int64)
    meeting = rng.choice([1800, 2700, 3600], len(kind))
    return np.where(kind == 0, call, np.where(kind == 2, meeting, -1))


def prospects_table(world: World, deals: NewDeals, streams: Streams) -> Columns:
    """Return leads: those that became deals, and more that did not."""
    rng = streams.of("prospects")
    new = [level.name for level in world.org.types].index("new_business")
    fits = (deals.codes["type"] == new) & (deals.codes["source"] == 0)
    kept = np.flatnonzero(fits & (rng.random(deals.count) < LEAD_SHARE))
    before = deals.created[kept] - _waited(len(kept), rng)
    lost = rng.choice(kept, round(len(kept) * LEADS_LOST_PER_KEPT)) if len(kept) else kept
    lost_at = deals.created[lost] - rng.integers(60, 1800, len(lost))
    old = lost_at < world.window.end - 45 * DAY
    status = np.where(old, 2, rng.integers(0, 2, len(lost)))
    deal = np.append(kept, np.full(len(lost), -1))
    first, last = names.contact_name_codes(len(deal), rng)
    columns: Columns = {
        "deal": deal,
        "created_at": np.append(before, lost_at),
        "owner": np.append(deals.person[kept], deals.person[lost]),
        "status": Words(np.append(np.full(len(kept), 3), status), LEAD_STATUS),
        "converted_at": np.append(deals.created[kept], np.full(len(lost), 2**40)),
        "disqualified_reason": Words(
            np.append(
                np.full(len(kept), -1), np.where(status == 2, rng.integers(0, 4, len(lost)), -1)
            ),
            DISQUALIFIED,
        ),
        "source": Words(np.zeros(len(deal), np.int64), (world.org.sources[0].name,)),
        "first_name": Words(first, names.FIRST),
        "last_name": Words(last, names.LAST),
        "company": names.company_names(len(deal), rng),
    }
    return _by_time(columns)


def _waited(count: int, rng: np.random.Generator) -> Ints:
    days: Floats = rng.exponential(5.0, count) + 0.05
    return (np.minimum(days, 40) * DAY).astype(np.int64)


def _by_time(columns: Columns) -> Columns:
    order = np.argsort(array(columns, "created_at"), kind="stable")
    sorted_columns: Columns = {"prospect": np.arange(len(order))}
    sorted_columns.update(take(columns, order))
    for name in ("created_at", "converted_at"):
        sorted_columns[name] = instants(np.asarray(sorted_columns[name]))
    return sorted_columns
