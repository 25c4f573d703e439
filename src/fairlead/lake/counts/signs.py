"""Signs of trials: what was done on a deal in its first two weeks in a step, before its end.

A next step is no sign: exports hold the present one only, and nobody knows when it was written.
Contacts are counted from activities, for the same reason.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.lake.counts.links import ACTIVITY_DEALS
from fairlead.lake.counts.tags import step_of
from fairlead.lake.store.schema import literal
from fairlead.measure.cells import Book, Competency, Floats, Ints
from fairlead.measure.question import Question
from fairlead.measure.signs import Sign, Signs
from fairlead.stats.timing import FAILURE, OPEN, SUCCESS

FIRST_DAYS = 14
FEWEST_EVENTS = 100
DAY_S = 86_400
MEETING = "meeting"
DECIDES = (
    r"(?i)decision|decid|economic buyer|executive|sponsor|\bc[efot]o\b|\bchief\b|"
    r"managing director|\bowner\b|founder|\bpresident\b"
)
"""Roles and titles of contacts who can say yes; a title counts where the deal names no role."""
NO_ACTIVITIES = "no activity names a deal: what was done on deals is not known"


def count_signs(connection: Any, question: Question, book: Book, slug: str) -> Signs | NotEstimable:
    """Return the signs of all trials of a step that began in the window of the book.

    Parameters
    ----------
    connection
        The one `count_book` made `book` on.
    question
        As asked of `count_book`.
    book
        The book.
    slug
        Competency of kind conversion.

    Returns
    -------
    Signs or NotEstimable
        Number of activities of each kind that has 100 on deals, of different contacts in them, of
        meetings with somebody who decides (where roles or titles say so), and days to the first
        activity (14 where there was none yet). Silent where no activity names a deal.

    Raises
    ------
    DefinitionError
        There is no such step.
    """
    comp, cells = step_of(book, slug)
    if isinstance(cells, NotEstimable):
        return cells
    until = question.company.after_evening_of(question.as_of).isoformat()
    kinds = _fill_acts(connection, f"TIMESTAMPTZ '{until}'")
    if not kinds:
        return NotEstimable(NO_ACTIVITIES)
    _fill_watched(connection, comp, book.competencies[comp], f"TIMESTAMPTZ '{until}'")
    signs, columns = _measures(connection, kinds)
    rows = connection.execute(
        f"""
        SELECT w.opportunity_id, w.place, w.month, w.outcome, w.lag_s, w.is_kept,
          {", ".join(f"{sql} AS sign_{i}" for i, sql in enumerate(columns))}
        FROM book_watched w LEFT JOIN book_acts a ON a.opportunity_id = w.opportunity_id
          AND a.occurred_at >= w.entered_at AND a.occurred_at < w.limit_at
        GROUP BY ALL ORDER BY w.opportunity_id
        """
    ).to_arrow_table()
    found = {name: rows[name].to_numpy() for name in rows.column_names}
    values = np.column_stack([found[f"sign_{i}"] for i in range(len(signs))]).astype(np.float64)
    return Signs(
        competency=slug,
        trial=_whole(found["opportunity_id"]),
        person=_whole(found["place"]),
        month=_whole(found["month"]),
        outcome=_whole(found["outcome"]),
        lag=found["lag_s"].astype(np.float64) / DAY_S,
        signs=signs,
        values=_where_kept(values, _whole(found["is_kept"])),
    )


def _whole(values: Any) -> Ints:
    return np.asarray(values).astype(np.int64)


def _where_kept(values: Floats, kept: Ints) -> Floats:
    result: Floats = np.where(kept[:, None] == 1, values, np.nan)
    return result


def _fill_acts(connection: Any, until: str) -> tuple[str, ...]:
    """Fill ``book_acts``: activities and their deals as known then; return the usual kinds."""
    (there,) = connection.execute("SELECT count(*) FROM activities").fetchone()
    if not there:
        return ()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contact_deals AS SELECT DISTINCT r.contact_id, "
        "r.opportunity_id, s.created_at FROM (SELECT contact_id, opportunity_id FROM contact_roles "
        "UNION SELECT contact_id, opportunity_id FROM opportunities) r "
        "JOIN state_now s USING (opportunity_id)"
    )
    known = f"(SELECT * FROM activities WHERE occurred_at < {until} AND known_at < {until})"
    links = ACTIVITY_DEALS.format(activities=known, person_keys="person_keys")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_acts AS
        SELECT l.opportunity_id, a.kind, a.occurred_at, a.contact_id,
          coalesce(regexp_matches(coalesce(r.role, c.title), {literal(DECIDES)}), false) AS decides
        FROM ({links}) l JOIN activities a USING (activity_id)
        LEFT JOIN (SELECT contact_id, opportunity_id, max(role) AS role FROM contact_roles
          GROUP BY ALL) r ON r.contact_id = a.contact_id AND r.opportunity_id = l.opportunity_id
        LEFT JOIN contacts c ON c.contact_id = a.contact_id
        WHERE l.opportunity_id IS NOT NULL
        """
    )
    rows = connection.execute(
        f"SELECT kind FROM book_acts GROUP BY kind HAVING count(*) >= {FEWEST_EVENTS} ORDER BY kind"
    ).fetchall()
    return tuple(kind for (kind,) in rows)


def _fill_watched(connection: Any, comp: int, step: Competency, until: str) -> None:
    """Fill ``book_watched``: the trials, until when they are measured, and when it was decided.

    A trial that is no success by the horizon is decided at the horizon.
    """
    source = "SELECT opportunity_id, entered_at, stop_at AS ended_at FROM book_lives"
    if step.rank is not None:
        source = (
            "SELECT opportunity_id, entered_at, ended_at FROM all_steps WHERE pipeline = "
            f"{literal(step.pipeline or '')} AND type = {literal(step.deal_type or '')} "
            f"AND rank = {step.rank}"
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_watched AS
        WITH place AS (
          SELECT person, row_number() OVER (ORDER BY person) - 1 AS place FROM book_roster
        ), began AS (SELECT min(occurred_at) AS first_at FROM book_acts), trial AS (
          SELECT t.opportunity_id, p.place, t.month, s.entered_at,
            CASE WHEN t.outcome = {SUCCESS} AND t.age <= h.horizon THEN {SUCCESS}
              WHEN t.outcome = {OPEN} AND t.age < h.horizon THEN {OPEN}
              ELSE {FAILURE} END AS outcome,
            least(CASE WHEN t.outcome <> {OPEN} THEN s.ended_at END, {until},
              s.entered_at + h.horizon * INTERVAL 1 DAY) AS decided_at
          FROM book_trials t JOIN book_horizons h USING (comp) JOIN place p USING (person)
          JOIN ({source}) s USING (opportunity_id)
          WHERE t.comp = {comp} AND t.age IS NOT NULL
        ), limited AS (
          SELECT *, least(entered_at + INTERVAL {FIRST_DAYS} DAY, decided_at) AS limit_at FROM trial
        )
        SELECT *, (epoch_us(decided_at) - epoch_us(limit_at)) // 1000000 AS lag_s,
          (entered_at >= first_at)::INTEGER AS is_kept FROM limited, began
        """
    )


def _measures(connection: Any, kinds: tuple[str, ...]) -> tuple[tuple[Sign, ...], list[str]]:
    """Return what is measured, and the SQL of each."""
    within = f"in the first {FIRST_DAYS} days"
    signs = [Sign(f"{_many(kind)} {within}", "a deal") for kind in kinds]
    columns = [f"count(a.kind) FILTER (a.kind = {literal(kind)})" for kind in kinds]
    named, deciding = connection.execute(
        "SELECT count(contact_id), count(*) FILTER (decides AND kind = ?) FROM book_acts", [MEETING]
    ).fetchone()
    if named:
        signs.append(Sign(f"different contacts {within}", "a deal"))
        columns.append("count(DISTINCT a.contact_id)")
    if deciding >= FEWEST_EVENTS:
        signs.append(Sign(f"meetings with a decision maker {within}", "a deal"))
        columns.append(f"count(*) FILTER (a.kind = '{MEETING}' AND a.decides)")
    signs.append(Sign("days to the first activity", "days"))
    first = "(epoch_us(min(a.occurred_at)) - epoch_us(min(w.entered_at))) / 86400e6"
    columns.append(f"coalesce({first}, {FIRST_DAYS})")
    return tuple(signs), columns


def _many(kind: str) -> str:
    return kind if kind in {"other", "work"} else f"{kind}s"
