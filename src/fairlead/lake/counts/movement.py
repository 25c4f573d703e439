"""The movement bridge from two evenings' states, every deal in exactly one place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.forecast.movement import COMES, LEAVES, OF_SOME, PARTS, Movement, Part
from fairlead.lake.counts.money import converted
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

SIGN = dict.fromkeys(COMES, 1) | dict.fromkeys(LEAVES, -1)


def movement(
    connection: Any,
    question: Question,
    summary: Summary,
    earlier: dt.date,
    *,
    every: bool = False,
) -> Movement:
    """Return the bridge from the evening of `earlier` to that of ``question.as_of``.

    Where open deals carry close dates, the pipeline is what is due in the quarter; else all open
    deals. A deal that entered and left in between is counted in and out, so that wins are all
    there; one that was closed before and closed anew was reopened in between. Amounts that changed
    on the way are grown or shrunk, and the deal leaves with its last amount. What other exchange
    rates make of a deal in another currency is a part of its own, ``revalued``; on an evening
    without a rate it is worth nothing that can be told, and one without on both is left out. With
    `every` all open deals are the pipeline, whenever they are due: for evenings of two quarters.
    Of some people, a deal that was others' before is ``taken_over``, one others have now
    ``handed_over``.
    """
    fill_moves(connection, question, summary, earlier, every=every)
    opening = _edge(connection, "in_before", "amount_before", "opening")
    closing = _edge(connection, "in_now", "amount_now", "closing")
    parts = [*(_part(connection, code) for code in PARTS), *_revalued(connection)]
    unknown = _unknown(summary, every=every)
    (bare,) = connection.execute(
        "SELECT count(*) FROM moved WHERE in_now AND without_amount"
    ).fetchone()
    return Movement(
        from_on=earlier,
        to_on=question.as_of,
        scope=_scope(question, summary, every=every),
        currency=summary.totals.currency,
        opening=opening,
        parts=tuple(
            p
            for p in parts
            if p.amount or p.deal_count or (p.code not in unknown and p.code not in OF_SOME)
        ),
        closing=closing,
        unknown={
            c: why
            for c, why in unknown.items()
            if not any(p.code == c and (p.amount or p.deal_count) for p in parts)
        },
        without_amount=bare,
    )


def _part(connection: Any, code: str) -> Part:
    if code in SIGN:
        amount, count = connection.execute(
            f"SELECT coalesce(sum(amount_now), 0), count(*) FROM moved "
            f"WHERE entry = '{code}' OR exit = '{code}'"
        ).fetchone()
        return Part(code, SIGN[code] * int(amount), count)
    comparison = ">" if code == "grown" else "<"
    amount, count = connection.execute(
        f"SELECT coalesce(sum(amount_now - amount_rated), 0), count(*) FROM moved "
        f"WHERE in_before AND amount_now {comparison} amount_rated"
    ).fetchone()
    return Part(code, int(amount), count)


def fill_moves(
    connection: Any,
    question: Question,
    summary: Summary,
    earlier: dt.date,
    *,
    every: bool = False,
) -> None:
    """Fill ``moved``: one row a deal with its way in, its way out and both amounts."""
    due = (
        f"({{0}}.close_on >= DATE '{question.period_start}' "
        f"AND {{0}}.close_on < DATE '{question.period_end}')"
        if summary.known.close_dates and not every
        else "true"
    )
    currency = summary.totals.currency
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    left = (
        f"n.outcome IN ('won', 'lost') AND {due.format('n')} "
        f"AND company_day(n.closed_at) > DATE '{earlier}'"
    )
    amount_before, amount_now, amount_rated = "0::BIGINT", "0::BIGINT", "0::BIGINT"
    if summary.known.open_amounts:
        amount_before = "CASE WHEN b.is_told THEN coalesce(b.amount, 0) ELSE 0 END"
        amount_now = (
            f"CASE WHEN n.opportunity_id IS NULL THEN {amount_before} "
            "WHEN n.is_told THEN coalesce(n.amount, 0) ELSE 0 END"
        )
        amount_rated = (
            "CASE WHEN NOT n.is_told THEN 0 ELSE "
            f"coalesce({converted('b.own_amount', 'n.factor')}, {amount_before}) END"
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE moved AS
        WITH pairs AS (
          SELECT coalesce(n.opportunity_id, b.opportunity_id) AS opportunity_id,
            b.opportunity_id IS NOT NULL AS existed, n.opportunity_id IS NOT NULL AS exists_now,
            coalesce(b.outcome = 'open' AND {due.format("b")}, false) AS in_before,
            coalesce(n.outcome = 'open' AND {due.format("n")}, false) AS in_now,
            b.outcome AS outcome_before, n.outcome AS outcome_now,
            {"false" if every else f"n.close_on < DATE '{question.period_start}'"} AS earlier_now,
            {amount_before} AS amount_before, {amount_now} AS amount_now,
            {amount_rated} AS amount_rated,
            n.amount IS NULL AS without_amount,
            coalesce({left}, false) AS left_in_between,
            b.outcome <> 'open' AND coalesce(n.closed_at > b.closed_at, false) AS closed_anew
          FROM (SELECT *, ({same}) IS TRUE AS is_told FROM deals) n
          FULL JOIN (SELECT *, ({same}) IS TRUE AS is_told FROM deals_before) b
            USING (opportunity_id)
          WHERE (n.is_told OR b.is_told)
            AND (n.opportunity_id IS NULL OR n.outcome = 'open' OR n.closed_at IS NOT NULL)
            AND NOT coalesce(b.opportunity_id IS NULL AND n.created_at IS NULL
                             AND n.closed_at IS NULL AND NOT n.has_history, false)
        )
        SELECT *,
          CASE WHEN in_before OR NOT (in_now OR left_in_between) THEN NULL
               WHEN NOT existed AND opportunity_id IN (SELECT opportunity_id FROM led_deals_before)
                 THEN 'taken_over'
               WHEN NOT existed THEN 'created'
               WHEN outcome_before <> 'open' AND (in_now OR closed_anew) THEN 'reopened'
               WHEN outcome_before <> 'open' THEN NULL
               ELSE 'pulled_in' END AS entry,
          CASE WHEN in_now OR NOT (in_before OR left_in_between) THEN NULL
               WHEN NOT in_before AND outcome_before <> 'open' AND NOT closed_anew THEN NULL
               WHEN outcome_now IN ('won', 'lost') THEN outcome_now
               WHEN NOT exists_now AND opportunity_id IN (SELECT opportunity_id FROM led_deals)
                 THEN 'handed_over'
               WHEN NOT exists_now OR earlier_now THEN 'removed'
               ELSE 'pushed' END AS exit
        FROM pairs
        """
    )


def only_compared(connection: Any, question: Question) -> bool:
    """Say whether changes until the evening are known from comparing exports and only so."""
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    (known,) = connection.execute(
        "SELECT coalesce(bool_and(provenance = 'difference'), false) FROM field_changes "
        "WHERE field IN ('amount', 'close_on') "
        f"AND occurred_at < {end} AND known_at < {end}"
    ).fetchone()
    return bool(known)


def _revalued(connection: Any) -> list[Part]:
    """Return what other exchange rates made of deals that were open before; nothing without."""
    amount, count = connection.execute(
        "SELECT coalesce(sum(amount_rated - amount_before), 0), count(*) FROM moved "
        "WHERE in_before AND amount_rated <> amount_before"
    ).fetchone()
    return [Part("revalued", int(amount), count)] if count else []


def _edge(connection: Any, flag: str, amount: str, code: str) -> Part:
    total, count = connection.execute(
        f"SELECT coalesce(sum({amount}), 0), count(*) FROM moved WHERE {flag}"
    ).fetchone()
    return Part(code, int(total), count)


def _scope(question: Question, summary: Summary, *, every: bool) -> str:
    if summary.known.close_dates and not every:
        return f"open deals due in {question.period.label}"
    return "open deals with a date" if summary.totals.undated else "all open deals"


def _unknown(summary: Summary, *, every: bool) -> dict[str, NotEstimable]:
    unknown: dict[str, NotEstimable] = {}
    known = summary.known
    if not known.open_amounts:
        reason = NotEstimable("most open deals carry no amount, so deals are counted, not money")
        unknown |= {"grown": reason, "shrunk": reason}
    elif not known.amount_history:
        reason = NotEstimable("the export keeps no history of amounts")
        unknown |= {"grown": reason, "shrunk": reason}
    if every:
        return unknown
    if not known.close_dates:
        reason = NotEstimable("open deals carry no close date")
        unknown |= {"pulled_in": reason, "pushed": reason}
    elif not known.close_date_history:
        reason = NotEstimable("the export keeps no history of close dates")
        unknown |= {"pulled_in": reason, "pushed": reason}
    return unknown
