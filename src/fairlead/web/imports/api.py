"""Imports for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from fairlead.errors import AccessError
from fairlead.web.imports import selectors, services
from fairlead.web.jobs.services import once
from fairlead.web.people.access import OPS, SENDING, declare, viewer_of
from fairlead.web.project.clock import now
from fairlead.web.project.paging import MOST, piece
from fairlead.web.published.api import Key, Problem

router = Router(tags=["imports"])


class Imports(Schema):
    """The state of the data and the imports that made it, the newest first.

    What somebody gave by hand, a forecast or targets, is `by_hand`: no export came with it.
    `next` is the cursor of the next piece, null at the end.
    """

    state: int
    data_until: str | None
    imports: list[dict[str, Any]]
    next: str | None = None


class Sent(Schema):
    """An export that was sent: ask for it by its number until it is done or failed."""

    number: int
    name: str
    progress: str
    is_done: bool
    problem: dict[str, Any] | None = None
    report: dict[str, Any] | None = None


@router.get("", response={200: Imports, 404: Problem, 422: Problem}, operation_id="imports")
@declare(OPS)
def imports(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return the imports that count."""
    del request
    manifest = selectors.manifest()
    shown, after = piece(
        [asdict(record) | {"by_hand": record.by_hand} for record in selectors.history()],
        lambda record: [f"{10**9 - record['number']:010d}"],
        cursor,
        limit,
    )
    return {
        "state": manifest.number,
        "data_until": manifest.data_until,
        "imports": shown,
        "next": after,
    }


@router.post(
    "", response={202: Sent, 404: Problem, 409: Problem, 422: Problem}, operation_id="send"
)
@declare(SENDING)
def send(request: HttpRequest, file: File[UploadedFile], key: Key = "") -> Status[Any]:
    """Send an export: it is kept and imported after those sent before.

    Sent again under the same Idempotency-Key within a week, nothing is done twice.
    """
    account = viewer_of(request).user or 0
    mark = services.mark_of(file)

    def take() -> dict[str, Any]:
        job = services.take_upload(file, str(account), now())
        return {"number": int(job.payload["upload"])}

    return Status(202, _sent(once(account, key, mark, now(), take)["number"]))


@router.get("/{int:number}", response={200: Sent, 404: Problem}, operation_id="sent")
@declare(OPS)
def sent(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return how the import of an export goes or went."""
    del request
    return _sent(number)


def _sent(number: int) -> dict[str, Any]:
    found = selectors.upload(number)
    if found is None:
        raise AccessError("there is nothing here")
    work = found.work
    return {
        "number": found.upload.pk,
        "name": found.upload.name,
        "progress": work.progress if work else "",
        "is_done": bool(work and work.is_done),
        "problem": work.error if work and work.has_failed else None,
        "report": found.upload.report or None,
    }
