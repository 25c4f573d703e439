"""Deals that were over when they were written lie apart from those that may still move.

A day touches open deals and hardly ever closed ones, and most stored deals are closed. So where
many rows are written at once, deals that are won, lost or deleted go into files of their own, and
so do their events. Whoever wants what is stored of a few deals reads the other files, and of the
settled ones the keys of deals; rows of settled deals are read only where one of the few is among
them (docs/decisions/0012).

An event lies in a settled file only if the row of its deal does. That holds because such a row
stays in settled files when the table is written anew, even if the deal was reopened since.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairlead.facts import FIELD_CHANGES, OPPORTUNITIES, STAGE_CHANGES, Table
from fairlead.lake.store.layers import Layers, layers, newest_rows, read_files

if TYPE_CHECKING:
    from fairlead.lake.store.workspace import Workspace

APART = (OPPORTUNITIES, STAGE_CHANGES, FIELD_CHANGES)
"""Tables that are kept in files of settled deals and in others."""

MANY = 0.1
"""Share of a table's rows beyond which added ones are told apart: a day's few rows are not, they
would only make more files."""


def settled_rows(workspace: Workspace, table: Table) -> str:
    """Return the SQL condition under which a row about to be written is of a settled deal.

    Deals are asked before they are written, events after their deals were.
    """
    found = None
    if (workspace.table_path(OPPORTUNITIES) / "_delta_log").is_dir():
        found = layers(workspace.table_path(OPPORTUNITIES))
    over = "outcome <> 'open'" if table == OPPORTUNITIES else "false"
    if found is None or not found.settled:
        return over
    lies = f"opportunity_id IN (SELECT opportunity_id FROM {read_files(found.settled)})"
    return f"({over} OR {lies})" if table == OPPORTUNITIES else lies


def are_many(found: Layers, rows: int) -> bool:
    """Say whether `rows` that are added to a table are told apart."""
    return found.apart and rows > MANY * found.first_rows


def to_be_parted(workspace: Workspace, table: Table, found: Layers) -> bool:
    """Say whether a table of an earlier Fairlead is to be written anew to be told apart.

    Events wait for their deals: they ask which of these are settled.
    """
    if table not in APART or found.apart:
        return False
    deals = workspace.table_path(OPPORTUNITIES)
    there = (deals / "_delta_log").is_dir()
    return table == OPPORTUNITIES or (there and layers(deals).apart)


def moving(table: Table) -> str:
    """Return the view of a table's rows outside of settled files, later ones included."""
    return f"moving_{table.name}"


def settled(table: Table) -> str:
    """Return the view of the rows of a table's settled files; later ones may lie over them."""
    return f"settled_{table.name}"


def views_apart(table: Table, found: Layers | None) -> dict[str, str]:
    """Return view -> SQL of the two parts of a table (None: of an empty one).

    A table that is not kept apart moves as a whole.
    """
    from fairlead.lake.store.schema import empty_relation_sql

    if found is None:
        return dict.fromkeys((moving(table), settled(table)), empty_relation_sql(table))
    rest = tuple(name for name in found.first if name not in set(found.settled))
    return {
        moving(table): newest_rows(table, replace(found, first=rest)),
        settled(table): newest_rows(table, replace(found, first=found.settled, later=())),
    }
