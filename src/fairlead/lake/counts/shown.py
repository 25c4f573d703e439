"""Which deals a counting sees: some of the stored ones, or the rows an import touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairlead.facts import PERSON_KEYS, TABLES
from fairlead.lake.counts.parts import STEPS, STORED, WATCHED, begin
from fairlead.lake.counts.relations import COUNTED
from fairlead.lake.counts.waiting import load_waiting
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.schema import literal
from fairlead.lake.store.workspace import Workspace, stored_relation


def watched_deals(workspace: Workspace, manifest: Manifest) -> str | None:
    """Return SQL of the deals whose counts change with time alone; None where nothing says."""
    file = manifest.results.get(WATCHED)
    if file is None or not (workspace.results / file).is_file():
        return None
    return f"FROM read_parquet({literal(str(workspace.results / file))})"


def show_part(
    connection: Any, workspace: Workspace, manifest: Manifest, *, number: int, parts: int
) -> None:
    """Let the tables of deals show those whose key leaves `number` when divided by `parts`."""
    for table in TABLES:
        if table.name in COUNTED:
            stored = stored_relation(workspace, table, manifest.tables.get(table.name))
            where = f"opportunity_id % {parts} = {number}"
            body = f"SELECT {_counted(table.name)} FROM ({stored}) WHERE {where}"
            _replace(connection, table.name, body)


def show_rows(connection: Any, rows: Mapping[str, Any]) -> None:
    """Let the tables of deals show the given rows only: table -> Arrow table."""
    for name, table in rows.items():
        connection.register("shown_rows", table)
        _replace(connection, name, f"SELECT {_counted(name)} FROM shown_rows")
        connection.unregister("shown_rows")


def _counted(name: str) -> str:
    return ", ".join(COUNTED[name])


def _replace(connection: Any, name: str, body: str) -> None:
    """Put a table in the place of a view of the stored one (or of the table put there before)."""
    (kind, catalog) = connection.execute(
        "SELECT table_type, table_catalog FROM information_schema.tables WHERE "
        "table_schema = 'main' AND table_catalog = current_database() AND table_name = $1",
        [name],
    ).fetchone()
    place = f'"{catalog}".main.{name}'  # a view of other names may hide it
    connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {place}")
    connection.execute(f"CREATE TABLE {place} AS {body}")


def same_people(
    connection: Any, workspace: Workspace, states: tuple[Manifest, Manifest], strangers: set[int]
) -> bool:
    """Say whether every key names the same person as before, and nobody's key became somebody's."""
    old, new = (
        stored_relation(workspace, PERSON_KEYS, state.tables.get(PERSON_KEYS.name))
        for state in states
    )
    rows = "SELECT key_id, person_id FROM"
    gone = connection.execute(f"{rows} ({old}) EXCEPT {rows} ({new}) LIMIT 1").fetchone()
    come = connection.execute(f"{rows} ({new}) EXCEPT {rows} ({old})").fetchall()
    return gone is None and not strangers & {key for key, _person in come}


def load_parts(connection: Any, folder: Path, results: Mapping[str, str], deals: Any) -> None:
    """Fill the parts from published results, without the single rows of `deals` (Arrow table)."""
    begin(connection)
    connection.register("gone_rows", deals)
    connection.execute("CREATE OR REPLACE TEMP TABLE gone_deals AS FROM gone_rows")
    connection.unregister("gone_rows")
    steps, watched = (
        f"SELECT * FROM read_parquet({literal(str(folder / results[name]))})"
        for name in (STEPS, WATCHED)
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {STORED} AS {steps}")
    connection.execute(f"CREATE TEMP TABLE {STEPS} AS FROM {STORED} LIMIT 0")
    connection.execute(
        f"CREATE TEMP TABLE {WATCHED} AS {watched} ANTI JOIN gone_deals USING (opportunity_id)"
    )
    load_waiting(connection, folder, results, "gone_deals")
