"""The whole conform step: a `Reading` into ``new_<table>`` relations, every row accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.answers import Finding
from fairlead.company.model import DEFAULT, Company
from fairlead.errors import ImportFileError, Place
from fairlead.lake.clock import use_clock
from fairlead.lake.conform.deals import (
    conform_opportunities,
    conform_stages,
    currency_places,
    date_closings,
)
from fairlead.lake.conform.differences import add_differences, keep_unexported
from fairlead.lake.conform.doubles import put_doubles_aside
from fairlead.lake.conform.events import conform_changes
from fairlead.lake.conform.expected import expected
from fairlead.lake.conform.merged import delete_merged_deals, find_swallowed
from fairlead.lake.conform.nameless import without_names
from fairlead.lake.conform.others import conform_others
from fairlead.lake.conform.people import conform_people
from fairlead.lake.conform.prospects import conform_prospect_changes
from fairlead.lake.conform.same_ids import put_same_deals_aside, refuse_other_deals
from fairlead.lake.conform.settings import fiscal_calendar, lookups, rates, role_leaders
from fairlead.lake.conform.staged import Staged, release, stage
from fairlead.lake.conform.touched import fetch_touched
from fairlead.lake.conform.values import MACROS
from fairlead.lake.readers.contract import Reading
from fairlead.lake.readers.series import day_in_name
from fairlead.lake.store.erased import NOBODY, Erased
from fairlead.lake.store.schema import literal, quoted
from fairlead.process.words import outcome_of_stage_name

EVENT_TIMES = {
    "opportunities": ("created_at", "modified_at"),
    "order_lines": ("closed_at",),
    "stage_history": ("occurred_at",),
    "field_history": ("occurred_at",),
    "event_log": ("occurred_at",),
    "prospects": ("created_at", "converted_at"),
    "prospect_history": ("occurred_at",),
    "submissions": ("submitted_at",),
}

CLOSING_LEAD = dt.timedelta(days=31)
"""How far a closing date may lie behind the last event before it may be a slip or a plan."""

NAMED_LEAD = dt.timedelta(days=45)
"""How far the day in a file's name may lie behind the last event and still be of the export."""

SLIPS = 0.01
"""Largest share of closings that far behind that are slips; more of them are the truth."""


NO_ROWS = ("total_row", "note_row")
"""Codes of lines that were never rows; they do not count as lost."""


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What became of one file's rows: ``rows == stored + put_aside``."""

    file: str
    format: str
    target: str
    fingerprint: str
    rows: int
    stored: int
    put_aside: int


@dataclass(frozen=True, slots=True)
class Conformed:
    """The result of conforming: relations stand ready in the connection.

    `few` says that what is stored of the deals it touches was fetched (`touched.fetch_touched`).
    """

    accounts: tuple[FileAccount, ...]
    data_until: dt.datetime | None
    known_at: dt.datetime
    findings: tuple[Finding, ...]
    few: bool = False


def conform(
    connection: Any,
    reading: Reading,
    *,
    now: dt.datetime,
    most_put_aside: float,
    company: Company = DEFAULT,
    watched: str | None = None,
    erased: Erased = NOBODY,
) -> Conformed:
    """Turn raw tables into canonical ones inside `connection`, whose views hold what is stored.

    Parameters
    ----------
    connection
        DuckDB connection with a view per canonical table (`lake.store.workspace.attach`).
    reading
        Mapped tables.
    now
        Later instants are no evidence of how far the data go.
    most_put_aside
        Largest share of a file's rows that may be put aside (0..1).
    company
        Its time zone says which day a closing is on, and when a day of closing begins.
    watched
        SQL of deals whose stored rows are fetched with those of the deals this import touches.
    erased
        People whose names are not to come back.

    Raises
    ------
    ImportFileError
        A file would lose more rows than that; names the first of them.
    """
    connection.execute(MACROS)
    use_clock(connection, company)
    staged = stage(connection, reading.tables)
    accounts = tuple(_account(part) for part in staged)
    _refuse_too_many(connection, staged, accounts, most_put_aside)
    until = _with_day_in_name(_data_until(connection, staged, now), staged, now)
    known = until or _last_known(connection) or now
    stamp = known.isoformat()
    currency_places(connection, staged)
    dated = until is not None
    findings = [*conform_people(connection, staged, stamp, dated=dated, erased=erased)]
    fiscal_calendar(connection, staged, stamp)
    staged = put_same_deals_aside(connection, put_doubles_aside(connection, staged), stamp)
    accounts = tuple(_account(part) for part in staged)
    lookups(connection, staged)
    fiscal_calendar(connection, staged, stamp)  # again: now without doubles among the periods
    rates(connection, staged, stamp)
    findings += role_leaders(connection, staged)
    conform_stages(connection, staged, stamp)
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW all_stages AS FROM new_stages UNION ALL "
        "FROM stages WHERE stage_id NOT IN (SELECT stage_id FROM new_stages)"
    )
    future = _future(connection, staged, now)
    conform_changes(connection, staged)
    conform_prospect_changes(connection, staged)
    conform_opportunities(connection, staged, stamp)
    few = _with_stored(connection, staged, stamp, watched)
    findings += add_differences(connection, staged, stamp)
    findings += date_closings(connection, staged)
    _rest(connection, staged, stamp, erased)
    findings += future
    return Conformed(accounts + _ignored(reading), until, known, tuple(findings), few)


def _rest(connection: Any, staged: list[Staged], stamp: str, erased: Erased) -> None:
    """Conform what refers to deals and people, take names out that are not to come back, let go."""
    conform_others(connection, staged, stamp)
    _quarantine(connection, stamp)
    without_names(connection, "new_", erased)
    for part in staged:
        release(connection, part)


def _with_stored(connection: Any, staged: list[Staged], stamp: str, watched: str | None) -> bool:
    """Bring the deals of this import together with what is stored of them (`fetch_touched`)."""
    find_swallowed(connection, staged)
    few = fetch_touched(connection, watched=watched)
    keep_unexported(connection, staged, few=few)
    refuse_other_deals(connection, staged)
    delete_merged_deals(connection, stamp)
    return few


def _ignored(reading: Reading) -> tuple[FileAccount, ...]:
    return tuple(
        FileAccount(
            t.raw.file, t.mapping.format, "ignore", t.raw.fingerprint, t.raw.row_count, 0, 0
        )
        for t in reading.tables
        if t.mapping.target == "ignore"
    )


def _account(part: Staged) -> FileAccount:
    raw = part.table.raw
    return FileAccount(
        file=raw.file,
        format=part.table.mapping.format,
        target=part.target,
        fingerprint=raw.fingerprint,
        rows=raw.row_count + len(raw.unreadable),
        stored=part.stored,
        put_aside=part.put_aside,
    )


def _footer_lines(connection: Any, part: Staged) -> int:
    """Count the lines that are no rows: totals, and what stands below the last row of a report."""
    unreadable = part.table.raw.unreadable
    if not unreadable or not part.stored:
        return 0
    (last,) = connection.execute(f"SELECT max(line) FROM {part.relation}").fetchone()
    return sum(row.line > last or row.code in NO_ROWS for row in unreadable)


def _refuse_too_many(
    connection: Any,
    staged: list[Staged],
    accounts: tuple[FileAccount, ...],
    most_put_aside: float,
) -> None:
    for part, account in zip(staged, accounts, strict=True):
        lost = account.put_aside - _footer_lines(connection, part)
        if lost <= most_put_aside * account.rows:
            continue
        line, column, value, reason, code = connection.execute(
            'SELECT line, "column", "value", reason, code FROM aside WHERE "file" = ? '
            f"AND code NOT IN {NO_ROWS} ORDER BY line",
            [account.file],
        ).fetchone()
        raise ImportFileError(
            f"{account.put_aside:,} of {account.rows:,} rows of {account.file} cannot be taken; "
            f"the first: {reason}",
            place=Place(account.file, line, column, value),
            expected=expected(part, column, code),
            hint="Nothing was stored. Mend the file or its mapping (mapping.yaml); at the terminal "
            f"more than {most_put_aside:.0%} may be put aside (--most-put-aside).",
        )


def _data_until(connection: Any, staged: list[Staged], now: dt.datetime) -> dt.datetime | None:
    """Return the latest instant at which something happened, not later than `now`.

    Closing dates are typed by people, so they count only for closed deals, and a few of them
    (`SLIPS`) that lie more than `CLOSING_LEAD` behind the last thing the CRM noted by itself are
    taken for slips. Activities may be planned, so they count only where nothing else was noted.
    """
    noted: list[str] = []
    closings: list[str] = []
    activities: list[str] = []
    for part in staged:
        times = [name for name in EVENT_TIMES.get(part.target, ()) if name in part.given]
        noted += [_latest(part, n) for n in times]
        if part.target == "opportunities":
            closings += _closings(connection, part)
        if part.target == "activities":
            activities.append(_latest(part, "occurred_at"))
    last = _newest(connection, noted, now) or _newest(connection, activities, now)
    closed = _last_closing(connection, closings, last, now)
    return max((t for t in (last, closed) if t is not None), default=None)


def _with_day_in_name(
    until: dt.datetime | None, staged: list[Staged], now: dt.datetime
) -> dt.datetime | None:
    """Return the day a list of deals names in its own file name, if that may be its day.

    A quiet week leaves no event behind, but ``deals 2026-11-09.csv`` was exported on that day. A
    day before the last event, far behind it, or in the future is the name of something else.
    """
    names = [p.table.raw.file for p in staged if p.target == "opportunities"]
    for day in sorted(filter(None, map(day_in_name, names)), reverse=True):
        named = dt.datetime.combine(day, dt.time(), dt.UTC)
        if named <= now and (until is None or until < named <= until + NAMED_LEAD):
            return named
    return until


def _last_closing(
    connection: Any, closings: list[str], last: dt.datetime | None, now: dt.datetime
) -> dt.datetime | None:
    """Return the latest closing of closed deals; a few far behind everything else are slips."""
    if not closings:
        return None
    union = " UNION ALL ".join(closings)
    bound = now
    if last is not None and last + CLOSING_LEAD < now:
        late, total = connection.execute(
            f"SELECT count(*) FILTER (closed > $2), count(*) FROM ({union}) WHERE closed <= $1",
            [now, last + CLOSING_LEAD],
        ).fetchone()
        bound = now if late > SLIPS * total else last + CLOSING_LEAD
    (found,) = connection.execute(
        f"SELECT epoch_us(max(closed)) FROM ({union}) WHERE closed <= $1", [bound]
    ).fetchone()
    return None if found is None else _utc(found)


def _last_known(connection: Any) -> dt.datetime | None:
    """Return the day of what is stored: files without any date are taken to be as new."""
    tables = ("people", "opportunities", "accounts", "assignments", "targets")
    union = " UNION ALL ".join(f"SELECT max(known_at) AS known FROM {name}" for name in tables)
    (found,) = connection.execute(f"SELECT epoch_us(max(known)) FROM ({union})").fetchone()
    return None if found is None else _utc(found)


def _latest(part: Staged, column: str) -> str:
    return f"SELECT max({column}) AS latest FROM {part.relation} WHERE {column} <= $1"


def _newest(connection: Any, queries: list[str], bound: dt.datetime) -> dt.datetime | None:
    if not queries:
        return None
    newest = f"SELECT epoch_us(max(latest)) FROM ({' UNION ALL '.join(queries)})"
    (found,) = connection.execute(newest, [bound]).fetchone()
    return None if found is None else _utc(found)


def _closings(connection: Any, part: Staged) -> list[str]:
    """Return SQL of the closing days of closed deals, by whatever says that they are closed."""
    closed = [
        condition
        for field, condition in (
            ("outcome", "outcome IN ('won', 'lost')"),
            ("is_closed", "is_closed"),
            ("is_won", "is_won"),
            ("won_at", "coalesce(won_at, lost_at) IS NOT NULL"),
        )
        if field in part.given
    ]
    if not closed and "stage" in part.given:
        stages = connection.execute(f"SELECT DISTINCT stage FROM {part.relation}").fetchall()
        ends = [literal(stage) for (stage,) in stages if stage and outcome_of_stage_name(stage)]
        closed = [f"stage IN ({', '.join(ends)})"] if ends else []
    if not closed:
        return []
    when = "coalesce(closed_at, won_at, lost_at, company_midnight(close_on))"
    return [f"SELECT {when} AS closed FROM {part.relation} WHERE {' OR '.join(closed)}"]


def _utc(microseconds: int) -> dt.datetime:
    """Return an instant; DuckDB's own conversion of timestamptz would need another library."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)


def _future(connection: Any, staged: list[Staged], now: dt.datetime) -> list[Finding]:
    count = 0
    for part in staged:
        for name in EVENT_TIMES.get(part.target, ()):
            if name in part.given:
                count += connection.execute(
                    f"SELECT count(*) FROM {part.relation} WHERE {name} > $1", [now]
                ).fetchone()[0]
    if not count:
        return []
    return [
        Finding(
            "dates_in_future",
            "warning",
            f"{count:,} events carry a time in the future",
            "They are stored and count only from that day on.",
            {"rows": count},
            ("Check the clock or the time zone of whatever wrote them.",),
        )
    ]


def _quarantine(connection: Any, known_at: str) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_quarantine AS SELECT "
        "key_id('put_aside', concat_ws('|', fingerprint, line, coalesce(\"column\", ''), code)) "
        f"AS put_aside_id, {quoted('file')}, line, {quoted('column')}, {quoted('value')}, code, "
        f"reason, TIMESTAMPTZ '{known_at}' AS known_at FROM aside "
        "QUALIFY row_number() OVER (PARTITION BY put_aside_id ORDER BY line) = 1"
    )
