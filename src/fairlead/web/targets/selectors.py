"""Targets as they stand, with where each comes from; already cut to what the reader may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fairlead.web.jobs.selectors import Work, newest_of
from fairlead.web.people.selectors import ids_of_data, names_of
from fairlead.web.project import shown
from fairlead.web.targets.models import TargetEdit

SET = "targets"
"""The work of setting targets."""
COMPANY = "company"
A_PAGE = 200
MOST_HISTORY = 40


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a target may be set for: `key` names the field, `kind` is company, team or person."""

    key: str
    kind: str
    name: str
    person: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what stands, whence, and what waits to be set."""

    holder: Holder
    amount: str
    typed: str
    ramp: str
    whence: str
    waiting: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """A period of the company's calendar, ``[start, end)``."""

    label: str
    start: dt.date
    end: dt.date
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history."""

    who: str
    period: str
    amount: str
    reason: str
    by: str
    at: dt.datetime
    waiting: bool


def periods_of(body: dict[str, Any]) -> list[PeriodShown]:
    """Return the periods that are offered."""
    return [
        PeriodShown(p["label"], _day(p["start"]), _day(p["end"]), p["kind"])
        for p in body["periods"]
    ]


def usual_period(body: dict[str, Any], day: dt.date) -> PeriodShown | None:
    """Return the period of a day whose length most targets have; else its quarter."""
    offered = [p for p in periods_of(body) if p.start <= day < p.end]
    lengths: dict[str, int] = {}
    spans = {(p.start, p.end): p.kind for p in periods_of(body)}
    for row in body["rows"]:
        kind = spans.get((_day(row["start"]), _day(row["end"])))
        if kind:
            lengths[kind] = lengths.get(kind, 0) + 1
    most = max(lengths, key=lambda kind: (lengths[kind], kind), default="quarter")
    return next((p for p in offered if p.kind == most), offered[0] if offered else None)


def teams_with_targets(body: dict[str, Any]) -> set[str]:
    """Return the names of teams that have a target of any period."""
    return {row["team"] for row in body["rows"] if row["team"] and not row["person_id"]}


def lines_of(body: dict[str, Any], holders: list[Holder], period: PeriodShown) -> list[Line]:
    """Return what stands for each holder in a period."""
    people = ids_of_data()
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in body["rows"]:
        rows.setdefault(_holder_of(row, people), []).append(row)
    edits: dict[str, TargetEdit] = {}
    for edit in TargetEdit.objects.filter(start=period.start, end=period.end).order_by("id"):
        edits[_edited(edit)] = edit
    names = names_of({edit.by for edit in edits.values()})
    return [
        _line(holder, rows.get(holder.key, []), edits.get(holder.key), names, body, period)
        for holder in holders
    ]


def _line(  # noqa: PLR0917  one row of the table, part by part
    holder: Holder,
    rows: list[dict[str, Any]],
    edit: TargetEdit | None,
    names: dict[str, str],
    body: dict[str, Any],
    period: PeriodShown,
) -> Line:
    unit = 10 ** int(body["places"])
    here = [r for r in rows if (_day(r["start"]), _day(r["end"])) == (period.start, period.end)]
    others = tuple(
        _("%(amount)s from %(start)s to %(end)s")
        % {
            "amount": shown.money(r["amount"], r["currency"] or body["currency"]),
            "start": shown.day(_day(r["start"])),
            "end": shown.day(_day(r["end"]) - dt.timedelta(days=1)),
        }
        for r in rows
        if r not in here and _day(r["start"]) < period.end and period.start < _day(r["end"])
    )
    stands = max(here, key=lambda r: r["known_at"]) if here else None
    amount = stands["amount"] / unit if stands else None
    waiting = edit is not None and edit.state is None
    typed = edit.amount if waiting and edit else amount
    ramp = edit.ramp_share if waiting and edit else (stands["ramp_share"] if stands else None)
    return Line(
        holder=holder,
        amount="" if not stands else shown.money(
            stands["amount"], stands["currency"] or body["currency"], named=True
        ),
        typed="" if typed is None else shown.turned(f"{float(typed):.2f}".rstrip("0").rstrip(".")),
        ramp="" if ramp is None else shown.turned(f"{ramp:g}"),
        whence=_whence(stands, amount, edit, names),
        waiting=waiting,
        others=others,
    )  # fmt: skip


def _whence(
    stands: dict[str, Any] | None,
    amount: float | None,
    edit: TargetEdit | None,
    names: dict[str, str],
) -> str:
    """Say whence a target comes: by hand with its reason, or from a file."""
    if edit is not None and (edit.state is None or _same(edit, amount)):
        why = f": {edit.reason}" if edit.reason else ""
        how = _("from %(file)s") % {"file": edit.origin} if edit.origin else _("by hand")
        return f"{how}, {names.get(edit.by, 'ops')}, {shown.day(edit.at.date())}{why}"
    if stands is None:
        return ""
    what = "targets.csv"
    if stands["source"] != "fairlead":
        what = _("%(source)s export") % {"source": stands["source"]}
    told = {"what": what, "day": shown.day(_day(stands["known_at"][:10]))}
    return _("%(what)s, known %(day)s") % told


def _same(edit: TargetEdit, amount: float | None) -> bool:
    if edit.amount is None or amount is None:
        return edit.amount is None and amount is None
    return abs(float(edit.amount) - amount) < 0.01


def history(holders: list[Holder]) -> list[Change]:
    """Return the newest changes of these holders, the newest first."""
    named = {holder.key: holder.name for holder in holders}
    found = [e for e in TargetEdit.objects.all()[:1000] if _edited(e) in named][:MOST_HISTORY]
    names = names_of({edit.by for edit in found})
    return [
        Change(
            who=named[_edited(edit)],
            period=edit.period,
            amount=_("taken away") if edit.amount is None else shown.count(round(edit.amount)),
            reason=edit.reason,
            by=names.get(edit.by, "ops"),
            at=edit.at,
            waiting=edit.state is None,
        )
        for edit in found
    ]


def going_on() -> list[Work]:
    """Return how the newest settings go: those that wait, and the newest that failed."""
    works = newest_of(SET, "", 5)
    return [work for n, work in enumerate(works) if work.is_open or (work.has_failed and n == 0)]


def held_rows(person: str) -> list[dict[str, Any]]:
    """Return what was set for a person, for their data export."""
    return [
        {
            "period": edit.period,
            "amount": None if edit.amount is None else float(edit.amount),
            "ramp_share": edit.ramp_share,
            "reason": edit.reason,
            "at": edit.at.isoformat(),
        }
        for edit in TargetEdit.objects.filter(person=person)
    ]


def person_key(person: str) -> str:
    """Return the key of a person as a holder."""
    return f"person:{person}"


def team_key(team: str) -> str:
    """Return the key of a team as a holder."""
    return f"team:{team}"


def _holder_of(row: dict[str, Any], people: dict[int, str]) -> str:
    if row["person_id"]:
        return person_key(people.get(int(row["person_id"]), "?"))
    return team_key(row["team"]) if row["team"] else COMPANY


def _edited(edit: TargetEdit) -> str:
    if edit.person:
        return person_key(edit.person)
    return team_key(edit.team) if edit.team else COMPANY


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])
