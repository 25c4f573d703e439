"""Who may write the playbook: ops and leaders keep it; everybody reads, and may offer to it."""

from __future__ import annotations

from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.people.access import Rule, viewer_of
from fairlead.web.process.models import OFFERED, OPEN, Draft

TAGGERS = Rule("ops or leading", frozenset({"ops", "manager", "leader"}))
"""Who may say by hand which deals and activities are in a scenario."""


def keeps(request: HttpRequest) -> bool:
    """Say whether the reader keeps the playbook."""
    return bool({"ops", "leader"} & viewer_of(request).roles)


def me(request: HttpRequest) -> str:
    """Return the person who asks.

    Raises
    ------
    AccessError
        Their account belongs to nobody who sells or leads.
    """
    own = viewer_of(request).person
    if own is None:
        raise AccessError("there is nothing here")
    return own


def own_draft(request: HttpRequest, number: int) -> Draft:
    """Return a draft of the reader's own that is still open.

    Raises
    ------
    AccessError
        It is not theirs, or is no draft any more.
    """
    found = Draft.objects.filter(pk=number, author=me(request), state=OPEN).first()
    if found is None:
        raise AccessError("there is nothing here")
    return found


def readable_draft(request: HttpRequest, number: int) -> Draft:
    """Return a draft the reader wrote, or one that was offered to whoever keeps the playbook.

    Raises
    ------
    AccessError
        It is neither.
    """
    found = Draft.objects.filter(pk=number).first()
    own = viewer_of(request).person
    if found is not None and own is not None and found.author == own:
        return found
    if found is not None and found.state == OFFERED and keeps(request):
        return found
    raise AccessError("there is nothing here")


def offered_draft(request: HttpRequest, number: int) -> Draft:
    """Return a draft that waits for whoever keeps the playbook.

    Raises
    ------
    AccessError
        The reader does not keep it, or nothing of that number waits.
    """
    found = readable_draft(request, number)
    if found.state != OFFERED or not keeps(request):
        raise AccessError("there is nothing here")
    return found
