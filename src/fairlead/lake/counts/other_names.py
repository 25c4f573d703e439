"""One name a stage: what ``also`` in process.yaml says is shown by the tables themselves.

Everything that matches a stage by its name (codes of moves, stints, states, evidence for the
order, rows behind a number) reads the tables of this connection, so none has to know of two names.
"""

from __future__ import annotations

from typing import Any

from fairlead.process.model import Process


def under_one_name(connection: Any, process: Process) -> None:
    """Let the tables of `connection` show each stage under its first name only.

    A move from one name of a stage to another is none and is left out. The stored tables stay as
    they are; without other names nothing is done at all.

    Parameters
    ----------
    connection
        DuckDB connection with the canonical tables (`lake.store.workspace.attach`).
    process
        Whose stages have other names.
    """
    names = process.other_names()
    if not names:
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE other_names (pipeline VARCHAR, said VARCHAR, stage VARCHAR)"
    )
    connection.executemany(
        "INSERT INTO other_names VALUES (?, ?, ?)", [(*said, name) for said, name in names.items()]
    )
    (catalog,) = connection.execute("SELECT current_database()").fetchone()
    stored = f'"{catalog}".main'
    for table in ("opportunities", "stages"):
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT t.* REPLACE "
            f"(coalesce(n.stage, t.stage) AS stage) FROM {stored}.{table} t "
            "LEFT JOIN other_names n ON n.pipeline = t.pipeline AND n.said = t.stage"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW stage_changes AS SELECT c.* REPLACE "
        "(coalesce(f.stage, c.from_stage) AS from_stage, coalesce(t.stage, c.to_stage) AS to_stage)"
        f" FROM {stored}.stage_changes c LEFT JOIN {stored}.opportunities o USING (opportunity_id) "
        "LEFT JOIN other_names f ON f.pipeline = o.pipeline AND f.said = c.from_stage "
        "LEFT JOIN other_names t ON t.pipeline = o.pipeline AND t.said = c.to_stage "
        "WHERE c.from_stage IS NULL OR c.from_stage = c.to_stage "
        "OR coalesce(f.stage, c.from_stage) <> coalesce(t.stage, c.to_stage)"
    )
