"""Is a workspace whole: every file the manifest needs is there, readable and of its size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fairlead.facts import TABLES
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace, connect, data_files


def check_tables(workspace: Workspace, manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Yield (table, what was found, problem or '') for each table `manifest` names.

    Every row of every file is read once, so that a flipped byte is found.
    """
    from fairlead.lake.store.schema import literal

    connection = connect()
    try:
        for table in TABLES:
            version = manifest.tables.get(table.name)
            if version is None:
                continue
            try:
                files = data_files(workspace, table, version)
                missing = [f for f in files if not Path(f).is_file()]
                if missing:
                    yield table.name, "", f"{len(missing)} data files are missing"
                    continue
                if not files:
                    yield table.name, "0 rows", ""
                    continue
                names = ", ".join(literal(f) for f in files)
                columns = ", ".join(f'count("{c.name}")' for c in table.columns)
                row = connection.execute(
                    f"SELECT count(*), {columns} FROM read_parquet([{names}], "
                    "hive_partitioning = false)"
                ).fetchone()
                yield table.name, f"{row[0]:,} rows", ""
            except Exception as error:  # any damage is what we look for
                yield table.name, "", f"cannot be read: {str(error).splitlines()[0][:120]}"
    finally:
        connection.close()
