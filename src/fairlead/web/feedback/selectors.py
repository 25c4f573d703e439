"""What the page shows of feedback and pulse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.errors import UnavailableError
from fairlead.leadership.anonymous import HIGHEST, LOWEST
from fairlead.leadership.pulse import QUESTIONS, Round, asking_of, round_number, round_of
from fairlead.leadership.standards import Question
from fairlead.web.feedback.models import ASKED, Outcome, Remark, Reply, Told, Word
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.project.sealing import pseudonym, unseal
from fairlead.web.project.shown import turned
from fairlead.web.team.access import chain
from fairlead.web.team.selectors import nobody

PURPOSE = "pulse"
TEXTS = {question.code: question for question in QUESTIONS}
TOPICS: dict[str, str] = {
    "my manager": gettext_noop("my manager"),
    "our team": gettext_noop("our team"),
    "our priorities": gettext_noop("our priorities"),
}
"""Topics of the pulse, as pages call them."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score as it is told: in halves, with open ends."""

    told_on: dt.date
    value: float
    n: int

    @property
    def words(self) -> str:
        """Return the score in words."""
        if self.value >= HIGHEST:
            return _("%(score)s or more of 5") % {"score": number_format(HIGHEST, 1)}
        if self.value <= LOWEST:
            return _("%(score)s or less of 5") % {"score": number_format(LOWEST, 1)}
        return _("about %(score)s of 5") % {"score": turned(f"{self.value:g}")}


@dataclass(frozen=True, slots=True)
class Heard:
    """One question as its reader hears it: whose answers, and the scores, the newest first."""

    text: str
    topic: str
    whose: str
    scores: tuple[Score, ...]


def this_round(day: dt.date) -> Round:
    """Return the round a day is in."""
    return round_of(round_number(day))


def own_replies(person: str, day: dt.date) -> dict[str, int]:
    """Return what somebody answered in this round: question -> score."""
    asking = asking_of(round_number(day))
    codes = [question.code for question in this_round(day).questions]
    rows = Reply.objects.filter(who=pseudonym(person, PURPOSE), asking=asking, question__in=codes)
    return dict(rows.values_list("question", "score"))


def heard_by(person: str) -> list[Heard]:
    """Return the scores told to somebody, by question."""
    rows = Told.objects.filter(reader=person).order_by("question", "group", "-told_on")
    found = []
    for (code, group), told in groupby(rows, key=lambda row: (row.question, row.group)):
        question = TEXTS.get(code)
        if question is not None:
            whose = _("your team") if group.startswith("about:") else _("everybody below you")
            scores = tuple(Score(row.told_on, row.value, row.n) for row in told)
            found.append(Heard(question.text, question.topic, whose, scores))
    return sorted(found, key=lambda heard: (heard.whose, heard.topic, heard.text))


def not_closed(person: str, heard: list[Heard]) -> list[str]:
    """Return the topics somebody was told scores of and has not answered with what they did."""
    newest: dict[str, dt.date] = {}
    for each in heard:
        told = max(score.told_on for score in each.scores)
        newest[each.topic] = max(told, newest.get(each.topic, told))
    done = Outcome.objects.filter(author=person)
    return [
        _(name)
        for topic, name in TOPICS.items()
        if topic in newest and not done.filter(topic=topic, on__gte=newest[topic]).exists()
    ]


def remarks_for(person: str) -> list[tuple[str, str]]:
    """Return the comments somebody may read: by whom (empty where unsigned) and the text."""
    rows = list(Remark.objects.filter(reader=person).exclude(told_on=None))
    names = names_of({row.signed_by for row in rows if row.signed_by})
    found = []
    for row in rows[::-1]:
        try:
            text = unseal(row.sealed)
        except UnavailableError as error:
            text = _("This comment cannot be opened: %(why)s.") % {"why": error.message}
        found.append((names.get(row.signed_by, nobody()) if row.signed_by else "", text))
    return found


@dataclass(frozen=True, slots=True)
class WordRow:
    """Something said between two people."""

    number: int
    giver: str
    receiver: str
    is_mine: bool
    is_question: bool
    text: str
    on: dt.date
    answer: str


def words_of(person: str) -> list[WordRow]:
    """Return what somebody said and was told, what waits for their answer first."""
    rows = list(Word.objects.filter(Q(giver=person) | Q(receiver=person))[:60])
    names = names_of({who for row in rows for who in (row.giver, row.receiver)})
    rows.sort(key=lambda row: not (row.receiver == person and not row.answer))
    return [
        WordRow(
            row.pk,
            names.get(row.giver, nobody()),
            names.get(row.receiver, nobody()),
            row.giver == person,
            row.kind == ASKED,
            row.text,
            row.on,
            row.answer,
        )
        for row in rows
    ]


def questions_to(person: str) -> list[Question]:
    """Return the questions somebody was asked, with when they answered."""
    rows = Word.objects.filter(receiver=person, kind=ASKED)
    return [Question(row.receiver, row.on, row.answered_on) for row in rows]


def outcomes_for(person: str, day: dt.date) -> list[tuple[str, Outcome, str]]:
    """Return what those above somebody, and they themselves, heard and did: by whom, of what."""
    authors = {person, *chain(edges(), person, day)}
    rows = list(Outcome.objects.filter(author__in=authors)[:20])
    names = names_of({row.author for row in rows})
    return [
        (names.get(row.author, nobody()), row, _(TOPICS[row.topic]) if row.topic in TOPICS else "")
        for row in rows
    ]
