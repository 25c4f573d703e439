"""What the page of a leader shows: standards first, for those they lead before anybody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.answers import Answer, NotEstimable
from fairlead.company.calendar import Period
from fairlead.errors import UnavailableError
from fairlead.leadership import growth, meetings, standards
from fairlead.leadership.coaching import Coaching, coaching_of
from fairlead.leadership.promises import Kept
from fairlead.web.feedback.selectors import questions_to
from fairlead.web.leadership.models import Entry, Goal, Learning, Thanks
from fairlead.web.people.access import Viewer, edges, has_day, individuals_shown, reach
from fairlead.web.people.selectors import names_of, shown_people
from fairlead.web.project.sealing import unseal
from fairlead.web.published.selectors import answer, answers
from fairlead.web.targets.selectors import Holder, lines_of, person_key, usual_period
from fairlead.web.team.access import led_on
from fairlead.web.team.selectors import nobody, promises_kept, step_name
from fairlead.web.team.services.counted import coaching_records, meetings_due

CLOSE = ".win"
"""How the slug of the step from created to won ends; its quarters are the plain close rate."""


@dataclass(frozen=True, slots=True)
class Standards:
    """A leader's own standards in a quarter."""

    name: str
    label: str
    kept: Kept
    held: Answer
    answered: Answer


def standards_of(person: str, name: str, quarter: Period, as_of: dt.date) -> Standards:
    """Return the standards of somebody who leads."""
    start, end = quarter.start, quarter.end
    return Standards(
        name,
        quarter.label,
        promises_kept(person, start, end, as_of),
        meetings.held_share(meetings_due(person, start, end), person, start, end, as_of),
        standards.answered_share(questions_to(person), person, start, end, as_of),
    )


def coaching(person: str, quarter: Period, as_of: dt.date) -> Coaching:
    """Return the coaching asked of and given by somebody in a quarter."""
    wanted, rated = coaching_records(person)
    return coaching_of(wanted, rated, person, (quarter.start, quarter.end), as_of)


@dataclass(frozen=True, slots=True)
class Growing:
    """The people somebody leads: plain close rates, and who could learn from whom."""

    rates: list[growth.Rate]
    fair: growth.FairGrowth | NotEstimable
    pairs: list[growth.Pair]
    as_of: dt.date | None


def people_of(person: str, day: dt.date, *, deep: bool) -> list[str]:
    """Return whom somebody leads on a day: directly, or (`deep`) everybody below them."""
    if not deep:
        return led_on(edges(), person, day)
    spans = reach(Viewer(person, frozenset({"leader"})), edges())
    return sorted(who for who, days in spans.items() if who != person and has_day(days, day))


def growing(person: str, day: dt.date, *, deep: bool = False) -> Growing:
    """Return how the people somebody leads grow; nothing where individuals are off.

    Parameters
    ----------
    person
        Who leads.
    day
        The present day.
    deep
        Everybody below them, not those they lead directly alone: managers sell little themselves.
    """
    if not individuals_shown():
        return Growing([], growth.fair_growth([]), [], None)
    quarters, skills, newest = [], [], None
    changes: list[growth.Change | None] = []
    known = shown_people(people_of(person, day, deep=deep))
    answered = answers("measure", "person", [str(p.crm_id) for p in known if p.crm_id is not None])
    for shown in known:
        who, found = shown.id, answered.get(str(shown.crm_id))
        if found is None:
            continue
        newest = max(newest or found.as_of, found.as_of)
        for row in found.body["rows"]:
            if row["competency"].endswith(CLOSE):
                changes.append(_change(row.get("trend") or {}))
                quarters += [
                    growth.Quarter(
                        who, dt.date.fromisoformat(q["start"]), q["successes"], q["n"], q["open"]
                    )
                    for q in row["quarters"]
                ]
            if row["kind"] == "conversion":
                direction = row.get("direction") if row.get("differs") else None
                skills.append(growth.Skill(shown.name, step_name(row), direction))
    fair, pairs = growth.fair_growth(changes), growth.should_meet(skills)
    return Growing(growth.close_rates(quarters), fair, pairs, newest)


def _change(trend: dict[str, Any]) -> growth.Change | None:
    told = trend.get("change")
    return growth.Change(told["lower"], told["upper"], told["level"]) if told else None


def leads_since(person: str) -> dt.date | None:
    """Return the first day somebody led anybody; None where they never did."""
    return min((e.start for e in edges() if e.manager == person), default=None)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal, opened for who may read it."""

    number: int
    owner: str
    kind: str
    text: str
    is_shared: bool
    due_on: dt.date | None
    reached_on: dt.date | None


def _opened(sealed: str) -> str:
    try:
        return unseal(sealed)
    except UnavailableError as error:
        return _("This cannot be opened: %(why)s.") % {"why": error.message}


def _row(goal: Goal, owner: str) -> GoalRow:
    text = _opened(goal.sealed)
    return GoalRow(goal.pk, owner, goal.kind, text, goal.is_shared, goal.due_on, goal.reached_on)


def goals_of(person: str) -> list[GoalRow]:
    """Return somebody's own goals."""
    return [_row(goal, "") for goal in Goal.objects.filter(person=person)]


def goals_shared_with(manager: str, day: dt.date) -> list[GoalRow]:
    """Return the goals people who work for somebody today let them read."""
    names = names_of(set(led_on(edges(), manager, day)))
    rows = Goal.objects.filter(person__in=names, is_shared=True, reached_on=None)
    return sorted((_row(g, names[g.person]) for g in rows), key=lambda row: row.owner)


WAYS = {
    "practice": gettext_noop("practice: five minutes on spaced days"),
    "pair": gettext_noop("a pair: with somebody who is good at it"),
    "mentor": gettext_noop("with a mentor"),
    "training": gettext_noop("a training"),
}


@dataclass(frozen=True, slots=True)
class LearningRow:
    """What somebody learns, opened for who may read it: steps are number, text, due, done."""

    owner: str
    competency: str
    text: str
    how: str
    way: str
    is_shared: bool
    due_on: dt.date
    ended_on: dt.date | None
    learned: str
    steps: tuple[tuple[int, str, dt.date, dt.date | None], ...]


def _learning(row: Learning, owner: str) -> LearningRow:
    steps = tuple((s.pk, _opened(s.sealed), s.due_on, s.done_on) for s in row.steps.all())
    return LearningRow(
        owner,
        _opened(row.competency),
        _opened(row.sealed),
        row.how,
        _(WAYS.get(row.how, row.how)),
        row.is_shared,
        row.due_on,
        row.ended_on,
        _opened(row.learned) if row.learned else "",
        steps,
    )


def learning_of(person: str) -> tuple[LearningRow | None, list[LearningRow]]:
    """Return what somebody learns now, and what they learned before, the newest first."""
    rows = Learning.objects.filter(person=person).prefetch_related("steps")
    told = [_learning(row, "") for row in rows]
    now = next((row for row in told if row.ended_on is None), None)
    return now, [row for row in told if row.ended_on is not None]


def learning_shared_with(manager: str, day: dt.date) -> list[LearningRow]:
    """Return what people who work for somebody today learn, where they let them read it."""
    names = names_of(set(led_on(edges(), manager, day)))
    rows = Learning.objects.filter(person__in=names, is_shared=True, ended_on=None)
    told = [_learning(row, names[row.person]) for row in rows.prefetch_related("steps")]
    return sorted(told, key=lambda row: row.owner)


def own_target(person: str, day: dt.date) -> tuple[str, str] | None:
    """Return the period of a day and somebody's target in it; None where there is none."""
    found = answer("targets", "company")
    period = usual_period(found.body, day) if found else None
    if found is None or period is None:
        return None
    (line,) = lines_of(found.body, [Holder(person_key(person), "person", "", person)], period)
    return (period.label, line.amount) if line.amount else None


def goals_met(day: dt.date) -> tuple[int, int, int]:
    """Return goals reached, goals that were due within a year before a day, and whose they are.

    Counts only, over everybody; a goal reached before it was due counts from that day on.
    """
    since = day - dt.timedelta(days=365)
    rows = Goal.objects.filter(made_on__lte=day).values_list("person", "due_on", "reached_on")
    due = [
        (person, reached is not None and reached <= day)
        for person, due_on, reached in rows
        if (due_on is not None and since < due_on <= day)
        or (reached is not None and since < reached <= day)
    ]
    return sum(met for _person, met in due), len(due), len({person for person, _met in due})


def journal_of(person: str) -> list[tuple[int, dt.date, str]]:
    """Return somebody's own journal, number, day and text, the newest first."""
    rows = Entry.objects.filter(person=person)[:50]
    return [(entry.pk, entry.on, _opened(entry.sealed)) for entry in rows]


def thanks_to(person: str) -> list[tuple[str, Thanks]]:
    """Return the recognition somebody got, with who gave it."""
    rows = list(Thanks.objects.filter(receiver=person)[:20])
    names = names_of({row.giver for row in rows})
    return [(names.get(row.giver, nobody()), row) for row in rows]
