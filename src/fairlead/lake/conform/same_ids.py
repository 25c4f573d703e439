"""One id in two lists: the same deal is taken once, other deals never take its place unseen.

Two trackers that both number their deals 1, 2, 3 share ids and no deal. Taken together, one list
would vanish behind the other, and the difference of two strangers would look like history.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from fairlead.errors import ImportFileError, Place
from fairlead.lake.conform.staged import LONGEST_VALUE, Staged
from fairlead.lake.store.schema import literal

DEALS = "opportunities"
LEAST_OTHERS = 2
"""One deal that differs may be a slip in a date; most of those that are shared are other deals."""

_DAYS_APART = 2
"""Up to so many days between two dates of creation, a time zone may explain it."""

_OTHER = (
    "CASE WHEN created IS NOT NULL AND kept_created IS NOT NULL "
    f"THEN abs(epoch_us(created) - epoch_us(kept_created)) > {_DAYS_APART} * 86400000000 "
    "ELSE folded_name(name) <> folded_name(kept_name) END"
)
"""Whether two rows of one id are about two deals: created apart, else named differently."""


def put_same_deals_aside(connection: Any, staged: list[Staged], stamp: str) -> list[Staged]:
    """Keep the newest row of a deal that several files hold; return the tables with new counts.

    Raises
    ------
    ImportFileError
        Most ids that two files share belong to deals that are not the same.
    """
    parts = [part for part in staged if part.target == DEALS]
    if len(parts) < 2:
        return staged
    union = " UNION ALL ".join(
        f"SELECT {literal(part.relation)} AS relation, {literal(part.table.raw.file)} AS file, "
        "line, id, created_at AS created, name, "
        f"least(coalesce(modified_at, TIMESTAMPTZ '{stamp}'), TIMESTAMPTZ '{stamp}') AS known "
        f"FROM {part.relation}"
        for part in parts
    )
    kept = ", ".join(f"first_value({c}) OVER w AS kept_{c}" for c in _KEPT)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE same_ids AS SELECT * FROM (SELECT *, {kept}, "
        f"row_number() OVER w AS place FROM ({union}) WINDOW w AS "
        "(PARTITION BY id ORDER BY known DESC, file, line DESC)) WHERE place > 1"
    )
    _refuse_others(connection, staged, "same_ids")
    lost = {part.relation: _put_aside(connection, part) for part in parts}
    connection.execute("DROP TABLE same_ids")
    return [
        dataclasses.replace(
            part,
            stored=part.stored - lost.get(part.relation, 0),
            put_aside=part.put_aside + lost.get(part.relation, 0),
        )
        for part in staged
    ]


_KEPT = ("file", "line", "created", "name")


def refuse_other_deals(connection: Any, staged: list[Staged]) -> None:
    """Stop where most ids of a file are those of other deals that are stored already.

    Raises
    ------
    ImportFileError
        With the first of them.
    """
    if any(part.target == DEALS for part in staged):
        _refuse_others(
            connection,
            staged,
            "(SELECT n.file, n.line, n.source_key AS id, n.created_at AS created, n.name, "
            "s.file AS kept_file, s.line AS kept_line, s.created_at AS kept_created, "
            "s.name AS kept_name FROM new_opportunities n JOIN known_opportunities s "
            "USING (opportunity_id) WHERE n.source <> 'event_log' AND s.source <> 'event_log')",
        )


def _refuse_others(connection: Any, staged: list[Staged], shared: str) -> None:
    found = connection.execute(
        f"SELECT file, kept_file, count(*), count(*) FILTER ({_OTHER}) AS others FROM {shared} "
        f"GROUP BY ALL HAVING others >= {LEAST_OTHERS} AND 2 * others > count(*) "
        "ORDER BY others DESC, file, kept_file LIMIT 1"
    ).fetchone()
    if found is None:
        return
    file, kept_file, count, others = found
    line, key, created, kept_line, kept = connection.execute(
        "SELECT line, id, coalesce(strftime(day_of(created), '%Y-%m-%d'), name), kept_line, "
        f"coalesce(strftime(day_of(kept_created), '%Y-%m-%d'), kept_name) FROM {shared} "
        f"WHERE file = ? AND kept_file = ? AND {_OTHER} ORDER BY line LIMIT 1",
        [file, kept_file],
    ).fetchone()
    ids = next(
        (m for p in staged if p.table.raw.file == file and (m := p.table.mapping.of("id"))), None
    )
    raise ImportFileError(
        f"{others:,} of {count:,} ids that {file} shares with {kept_file} belong to other deals",
        place=Place(file, line, ids.column if ids else None, str(key)[:LONGEST_VALUE]),
        expected=f"the deal of {kept_file}, line {kept_line} ({kept}); this one is another "
        f"({created})",
        hint="Nothing was stored. If two lists number their deals alike, tell them apart in "
        'mapping.yaml: id: {column: ..., options: {prefix: "North-"}}. If a column was taken '
        "wrongly, mend it there. If the CRM itself changed these days, import into a new "
        "workspace.",
    )


def _put_aside(connection: Any, part: Staged) -> int:
    raw = part.table.raw
    ids = part.table.mapping.of("id")
    gone = f"FROM same_ids WHERE relation = {literal(part.relation)}"
    (count,) = connection.execute(f"SELECT count(*) {gone}").fetchone()
    connection.execute(
        f"INSERT INTO aside SELECT file, line, {literal((ids.column if ids else None) or 'id')}, "
        f"left(id, {LONGEST_VALUE}), 'duplicate_id', 'the same id stands in line ' || kept_line "
        f"|| ' of ' || kept_file || ', which was taken', {literal(raw.fingerprint)} {gone}"
    )
    connection.execute(f"DELETE FROM {part.relation}_rows WHERE line IN (SELECT line {gone})")
    return int(count)
