"""What people did and brought in: new deals and activities, person by person and month by month."""

from __future__ import annotations

import numpy as np

from fairlead.lake.counts.ground import Ground
from fairlead.lake.counts.handover import FIRST_OWNERS
from fairlead.lake.store.schema import literal
from fairlead.measure.cells import CountCells, Floats, Ints

FEWEST_EVENTS = 100
CALL, MEETING = "call", "meeting"


def fill_work(ground: Ground) -> None:
    """Fill ``book_new`` and ``book_done``: counts by person, group or kind, and month.

    A new deal belongs to whoever owned it at its creation, as far as the history tells; else to
    its owner. All months are there, those outside the window too; ``book_days`` holds first and
    last days on which people did anything.
    """
    until = {"until": ground.relations.until(ground.question.as_of)}
    day = ground.month("day")
    sums = "count(*) AS events, min(day) AS first_on, max(day) AS last_on"
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_new AS
        WITH first_owner AS ({FIRST_OWNERS}), created AS (
          SELECT g.grp, p.person, company_day(s.created_at) AS day
          FROM state_now s LEFT JOIN book_groups g USING (pipeline, type)
          LEFT JOIN first_owner f USING (opportunity_id)
          JOIN person_keys k ON k.key_id = coalesce(f.owner_id, s.owner_id)
          JOIN book_people p ON p.person_id = k.person_id WHERE s.created_at IS NOT NULL
        ) SELECT grp, person, {day} AS month, {sums} FROM created GROUP BY ALL
        """,
        until,
    )
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_done AS
        WITH acts AS (
          SELECT a.kind, p.person, company_day(a.occurred_at) AS day
          FROM activities a JOIN person_keys k ON k.key_id = a.person_id
          JOIN book_people p ON p.person_id = k.person_id
          WHERE a.occurred_at < $until AND a.known_at < $until
        ) SELECT kind, person, {day} AS month, {sums} FROM acts GROUP BY ALL
        """,
        until,
    )
    ground.connection.execute(
        "CREATE OR REPLACE TEMP VIEW book_days AS SELECT person, first_on, last_on FROM book_new "
        "UNION ALL SELECT person, first_on, last_on FROM book_done"
    )


def inside(ground: Ground) -> str:
    """Return SQL that says whether a month lies in the window."""
    return f"month BETWEEN 0 AND {ground.last_month}"


def kinds(ground: Ground) -> tuple[str, ...]:
    """Return the kinds of activities with at least `FEWEST_EVENTS` in the window, by name."""
    rows = ground.connection.execute(
        f"SELECT kind FROM book_done WHERE {inside(ground)} GROUP BY kind "
        f"HAVING sum(events) >= {FEWEST_EVENTS} ORDER BY kind"
    ).fetchall()
    return tuple(kind for (kind,) in rows)


def created(ground: Ground, group: int, weeks: Floats, people: Ints) -> CountCells:
    """Return new deals of a group in working weeks (months, people)."""
    return _in_weeks(_grid(ground, f"book_new WHERE grp = {group}", weeks, people), weeks)


def done(ground: Ground, kind: str, weeks: Floats, people: Ints) -> CountCells:
    """Return activities of a kind in working weeks (months, people)."""
    return _in_weeks(_grid(ground, f"book_done WHERE kind = {literal(kind)}", weeks, people), weeks)


def meetings_per_call(ground: Ground, weeks: Floats, people: Ints) -> CountCells:
    """Return meetings, with calls as the exposure; months without a call are left out."""
    meetings = _grid(ground, f"book_done WHERE kind = {literal(MEETING)}", weeks, people)
    calls = _grid(ground, f"book_done WHERE kind = {literal(CALL)}", weeks, people)
    return _cells(meetings, calls.astype(np.float64))


def _grid(ground: Ground, source: str, weeks: Floats, people: Ints) -> Ints:
    """Return events by month and place in `people`."""
    rows = ground.columns(f"SELECT person, month, events FROM {source} AND {inside(ground)}")
    grid = np.zeros(weeks.shape, dtype=np.int64)
    place = np.searchsorted(people, rows["person"].astype(np.int64))
    grid[rows["month"].astype(np.int64), place] = rows["events"]
    return grid


def _in_weeks(events: Ints, weeks: Floats) -> CountCells:
    """Return the cells of everybody with an event: months without one count too.

    Events of months in which somebody was not there yet, or no more, cannot be theirs: the export
    only knows who has the deal now. They are left out.
    """
    return _cells(events, weeks * (events * (weeks > 0)).any(axis=0))


def _cells(events: Ints, exposure: Floats) -> CountCells:
    person, month = np.nonzero(exposure.T > 0)
    return CountCells(
        person=person.astype(np.int64),
        month=month.astype(np.int64),
        events=events[month, person],
        exposure=exposure[month, person],
    )
