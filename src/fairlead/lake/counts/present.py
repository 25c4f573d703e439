"""What is known in its present form only, when a past evening is asked about."""

from __future__ import annotations

from typing import Any

from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question
from fairlead.measure.summary import PresentOnly


def present_only(connection: Any, question: Question) -> PresentOnly:
    """Count what was touched after the evening of `question` and does not tell how it was before.

    Needs `scope.prepare`. Of deals those of the company that existed that evening count. A field
    of which no change at all is stored is taken to keep no history.
    """
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    row = one(
        connection,
        f"""
        WITH touched AS (
          SELECT o.opportunity_id FROM opportunities o JOIN state_now USING (opportunity_id)
          WHERE o.known_at >= {end}
        ), tracked AS (SELECT DISTINCT field FROM field_changes)
        SELECT (SELECT count(*) FROM touched),
          (SELECT count(*) FROM touched
           WHERE opportunity_id NOT IN (SELECT opportunity_id FROM stage_changes)),
          (SELECT list(f ORDER BY f) FROM (SELECT unnest(['amount', 'close_on', 'owner_id']) AS f)
           WHERE f NOT IN (SELECT field FROM tracked)),
          (SELECT count(*) FROM assignments
           WHERE from_on IS NULL AND to_on IS NULL AND known_at >= {end}),
          (SELECT count(*) FROM targets WHERE known_at >= {end})
        """,
    )
    return PresentOnly(row[0], row[1], tuple(row[2] or ()), row[3], row[4])
