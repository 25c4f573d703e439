"""Open stints one by one, in two layers: a day writes those of the deals it touched.

Many deals wait, and few of them change in a day. So the file of the last whole counting stays as it
is, with a list beside it of the deals whose rows in it count no more, and a small file of the rows
that count instead. Where the list grows long, one file is written anew (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairlead.lake.store.schema import literal

WAITING = "part_waiting"
LATER = "part_waiting_later"
GONE = "part_waiting_gone"
"""Results, and the temp tables that hold the same: rows of the last whole counting (where nothing
is carried on: of this one), rows that came later, deals whose rows among the first count no more.
"""

EVERY = "all_waiting"
"""View of the rows that count, of both layers."""

MOST_GONE = 0.1
"""Deals of which rows no longer count, as a share of the first layer's rows; beyond, one file is
written anew."""


def published_waiting(folder: Path, results: Mapping[str, str]) -> str:
    """Return SQL of the open stints published results hold.

    Parameters
    ----------
    folder
        Of the results.
    results
        Result -> file, as a manifest names them.
    """
    first = f"SELECT * FROM read_parquet({literal(str(folder / results[WAITING]))})"
    if GONE not in results:
        return first
    later, gone = (f"read_parquet({literal(str(folder / results[n]))})" for n in (LATER, GONE))
    return (
        f"{first} AS f ANTI JOIN {gone} USING (opportunity_id) "
        f"UNION ALL BY NAME SELECT * FROM {later}"
    )


def load_waiting(connection: Any, folder: Path, results: Mapping[str, str], deals: str) -> None:
    """Show published open stints, and let later rows be added to `WAITING`.

    Parameters
    ----------
    connection
        Gets the tables.
    folder, results
        As in `published_waiting`.
    deals
        Relation of the deals (``opportunity_id``) whose rows go, wherever they are.
    """
    first = f"read_parquet({literal(str(folder / results[WAITING]))})"
    later, gone = f"{first} LIMIT 0", f"{deals} LIMIT 0"
    if GONE in results:
        later, gone = (f"read_parquet({literal(str(folder / results[n]))})" for n in (LATER, GONE))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {WAITING} AS SELECT * FROM (FROM {later}) "
        f"ANTI JOIN {deals} USING (opportunity_id)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {GONE} AS SELECT opportunity_id FROM (FROM {gone}) "
        f"UNION SELECT opportunity_id FROM {deals}"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {EVERY} AS SELECT * FROM {first} AS f "
        f"ANTI JOIN {GONE} USING (opportunity_id) UNION ALL BY NAME SELECT * FROM {WAITING}"
    )


def show_waiting(connection: Any) -> None:
    """Let `EVERY` show the rows of `WAITING`, where nothing was carried on."""
    connection.execute(f"DROP TABLE IF EXISTS {GONE}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {EVERY} AS FROM {WAITING}")


def files_of_waiting(
    connection: Any, before: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is to be written (result -> SQL) and which files stay (result -> file).

    Parameters
    ----------
    connection
        After `load_waiting` or `show_waiting`.
    before
        Results that were carried on from; empty where everything was counted.
    """
    if not before:
        return {WAITING: f"FROM {WAITING}"}, {}
    gone, every = connection.execute(
        f"SELECT (SELECT count(*) FROM {GONE}), (SELECT count(*) FROM {EVERY})"
    ).fetchone()
    if gone > MOST_GONE * every:
        return {WAITING: f"FROM {EVERY}"}, {}
    return {LATER: f"FROM {WAITING}", GONE: f"FROM {GONE}"}, {WAITING: before[WAITING]}
