"""What pages show of promises, 1:1s and plans; who may open them is decided in `access`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.company.zones import local
from fairlead.errors import UnavailableError
from fairlead.leadership import promises as pure
from fairlead.leadership.meetings import Series as Rule
from fairlead.leadership.meetings import instants
from fairlead.web.people.access import edges, individuals_shown
from fairlead.web.people.selectors import names_of, person_shown
from fairlead.web.project.sealing import unseal
from fairlead.web.published.selectors import Found, answer
from fairlead.web.team.access import Ties, led_on, managers_on, ties
from fairlead.web.team.models import (
    CANCELLED,
    HELD,
    PLANNED,
    Item,
    Meeting,
    Outlook,
    Plan,
    PrivateNote,
    Promise,
    Series,
    Wish,
)


def nobody() -> str:
    """Return how somebody is called who is not known any more."""
    return _("somebody who left")


TOLD = ("one_thing", "surprises", "attention", "landing")
"""Sections of a rep's brief that fill an agenda: focus, surprises, deals, where it lands."""
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as a page shows it."""

    number: int
    text: str
    giver: str
    receiver: str
    is_mine: bool
    state: pure.Standing
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an agenda that comes from the brief, with where it comes from.

    `differs` is False for a rate that is what deals like theirs give, within chance.
    """

    part: str
    text: str
    source: str
    differs: bool = True


def promise_of(row: Promise) -> pure.Promise:
    """Return a promise as the logic knows it."""
    moves = tuple(pure.Moved(m.said_on, m.due_on, m.reason) for m in row.moves.all())
    return pure.Promise(
        row.pk,
        row.giver,
        row.receiver,
        row.text,
        row.made_on,
        row.due_on,
        moves,
        row.kept_on,
        row.let_go_on,
    )


def standing_of(promise: pure.Promise, today: dt.date) -> pure.Standing:
    """Return how a promise stands."""
    return pure.standing(promise, today)


def _promises(person: str) -> list[pure.Promise]:
    rows = Promise.objects.filter(Q(giver=person) | Q(receiver=person)).prefetch_related("moves")
    return [promise_of(row) for row in rows]


def open_promises(person: str, today: dt.date, other: str | None = None) -> list[PromiseRow]:
    """Return the promises of and to somebody that are still open, their own late ones first."""
    rows = _promises(person)
    if other is not None:
        rows = [p for p in rows if other in {p.giver, p.receiver}]
    return rows_of(
        [promise for promise, _state in pure.in_order(rows, person, today)], person, today
    )


def rows_of(promises: list[pure.Promise], person: str, today: dt.date) -> list[PromiseRow]:
    """Return promises as a page shows them to one of the two."""
    names = names_of({who for p in promises for who in (p.giver, p.receiver)})
    return [
        PromiseRow(
            p.id,
            p.text,
            names.get(p.giver, nobody()),
            names.get(p.receiver, nobody()),
            p.giver == person,
            pure.standing(p, today),
            tuple(m.reason for m in p.moves),
        )
        for p in promises
    ]


def own_late_promises(person: str | None, today: dt.date) -> list[PromiseRow]:
    """Return what somebody promised and owes: it comes first in their brief."""
    if person is None:
        return []
    return [r for r in open_promises(person, today) if r.is_mine and r.state.state == "late"]


def promises_kept(person: str, start: dt.date, end: dt.date, as_of: dt.date) -> pure.Kept:
    """Return how many promises of somebody that were due in a period were kept in time."""
    return pure.kept_share(_promises(person), person, start, end, as_of)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A 1:1, or a meeting with a mentor, as a list shows it."""

    number: int
    other: str
    other_id: str
    is_mentoring: bool
    start_at: dt.datetime
    shown_at: dt.datetime
    minutes: int
    zone: str
    state: str
    is_moved: bool


def meetings_of(person: str, start: dt.datetime, end: dt.datetime) -> list[MeetingRow]:
    """Return somebody's 1:1s between two instants that they may open."""
    found = visible_meetings(person).filter(start_at__gte=start, start_at__lt=end)
    known = ties(person)
    rows = [m for m in found.select_related("series") if _still_theirs(m, person, known)]
    names = names_of({who for m in rows for who in (m.manager, m.person)})
    return [
        MeetingRow(
            m.pk,
            names.get(m.person if m.manager == person else m.manager, nobody()),
            m.person if m.manager == person else m.manager,
            m.is_mentoring,
            m.start_at,
            local(m.start_at, m.series.zone).replace(tzinfo=None),
            m.minutes,
            m.series.zone,
            m.state,
            _is_moved(m),
        )
        for m in rows
    ]


def _is_moved(meeting: Meeting) -> bool:
    """Say whether a meeting is not when its series has it, by the clocks of the series."""
    rule = Rule(meeting.slot_on, meeting.series.at, meeting.series.zone)
    ((_day, at),) = instants(rule, meeting.slot_on, meeting.slot_on + dt.timedelta(days=1))
    return meeting.start_at != at


def visible_meetings(person: str) -> Any:
    """Return the 1:1s somebody is part of."""
    return Meeting.objects.filter(Q(manager=person) | Q(person=person))


def _still_theirs(meeting: Meeting, person: str, known: Ties) -> bool:
    return person == meeting.person or known.hold(meeting, meeting.start_at.date())


def feed_meetings(person: str, at: dt.datetime) -> list[Meeting]:
    """Return what a private calendar holds: half a year back, all that is planned."""
    found = visible_meetings(person).filter(start_at__gte=at - dt.timedelta(days=183))
    known = ties(person)
    return [m for m in found if _still_theirs(m, person, known)]


@dataclass(frozen=True, slots=True)
class Led:
    """Somebody the reader leads: last and next 1:1, and whether they want coaching."""

    id: str
    name: str
    last_at: dt.datetime | None
    next_at: dt.datetime | None
    has_series: bool
    wish: Wish | None
    plan: int | None


def people_led(manager: str, at: dt.datetime) -> list[Led]:
    """Return whom somebody leads directly today, in the order of names."""
    ids = led_on(edges(manager), manager, at.date())
    names = names_of(set(ids))
    theirs = {"manager": manager, "person__in": ids}
    between = theirs | {"is_mentoring": False}
    last: dict[str, dt.datetime] = {}
    coming: dict[str, dt.datetime] = {}
    for met in Meeting.objects.filter(**between).exclude(state=CANCELLED):
        if met.state == HELD:
            last[met.person] = met.start_at
        elif met.start_at >= at:
            coming.setdefault(met.person, met.start_at)
    going = set(Series.objects.filter(**between, until_on=None).values_list("person", flat=True))
    wishes = {wish.person: wish for wish in Wish.objects.filter(**theirs, given_on=None)}
    plans = dict(Plan.objects.filter(**theirs, closed_on=None).values_list("person", "pk"))
    return [
        Led(
            who,
            names[who],
            last.get(who),
            coming.get(who),
            who in going,
            wishes.get(who),
            plans.get(who),
        )
        for who in sorted(names, key=lambda each: names[each])
    ]


def leaders_of(person: str, day: dt.date) -> dict[str, str]:
    """Return who leads somebody on a day: id -> name."""
    return names_of(set(managers_on(edges(person), person, day)))


def filled(person: str) -> list[Told]:
    """Return what the brief says of somebody for a 1:1, each line with its source.

    Nothing where there is no answer about them yet; nothing at all where individuals are off.
    """
    shown = person_shown(person)
    if not individuals_shown() or shown.crm_id is None:
        return []
    found = answer("brief", "rep", str(shown.crm_id))
    if found is None:
        return rates_of(person)[:MOST_LINES]
    source = f"brief as it was on {found.as_of.isoformat()}, state {found.state} of the data"
    parts = {part["code"]: part for part in found.body["sections"]}
    lines = []
    for code in TOLD:
        part = parts.get(code)
        kept = [line for line in part["lines"] if line["weight"] != "quiet"] if part else []
        lines += [Told(str(part["title"]), line["text"], source) for line in kept[:MOST_LINES]]  # type: ignore[index]
    return lines


def agenda_told(meeting: Meeting, today: dt.date) -> list[Told]:
    """Return what the brief says today for a meeting that is planned.

    Nothing with a mentor, who sees no number, and nothing once the manager leads the person no
    more: what is known since is not theirs, whatever day the meeting was for.
    """
    if meeting.is_mentoring or meeting.state != PLANNED:
        return []
    return filled(meeting.person) if ties().hold(meeting, today) else []


@dataclass(frozen=True, slots=True)
class Session:
    """All a 1:1 page shows to one of the two."""

    meeting: Meeting
    person: str
    manager: str
    is_person: bool
    told: list[Told]
    promises: list[PromiseRow]
    agenda: list[tuple[str, Item]]
    notes: list[tuple[str, Item]]
    private: list[tuple[int, dt.datetime, str]]
    own: Outlook | None
    other: Outlook | None
    is_other_written: bool
    rated: bool | None

    @property
    def is_planned(self) -> bool:
        """Say whether it is still to come."""
        return self.meeting.state == PLANNED

    @property
    def is_held(self) -> bool:
        """Say whether it took place."""
        return self.meeting.state == HELD

    @property
    def waits_for_own(self) -> bool:
        """Say whether the other's view stays shut until one's own is written."""
        return self.own is None and self.is_other_written


def session(meeting: Meeting, mine: str, today: dt.date) -> Session:
    """Return a 1:1 as one of the two sees it.

    The manager's view opens to the person once theirs is written, and theirs to the manager at
    once: who is spoken about speaks first.
    """
    names = names_of({meeting.manager, meeting.person})
    is_person = mine == meeting.person
    other_id = meeting.manager if is_person else meeting.person
    views = {o.author: o for o in Outlook.objects.filter(meeting=meeting)}
    own, other = views.get(mine), views.get(other_id)
    items = [(names.get(i.author, nobody()), i) for i in Item.objects.filter(meeting=meeting)]
    told = [Told(**line) for line in meeting.filled] or agenda_told(meeting, today)
    rating = getattr(meeting, "rating", None)
    return Session(
        meeting,
        names.get(meeting.person, nobody()),
        names.get(meeting.manager, nobody()),
        is_person,
        told if is_person or individuals_shown() else [],
        open_promises(mine, today, other_id),
        [row for row in items if not row[1].is_note],
        [row for row in items if row[1].is_note],
        private_notes(meeting, mine),
        own,
        None if is_person and own is None else other,
        other is not None,
        rating.helped if rating and is_person else None,
    )


def private_notes(meeting: Meeting, author: str) -> list[tuple[int, dt.datetime, str]]:
    """Return an author's own notes, number, time and text; those whose key is gone say so."""
    found = []
    for note in PrivateNote.objects.filter(meeting=meeting, author=author):
        try:
            text = unseal(note.sealed)
        except UnavailableError as error:
            text = _("This note cannot be opened: %(why)s.") % {"why": error.message}
        found.append((note.pk, note.made_at, text))
    return found


def measured(person: str) -> Found | None:
    """Return the published rates of somebody; None where there are none, or individuals are off."""
    shown = person_shown(person)
    if shown.crm_id is None or not individuals_shown():
        return None
    return answer("measure", "person", str(shown.crm_id))


def steps_of(found: Found) -> list[dict[str, Any]]:
    """Return the steps of published rates: k of n deals that took them."""
    return [row for row in found.body["rows"] if row["kind"] == "conversion"]


def rates_of(person: str) -> list[Told]:
    """Return somebody's step rates beside what deals like theirs give; those that differ first."""
    found = measured(person)
    if found is None:
        return []
    source = f"page Measure as it was on {found.as_of.isoformat()}, state {found.state} of the data"
    lines = []
    steps = [row for row in steps_of(found) if row["n"]]
    for row in sorted(steps, key=lambda row: not row.get("differs")):
        text = f"{step_name(row)}: {row['successes']} of {row['n']}"
        if row.get("expected_successes") is not None:
            text += f"; deals like theirs give {row['expected_successes']:.0f}"
        text += ", beyond chance." if row.get("differs") else ": no difference beyond chance."
        lines.append(Told("Steps, 12 months", text, source, bool(row.get("differs"))))
    return lines


def step_name(row: dict[str, Any]) -> str:
    """Return the name of a step, with the type of deals where the slug has one."""
    parts = str(row["competency"]).split(".")
    kind = parts[-2].replace("-", " ") if len(parts) > 2 else ""
    return f"{row['name']} ({kind})" if kind else str(row["name"])


def led_ids(person: str | None, day: dt.date) -> list[str]:
    """Return whom somebody leads directly on a day."""
    return led_on(edges(person), person, day) if person else []
