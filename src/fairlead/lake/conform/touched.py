"""What is stored of the deals an import touches, fetched once.

Comparing a day's few thousand deals with ten million stored ones, each comparison reading the whole
table, took longer than everything else about them. So their stored rows and events are fetched in
one pass, and whoever compares reads those.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

MOST_TOUCHED = 200_000
"""Deals up to which what is stored of them is fetched; of more, the stored tables are read."""

EVENTS = {
    "stage_changes": "opportunity_id, occurred_at, known_at, from_stage, to_stage, sequence",
    "field_changes": "opportunity_id, occurred_at, known_at, field, old, new, sequence",
}
"""Tables of what happened to deals, with the columns that comparing and counting needs."""


def fetch_touched(connection: Any, *, watched: str | None = None) -> bool:
    """Make ``known_opportunities``, ``known_stage_changes`` and ``known_field_changes``.

    Parameters
    ----------
    connection
        Holds ``new_opportunities``, ``new_stage_changes``, ``new_field_changes`` and
        ``swallowed``, and the stored tables and their parts as views (`attach`).
    watched
        SQL of further deals (``opportunity_id``) whose rows are wanted too.

    Returns
    -------
    bool
        Whether they are tables of the deals in ``touched_deals`` only; else, where an import
        touches more than `MOST_TOUCHED` deals, they show the stored tables as a whole.
    """
    (count,) = connection.execute("SELECT count(*) FROM new_opportunities").fetchone()
    if count <= MOST_TOUCHED:  # else there is no need to look for more
        count = _list_touched(connection, watched)
    few = bool(count <= MOST_TOUCHED)
    for name, columns in {"opportunities": "*", **EVENTS}.items():
        made, body = "VIEW", f"SELECT {columns} FROM {name}"
        if few:
            made, body = "TABLE", f"SELECT {columns} FROM moving_{name} SEMI JOIN {_TOUCHED}"
        connection.execute(f"CREATE OR REPLACE TEMP {made} known_{name} AS {body}")
    if few:
        _add_settled(connection)
    return few


_TOUCHED = "touched_deals USING (opportunity_id)"


def _add_settled(connection: Any) -> None:
    """Add what lies in files of settled deals; where none is touched, their keys say so.

    A row that a later one lies over is there already: later rows lie with the moving ones.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_settled AS "
        f"SELECT opportunity_id FROM settled_opportunities SEMI JOIN {_TOUCHED}"
    )
    if connection.execute("SELECT 1 FROM touched_settled LIMIT 1").fetchone() is None:
        return
    for name, columns in {"opportunities": "*", **EVENTS}.items():
        body = f"SELECT {columns} FROM settled_{name} SEMI JOIN touched_settled USING"
        if name == "opportunities":
            body = f"FROM ({body} (opportunity_id)) ANTI JOIN known_opportunities USING"
        connection.execute(f"INSERT INTO known_{name} BY NAME {body} (opportunity_id)")


def _list_touched(connection: Any, watched: str | None) -> int:
    """Fill ``touched_deals`` and return how many they are."""
    sources = ["new_opportunities", *(f"new_{name}" for name in EVENTS), "swallowed"]
    union = " UNION ".join(f"SELECT opportunity_id FROM {source}" for source in sources)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE touched_deals AS {union}")
    if watched is not None:
        connection.execute(
            f"INSERT INTO touched_deals SELECT DISTINCT opportunity_id FROM ({watched}) "
            "WHERE opportunity_id NOT IN (FROM touched_deals)"
        )
    (count,) = connection.execute("SELECT count(*) FROM touched_deals").fetchone()
    return int(count)


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows of the touched deals before and after an import: table -> Arrow table."""

    deals: Any
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def pipelines(self) -> set[str]:
        """Pipelines these deals are in now or were in."""
        sides = (self.before, self.after)
        return {name for rows in sides for name in rows["opportunities"]["pipeline"].to_pylist()}

    def first_event(self, side: str, end: dt.datetime) -> int | None:
        """Return the first stage change of a deal that is not deleted, known before `end`.

        Parameters
        ----------
        side
            ``before`` or ``after``.
        end
            First instant that is not known.

        Returns
        -------
        int or None
            Microseconds since 1970.
        """
        import pyarrow.compute as pc

        rows = self.before if side == "before" else self.after
        deals, events = rows["opportunities"], rows["stage_changes"]
        live = deals.filter(pc.not_equal(deals["outcome"], "deleted"))["opportunity_id"]
        known = pc.and_(pc.less(events["occurred_at"], end), pc.less(events["known_at"], end))
        of_live = pc.is_in(events["opportunity_id"], value_set=live.combine_chunks())
        first = pc.min(events.filter(pc.and_(known, of_live))["occurred_at"])
        return int(first.cast("int64").as_py()) if first.is_valid else None


def keep_written(connection: Any, name: str, rows: str | None) -> None:
    """Note what an import writes into a table of touched deals, as ``laid_<name>``.

    Parameters
    ----------
    connection
        After `fetch_touched` found few deals.
    name
        One of the tables it fetched.
    rows
        SQL of the rows that were added or that took the place of others; None where there are none.
    """
    body = f"FROM known_{name} LIMIT 0" if rows is None else rows
    columns = EVENTS.get(name, "*")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE laid_{name} AS SELECT {columns} FROM ({body})"
    )


def touched_rows(connection: Any) -> Touched:
    """Return the rows of the touched deals before and after; `keep_written` has all tables."""

    def arrow(sql: str) -> Any:
        return connection.execute(sql).to_arrow_table()

    names = ("opportunities", *EVENTS)
    after = {name: f"FROM known_{name} UNION ALL BY NAME FROM laid_{name}" for name in EVENTS}
    after["opportunities"] = (
        "SELECT * FROM known_opportunities ANTI JOIN laid_opportunities USING (opportunity_id) "
        "UNION ALL BY NAME FROM laid_opportunities"
    )
    return Touched(
        deals=arrow("FROM touched_deals"),
        before={name: arrow(f"FROM known_{name}") for name in names},
        after={name: arrow(after[name]) for name in names},
    )
