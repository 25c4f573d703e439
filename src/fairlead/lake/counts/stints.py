"""Time in stage: one row a deal and stage, with what became of it and who gets the credit.

Definitions (methods, section 2): a stint begins with the deal's first entry into the stage. It
advanced when a later stage or the win was ever reached, lost when the deal is lost without that,
else it is open. A step back or a re-opening never turns an advance into anything else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.relations import NO_CODE, WON_RANK, Relations, microseconds

LATE_SHARE = 0.2
LATE_DAYS = 7
SECOND = 1_000_000
DAY = 86_400 * SECOND


def fill_stints(relations: Relations, name: str, deals: str, as_of: dt.date) -> None:
    """Fill the temp table `name` with the stints known on the evening of `as_of`.

    Parameters
    ----------
    relations
        On whose connection.
    name
        The table: opportunity_id, pipeline, type, stage, rank, entered_at (null where it is not
        known), ended_at, outcome (``advanced | lost | open``), dwell_s (whole seconds; for open
        ones the age; null where the times are not known), person_id (credited), inherited
        (somebody else owned the deal in an earlier stage), amount_at_entry (minor units of
        ``currency``), currency, provenance (``observed`` or ``last step``).
    deals
        A temp table that `fill_state` filled for the same evening.
    as_of
        The evening.
    """
    relations.ask(as_of)
    relations.fill(
        "stints_observed",
        lambda: _observed(relations, relations.table(deals)),
        query=f"stints_observed of {deals}",
    )
    relations.fill(name, lambda: _known(relations, deals), query=f"stints of {deals}")


def _known(relations: Relations, deals: str) -> Any:
    credited = _credit(relations, relations.table("stints_observed"))
    return credited.union(_last_steps(relations, relations.table(deals)))


def _entries(relations: Relations, deals: Any) -> Any:
    """Return the first entry of each deal into each rank, the win among them.

    `entered_at` is null where a deal is known to have been in the stage, but not since when.
    """
    import ibis

    end = relations.end
    moves = relations.moves.filter(lambda t: (t.occurred_at < end) & (t.known_at < end))
    entries = moves.filter(moves["rank"].notnull()).select(
        "opportunity_id", "rank", "code", entered_at="occurred_at"
    )
    wins = deals.filter(
        (deals.outcome == "won") & deals.has_history & deals.closed_at.notnull()
    ).select(
        "opportunity_id",
        rank=ibis.literal(WON_RANK, type="int64"),
        code=ibis.null("int32"),
        entered_at=deals.closed_at,
    )
    every = entries.union(_implied(relations, moves, deals), wins)
    return every.group_by(["opportunity_id", "rank"]).agg(
        code=every.code.max(), entered_at=every.entered_at.min()
    )


def _implied(relations: Relations, moves: Any, deals: Any) -> Any:
    """Return the stage each deal's first event left, as an entry.

    Histories of changes never say that a deal entered its first stage. It did so when it was
    created, if that was after history began to be kept, as far as `moves` tell; else nobody knows
    when.
    """
    import ibis

    named = moves.filter(moves.left_code != NO_CODE).select("opportunity_id").distinct()
    first = (
        moves.semi_join(named, "opportunity_id")
        .group_by("opportunity_id")
        .agg(
            code=lambda t: t.left_code.argmin(t.place),
            first_at=lambda t: t.occurred_at.min(),
        )
    )
    ranked = first.inner_join(relations.codes.select("code", "rank"), "code")
    ranked = ranked.filter(ranked["rank"].notnull())
    ranked = ranked.inner_join(deals.select("opportunity_id", "created_at"), "opportunity_id")
    began = relations.began if relations.in_parts else moves.occurred_at.min().as_scalar()
    known = (ranked.created_at >= began) & (ranked.created_at <= ranked.first_at)
    return ranked.select(
        "opportunity_id",
        "rank",
        "code",
        entered_at=ibis.ifelse(known, ranked.created_at, ibis.null("timestamp('UTC', 6)")),
    )


def _observed(relations: Relations, deals: Any) -> Any:
    import ibis

    end = relations.end
    entries = _entries(relations, deals)
    later_first = {"group_by": "opportunity_id", "order_by": ibis.desc("rank")}
    further = ibis.window(**later_first, rows=(None, -1))
    whole = ibis.window(**later_first, rows=(None, None))  # in the order of the other: one sort
    reached = entries.mutate(
        advanced=entries["rank"].max().over(whole) > entries["rank"],
        advanced_at=entries.entered_at.min().over(further),
        born_at=entries.entered_at.min().over(whole),
    )
    steps = reached.filter(reached["rank"] < WON_RANK)
    deal = deals.select(
        "opportunity_id",
        "type",
        "owner_id",
        "amount",
        "currency",
        deal_outcome="outcome",
        deal_closed_at="closed_at",
    )
    steps = steps.inner_join(deal, "opportunity_id")
    outcome = ibis.cases(
        (steps.advanced, "advanced"),
        (steps.deal_outcome == "lost", "lost"),
        else_="open",
    )
    lost = (steps.deal_outcome == "lost") & steps.deal_closed_at.notnull()
    ended = ibis.cases(
        (steps.advanced, ibis.greatest(steps.advanced_at, steps.entered_at)),
        (lost, ibis.greatest(steps.deal_closed_at, steps.entered_at)),
    )
    steps = steps.mutate(outcome=outcome, ended_at=ended)
    stop = ibis.ifelse(steps.outcome == "open", end, steps.ended_at)
    dwell = microseconds(stop) - microseconds(steps.entered_at)
    return steps.mutate(stop_at=stop, dwell_s=(dwell // SECOND).cast("int64"))


def _owner_spans(relations: Relations) -> Any:
    """Return who owned each deal with owner changes, from when to when (open ends are null).

    Only changes known on the evening asked count; a deal without any has no row. Times when
    nobody owned the deal are left out.
    """
    import ibis

    end = relations.end
    changes = relations.field_changes.filter(
        lambda t: (t.field == "owner_id") & (t.occurred_at < end) & (t.known_at < end)
    )
    window = ibis.window(group_by="opportunity_id", order_by=["occurred_at", "sequence"])
    moved = changes.select(
        "opportunity_id",
        owner_id=changes.new.cast("int64"),
        from_at=changes.occurred_at,
        to_at=changes.occurred_at.lead().over(window),
        old=changes.old,
        nth=ibis.row_number().over(window),
    )
    first = moved.filter(lambda t: t.nth == 0)
    before = first.select(
        "opportunity_id",
        owner_id=first.old.cast("int64"),
        from_at=ibis.null("timestamp('UTC', 6)"),
        to_at=first.from_at,
    )
    spans = moved.select("opportunity_id", "owner_id", "from_at", "to_at").union(before)
    keys = relations.person_keys.select("key_id", owner="person_id")
    return spans.left_join(keys, spans.owner_id == keys.key_id).select(
        "opportunity_id", "owner", "from_at", "to_at"
    )


def _owned(relations: Relations, steps: Any) -> Any:
    """Return one row a stint and owner: how long, since when, whether at entry or before it.

    Times are microseconds; a person's times in one stint count together. Where the entry is not
    known, the owner at the end counts, and who came before is not known.
    """
    import ibis

    spans = _owner_spans(relations)
    stop = ibis.coalesce(steps.stop_at, steps.entered_at)
    timed = steps.select("opportunity_id", "rank", "entered_at", "born_at", stop_at=stop)
    pairs = timed.inner_join(spans, "opportunity_id")
    never = ibis.literal(0, type="int64")
    at, born, last = (microseconds(pairs[name]) for name in ("entered_at", "born_at", "stop_at"))
    entered = ibis.coalesce(at, last)
    since = ibis.coalesce(microseconds(pairs.from_at), never)
    to = ibis.coalesce(microseconds(pairs.to_at), ibis.greatest(last, entered) + DAY)
    start, finish = ibis.greatest(since, entered), ibis.least(to, last)
    overlap = ibis.greatest(finish - start, never)
    at_entry = (since <= entered) & (to > entered)
    pairs = pairs.mutate(
        overlap=overlap,
        at_entry=at_entry,
        came=ibis.cases((at_entry | (overlap > 0), start)),
        earlier=at.notnull() & (ibis.least(to, entered) > ibis.greatest(since, born)),
        last=last,
        dwell=last - entered,
    )
    return pairs.group_by(["opportunity_id", "rank", "owner"]).agg(
        overlap=pairs.overlap.sum(),
        at_entry=pairs.at_entry.any(),
        came=pairs.came.min(),
        earlier=pairs.earlier.any(),
        last=pairs["last"].max(),
        dwell=pairs.dwell.max(),
    )


def credit(relations: Relations, steps: Any) -> Any:
    """Return who gets each stint: whoever owned it longest; who came late never gets it.

    Parameters
    ----------
    relations
        Canonical tables and the process.
    steps
        opportunity_id, rank, entered_at, born_at (first entry of the deal), stop_at.

    Returns
    -------
    ibis table
        opportunity_id, rank, credited (null where nobody may have it), inherited, owners_known;
        no row where the deal's owner never changed.
    """
    import ibis

    owned = _owned(relations, steps)
    left = owned["last"] - owned.came
    late = ~owned.at_entry & ((left < LATE_SHARE * owned.dwell) | (left < LATE_DAYS * DAY))
    fair = owned.owner.notnull() & owned.came.notnull() & ~late
    window = ibis.window(
        group_by=["opportunity_id", "rank"],
        order_by=[
            ibis.desc("fair"),
            ibis.desc("overlap"),
            ibis.desc("at_entry"),
            ibis.asc("came"),
            ibis.asc("owner"),
        ],
    )
    ranked = owned.mutate(fair=fair).mutate(nth=ibis.row_number().over(window))
    best = ranked.group_by(["opportunity_id", "rank"]).agg(
        credited=ranked.owner.max(where=(ranked.nth == 0) & ranked.fair),
        owners_before=ranked.owner.nunique(where=ranked.earlier),
        own_before=ranked.earlier.any(where=(ranked.nth == 0) & ranked.fair),
    )
    others = best.owners_before - ibis.ifelse(
        best.own_before.fill_null(ibis.literal(value=False)), 1, 0
    )
    return best.select(
        "opportunity_id",
        "rank",
        "credited",
        inherited=best.credited.notnull() & (others > 0),
        owners_known=ibis.literal(value=True),
    )


def _credit(relations: Relations, steps: Any) -> Any:
    """Add who gets each stint, and what the deal was worth at its entry."""
    best = credit(relations, steps)
    named = steps.left_join(best, ["opportunity_id", "rank"]).drop(
        "opportunity_id_right", "rank_right"
    )
    return _finished(relations, named)


def _finished(relations: Relations, named: Any) -> Any:
    import ibis

    keys = relations.person_keys.select("key_id", owner_then="person_id")
    named = named.left_join(keys, named.owner_id == keys.key_id)
    named = named.mutate(
        person_id=ibis.ifelse(named.owners_known.isnull(), named.owner_then, named.credited)
    )
    named = named.inner_join(relations.codes.select("code", "pipeline", "stage"), "code")
    amounts = amounts_at_entry(relations, named)
    named = named.left_join(amounts, ["opportunity_id", "rank"]).drop(
        "opportunity_id_right", "rank_right"
    )
    return named.select(
        "opportunity_id",
        "pipeline",
        "type",
        "stage",
        "rank",
        "entered_at",
        "ended_at",
        "outcome",
        "dwell_s",
        "person_id",
        inherited=named.inherited.fill_null(ibis.literal(value=False)),
        amount_at_entry=ibis.ifelse(
            named.amount_set.fill_null(ibis.literal(value=False)), named.amount_then, named.amount
        ),
        currency=named.currency,
        provenance=ibis.literal("observed"),
    )


def amounts_at_entry(relations: Relations, steps: Any) -> Any:
    """Return the amount at entry of stints of deals whose amount ever changed.

    The newest change until entry counts, those of the same instant too; else the old value of the
    first change after it; where the entry is not known, the earliest amount. What came to be known
    after the evening asked is after entry, whenever it happened.
    """
    import ibis

    end = relations.end
    changes = relations.field_changes.filter(lambda t: t.field == "amount").select(
        "opportunity_id", "occurred_at", "known_at", "sequence", "old", "new"
    )
    pairs = steps.select("opportunity_id", "rank", "entered_at").inner_join(
        changes, "opportunity_id"
    )
    by_then = (pairs.occurred_at <= pairs.entered_at).fill_null(ibis.literal(value=False)) & (
        pairs.known_at < end
    )
    place = microseconds(pairs.occurred_at) * 1_024 + ibis.least(pairs.sequence, 1_023)
    pairs = pairs.mutate(by_then=by_then, place=ibis.ifelse(by_then, -place, place))
    window = ibis.window(
        group_by=["opportunity_id", "rank"], order_by=[ibis.desc("by_then"), ibis.asc("place")]
    )
    return (
        pairs.mutate(nth=ibis.row_number().over(window))
        .filter(lambda t: t.nth == 0)
        .select(
            "opportunity_id",
            "rank",
            amount_then=lambda t: ibis.ifelse(t.by_then, t.new, t.old).cast("int64"),
            amount_set=ibis.literal(value=True),
        )
    )


def _last_steps(relations: Relations, deals: Any) -> Any:
    """Return stints of deals without history, from the last step they reached.

    Only in pipelines where won deals still show a step: where they sit in a stage of their own,
    the steps they took are not known, and the rates of the others alone would be too low. Assumes
    that no step was skipped; times are not known.
    """
    import ibis

    process = relations.process.filter(lambda t: t.kind == "open")
    here = process.select(here_pipeline="pipeline", here_stage="stage", here_rank="rank")
    below = process.select(step_pipeline="pipeline", step_stage="stage", step_rank="rank")
    bare = deals.filter(~deals.has_history & deals.stage.notnull())
    known = bare.inner_join(
        here, [bare.pipeline == here.here_pipeline, bare.stage == here.here_stage]
    )
    if not relations.in_parts:
        won_here = known.filter(known.outcome == "won")
        telling = won_here.select("pipeline").distinct().rename(telling="pipeline")
        known = known.inner_join(telling, known.pipeline == telling.telling)
    steps = known.inner_join(
        below,
        [known.pipeline == below.step_pipeline, known.here_rank >= below.step_rank],
    )
    keys = relations.person_keys.select("key_id", "person_id")
    steps = steps.left_join(keys, steps.owner_id == keys.key_id)
    top = steps.step_rank == steps.here_rank
    outcome = ibis.cases(
        (~top, "advanced"),
        (steps.outcome == "won", "advanced"),
        (steps.outcome == "lost", "lost"),
        else_="open",
    )
    none = ibis.null("timestamp('UTC', 6)")
    return steps.select(
        "opportunity_id",
        "pipeline",
        "type",
        stage=steps.step_stage,
        rank=steps.step_rank,
        entered_at=steps.created_at,
        ended_at=none,
        outcome=outcome,
        dwell_s=ibis.null("int64"),
        person_id=steps.person_id,
        inherited=ibis.literal(value=False),
        amount_at_entry=steps.amount,
        currency=steps.currency,
        provenance=ibis.literal("last step"),
    )
