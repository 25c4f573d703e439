"""What changes promises, 1:1s and plans, and what is held about one person here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from fairlead.web.people.services import carry_over
from fairlead.web.team.models import (
    Dissent,
    Feed,
    Item,
    Meeting,
    Mentoring,
    Outlook,
    Plan,
    PrivateNote,
    Promise,
    Rating,
    Series,
    Step,
    Wish,
)

ERASED = "erased"
"""Stands where somebody was; no id of a person looks like it."""


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here, for the file they may ask for.

    Private notes are counted, never copied: what somebody wrote for themself is read on their own
    page only.
    """
    mine = Q(manager=person) | Q(person=person)
    promises = Promise.objects.filter(Q(giver=person) | Q(receiver=person))
    meetings = Meeting.objects.filter(mine).prefetch_related("items", "outlooks")
    return {
        "promises": [
            {
                "gave": p.giver == person,
                "text": p.text,
                "made_on": p.made_on,
                "due_on": p.due_on,
                "moves": [[m.said_on, m.due_on, m.reason] for m in p.moves.all()],
                "kept_on": p.kept_on,
                "let_go_on": p.let_go_on,
            }
            for p in promises.prefetch_related("moves")
        ],
        "one_to_ones": [
            {
                "at": m.start_at,
                "with_mentor": m.is_mentoring,
                "state": m.state,
                "written": [[i.author == person, i.text] for i in m.items.all()],
                "own_view": [[o.score, o.text] for o in m.outlooks.all() if o.author == person],
            }
            for m in meetings
        ],
        "private_notes_written": PrivateNote.objects.filter(author=person).count(),
        "private_notes_of_others": PrivateNote.objects.filter(meeting__in=meetings)
        .exclude(author=person)
        .count(),
        "coaching_asked_on": list(Wish.objects.filter(person=person).values_list("on", flat=True)),
        "coaching": list(
            Wish.objects.filter(mine).values("on", "what", "answer", "answered_on", "given_on")
        ),
        "mentoring": list(
            Mentoring.objects.filter(Q(mentor=person) | Q(mentee=person)).values(
                "goal", "asked_on", "begun_on", "ended_on"
            )
        ),
        "plans": [
            {
                "opened_on": p.opened_on,
                "cause": p.cause,
                "person_says": p.person_says,
                "steps": [[s.text, s.due_on, s.done_on] for s in p.steps.all()],
                "disagreement": [d.text for d in p.dissents.all()],
            }
            for p in Plan.objects.filter(mine).prefetch_related("steps", "dissents")
        ],
    }


@transaction.atomic
def forget(person: str) -> None:
    """Erase a person here: their 1:1s, notes, wishes and plans go; promises keep only their dates.

    The other's promises stay in the other's count, without words and without whom.
    """
    mine = Q(manager=person) | Q(person=person)
    PrivateNote.objects.filter(author=person).delete()
    Series.objects.filter(mine).delete()
    Plan.objects.filter(mine).delete()
    Wish.objects.filter(mine).delete()
    Feed.objects.filter(person=person).delete()
    Mentoring.objects.filter(Q(mentor=person) | Q(mentee=person)).delete()
    Item.objects.filter(author=person).delete()
    Outlook.objects.filter(author=person).delete()
    Dissent.objects.filter(author=person).delete()
    for side in ("giver", "receiver"):
        touched = Promise.objects.filter(**{side: person})
        for promise in touched:
            promise.moves.update(reason="")
        touched.update(**{side: ERASED}, text="")
    Promise.objects.filter(giver=ERASED, receiver=ERASED).delete()


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        (
            (Promise, "giver"),
            (Promise, "receiver"),
            (Series, "manager"),
            (Series, "person"),
            (Meeting, "manager"),
            (Meeting, "person"),
            (Item, "author"),
            (Outlook, "author"),
            (PrivateNote, "author"),
            (Rating, "person"),
            (Rating, "manager"),
            (Wish, "person"),
            (Wish, "manager"),
            (Feed, "person"),
            (Mentoring, "mentor"),
            (Mentoring, "mentee"),
            (Plan, "manager"),
            (Plan, "person"),
            (Dissent, "author"),
            (Step, "owner"),
        ),
        kept,
        twin,
    )
