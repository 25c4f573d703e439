"""What there was to select from: why a selection may hold no deal."""

from __future__ import annotations

from typing import Any

from fairlead.lake.counts.targets import one
from fairlead.measure.summary import Selection


def selection(connection: Any) -> Selection:
    """Return what the company has, whoever and whichever day is asked; needs `scope.prepare`."""
    row = one(
        connection,
        """
        SELECT (SELECT count(*) FROM opportunities WHERE outcome <> 'deleted'),
          (SELECT count(*) FROM opportunities WHERE outcome = 'deleted'),
          (SELECT count(*) FROM state_now),
          (SELECT company_day(min(coalesce(created_at, closed_at, known_at))) FROM opportunities
           WHERE outcome <> 'deleted'),
          (SELECT company_day(min(occurred_at)) FROM stage_changes)
        """,
    )
    return Selection(*row)
