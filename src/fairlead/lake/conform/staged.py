"""Every mapped table, parsed: a typed relation each, and the rows put aside with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairlead.errors import DefinitionError
from fairlead.lake.conform.options import CLOCKS, ZONE_HINT, checked
from fairlead.lake.conform.steps import Parsed, laid_out
from fairlead.lake.conform.values import EXPECTED, parsed, text_of
from fairlead.lake.readers.contract import LINE, MappedTable
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.schema import literal, quoted

LONGEST_VALUE = 200
ONE_ROW_AN_ID = frozenset({"opportunities", "accounts", "contacts", "prospects", "activities"})
HASHED = {
    "stage_history": {"opportunity": "opportunity"},
    "field_history": {"opportunity": "opportunity"},
}
"""References that are staged as surrogate keys."""

ONE_OF = {
    "people": (("id", "name", "email", "first_name", "last_name"),),
    "targets": (
        ("period", "from_on", "period_id"),
        ("period", "to_on", "last_on", "period_id"),
        ("amount", "quantity"),
    ),
    "submissions": (("period", "from_on"), ("period", "to_on")),
}
"""Targets whose rows need at least one field of each group."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One parsed table.

    `relation` has ``line`` and one column per field of its target, only rows that can be taken;
    `given` are the fields the export really has.
    """

    relation: str
    table: MappedTable
    target: str
    given: frozenset[str]
    stored: int
    put_aside: int


def stage(connection: Any, tables: tuple[MappedTable, ...]) -> list[Staged]:
    """Parse every table that has a target; rows that cannot be taken go to ``aside``."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE aside "
        '("file" VARCHAR, line BIGINT, "column" VARCHAR, "value" VARCHAR, code VARCHAR, '
        "reason VARCHAR, fingerprint VARCHAR)"
    )
    staged = []
    for number, table in enumerate(tables):
        if table.mapping.target == "ignore":
            continue
        staged.append(_stage_one(connection, table, f"m{number}"))
    return staged


def _stage_one(connection: Any, table: MappedTable, relation: str) -> Staged:
    mapping, raw = table.mapping, table.raw
    target = TARGETS[mapping.target]
    known = set(raw.columns)
    for column in mapping.columns:
        if column.column is not None and column.column not in known:
            raise DefinitionError(
                f"{raw.file} has no column {column.column!r}, which the mapping uses for "
                f"{column.field}",
                hint=f"Columns there: {', '.join(raw.columns[:20])}.",
            )
    _known_to_engine(connection, table)
    hashed = HASHED.get(mapping.target, {})
    fields = [
        parsed(
            f,
            mapping.of(f.name),
            format_name=mapping.format,
            hashed_as=hashed.get(f.name),
            file=raw.file,
        )
        for f in target.fields
    ]
    rows = f"{relation}_rows"
    _parse(connection, table, rows, fields)
    _put_aside(connection, table, rows, fields)
    _put_incomplete_aside(connection, table, rows)
    if mapping.target in ONE_ROW_AN_ID and mapping.of("id") is not None:
        _drop_doubles(connection, table, rows)
    connection.execute(f"DELETE FROM {rows} WHERE problem IS NOT NULL")
    stored = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]
    absent = "".join(
        f", {p.value} AS {quoted(p.field.name)}" for p in fields if mapping.of(p.field.name) is None
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {relation} AS SELECT * EXCLUDE (problem){absent} FROM {rows}"
    )
    return Staged(
        relation,
        table,
        mapping.target,
        frozenset(c.field for c in mapping.columns),
        stored,
        raw.row_count - stored + len(raw.unreadable),
    )


def _parse(connection: Any, table: MappedTable, rows: str, fields: list[Parsed]) -> None:
    """Fill `rows` with the fields the export has and with ``problem``, each value read once.

    The inner queries read the values, the outer one judges them. Fields without a column take no
    room here.
    """
    given = [p for p in fields if table.mapping.of(p.field.name) is not None]
    named = "".join(f", {p.shown} AS {quoted(p.field.name)}" for p in given)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {rows} AS "
        f"SELECT {quoted(LINE)} AS line{named}{_raw_texts(table)}, {_problem(fields)} AS problem "
        f"FROM {_values(table, fields)}"
    )


def _values(table: MappedTable, fields: list[Parsed]) -> str:
    """Return SQL of the file's rows as they are, with every field's value."""
    return laid_out(fields, f"read_parquet({literal(str(table.raw.staged))})")


def release(connection: Any, part: Staged) -> None:
    """Drop a staged table; what it was needed for is done."""
    connection.execute(f"DROP VIEW IF EXISTS {part.relation}")
    connection.execute(f"DROP TABLE IF EXISTS {part.relation}_rows")


def _known_to_engine(connection: Any, table: MappedTable) -> None:
    """Refuse time zones and date patterns the engine does not know, before it meets a row."""
    import duckdb

    for column in table.mapping.columns:
        where = f"{table.raw.file}, {column.field}"
        kind = TARGETS[table.mapping.target].field(column.field).kind
        options = checked(kind, column.options, where)
        if options.time_zone != "UTC" and not _is_zone(connection, options.time_zone):
            raise DefinitionError(
                f"{where}: there is no time zone {options.time_zone!r}", hint=ZONE_HINT
            )
        for pattern in options.formats:
            if pattern in CLOCKS:
                continue
            try:
                connection.execute(f"SELECT try_strptime('', {literal(pattern)})").fetchone()
            except duckdb.Error as error:
                raise DefinitionError(
                    f"{where}: {pattern!r} is no date pattern",
                    hint="Write strptime patterns such as %d.%m.%Y or %Y-%m-%d %H:%M.",
                ) from error


def _is_zone(connection: Any, name: str) -> bool:
    (count,) = connection.execute(
        "SELECT count(*) FROM pg_timezone_names() WHERE name = ?", [name]
    ).fetchone()
    return bool(count)


def _raw_texts(table: MappedTable) -> str:
    """Return extra columns some targets need as text: how a period was written."""
    extra = ""
    for name in ("period", "type"):
        mapping = table.mapping.of(name)
        if mapping is not None and mapping.column is not None:
            extra += f", {text_of(mapping.column)} AS {name}_text"
        elif mapping is not None and mapping.constant is not None:
            extra += f", {literal(mapping.constant)} AS {name}_text"
    return extra


def _problem(fields: list[Parsed]) -> str:
    """Return SQL that is null for a good row, else the index of the first field at fault.

    Missing required values come first: a row without an id has no other problem worth naming.
    """
    missing = [f"WHEN {p.shown} IS NULL THEN {i}" for i, p in enumerate(fields) if p.field.required]
    bad = [f"WHEN {p.bad} THEN {i}" for i, p in enumerate(fields) if p.bad is not None]
    keyed = [
        w
        for w, p in zip(missing, [p for p in fields if p.field.required], strict=True)
        if p.bad is None
    ]
    rest = [w for w in missing if w not in keyed]
    whens = keyed + bad + rest
    return f"CASE {' '.join(whens)} END" if whens else "NULL::INTEGER"


def _put_aside(connection: Any, table: MappedTable, relation: str, fields: list[Parsed]) -> None:
    raw = table.raw
    hits = connection.execute(
        f"SELECT DISTINCT problem FROM {relation} WHERE problem IS NOT NULL"
    ).fetchall()
    for (index,) in hits:
        problem = fields[index]
        text = f"r.{quoted(problem.column)}" if problem.column else "NULL::VARCHAR"
        shown = problem.column or problem.field.name
        word = EXPECTED.get(problem.field.kind, "a value")
        empty = (
            f"no {'id' if problem.field.name == 'id' else problem.field.name.replace('_', ' ')}: "
            f"column {shown} is empty"
        )
        unread = f"cannot be read as {word}"
        code_empty = "no_id" if problem.field.name == "id" else "missing_value"
        connection.execute(
            f"INSERT INTO aside SELECT {literal(raw.file)}, r.{quoted(LINE)}, {literal(shown)}, "
            f"left({text}, {LONGEST_VALUE}), "
            f"CASE WHEN nullif(trim({text}), '') IS NULL THEN '{code_empty}' "
            f"ELSE 'unreadable_{problem.field.kind}' END, "
            f"CASE WHEN nullif(trim({text}), '') IS NULL THEN {literal(empty)} "
            f"ELSE {literal(unread)} END, {literal(raw.fingerprint)} "
            f"FROM {_values(table, fields)} r WHERE ({_problem(fields)}) = {index}"
        )
    if raw.unreadable:
        connection.executemany(
            "INSERT INTO aside VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    raw.file,
                    u.line,
                    u.column,
                    (u.value or "")[:LONGEST_VALUE] or None,
                    u.code,
                    u.reason,
                    raw.fingerprint,
                )
                for u in raw.unreadable
            ],
        )


def _put_incomplete_aside(connection: Any, table: MappedTable, relation: str) -> None:
    """Put rows aside that have none of the fields their target needs one of."""
    for needed in ONE_OF.get(table.mapping.target, ()):
        given = [name for name in needed if table.mapping.of(name) is not None]
        nothing = " AND ".join(f"{quoted(name)} IS NULL" for name in given) or "true"
        where = f"problem IS NULL AND {nothing}"
        reason = f"none of {', '.join(name.replace('_', ' ') for name in needed)} is filled"
        connection.execute(
            f"INSERT INTO aside SELECT {literal(table.raw.file)}, line, NULL, NULL, "
            f"'missing_value', {literal(reason)}, {literal(table.raw.fingerprint)} "
            f"FROM {relation} WHERE {where}"
        )
        connection.execute(f"UPDATE {relation} SET problem = -1 WHERE {where}")


def _drop_doubles(connection: Any, table: MappedTable, relation: str) -> None:
    """Keep one row an id: the one changed last, else the last in the file."""
    id_mapping = table.mapping.of("id")
    column = literal((id_mapping.column if id_mapping else None) or "id")
    newest = "modified_at DESC NULLS LAST, " if table.mapping.of("modified_at") else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE doubles AS SELECT line, id, kept FROM ("
        f"SELECT line, id, first_value(line) OVER w AS kept FROM {relation} "
        f"WHERE problem IS NULL AND id IS NOT NULL WINDOW w AS (PARTITION BY id "
        f"ORDER BY {newest}line DESC)) WHERE kept <> line"
    )
    connection.execute(
        f"INSERT INTO aside SELECT {literal(table.raw.file)}, line, {column}, "
        f"left(id, {LONGEST_VALUE}), 'duplicate_id', "
        f"'the same id stands in line ' || kept || ', which was taken', "
        f"{literal(table.raw.fingerprint)} FROM doubles"
    )
    connection.execute(
        f"UPDATE {relation} SET problem = -1 WHERE line IN (SELECT line FROM doubles)"
    )
