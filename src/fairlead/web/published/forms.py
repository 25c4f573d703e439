"""Whose answers a reader may ask for: the company, teams, people; all of it through the one door.

An answer belongs to its evening: whoever led somebody then may see it. A team's answer is made
from who worked for whom as the data say it; where that is more than the reader may see here of the
months answers look back on, the team is not offered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from fairlead.errors import AccessError
from fairlead.web.audit.services import note_all
from fairlead.web.jobs.selectors import Work
from fairlead.web.people.access import (
    NEVER,
    Spans,
    edges,
    individuals_shown,
    seen,
    sees_on,
    viewer_of,
    within,
)
from fairlead.web.people.selectors import Shown, crm_people, ids_of_data, people_seen
from fairlead.web.project.clock import now, today
from fairlead.web.published.selectors import (
    Found,
    answer,
    data_day,
    has_data,
    progress_of,
    teams_in_data,
)
from fairlead.web.published.services import WANTED_NOW, Asked, ask

LOOKS_BACK = dt.timedelta(days=3 * 366)
"""Answers look back 36 months: whom a manager led before that is in none of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a reader may ask about. `key` stands in the address, `subject` in the answer."""

    key: str
    title: str
    unit: str
    subject: str
    who: str
    people: tuple[str, ...]


def day_of_answers() -> dt.date:
    """Return the evening answers are of; the present day before the first import."""
    return data_day() or today()


def choices(request: HttpRequest) -> list[Choice]:
    """Return what the reader may ask about, the widest first."""
    viewer = viewer_of(request)
    day = day_of_answers()
    if not individuals_shown():
        own = [_person(p) for p in people_seen(request, day) if p.crm_id is not None]
        return [_company(()), *own] if viewer.leads else own
    people = [p for p in people_seen(request, day) if p.crm_id is not None]
    found: list[Choice] = []
    if "leader" in viewer.roles:
        everybody = crm_people(day)
        if everybody and everybody <= {p.id for p in people}:
            found.append(_company(tuple(sorted(everybody))))
    if viewer.leads:
        found += _teams(request, people, day)
    return found + [_person(p) for p in people]


def chosen(request: HttpRequest, offered: list[Choice]) -> Choice | None:
    """Return what the reader asks about; the widest where they name nothing, None for nothing.

    Raises
    ------
    AccessError
        What they name is not theirs to see, or not there.
    """
    wanted = request.GET.get("whose", "")
    if not wanted:
        return offered[0] if offered else None
    for choice in offered:
        if choice.key == wanted:
            return choice
    raise AccessError("there is nothing here")


def asked_or_own(request: HttpRequest, offered: list[Choice]) -> Choice | None:
    """Return what the reader asks about.

    Where they name nothing: the company, themself where they sell, or the only one there is.
    None where they have to choose: nobody is looked at, and no look noted, because their name
    comes first.

    Raises
    ------
    AccessError
        What they name is not theirs to see, or not there.
    """
    viewer = viewer_of(request)
    if request.GET.get("whose") or len(offered) == 1 or (offered and offered[0].unit == "company"):
        return chosen(request, offered)
    sells = "rep" in viewer.roles or not viewer.leads
    own = f"person:{viewer.person}"
    return next((choice for choice in offered if sells and choice.key == own), None)


def team_of(request: HttpRequest) -> tuple[list[Choice], Choice | None]:
    """Return the teams a reader may ask about, and the one looked at: named, or their only one.

    Raises
    ------
    AccessError
        What they name is not theirs to see, or not there.
    """
    offered = [choice for choice in choices(request) if choice.unit == "team"]
    if request.GET.get("whose") or len(offered) == 1:
        return offered, chosen(request, offered)
    return offered, None


def note_look(request: HttpRequest, page: str, people: tuple[str, ...]) -> None:
    """Note that the reader opened a page about these people."""
    viewer = viewer_of(request)
    note_all(viewer.person or f"account {viewer.user}", people, page, now())


def _company(people: tuple[str, ...]) -> Choice:
    return Choice("company", _("All teams"), "company", "", "", people)


def _person(shown: Shown) -> Choice:
    return Choice(
        f"person:{shown.id}", shown.name, "person", str(shown.crm_id), shown.name, (shown.id,)
    )


def _teams(request: HttpRequest, people: list[Shown], day: dt.date) -> list[Choice]:
    viewer, reach, first = viewer_of(request), seen(request), day - LOOKS_BACK
    heads = {str(p.crm_id): p for p in people if "leader" in viewer.roles or p.id == viewer.person}
    teams = teams_in_data(heads)
    joined = _joined([head.id for head in heads.values()])
    ids = ids_of_data({int(person) for led in teams.values() for person, *_days in led})
    found = []
    for manager, led in teams.items():
        head = heads[manager]
        since = max(first, joined.get(head.id, first))
        rows = [(ids.get(int(p)), max(start, since), min(end, day)) for p, start, end in led]
        if not all(_covered(reach.get(p or "", NEVER), start, end) for p, start, end in rows):
            continue
        members = tuple(sorted({p for p, *_days in rows if p}))
        title = _("%(name)s's team") % {"name": head.name}
        found.append(
            Choice(f"team:{head.id}", title, "team", manager, head.name, (head.id, *members))
        )
    return sorted(found, key=lambda choice: choice.title)


def _joined(heads: list[str]) -> dict[str, dt.date]:
    """Return the first day each of these people worked for anybody.

    Exports that keep no history name today's manager since a rep's first day, which may be before
    the manager's own: nobody led then.
    """
    found: dict[str, dt.date] = {}
    for each in edges(*heads):
        found[each.person] = min(each.start, found.get(each.person, each.start))
    return found


def _covered(spans: Spans, start: dt.date, end: dt.date) -> bool:
    """Say whether every day of a period may be seen."""
    return start >= end or list(within(spans, start, end)) == [(start, end)]


def require_day(request: HttpRequest, person: str) -> None:
    """Do nothing if the reader may see a person as of the evening answers are of.

    Raises
    ------
    AccessError
        They may not.
    """
    if not sees_on(request, person, day_of_answers()):
        raise AccessError("there is nothing here")


NAMELESS = frozenset({"people", "teams", "differs", "parts", "now"})
"""Sections that tell of people or of small teams; left out where individuals are off."""


FOR_READERS = frozenset({"brief", "forecast", "pipeline"})
"""Answers that are written for a reader: names are in them for whoever leads these people."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: whose answer, and the answer or how its making goes."""

    offered: list[Choice]
    choice: Choice | None
    found: Found | None = None
    work: Work | None = None

    @property
    def choice_unit(self) -> str:
        """What is asked about: company, team, person; empty for nothing."""
        return self.choice.unit if self.choice else ""

    @property
    def is_waiting(self) -> bool:
        """Say whether the reader should wait."""
        return self.found is None and self.work is not None and self.work.is_open


def brief_unit(unit: str, *, individuals: bool) -> str:
    """Return the reader a brief about `unit` is written for."""
    if unit == "company":
        return "leader" if individuals else "all"
    return {"team": "manager", "person": "rep"}[unit]


UNITS = frozenset({"company", "team", "person"})
Pick = Callable[[HttpRequest, list[Choice]], Choice | None]


def page_of(
    request: HttpRequest, kind: str, units: frozenset[str] = UNITS, pick: Pick = chosen
) -> Page:
    """Return what a page of `kind` shows; an answer that is missing or old is made.

    `units` are those there is such an answer about; `pick` says which one is shown.
    """
    offered = [choice for choice in choices(request) if choice.unit in units]
    choice = pick(request, offered)
    if choice is None or not has_data():
        return Page(offered, choice)
    unit = choice.unit
    if kind in FOR_READERS:
        unit = brief_unit(unit, individuals=individuals_shown())
    found, work = wanted(Asked(kind, unit, choice.subject, choice.who))
    if found is not None:
        note_look(request, kind, choice.people)
    return Page(offered, choice, found, work)


def wanted(asked: Asked) -> tuple[Found | None, Work | None]:
    """Return an answer and how its making goes; one that is missing or old is made."""
    found = answer(asked.kind, asked.unit, asked.subject)
    work = progress_of(asked.kind, asked.unit, asked.subject)
    missing = found is None or found.is_stale
    if missing and (work is None or work.is_open):  # one that waits anyway goes before others now
        ask(asked, now(), urgency=WANTED_NOW)
        work = progress_of(asked.kind, asked.unit, asked.subject)
    return found, work


def joined(first: Found, others: list[Found]) -> Found:
    """Return an answer with the sections of others after its own, what they stand on told once.

    Numbers of evidence go on where those of the answer before end.
    """
    body = dict(first.body)
    for other in others:
        start = max((each["number"] for each in body["evidence"]), default=0)
        body["sections"] = body["sections"] + [_moved(s, start) for s in other.body["sections"]]
        body["evidence"] = body["evidence"] + [
            each | {"number": each["number"] + start} for each in other.body["evidence"]
        ]
        known = {(f["code"], f["title"]) for f in body["findings"]}
        body["findings"] = body["findings"] + [
            f for f in other.body["findings"] if (f["code"], f["title"]) not in known
        ]
    is_stale = first.is_stale or any(other.is_stale for other in others)
    return replace(first, body=body, is_stale=is_stale)


def _moved(section: dict[str, Any], by: int) -> dict[str, Any]:
    lines = [
        line | {"evidence": line["evidence"] and line["evidence"] + by} for line in section["lines"]
    ]
    return section | {"lines": lines}


def shown_sections(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sections that may be shown."""
    if individuals_shown():
        return sections
    return [section for section in sections if section["code"] not in NAMELESS]
