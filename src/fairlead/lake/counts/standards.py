"""Open deals held against the standards of the stages they have left."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.lake.counts.ground import fill_table
from fairlead.measure.question import Question
from fairlead.measure.standards import Met, StandardRow
from fairlead.process.model import Process
from fairlead.process.playbook import NEEDS, StageCard

RECENT_DAYS = 30
NOTED = {
    "amount": "amount",
    "close date": "close_on",
    "next step": "next_step",
    "competitor": "competitor",
}
"""Needs that one column tells, and the column that must not be empty everywhere."""


def count_standards(
    connection: Any, question: Question, process: Process, cards: tuple[StageCard, ...]
) -> tuple[StandardRow, ...]:
    """Return every standard of every card; `scope.prepare` must have run.

    A deal has left a stage when it stands in a later open one of the same pipeline; so the last
    stage has no row.
    """
    places = [
        (p.name, s.stage, rank) for p in process.pipelines for rank, s in enumerate(p.open_stages())
    ]
    columns = ("pipeline", "stage", "rank")
    fill_table(
        connection, "open_ranks", {c: [row[n] for row in places] for n, c in enumerate(columns)}
    )
    _fill(connection, question)
    rank = {(pipeline, stage): number for pipeline, stage, number in places}
    label = {(p.name, s.stage): s.label for p in process.pipelines for s in p.stages}
    found = []
    last = {p.name: len(p.open_stages()) - 1 for p in process.pipelines}
    told = [c for c in cards if rank[c.pipeline, c.stage] < last[c.pipeline]]
    for card in sorted(told, key=lambda c: (c.pipeline, rank[c.pipeline, c.stage])):
        for need in card.needs:
            answer = _met(connection, card, need, rank[card.pipeline, card.stage])
            title = label[card.pipeline, card.stage]
            found.append(StandardRow(card.pipeline, card.stage, title, NEEDS[need], answer))
    return tuple(found)


def _fill(connection: Any, question: Question) -> None:
    """Fill ``held``: open deals of the scope with a flag for each need."""
    end = question.company.after_evening_of(question.as_of)
    recent = end - dt.timedelta(days=RECENT_DAYS)
    until, since = (f"TIMESTAMPTZ '{moment.isoformat()}'" for moment in (end, recent))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE held AS
        WITH known AS (
          SELECT opportunity_id, count(DISTINCT contact_id) AS contacts FROM contact_roles
          WHERE known_at < {until} GROUP BY opportunity_id
        ), done AS (
          SELECT DISTINCT opportunity_id FROM activities
          WHERE occurred_at >= {since} AND occurred_at < {until} AND known_at < {until}
        )
        SELECT d.pipeline, r.rank, coalesce(d.amount > 0, false) AS "amount",
          coalesce(d.close_on >= DATE '{question.as_of}', false) AS "close date",
          nullif(trim(o.next_step), '') IS NOT NULL AS "next step",
          greatest(coalesce(k.contacts, 0), (o.contact_id IS NOT NULL)::INTEGER) >= 1 AS "contact",
          coalesce(k.contacts, 0) >= 2 AS "two contacts",
          nullif(trim(o.competitor), '') IS NOT NULL AS "competitor",
          n.opportunity_id IS NOT NULL AS "recent activity"
        FROM deals d JOIN open_ranks r ON r.pipeline = d.pipeline AND r.stage = d.stage
        JOIN opportunities o ON o.opportunity_id = d.opportunity_id
        LEFT JOIN known k ON k.opportunity_id = d.opportunity_id
        LEFT JOIN done n ON n.opportunity_id = d.opportunity_id
        WHERE d.outcome = 'open'
        """
    )


def _met(connection: Any, card: StageCard, need: str, rank: int) -> Met | NotEstimable:
    if not _is_noted(connection, need):
        return NotEstimable(f"no deal in the export has {NEEDS[need]}")
    met, deals = connection.execute(
        f'SELECT count(*) FILTER ("{need}"), count(*) FROM held WHERE pipeline = ? AND rank > ?',
        [card.pipeline, rank],
    ).fetchone()
    return Met(met, deals) if deals else NotEstimable("no open deal has left this stage")


def _is_noted(connection: Any, need: str) -> bool:
    if need in NOTED:
        source = f"opportunities WHERE {NOTED[need]} IS NOT NULL"
    elif need == "recent activity":
        source = "activities WHERE opportunity_id IS NOT NULL"
    elif need == "contact":
        source = (
            "(SELECT 1 FROM contact_roles UNION ALL "
            "SELECT 1 FROM opportunities WHERE contact_id IS NOT NULL)"
        )
    else:
        source = "contact_roles"
    (count,) = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    return bool(count)
