"""Undo the last import: tables, counts and the list of rows put aside go back together."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from fairlead.errors import InputError
from fairlead.lake.published.files import prune
from fairlead.lake.store.check import telling_damage
from fairlead.lake.store.manifest import Manifest, kept_results
from fairlead.lake.store.undo import Undone, undo
from fairlead.lake.store.workspace import Workspace, attach, connect, writing
from fairlead.refresh.beside import PutAsideRow, write_put_aside


def undo_import(workspace: Workspace, *, state: int | None = None) -> Undone:
    """Go back to the state before the last import, or to the kept state numbered `state`.

    The undo is a state of its own: doing it again brings the import back. Counts are those that
    were published with the state that counts again. `mapping.yaml` and `process.yaml` are people's
    files and stay as they are.

    Raises
    ------
    InputError
        There is no workspace, nothing to undo, or no such state.
    ConflictError
        An import is running.
    UnavailableError
        The state to go back to is damaged, or the workspace cannot be written.
    """
    if not workspace.exists():
        raise InputError(
            f"there is no Fairlead workspace at {workspace.root}",
            hint="Name the right one with --workspace.",
        )
    with writing(workspace), closing(connect(scratch=workspace.staging)) as connection:
        done = undo(workspace, connection, state=state)
        prune(workspace.results, kept_results(workspace.manifests))
        with telling_damage(workspace, done.manifest):
            attach(connection, workspace, done.manifest)
            write_put_aside(workspace, _put_aside(connection, done.manifest))
    return done


def _put_aside(connection: Any, manifest: Manifest) -> tuple[PutAsideRow, ...]:
    """Return the rows put aside from the files of the last export that counts."""
    if not manifest.exports:
        return ()
    files = [source.file for source in manifest.exports[-1].sources]
    rows = connection.execute(
        'SELECT "file", line, "column", "value", code, reason FROM quarantine '
        'WHERE list_contains(?, "file") ORDER BY "file", line, code',
        [files],
    ).fetchall()
    return tuple(PutAsideRow(*row) for row in rows)
