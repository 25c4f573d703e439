"""Who was with the company when, in which team and led by whom, month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import UNKNOWN, Floats, Ints, Roster

CLEARLY_INSIDE_DAYS = 92
"""How long after data begin somebody's first deal says that they joined then."""
DAYS_A_MONTH = 365.25 / 12
MIDDLE = 15
Days = npt.NDArray[np.datetime64]
NOT_A_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Presence:
    """When people joined and left; ``NaT`` where it is not known (people,)."""

    joined: Days
    left: Days


def roster(ground: Ground, people: Ints) -> Roster:
    """Return who `people` (codes of ``book_people``, ascending) were in each month.

    Silent per person: tenure is NaN where no hiring date, no first day of an assignment and no
    first deal or activity well after data begin says when they joined.
    """
    rows = _rows(ground, people)
    presence = _presence(ground, rows)
    middles = _middles(ground)
    tenure = (middles[:, None] - presence.joined[None, :]) / np.timedelta64(1, "D") / DAYS_A_MONTH
    team, manager, teams, managers = _led(ground, people)
    return Roster(
        person_id=np.array([r["person_id"] for r in rows], dtype=np.int64),
        name=tuple(r["name"] or "" for r in rows),
        role=tuple(r["role"] for r in rows),
        tenure=np.asarray(tenure, dtype=np.float64),
        workdays=workdays(ground, presence),
        team=team,
        manager=manager,
        teams=teams,
        managers=managers,
    )


def _rows(ground: Ground, people: Ints) -> list[dict[str, Any]]:
    ground.fill("book_roster", {"person": people.astype(np.int32)})
    table = ground.connection.execute(
        f"""
        WITH given AS (
          SELECT k.person_id, min(a.from_on) AS from_on, arg_max(a.role, coalesce(a.from_on,
            DATE '1900-01-01')) AS role,
            max(coalesce(a.to_on, DATE '9999-12-31')) FILTER (a.from_on IS NOT NULL) AS to_on
          FROM assignments a JOIN person_keys k ON k.key_id = a.person_id
          WHERE coalesce(a.from_on, DATE '1900-01-01') <= DATE '{ground.question.as_of}'
          GROUP BY k.person_id
        ), worked AS (
          SELECT person, min(first_on) AS first_on, max(last_on) AS last_on FROM book_days
          GROUP BY person
        )
        SELECT p.person_id, p.name, coalesce(p.role, g.role) AS role, p.is_active, p.left_on,
          CASE WHEN g.to_on <= DATE '{ground.question.as_of}' THEN g.to_on END AS ended_on,
          coalesce(p.hired_on, g.from_on) AS joined_on, w.first_on, w.last_on
        FROM book_roster r JOIN book_people b USING (person) JOIN people p USING (person_id)
        LEFT JOIN given g USING (person_id) LEFT JOIN worked w ON w.person = r.person
        ORDER BY r.person
        """
    ).to_arrow_table()
    return cast("list[dict[str, Any]]", table.to_pylist())


def _presence(ground: Ground, rows: list[dict[str, Any]]) -> Presence:
    """Return joining and leaving days.

    Whose last dated assignment has ended and who did nothing since left with it. Where the export
    says that an account was closed but not when, and nothing was done in the last three months,
    they left after what they did last.
    """
    clearly = dt.timedelta(days=CLEARLY_INSIDE_DAYS)
    joined, left = [], []
    for row in rows:
        day, first, last = row["joined_on"], row["first_on"], row["last_on"]
        if day is None and first is not None and first > ground.begins + clearly:
            day = first
        gone = row["left_on"]
        ended = row["ended_on"]
        if gone is None and ended is not None and (last is None or last < ended):
            gone = ended - dt.timedelta(days=1)
        if gone is None and row["is_active"] is False and last is not None:
            gone = last if last < ground.question.as_of - clearly else None
        joined.append(NOT_A_DAY if day is None else np.datetime64(day, "D"))
        left.append(NOT_A_DAY if gone is None else np.datetime64(gone, "D"))
    return Presence(np.array(joined, dtype="datetime64[D]"), np.array(left, dtype="datetime64[D]"))


def workdays(ground: Ground, presence: Presence) -> Floats:
    """Return the company's working days of each month on which each person was there."""
    first, stop = _months(ground)
    begin = np.maximum(first, np.datetime64(ground.begins, "D"))[:, None]
    joined = np.where(np.isnat(presence.joined), begin.min(), presence.joined)
    after = np.where(np.isnat(presence.left), stop.max(), presence.left + np.timedelta64(1, "D"))
    start = np.maximum(begin, joined[None, :])
    end = np.maximum(np.minimum(stop[:, None], after[None, :]), start)
    mask = [day in ground.company.working_week for day in range(7)]
    return np.busday_count(start, end, weekmask=mask).astype(np.float64)


def _months(ground: Ground) -> tuple[Days, Days]:
    """Return the first day of each month, and the day behind its last one that has passed."""
    first = np.datetime64(ground.window.first, "M") + np.arange(ground.window.month_count)
    today = np.datetime64(ground.question.as_of, "D") + np.timedelta64(1, "D")
    days = first.astype("datetime64[D]")
    return days, np.minimum((first + 1).astype("datetime64[D]"), today)


def _middles(ground: Ground) -> Days:
    """Return the 15th of each month, and the evening asked where that comes first."""
    first, _stop = _months(ground)
    middle = first + np.timedelta64(MIDDLE - 1, "D")
    return np.minimum(middle, np.datetime64(ground.question.as_of, "D"))


def _led(ground: Ground, people: Ints) -> tuple[Ints, Ints, tuple[str, ...], tuple[str, ...]]:
    """Return codes of team and manager of each month and person, and their names."""
    months = ground.window.month_count
    ground.fill(
        "book_middles",
        {"month": np.arange(months), "day": _middles(ground)},
    )
    rows = ground.connection.execute(
        """
        SELECT m.month, r.person, l.team, l.manager_id, q.name AS manager
        FROM book_roster r JOIN book_people b USING (person)
        JOIN led l ON l.person_id = b.person_id
        JOIN book_middles m ON m.day >= l.from_on AND m.day < l.to_on
        LEFT JOIN people q ON q.person_id = l.manager_id ORDER BY ALL
        """
    ).fetchall()
    teams = sorted({row[2] for row in rows if row[2] is not None})
    leaders = sorted({(row[4] or "", row[3]) for row in rows if row[3] is not None})
    place = {person: i for i, person in enumerate(people.tolist())}
    team = np.full((months, len(people)), UNKNOWN, dtype=np.int64)
    manager = team.copy()
    for month, person, name, leader, called in rows:
        if name is not None:
            team[month, place[person]] = teams.index(name)
        if leader is not None:
            manager[month, place[person]] = leaders.index((called or "", leader))
    return team, manager, tuple(teams), tuple(name for name, _ in leaders)
