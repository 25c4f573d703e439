"""Trials as numbers: every step and every whole road, with when it began and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.lake.counts.dealt import Columns
from fairlead.lake.counts.ground import Ground
from fairlead.lake.counts.money import day_of_rate, reported
from fairlead.lake.counts.relations import WON_RANK
from fairlead.lake.counts.stints import amounts_at_entry, credit

DAY_S = 86_400
DAY_US = 86_400_000_000
NO_AGE = -1
"""Age of a failure of which nobody knows when it came."""


@dataclass(frozen=True, slots=True)
class Trialled:
    """Which competency the trials of a step, or of the whole road (`rank` None), belong to."""

    comp: int
    group: int
    rank: int | None


def fill_money(ground: Ground) -> None:
    """Fill ``book_money``: deals with amounts in the reporting currency where there is a rate."""
    day = day_of_rate(ground.question.as_of)
    money = reported(ground.connection, "state_now", ground.company, day)
    ground.connection.execute(f"CREATE OR REPLACE TEMP VIEW book_money AS {money}")


def fill_lives(ground: Ground, columns: Columns) -> None:
    """Fill ``book_lives``: deals of the groups from creation to their end, with who is credited.

    A deal that was ever won is a success, whatever came later; of the others those lost are
    failures. Credit goes as for a stint that lasts the whole life. `entry_amount` is the amount at
    creation, `amount` the present one.
    """
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW book_roads AS
        WITH won AS (
          SELECT opportunity_id, min(occurred_at) AS won_at FROM stage_moves
          WHERE rank = {WON_RANK} AND occurred_at < {ground.until} AND known_at < {ground.until}
          GROUP BY opportunity_id
        ), ended AS (
          SELECT s.*, g.grp, CASE WHEN s.outcome IN ('won', 'lost') THEN least({ground.until},
            coalesce(s.closed_at, company_midnight(s.booked_on))) END AS end_at
          FROM book_money s JOIN book_groups g USING (pipeline, type)
        )
        SELECT s.opportunity_id, s.grp, s.created_at AS entered_at, s.created_at AS born_at,
          s.outcome = 'won' AS is_won, s.owner_id, s.amount, s.currency, s.factor, s.booked_on,
          CASE WHEN w.won_at IS NOT NULL OR s.outcome = 'won' THEN 1
            WHEN s.outcome = 'lost' THEN 2 ELSE 0 END::TINYINT AS outcome,
          greatest(s.created_at, CASE
            WHEN s.outcome = 'won' THEN least(w.won_at, s.end_at)
            WHEN w.won_at IS NOT NULL THEN w.won_at WHEN s.outcome = 'lost' THEN s.end_at
            ELSE {ground.until} END) AS stop_at, 0::BIGINT AS rank,
          (w.won_at IS NULL AND s.outcome <> 'open' AND s.end_at IS NULL) AS lacks_end
        FROM ended s LEFT JOIN won w ON w.opportunity_id = s.opportunity_id
        """
    )
    owner, owners = _owners(ground)
    worth, amounts = _worth(ground, columns)
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_lives AS
        SELECT r.opportunity_id, r.grp, r.entered_at, r.stop_at, r.lacks_end, r.outcome, r.is_won,
          r.amount, r.currency, r.booked_on, coalesce(p.person, -1) AS person,
          {worth} AS entry_amount
        FROM book_roads r {owners} {amounts}
        LEFT JOIN person_keys k ON k.key_id = r.owner_id
        LEFT JOIN book_people p ON p.person_id = {owner}
        """
    )


def _owners(ground: Ground) -> tuple[str, str]:
    """Return SQL of who is credited with a road, and the join it takes.

    Where no deal ever changed hands that is its owner.
    """
    (changed,) = ground.connection.execute(
        "SELECT count(*) FROM field_changes WHERE field = 'owner_id'"
    ).fetchone()
    if not changed:
        return "k.person_id", ""
    tables = ground.relations
    tables.ask(ground.question.as_of)
    tables.fill("book_owners", lambda: credit(tables, tables.table("book_roads")))
    join = "LEFT JOIN book_owners o ON o.opportunity_id = r.opportunity_id"
    return "CASE WHEN o.owners_known THEN o.credited ELSE k.person_id END", join


def _worth(ground: Ground, columns: Columns) -> tuple[str, str]:
    """Return SQL of the amount at creation, at the rate of the deal's own amount, and its join."""
    if columns.cuts is None:
        return "NULL::BIGINT", ""
    tables = ground.relations
    tables.ask(ground.question.as_of)
    tables.fill("book_worth", lambda: amounts_at_entry(tables, tables.table("book_roads")))
    then = "round(w.amount_then * coalesce(r.factor, 1))::BIGINT"
    return (
        f"CASE WHEN w.amount_set THEN {then} ELSE r.amount END",
        "LEFT JOIN book_worth w ON w.opportunity_id = r.opportunity_id",
    )


def fill_trials(ground: Ground, columns: Columns, trialled: list[Trialled]) -> None:
    """Fill ``book_trials``: one row a trial of the window, everything in small whole numbers.

    opportunity_id, comp, person (-1 nobody's), month (of entry; null unknown), outcome (0 open, 1
    success, 2 failure), age (days, up to the end or today; null unknown, `NO_AGE` of a failure that
    nobody dated), follow (days it could be watched), taken (over), combo, speed.
    """
    ground.fill(
        "book_comps",
        {
            "comp": np.array([t.comp for t in trialled], dtype=np.int16),
            "grp": np.array([t.group for t in trialled], dtype=np.int16),
            "rank": np.array([WON_RANK if t.rank is None else t.rank for t in trialled]),
        },
    )
    day = ground.month("company_day(s.entered_at)")
    follow = f"((epoch_us({ground.until}) - epoch_us(s.entered_at)) // {DAY_US})::INTEGER"
    kept = f"(month IS NULL OR month BETWEEN 0 AND {ground.last_month})"
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_trials AS SELECT * FROM (
          SELECT s.opportunity_id, c.comp, coalesce(p.person, -1) AS person, {day} AS month,
            CASE s.outcome WHEN 'advanced' THEN 1 WHEN 'lost' THEN 2 ELSE 0 END::TINYINT AS outcome,
            {_step_age()} AS age, {follow} AS follow, s.inherited AS taken,
            {columns.combo("s.amount_at_entry")} AS combo,
            ({columns.speed("s.amount_at_entry")})::TINYINT AS speed
          FROM {_steps(ground, columns)} s
          JOIN (FROM book_comps JOIN book_groups USING (grp)) c
            ON c.pipeline = s.pipeline AND c.type = s.type AND c.rank = s.rank
          LEFT JOIN book_people p ON p.person_id = s.person_id {columns.joins}
          UNION ALL
          SELECT s.opportunity_id, c.comp, s.person, {day} AS month, s.outcome,
            {_life_age()} AS age, {follow} AS follow, false AS taken,
            {columns.combo("s.entry_amount")} AS combo,
            ({columns.speed("s.entry_amount")})::TINYINT AS speed
          FROM book_lives s JOIN book_comps c ON c.grp = s.grp AND c.rank = {WON_RANK}
          {columns.joins}
        ) WHERE {kept}
        """
    )


def _steps(ground: Ground, columns: Columns) -> str:
    """Return SQL of the times in stage, amounts in the reporting currency where they are needed."""
    if columns.cuts is None:
        return "all_steps"
    today = f"DATE '{ground.question.as_of}'"
    day = f"coalesce(company_day(entered_at), {today})"
    money = reported(ground.connection, "all_steps", ground.company, day, "amount_at_entry")
    return f"({money})"


def _days(seconds: str, outcome_open: str) -> str:
    """Return SQL of an age in whole days: those passed while open, those begun at an end.

    So an end lies within a horizon of whole days, and an open trial at it, exactly as by the clock.
    """
    return (
        f"(CASE WHEN {outcome_open} THEN {seconds} // {DAY_S} "
        f"ELSE ({seconds} + {DAY_S - 1}) // {DAY_S} END)::INTEGER"
    )


def _step_age() -> str:
    return (
        "CASE WHEN s.provenance <> 'observed' OR s.entered_at IS NULL THEN NULL "
        f"WHEN s.dwell_s IS NULL THEN CASE WHEN s.outcome = 'lost' THEN {NO_AGE} END "
        f"ELSE {_days('s.dwell_s', 's.outcome = ' + chr(39) + 'open' + chr(39))} END"
    )


def _life_age() -> str:
    seconds = "((epoch_us(s.stop_at) - epoch_us(s.entered_at)) // 1000000)"
    return (
        "CASE WHEN s.entered_at IS NULL THEN NULL "
        f"WHEN s.lacks_end THEN CASE WHEN s.outcome = 2 THEN {NO_AGE} END "
        f"ELSE {_days(seconds, 's.outcome = 0')} END"
    )
