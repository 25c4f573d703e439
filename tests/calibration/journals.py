"""A simulated company as the journal its export would give, without writing and importing it.

``tests/forecast/test_journal.py`` checks that both ways give the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.forecast.journal import (
    LOST,
    NOBODY,
    NOT_YET,
    WON,
    Deals,
    Group,
    Journal,
    Staff,
    Submissions,
    Timeline,
    Visits,
    number_of,
)
from fairlead.simulate import Simulation

BEFORE_ALL = -200_000


def days(instants: Any) -> np.ndarray:
    """Whole days since 1970 of a column of times."""
    return np.asarray(instants).astype("datetime64[D]").astype(np.int64)


def journal_of(simulation: Simulation) -> Journal:
    """Return the journal of a simulated company."""
    deals = simulation.tables["deals"]
    types = simulation.words("deals", "type")
    stages = tuple(s.name for s in simulation.organisation.stages)
    order = np.argsort(np.array(types.words))
    code = np.empty(len(order), dtype=np.int64)
    code[order] = np.arange(len(order))
    born = days(deals["created_at"])
    count = len(born)
    return Journal(
        until=simulation.end,
        began=int(born.min()),
        groups=tuple(Group("default", types.words[k], stages) for k in order),
        deals=Deals(
            opportunity_id=np.arange(count),
            group=code[types.codes],
            born=born,
            settled=days(deals["modified_at"]),
            account=np.asarray(deals["account"]),
            source=simulation.words("deals", "source").codes,
            segment=simulation.words("deals", "segment").codes,
        ),
        visits=_visits(simulation, len(stages)),
        amounts=_values(simulation, "amount"),
        owners=_owners(simulation),
        closes=_values(simulation, "close_on"),
        amounts_since=int(born.min()),
        closes_since=int(born.min()),
        staff=_staff(simulation),
        submissions=_submissions(simulation),
        segments=simulation.words("deals", "segment").words,
        sources=simulation.words("deals", "source").words,
        currency=simulation.organisation.currency,
    )


def _visits(simulation: Simulation, stages: int) -> Visits:
    changes = simulation.tables["stage_changes"]
    deal = np.asarray(changes["deal"])
    stage = simulation.words("stage_changes", "stage").codes
    state = np.where(stage == stages, WON, np.where(stage == stages + 1, LOST, stage))
    entered = days(changes["occurred_at"])
    again = np.append(False, (deal[1:] == deal[:-1]) & (state[1:] == state[:-1]))
    deal, state, entered = deal[~again], state[~again], entered[~again]
    last = np.append(deal[1:] != deal[:-1], True)
    return Visits(
        deal=deal,
        state=state,
        entered=entered,
        left=np.where(last, NOT_YET, np.append(entered[1:], 0)),
        then=np.where(last, 0, np.append(state[1:], 0)),
    )


def _values(simulation: Simulation, field: str) -> Timeline:
    states = simulation.tables["states"]
    deal, day = np.asarray(states["deal"]), days(states["occurred_at"])
    column = np.asarray(states[field])
    value = days(column) if field == "close_on" else column.astype(np.int64)
    first = np.append(True, deal[1:] != deal[:-1])
    return Timeline(deal, np.where(first, BEFORE_ALL, day), value)


def _owners(simulation: Simulation) -> Timeline:
    changes = simulation.tables["owner_changes"]
    owner = np.asarray(simulation.tables["deals"]["owner"]).copy()
    deal = np.asarray(changes["deal"])
    first = np.append(True, deal[1:] != deal[:-1])[: len(deal)]
    owner[deal[first]] = np.asarray(changes["old_person"])[first]
    every = np.concatenate([np.arange(len(owner)), deal])
    day = np.concatenate([np.full(len(owner), BEFORE_ALL), days(changes["occurred_at"])])
    value = np.concatenate([owner, np.asarray(changes["new_person"])])
    order = np.lexsort((day, every))
    return Timeline(every[order], day[order], value[order])


def _staff(simulation: Simulation) -> Staff:
    given = simulation.tables["assignments"]
    names = simulation.words("assignments", "team")
    rows = names.codes >= 0
    until = np.asarray(given["to_on"])[rows]
    people = simulation.tables["people"]
    first, last = np.asarray(people["first_name"]), np.asarray(people["last_name"])
    return Staff(
        person_id=np.asarray(people["person"]),
        name=tuple(f"{a} {b}" for a, b in zip(first, last, strict=True)),
        team=names.words,
        led_person=np.asarray(given["person"])[rows],
        led_team=names.codes[rows],
        led_by=np.asarray(given["manager"])[rows],
        led_since=days(np.asarray(given["from_on"])[rows]),
        led_until=np.where(np.isnat(until), 1_000_000, days(until)),
    )


def _submissions(simulation: Simulation) -> Submissions:
    given = simulation.tables["submissions"]
    quarter = np.asarray(given["quarter"])
    day = days(given["submitted_at"])
    order = np.argsort(day, kind="stable")
    category = simulation.words("submissions", "category")
    return Submissions(
        person=np.asarray(given["person"])[order],
        start=days(quarter)[order],
        end=days(quarter + 3)[order],
        day=day[order],
        amount=np.asarray(given["amount"])[order],
        firm=category.text()[order] == "commit",
    )


def last_day(simulation: Simulation) -> int:
    """Return the last day of the window as days since 1970."""
    return number_of(simulation.end)


__all__ = ["NOBODY", "days", "journal_of", "last_day"]
