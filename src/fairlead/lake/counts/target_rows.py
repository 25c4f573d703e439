"""Targets as they stand, one row each, by whom they are for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.lake.conform.set_targets import BOOKINGS


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target in money: of a person, a team, or (neither) the company.

    `amount` in minor units of `currency` (None = the reporting currency). `source` is the format
    it came in: ``fairlead`` for targets.csv and for what was set by hand.
    """

    person_id: int | None
    name: str | None
    team: str | None
    start: dt.date
    end: dt.date
    amount: int
    currency: str | None
    ramp_share: float | None
    source: str
    known_at: dt.datetime


def target_rows(connection: Any) -> tuple[TargetRow, ...]:
    """Return every target of bookings as a whole, by period, company and teams first."""
    rows = connection.execute(
        f"""
        SELECT k.person_id, p.name, t.team, t.from_on, t.to_on, t.amount, t.currency,
          t.ramp_share, t.source, epoch_us(t.known_at)
        FROM targets t LEFT JOIN person_keys k ON k.key_id = t.person_id
        LEFT JOIN people p ON p.person_id = k.person_id
        WHERE t.measure = '{BOOKINGS}' AND t.part IS NULL
        ORDER BY t.from_on, t.to_on, t.person_id IS NOT NULL, t.team IS NOT NULL,
          t.team, p.name, k.person_id
        """
    ).fetchall()
    return tuple(
        TargetRow(a, b, c, d, e, f, g, h, i, dt.datetime.fromtimestamp(known / 1e6, dt.UTC))
        for a, b, c, d, e, f, g, h, i, known in rows
    )
