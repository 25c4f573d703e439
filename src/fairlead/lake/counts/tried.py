"""Deals of a try-out: who owned each when it entered the step, and what became of it in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import Ints
from fairlead.verify.training import as_day


@dataclass(frozen=True, slots=True)
class Entries:
    """Deals that entered a step, one entry each, in the order they did.

    Parameters
    ----------
    deal, key
        Surrogate key, and the CRM's id: what the draw is made from.
    owner
        Who owned it when it entered (surrogate key, -1 nobody).
    entered_on
        Days since 1970.
    success
        Went on within the days given, as far as known.
    open
        Still in the step on the evening asked.
    """

    deal: Ints
    key: tuple[str, ...]
    owner: Ints
    entered_on: Ints
    success: Ints
    open: Ints


def entries(ground: Ground, comps: Sequence[int], *, since: dt.date, wait_days: int) -> Entries:
    """Return the deals that entered one of some steps since a day, as known on the evening asked.

    Parameters
    ----------
    ground
        Of `book.grounded`: ``book_trials`` still holds the trials.
    comps
        Places of the competencies in the book.
    since
        First day of entry.
    wait_days
        A success that takes longer counts as none.

    Notes
    -----
    The owner is whoever had the deal on the day it entered, not who is credited later: what came
    of a try-out must not decide who was in it. A deal that enters two of the steps counts with the
    first.
    """
    as_of = as_day(ground.question.as_of)
    codes = ", ".join(str(int(comp)) for comp in comps) or "-1"
    rows = ground.connection.execute(
        f"""
        WITH picked AS (
          SELECT opportunity_id, outcome, age, {as_of} - follow AS entered FROM book_trials
          WHERE comp IN ({codes}) AND age IS NOT NULL AND {as_of} - follow >= {as_day(since)}
          QUALIFY row_number() OVER (PARTITION BY opportunity_id ORDER BY follow DESC, comp) = 1
        ), later AS (
          SELECT p.opportunity_id, arg_min(f.old, (f.occurred_at, f.sequence))::BIGINT AS owner_id
          FROM picked p JOIN field_changes f ON f.opportunity_id = p.opportunity_id
          WHERE f.field = 'owner_id' AND f.old IS NOT NULL AND f.occurred_at < {ground.until}
            AND f.known_at < {ground.until}
            AND company_day(f.occurred_at) > DATE '1970-01-01' + p.entered::INTEGER
          GROUP BY p.opportunity_id
        )
        SELECT p.opportunity_id, o.source_key, coalesce(k.person_id, -1), p.entered,
          p.outcome = 1 AND p.age BETWEEN 0 AND {int(wait_days)}, p.outcome = 0
        FROM picked p JOIN opportunities o USING (opportunity_id)
        LEFT JOIN state_now s USING (opportunity_id) LEFT JOIN later l USING (opportunity_id)
        LEFT JOIN person_keys k ON k.key_id = coalesce(l.owner_id, s.owner_id)
        ORDER BY p.entered, o.source_key
        """
    ).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6

    def whole(number: int) -> Ints:
        return np.array(columns[number], dtype=np.int64)

    key = tuple(str(value) for value in columns[1])
    return Entries(whole(0), key, whole(2), whole(3), whole(4), whole(5))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deal is now: its name, and who has it (None nobody)."""

    name: str
    owner: int | None
    owner_name: str


def standing(connection: Any, deals: Ints) -> dict[int, Standing]:
    """Return name and owner of some deals on the evening asked, by surrogate key."""
    keys = ", ".join(str(key) for key in deals.tolist()) or "-1"
    rows = connection.execute(
        f"""
        SELECT o.opportunity_id, coalesce(o.name, a.name, o.product, o.source_key), k.person_id,
          coalesce(p.name, '')
        FROM opportunities o LEFT JOIN accounts a ON a.account_id = o.account_id
        LEFT JOIN state_now s ON s.opportunity_id = o.opportunity_id
        LEFT JOIN person_keys k ON k.key_id = s.owner_id
        LEFT JOIN people p ON p.person_id = k.person_id
        WHERE o.opportunity_id IN ({keys})
        """
    ).fetchall()
    return {int(key): Standing(str(name), owner, whose) for key, name, owner, whose in rows}


def named(
    connection: Any, people: Sequence[int], as_of: dt.date
) -> dict[int, tuple[str, str | None]]:
    """Return name, and who led them on a day (None where nobody says), of some people.

    Needs ``led``.
    """
    keys = ", ".join(str(int(key)) for key in people) or "-1"
    day = f"DATE '{as_of}'"
    rows = connection.execute(
        "SELECT p.person_id, any_value(p.name), any_value(l.manager_id) FROM people p "
        f"LEFT JOIN led l ON l.person_id = p.person_id AND l.from_on <= {day} "
        f"AND {day} < l.to_on WHERE p.person_id IN ({keys}) GROUP BY p.person_id"
    ).fetchall()
    return {
        key: (str(name or ""), None if manager is None else str(manager))
        for key, name, manager in rows
    }
