"""Signs of risk of deals on evenings, present or past, each against wins known by then.

Company-wide: levels and checks come from everybody's deals, whoever asks. Everything of an evening
happened and was known by it; a level is learned from wins booked before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fairlead.lake.counts.links import ACTIVITY_DEALS
from fairlead.lake.counts.money import day_of_rate, reported
from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question

LEVEL = 0.95
"""Share of wins that stayed within a level."""
FEW_CONTACTS = 0.1
"""At most this share of wins had fewer contacts than the level of `single`."""
LEARNED_MONTHS = 24
CHECKS, BETWEEN_DAYS = 6, 60
"""Past evenings that signs are checked on, and the days between them."""
SHORTEST_WAIT, LONGEST_WAIT = 30, 180
BANDS = 3
"""Thirds of the amounts of wins: large deals take longer in every stage."""
FEWEST_OF_BAND = 50
"""Wins of a third, below which its stages go by all wins."""
TALKS = "('meeting', 'call')"

SIGN_SQL = {
    "stuck": ("stage_days > stage_level", "stage_wins"),
    "old": ("age_days > age_level", "age_wins"),
    "pushed": ("push_count > push_level", "push_wins"),
    "silent": ("silent_days > silent_level", "silent_wins"),
    "cold": ("cold_days > cold_level", "cold_wins"),
    "single": ("contact_count < contact_level", "contact_wins"),
}
"""Sign -> what makes it, and the column with the wins its level was learned from."""

SEEN_SQL = {
    "stuck": ("stage_days", "stage_level"),
    "old": ("age_days", "age_level"),
    "pushed": ("push_count", "push_level"),
    "silent": ("silent_days", "silent_level"),
    "cold": ("cold_days", "cold_level"),
    "single": ("contact_count", "contact_level"),
}
"""Sign -> the columns with what is seen and its level."""


def fill_wins(connection: Any, question: Question) -> None:
    """Fill ``risk_acts``, ``risk_pushes``, ``risk_wins`` and ``risk_win_steps``.

    Needs `scope.know` of the evening. ``risk_acts``: activities with their deals, as known then;
    ``risk_pushes``: every time a close date was put off; ``risk_wins``: one row a dated win with
    its days to the win, times put off, longest silence, longest time between conversations, and
    contacts spoken to; ``risk_win_steps``: days in each stage it went through.
    """
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    _fill_acts(connection, end)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_pushes AS
        WITH dated AS (
          SELECT opportunity_id, occurred_at, new, coalesce(old, lag(new) OVER (PARTITION BY
            opportunity_id ORDER BY occurred_at, sequence)) AS old
          FROM field_changes
          WHERE field = 'close_on' AND occurred_at < {end} AND known_at < {end}
        )
        SELECT opportunity_id, occurred_at, old::DATE AS old_on, new::DATE AS new_on FROM dated
        WHERE new::DATE > old::DATE
        """
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE risk_wins AS
        WITH won AS (
          SELECT opportunity_id, pipeline, created_at, closed_at, booked_on AS won_on
          FROM state_now
          WHERE outcome = 'won' AND created_at <= closed_at AND booked_on IS NOT NULL
        ), points AS (
          SELECT w.opportunity_id, a.occurred_at AS point_at, true AS is_act, a.is_talk,
            a.contact_id
          FROM won w JOIN risk_acts a ON a.opportunity_id = w.opportunity_id
            AND a.occurred_at >= w.created_at AND a.occurred_at <= w.closed_at
          UNION ALL SELECT opportunity_id, unnest([created_at, closed_at]), false, false, NULL
          FROM won
        ), gaps AS (
          SELECT *, date_diff('day', lag(point_at) OVER (PARTITION BY opportunity_id
            ORDER BY point_at), point_at) AS quiet,
            CASE WHEN is_talk OR NOT is_act THEN date_diff('day',
              max(point_at) FILTER (is_talk) OVER (PARTITION BY opportunity_id ORDER BY point_at
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), point_at) END AS untalked
          FROM points
        ), told AS (
          SELECT opportunity_id, count(*) FILTER (is_act) AS acts, max(quiet) AS silence,
            max(untalked) AS talk_gap, count(DISTINCT contact_id) AS contacts
          FROM gaps GROUP BY opportunity_id
        ), pushed AS (
          SELECT p.opportunity_id, count(*) AS push_count FROM risk_pushes p
          JOIN won w ON w.opportunity_id = p.opportunity_id AND p.occurred_at <= w.closed_at
          GROUP BY p.opportunity_id
        )
        SELECT w.opportunity_id, w.pipeline, w.won_on,
          date_diff('second', w.created_at, w.closed_at) / 86400 AS days,
          coalesce(p.push_count, 0) AS push_count, t.acts,
          CASE WHEN t.acts > 0 THEN t.silence END AS silence, t.talk_gap, t.contacts
        FROM won w JOIN told t USING (opportunity_id) LEFT JOIN pushed p USING (opportunity_id)
        """
    )
    _fill_bands(connection, question)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE risk_win_steps AS
        SELECT s.opportunity_id, s.pipeline, s.rank, b.band, s.dwell_s / 86400 AS days, w.won_on
        FROM all_steps s JOIN risk_wins w USING (opportunity_id)
        JOIN risk_bands b USING (opportunity_id)
        WHERE s.outcome = 'advanced' AND s.provenance = 'observed' AND s.dwell_s IS NOT NULL
        """
    )


def _fill_bands(connection: Any, question: Question) -> None:
    """Fill ``risk_bands``: the third of the amounts of wins each deal is in; 0 without an amount.

    Amounts are those of the evening asked, in the reporting currency; of others each by itself.
    """
    money = reported(connection, "state_now", question.company, day_of_rate(question.as_of))
    cuts = ", ".join(f"quantile_cont(amount, {k / BANDS}) AS cut_{k}" for k in range(1, BANDS))
    band = " + ".join(f"(m.amount > c.cut_{k})::INTEGER" for k in range(1, BANDS))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_bands AS
        WITH money AS ({money}), cuts AS (
          SELECT currency, {cuts} FROM money WHERE outcome = 'won' AND amount > 0 GROUP BY currency
        )
        SELECT m.opportunity_id, coalesce(1 + {band}, 0) AS band
        FROM money m LEFT JOIN cuts c ON c.currency IS NOT DISTINCT FROM m.currency
        """
    )


def _fill_acts(connection: Any, end: str) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contact_deals AS SELECT DISTINCT r.contact_id, "
        "r.opportunity_id, s.created_at FROM (SELECT contact_id, opportunity_id FROM contact_roles "
        "UNION SELECT contact_id, opportunity_id FROM opportunities) r "
        "JOIN state_now s USING (opportunity_id)"
    )
    known = f"(SELECT * FROM activities WHERE occurred_at < {end} AND known_at < {end})"
    links = ACTIVITY_DEALS.format(activities=known, person_keys="person_keys")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE risk_acts AS SELECT l.opportunity_id, a.occurred_at, "
        f"a.known_at, a.contact_id, a.kind IN {TALKS} AS is_talk FROM ({links}) l "
        "JOIN activities a USING (activity_id) WHERE l.opportunity_id IS NOT NULL"
    )


def past_evenings(connection: Any, question: Question) -> tuple[dt.date, ...]:
    """Return the evenings signs are checked on, oldest first; `fill_wins` must have run.

    They end early enough for most deals to have come to an end since: by the time 80 % of wins
    took, at least 30 and at most 180 days. None before half a year of deals is known.
    """
    wait, first = one(
        connection,
        "SELECT (SELECT quantile_cont(days, 0.8) FROM risk_wins), "
        "(SELECT company_day(min(created_at)) FROM state_now)",
    )
    if wait is None or first is None:
        return ()
    days = min(max(int(wait), SHORTEST_WAIT), LONGEST_WAIT)
    last = question.as_of - dt.timedelta(days=days)
    every = [last - dt.timedelta(days=BETWEEN_DAYS * k) for k in range(CHECKS)]
    return tuple(sorted(e for e in every if e >= first + dt.timedelta(days=183)))


def fill_watched(
    connection: Any, question: Question, evenings: Sequence[dt.date], others: str | None = None
) -> None:
    """Fill ``risk_watched``: which deals are looked at on which evening, and why.

    `purpose` is ``now`` for deals open on the evening asked, ``past`` for those open on an evening
    of `evenings` (each deal on one of them only), else that of `others`: SQL of opportunity_id,
    evening and purpose.
    """
    ends = [question.as_of, *evenings]
    spans = ", ".join(f"(DATE '{e}')" for e in ends)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_watched AS
        WITH evenings AS (
          SELECT evening, company_midnight(evening + 1) AS end_at FROM (VALUES {spans}) v(evening)
        ), there AS (
          SELECT s.opportunity_id, e.evening, e.end_at,
            s.outcome = 'open' OR coalesce(s.closed_at, company_midnight(s.booked_on)) >= e.end_at
              AS unended
          FROM state_now s JOIN evenings e ON s.created_at < e.end_at
        ), last AS (
          SELECT t.opportunity_id, t.evening, arg_max(m.closing, m.place) AS closed
          FROM there t JOIN stage_moves m ON m.opportunity_id = t.opportunity_id
            AND m.occurred_at < t.end_at AND m.known_at < t.end_at AND NOT m.beside
          WHERE t.evening < DATE '{question.as_of}' GROUP BY ALL
        ), past AS (
          SELECT t.opportunity_id, t.evening, count(*) OVER w AS times,
            row_number() OVER (w ORDER BY t.evening) - 1 AS nth
          FROM there t LEFT JOIN last l USING (opportunity_id, evening)
          WHERE t.evening < DATE '{question.as_of}' AND t.unended AND NOT coalesce(l.closed, false)
          WINDOW w AS (PARTITION BY t.opportunity_id)
        )
        SELECT opportunity_id, DATE '{question.as_of}' AS evening, 'now' AS purpose FROM state_now
        WHERE outcome = 'open'
        UNION ALL SELECT opportunity_id, evening, 'past' FROM past
        WHERE nth = abs(opportunity_id % 1000003) % times
        {f"UNION ALL {others}" if others else ""}
        """
    )


def fill_signs(connection: Any, question: Question) -> None:
    """Fill ``risk_signs``: what is seen of each deal of ``risk_watched``, and the levels of wins.

    A level is null below one win; who reads it asks for at least 20. What is not known is null.
    """
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    _fill_levels(connection)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE risk_pairs AS
        SELECT DISTINCT w.opportunity_id, w.evening, company_midnight(w.evening + 1) AS end_at,
          s.pipeline, s.type, s.created_at
        FROM risk_watched w JOIN state_now s USING (opportunity_id)
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_stages AS
        WITH told AS (
          SELECT p.opportunity_id, p.evening, arg_max(m.code, m.place) AS code,
            min(m.occurred_at) AS first_at
          FROM risk_pairs p JOIN stage_moves m ON m.opportunity_id = p.opportunity_id
            AND m.occurred_at < p.end_at AND m.known_at < p.end_at AND NOT m.beside
          GROUP BY ALL
        ), begun AS (
          SELECT opportunity_id, arg_min(left_code, place) AS code FROM stage_moves
          SEMI JOIN risk_pairs USING (opportunity_id) GROUP BY opportunity_id
        ), named AS (
          SELECT p.opportunity_id, p.evening, p.end_at, p.created_at, p.pipeline,
            t.code IS NULL AS is_begun,
            CASE WHEN p.evening = DATE '{question.as_of}' THEN s.stage
              ELSE coalesce(c.stage, g.stage) END AS stage
          FROM risk_pairs p JOIN state_now s USING (opportunity_id)
          LEFT JOIN told t USING (opportunity_id, evening)
          LEFT JOIN begun b USING (opportunity_id)
          LEFT JOIN stage_codes c ON c.code = t.code LEFT JOIN stage_codes g ON g.code = b.code
        ), placed AS (
          SELECT n.*, q.rank FROM named n
          LEFT JOIN process_stages q ON q.pipeline = n.pipeline AND q.stage = n.stage
        ), entered AS (
          SELECT p.opportunity_id, p.evening, min(m.occurred_at) AS entered_at
          FROM placed p JOIN stage_moves m ON m.opportunity_id = p.opportunity_id
            AND m.rank = p.rank AND m.occurred_at < p.end_at AND m.known_at < p.end_at GROUP BY ALL
        )
        SELECT p.opportunity_id, p.evening, p.stage, p.rank,
          coalesce(e.entered_at, CASE WHEN p.is_begun AND p.rank IS NOT NULL
            AND p.created_at >= (SELECT min(occurred_at) FROM stage_moves
              WHERE occurred_at < {end} AND known_at < {end}) THEN p.created_at END) AS entered_at
        FROM placed p LEFT JOIN entered e USING (opportunity_id, evening)
        """
    )
    _fill_seen(connection)


def _fill_levels(connection: Any) -> None:
    """Fill ``risk_levels`` and ``risk_stage_levels``: what 95 % of wins before an evening kept to.

    Levels of activities need half of the wins to have any: else silence is how people work here.
    """
    since = f"e.evening - INTERVAL {LEARNED_MONTHS} MONTH"

    def most(column: str) -> str:
        return f"ceil(quantile_cont({column}, {LEVEL}))::BIGINT"

    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_levels AS
        SELECT e.evening, {most("days")} AS age_level, count(*) AS age_wins,
          {most("push_count")} AS push_level, count(*) AS push_wins,
          {most("silence")} AS silent_level, count(silence) AS silent_wins,
          {most("talk_gap")} AS cold_level, count(talk_gap) AS cold_wins,
          quantile_disc(contacts, {FEW_CONTACTS}) FILTER (acts > 0) AS contact_level,
          count(*) FILTER (contacts > 0) AS contact_wins,
          count(silence) >= 0.5 * count(*) AS has_acts
        FROM (SELECT DISTINCT evening FROM risk_watched) e
        JOIN risk_wins w ON w.won_on <= e.evening AND w.won_on > {since} GROUP BY e.evening
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_stage_levels AS
        SELECT e.evening, s.pipeline, s.rank,
          CASE WHEN grouping(s.band) = 0 THEN s.band END AS band,
          {most("days")} AS stage_level, count(*) AS stage_wins
        FROM (SELECT DISTINCT evening FROM risk_watched) e
        JOIN risk_win_steps s ON s.won_on <= e.evening AND s.won_on > {since}
        GROUP BY GROUPING SETS ((e.evening, s.pipeline, s.rank, s.band),
          (e.evening, s.pipeline, s.rank))
        """
    )


def _fill_seen(connection: Any) -> None:
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE risk_signs AS
        WITH acts AS (
          SELECT p.opportunity_id, p.evening, max(a.occurred_at) AS last_at,
            max(a.occurred_at) FILTER (a.is_talk) AS talked_at,
            count(DISTINCT a.contact_id) AS contact_count
          FROM risk_pairs p JOIN risk_acts a ON a.opportunity_id = p.opportunity_id
            AND a.occurred_at < p.end_at AND a.known_at < p.end_at
          GROUP BY p.opportunity_id, p.evening
        ), pushed AS (
          SELECT p.opportunity_id, p.evening, count(*) AS push_count
          FROM risk_pairs p JOIN risk_pushes c ON c.opportunity_id = p.opportunity_id
            AND c.occurred_at < p.end_at GROUP BY p.opportunity_id, p.evening
        )
        SELECT p.opportunity_id, p.evening, p.pipeline, p.type, t.stage,
          date_diff('second', t.entered_at, p.end_at) // 86400 AS stage_days,
          date_diff('second', p.created_at, p.end_at) // 86400 AS age_days,
          CASE WHEN (SELECT count(*) FROM risk_pushes) > 0 THEN coalesce(c.push_count, 0) END
            AS push_count,
          CASE WHEN l.has_acts THEN
            date_diff('second', coalesce(greatest(a.last_at, p.created_at), p.created_at), p.end_at)
            // 86400 END AS silent_days,
          CASE WHEN l.has_acts THEN date_diff('second', a.talked_at, p.end_at) // 86400 END
            AS cold_days,
          CASE WHEN l.has_acts THEN nullif(a.contact_count, 0) END AS contact_count,
          l.* EXCLUDE (evening, has_acts), coalesce(b.stage_level, g.stage_level) AS stage_level,
          coalesce(b.stage_wins, g.stage_wins, 0) AS stage_wins
        FROM risk_pairs p LEFT JOIN risk_stages t USING (opportunity_id, evening)
        LEFT JOIN acts a USING (opportunity_id, evening)
        LEFT JOIN pushed c USING (opportunity_id, evening)
        LEFT JOIN risk_levels l ON l.evening = p.evening
        LEFT JOIN risk_bands i USING (opportunity_id)
        LEFT JOIN risk_stage_levels g ON g.band IS NULL
          AND g.evening = p.evening AND g.pipeline = p.pipeline AND g.rank = t.rank
        LEFT JOIN risk_stage_levels b ON b.band = i.band AND b.stage_wins >= {FEWEST_OF_BAND}
          AND b.evening = p.evening AND b.pipeline = p.pipeline AND b.rank = t.rank
        """
    )
