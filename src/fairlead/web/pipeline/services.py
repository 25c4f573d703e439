"""Keeps notes for the review, and how addresses in the CRM are made."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.web.pipeline.models import CrmAddress, Note
from fairlead.web.pipeline.selectors import ID, monday

MOST_TEXT = 2000


def write(deal: str, people: tuple[str, str], text: str, at: dt.datetime) -> None:
    """Keep what somebody wrote about a deal this week; an empty text takes it away.

    Parameters
    ----------
    deal
        Key of the deal in the data.
    people
        Who owns the deal, and who writes; ids of persons.
    text
        What they write.
    at
        When.

    Raises
    ------
    InputError
        It is longer than a note.
    """
    owner, author = people
    words = text.strip()
    if len(words) > MOST_TEXT:
        raise InputError(
            _("the note has %(count)s characters of %(most_text)s")
            % {"count": len(words), "most_text": MOST_TEXT},
            hint=_("Make it shorter."),
        )
    week = monday(at.date())
    if not words:
        Note.objects.filter(deal=deal, week=week, author=author).delete()
        return
    Note.objects.update_or_create(
        deal=deal,
        week=week,
        author=author,
        defaults={"owner": owner, "text": words, "written_at": at},
    )


def set_address(source: str, pattern: str) -> None:
    """Keep how the address of a deal is made; an empty pattern takes it away.

    Raises
    ------
    InputError
        It is no https address, or has no place for the id.
    """
    pattern = pattern.strip()
    if not pattern:
        CrmAddress.objects.filter(source=source).delete()
        return
    if not pattern.startswith("https://") or pattern.count(ID) != 1 or len(pattern) > 300:
        raise InputError(
            _("%(value)s is no pattern for addresses") % {"value": pattern[:80]},
            hint=_("Write it like https://crm.example.com/deals/%(id)s, with %(id)s once.")
            % {"id": ID},
        )
    CrmAddress.objects.update_or_create(source=source, defaults={"pattern": pattern})


def held_about(person: str) -> list[dict[str, str]]:
    """Return the notes a person wrote, and those about their deals, for their data export."""
    rows = Note.objects.filter(author=person) | Note.objects.filter(owner=person)
    return [
        {
            "deal": note.deal,
            "week": note.week.isoformat(),
            "text": note.text,
            "by": "you" if note.author == person else "somebody who led you",
        }
        for note in rows
    ]


def forget(person: str) -> None:
    """Delete the notes a person wrote, and those about their deals."""
    (Note.objects.filter(author=person) | Note.objects.filter(owner=person)).delete()
