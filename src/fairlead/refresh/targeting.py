"""Targets set by hand: one truth with targets.csv, published as the next state of a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from fairlead.company.calendar import KINDS, Calendar, Period, PeriodKind
from fairlead.errors import InputError
from fairlead.facts import TARGETS
from fairlead.lake.conform.set_targets import (
    INCOMING,
    SetTarget,
    changed_targets,
    fill_set_targets,
    overlapping,
)
from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts.meant import about, members
from fairlead.lake.counts.summary import named_currency
from fairlead.lake.counts.target_rows import TargetRow, target_rows
from fairlead.lake.store.commit import finish, overwrite_table
from fairlead.lake.store.manifest import ImportRecord, Manifest, SourceRecord
from fairlead.lake.store.workspace import Workspace, attach, connect, writing
from fairlead.measure.question import Question
from fairlead.refresh.company import load_company
from fairlead.refresh.importing import make_ready
from fairlead.refresh.opening import opened
from fairlead.refresh.submitting import period_named
from fairlead.units import decimals

BY_HAND = "set by hand"


@dataclass(frozen=True, slots=True)
class Wish:
    """A target as somebody sets it: `amount` in whole units of the reporting currency.

    Whose it is, is `key` where that is known, else whoever is called `person`, else `team`, else
    the company. `amount` None takes it away. `period` is one of the company's: ``Q4 2026``,
    ``2026-11``, ``2026``.
    """

    period: str
    amount: float | None
    person: str | None = None
    team: str | None = None
    key: int | None = None
    ramp_share: float | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """What setting targets did: the targets, how many rows are other than before, the state."""

    targets: tuple[SetTarget, ...]
    periods: tuple[str, ...]
    changed: int
    currency: str | None
    manifest: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All targets as they stand, the reporting currency, and the company's periods around a day."""

    rows: tuple[TargetRow, ...]
    currency: str | None
    periods: tuple[Period, ...]


def set_targets(workspace: Workspace, wishes: Sequence[Wish], *, now: dt.datetime) -> Set:
    """Set targets and publish them together; killed at any moment, all are there or none.

    The same targets again change nothing, not even the number of the state.

    Parameters
    ----------
    workspace
        A workspace with data.
    wishes
        What to set.
    now
        The moment; an import that was known later may set others.

    Raises
    ------
    InputError
        Nobody is called so, a period is none, an amount is not above 0, or a ramp share not within
        0 to 1.
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
            currency = company.reporting_currency or named_currency(connection)
            today = company.day_of(now)
            asked = [_period(company.calendar, wish, today) for wish in wishes]
            given = [
                _given(connection, wish, period, currency, today)
                for wish, period in zip(wishes, asked, strict=True)
            ]
            fill_set_targets(connection, given, now)
            _refuse_overlaps(overlapping(connection))
            changed = changed_targets(connection)
            if changed:
                overwrite_table(connection, workspace, TARGETS, INCOMING)
        after = before
        if changed:
            after = finish(workspace, before, lambda m: _noted(before, m, len(given), changed))
    labels = tuple(period.label for period in asked)
    return Set(tuple(given), labels, changed, currency, after.number)


def standing_targets(workspace: Workspace, *, today: dt.date) -> Standing:
    """Return all targets as they stand; nothing is counted or fitted.

    `today` gives the periods around it: of each kind three before, the running one, four after.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        company = load_company(workspace, connection)
        around = tuple(p for kind in KINDS for p in _around(company.calendar, kind, today))
        currency = company.reporting_currency or named_currency(connection)
        return Standing(target_rows(connection), currency, around)


def _around(calendar: Calendar, kind: PeriodKind, today: dt.date) -> list[Period]:
    found = [calendar.period(kind, today)]
    for _ in range(3):
        found.insert(0, calendar.before(found[0]))
    for _ in range(4):
        found.append(calendar.after(found[-1]))
    return found


def _refuse_overlaps(found: list[tuple[str, dt.date, dt.date]]) -> None:
    if not found:
        return
    name, start, end = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    raise InputError(
        f"{name} has a target from {start} to {end - dt.timedelta(days=1)} already{more}: both "
        "would be added up",
        hint="Set that one instead, or take it away first.",
    )


def _period(calendar: Calendar, wish: Wish, today: dt.date) -> Period:
    return period_named(calendar, wish.period, today, around=16)


def _given(
    connection: Any, wish: Wish, period: Period, currency: str | None, today: dt.date
) -> SetTarget:
    if wish.amount is not None and not 0 < wish.amount < 1e13:
        raise InputError(
            f"a target lies above 0, not {wish.amount:g}", hint="Leave it empty to take it away."
        )
    if wish.ramp_share is not None and not 0 < wish.ramp_share <= 1:
        raise InputError(
            f"a ramp share lies above 0 and up to 1, not {wish.ramp_share:g}",
            hint="0.5 says half of a full target.",
        )
    person = wish.key
    if person is None and wish.person is not None:
        whom = about(connection, Question(today), person=wish.person, team=None)
        person = members(connection, whom)[0]
    amount = None if wish.amount is None else round(wish.amount * 10 ** decimals(currency))
    return SetTarget(
        person_id=person,
        team=wish.team if person is None else None,
        start=period.start,
        end=period.end,
        amount=amount,
        currency=currency,
        ramp_share=wish.ramp_share,
    )


def _noted(before: Manifest, manifest: Manifest, rows: int, changed: int) -> Manifest:
    """Return the next state with a record of what was set; counts and findings stay."""
    source = SourceRecord(BY_HAND, "fairlead", "targets", "", rows, rows, 0)
    record = ImportRecord(
        number=len(before.imports) + 1,
        sources=(source,),
        data_until=None,
        inserted={TARGETS.name: changed},
    )
    return replace(manifest, imports=(*manifest.imports, record))
