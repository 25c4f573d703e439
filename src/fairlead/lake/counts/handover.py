"""Who brought prospects and deals in, and what became of them: counts per person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.company.model import DEFAULT, Company
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.state import fill_state
from fairlead.measure.handover import BroughtIn
from fairlead.process.model import Process

FIRST_OWNERS = """
    SELECT opportunity_id, arg_min(coalesce(old, new), (occurred_at, sequence))::BIGINT AS owner_id
    FROM field_changes WHERE field = 'owner_id' AND occurred_at < $until AND known_at < $until
    GROUP BY opportunity_id
"""
"""The owner before the first change; where there was none yet, the first one; as known by then."""

_COUNTS = f"""
    WITH first_owner AS ({FIRST_OWNERS}),
    prospect AS (
      SELECT k.person_id, count(*) AS prospects,
        count(*) FILTER (coalesce(p.converted_at, o.created_at, p.known_at) < $until
          AND p.opportunity_id IS NOT NULL) AS converted
      FROM prospects p LEFT JOIN person_keys k ON k.key_id = p.created_by
      LEFT JOIN opportunities o ON o.opportunity_id = p.opportunity_id
      WHERE coalesce(p.created_at, p.known_at) < $until GROUP BY ALL),
    deal AS (
      SELECT k.person_id, count(*) AS deals,
        count(*) FILTER (fk.person_id <> k.person_id) AS handed_over,
        count(*) FILTER (s.outcome = 'won') AS won
      FROM opportunities o JOIN state_then s USING (opportunity_id)
      JOIN person_keys k ON k.key_id = o.created_by
      LEFT JOIN first_owner f USING (opportunity_id)
      LEFT JOIN person_keys fk ON fk.key_id = coalesce(f.owner_id, s.owner_id)
      WHERE o.created_at < $until GROUP BY ALL)
    SELECT q.name, coalesce(p.prospects, 0), coalesce(p.converted, 0), coalesce(d.deals, 0),
      coalesce(d.handed_over, 0), coalesce(d.won, 0)
    FROM prospect p FULL JOIN deal d ON d.person_id = p.person_id
    LEFT JOIN people q ON q.person_id = coalesce(p.person_id, d.person_id)
    ORDER BY q.name NULLS LAST, coalesce(p.person_id, d.person_id)
"""


def brought_in(
    connection: Any, process: Process, as_of: dt.date, company: Company = DEFAULT
) -> tuple[BroughtIn, ...]:
    """Return one row a person who created prospects or deals by the evening of `as_of`, by name.

    A deal counts as it was that evening: a win that was taken back later is still one.
    Prospects of nobody in particular are in a row without a name; deals of nobody are in none.
    """
    tables = relations(connection, process, company)
    fill_state(tables, "state_then", as_of)
    rows = connection.execute(_COUNTS, {"until": tables.until(as_of)}).fetchall()
    return tuple(BroughtIn(*row) for row in rows)
