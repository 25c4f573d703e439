"""``fairlead watch``: import whatever export lands in a folder, a line for each."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.terminal import (
    JsonOption,
    MappingOption,
    MostPutAside,
    WorkspaceOption,
    now,
)

if TYPE_CHECKING:
    from fairlead.refresh.watching import Seen, Watch


def watch(
    folder: Annotated[Path, typer.Argument(help="Folder that exports are put in.")],
    *,
    every: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Seconds between two looks.")
    ] = 10.0,
    once: Annotated[
        bool, typer.Option("--once", help="Look twice, import what is complete, and end.")
    ] = False,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    as_json: JsonOption = False,
) -> None:
    """Import whatever export lands in a folder, once it has stopped growing.

    A bad export is told and left where it is. Ctrl-C ends after the import that is running.
    """
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.watching import Watch

    home = workspace_at(workspace, create=folder.is_dir())
    looks = Watch(home, folder, now=now, mapping=mapping, most_put_aside=most_put_aside)
    with _stop_event() as stop:
        if not as_json and not once:
            typer.echo(f"Watching {folder} every {every:g} s. Ctrl-C ends it.", err=True)
        _go_on(looks, stop, every=every, once=once, as_json=as_json)
    if once:
        for name in looks.unfinished:
            typer.echo(f"left for later: {name} (still growing, empty or not imported)", err=True)


def _go_on(looks: Watch, stop: threading.Event, *, every: float, once: bool, as_json: bool) -> None:
    left = 2 if once else -1
    while left and not stop.is_set():
        for seen in looks.look(stop.is_set):
            typer.echo(_as_json(seen) if as_json else _line(seen))
        left -= 1
        if left:
            stop.wait(every)


@contextmanager
def _stop_event() -> Iterator[threading.Event]:
    """Yield an event that SIGINT and SIGTERM set; a second one ends at once, as usual."""
    stop = threading.Event()
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.getsignal(name) for name in names}

    def _stop(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for name in names:
        signal.signal(name, _stop)
    try:
        yield stop
    finally:
        for name in names:
            signal.signal(name, before[name])


def _as_json(seen: Seen) -> str:
    body = {
        "at": seen.at.isoformat(timespec="seconds"),
        "name": seen.name,
        "outcome": seen.outcome,
        "message": seen.said,
        "hint": seen.hint,
        "inserted": seen.inserted,
        "updated": seen.updated,
        "put_aside": seen.put_aside,
    }
    return json.dumps(body, ensure_ascii=True)


def _line(seen: Seen) -> str:
    from fairlead.brief import words

    at = seen.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    name = "".join(c if c.isprintable() else "?" for c in seen.name)
    if seen.outcome in {"refused", "waiting"}:
        start = "REFUSED" if seen.outcome == "refused" else "not yet"
        return f"{at}  {start}  {name}: {' '.join(f'{seen.said} {seen.hint}'.split())}"
    parts = [
        words.table_rows(table, number, what)
        for what, counts in (("new", seen.inserted), ("changed", seen.updated))
        for table, number in counts.items()
    ]
    if seen.put_aside:
        parts.append(f"{words.counted(seen.put_aside, 'row')} put aside")
    return f"{at}  imported  {name}: {', '.join(parts) if parts else 'nothing new'}"
