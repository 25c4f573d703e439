"""From a workspace to ``fairlead train practice``: who practises what, and on which deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairlead.errors import InputError
from fairlead.lake.clock import use_clock
from fairlead.lake.counts.live_deals import live_deals
from fairlead.lake.counts.meant import about, members
from fairlead.lake.counts.scope import led
from fairlead.lake.counts.trainings import trainings
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.process.playbook import Playbook
from fairlead.refresh.briefing import Asked, ask, prepare_scope
from fairlead.refresh.opening import opened
from fairlead.refresh.playbook import versions
from fairlead.refresh.practising_store import Practised, everybody, note, practised, spacing_of
from fairlead.refresh.verdict_store import given
from fairlead.train.adoption import Adoption, LiveDeal, Tick, adoption
from fairlead.train.drills import drills_of, steps_called
from fairlead.train.practice import WEEK_DAYS, WORDS, Answered, Card, Drill, Spacing
from fairlead.verify.training import Training


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of one training: since when, what to practise, and on which deals.

    `slugs` are the steps of the process it trains.
    """

    training: str
    competency: str
    start: dt.date
    slugs: tuple[str, ...]
    drills: tuple[Drill, ...]
    deals: tuple[LiveDeal, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """All one person practises.

    Parameters
    ----------
    person_id, name
        Who.
    today, data_until
        The day asked about, and how far the data go.
    parts
        The trainings that have begun, the newest first.
    spacing
        When drills come back.
    done
        What was practised by that day.
    """

    person_id: int
    name: str
    today: dt.date
    data_until: dt.date
    parts: tuple[Part, ...]
    spacing: Spacing
    done: Practised

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every drill with its answers."""
        return cards_of(self.parts, self.done)


def cards_of(parts: Sequence[Part], done: Practised) -> tuple[Card, ...]:
    """Return every drill of some trainings with the answers to it."""
    return tuple(
        Card(drill, part.training, part.start, done.answers)
        for part in parts
        for drill in part.drills
    )


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A training that somebody has started or will; `starts` is the first day of each person."""

    training: str
    competency: str
    slugs: tuple[str, ...]
    starts: dict[int, dt.date]


@dataclass(frozen=True, slots=True)
class Taken:
    """How one training is practised and used; counts only, nobody is named.

    Parameters
    ----------
    training, competency, first_on
        Which, and since when.
    people, practising
        Who have started, and how many of them practised within the last seven days.
    drills
        How many drills there are to practise.
    adoption
        Use on live deals, by people's own word.
    """

    training: str
    competency: str
    first_on: dt.date
    people: int
    practising: int
    drills: int
    adoption: Adoption


def practice_of(
    workspace: Workspace,
    person: str,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    key: int | None = None,
) -> Practice:
    """Return what one person practises.

    Parameters
    ----------
    workspace
        A workspace with data.
    person
        A name or any part of it.
    today, as_of
        The reader's day, and the day to tell it of; None for today. Answers and trainings known
        later are invisible.
    key
        Their key in the data, where it is known; the name is then only said.

    Raises
    ------
    InputError
        Nobody, or more than one, is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=None)
        whose = _asked_about(connection, asked.question, person, key)
        person_id = members(connection, whose)[0] if key is None else key
        day = as_of or today
        prepare_scope(connection, asked.process, whose)
        mine = [
            (training, start)
            for training in _alive(workspace, connection, asked.question)
            if (start := _start(training, person_id)) is not None and start <= day
        ]
        book = playbook_before(workspace, whose.company.after_evening_of(day))
        parts = _parts(connection, replace(asked, question=whose), book, mine)
    done = practised(workspace, person_id).until(day)
    name = str(whose.name)
    return Practice(person_id, name, day, asked.until, parts, spacing_of(workspace), done)


def _asked_about(connection: Any, question: Question, person: str, key: int | None) -> Question:
    if key is None:
        return about(connection, question, person=person, team=None)
    led(connection)
    return replace(question, audience="rep", name=person)


def _alive(workspace: Workspace, connection: Any, question: Question) -> list[Training]:
    """Return the trainings that go on: those a verdict stopped are practised no more."""
    stopped = {g.key for g in given(workspace, question.as_of) if g.verdict.decision == "stop"}
    return [t for t in trainings(connection, question) if (t.name, t.competency) not in stopped]


def _start(training: Training, person: int) -> dt.date | None:
    place = np.flatnonzero(training.person_id == person)
    if not len(place):
        return None
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(training.start[place[0]]))


def _parts(
    connection: Any, asked: Asked, book: Playbook, mine: Sequence[tuple[Training, dt.date]]
) -> tuple[Part, ...]:
    found = []
    for training, start in mine:
        steps = steps_called(asked.process, training.competency)
        slugs = tuple(step.slug for step in steps)
        deals = live_deals(connection, asked.question, steps)
        drills = drills_of(book, slugs)
        found.append(Part(training.name, training.competency, start, slugs, drills, deals))
    return tuple(found)


def playbook_before(workspace: Workspace, until: dt.datetime) -> Playbook:
    """Return the playbook as it was before an instant; an empty one where there was none."""
    kept = [each for each in versions(workspace) if dt.datetime.fromisoformat(each.at) < until]
    return kept[-1].playbook if kept else Playbook()


def answer(
    workspace: Workspace,
    found: Practice,
    answers: Mapping[str, str],
    used: Mapping[str, bool],
) -> Practice:
    """Keep answers to drills and ticks on deals; return the practice after them.

    Parameters
    ----------
    workspace, found
        Whose practice, as `practice_of` returned it.
    answers
        Key of a drill and how it went: again, hard, well, easy.
    used
        Id of a deal in the CRM, and whether what is trained was used on it.

    Raises
    ------
    InputError
        There is no such drill, word or deal; nothing is kept then.
    """
    told = [_answered(found, key, word) for key, word in answers.items()]
    ticks = [tick for number, yes in used.items() for tick in _ticks(found, number, used=yes)]
    kept = note(workspace, found.person_id, told, ticks)
    return replace(found, done=kept.until(found.today))


def _answered(found: Practice, key: str, said: str) -> Answered:
    keys = [card.drill.key for card in found.cards]
    if key not in keys:
        raise InputError(
            f"{found.name} practises no drill called {key!r}",
            hint=f"Drills: {', '.join(sorted(set(keys)))}." if keys else "There are none yet.",
        )
    word = next((each for each in WORDS if each == said.strip().casefold()), None)
    if word is None:
        raise InputError(
            f"{said!r} is no answer to a drill", hint=f"Say one of {', '.join(WORDS)}."
        )
    return Answered(key, found.today, word)


def _ticks(found: Practice, number: str, *, used: bool) -> list[Tick]:
    ticks = [
        Tick(deal.deal, part.training, used, found.today)
        for part in found.parts
        for deal in part.deals
        if number in {deal.number, str(deal.deal)}
    ]
    if not ticks:
        raise InputError(
            f"no open deal {number!r} of {found.name} stands in a step that is trained",
            hint="Write the deal's id in the CRM, as the list shows it.",
        )
    return ticks


def under_way(
    workspace: Workspace, *, today: dt.date, as_of: dt.date | None = None
) -> tuple[tuple[UnderWay, ...], Asked]:
    """Return the trainings that go on, and the question; parameters as in `practice_of`."""
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=None)
        use_clock(connection, asked.question.company)
        known = _alive(workspace, connection, asked.question)
    return tuple(
        UnderWay(
            training.name,
            training.competency,
            tuple(step.slug for step in steps_called(asked.process, training.competency)),
            {p: s for p in training.person_id.tolist() if (s := _start(training, p)) is not None},
        )
        for training in known
    ), asked


def taken_up(
    workspace: Workspace, *, today: dt.date, as_of: dt.date | None = None
) -> tuple[tuple[Taken, ...], dt.date]:
    """Return how trainings are practised and used, and how far the data go.

    Parameters as in `practice_of`.
    """
    known, asked = under_way(workspace, today=today, as_of=as_of)
    day = as_of or today
    until = asked.question.company.after_evening_of(day)
    return taken(workspace, known, day, until), asked.until


def taken(
    workspace: Workspace, known: Sequence[UnderWay], day: dt.date, until: dt.datetime
) -> tuple[Taken, ...]:
    """Return how trainings that have begun by a day are practised and used.

    `until` is the instant from which on nothing is known of the playbook.
    """
    book = playbook_before(workspace, until)
    kept = {person: done.until(day) for person, done in everybody(workspace).items()}
    found = []
    for one in known:
        started = {person: start for person, start in one.starts.items() if start <= day}
        if started:
            found.append(_taken(one, started, kept, drills_of(book, one.slugs), day))
    return tuple(found)


def _taken(
    one: UnderWay,
    started: Mapping[int, dt.date],
    kept: Mapping[int, Practised],
    drills: Sequence[Drill],
    day: dt.date,
) -> Taken:
    keys = {drill.key for drill in drills}
    since = day - dt.timedelta(days=WEEK_DAYS)
    busy = sum(
        any(a.drill in keys and since < a.on for a in kept.get(p, Practised()).answers)
        for p in started
    )
    ticks = [
        (person, tick)
        for person, start in started.items()
        for tick in kept.get(person, Practised()).ticks
        if tick.on >= start
    ]
    first = min(started.values())
    use = adoption(ticks, one.training, until=day, since=first)
    return Taken(one.training, one.competency, first, len(started), busy, len(drills), use)
