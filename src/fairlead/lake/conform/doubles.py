"""Rows that say the same thing twice: one is taken, the others are put aside with the reason.

Plans, trainings, shares and roles have no id of their own; what a row is about is its key. Rows
that differ in their key are different facts and all kept: a training taken again on another day,
two roles of one contact, a forecast given on another day.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from fairlead.lake.conform.plans import OWN_FILES, measure_of, period_of
from fairlead.lake.conform.staged import LONGEST_VALUE, Staged
from fairlead.lake.store.schema import literal

KEYS: dict[str, tuple[str, ...]] = {
    "targets": ("person", "team", "measure", "part", "period"),
    "submissions": ("person", "category", "period", "submitted_at"),
    "trainings": ("training", "person", "competency", "started_on"),
    "splits": ("opportunity", "person", "kind"),
    "contact_roles": ("contact", "opportunity", "role"),
    "stages": ("pipeline", "stage"),
    "pipelines": ("id",),
    "products": ("id",),
    "split_types": ("id",),
    "deal_team": ("opportunity", "person", "role"),
    "roles": ("id",),
    "periods": ("id",),
    "rates": ("currency", "from_on"),
}
"""Target -> the fields that say what a row is about."""


def put_doubles_aside(connection: Any, staged: list[Staged]) -> list[Staged]:
    """Keep one row a key over all files of an import; return the tables with their new counts.

    Of one file the row further down is taken; of several files one that people wrote themselves,
    else the last by name, so that the order of the files does not matter. People are compared by
    who they are (``new_person_keys``), not by how a file names them. Rows deleted in the CRM are
    left alone.
    """
    lost: dict[str, int] = {}
    for target, fields in KEYS.items():
        parts = [part for part in staged if part.target == target]
        undated = {
            p.relation: _put_undated_aside(connection, p) for p in parts if "period" in fields
        }
        if parts:
            lost |= _of_target(connection, parts, fields)
        lost = {name: count + undated.get(name, 0) for name, count in lost.items()}
    return [
        dataclasses.replace(
            part,
            stored=part.stored - lost.get(part.relation, 0),
            put_aside=part.put_aside + lost.get(part.relation, 0),
        )
        for part in staged
    ]


def _put_undated_aside(connection: Any, part: Staged) -> int:
    """Put rows aside whose fiscal period is not known; return how many."""
    start, end = period_of(part)
    raw = part.table.raw
    which = f"FROM {part.relation} m WHERE ({start}) IS NULL OR ({end}) IS NULL"
    (count,) = connection.execute(f"SELECT count(*) {which}").fetchone()
    if not count:
        return 0
    shown = "m.period_id" if "period_id" in part.given else "NULL"
    connection.execute(
        f"INSERT INTO aside SELECT {literal(raw.file)}, line, NULL, left({shown}, "
        f"{LONGEST_VALUE}), 'missing_value', 'neither a first and last day nor a fiscal period "
        f"that the export holds (Period)', {literal(raw.fingerprint)} {which}"
    )
    connection.execute(f"DELETE FROM {part.relation}_rows WHERE line IN (SELECT line {which})")
    return int(count)


def _of_target(connection: Any, parts: list[Staged], fields: tuple[str, ...]) -> dict[str, int]:
    union = " UNION ALL ".join(_rows(part, fields) for part in parts)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE doubles AS SELECT relation, line, kept_file, kept_line FROM "
        "(SELECT relation, line, first_value(file) OVER w AS kept_file, "
        "first_value(line) OVER w AS kept_line, row_number() OVER w AS place "
        f"FROM ({union}) WINDOW w AS (PARTITION BY key ORDER BY own DESC, file DESC, line DESC)) "
        "WHERE place > 1"
    )
    what = ", ".join(dict.fromkeys(_WORDS.get(name, name.replace("_", " ")) for name in fields))
    lost = {}
    for part in parts:
        raw = part.table.raw
        connection.execute(
            f"INSERT INTO aside SELECT {literal(raw.file)}, d.line, NULL, "
            f"left({_shown(part, fields)}, {LONGEST_VALUE}), 'duplicate_row', "
            f"{literal(f'the same {what} stand in line ')} || d.kept_line || "
            f"CASE WHEN d.kept_file = {literal(raw.file)} THEN '' ELSE ' of ' || d.kept_file END "
            f"|| ', which was taken', {literal(raw.fingerprint)} "
            f"FROM doubles d JOIN {part.relation} m USING (line) "
            f"WHERE d.relation = {literal(part.relation)}"
        )
        gone = f"SELECT line FROM doubles WHERE relation = {literal(part.relation)}"
        (lost[part.relation],) = connection.execute(f"SELECT count(*) FROM ({gone})").fetchone()
        connection.execute(f"DELETE FROM {part.relation}_rows WHERE line IN ({gone})")
    connection.execute("DROP TABLE doubles")
    return lost


_WORDS = {"submitted_at": "time", "from_on": "first day"}


def _rows(part: Staged, fields: tuple[str, ...]) -> str:
    """Return SQL of a table's rows with what they are about as one text."""
    key = ", ".join(_key(part, name) for name in fields)
    alive = "WHERE NOT coalesce(is_deleted, false)" if "is_deleted" in part.given else ""
    own = part.table.mapping.format == OWN_FILES
    return (
        f"SELECT {literal(part.relation)} AS relation, {literal(part.table.raw.file)} AS file, "
        f"{str(own).lower()} AS own, line, concat_ws(chr(9), {key}) AS key "
        f"FROM {part.relation} m {alive}"
    )


def _key(part: Staged, name: str) -> str:
    text = f"{name}::VARCHAR"
    if name == "period":
        start, end = period_of(part)
        return f"coalesce(({start})::VARCHAR, ''), coalesce(({end})::VARCHAR, '')"
    if name == "person":
        text = (
            "coalesce((SELECT person_id::VARCHAR FROM new_person_keys "
            "WHERE key_id = key_id('person', person)), person)"
        )
    elif name == "measure":
        text = measure_of(part)
    elif name == "category":
        text = "coalesce(lower(category), 'commit')"
    return f"coalesce({text}, '')"


def _shown(part: Staged, fields: tuple[str, ...]) -> str:
    texts = [f"({period_of(part)[0] if n == 'period' else f'm.{n}'})::VARCHAR" for n in fields]
    return f"concat_ws(', ', {', '.join(texts)})"
