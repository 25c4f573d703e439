"""Takes exports in: kept, looked at, mended, imported; all of it through `refresh`."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.errors import ConflictError, FairleadError, InputError
from fairlead.refresh.importing import ImportResult, Progress, import_path
from fairlead.refresh.previewing import Chosen, Seen, as_record, from_record, mended, preview
from fairlead.web.imports.models import IMPORT, LOOK, Upload
from fairlead.web.imports.services.states import FIRST, home, refresh_soon
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.project.clock import now

UPLOADS = "uploads"
TAKEN = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".zip", ".xes", ".gz")
MOST_SHOWN = 50


def take_upload(file: Any, sent_by: str, at: dt.datetime, *, look: bool = False) -> Job:
    """Keep an uploaded export and let it be imported, or only looked at.

    Raises
    ------
    InputError
        It is empty, too large, or of a kind no export has.
    """
    name = safe_name(str(file.name))
    if not name.lower().endswith(TAKEN):
        raise InputError(
            _("%(name)s is no export Fairlead can read") % {"name": name},
            hint=_("It reads %(known)s.") % {"known": ", ".join(TAKEN)},
        )
    if not file.size:
        raise InputError(_("%(name)s is empty") % {"name": name}, hint=_("Export it again."))
    if file.size > settings.LARGEST_UPLOAD:
        most = settings.LARGEST_UPLOAD // 1024 // 1024
        raise InputError(
            _("%(name)s is larger than %(most)s MB") % {"name": name, "most": most},
            hint=_("Use `fairlead import` at the terminal, or raise FAIRLEAD_LARGEST_UPLOAD_MB."),
        )
    folder = secrets.token_hex(16)
    place = home().root / UPLOADS / folder
    place.mkdir(parents=True, mode=0o700)
    with (place / name).open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    upload = Upload.objects.create(
        name=name, folder=folder, bytes=file.size, sent_by=sent_by, sent_at=at
    )
    return look_soon(upload.pk, at) if look else import_soon(upload.pk, at)


def mark_of(file: Any) -> str:
    """Return a hash of an uploaded file, its name included."""
    told = hashlib.sha256(str(file.name).encode(errors="replace"))
    for chunk in file.chunks():
        told.update(chunk)
    file.seek(0)
    return told.hexdigest()


def safe_name(name: str) -> str:
    """Return the last part of a file name without anything a path or a pattern could be made of."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w .()#-]", "_", last).strip(" .") or "export"
    return kept[-100:]


def take_export(payload: dict[str, Any], tell: Tell) -> Done:
    """Import an upload; the same upload again changes nothing."""
    upload, path = _kept(payload["upload"])
    folder = path.parent
    try:
        with _mapping_file(upload) as mapping:
            done = import_path(home(), path, now=now(), mapping=mapping, progress=_telling(tell))
    except ConflictError:
        raise
    except FairleadError:
        if not upload.turn:  # who looked at it may mend its mapping and try again
            shutil.rmtree(folder, ignore_errors=True)
        raise
    report = report_of(done)

    def effect() -> None:
        Upload.objects.filter(pk=upload.pk).update(report=report, look={}, mapping="")
        refresh_soon(now())

    # not before it is written down: killed in between, the next worker still needs the file
    return Done(report, effect, lambda: shutil.rmtree(folder, ignore_errors=True))


def sweep_uploads(before: dt.datetime) -> int:
    """Remove folders of uploads that no list knows or that are in; return how many.

    A server killed while it took a file, or a worker killed right after an import, leaves them.
    Folders changed since `before` are left: somebody may be sending.
    """
    place = home().root / UPLOADS
    if not place.is_dir():
        return 0
    waiting = set(Upload.objects.filter(report={}).values_list("folder", flat=True))
    strays = [
        folder
        for folder in place.iterdir()
        if folder.name not in waiting and folder.stat().st_mtime < before.timestamp()
    ]
    for folder in strays:
        shutil.rmtree(folder, ignore_errors=True)
    return len(strays)


def _kept(number: int) -> tuple[Upload, Path]:
    upload = Upload.objects.filter(pk=number).first()
    if upload is None:
        raise InputError(_("this upload is gone"), hint=_("Send it again."))
    path = home().root / UPLOADS / upload.folder / upload.name
    if not path.exists():
        raise InputError(_("the file of this upload is gone"), hint=_("Send it again."))
    return upload, path


@contextmanager
def _mapping_file(upload: Upload) -> Iterator[Path | None]:
    """Yield the mapping somebody made on screen as a file beside the export, which is no export."""
    if not upload.mapping:
        yield None
        return
    with NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(upload.mapping)
        file.flush()
        yield Path(file.name)


def _telling(tell: Tell) -> Progress:
    return lambda what, _done, _all: tell(f"reading {what}")


def import_soon(number: int, at: dt.datetime) -> Job:
    """Let an upload be imported, with the mapping somebody made of it."""
    return queue(IMPORT, str(number), {"upload": number}, at, urgency=FIRST)


def look_soon(number: int, at: dt.datetime, mapping: str | None = None) -> Job:
    """Let an upload be looked at, with another mapping where one is given."""
    upload, _path = _kept(number)
    upload.turn += 1
    upload.mapping = upload.mapping if mapping is None else mapping
    upload.save(update_fields=["turn", "mapping"])
    return queue(LOOK, f"{number}.{upload.turn}", {"upload": number}, at, urgency=FIRST)


def look_at(payload: dict[str, Any], tell: Tell) -> Done:
    """Say what an import would make of an upload; nothing is stored."""
    upload, path = _kept(payload["upload"])
    with _mapping_file(upload) as mapping:
        seen = preview(home(), path, now=now(), mapping=mapping, progress=_telling(tell))
    look = look_of(seen)
    return Done({}, lambda: _keep_look(upload.pk, upload.turn, look))


def _keep_look(number: int, turn: int, look: dict[str, Any]) -> None:
    Upload.objects.filter(pk=number, turn=turn).update(look=look)


def change_mapping(number: int, chosen: dict[str, Chosen], at: dt.datetime) -> Job:
    """Let an upload be looked at with what somebody chose on screen.

    Raises
    ------
    InputError
        The upload is gone, or was not looked at yet.
    DefinitionError
        What was chosen makes no mapping; says why.
    """
    upload, _path = _kept(number)
    if not upload.look:
        raise InputError(_("this export was not looked at yet"), hint=_("Look at it first."))
    before = {each["file"]: from_record(each["mapping"]) for each in upload.look["tables"]}
    return look_soon(number, at, mended(before, chosen))


def throw_away(number: int) -> None:
    """Remove an upload that is not to be imported."""
    upload, path = _kept(number)
    upload.delete()
    shutil.rmtree(path.parent, ignore_errors=True)


def look_of(seen: Seen) -> dict[str, Any]:
    """Return what a look found, as pages show it."""
    return {
        "tables": [
            {
                "file": each.mapping.file,
                "mapping": as_record(each.mapping),
                "because": each.mapping.reason,
                "reasons": {c.field: c.reason for c in each.mapping.columns},
                "headers": list(each.headers),
                "rows": [[line, list(cells)] for line, cells in each.rows],
                "counts": None
                if each.account is None
                else [each.account.rows, each.account.stored, each.account.put_aside],
                "stops": each.stops,
            }
            for each in seen.tables
        ],
        "left": [{"file": s.file, "reason": s.reason} for s in seen.skipped],
        "put_aside": len(seen.put_aside),
        "reasons": [
            {"file": p.file, "line": p.line, "column": p.column, "reason": p.reason}
            for p in seen.put_aside[:MOST_SHOWN]
        ],
        "findings": [{"title": f.title, "detail": f.detail} for f in seen.findings],
    }


def report_of(done: ImportResult) -> dict[str, Any]:
    """Return what an import did, as pages show it."""
    return {
        "changed": done.changed,
        "state": done.manifest.number,
        "data_until": done.data_until.date().isoformat() if done.data_until else None,
        "files": [
            {
                "file": a.file,
                "format": a.format,
                "target": a.target,
                "rows": a.rows,
                "stored": a.stored,
                "put_aside": a.put_aside,
            }
            for a in done.accounts
        ],
        "left": [{"file": s.file, "reason": s.reason} for s in done.skipped],
        "mapping": [
            {
                "file": t.mapping.file,
                "target": t.mapping.target,
                "because": t.mapping.reason,
                "columns": [
                    {"field": c.field, "column": c.column or f"always {c.constant}"}
                    for c in t.mapping.columns
                ],
                "unused": list(t.mapping.unmapped),
            }
            for t in done.reading.tables
        ],
        "put_aside": len(done.put_aside),
        "reasons": [
            {"file": p.file, "line": p.line, "column": p.column, "reason": p.reason}
            for p in done.put_aside[:MOST_SHOWN]
        ],
        "findings": [{"title": f.title, "detail": f.detail} for f in done.findings],
    }
