"""What a person, their team and the company did in a window: the counts to run numbers with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairlead.lake.counts.scope import find_person
from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question
from fairlead.plan.road import StageTraffic, Traffic

DAYS_A_MONTH = 30.4375
KINDS = ("meeting", "call", "email")


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose deals: a condition on ``person_id`` or ``manager_id``, and how long they worked."""

    name: str
    where: str
    months: float
    unit: str = "company"
    key: int | None = None


def traffic(
    connection: Any,
    question: Question,
    name: str | None,
    currency: str | None,
    known: dict[str, Traffic] | None = None,
) -> tuple[Traffic, ...]:
    """Return the person's counts, then their team's, then the company's.

    `lake.counts.scope.prepare` must have run for the whole company. The team is everybody whom
    the person's manager of that evening leads; without a manager there is none. With `name` None
    only the company is returned. `known` keeps what was counted of teams and the company, where
    many people are asked about.

    Raises
    ------
    InputError
        Nobody is called `name`.
    """
    months = _months(connection, question)
    holders = [_Holder("the company", "true", months)]
    if name is not None:
        holders = [*_near(connection, question, find_person(connection, name), months), *holders]
    counted = {} if known is None else known
    found = []
    for holder in holders:
        if holder.where not in counted:
            counted[holder.where] = _of(connection, question, holder, currency)
        found.append(counted[holder.where])
    return tuple(found)


def _near(connection: Any, question: Question, person: int, months: float) -> list[_Holder]:
    """Return the person and, if somebody leads them, their team."""
    (called,) = one(connection, f"SELECT name FROM people WHERE person_id = {person}")
    own_months = _months_of(connection, question, person)
    own = _Holder(called, f"person_id = {person}", own_months, "person", person)
    led = connection.execute(
        "SELECT l.manager_id, coalesce(l.team, p.name || '''s team') FROM led l "
        f"LEFT JOIN people p ON p.person_id = l.manager_id WHERE l.person_id = {person} "
        f"AND l.manager_id IS NOT NULL AND l.from_on <= DATE '{question.as_of}' "
        f"AND DATE '{question.as_of}' < l.to_on"
    ).fetchone()
    return (
        [own]
        if led is None
        else [
            own,
            _Holder(led[1], f"manager_id = {led[0]}", months, "manager", led[0]),
        ]
    )


def _months_of(connection: Any, question: Question, person: int) -> float:
    """Return the months of the window in which the person can have worked."""
    (hired, first) = one(
        connection,
        "SELECT any_value(p.hired_on), min(least(company_day(d.created_at), d.booked_on)) "
        "FROM people p LEFT JOIN deals d USING (person_id) "
        f"WHERE p.person_id = {person}",
    )
    began = hired or first
    start = max(question.window_start, began) if began else question.window_start
    return max((question.as_of - start).days + 1, 1) / DAYS_A_MONTH


def _of(connection: Any, question: Question, holder: _Holder, currency: str | None) -> Traffic:
    within = f"BETWEEN DATE '{question.window_start}' AND DATE '{question.as_of}'"
    created, won, lost = one(
        connection,
        f"SELECT count(*) FILTER (company_day(created_at) {within}), "
        f"count(*) FILTER (outcome = 'won' AND booked_on {within}), "
        f"count(*) FILTER (outcome = 'lost' AND booked_on {within}) "
        f"FROM deals WHERE {holder.where}",
    )
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    amounts = connection.execute(
        f"SELECT amount FROM deals WHERE {holder.where} AND outcome = 'won' "
        f"AND booked_on {within} AND amount > 0 AND {same} ORDER BY amount"
    ).fetchnumpy()["amount"]
    return Traffic(
        holder=holder.name,
        months=holder.months,
        created=created,
        won=won,
        lost=lost,
        amounts=np.asarray(amounts, dtype=np.float64),
        stages=_stages(connection, holder.where, within),
        events=_events(connection, question, holder.where),
        unit=holder.unit,
        key=holder.key,
    )


def _months(connection: Any, question: Question) -> float:
    """Return the months of the window that the data reach."""
    (first,) = one(connection, "SELECT min(least(company_day(created_at), booked_on)) FROM deals")
    start = max(question.window_start, first or question.window_start)
    return max((question.as_of - start).days + 1, 1) / DAYS_A_MONTH


def _stages(connection: Any, who: str, within: str) -> tuple[StageTraffic, ...]:
    """Return the stages of the pipeline most deals are in; none without stage history."""
    rows = connection.execute(
        f"""
        WITH main AS (
          SELECT pipeline FROM all_steps WHERE provenance = 'observed'
          GROUP BY pipeline ORDER BY count(*) DESC, pipeline LIMIT 1
        )
        SELECT any_value(s.stage), count(*) FILTER (company_day(s.entered_at) {within}),
          count(*) FILTER (d.outcome IN ('won', 'lost') AND d.booked_on {within}),
          count(*) FILTER (d.outcome = 'won' AND d.booked_on {within})
        FROM all_steps s JOIN deals d USING (opportunity_id) JOIN main m ON m.pipeline = s.pipeline
        WHERE {"true" if who == "true" else f"d.{who}"}
        GROUP BY s."rank" ORDER BY s."rank"
        """
    ).fetchall()
    return tuple(StageTraffic(*row) for row in rows)


def _events(connection: Any, question: Question, who: str) -> dict[str, int]:
    """Return how many activities of each kind the people behind `who` did by that evening."""
    start, end = _instants(question)
    people = "true" if who == "true" else f"k.{who}"
    if who.startswith("manager_id"):
        people = (
            f"k.person_id IN (SELECT person_id FROM led WHERE {who} "
            f"AND from_on <= DATE '{question.as_of}' AND DATE '{question.as_of}' < to_on)"
        )
    rows = connection.execute(
        "SELECT a.kind, count(*) FROM activities a LEFT JOIN person_keys k ON k.key_id = "
        f"a.person_id WHERE a.kind IN {KINDS} AND {people} AND a.occurred_at >= ? "
        "AND a.occurred_at < ? AND a.known_at < ? GROUP BY a.kind",
        [start, end, end],
    ).fetchall()
    counts = dict(rows)
    return {kind: counts[kind] for kind in KINDS if kind in counts}


def _instants(question: Question) -> tuple[dt.datetime, dt.datetime]:
    before = question.window_start - dt.timedelta(days=1)
    company = question.company
    return company.after_evening_of(before), company.after_evening_of(question.as_of)
