"""What people practised and used: one small file a person, ids and days only, no name."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairlead.errors import DefinitionError, UnavailableError
from fairlead.lake.store.manifest import sync_folder
from fairlead.lake.store.workspace import Workspace
from fairlead.train.adoption import Tick
from fairlead.train.practice import Answered, Spacing

SPACING = "spacing.json"


@dataclass(frozen=True, slots=True)
class Practised:
    """One person's answers to drills and ticks on deals, in the order they were given."""

    answers: tuple[Answered, ...] = ()
    ticks: tuple[Tick, ...] = ()

    def until(self, day: dt.date) -> Practised:
        """Return what was known on the evening of a day."""
        return Practised(
            tuple(a for a in self.answers if a.on <= day),
            tuple(t for t in self.ticks if t.on <= day),
        )


def practised(workspace: Workspace, person: int) -> Practised:
    """Return what one person practised.

    Raises
    ------
    UnavailableError
        The file is damaged.
    """
    path = _file(workspace, person)
    if not path.is_file():
        return Practised()
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return Practised(
            tuple(Answered(a["drill"], _day(a["on"]), a["word"]) for a in body["answers"]),
            tuple(Tick(t["deal"], t["training"], t["used"], _day(t["on"])) for t in body["ticks"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise UnavailableError(
            f"{path} is damaged", hint="Put it back from a backup, or delete it and practise anew."
        ) from error


def everybody(workspace: Workspace) -> dict[int, Practised]:
    """Return what everybody practised, by their key in the data."""
    found = (path.stem for path in workspace.practice.glob("*.json") if path.stem.isdecimal())
    return {int(name): practised(workspace, int(name)) for name in sorted(found, key=int)}


def note(
    workspace: Workspace, person: int, answers: Sequence[Answered] = (), ticks: Sequence[Tick] = ()
) -> Practised:
    """Add to what a person practised; return all of it.

    Imports may run meanwhile: this has a lock of its own. Killed at any moment, the file holds
    all of it or what it held before. The same drill again on the same day takes the place of the
    answer before: a slip of the thumb can be mended. So does another tick on the same deal.
    """
    with _writing(workspace):
        there = practised(workspace, person)
        new = {(a.drill, a.on) for a in answers}
        ticked = {(t.deal, t.training, t.on) for t in ticks}
        whole = Practised(
            (*(a for a in there.answers if (a.drill, a.on) not in new), *answers),
            (*(t for t in there.ticks if (t.deal, t.training, t.on) not in ticked), *ticks),
        )
        _write(_file(workspace, person), asdict(whole))
    return whole


def forget(workspace: Workspace, person: int) -> None:
    """Delete what a person answered; their ticks stay, they are counts of deals without a name."""
    if not _file(workspace, person).is_file():
        return
    with _writing(workspace):
        kept = Practised((), practised(workspace, person).ticks)
        _write(_file(workspace, person), asdict(kept))


def spacing_of(workspace: Workspace) -> Spacing:
    """Return when drills come back in this company.

    Raises
    ------
    UnavailableError
        The file is damaged.
    """
    path = workspace.practice / SPACING
    if not path.is_file():
        return Spacing()
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return Spacing(body["how"], tuple(body["days"]), int(body["longest_days"]))
    except (ValueError, TypeError, KeyError, DefinitionError) as error:
        raise UnavailableError(
            f"{path} is damaged", hint="Choose again with `fairlead train practice --days 1,3,7,21`"
        ) from error


def keep_spacing(workspace: Workspace, chosen: Spacing) -> None:
    """Keep when drills come back; what was practised stays."""
    with _writing(workspace):
        _write(workspace.practice / SPACING, asdict(chosen))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _file(workspace: Workspace, person: int) -> Path:
    return workspace.practice / f"{int(person)}.json"


def _write(path: Path, body: dict[str, Any]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(body, ensure_ascii=False, indent=1, default=str) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(path)
    sync_folder(path.parent)


@contextmanager
def _writing(workspace: Workspace) -> Iterator[None]:
    """Wait for whoever else writes here; it takes milliseconds."""
    try:
        workspace.practice.mkdir(exist_ok=True, mode=0o700)
        lock = os.open(workspace.practice / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise UnavailableError(
            f"cannot write in {workspace.practice}: {error.strerror}",
            hint="Check the folder's permissions and the free disk space.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
