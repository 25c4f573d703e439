"""What came otherwise than said, from what the CRM showed week by week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.company.calendar import Period
from fairlead.forecast.risk import SIGNS, Sign, SignCode
from fairlead.forecast.surprises import (
    KINDS,
    KNOWN_DAYS,
    LATE_DAYS,
    RECENT_DAYS,
    Commitments,
    Kind,
    Surprise,
    Surprises,
)
from fairlead.lake.counts.at_risk import flag_sql
from fairlead.lake.counts.money import day_of_rate, reported
from fairlead.lake.counts.risk import SEEN_SQL
from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

COMMIT = "('commit', 'committed', 'forecast')"
"""Forecast categories that promise a deal (`Forecast` is what Salesforce calls commit inside)."""
LARGE = 0.9
FEWEST_SIZES = 20
RARELY = 0.1
MOST = 40


def periods_of(question: Question) -> tuple[Period, Period]:
    """Return the quarter before and the running one."""
    return question.company.calendar.before(question.period), question.period


def fill_surprises(connection: Any, question: Question) -> None:
    """Fill ``surprises`` (every deal of the company that came otherwise, or was committed).

    Needs `risk.fill_wins`. Columns: opportunity_id, kind (`Kind`, ``commit_kept`` or
    ``commit_pending``), period, happened_on, committed_on, due_before, due_after. A deal stands
    once in each period: as a commitment first.
    """
    day = f"DATE '{question.as_of}'"
    spans = ", ".join(
        f"({n}, '{p.label}', DATE '{p.start}', DATE '{p.end}')"
        for n, p in enumerate(periods_of(question))
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE review_periods AS SELECT * FROM "
        f"(VALUES {spans}) v(nth, label, start_on, end_on)"
    )
    _fill_told(connection, question)
    _fill_large(connection, question)
    _fill_commits(connection, day)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE surprises AS
        WITH every AS (
          FROM review_commits
          UNION ALL BY NAME ({_wins_unseen()})
          UNION ALL BY NAME ({_late_moves()})
        )
        FROM every WHERE happened_on <= {day} OR kind = 'commit_pending'
        QUALIFY row_number() OVER (PARTITION BY opportunity_id, period ORDER BY
          starts_with(kind, 'commit') DESC, kind = 'win_unseen' DESC, happened_on) = 1
        """
    )


def watched_then() -> str:
    """Return SQL for `risk.fill_watched`: surprises as they stood two weeks before."""
    return (
        f"SELECT DISTINCT opportunity_id, happened_on - {KNOWN_DAYS} AS evening, 'then' AS purpose "
        "FROM surprises WHERE kind <> 'commit_pending'"
    )


def _fill_told(connection: Any, question: Question) -> None:
    """Fill ``told_dates`` and ``told_commits``: close dates, and commit, with when they stood so.

    What never changed stood so all along; of categories only where the deal is still open.
    """
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    always, never = "TIMESTAMPTZ '1900-01-01'", "TIMESTAMPTZ '2999-01-01'"
    for name, field, value, present in (
        (
            "told_dates",
            "close_on",
            "value::DATE AS close_on",
            "SELECT opportunity_id, close_on::VARCHAR FROM state_now WHERE close_on IS NOT NULL",
        ),
        (
            "told_commits",
            "forecast_category",
            f"lower(value) IN {COMMIT} AS is_commit",
            _category(end),
        ),
    ):
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            WITH changes AS (
              SELECT opportunity_id, occurred_at, old, new,
                row_number() OVER w AS nth, lead(occurred_at) OVER w AS next_at
              FROM field_changes
              WHERE field = '{field}' AND occurred_at < {end} AND known_at < {end}
              WINDOW w AS (PARTITION BY opportunity_id ORDER BY occurred_at, sequence)
            ), spans AS (
              SELECT opportunity_id, new AS value, occurred_at AS from_at,
                coalesce(next_at, {never}) AS to_at FROM changes
              UNION ALL SELECT opportunity_id, old, {always}, occurred_at FROM changes
              WHERE nth = 1 AND old IS NOT NULL
              UNION ALL SELECT p.*, {always}, {never} FROM ({present}) p
              ANTI JOIN changes USING (opportunity_id)
            )
            SELECT opportunity_id, {value}, from_at, to_at FROM spans WHERE to_at > from_at
            """
        )


def _category(end: str) -> str:
    """Return SQL of the category open deals had on the evening, where no change is known by then.

    A later change says what it was before. Without one the row says it, also where the deal was
    touched since, as long as the data note such changes at all.
    """
    return f"""
        SELECT o.opportunity_id,
          CASE WHEN l.opportunity_id IS NULL THEN o.forecast_category ELSE l.first.old END
        FROM opportunities o JOIN state_now s USING (opportunity_id) LEFT JOIN (
          SELECT opportunity_id, arg_min({{'old': old}}, (occurred_at, sequence)) AS first
          FROM field_changes WHERE field = 'forecast_category'
            AND NOT (occurred_at < {end} AND known_at < {end}) GROUP BY opportunity_id
        ) l USING (opportunity_id)
        WHERE s.outcome = 'open' AND (o.known_at < {end}
          OR EXISTS (FROM field_changes WHERE field = 'forecast_category'))"""


def _fill_large(connection: Any, question: Question) -> None:
    """Fill ``review_money`` (deals in the reporting currency), ``review_large`` (level of large).

    ``review_pace`` holds the share of wins that took less than two weeks.
    """
    money = reported(connection, "state_now", question.company, day_of_rate(question.as_of))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE review_money AS {money}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE review_large AS SELECT currency, "
        f"quantile_cont(amount, {LARGE}) AS level FROM review_money WHERE outcome = 'won' "
        f"AND amount > 0 AND booked_on BETWEEN DATE '{question.window_start}' "
        f"AND DATE '{question.as_of}' GROUP BY currency HAVING count(*) >= {FEWEST_SIZES}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE review_pace AS SELECT "
        f"coalesce(avg((days < {KNOWN_DAYS})::INTEGER), 1) AS quick FROM risk_wins"
    )


def _fill_commits(connection: Any, day: str) -> None:
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE review_commits AS
        WITH mondays AS (
          SELECT p.*, d::DATE AS monday, company_midnight(d::DATE + 1) AS end_at
          FROM review_periods p,
            unnest(generate_series(p.start_on::TIMESTAMP, least(p.end_on - 1, {day})::TIMESTAMP,
              INTERVAL 1 DAY)) g(d) WHERE isodow(d) = 1
        ), stood AS (
          SELECT c.opportunity_id, m.nth, m.label AS period, m.start_on, m.end_on,
            min(m.monday) AS committed_on, max(m.monday) AS last_on
          FROM mondays m JOIN told_commits c ON c.is_commit AND c.from_at < m.end_at
            AND c.to_at >= m.end_at
          JOIN told_dates t ON t.opportunity_id = c.opportunity_id AND t.from_at < m.end_at
            AND t.to_at >= m.end_at AND t.close_on >= m.start_on AND t.close_on < m.end_on
          JOIN state_now s ON s.opportunity_id = c.opportunity_id
            AND (s.outcome = 'open' OR s.closed_at >= m.end_at)
          GROUP BY ALL
        ), moved AS (
          SELECT s.opportunity_id, s.nth, max(company_day(p.occurred_at)) AS moved_on
          FROM stood s JOIN risk_pushes p USING (opportunity_id)
          WHERE p.old_on < s.end_on AND p.new_on >= s.end_on
            AND company_day(p.occurred_at) >= s.committed_on
            AND company_day(p.occurred_at) < s.end_on GROUP BY ALL
        ), ended AS (
          SELECT s.*, n.close_on, n.closed_at, n.outcome, n.booked_on,
            n.outcome = 'won' AND n.booked_on < s.end_on AS is_kept,
            n.outcome = 'lost' AND company_day(n.closed_at) < s.end_on AS is_lost,
            coalesce(m.moved_on, s.end_on) AS left_on
          FROM stood s JOIN state_now n USING (opportunity_id)
          LEFT JOIN moved m USING (opportunity_id, nth)
        )
        SELECT opportunity_id, period, committed_on,
          CASE WHEN is_kept THEN 'commit_kept' WHEN is_lost THEN 'commit_lost'
            WHEN end_on <= {day} OR close_on >= end_on THEN 'commit_slipped'
            ELSE 'commit_pending' END AS kind,
          CASE WHEN is_kept OR is_lost THEN company_day(closed_at) ELSE left_on END AS happened_on
        FROM ended
        """
    )


def _wins_unseen() -> str:
    """Return SQL of large wins that two weeks before were not there, or due after the period.

    Where more than a tenth of the wins are that quick, being quick is no surprise.
    """
    return f"""
        SELECT m.opportunity_id, p.label AS period, 'win_unseen' AS kind,
          company_day(m.closed_at) AS happened_on
        FROM review_money m JOIN review_periods p
          ON m.booked_on >= p.start_on AND m.booked_on < p.end_on
        JOIN review_large l ON l.currency IS NOT DISTINCT FROM m.currency AND m.amount >= l.level
        LEFT JOIN told_dates t ON t.opportunity_id = m.opportunity_id
          AND t.from_at < m.closed_at - INTERVAL {KNOWN_DAYS} DAY
          AND t.to_at >= m.closed_at - INTERVAL {KNOWN_DAYS} DAY
        WHERE m.outcome = 'won' AND m.created_at <= m.closed_at
          AND (t.close_on >= p.end_on OR (m.created_at > m.closed_at - INTERVAL {KNOWN_DAYS} DAY
            AND (SELECT quick <= {RARELY} FROM review_pace)))
    """


def _late_moves() -> str:
    """Return SQL of close dates moved across the end of a period in its last three weeks."""
    return f"""
        WITH moves AS (
          SELECT opportunity_id, company_day(from_at) AS moved_on, close_on AS new_on,
            lag(close_on) OVER (PARTITION BY opportunity_id ORDER BY from_at) AS old_on
          FROM told_dates
        )
        SELECT v.opportunity_id, p.label AS period,
          CASE WHEN v.new_on >= p.end_on THEN 'late_push' ELSE 'late_pull' END AS kind,
          max(v.moved_on) AS happened_on
        FROM moves v JOIN review_periods p
          ON v.moved_on >= p.end_on - {LATE_DAYS} AND v.moved_on < p.end_on
        JOIN state_now s ON s.opportunity_id = v.opportunity_id
        WHERE (v.old_on >= p.start_on AND v.old_on < p.end_on AND v.new_on >= p.end_on
            AND NOT (s.outcome <> 'open' AND company_day(s.closed_at) < p.end_on))
          OR (v.old_on >= p.end_on AND v.new_on >= p.start_on AND v.new_on < p.end_on
            AND s.outcome = 'won' AND s.booked_on >= p.start_on AND s.booked_on < p.end_on
            AND company_day(s.closed_at) > v.moved_on)
        GROUP BY ALL
    """


def surprises(
    connection: Any, question: Question, summary: Summary, telling: Sequence[SignCode]
) -> Surprises:
    """Return the surprises of the scope; `fill_surprises` and `risk.fill_signs` must have run.

    `telling` are the signs that are reasons in these data.
    """
    _fill_scoped(connection, telling)
    currency = summary.totals.currency
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    sums = connection.execute(
        f"SELECT kind, count(*), coalesce(sum(amount) FILTER ({same}), 0) FROM review_surprises "
        "WHERE kind NOT IN ('commit_kept', 'commit_pending') GROUP BY kind"
    ).fetchall()
    known: dict[Kind, tuple[int, int]] = {kind: (n, int(amount)) for kind, n, amount in sums}
    since = f"DATE '{question.as_of}' - {RECENT_DAYS}"
    (recent,) = one(
        connection,
        f"SELECT count(*) FROM review_surprises WHERE happened_on > {since} "
        "AND kind NOT IN ('commit_kept', 'commit_pending')",
    )
    row = connection.execute(f"SELECT max(level) FROM review_large WHERE {same}").fetchone()
    return Surprises(
        found=_found(connection),
        counts={kind: known.get(kind, (0, 0))[0] for kind in KINDS},
        amounts={kind: known.get(kind, (0, 0))[1] for kind in KINDS},
        commitments=_commitments(connection, question),
        large=None if row[0] is None else int(row[0]),
        unknown=_unknown(connection, summary, row[0] is not None),
        recent_count=recent,
    )


def _fill_scoped(connection: Any, telling: Sequence[SignCode]) -> None:
    """Fill ``review_surprises``: those of deals of the scope, with what was known before."""
    seen = ", ".join(
        f"CASE WHEN {flag_sql(code)} THEN {SEEN_SQL[code][0]} END AS {code}_seen, "
        f"{SEEN_SQL[code][1]} AS {code}_level"
        if code in telling
        else f"NULL::BIGINT AS {code}_seen, NULL::BIGINT AS {code}_level"
        for code in SIGNS
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE review_surprises AS
        SELECT e.*, coalesce(o.name, a.name, o.product, o.source_key) AS name,
          coalesce(p.name, '') AS owner, coalesce(d.team, '') AS team, d.amount,
          d.currency, company_day(d.created_at) AS created_on, o.url,
          b.close_on AS due_before, f.close_on AS due_after,
          (SELECT count(*) FROM risk_pushes q WHERE q.opportunity_id = e.opportunity_id
            AND company_day(q.occurred_at) <= e.happened_on) AS push_count, {seen}
        FROM surprises e JOIN deals d USING (opportunity_id) JOIN opportunities o
          USING (opportunity_id)
        LEFT JOIN people p ON p.person_id = d.person_id
        LEFT JOIN accounts a ON a.account_id = o.account_id
        LEFT JOIN risk_signs r ON r.opportunity_id = e.opportunity_id
          AND r.evening = e.happened_on - {KNOWN_DAYS}
        LEFT JOIN told_dates b ON b.opportunity_id = e.opportunity_id
          AND b.from_at < company_midnight(e.happened_on - {KNOWN_DAYS - 1})
          AND b.to_at >= company_midnight(e.happened_on - {KNOWN_DAYS - 1})
        LEFT JOIN told_dates f ON f.opportunity_id = e.opportunity_id
          AND f.from_at < company_midnight(e.happened_on + 1)
          AND f.to_at >= company_midnight(e.happened_on + 1)
        """
    )


FACTS = (
    "kind",
    "opportunity_id",
    "name",
    "owner",
    "team",
    "amount",
    "currency",
    "period",
    "period_start",
    "happened_on",
    "committed_on",
    "due_before",
    "due_after",
    "created_on",
    "push_count",
    "url",
)


def _found(connection: Any) -> tuple[Surprise, ...]:
    """Return the surprises, the running quarter's first, then the largest."""
    signs = ", ".join(f"{code}_seen, {code}_level" for code in SIGNS)
    rows = connection.execute(
        f"SELECT {', '.join(FACTS)}, {signs} FROM review_surprises "
        "JOIN (SELECT label AS period, start_on AS period_start FROM review_periods) "
        "USING (period) WHERE kind NOT IN ('commit_kept', 'commit_pending') "
        f"ORDER BY period_start DESC, amount DESC NULLS LAST, name, opportunity_id LIMIT {MOST}"
    ).fetchall()
    return tuple(_surprise(row) for row in rows)


def _surprise(row: tuple[Any, ...]) -> Surprise:
    facts: dict[str, Any] = dict(zip(FACTS, row, strict=False))
    pairs = zip(SIGNS, row[len(FACTS) :: 2], row[len(FACTS) + 1 :: 2], strict=True)
    signs = tuple(Sign(code, int(s), int(level)) for code, s, level in pairs if s is not None)
    return Surprise(**facts, signs=signs)


def _commitments(connection: Any, question: Question) -> tuple[Commitments, ...]:
    shown = " OR ".join(f"{code}_seen IS NOT NULL" for code in SIGNS)
    found = []
    for period in periods_of(question):
        rows = connection.execute(
            f"SELECT kind, count(*), count(*) FILTER ({shown}) FROM review_surprises "
            f"WHERE starts_with(kind, 'commit') AND period = '{period.label}' GROUP BY kind"
        ).fetchall()
        count = {kind: (n, flagged) for kind, n, flagged in rows}
        kept, lost, slipped, pending = (
            count.get(f"commit_{name}", (0, 0)) for name in ("kept", "lost", "slipped", "pending")
        )
        if rows:
            found.append(
                Commitments(
                    period.label,
                    kept[0],
                    lost[0],
                    slipped[0],
                    pending[0],
                    kept_signs=kept[1],
                    missed_signs=lost[1] + slipped[1],
                )
            )
    return tuple(found)


def _unknown(
    connection: Any,
    summary: Summary,
    knows_large: bool,  # noqa: FBT001  one caller, one fact
) -> dict[Kind, NotEstimable]:
    unknown: dict[Kind, NotEstimable] = {}
    (commits,) = one(connection, "SELECT count(*) FROM told_commits WHERE is_commit")
    if not commits:
        reason = NotEstimable("the export does not say which deals were in commit, and when")
        unknown |= {"commit_lost": reason, "commit_slipped": reason}
    if not knows_large:
        few = f"fewer than {FEWEST_SIZES} wins with an amount to say which are large"
        unknown["win_unseen"] = NotEstimable(few, FEWEST_SIZES, None)
    elif not summary.known.created_dates:
        unknown["win_unseen"] = NotEstimable("deals carry no creation date")
    if not summary.known.close_date_history:
        reason = NotEstimable("the export keeps no history of close dates")
        unknown |= {"late_push": reason, "late_pull": reason}
    return unknown
