"""To whom somebody may speak, and whose words they may read."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.feedback.models import Word
from fairlead.web.people.access import edges
from fairlead.web.team.access import chain, circle, me


def may_hear(person: str, day: dt.date) -> list[str]:
    """Return to whom somebody may give feedback: with whom they work, and everybody above."""
    return list(dict.fromkeys([*circle(person, day), *chain(edges(), person, day)]))


def word_for(request: HttpRequest, number: int) -> Word:
    """Return something said to the reader.

    Raises
    ------
    AccessError
        There is no such thing, or it was said to somebody else.
    """
    found = Word.objects.filter(pk=number, receiver=me(request)).first()
    if found is None:
        raise AccessError("there is nothing here")
    return found
