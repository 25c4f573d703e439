"""Practice: which drill is due for whom on which day, in five minutes at most.

A drill comes back on fixed days after the training's start, or when FSRS expects that it is being
forgotten. Either way a missed day does not pile up: a drill is due once, until it is answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from fairlead.answers import Estimate, NotEstimable
from fairlead.errors import DefinitionError
from fairlead.stats.proportions import wilson_interval

Word: TypeAlias = Literal["again", "hard", "well", "easy"]
"""How a drill went, by the person's own judgement."""
WORDS: tuple[Word, ...] = get_args(Word)

DRILL_SECONDS = 60
"""Time of one drill: read it, say it aloud, look, answer."""
A_DAY_SECONDS = 300
"""Most practice a day."""
FIXED_DAYS = (1, 3, 7, 21)
"""Days after the start on which a drill comes back, where nobody chose others."""
LONGEST_DAYS = 60
"""Longest time between two practices with FSRS, where nobody chose another."""
MOST_DAYS = 365
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Spacing:
    """When drills come back.

    Parameters
    ----------
    how
        ``days``: on fixed days after the start. ``fsrs``: by the answers.
    days
        The fixed days, ascending, counted from the start.
    longest_days
        With FSRS, the longest time between two practices. Without it dates overflow.

    Raises
    ------
    DefinitionError
        The days do not ascend from 1, or a number is beyond a year.
    """

    how: Literal["days", "fsrs"] = "days"
    days: tuple[int, ...] = FIXED_DAYS
    longest_days: int = LONGEST_DAYS

    def __post_init__(self) -> None:
        """Refuse days that cannot be kept."""
        ascends = all(a < b for a, b in zip((0, *self.days), self.days, strict=False))
        if not self.days or not ascends or self.days[-1] > MOST_DAYS:
            raise DefinitionError(
                f"practice cannot be spaced on days {', '.join(str(d) for d in self.days)}",
                hint=f"Write ascending days from 1 to {MOST_DAYS}, for example 1,3,7,21.",
            )
        if not 1 <= self.longest_days <= MOST_DAYS:
            raise DefinitionError(
                f"{self.longest_days} days between two practices is not possible",
                hint=f"Choose 1 to {MOST_DAYS}.",
            )


@dataclass(frozen=True, slots=True)
class Drill:
    """One practice of a routine.

    Parameters
    ----------
    key
        By which answers refer to it: the routine's name, with a number where it has several.
    title, scenario
        Of the routine, and the situation it is for.
    prompt
        What to do.
    fixed, free
        What to check it against: what everybody does, and what is one's own.
    """

    key: str
    title: str
    scenario: str
    prompt: str
    fixed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: which drill, on which day, how it went."""

    drill: str
    on: dt.date
    word: Word


@dataclass(frozen=True, slots=True)
class Card:
    """A drill a person practises: from which training, since when, and how it went so far."""

    drill: Drill
    training: str
    start: dt.date
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A drill that is due; `times` says how often it was practised before."""

    card: Card
    due_on: dt.date
    times: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What to practise today.

    Parameters
    ----------
    turns
        In order; together with what was done today never more than `A_DAY_SECONDS`.
    left_over
        Due as well, but too much for today.
    done_today
        Drills answered today.
    week
        Drills that are due within the next seven days, today included.
    next_on
        Next day something is due where nothing is today; None where nothing ever is.
    """

    turns: tuple[Turn, ...]
    left_over: int
    done_today: int
    week: int
    next_on: dt.date | None

    @property
    def minutes(self) -> int:
        """Minutes today's turns take, rounded up."""
        return -(-len(self.turns) * DRILL_SECONDS // 60)


def due_on(spacing: Spacing, card: Card) -> dt.date | None:
    """Return the next day a drill is due; None where it is not any more.

    Answers before the training's start do not count: what was known then is not what is trained.
    On fixed days, the next is the first one after the last answer, so a missed day is made up
    once and never twice.
    """
    answers = _since(card)
    if spacing.how == "fsrs":
        if not answers:
            return card.start + dt.timedelta(days=1)
        gap = fsrs_gaps(answers, longest_days=spacing.longest_days)[-1]
        return answers[-1].on + dt.timedelta(days=max(1, gap))
    planned = (card.start + dt.timedelta(days=day) for day in spacing.days)
    last = answers[-1].on if answers else dt.date.min
    return next((day for day in planned if day > last), None)


def _since(card: Card) -> list[Answered]:
    kept = [a for a in card.answers if a.drill == card.drill.key and a.on >= card.start]
    return sorted(kept, key=lambda answer: answer.on)


def fsrs_gaps(
    answers: Sequence[Answered],
    *,
    longest_days: int,
    steps: tuple[dt.timedelta, ...] = (),
    steps_again: tuple[dt.timedelta, ...] = (),
    as_due: bool = False,
) -> tuple[int, ...]:
    """Return the days until the next practice after each answer of one drill, by FSRS-6.

    Parameters
    ----------
    answers
        Ascending.
    longest_days
        Longest gap.
    steps, steps_again
        Repetitions within the day, first and after a failure; none here, a day is five minutes.
    as_due
        Take each answer as given on the very instant it was due, as the published example does.

    Notes
    -----
    Default parameters of the ``fsrs`` package, wanted retention 0.9, nothing drawn at random. They
    were fitted to learners of facts, not to routines of selling: they order the practice, they do
    not promise what is remembered.
    """
    rating = dict(zip(WORDS, (Rating.Again, Rating.Hard, Rating.Good, Rating.Easy), strict=True))
    scheduler = Scheduler(
        learning_steps=steps,
        relearning_steps=steps_again,
        maximum_interval=longest_days,
        enable_fuzzing=False,
    )
    noon = dt.time(12, tzinfo=dt.UTC)
    memory = Memory(card_id=1)
    at = dt.datetime.combine(answers[0].on, noon) if answers else None
    gaps = []
    for answer in answers:
        at = at if as_due and at is not None else dt.datetime.combine(answer.on, noon)
        memory, _log = scheduler.review_card(memory, rating[answer.word], at)
        gaps.append((memory.due - at).days)
        at = memory.due
    return tuple(gaps)


def queue(cards: Sequence[Card], spacing: Spacing, today: dt.date) -> Queue:
    """Return what one person practises today.

    Parameters
    ----------
    cards
        Of one person; a drill of two trainings counts once, for the one that began last.
    spacing
        When drills come back.
    today
        The day asked about; answers given later are invisible.
    """
    known = _once(cards, today)
    done = len({a.drill for card in known for a in card.answers if a.on == today})
    waiting = [(day, card) for card in known if (day := due_on(spacing, card)) is not None]
    waiting.sort(key=lambda pair: (pair[0], pair[1].drill.key))
    due = [(day, card) for day, card in waiting if day <= today]
    room = max(0, A_DAY_SECONDS // DRILL_SECONDS - done)
    soon = today + dt.timedelta(days=WEEK_DAYS)
    ahead = [day for day, _card in waiting if day > today]
    return Queue(
        turns=tuple(Turn(card, day, len(_since(card))) for day, card in due[:room]),
        left_over=max(0, len(due) - room),
        done_today=done,
        week=sum(day < soon for day, _card in waiting),
        next_on=min(ahead) if ahead and not due else None,
    )


def _once(cards: Sequence[Card], today: dt.date) -> list[Card]:
    """Return the cards that have begun, one a drill, with what was known by today."""
    newest: dict[str, Card] = {}
    for card in sorted(cards, key=lambda each: (each.start, each.training)):
        if card.start <= today:
            seen = tuple(a for a in card.answers if a.on <= today)
            newest[card.drill.key] = Card(card.drill, card.training, card.start, seen)
    return list(newest.values())


def recalled(cards: Sequence[Card], today: dt.date) -> Estimate | NotEstimable:
    """Return how often a drill that came back was still known (not answered ``again``).

    The first answer of a drill is no repeat. A person's own judgement of themself, for themself.
    """
    good = tried = 0
    for card in _once(cards, today):
        repeats = _since(card)[1:]
        tried += len(repeats)
        good += sum(answer.word != "again" for answer in repeats)
    if tried == 0:
        return NotEstimable("no drill came back yet", needed=1, have=0)
    low, high = wilson_interval(good, tried)
    return Estimate(good / tried, low, high, 0.95, tried, "fraction", "recall", successes=good)
