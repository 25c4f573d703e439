"""Documents of a playbook as Markdown with front matter, both ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.errors import DefinitionError
from fairlead.process.front_matter import FENCE, parted, put_together
from fairlead.process.playbook import (
    FOLDERS,
    NEEDS,
    CompetencyCard,
    Document,
    DocumentKind,
    HandTag,
    Playbook,
    Routine,
    Scenario,
    StageCard,
    path_of,
)
from fairlead.process.rules import rules_of

TAGGED = "tagged.csv"
KINDS = {folder: kind for kind, folder in FOLDERS.items()}
FIXED, FREE, ENTRY, EXIT = "Fixed", "Free", "To enter", "To leave"
DRILLS = "Drills"
TAG_COLUMNS = ("deal", "activity", "scenario")


def to_files(playbook: Playbook) -> dict[str, str]:
    """Return path -> text of all files of a playbook."""
    files = {path_of(document): to_markdown(document) for document in playbook.documents}
    if playbook.by_hand:
        files[TAGGED] = _written_tags(playbook.by_hand)
    return files


def _written_tags(tags: tuple[HandTag, ...]) -> str:
    """Return tags as a table; the column for activities only where there is one."""
    columns = ["deal", *(["activity"] if any(tag.activity for tag in tags) else []), "scenario"]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(columns)
    table.writerows([getattr(tag, name) for name in columns] for tag in tags)
    return written.getvalue()


def with_tags(
    files: Mapping[str, str], scenario: str, deals: Sequence[str], activities: Sequence[str]
) -> dict[str, str]:
    """Return the files of a playbook with those tagged by hand in a scenario, and no other.

    Parameters
    ----------
    files
        Path -> text, as in `from_files`.
    scenario
        Its name.
    deals, activities
        Ids as the CRM has them; one that is there twice counts once.
    """
    tags = [tag for tag in _hand_tags(files.get(TAGGED, "")) if tag.scenario != scenario]
    tags += [HandTag(deal, scenario, 0) for deal in dict.fromkeys(deals)]
    tags += [HandTag("", scenario, 0, activity) for activity in dict.fromkeys(activities)]
    others = {name: text for name, text in files.items() if name != TAGGED}
    return others | ({TAGGED: _written_tags(tuple(tags))} if tags else {})


def to_markdown(document: Document) -> str:
    """Return one document's text."""
    front: dict[str, Any] = {"title": document.title}
    parts = [document.text.strip()]
    if isinstance(document, StageCard):
        front |= {"pipeline": document.pipeline, "stage": document.stage}
        front["needs"] = list(document.needs)
        parts += [_listed(ENTRY, document.entry), _listed(EXIT, document.exit)]
    elif isinstance(document, CompetencyCard | Scenario):
        front["step"] = document.step
    if isinstance(document, Scenario):
        front["when"] = [
            {c.field: list(c.words) for c in rule.conditions} for rule in document.rules
        ]
    if isinstance(document, Routine):
        front |= {"scenario": document.scenario, "by": document.by}
        parts += [_listed(FIXED, document.fixed), _listed(FREE, document.free)]
        parts += [_listed(DRILLS, document.drills)] if document.drills else []
    body = "\n\n".join(part for part in parts if part)
    return put_together(front, f"\n{body}\n" if body else "")


def rewritten(before: str | None, document: Document) -> str:
    """Return one document's text anew; lines of its front matter we do not know stay.

    Parameters
    ----------
    before
        The text as it was; None for a new document.
    document
        What it says now.
    """
    text = to_markdown(document)
    if before is None:
        return text
    front, body = _split(text, path_of(document))
    try:
        known, _body = _split(before, path_of(document))
    except DefinitionError:
        return text
    kept = {name: value for name, value in known.items() if name not in front}
    if not kept:
        return text
    return put_together(front | kept, f"{body}\n")


def _listed(title: str, items: tuple[str, ...]) -> str:
    return "\n".join([f"## {title}", "", *(f"- {item}" for item in items)])


def from_files(files: Mapping[str, str]) -> Playbook:
    """Return the playbook that files make up.

    Parameters
    ----------
    files
        Path within the folder (with slashes) -> text. Files in other folders than those of
        `FOLDERS` are not looked at.

    Raises
    ------
    DefinitionError
        A document cannot be read; says which, and what to write.
    """
    found: dict[DocumentKind, list[Any]] = {kind: [] for kind in FOLDERS}
    for path in sorted(files):
        folder, _slash, file = path.rpartition("/")
        if folder in KINDS and file.endswith(".md"):
            kind = KINDS[folder]
            found[kind].append(from_markdown(files[path], kind, file.removesuffix(".md")))
    return Playbook(
        tuple(found["stage"]),
        tuple(found["competency"]),
        tuple(found["scenario"]),
        tuple(found["routine"]),
        _hand_tags(files.get(TAGGED, "")),
    )


def from_markdown(text: str, kind: DocumentKind, name: str) -> Document:
    """Return one document.

    Raises
    ------
    DefinitionError
        It has no front matter, lacks a line it needs, or a line says what cannot be.
    """
    where = f"{FOLDERS[kind]}/{name}.md"
    front, body = _split(text, where)
    about, lists = _sections(body)
    title = _word(front, "title", where)
    if kind == "stage":
        pipeline, stage = _word(front, "pipeline", where), _word(front, "stage", where)
        return StageCard(
            kind,
            name,
            title,
            about,
            pipeline,
            stage,
            lists.get(ENTRY.casefold(), ()),
            lists.get(EXIT.casefold(), ()),
            _needs(front.get("needs"), where),
        )
    if kind == "competency":
        return CompetencyCard(kind, name, title, about, _word(front, "step", where))
    if kind == "scenario":
        step = _word(front, "step", where)
        return Scenario(kind, name, title, about, step, rules_of(front.get("when"), where))
    return Routine(
        kind,
        name,
        title,
        about,
        _word(front, "scenario", where),
        str(front.get("by") or "").strip(),
        lists.get(FIXED.casefold(), ()),
        lists.get(FREE.casefold(), ()),
        lists.get(DRILLS.casefold(), ()),
    )


def _split(text: str, where: str) -> tuple[dict[str, Any], str]:
    hint = f"Put its title and what it is about between two lines of {FENCE}."
    return parted(text, where, hint=hint)


def _sections(body: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return the text before known headings, and the points below each of those."""
    known = {title.casefold() for title in (FIXED, FREE, DRILLS, ENTRY, EXIT)}
    about: list[str] = []
    lists: dict[str, list[str]] = {}
    here: list[str] | None = None
    for line in body.splitlines():
        heading = line.lstrip("# ").strip().casefold() if line.startswith("#") else ""
        if heading in known:
            here = lists.setdefault(heading, [])
        elif line.startswith("#"):
            here = None
            about.append(line)
        elif here is None:
            about.append(line)
        elif line.lstrip()[:2] in {"- ", "* "}:
            here.append(line.lstrip()[2:].strip())
        elif line.strip() and here:
            here[-1] = f"{here[-1]} {line.strip()}"
        elif line.strip():
            here.append(line.strip())
    return "\n".join(about).strip(), {title: tuple(items) for title, items in lists.items()}


def _word(front: Mapping[str, Any], key: str, where: str) -> str:
    value = front.get(key)
    if value is None or isinstance(value, dict | list) or not str(value).strip():
        raise DefinitionError(
            f"{where} does not say its {key}", hint=f"Write a line  {key}: ...  at the top."
        )
    return str(value).strip()


def _needs(raw: Any, where: str) -> tuple[str, ...]:
    given = [] if raw is None else raw if isinstance(raw, list) else [raw]
    found = tuple(str(item).replace("_", " ").strip().casefold() for item in given)
    for need in found:
        if need not in NEEDS:
            raise DefinitionError(
                f"{where}: data cannot tell {need!r}", hint=f"They can tell: {', '.join(NEEDS)}."
            )
    return found


def _hand_tags(text: str) -> tuple[HandTag, ...]:
    if not text.strip():
        return ()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    header = [name.strip().casefold() for name in rows[0]]
    columns = {name: header.index(name) for name in TAG_COLUMNS if name in header}
    if "scenario" not in columns or len(columns) < 2:
        raise DefinitionError(
            f"{TAGGED} needs the columns scenario and deal, or activity, or both",
            hint="deal and activity are ids in the CRM, scenario the name of its file.",
        )
    found = []
    for number, row in enumerate(rows[1:], start=2):
        told = {name: row[n].strip() for name, n in columns.items() if n < len(row)}
        deal, activity = told.get("deal", ""), told.get("activity", "")
        if not any(cell.strip() for cell in row):
            continue
        if not told.get("scenario") or not (deal or activity):
            raise DefinitionError(
                f"{TAGGED}, row {number}: a deal or activity, or a scenario, is missing"
            )
        if deal and activity:
            raise DefinitionError(
                f"{TAGGED}, row {number}: both a deal and an activity",
                hint="Name one of them: by an activity the deal it was done for is found.",
            )
        found.append(HandTag(deal, told["scenario"], number, activity))
    return tuple(found)
