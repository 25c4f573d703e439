"""What somebody types or sends: amounts in a table, or rows of targets.csv."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _

from fairlead.errors import ImportFileError, InputError, Place
from fairlead.web.forecast.forms import amount_of
from fairlead.web.people.access import individuals_shown, viewer_of
from fairlead.web.people.selectors import (
    email_of,
    everybody_matched,
    people_seen,
    plain,
    teams_on,
)
from fairlead.web.published.forms import wanted
from fairlead.web.published.services import Asked
from fairlead.web.targets.selectors import (
    COMPANY,
    Holder,
    Line,
    PeriodShown,
    person_key,
    team_key,
    teams_with_targets,
)
from fairlead.web.targets.services import Entry

COLUMNS = ("person", "team", "period", "amount", "ramp_share", "reason")
MOST_BYTES = 2_000_000
MOST_PROBLEMS = 30


class Sent(forms.Form):
    """targets.csv."""

    file = forms.FileField(label="targets.csv")


def may_set(request: HttpRequest) -> bool:
    """Say whether the reader may set targets: ops, and leaders for whom they lead."""
    return bool({"ops", "leader"} & viewer_of(request).roles)


def standing() -> dict[str, Any] | None:
    """Return the targets as they are published; asked for where they are not."""
    found, _work = wanted(Asked("targets", "company"))
    return found.body if found else None


def holders_of(request: HttpRequest, body: dict[str, Any], day: dt.date) -> list[Holder]:
    """Return whose targets the reader may see: own, of whom they lead; ops and leaders sets."""
    viewer = viewer_of(request)
    ops = "ops" in viewer.roles
    if ops:
        people = everybody_matched()
    else:
        people = [p for p in people_seen(request, day) if p.crm_id is not None]
    found = []
    if ops or viewer.leads:
        found.append(Holder(COMPANY, "company", _("The company")))
        teams = teams_on(day, None if ops or "leader" in viewer.roles else viewer.person)
        known = teams_with_targets(body) if ops or "leader" in viewer.roles else set()
        found += [Holder(team_key(t), "team", t, team=t) for t in sorted(teams | known)]
    if not individuals_shown() and not ops:
        people = [p for p in people if p.id == viewer.person]
    return found + [Holder(person_key(p.id), "person", p.name, person=p.id) for p in people]


def changed(data: QueryDict, lines: list[Line], period: PeriodShown, reason: str) -> list[Entry]:
    """Return what was typed other than it stood.

    Raises
    ------
    InputError
        An amount or a ramp share is none: says whose.
    """
    found = []
    for line in lines:
        name = line.holder.key
        if f"amount-{name}" not in data:
            continue
        typed = str(data[f"amount-{name}"]).strip()
        ramp = str(data.get(f"ramp-{name}", "")).strip()
        if (typed, ramp) == (line.typed, line.ramp):
            continue
        try:
            entry = Entry(
                line.holder,
                period,
                _amount(sanitize_separators(typed)),
                _share(sanitize_separators(ramp)),
                reason,
            )
        except InputError as error:
            raise InputError(f"{line.holder.name}: {error.message}", hint=error.hint) from error
        found.append(entry)
    return found


def _amount(text: str) -> float | None:
    try:
        return amount_of(text)
    except forms.ValidationError as error:
        raise InputError(
            _("%(text)s is no amount") % {"text": f"{text!r}"},
            hint=_("Write it as 200000, 200k or 1.2m."),
        ) from error


def _share(text: str) -> float | None:
    if not text:
        return None
    try:
        share = float(text.replace("%", "")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise InputError(
            _("%(text)s is no ramp share") % {"text": f"{text!r}"},
            hint=_("Write 0.5 or 50%; empty for none."),
        )
    return share


def file_entries(upload: Any, holders: list[Holder], periods: list[PeriodShown]) -> list[Entry]:
    """Return the rows of an uploaded targets.csv.

    Raises
    ------
    ImportFileError
        Some rows cannot be taken: says all of them, with line, value and what was expected.
        Nothing is set then.
    """
    name = str(upload.name)[:80]
    if upload.size > MOST_BYTES:
        raise ImportFileError(
            _("%(name)s is larger than 2 MB") % {"name": name}, hint=_("Is it the right file?")
        )
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(
            _("%(name)s is no text in UTF-8") % {"name": name}, hint=_("Save it as CSV UTF-8.")
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    given = {column.strip().lower() for column in reader.fieldnames or []}
    if not {"period", "amount"} <= given:
        raise ImportFileError(
            _("%(name)s has no column %(value)s")
            % {"name": name, "value": "period" if "period" not in given else "amount"},
            place=Place(file=name, row=1),
            hint=_("The first line holds: %(known)s.") % {"known": ",".join(COLUMNS)},
        )
    entries, problems = [], []
    known = _Known(holders, periods)
    for number, raw in enumerate(reader, start=2):
        row = {(k or "").strip().lower(): (v or "").strip() for k, v in raw.items() if k}
        if not any(row.values()):
            continue
        try:
            entries.append(known.entry(row))
        except InputError as error:
            problems.append((number, error.message))
    if problems:
        told = "; ".join(
            _("line %(line)s: %(why)s") % {"line": line, "why": why}
            for line, why in problems[:MOST_PROBLEMS]
        )
        more = len(problems) - MOST_PROBLEMS
        raise ImportFileError(
            f"{name}: {told}" + (_("; and %(more)s more") % {"more": more} if more > 0 else ""),
            place=Place(file=name, row=problems[0][0]),
            hint=_("Nothing was set. Mend these lines and send the file again."),
        )
    return entries


class _Known:
    """Whom and which periods a file may name."""

    def __init__(self, holders: list[Holder], periods: list[PeriodShown]) -> None:
        self.periods = {_bare(p.label): p for p in periods}
        self.company = next((h for h in holders if h.kind == "company"), None)
        self.teams = {h.name.casefold(): h for h in holders if h.kind == "team"}
        self.people: dict[str, list[Holder]] = {}
        for holder in (h for h in holders if h.kind == "person"):
            for text in {holder.name.casefold(), email_of(holder.person).casefold()} - {""}:
                self.people.setdefault(text, []).append(holder)

    def entry(self, row: dict[str, str]) -> Entry:
        """Return one row as what to set; raises `InputError` with what is wrong."""
        period = self.periods.get(_bare(row["period"])) or self.periods.get(
            _bare(_written(row["period"]))
        )
        if period is None:
            raise InputError(
                _("%(period)s is no period near today, such as Q4 2026")
                % {"period": f"{row['period']!r}"}
            )
        amount = _amount(row["amount"])
        if amount is None:
            raise InputError(_("the amount is empty"))
        share = _share(row.get("ramp_share", ""))
        return Entry(self._holder(row), period, amount, share, row.get("reason", "")[:300])

    def _holder(self, row: dict[str, str]) -> Holder:
        person, team = row.get("person", ""), row.get("team", "")
        if person:
            found = self.people.get(person.casefold(), [])
            if len(found) != 1:
                called = {"count": len(found), "person": repr(person)}
                nobody = _("nobody here is called %(person)s")
                several = _("%(count)s people here are called %(person)s")
                raise InputError((several if found else nobody) % called)
            return found[0]
        if team:
            if team.casefold() not in self.teams:
                raise InputError(_("no team is called %(team)s") % {"team": f"{team!r}"})
            return self.teams[team.casefold()]
        if self.company is None:
            raise InputError(_("it names no person"))
        return self.company


def _bare(label: str) -> str:
    return "".join(c for c in label.lower() if c.isalnum())


def _written(text: str) -> str:
    """Return how the calendar labels a period that is written as 2026-Q4 or 2026-11."""
    head, _, tail = text.strip().partition("-")
    if tail[:1].lower() == "q":
        return f"{tail} {head}"
    if tail.isdecimal() and head.isdecimal() and 1 <= int(tail) <= 12:
        return f"{dt.date(2000, int(tail), 1):%b} {head}"
    return text


def template_rows(lines: list[Line], period: PeriodShown) -> list[tuple[str, ...]]:
    """Return the rows of the file to fill in, as things stand; no text is taken for a formula."""
    rows: list[tuple[str, ...]] = []
    for line in lines:
        holder = line.holder
        who = email_of(holder.person) or holder.name if holder.kind == "person" else ""
        rows.append((plain(who), plain(holder.team), period.label, line.typed, line.ramp, ""))
    return rows
