"""Random lives of deals, and the export a CRM would write of them on any evening.

A life is what really happened. `export` tells only what happened until an evening, so a question
about that evening must get the same answer from this export as from any later one.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.lake.canonical import Row, process
from tests.lake.reference import evening, kinds

from fairlead.process.model import Process

PROCESS: Process = process(
    default="Lead Demo Offer | Won Signed | Lost Dead | Hold",
    partners="Offer Lead Check Sign | Won | Lost",
)
"""Two pipelines share stage names in another order."""

PEOPLE = {1: (10,), 2: (20, 21), 3: (30,), 4: (40,)}
"""Person -> keys; person 2 has two of them."""

FIRST = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
LAST_DAY = dt.date(2026, 9, 30)
GAPS = (0, 0, 1e-6, 0.25, 0.7, 1, 3_600, 86_400, 3 * 86_400, 8 * 86_400, 31 * 86_400)
FIELDS = ("amount", "owner_id", "close_on")


@dataclass
class Event:
    """One change: of the stage, or of a tracked field."""

    when: dt.datetime
    known: dt.datetime
    field: str
    old: Any
    new: Any


@dataclass
class Life:
    """One deal from first to last."""

    number: int
    pipeline: str
    type: str
    currency: str
    created: dt.datetime
    first: dict[str, Any]
    style: str
    """``instant``: the CRM notes when a deal closed; ``date``: it has the close date only;
    ``bare``: no history at all; ``log``: an event log, where rows tell nothing."""
    untracked: int = 0
    """How many of the first stage changes came before the history began."""
    events: list[Event] = field(default_factory=list)

    def add(self, when: dt.datetime, name: str, new: Any, lag: dt.timedelta) -> None:
        past = [e.new for e in self.events if e.field == name]
        old = past[-1] if past else self.first.get(name)
        self.events.append(Event(when, when + lag, name, old, new))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def life(dice: random.Random, number: int, *, lags: bool = False) -> Life:
    """Return one random life."""
    pipeline = dice.choice(["default", "default", "partners"])
    key = [None] + [k for keys in PEOPLE.values() for k in keys]
    born = FIRST + dt.timedelta(days=dice.randrange(0, 150), seconds=dice.randrange(0, 40_000))
    found = Life(
        number,
        pipeline,
        dice.choice(["new_business", "renewal"]),
        dice.choice(["EUR", "EUR", "EUR", "USD"]),
        born,
        {
            "amount": dice.choice([None, 0, 5_00, 1_000_00, 25_000_00]),
            "owner_id": dice.choice(key),
            "close_on": dice.choice([None, *[born.date() + dt.timedelta(days=60)] * 5]),
        },
        dice.choice(["instant", "instant", "date", "date", "bare", "log"]),
        dice.choice([0, 0, 0, 1, 2]),
    )
    stages = [s.stage for p in PROCESS.pipelines if p.name == pipeline for s in p.stages]
    stages = [s for s in stages if s != "Hold" or found.style == "log"] + ["Retired"]
    found.add(born, "stage", stages[0], dt.timedelta())
    now, place = born, 0
    for _ in range(dice.randrange(0, 9)):
        now += dt.timedelta(seconds=dice.choice(GAPS))
        lag = dt.timedelta(days=dice.choice([0, 0, 0, 5])) if lags else dt.timedelta()
        name = dice.choice(["stage", "stage", "stage", "owner_id", "amount", "close_on"])
        if name == "stage":
            forward = min(place + 1, len(stages) - 1)
            place = dice.choice([forward, forward, dice.randrange(len(stages))])
            found.add(now, "stage", stages[place], lag)
            _close(found, dice, now, stages[place], lag)
        elif found.style != "bare":
            found.add(now, name, _value(dice, name, key, now), lag)
    if found.style == "bare":
        _simple(found)
    return found


def _close(
    deal: Life, dice: random.Random, now: dt.datetime, stage: str, lag: dt.timedelta
) -> None:
    """A closing sets the close date to the day, or some days back (a back-dated win)."""
    if deal.style == "date" and kinds(PROCESS).get((deal.pipeline, stage)) in {"won", "lost"}:
        back = dice.choice([0, 0, 4, 35])
        deal.add(now, "close_on", now.date() - dt.timedelta(days=back), lag)


def _value(dice: random.Random, name: str, keys: Sequence[int | None], now: dt.datetime) -> Any:
    if name == "owner_id":
        return dice.choice(keys)
    if name == "amount":
        return dice.choice([None, 0, 7_00, 1_500_00, 90_000_00])
    days = dice.choice([None, -10, 20, 20, 50, 100])
    return None if days is None else now.date() + dt.timedelta(days=days)


def _simple(deal: Life) -> None:
    """Without history a deal closes once and stays as it is; nothing else is known of it."""
    kept = []
    for event in deal.events:
        kept.append(event)
        if kinds(PROCESS).get((deal.pipeline, event.new)) in {"won", "lost"}:
            break
    deal.events = kept


def dice_of(seed: int) -> random.Random:
    """Dice that always fall the same way."""
    return random.Random(seed)  # noqa: S311  nothing secret


def company(dice: random.Random, count: int, *, lags: bool = False) -> list[Life]:
    return [life(dice, number, lags=lags) for number in range(1, count + 1)]


def export(lives: Sequence[Life], day: dt.date) -> dict[str, list[Row]]:
    """Return the canonical rows of an export written on the evening of `day`."""
    end = evening(day)
    rows: dict[str, list[Row]] = {"opportunities": [], "stage_changes": [], "field_changes": []}
    for deal in lives:
        if deal.created < end:
            rows["opportunities"].append(_row(deal, end))
            if deal.style != "bare":
                _events(deal, end, rows)
    rows["people"] = [{"person_id": n, "name": f"P{n}"} for n in PEOPLE]
    rows["person_keys"] = [
        {"key_id": k, "person_id": n, "key": f"k{k}"} for n, keys in PEOPLE.items() for k in keys
    ]
    return rows


def _row(deal: Life, end: dt.datetime) -> Row:
    by_then = [e for e in deal.events if e.known < end]
    now = dict(deal.first)
    now |= {e.field: e.new for e in by_then}
    stage_events = [e for e in by_then if e.field == "stage"]
    kind = kinds(PROCESS).get((deal.pipeline, stage_events[-1].new)) if stage_events else None
    outcome = kind if kind in {"won", "lost"} else "open"
    closed_at = None
    if outcome != "open":
        closed_at = stage_events[-1].when
        if deal.style == "date":
            day = now["close_on"]
            closed_at = dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
    row: Row = {
        "opportunity_id": deal.number,
        "source_key": f"D{deal.number}",
        "pipeline": deal.pipeline,
        "type": deal.type,
        "currency": deal.currency,
        "created_at": deal.created,
        "stage": stage_events[-1].new if stage_events else None,
        "outcome": outcome,
        "closed_at": closed_at,
        "known_at": max([e.known for e in by_then], default=deal.created),
        **{name: now[name] for name in FIELDS},
    }
    if deal.style == "log":
        row |= {"source": "event_log", "stage": None, "outcome": "open", "closed_at": None}
    return row


def _events(deal: Life, end: dt.datetime, rows: dict[str, list[Row]]) -> None:
    seen: dict[tuple[str, dt.datetime], int] = {}
    skip = deal.untracked
    for i, event in enumerate(deal.events):
        if event.known >= end:
            continue
        place = (event.field, event.when)
        seen[place] = seen.get(place, 0) + 1
        common = {
            "change_id": deal.number * 100 + i,
            "opportunity_id": deal.number,
            "occurred_at": event.when,
            "known_at": event.known,
            "sequence": seen[place],
        }
        if event.field == "stage":
            if skip:
                skip -= 1
                continue
            rows["stage_changes"].append({**common, "from_stage": event.old, "to_stage": event.new})
        else:
            values = {"field": event.field, "old": _text(event.old), "new": _text(event.new)}
            rows["field_changes"].append({**common, **values})
