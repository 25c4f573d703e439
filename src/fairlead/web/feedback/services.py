"""What changes feedback and pulse, and what is told on the fixed dates."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.answers import Estimate
from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.leadership.anonymous import Circle, Given, Group, next_circles, score_of
from fairlead.leadership.pulse import Comment, asking_of, pooled, round_number, round_of
from fairlead.web.feedback.access import may_hear
from fairlead.web.feedback.models import ASKED, GIVEN, Closed, Outcome, Remark, Reply, Told, Word
from fairlead.web.feedback.selectors import PURPOSE, this_round
from fairlead.web.people.access import Led, Viewer, edges, has_day, reach
from fairlead.web.people.services import carry_over
from fairlead.web.project.sealing import pseudonym, seal
from fairlead.web.team.access import chain, managers_on

LOOK_BACK = 13
"""Rounds that are closed late where nobody opened a page in between."""


def say(giver: str, receiver: str, text: str, today: dt.date, *, asks: bool) -> Word:
    """Give somebody feedback, or ask them something.

    Raises
    ------
    AccessError
        The two do not work together.
    """
    if receiver not in may_hear(giver, today):
        raise AccessError("there is nothing here")
    kind = ASKED if asks else GIVEN
    return Word.objects.create(
        giver=giver, receiver=receiver, kind=kind, text=text.strip(), on=today
    )


def answer(word: Word, text: str, today: dt.date) -> None:
    """Answer what was said.

    Raises
    ------
    ConflictError
        It was answered already.
    """
    if word.answer:
        raise ConflictError(_("you answered this already"))
    Word.objects.filter(pk=word.pk).update(answer=text.strip(), answered_on=today)


@transaction.atomic
def reply(person: str, scores: dict[str, int], today: dt.date) -> None:
    """Keep somebody's answers of this round; until it closes they may change them.

    Raises
    ------
    InputError
        A question is not asked now, or a score is not 1 to 5.
    AccessError
        Nobody leads them: there is nobody whose team they would speak for.
    """
    asked = {question.code for question in this_round(today).questions}
    above = managers_on(edges(), person, today)
    if not above:
        raise AccessError("there is nothing here")
    if not set(scores) <= asked or any(not 1 <= score <= 5 for score in scores.values()):
        raise InputError(_("this round asks something else"), hint=_("Load the page again."))
    who, asking = pseudonym(person, PURPOSE), asking_of(round_number(today))
    for code, score in scores.items():
        Reply.objects.update_or_create(
            question=code,
            asking=asking,
            who=who,
            defaults={"about": above[0], "score": score},
        )


def remark(person: str, text: str, today: dt.date, *, signed: bool) -> None:
    """Keep a comment: signed for who leads the writer, else until many are together."""
    above = chain(edges(), person, today)
    if not above:
        raise AccessError("there is nothing here")
    Remark.objects.create(
        number=round_number(today),
        who=pseudonym(person, PURPOSE),
        signed_by=person if signed else "",
        above=above,
        sealed=seal(text.strip()),
        reader=above[0] if signed else "",
        told_on=today if signed else None,
    )


def tell_due(today: dt.date) -> None:
    """Tell what may be told of the rounds that are over; each round once, on or after its end."""
    now = round_number(today)
    done = set(Closed.objects.values_list("number", flat=True))
    if not Reply.objects.exists() and not Remark.objects.filter(told_on=None).exists():
        return
    for number in range(max(0, now - LOOK_BACK), now):
        if number not in done:
            with transaction.atomic():
                _row, is_new = Closed.objects.get_or_create(
                    number=number, defaults={"told_on": today}
                )
                if is_new:
                    _close(number, today)


def _close(number: int, today: dt.date) -> None:
    known, over = edges(), round_of(number)
    groups = groups_on(known, over.end - dt.timedelta(days=1))
    for question in over.questions:
        _tell_scores(question.code, asking_of(number), groups, today)
    waiting = Remark.objects.filter(told_on=None, number__lte=number)
    comments = [Comment(row.pk, row.who, tuple(row.above)) for row in waiting]
    rng = np.random.default_rng(secrets.randbits(64))
    for reader, numbers in pooled(comments, rng):
        for place, each in enumerate(numbers):
            Remark.objects.filter(pk=each).update(reader=reader, told_on=today, place=place)


def groups_on(known: list[Led], day: dt.date) -> list[Group]:
    """Return who would read scores on a day, of whom: each manager's team, and all below."""
    found = []
    for manager in sorted({e.manager for e in known if e.start <= day < e.end}):
        direct = {e.person for e in known if e.manager == manager and e.start <= day < e.end}
        spans = reach(Viewer(manager, frozenset({"leader"})), known)
        below = {p for p, days in spans.items() if has_day(days, day)} - {manager}
        found.append(Group(f"about:{manager}", _pseudonyms(direct), manager))
        if below != direct:
            found.append(Group(f"below:{manager}", _pseudonyms(below)))
    return found


def _pseudonyms(people: set[str]) -> frozenset[str]:
    return frozenset(pseudonym(person, PURPOSE) for person in people)


def _tell_scores(code: str, asking: int, groups: list[Group], today: dt.date) -> None:
    rows = Reply.objects.filter(question=code, asking__lte=asking)
    scores = {Given(row.who, row.about, row.asking): row.score for row in rows}
    told: dict[str, list[Circle]] = {}
    for row in Told.objects.filter(question=code).order_by("asking"):
        told.setdefault(row.group, []).append(frozenset(Given(*each) for each in row.circle))
    for group, circle in next_circles(groups, scores, told, asking).items():
        score = score_of([scores[given] for given in circle])
        if isinstance(score, Estimate):
            Told.objects.create(
                question=code,
                asking=asking,
                group=group,
                reader=group.partition(":")[2],
                told_on=today,
                circle=sorted([*given] for given in circle),
                value=score.value,
                lower=score.lower,
                upper=score.upper,
                n=score.n,
            )


def close_topic(author: str, said: str, did: str, today: dt.date, topic: str = "") -> None:
    """Write down what was heard and what came of it, for everybody below.

    Raises
    ------
    AccessError
        They lead nobody.
    """
    if not any(e.manager == author and e.start <= today < e.end for e in edges()):
        raise AccessError("there is nothing here")
    Outcome.objects.create(author=author, topic=topic, said=said.strip(), did=did.strip(), on=today)


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here; their anonymous answers are theirs to see."""
    who = pseudonym(person, PURPOSE)
    words = Word.objects.filter(Q(giver=person) | Q(receiver=person))
    return {
        "words": [
            {"gave": w.giver == person, "kind": w.kind, "text": w.text, "on": w.on,
             "answer": w.answer}
            for w in words
        ],
        "pulse": list(Reply.objects.filter(who=who).values("question", "asking", "score")),
        "comments": Remark.objects.filter(who=who).count(),
        "you_said_we_did": list(Outcome.objects.filter(author=person).values("said", "did", "on")),
    }  # fmt: skip


@transaction.atomic
def forget(person: str) -> None:
    """Erase a person here.

    Scores that were told stay as they were: they speak of nobody. That an answer was in their
    circle stays under a pseudonym whose answer is gone, since without it the next score could tell
    the others apart.
    """
    who = pseudonym(person, PURPOSE)
    Word.objects.filter(Q(giver=person) | Q(receiver=person)).delete()
    Reply.objects.filter(who=who).delete()
    Remark.objects.filter(Q(who=who) | Q(signed_by=person)).delete()
    Outcome.objects.filter(author=person).delete()


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        (
            (Word, "giver"),
            (Word, "receiver"),
            (Remark, "signed_by"),
            (Remark, "reader"),
            (Reply, "about"),
            (Told, "reader"),
            (Outcome, "author"),
        ),
        kept,
        twin,
    )
    old, new = (pseudonym(person, PURPOSE) for person in (twin, kept))
    carry_over(((Reply, "who"), (Remark, "who")), new, old)
    for row in Told.objects.all():  # what was told is audited as of the one person, too
        row.circle = [
            [new if who == old else who, kept if about == twin else about, asking]
            for who, about, asking in row.circle
        ]
        row.group = row.group.replace(twin, kept)
        row.save(update_fields=["circle", "group"])
