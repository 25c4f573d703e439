"""A person leaves: name and address go from everything kept, the numbers stay as they were."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairlead.errors import ConflictError, InputError
from fairlead.lake.conform.keys import person_key
from fairlead.lake.conform.nameless import without_names
from fairlead.lake.store.anew import PREFIX, left_over, write_anew
from fairlead.lake.store.check import refuse_damage
from fairlead.lake.store.commit import heal
from fairlead.lake.store.erased import (
    Erased,
    erased_of,
    made_up,
    note_erased,
    to_erase_again,
)
from fairlead.lake.store.manifest import Manifest, add_results
from fairlead.lake.store.memory import engine_memory
from fairlead.lake.store.workspace import Workspace, attach, connect, writing
from fairlead.refresh.counting import count
from fairlead.refresh.practising_store import forget as forget_practice

__all__ = [
    "Erased",
    "ErasedPerson",
    "erase_again",
    "erase_person",
    "erased_of",
    "made_up",
    "to_erase_again",
]

TEXTS = ("*.yaml", "put-aside.csv")
WRITTEN = ("playbook", "try-outs", "verdicts")
"""Folders of JSON files that may hold a name in a text."""


@dataclass(frozen=True, slots=True)
class ErasedPerson:
    """What an erasure did: the name that stands there now, the state it made, and the list."""

    pseudonym: str
    state: int
    erased: Erased


def erase_person(
    workspace: Workspace,
    called: Iterable[str],
    *,
    person_id: int | None = None,
    pseudonym: str = "",
) -> ErasedPerson:
    """Replace a person's names and addresses by a made-up one in everything a workspace keeps.

    Tables are written anew and what they were before is removed, with every earlier state: there
    is no undo beyond it. Published answers go, and are made again from what is left. Names of the
    person are kept as keyed hashes, so that a later import does not bring them back. Done again it
    changes nothing more.

    Parameters
    ----------
    workspace
        Whose person.
    called
        Names and mail addresses known elsewhere.
    person_id
        The person in the data, whose names and addresses there go too; None if they have none.
    pseudonym
        What to call them; "" makes one up.

    Raises
    ------
    InputError
        There is no name to look for.
    ConflictError
        Somebody else has the same name, or an import is writing.
    """
    new = pseudonym or made_up()
    with writing(workspace):
        left_over(workspace)
        before = workspace.manifest()
        refuse_damage(workspace, before)
        heal(workspace, before)
        with closing(_connected(workspace, before)) as connection:
            names = {text.strip() for text in called if text.strip()}
            names |= _called_in_data(connection, person_id)
            if not names:
                raise InputError("there is no name to erase", hint="Name the person.")
            _refuse_namesakes(connection, names, person_id)
            erased = note_erased(workspace.root, sorted(names), new)
            _texts(workspace, erased)
            if person_id is not None:
                forget_practice(workspace, person_id)
            if not before.tables:
                return ErasedPerson(new, before.number, erased)
            after = _without(connection, workspace, before, erased)
    return ErasedPerson(new, after.number, erased)


def erase_again(workspace: Workspace) -> int:
    """Take out of a restored backup the names of people erased since it was made.

    Returns how many people; 0 where nobody was erased, and then nothing is written. Accounts and
    what was written on pages follow when the workspace is served again.

    Raises
    ------
    UnavailableError
        The key of their hashes is not there.
    """
    erased = to_erase_again(workspace.root)
    if erased:
        with writing(workspace):
            before = workspace.manifest()
            _texts(workspace, erased)
            with closing(_connected(workspace, before)) as connection:
                _without(connection, workspace, before, erased)
    return erased.people


def _without(connection: Any, workspace: Workspace, before: Manifest, erased: Erased) -> Manifest:
    """Write all tables without the names, remove published answers, and count again."""
    after = write_anew(
        connection,
        workspace,
        before,
        lambda there: _in_tables(there, erased),
        lambda manifest: _in_manifest(manifest, erased),
    )
    _remove_results(workspace)
    _count_again(workspace, after)
    return after


def _connected(workspace: Workspace, manifest: Manifest) -> Any:
    rows = sum(s.rows for record in manifest.imports for s in record.sources)
    connection = connect(memory=engine_memory(rows), scratch=workspace.staging)
    attach(connection, workspace, manifest)
    return connection


def _called_in_data(connection: Any, person_id: int | None) -> set[str]:
    if person_id is None:
        return set()
    rows = connection.execute(
        "SELECT name FROM people WHERE person_id = $1 UNION SELECT email FROM people "
        "WHERE person_id = $1 UNION SELECT key FROM person_keys "
        "WHERE person_id = $1 AND key_kind IN ('name', 'email')",
        [person_id],
    ).fetchall()
    return {text for (text,) in rows if text}


def _refuse_namesakes(connection: Any, names: set[str], person_id: int | None) -> None:
    """Stop where a name is somebody else's too: it could not be told whose it is in a text."""
    mine = {person_key(name) for name in names}
    rows = connection.execute("SELECT person_id, name FROM people WHERE name IS NOT NULL")
    others = [p for p, name in rows.fetchall() if person_key(name) in mine and p != person_id]
    if others and person_id is not None:
        raise ConflictError(
            "somebody else in the data has the same name",
            hint="Let the CRM tell them apart (a second name, a number), import, then erase.",
        )


def _in_tables(connection: Any, erased: Erased) -> None:
    without_names(connection, PREFIX, erased)


def _in_manifest(manifest: Manifest, erased: Erased) -> Manifest:
    return replace(
        manifest,
        findings=tuple(nameless(each, erased) for each in manifest.findings),
        mappings=tuple(nameless(each, erased) for each in manifest.mappings),
        imports=tuple(
            replace(
                record,
                sources=tuple(
                    replace(source, file=erased.without(source.file)) for source in record.sources
                ),
            )
            for record in manifest.imports
        ),
    )


def nameless(value: Any, erased: Erased) -> Any:
    """Return data with erased people's names taken out of every text in it."""
    if isinstance(value, str):
        return erased.without(value)
    if isinstance(value, dict):
        return {erased.without(str(k)): nameless(v, erased) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(nameless(each, erased) for each in value)
    return value


def _texts(workspace: Workspace, erased: Erased) -> None:
    """Take names out of the files people mend, and of what is kept beside the tables."""
    for pattern in TEXTS:
        for path in workspace.root.glob(pattern):
            _rewrite(path, erased.without(path.read_text(encoding="utf-8", errors="replace")))
    for folder in WRITTEN:
        for path in (workspace.root / folder).glob("[!.]*.json"):
            told = json.loads(path.read_text(encoding="utf-8"))
            if (new := nameless(told, erased)) != told:
                _rewrite(path, json.dumps(new, indent=1, ensure_ascii=False))


def _rewrite(path: Path, text: str) -> None:
    if path.read_text(encoding="utf-8", errors="replace") == text:
        return
    draft = path.with_name(f".{path.name}.erasing")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(path.stat().st_mode)
    draft.replace(path)


def _remove_results(workspace: Workspace) -> None:
    """Remove every published answer: each was made with the name."""
    for path in workspace.results.glob("*"):
        if path.is_file():
            path.unlink(missing_ok=True)


def _count_again(workspace: Workspace, manifest: Manifest) -> None:
    day = manifest.data_until
    if day is not None:
        counted = count(workspace, manifest, dt.date.fromisoformat(day))
        add_results(workspace.manifests, manifest.number, counted)
