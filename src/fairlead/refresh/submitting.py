"""One forecast given by hand: stored beside what was imported, frozen, kept by later imports."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from fairlead.company.calendar import KINDS, Calendar, Period, PeriodKind
from fairlead.errors import InputError
from fairlead.facts import SUBMISSIONS
from fairlead.lake.conform.given import INCOMING, GivenByHand, fill_given
from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts.meant import about, members
from fairlead.lake.counts.summary import named_currency
from fairlead.lake.store.commit import finish, write_table
from fairlead.lake.store.manifest import ImportRecord, Manifest, SourceRecord
from fairlead.lake.store.workspace import Workspace, attach, connect, writing
from fairlead.measure.question import Question
from fairlead.refresh.company import load_company
from fairlead.refresh.importing import make_ready
from fairlead.units import decimals

BY_HAND = "given by hand"
AROUND = 8
USUAL = ("commit", "best case", "pipeline")
"""Categories of forecasts that may be given before anybody gave one."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What somebody says: `amount` in whole units of the reporting currency.

    Whose it is, is `key` where that is known, else whoever is called `person`.
    """

    person: str
    period: str | None
    amount: float
    layer: str | None = None
    reason: str | None = None
    category: str = "commit"
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The forecast as it was kept."""

    name: str
    period: Period
    given_at: dt.datetime
    amount: int
    currency: str | None
    layer: str | None
    reason: str | None
    manifest: int


def submit(workspace: Workspace, forecast: Forecast, *, now: dt.datetime) -> Kept:
    """Store one forecast and publish it; killed at any moment, it is there or not.

    Frozen when given: another one for the same period, also of the same day, is a row of its own.
    Counts and findings of the last import stay as they are.

    Raises
    ------
    InputError
        Nobody is called so, the period is none, or is over, or there is no such category.
    ConflictError, UnavailableError
        Nothing was stored.
    """
    workspace.require()
    with writing(workspace):
        before = workspace.manifest()
        make_ready(workspace, before)
        with closing(connect(scratch=workspace.staging)) as connection:
            connection.execute(MACROS)
            attach(connection, workspace, before)
            company = load_company(workspace, connection)
            today = company.day_of(now)
            person, name = _whose(connection, forecast, today)
            period = _period(company.calendar, forecast.period, today)
            category = _category(connection, forecast.category)
            currency = company.reporting_currency or named_currency(connection)
            given = GivenByHand(
                person_id=person,
                start=period.start,
                end=period.end,
                given_at=now,
                category=category,
                layer=forecast.layer,
                reason=forecast.reason,
                amount=round(forecast.amount * 10 ** decimals(currency)),
                currency=currency,
            )
            fill_given(connection, given)
            write_table(connection, workspace, SUBMISSIONS, INCOMING)
        after = finish(workspace, before, lambda manifest: _noted(before, manifest))
    return Kept(
        name,
        period,
        now,
        given.amount,
        currency,
        forecast.layer,
        forecast.reason,
        after.number,
    )


def _whose(connection: Any, forecast: Forecast, today: dt.date) -> tuple[int, str]:
    if forecast.key is not None:
        return forecast.key, forecast.person
    asked = about(connection, Question(today), person=forecast.person, team=None)
    return members(connection, asked)[0], str(asked.name)


def _category(connection: Any, said: str) -> str:
    """Return the category of a forecast: a usual one, or one the data have."""
    rows = connection.execute("SELECT DISTINCT lower(category) FROM submissions").fetchall()
    known = sorted({*USUAL, *(row[0] for row in rows if row[0])})
    if said.lower() not in known:
        raise InputError(
            f"{said!r} is no category of a forecast", hint=f"Known here: {', '.join(known)}."
        )
    return said.lower()


def _noted(before: Manifest, manifest: Manifest) -> Manifest:
    """Return the next state with a record of what was given; counts and findings stay."""
    source = SourceRecord(BY_HAND, "fairlead", "submissions", "", 1, 1, 0)
    record = ImportRecord(
        number=len(before.imports) + 1,
        sources=(source,),
        data_until=None,
        inserted={SUBMISSIONS.name: 1},
    )
    return replace(manifest, imports=(*manifest.imports, record))


def _period(calendar: Calendar, said: str | None, today: dt.date) -> Period:
    """Return the period a forecast is for, the running quarter where none is named.

    Raises
    ------
    InputError
        It is none of the company's, or it is over.
    """
    if said is None:
        return calendar.quarter(today)
    found = period_named(calendar, said, today)
    if found.end <= today:
        raise InputError(
            f"{found.label} is over since {found.end}",
            hint="A forecast is given before its period ends.",
        )
    return found


def period_named(calendar: Calendar, said: str, today: dt.date, *, around: int = AROUND) -> Period:
    """Return the period a reader names: ``Q4 2026``, ``2026-Q4``, ``Nov 2026``, ``2026-11``.

    `around` is how many periods of each kind before and after the present one are looked at.

    Raises
    ------
    InputError
        It is none of the company's, or lies too far away.
    """
    wanted = _plain(said)
    near = [period for kind in KINDS for period in _around(calendar, kind, today, around)]
    found = next((p for p in near if wanted in _names(p, calendar)), None)
    if found is None:
        running = calendar.quarter(today).label
        raise InputError(
            f"{said} is no period of the company's calendar",
            hint=f"Write it like {running}, or leave it out for the running quarter.",
        )
    return found


def _around(calendar: Calendar, kind: PeriodKind, today: dt.date, many: int) -> list[Period]:
    found = [calendar.period(kind, today)]
    for _ in range(many):
        found = [calendar.before(found[0]), *found, calendar.after(found[-1])]
    return found


def _names(period: Period, calendar: Calendar) -> set[str]:
    names = {period.label}
    if calendar.is_plain and period.kind == "quarter":
        names.add(f"{period.start.year}-Q{(period.start.month + 2) // 3}")
    if calendar.is_plain and period.kind == "month":
        names.add(f"{period.start:%Y-%m}")
    if calendar.is_plain and period.kind == "year":
        names.add(f"{period.start.year}")
    return {_plain(name) for name in names}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
