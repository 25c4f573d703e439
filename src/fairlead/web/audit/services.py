"""Notes who looked at whom, and finds out whether the notes are whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction

from fairlead.web.audit.models import Look

START = "0" * 64
AGAIN_AFTER = dt.timedelta(minutes=30)
"""The same look within this time is noted once."""


def seal_of(before: str, viewer: str, subject: str, page: str, at: dt.datetime) -> str:
    """Return the seal of a look: a hash over it and the seal of the look before."""
    text = "|".join((before, viewer, subject, page, at.astimezone(dt.UTC).isoformat()))
    return hashlib.sha256(text.encode()).hexdigest()


def note_all(viewer: str, subjects: Iterable[str], page: str, at: dt.datetime) -> None:
    """Note that `viewer` opened a page about each of `subjects`.

    A look at oneself is nobody's business and is not noted.
    """
    recent = Look.objects.filter(viewer=viewer, page=page, at__gt=at - AGAIN_AFTER)
    fresh = set(recent.values_list("subject", flat=True)) | {viewer}
    new = [subject for subject in dict.fromkeys(subjects) if subject not in fresh]
    if not new:
        return
    with transaction.atomic():
        last = Look.objects.select_for_update().order_by("-id").first()
        before = last.seal if last else START
        for subject in new:
            seal = seal_of(before, viewer, subject, page, at)
            Look.objects.create(
                viewer=viewer, subject=subject, page=page, at=at, before=before, seal=seal
            )
            before = seal


def broken_at() -> int | None:
    """Return the number of the first look that was changed or follows a missing one; None if whole.

    The newest rows may be cut off unseen; a copy of the last seal kept elsewhere shows that too.
    """
    before = START
    for look in Look.objects.order_by("id").iterator():
        seal = seal_of(before, look.viewer, look.subject, look.page, look.at)
        if look.before != before or look.seal != seal:
            return int(look.pk)
        before = look.seal
    return None
