"""How the workspace came to be what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from fairlead.lake.store.manifest import ImportRecord, Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.web.imports.models import IMPORT, REFRESH, UNDO, Upload
from fairlead.web.jobs.selectors import Work, newest


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload and how its import goes."""

    upload: Upload
    work: Work | None


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
    return [Sent(u, newest(IMPORT, str(u.pk))) for u in Upload.objects.all()[:most]]


def upload(number: int) -> Sent | None:
    """Return one upload."""
    found = Upload.objects.filter(pk=number).first()
    return Sent(found, newest(IMPORT, str(found.pk))) if found else None


def going_on() -> Work | None:
    """Return the undo or refresh of the newest state, if it waits or runs."""
    number = str(manifest().number)
    for kind in (UNDO, REFRESH):
        work = newest(kind, number)
        if work is not None and work.is_open:
            return work
    return None


def put_aside_file() -> Path | None:
    """Return the list of rows the last import put aside."""
    path = _home().root / "put-aside.csv"
    return path if path.is_file() else None


def mapping_text() -> str:
    """Return the mapping of the last import, as the file says it."""
    path = _home().mapping_file
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
