"""What a digest says: counts and where to look; no name, no number about people, no text."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.web.feedback.selectors import own_replies, words_of
from fairlead.web.notify.models import Delivery, Hook, Preference
from fairlead.web.team.access import is_led
from fairlead.web.team.selectors import meetings_of, open_promises
from fairlead.web.team.services.counted import wishes_open
from fairlead.web.team.services.mentoring import pairs_of
from fairlead.web.team.services.zones import company_zone

WEEK = dt.timedelta(days=7)


def preference_of(person: str) -> Preference:
    """Return when somebody wants their digest; what is proposed where they never said."""
    found = Preference.objects.filter(person=person).first()
    return found or Preference(person=person, zone=company_zone())


def hook_of(owner: str) -> tuple[Hook | None, Delivery | None]:
    """Return the address somebody gave, and the newest message that went, or should have gone."""
    return Hook.objects.filter(owner=owner).first(), Delivery.objects.filter(owner=owner).first()


def lines_of(person: str, at: dt.datetime) -> list[str]:
    """Return the lines of somebody's digest, their own late promises first.

    Parameters
    ----------
    person
        Whose.
    at
        When it is sent.
    """
    day = at.date()
    promises = [p for p in open_promises(person, day) if p.is_mine]
    late = sum(p.state.state == "late" for p in promises)
    soon = sum(p.state.state == "open" and p.state.due_on < day + WEEK for p in promises)
    planned = [m for m in meetings_of(person, at, at + WEEK) if m.state == "planned"]
    mentors = sum(m.is_mentoring for m in planned)
    counts = (late, soon, len(planned) - mentors, mentors)
    told = [text % {"n": n} for n, text in zip(counts, _texts(*counts), strict=True) if n]
    return told + [text for text, _page in waiting_for(person, at)]


def waiting_for(person: str | None, at: dt.datetime) -> list[tuple[str, str]]:
    """Return what waits for somebody: how many, and the name of the page where they answer."""
    if person is None:
        return []
    words = sum(not w.is_mine and not w.answer for w in words_of(person))
    wanted = wishes_open(person, at.date())
    mentees = sum(pair.is_mentor and pair.begun_on is None for pair in pairs_of(person))
    texts = (
        (
            wanted,
            ngettext(
                "%(n)s person you lead wants coaching.",
                "%(n)s people you lead want coaching.",
                wanted,
            ),
            "team",
        ),
        (
            words,
            ngettext(
                "%(n)s word waits for your answer.", "%(n)s words wait for your answer.", words
            ),
            "feedback",
        ),
        (
            mentees,
            ngettext(
                "%(n)s person asks you to be their mentor.",
                "%(n)s people ask you to be their mentor.",
                mentees,
            ),
            "leadership",
        ),
    )
    told = [(text % {"n": n}, page) for n, text, page in texts if n]
    if is_led(person, at.date()) and not own_replies(person, at.date()):
        told.append((_("The pulse asks three questions; one minute."), "feedback"))
    return told


def _texts(*counts: int) -> tuple[str, ...]:
    """Return what is said of each count, in the number it has."""
    late, soon, coming, mentors = counts
    return (
        ngettext("%(n)s promise of yours is late.", "%(n)s promises of yours are late.", late),
        ngettext(
            "%(n)s promise of yours is due this week.",
            "%(n)s promises of yours are due this week.",
            soon,
        ),
        ngettext("%(n)s planned 1:1 this week.", "%(n)s planned 1:1s this week.", coming),
        ngettext(
            "%(n)s meeting of mentor and mentee this week.",
            "%(n)s meetings with mentors this week.",
            mentors,
        ),
    )
