"""What a workspace holds, readable: surrogate keys as the names and ids they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.refresh.company import take, write_csv

from fairlead.facts import TABLES, Kind
from fairlead.lake.store.workspace import Workspace, attach, connect
from fairlead.refresh.importing import ImportResult

DEAL = ("source_key", "created_by", "owner_id", "amount", "currency", "close_on", "stage",
        "outcome", "closed_at", "lost_reason")  # fmt: skip
LEAD = ("source_key", "created_at", "created_by", "owner_id", "source_channel", "opportunity_id",
        "converted_at", "disqualified_reason")  # fmt: skip

PEOPLE = {"created_by", "owner_id", "actor_id", "person_id", "manager_id"}
RECORDS = {
    "opportunity_id": "opportunities",
    "account_id": "accounts",
    "contact_id": "contacts",
    "prospect_id": "prospects",
}
NEVER = {"known_at", "source", "file", "line", "provenance"}


def bring(folder: Path, files: dict[str, list[Sequence[object]]]) -> tuple[Workspace, ImportResult]:
    """Write files (the first row is the header), import them; nothing may be put aside.

    The same export once more, in a folder of another name, changes nothing.
    """
    for copy in ("export", "again"):
        for name, (header, *rows) in files.items():
            write_csv(folder / copy / name, [str(h) for h in header], rows)
    home = folder / "workspace"
    result = take(home, folder / "export")
    workspace = Workspace(home)
    assert result.put_aside == ()
    taken = [a for a in result.accounts if a.target != "ignore"]
    assert all(a.rows == a.stored + a.put_aside for a in taken)
    assert not take(workspace, folder / "again").updated
    return workspace, result


def table(home: Workspace, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return `columns` of every row (all that say something, by default), sorted."""
    chosen = columns or told(name)
    declared = {c.name: c for c in next(t for t in TABLES if t.name == name).columns}
    shown = [_shown(name, c, declared[c].kind) for c in chosen]
    connection = connect()
    attach(connection, home, home.manifest())
    try:
        rows = connection.execute(f"SELECT {', '.join(shown)} FROM {name} r").fetchall()
    finally:
        connection.close()
    return sorted(rows, key=repr)


def told(name: str) -> tuple[str, ...]:
    """Return the columns of a table that are no hash of its own and no note about its origin."""
    found = next(t for t in TABLES if t.name == name)
    own = set(found.key)
    return tuple(c.name for c in found.columns if c.name not in own | NEVER)


def _shown(table_name: str, column: str, kind: Kind) -> str:
    person = (
        "(SELECT p.name FROM person_keys k JOIN people p USING (person_id) WHERE k.key_id = {0})"
    )
    if column in PEOPLE and table_name != "people":
        return person.format(f"r.{column}")
    if column in RECORDS and table_name != RECORDS[column]:
        where = f"FROM {RECORDS[column]} o WHERE o.{column} = r.{column}"
        return f"(SELECT o.source_key {where})"
    if column in {"old", "new"}:
        named = person.format(f"try_cast(r.{column} AS BIGINT)")
        return f"CASE WHEN r.field = 'owner_id' THEN {named} ELSE r.{column} END"
    if kind is Kind.INSTANT:
        return f"strftime(r.{column}, '%Y-%m-%d %H:%M')"
    return f"r.{column}::VARCHAR" if kind is Kind.DAY else f'r."{column}"'
