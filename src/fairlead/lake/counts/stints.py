"""Time in stage: one row a deal and stage, with what became of it and who gets the credit.

Definitions (methods, section 2): a stint begins with the deal's first entry into the stage. It
advanced when a later stage or the win was ever reached, lost when the deal is lost without that,
else it is open. A step back or a re-opening never turns an advance into anything else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.relations import WON_RANK, Relations, until

LATE_SHARE = 0.2
LATE_DAYS = 7
SECONDS_A_DAY = 86_400


def stints(relations: Relations, deals: Any, as_of: dt.date) -> Any:
    """Return the stints known on the evening of `as_of`.

    Parameters
    ----------
    relations
        Canonical tables and the process.
    deals
        `state` of the same evening, best as a table: it is read several times.
    as_of
        The evening.

    Returns
    -------
    ibis table
        opportunity_id, pipeline, type, stage, rank, entered_at (null where only the last step is
        known), ended_at, outcome (``advanced | lost | open``), dwell_s (seconds; for open ones the
        age; null where the times are not known), person_id (credited), inherited,
        amount_at_entry, provenance (``observed`` or ``last step``).
    """
    observed = relations.backend.create_table(
        "stints_observed", _observed(relations, deals, as_of), temp=True, overwrite=True
    )
    credited = _credit(relations, observed)
    return credited.union(_last_steps(relations, deals))


def _entries(relations: Relations, deals: Any, as_of: dt.date) -> Any:
    """Return the first entry of each deal into each rank, the win among them."""
    import ibis

    end = ibis.literal(until(as_of))
    process = relations.process.filter(lambda t: t["rank"].notnull()).select(
        process_pipeline="pipeline", process_stage="stage", rank="rank"
    )
    pipelines = deals.select("opportunity_id", "pipeline")
    moves = relations.stage_changes.filter(
        lambda t: (t.occurred_at < end) & (t.known_at < end)
    ).select("opportunity_id", "occurred_at", "to_stage")
    moves = moves.inner_join(pipelines, "opportunity_id")
    moves = moves.inner_join(
        process,
        [moves.pipeline == process.process_pipeline, moves.to_stage == process.process_stage],
    )
    entries = moves.select("opportunity_id", "rank", entered_at="occurred_at", stage="to_stage")
    wins = deals.filter(
        (deals.outcome == "won") & deals.has_history & deals.closed_at.notnull()
    ).select(
        "opportunity_id",
        rank=ibis.literal(WON_RANK, type="int64"),
        entered_at=deals.closed_at,
        stage=ibis.literal("", type="string"),
    )
    every = entries.union(wins)
    return every.group_by(["opportunity_id", "rank"]).agg(
        entered_at=every.entered_at.min(), stage=every.stage.max()
    )


def _observed(relations: Relations, deals: Any, as_of: dt.date) -> Any:
    import ibis

    end = ibis.literal(until(as_of))
    entries = _entries(relations, deals, as_of)
    further = ibis.window(group_by="opportunity_id", order_by=ibis.desc("rank"), rows=(None, -1))
    reached = entries.mutate(advanced_at=entries.entered_at.min().over(further))
    steps = reached.filter(reached["rank"] < WON_RANK)
    keep = deals.select(
        "opportunity_id",
        "pipeline",
        "type",
        "owner_id",
        "amount",
        deal_outcome="outcome",
        deal_closed_at="closed_at",
    )
    steps = steps.inner_join(keep, "opportunity_id")
    outcome = ibis.cases(
        (steps.advanced_at.notnull(), "advanced"),
        (steps.deal_outcome == "lost", "lost"),
        else_="open",
    )
    ended = ibis.cases(
        (steps.advanced_at.notnull(), ibis.greatest(steps.advanced_at, steps.entered_at)),
        (steps.deal_outcome == "lost", ibis.greatest(steps.deal_closed_at, steps.entered_at)),
    )
    steps = steps.mutate(outcome=outcome, ended_at=ended)
    stop = ibis.coalesce(steps.ended_at, end)
    return steps.mutate(
        dwell_s=(stop.epoch_seconds() - steps.entered_at.epoch_seconds()).cast("int64")
    )


def _owner_spans(relations: Relations) -> Any:
    """Return who owned each deal with owner changes, from when to when (open ends are null)."""
    import ibis

    changes = relations.field_changes.filter(lambda t: t.field == "owner_id")
    window = ibis.window(group_by="opportunity_id", order_by=["occurred_at", "sequence"])
    moved = changes.select(
        "opportunity_id",
        owner_id=changes.new.cast("int64"),
        from_at=changes.occurred_at,
        to_at=changes.occurred_at.lead().over(window),
        old=changes.old,
        nth=ibis.row_number().over(window),
    )
    first = moved.filter(lambda t: (t.nth == 0) & t.old.notnull())
    before = first.select(
        "opportunity_id",
        owner_id=first.old.cast("int64"),
        from_at=ibis.null("timestamp('UTC', 6)"),
        to_at=first.from_at,
    )
    return moved.select("opportunity_id", "owner_id", "from_at", "to_at").union(before)


def _credit(relations: Relations, steps: Any) -> Any:
    """Give each stint to whoever owned it longest; who came late never gets it."""
    import ibis

    spans = _owner_spans(relations).rename(span_owner="owner_id")
    stop = ibis.coalesce(steps.ended_at, steps.entered_at + steps.dwell_s.as_interval("s"))
    timed = steps.select("opportunity_id", "rank", "entered_at", "dwell_s", stop_at=stop)
    pairs = timed.inner_join(spans, "opportunity_id")
    start = ibis.ifelse(
        pairs.from_at.isnull() | (pairs.from_at < pairs.entered_at), pairs.entered_at, pairs.from_at
    )
    finish = ibis.ifelse(
        pairs.to_at.isnull() | (pairs.to_at > pairs.stop_at), pairs.stop_at, pairs.to_at
    )
    overlap = finish.epoch_seconds() - start.epoch_seconds()
    at_entry = (pairs.from_at.isnull() | (pairs.from_at <= pairs.entered_at)) & (
        pairs.to_at.isnull() | (pairs.to_at > pairs.entered_at)
    )
    left = pairs.stop_at.epoch_seconds() - start.epoch_seconds()
    late = ~at_entry & ((left < LATE_SHARE * pairs.dwell_s) | (left < LATE_DAYS * SECONDS_A_DAY))
    earlier = pairs.from_at.isnull() | (pairs.from_at < pairs.entered_at)
    pairs = pairs.mutate(overlap=overlap, at_entry=at_entry, late=late, earlier=earlier)
    window = ibis.window(
        group_by=["opportunity_id", "rank"],
        order_by=[ibis.desc("overlap"), ibis.desc("at_entry"), ibis.asc("span_owner")],
    )
    eligible = pairs.filter((pairs.overlap > 0) | pairs.at_entry).filter(lambda t: ~t.late)
    best = (
        eligible.mutate(nth=ibis.row_number().over(window))
        .filter(lambda t: t.nth == 0)
        .select("opportunity_id", "rank", credited="span_owner")
    )
    others = pairs.filter(pairs.earlier).select("opportunity_id", "rank", "span_owner")
    joined = others.inner_join(best, ["opportunity_id", "rank"])
    handed = joined.group_by(["opportunity_id", "rank"]).agg(
        inherited=(joined.span_owner != joined.credited).any()
    )
    named = steps.left_join(best, ["opportunity_id", "rank"]).drop(
        "opportunity_id_right", "rank_right"
    )
    named = named.left_join(handed, ["opportunity_id", "rank"]).drop(
        "opportunity_id_right", "rank_right"
    )
    return _finished(relations, named)


def _finished(relations: Relations, named: Any) -> Any:
    import ibis

    owner = ibis.coalesce(named.credited, named.owner_id)
    named = named.mutate(owner_key=owner)
    keys = relations.person_keys.select("key_id", "person_id")
    named = named.left_join(keys, named.owner_key == keys.key_id)
    amounts = _amounts_at_entry(relations, named)
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
        provenance=ibis.literal("observed"),
    )


def _amounts_at_entry(relations: Relations, steps: Any) -> Any:
    """Return the amount before the first change after entry, for stints that have one."""
    import ibis

    changes = relations.field_changes.filter(lambda t: t.field == "amount").select(
        "opportunity_id", "occurred_at", "sequence", "old"
    )
    pairs = steps.select("opportunity_id", "rank", "entered_at").inner_join(
        changes, "opportunity_id"
    )
    after = pairs.filter(pairs.occurred_at > pairs.entered_at)
    window = ibis.window(group_by=["opportunity_id", "rank"], order_by=["occurred_at", "sequence"])
    return (
        after.mutate(nth=ibis.row_number().over(window))
        .filter(lambda t: t.nth == 0)
        .select(
            "opportunity_id",
            "rank",
            amount_then=after.old.cast("int64"),
            amount_set=ibis.literal(value=True),
        )
    )


def _last_steps(relations: Relations, deals: Any) -> Any:
    """Return stints of deals without history, from the last step they reached.

    Only where the export keeps stage and outcome apart, so that a closed deal still shows its
    step. Assumes that no step was skipped; times are not known.
    """
    import ibis

    process = relations.process.filter(lambda t: t.kind == "open")
    here = process.select(here_pipeline="pipeline", here_stage="stage", here_rank="rank")
    below = process.select(step_pipeline="pipeline", step_stage="stage", step_rank="rank")
    bare = deals.filter(~deals.has_history & deals.stage.notnull())
    closed_here = bare.filter(bare.outcome.isin(["won", "lost"])).inner_join(
        here, [bare.pipeline == here.here_pipeline, bare.stage == here.here_stage]
    )
    telling = closed_here.select("pipeline").distinct().rename(telling="pipeline")
    known = bare.inner_join(
        here, [bare.pipeline == here.here_pipeline, bare.stage == here.here_stage]
    )
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
        provenance=ibis.literal("last step"),
    )
