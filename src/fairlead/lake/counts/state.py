"""Deals as they were on the evening of a day, using nothing that was known later.

Outcome, by the first rule that applies (docs/decisions/0006):

1. the deal's row was last touched by then: the row itself is the state;
2. its history holds closings: the last event by then decides (before its first event a deal was
   where that event took it from, closed only once its close date has passed);
3. two exports differ in its outcome and not in its stage: the newest such change by then, else
   what the first one after it took it from (closed only if its close date has passed);
4. the row says won or lost and the closing date has passed: that outcome;
5. else open.

Amount, currency, close date and owner go back through `field_changes`: the newest change by then,
else the old value of the first change after it, else the present value.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.relations import NO_CODE, Relations, day_of, microseconds

EVENT_LOG = "event_log"
"""Cases of an event log have no row of their own: their outcome is in their events only."""

STATE_COLUMNS = (
    "opportunity_id",
    "pipeline",
    "type",
    "created_at",
    "owner_id",
    "amount",
    "currency",
    "close_on",
    "stage",
    "outcome",
    "closed_at",
    "booked_on",
    "has_history",
)


def fill_state(relations: Relations, name: str, as_of: dt.date) -> None:
    """Fill the temp table `name` with deals as they were on the evening of `as_of` (`state`)."""
    relations.ask(as_of)
    relations.fill(name, lambda: state(relations), query="state")


def state(relations: Relations) -> Any:
    """Return one row a deal that existed by the evening asked, with `STATE_COLUMNS`.

    ``booked_on`` is the day the CRM books a closed deal (its close date, else the closing
    instant); ``closed_at`` when it really closed. Deleted deals are left out.
    """
    import ibis

    end = relations.end
    deals = relations.opportunities.filter(lambda t: t.outcome != "deleted")
    events = _events(relations, end)
    joined = deals.left_join(events, "opportunity_id").drop("opportunity_id_right")
    joined = joined.left_join(_flips(relations, end), "opportunity_id")
    joined = _as_known(relations, joined.drop("opportunity_id_right"), end)
    existed = ibis.coalesce(joined.created_at, joined.first_at, joined.closed_at, joined.known_at)
    return _judged(joined.filter(existed < end), end, relations.evening)


def _judged(joined: Any, end: Any, evening: Any) -> Any:
    """Return `STATE_COLUMNS` from deals joined with their events and values of the day."""
    import ibis

    passed = joined.close_on_then <= evening
    settled = (joined.known_at < end) & (joined.source != EVENT_LOG)
    row_closed = joined.outcome.isin(["won", "lost"])
    told = joined.has_closing.fill_null(ibis.literal(value=False)) & ~settled
    too_early = joined.last_at.isnull() & ~passed.fill_null(ibis.literal(value=False))
    unsure = joined.told_kind.isin(["won", "lost"]) & too_early
    joined = joined.mutate(
        told_kind=ibis.ifelse(unsure, "open", joined.told_kind),
        told_stage=ibis.ifelse(unsure, ibis.null("string"), joined.told_stage),
    )
    flipped = _flipped(joined, passed)
    outcome = ibis.cases(
        (settled, joined.outcome),
        (told, joined.told_kind.cases(("won", "won"), ("lost", "lost"), else_="open")),
        (flipped.notnull(), flipped),
        (row_closed & (joined.closed_at < end), joined.outcome),
        else_="open",
    )
    is_closed = outcome.isin(["won", "lost"])
    of_row = ibis.ifelse(~settled & flipped.notnull(), joined.flipped_at, joined.closed_at)
    closed_at = ibis.ifelse(is_closed, _closing(joined, told, of_row), ibis.null())
    stage = ibis.cases(
        (settled, ibis.coalesce(joined.stage, joined.told_stage)),
        (is_closed & ~told, ibis.coalesce(joined.told_stage, joined.stage)),
        else_=joined.told_stage,
    )
    booked_on = ibis.coalesce(joined.close_on_then, day_of(closed_at))
    return joined.select(
        opportunity_id=joined.opportunity_id,
        pipeline=joined.pipeline,
        type=joined.type,
        created_at=joined.created_at,
        owner_id=joined.owner_then,
        amount=joined.amount_then,
        currency=joined.currency_then,
        close_on=joined.close_on_then,
        stage=stage,
        outcome=outcome,
        closed_at=closed_at,
        booked_on=ibis.ifelse(is_closed, booked_on, ibis.null()),
        has_history=joined.first_at.notnull(),
    )


def _closing(joined: Any, told: Any, of_row: Any) -> Any:
    """Return when a deal closed: as its history tells, else as its row does."""
    import ibis

    event_at = ibis.cases((joined.told_kind.isin(["won", "lost"]), joined.last_at))
    return ibis.coalesce(event_at, ibis.ifelse(told, ibis.null(), of_row))


def _flipped(joined: Any, passed: Any) -> Any:
    """Return the outcome that two exports tell beside the stage, null where they tell none."""
    import ibis

    closed = joined.flips_from.isin(["won", "lost"])
    too_soon = closed & ~passed.fill_null(ibis.literal(value=False))
    return ibis.coalesce(joined.flipped_to, ibis.ifelse(too_soon, "open", joined.flips_from))


def _events(relations: Relations, end: Any) -> Any:
    """Return one row a deal with events: what its history tells of the evening.

    ``told_stage`` is the last stage by then, else the one its first event left; ``told_kind`` the
    kind of that. States beside the road are no last event: a cancelled offer says nothing about
    the deal. ``has_closing`` looks at the whole history: a closing that came later shows that the
    deal's row, with a close date put back by hand, does not tell of the evening.
    """
    import ibis

    moves = relations.moves
    by_then = (moves.occurred_at < end) & (moves.known_at < end)
    told = by_then & ~moves.beside
    found = moves.group_by("opportunity_id").agg(
        last_code=moves.code.argmax(moves.place, where=told),
        last_at=moves.occurred_at.max(where=told),
        left_code=moves.left_code.argmin(moves.place),
        has_closing=moves.closing.any(),
        first_at=moves.occurred_at.min(where=by_then),
    )
    left = ibis.ifelse(found.first_at.isnull(), found.left_code.nullif(NO_CODE), ibis.null("int32"))
    found = found.mutate(told_code=ibis.coalesce(found.last_code, left))
    stages = relations.codes.select(told_code="code", told_stage="stage", kind="kind")
    found = found.left_join(stages, "told_code")
    return found.select(
        "opportunity_id",
        "told_stage",
        "last_at",
        "has_closing",
        "first_at",
        told_kind=found.kind.fill_null("open"),
    )


def _flips(relations: Relations, end: Any) -> Any:
    """Return one row a deal whose outcome changed between two exports while its stage did not.

    ``flipped_to`` is the newest such outcome by then, with ``flipped_at``; ``flips_from`` what the
    first later change took it from.
    """
    import ibis

    changes = relations.field_changes.filter(lambda t: t.field == "outcome")
    by_then = (changes.occurred_at < end) & (changes.known_at < end)
    place = microseconds(changes.occurred_at) * 1_024 + ibis.least(changes.sequence, 1_023)
    return changes.group_by("opportunity_id").agg(
        flipped_to=changes.new.argmax(place, where=by_then),
        flipped_at=changes.occurred_at.max(where=by_then),
        flips_from=changes.old.argmin(place, where=~by_then),
    )


def _as_known(relations: Relations, joined: Any, end: Any) -> Any:
    """Add amount_then, currency_then, close_on_then and owner_then."""
    import ibis

    fields = {"amount": "int64", "currency": "string", "close_on": "date", "owner_id": "int64"}
    changes = relations.field_changes.filter(lambda t: t.field.isin(list(fields)))
    order = ["occurred_at", "sequence"]
    before = _one_per_field(
        changes.filter(lambda t: (t.occurred_at < end) & (t.known_at < end)),
        "new",
        [ibis.desc(c) for c in order],
        "before",
        fields,
    )
    after = _one_per_field(
        changes.filter(lambda t: ~((t.occurred_at < end) & (t.known_at < end))),
        "old",
        [ibis.asc(c) for c in order],
        "after",
        fields,
    )
    for side in (before, after):
        joined = joined.left_join(side, "opportunity_id").drop("opportunity_id_right")
    settled = joined.known_at < end
    values = {}
    for field, kind in fields.items():
        values[f"{'owner' if field == 'owner_id' else field}_then"] = ibis.cases(
            (settled, joined[field]),
            (
                joined[f"before_{field}_set"].fill_null(ibis.literal(value=False)),
                joined[f"before_{field}"].cast(kind),
            ),
            (
                joined[f"after_{field}_set"].fill_null(ibis.literal(value=False)),
                joined[f"after_{field}"].cast(kind),
            ),
            else_=joined[field],
        )
    return joined.mutate(**values)


def _one_per_field(
    changes: Any, column: str, order: list[Any], prefix: str, fields: dict[str, str]
) -> Any:
    """Return one row a deal with the first change of each field in `order`."""
    import ibis

    window = ibis.window(group_by=["opportunity_id", "field"], order_by=order)
    first = changes.mutate(nth=ibis.row_number().over(window)).filter(lambda t: t.nth == 0)
    values: dict[str, Any] = {}
    for field in fields:
        values[f"{prefix}_{field}"] = first[column].max(where=first.field == field)
        values[f"{prefix}_{field}_set"] = (first.field == field).any()
    return first.group_by("opportunity_id").agg(**values)
