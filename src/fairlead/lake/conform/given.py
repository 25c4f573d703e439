"""A forecast somebody gives by hand, as a row of the table of submissions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.errors import InputError
from fairlead.facts import SUBMISSIONS
from fairlead.lake.conform.plans import OWN_FILES
from fairlead.lake.store.schema import DUCKDB_TYPES, quoted

INCOMING = "new_submissions"


@dataclass(frozen=True, slots=True)
class GivenByHand:
    """A forecast for a period ``[start, end)``, in minor units, at the moment it is given."""

    person_id: int
    start: dt.date
    end: dt.date
    given_at: dt.datetime
    category: str
    layer: str | None
    reason: str | None
    amount: int
    currency: str | None


def fill_given(connection: Any, given: GivenByHand) -> None:
    """Fill ``new_submissions`` with one row; needs the stored tables and the macros of conforming.

    The key holds the moment, so that a second forecast of the same day is a row of its own.

    Raises
    ------
    InputError
        The person has no key in the data.
    """
    row = connection.execute(
        "SELECT key_id, key FROM person_keys WHERE person_id = $1 "
        "ORDER BY key_kind = 'name' DESC, key LIMIT 1",
        [given.person_id],
    ).fetchone()
    if row is None:
        raise InputError("the data know no key of this person", hint="Import an export first.")
    values = {
        "submission_id": "key_id('submission', concat_ws('|', $1::VARCHAR, $2::VARCHAR, $3::DATE, "
        "epoch_us($4::TIMESTAMPTZ)))",
        "person_id": "$5::BIGINT",
        "from_on": "$3",
        "to_on": "$6",
        "submitted_at": "$4",
        "category": "$2",
        "layer": "$7",
        "reason": "$8",
        "amount": "$9",
        "currency": "$10",
        "source": f"'{OWN_FILES}'",
        "known_at": "$4",
    }
    columns = ", ".join(
        f"({values[c.name]})::{DUCKDB_TYPES[c.kind]} AS {quoted(c.name)}"
        for c in SUBMISSIONS.columns
    )
    key_id, key = row
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {INCOMING} AS SELECT {columns}",
        [
            key,
            given.category,
            given.start,
            given.given_at,
            key_id,
            given.end,
            given.layer,
            given.reason,
            given.amount,
            given.currency,
        ],
    )
