"""Counting who went on from each stage, in four ways, from the same stored stage changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from benchmarks.made import STAGES
from fairlead.facts import STAGE_CHANGES
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.state import fill_state
from fairlead.lake.counts.stints import fill_stints
from fairlead.lake.counts.tally import open_counts, step_counts
from fairlead.lake.store.workspace import data_files, open_workspace
from fairlead.refresh.opening import load_process, opened

Advances: TypeAlias = dict[int, tuple[int, int]]
"""Rank of a stage -> deals that entered it, deals that entered a later one."""

RANKS = {name: rank for rank, name in enumerate((*STAGES, "Closed Won"))}


@dataclass(frozen=True)
class Stored:
    """Where the stage changes of a workspace are, and up to which instant they count."""

    files: list[str]
    until: dt.datetime


def stored_changes(home: Path) -> Stored:
    """Return the Parquet files of the stage changes of a workspace."""
    workspace = open_workspace(home)
    manifest = workspace.manifest()
    files = data_files(workspace, STAGE_CHANGES, manifest.tables[STAGE_CHANGES.name])
    last = dt.date.fromisoformat(manifest.data_until or "") + dt.timedelta(days=1)
    return Stored(files, dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC))


def scan(stored: Stored) -> None:
    """Read the three columns that matter and do nothing with them."""
    duckdb.execute(
        "SELECT max(opportunity_id), max(occurred_at)::VARCHAR, max(to_stage) "
        "FROM read_parquet($1)",
        [stored.files],
    ).fetchone()


def with_duckdb(stored: Stored) -> Advances:
    """Count with bare SQL."""
    cases = " ".join(f"WHEN '{stage}' THEN {rank}" for stage, rank in RANKS.items())
    sql = f"""
        WITH entered AS (
          SELECT opportunity_id, CASE to_stage {cases} END AS place, min(occurred_at) AS entered_at
          FROM read_parquet($1) WHERE occurred_at < $2 GROUP BY ALL HAVING place IS NOT NULL
        ), told AS (
          SELECT *, max(place) OVER (PARTITION BY opportunity_id) AS top FROM entered
        )
        SELECT place, count(*), count(*) FILTER (top > place) FROM told GROUP BY place
    """  # noqa: S608 -- stage names of our own making
    rows = duckdb.execute(sql, [stored.files, stored.until]).fetchall()
    return _open_stages({place: (entered, further) for place, entered, further in rows})


def with_polars(stored: Stored) -> Advances:
    """Count with a polars group-by."""
    import polars as pl  # noqa: PLC0415 -- may be absent

    place = pl.col("to_stage").replace_strict(RANKS, default=None, return_dtype=pl.Int64)
    entered = (
        pl.scan_parquet(stored.files, hive_partitioning=False)
        .filter(pl.col("occurred_at") < stored.until)
        .select("opportunity_id", "occurred_at", place=place)
        .filter(pl.col("place").is_not_null())
        .group_by("opportunity_id", "place")
        .agg(pl.col("occurred_at").min())
        .with_columns(top=pl.col("place").max().over("opportunity_id"))
    )
    counted = entered.group_by("place").agg(
        entered=pl.len(), further=(pl.col("top") > pl.col("place")).sum()
    )
    return _open_stages({row[0]: (row[1], row[2]) for row in counted.collect().rows()})


def with_pandas(stored: Stored) -> Advances:
    """Count with a pandas group-by."""
    import pandas as pd  # noqa: PLC0415 -- may be absent

    columns = ["opportunity_id", "occurred_at", "to_stage"]
    frame = pd.concat([pd.read_parquet(f, columns=columns, engine="pyarrow") for f in stored.files])
    frame = frame[frame["occurred_at"] < stored.until]
    frame = frame.assign(place=frame["to_stage"].map(RANKS))
    frame = frame.dropna(subset=["place"])
    entered = frame.groupby(["opportunity_id", "place"], as_index=False)["occurred_at"].min()
    entered["further"] = (
        entered.groupby("opportunity_id")["place"].transform("max") > entered["place"]
    )
    counted = entered.groupby("place")["further"].agg(["size", "sum"])
    return _open_stages({int(i): (int(r["size"]), int(r["sum"])) for i, r in counted.iterrows()})


def with_fairlead(home: Path) -> Advances:
    """Count as an import does: states, time in stage with credit, then counts."""
    workspace = open_workspace(home)
    manifest = workspace.manifest()
    as_of = dt.date.fromisoformat(manifest.data_until or "")
    with opened(workspace, manifest) as connection:
        sources = relations(connection, load_process(workspace, connection)[0])
        fill_state(sources, "counted_deals", as_of)
        fill_stints(sources, "counted_stints", "counted_deals", as_of)
        found = sources.table("counted_stints")
        resolved, waiting = step_counts(found).to_pyarrow(), open_counts(found).to_pyarrow()
    return _added(resolved.to_pylist(), waiting.to_pylist())


def _added(resolved: list[dict[str, Any]], waiting: list[dict[str, Any]]) -> Advances:
    counts = {rank: [0, 0] for rank in range(len(STAGES))}
    for row in resolved:
        counts[row["rank"]][0] += row["successes"] + row["failures"]
        counts[row["rank"]][1] += row["successes"]
    for row in waiting:
        counts[row["rank"]][0] += row["open_count"]
    return {rank: (entered, further) for rank, (entered, further) in counts.items()}


def _open_stages(found: Advances) -> Advances:
    return {rank: pair for rank, pair in sorted(found.items()) if rank < len(STAGES)}
