"""What deals are called, and what is said of them: for sentences about single deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DealWords:
    """Name, stage, next step and address of a deal as the export has them now; None where not."""

    name: str
    next_step: str | None
    url: str | None


def deal_words(connection: Any, keys: tuple[int, ...]) -> dict[int, DealWords]:
    """Return the words of deals by their keys."""
    if not keys:
        return {}
    listed = ", ".join(str(int(key)) for key in keys)
    rows = connection.execute(
        "SELECT o.opportunity_id, coalesce(o.name, a.name, o.product, o.source_key), "
        "o.next_step, o.url FROM opportunities o LEFT JOIN accounts a USING (account_id) "
        f"WHERE o.opportunity_id IN ({listed})"
    ).fetchall()
    return {row[0]: DealWords(*row[1:]) for row in rows}


def next_steps_kept(connection: Any) -> bool:
    """Say whether any deal has a next step: without, none is missing."""
    (count,) = connection.execute(
        "SELECT count(*) FROM opportunities WHERE next_step IS NOT NULL"
    ).fetchone()
    return bool(count)


def account_name(connection: Any, key: int) -> str | None:
    """Return the name of a deal's customer; None where there is none."""
    row = connection.execute(
        "SELECT a.name FROM opportunities o JOIN accounts a USING (account_id) "
        "WHERE o.opportunity_id = ?",
        [key],
    ).fetchone()
    return None if row is None else row[0]
