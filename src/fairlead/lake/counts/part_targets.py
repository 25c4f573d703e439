"""Targets of single people and single teams in a period, as far as they were given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.targets import TARGET_LEVELS, shares
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
    return _summed(connection, "people", "k.person_id", start, end)


def team_targets(connection: Any, start: dt.date, end: dt.date) -> dict[str, int]:
    """Return team -> target given to the team itself; parameters as in `people_targets`."""
    return _summed(connection, "teams", "t.team", start, end)


def _summed(
    connection: Any, level: str, whose: str, start: dt.date, end: dt.date
) -> dict[Any, int]:
    key = "JOIN person_keys k ON k.key_id = t.person_id" if level == "people" else ""
    rows = connection.execute(
        f"SELECT {whose} AS whose, round(sum(s.part))::BIGINT "
        f"FROM ({shares(TARGET_LEVELS, level, start, end)}) s "
        f"JOIN (SELECT DISTINCT target_id, person_id, team FROM targets) t USING (target_id) {key} "
        "GROUP BY whose ORDER BY whose"
    ).fetchall()
    return {who: int(amount) for who, amount in rows if amount is not None}


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
