"""Going back: a new manifest that names what an earlier one named, so that it can be undone too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fairlead.errors import InputError, UnavailableError
from fairlead.facts import TABLES
from fairlead.lake.store.check import damage
from fairlead.lake.store.layers import differing_rows
from fairlead.lake.store.manifest import Manifest, publish, states
from fairlead.lake.store.workspace import Workspace, stored_relation


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of one table before and after, and how many of them go and come.

    A row that says something else afterwards counts as gone and as come. `before` is None where
    the state that is left is damaged and cannot be counted.
    """

    before: int | None
    after: int
    gone: int | None
    come: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: which state was left, which one counts again, under which number."""

    left: int
    again: int
    manifest: Manifest
    rows: dict[str, RowChange]
    problem: str


def undo(workspace: Workspace, connection: Any, *, state: int | None = None) -> Undone:
    """Publish the state before the newest one again, or the kept state numbered `state`.

    Must be called under the write lock. No table is written: the new manifest names the older
    versions, whose files are still there. Killed at any moment, the old or the new state counts.

    Raises
    ------
    InputError
        Nothing was imported yet, or the state asked for is not kept.
    UnavailableError
        The state to go back to is damaged.
    """
    kept = dict(states(workspace.manifests))
    if not kept:
        raise InputError(
            "there is nothing to undo: nothing was imported yet",
            hint="Run `fairlead import PATH-TO-YOUR-EXPORT`.",
        )
    newest = max(kept)
    current = kept.pop(newest)
    problem = damage(workspace, current) if current else f"the manifest {newest:06d} is damaged"
    target = _target(workspace, kept, newest, state, broken=bool(problem))
    changes = _changes(workspace, connection, None if problem else current, target)
    after = replace(target, number=newest + 1, undid=newest, since={})
    if current is not None and current.exports == target.exports:
        after = replace(after, since=current.changed(target.tables, after.number))
    publish(workspace.manifests, after)
    return Undone(newest, target.number, after, changes, problem)


def _target(
    workspace: Workspace,
    earlier: dict[int, Manifest | None],
    newest: int,
    state: int | None,
    *,
    broken: bool,
) -> Manifest:
    """Return the state to go back to; it is whole."""
    if newest == 1 and state in {None, 0}:
        return Manifest()
    listed = ", ".join(str(n) for n in sorted(earlier)) or "none"
    if state is not None and state not in earlier:
        raise InputError(
            f"state {state} is not kept; kept before state {newest}: {listed}",
            hint="The last five states are kept, and the last of each of five exports. Older ones "
            "are in your backups, if you made any.",
        )
    if not earlier:
        raise InputError(
            f"there is nothing to undo: no state before {newest} is kept in this workspace",
            hint="Import the exports you want into a new workspace, or restore an older backup.",
        )
    for number in [state] if state is not None else sorted(earlier, reverse=True):
        found = earlier[number]
        problem = damage(workspace, found) if found else "its manifest is damaged"
        if found is not None and not problem:
            return found
        if not broken:  # the newest is whole: never skip a state nobody asked to skip
            break
    raise UnavailableError(
        f"cannot go back to state {number}: {problem}; nothing was changed",
        hint=f"Name another with --state (kept: {listed}), or restore a backup.",
    )


def _changes(
    workspace: Workspace, connection: Any, current: Manifest | None, target: Manifest
) -> dict[str, RowChange]:
    found = {}
    for table in TABLES:
        then = target.tables.get(table.name)
        now = current.tables.get(table.name) if current is not None else None
        if current is not None and then == now:
            continue
        old, new = (stored_relation(workspace, table, version) for version in (now, then))
        after = _count(connection, new)
        if current is None:
            if after:
                found[table.name] = RowChange(None, after, None, None)
            continue
        if now is not None and then is not None:
            before, again = differing_rows(workspace.table_path(table), table, (now, then))
        else:
            before, again = old, new
        gone = _count(connection, f"({before}) EXCEPT ALL ({again})")
        come = _count(connection, f"({again}) EXCEPT ALL ({before})")
        if gone or come:
            found[table.name] = RowChange(_count(connection, old), after, gone, come)
    return found


def _count(connection: Any, sql: str) -> int:
    number: int = connection.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0]
    return number
