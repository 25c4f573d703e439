"""Targets of single people in a period, and where somebody has none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.targets import TARGET_LEVELS, Span, shares, sold
from fairlead.lake.store.schema import literal


def people_targets(connection: Any, start: dt.date, end: dt.date) -> dict[int, int]:
    """Return person_id -> target in ``[start, end)``, in minor units.

    A target counts by the days it shares with the period. Totals of those who lead are left out:
    they are the sum of their people's.

    Parameters
    ----------
    connection
        On which `scope.prepare` has run.
    start, end
        The period.
    """
    rows = connection.execute(
        f"SELECT k.person_id, round(sum(s.part))::BIGINT "
        f"FROM ({shares(TARGET_LEVELS, 'people', start, end)}) s "
        "JOIN (SELECT DISTINCT target_id, person_id FROM targets) t USING (target_id) "
        "JOIN person_keys k ON k.key_id = t.person_id GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return {int(who): int(amount) for who, amount in rows if amount is not None}


def lacking_teams(connection: Any, as_of: dt.date, span: Span) -> frozenset[str]:
    """Return teams in which somebody without a target of their own wins in `span`, or sells.

    Their people's targets are not set beside what the team wins, as in `targets.compared`: who
    leads a team counts to it. A team without a name goes by its manager's.
    """
    day, (start, end) = f"DATE '{as_of}'", span
    held = (
        "SELECT k.person_id FROM targets t JOIN person_keys k ON k.key_id = t.person_id "
        f"JOIN ({shares(TARGET_LEVELS, 'people', start, end)}) s USING (target_id)"
    )
    rows = connection.execute(
        f"""
        WITH others AS (
          SELECT person_id, team FROM ({sold(as_of, span)})
          WHERE (won OR still_sold) AND coalesce(person_id NOT IN ({held}), true)
        )
        SELECT team FROM others WHERE team IS NOT NULL
        UNION SELECT coalesce(l.team, m.name) FROM others o
        JOIN led l ON l.manager_id = o.person_id JOIN people m ON m.person_id = l.manager_id
        WHERE l.from_on <= {day} AND {day} < l.to_on
        """
    ).fetchall()
    return frozenset(str(name) for (name,) in rows if name is not None)


def people_booked(
    connection: Any, start: dt.date, end: dt.date, currency: str | None
) -> dict[int, int]:
    """Return person_id -> amount won and booked in ``[start, end)``, in minor units.

    An amount in another currency than `currency` has no rate and counts for nobody. Parameters
    as in `people_targets`.
    """
    same = "true" if currency is None else f"currency = {literal(currency)}"
    rows = connection.execute(
        f"""
        SELECT person_id, sum(amount)::BIGINT FROM deals
        WHERE outcome = 'won' AND booked_on >= DATE '{start}' AND booked_on < DATE '{end}'
          AND person_id IS NOT NULL AND amount IS NOT NULL AND {same}
        GROUP BY person_id
        """
    ).fetchall()
    return {int(person): int(amount) for person, amount in rows}
