"""How the workspace came to be what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.manifest import ImportRecord, Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.web.imports.models import ERASE, IMPORT, LOOK, REFRESH, UNDO, Upload
from fairlead.web.jobs.selectors import Work, newest


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload and how its import goes."""

    upload: Upload
    work: Work | None
    looking: Work | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is being imported or looked at."""
        return any(work is not None and work.is_open for work in (self.work, self.looking))

    @property
    def is_to_be_imported(self) -> bool:
        """Say whether somebody looks at it and it is not in yet."""
        return self.looking is not None and not self.upload.report

    @property
    def problem(self) -> dict[str, Any] | None:
        """What was wrong the last time."""
        for work in (self.work, self.looking):
            if work is not None and work.has_failed:
                return work.error
        return None


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a table to map: its column ("" for none), and why."""

    name: str
    meaning: str
    column: str
    constant: str
    because: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table of an export as it would be taken; `place` tells it from others in a form."""

    place: str
    file: str
    target: str
    because: str
    headers: tuple[str, ...]
    fields: tuple[FieldShown, ...]
    unused: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    counts: tuple[int, int, int] | None
    stops: bool


TARGETS_SHOWN = ("ignore", *TARGETS)
"""What a table may be, in the order of the vocabulary."""


def tables_shown(upload: Upload) -> list[TableShown]:
    """Return the tables of an export that was looked at."""
    return [_table(f"t{n}", told) for n, told in enumerate(upload.look.get("tables", ()))]


def _table(place: str, told: dict[str, Any]) -> TableShown:
    mapping = told["mapping"]
    known = {c["field"]: c for c in mapping["columns"]}
    target = TARGETS.get(mapping["target"])
    fields = [
        FieldShown(
            each.name,
            each.meaning,
            known.get(each.name, {}).get("column") or "",
            known.get(each.name, {}).get("constant") or "",
            told["reasons"].get(each.name, ""),
            each.required,
        )
        for each in (target.fields if target else ())
    ]
    fields.sort(key=lambda each: (not (each.column or each.constant), not each.is_needed))
    used = {each.column for each in fields}
    return TableShown(
        place=place,
        file=told["file"],
        target=mapping["target"],
        because=told["because"],
        headers=tuple(told["headers"]),
        fields=tuple(fields),
        unused=tuple(header for header in told["headers"] if header not in used),
        rows=tuple((line, tuple(cells)) for line, cells in told["rows"]),
        counts=tuple(told["counts"]) if told["counts"] else None,
        stops=told["stops"],
    )


def _home() -> Workspace:
    return Workspace(Path(settings.WORKSPACE))


def manifest() -> Manifest:
    """Return the newest state."""
    return _home().manifest() if _home().exists() else Manifest()


def history() -> list[ImportRecord]:
    """Return the imports that count, the newest first."""
    return list(reversed(manifest().imports))


def sent(most: int = 20) -> list[Sent]:
    """Return the newest uploads."""
    return [_sent(each) for each in Upload.objects.all()[:most]]


def upload(number: int) -> Sent | None:
    """Return one upload."""
    found = Upload.objects.filter(pk=number).first()
    return _sent(found) if found else None


def _sent(upload: Upload) -> Sent:
    looking = newest(LOOK, f"{upload.pk}.{upload.turn}") if upload.turn else None
    return Sent(upload, newest(IMPORT, str(upload.pk)), looking)


def going_on() -> Work | None:
    """Return the undo or refresh of the newest state, if it waits or runs."""
    number = str(manifest().number)
    for kind in (UNDO, REFRESH):
        work = newest(kind, number)
        if work is not None and work.is_open:
            return work
    return None


def leaving(person: str) -> Work | None:
    """Return how the erasure of somebody goes."""
    return newest(ERASE, person)


def put_aside_file() -> Path | None:
    """Return the list of rows the last import put aside."""
    path = _home().root / "put-aside.csv"
    return path if path.is_file() else None


def mapping_text() -> str:
    """Return the mapping of the last import, as the file says it."""
    path = _home().mapping_file
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
