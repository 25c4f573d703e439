"""Takes exports in, goes back, and lets everything be made anew; all of it through `refresh`."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from fairlead.errors import ConflictError, FairleadError, InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.company import today_of
from fairlead.refresh.directory import directory_of
from fairlead.refresh.importing import ImportResult, import_path
from fairlead.refresh.publishing import refresh_workspace
from fairlead.refresh.undoing import undo_import
from fairlead.web.imports.models import ANSWERS, IMPORT, REFRESH, UNDO, Upload
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.people.services import make_cast, match_directory
from fairlead.web.project.clock import now
from fairlead.web.published.services import IN_TIME, Asked, ask, keep_teams

UPLOADS = "uploads"
TAKEN = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".zip", ".xes", ".gz")
MOST_SHOWN = 50
FIRST, BEFORE_OTHERS = 20, 5
"""How urgent imports are, and the answers of everybody; one somebody waits for comes between."""


def home() -> Workspace:
    """Return the workspace that is served."""
    return Workspace(Path(settings.WORKSPACE))


def take_upload(file: Any, sent_by: str, at: dt.datetime) -> Job:
    """Keep an uploaded export and let it be imported.

    Raises
    ------
    InputError
        It is empty, too large, or of a kind no export has.
    """
    name = safe_name(str(file.name))
    if not name.lower().endswith(TAKEN):
        raise InputError(
            f"{name} is no export Fairlead can read", hint=f"It reads {', '.join(TAKEN)}."
        )
    if not file.size:
        raise InputError(f"{name} is empty", hint="Export it again.")
    if file.size > settings.LARGEST_UPLOAD:
        most = settings.LARGEST_UPLOAD // 1024 // 1024
        raise InputError(
            f"{name} is larger than {most} MB",
            hint="Use `fairlead import` at the terminal, or raise FAIRLEAD_LARGEST_UPLOAD_MB.",
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
    return queue(IMPORT, str(upload.pk), {"upload": upload.pk}, at, urgency=FIRST)


def safe_name(name: str) -> str:
    """Return the last part of a file name without anything a path or a pattern could be made of."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w .()#-]", "_", last).strip(" .") or "export"
    return kept[-100:]


def take_export(payload: dict[str, Any], tell: Tell) -> Done:
    """Import an upload; the same upload again changes nothing."""
    upload = Upload.objects.filter(pk=payload["upload"]).first()
    if upload is None:
        raise InputError("this upload is gone", hint="Send it again.")
    folder = home().root / UPLOADS / upload.folder
    path = folder / upload.name
    if not path.exists():
        raise InputError("the file of this upload is gone", hint="Send it again.")
    try:
        done = import_path(
            home(), path, now=now(), progress=lambda what, _done, _all: tell(f"reading {what}")
        )
    except ConflictError:
        raise
    except FairleadError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    report = report_of(done)

    def effect() -> None:
        Upload.objects.filter(pk=upload.pk).update(report=report)
        refresh_soon(now())
        shutil.rmtree(folder, ignore_errors=True)

    return Done(report, effect)


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


def undo_soon(at: dt.datetime) -> Job:
    """Let the newest state be put aside and the one before count again.

    Raises
    ------
    InputError
        There is nothing to undo.
    """
    number = home().manifest().number if home().exists() else 0
    if not number:
        raise InputError("there is nothing to undo: nothing was imported yet")
    return queue(UNDO, str(number), {"state": number}, at, urgency=FIRST)


def go_back(payload: dict[str, Any], tell: Tell) -> Done:
    """Undo the state the reader saw; if that one no longer counts, it was done before."""
    tell("going back")
    if home().manifest().number == payload["state"]:
        undo_import(home())
    return Done({"left": payload["state"]}, lambda: refresh_soon(now()))


def refresh_soon(at: dt.datetime) -> None:
    """Let everything be made anew from the newest state; nothing happens without data."""
    if home().exists() and home().manifest().tables:
        queue(REFRESH, str(home().manifest().number), {}, at, urgency=FIRST)


def refresh(payload: dict[str, Any], tell: Tell) -> Done:
    """Match the people of the data with ours, then let the answers for all of them be made."""
    del payload
    tell("matching people")
    known = directory_of(home())

    def effect() -> None:
        match_directory(known)
        keep_teams(known)
        if settings.DEMO:
            make_cast(now().date())
        for asked in (
            Asked("brief", "all"),
            Asked("measure", "company"),
            Asked("brief", "leader"),
            Asked("diagnose", "company"),
            Asked("prioritise", "company"),
        ):
            ask(asked, now(), urgency=IN_TIME)
        queue(ANSWERS, str(home().manifest().number), {}, now(), urgency=BEFORE_OTHERS)

    return Done({"people": len(known.people)}, effect)


def work_out(payload: dict[str, Any], tell: Tell) -> Done:
    """Publish the usual answers with the workspace; killed, the next worker goes on with them."""
    del payload
    today = today_of(home(), now())
    done = refresh_workspace(home(), today=today, progress=lambda what, _done, _all: tell(what))
    return Done({"answers": done.answers, "made": done.made})
