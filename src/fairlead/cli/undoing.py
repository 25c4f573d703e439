"""``fairlead import --undo``: say what goes back, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairlead.cli.terminal import console, print_json

if TYPE_CHECKING:
    from fairlead.lake.store.undo import RowChange, Undone
    from fairlead.lake.store.workspace import Workspace


def undo_last(home: Workspace, *, state: int | None, as_json: bool) -> None:
    """Undo the last import of a workspace and print what changed."""
    from fairlead.refresh.undoing import undo_import

    done = undo_import(home, state=state)
    if as_json:
        print_json(_as_json(done))
    else:
        _report(done)


def _as_json(done: Undone) -> dict[str, Any]:
    return {
        "left_state": done.left,
        "state_again": done.again,
        "state": done.manifest.number,
        "data_until": done.manifest.data_until,
        "problem": done.problem or None,
        "rows": {
            name: {"before": c.before, "after": c.after, "gone": c.gone, "come": c.come}
            for name, c in done.rows.items()
        },
    }


def _report(done: Undone) -> None:
    import datetime as dt

    from fairlead.brief import words
    from fairlead.cli.render import render_table

    out = console()
    if done.problem:
        out.print(f"State {done.left} was damaged: {done.problem}.", markup=False)
    if done.rows:
        header = ("table", "rows before", "rows now", "gone", "come back")
        render_table(header, [_cells(name, c) for name, c in done.rows.items()], out)
    else:
        out.print("No row is different.")
    if not done.manifest.tables:
        held = "an empty workspace, as before the first import"
    else:
        held = f"what state {done.again} held"
        if done.manifest.data_until:
            until = dt.date.fromisoformat(done.manifest.data_until)
            held += f", data until {words.day(until)}"
    out.print(f"Undone: state {done.manifest.number} is {held}.", markup=False)
    out.print("mapping.yaml and process.yaml stay as they are.")
    if not done.problem:
        out.print("To bring it back: fairlead import --undo")


def _cells(name: str, change: RowChange) -> tuple[str, ...]:
    from fairlead.brief import words

    def said(number: int | None) -> str:
        return "unknown" if number is None else words.count(number)

    return (
        name.replace("_", " "),
        said(change.before),
        said(change.after),
        said(change.gone),
        said(change.come),
    )
