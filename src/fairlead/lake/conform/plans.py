"""What was planned and promised: targets, forecasts of people, trainings, shares in deals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fairlead.lake.conform.deals import key_sql
from fairlead.lake.conform.options import checked
from fairlead.lake.conform.staged import Staged
from fairlead.lake.conform.values import period_end

OWN_FILES = "fairlead"
"""Format of what people write themselves beside an export."""

Built: TypeAlias = tuple[str, dict[str, str], str]
"""Table, column -> SQL of its value, and a further condition on rows; `m` is the staged table."""


def period_of(part: Staged) -> tuple[str, str]:
    """Return SQL of the first day of a row's period and of the day after its last.

    The fiscal period a row names comes first; a row that gives only a first day takes the fiscal
    period for forecasts that begins on it, where there is one. Else the calendar counts.
    """
    start, end = ["m.from_on"], ["m.to_on"]
    if "period_id" in part.given:
        day = "(SELECT any_value(f.{0}) FROM period_days f WHERE f.id = m.period_id)"
        start.insert(0, day.format("from_on"))
        end.insert(0, day.format("to_on"))
    if "last_on" in part.given:
        end.append("(m.last_on + INTERVAL 1 DAY)::DATE")
    if "period" in part.given:
        mapping = part.table.mapping.of("period")
        months = checked("period", mapping.options, "period").months if mapping else None
        start.append("m.period")
        if part.table.mapping.format != OWN_FILES:
            begun = "coalesce(m.from_on, m.period)"
            end.append(
                f"(SELECT any_value(f.to_on) FROM forecast_periods f WHERE f.from_on = {begun})"
            )
        end.append(period_end("m.period", "m.period_text", months))
    return f"coalesce({', '.join(start)})", f"coalesce({', '.join(end)})"


def _places(currency: str) -> str:
    own = f"(SELECT places FROM currency_places WHERE code = {currency})"
    return f"power(10, coalesce({own}, (SELECT places FROM reporting_places)))"


def measure_of(part: Staged) -> str:
    """Return SQL of what a target measures; forecasts of another kind never add to bookings."""
    told = "lower(m.measure)" if "measure" in part.given else "NULL"
    if "quantity" in part.given:
        told = f"coalesce({told}, CASE WHEN m.amount IS NULL THEN 'quantity' END)"
    if "kind" in part.given:
        main = (
            f"(SELECT kind FROM {part.relation} GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 1)"
        )
        other = f"CASE WHEN m.kind IS DISTINCT FROM {main} THEN 'bookings of ' || m.kind END"
        told = f"coalesce({told}, {other})"
    return f"coalesce({told}, 'bookings')"


def _targets(part: Staged) -> Built:
    start, end = period_of(part)
    measure = measure_of(part)
    return (
        "targets",
        {
            "target_id": "key_id('target', concat_ws('|', coalesce(m.person, ''), "
            f"coalesce(m.team, ''), {measure}, {start}, {end}, m.part))",
            "person_id": key_sql("person", "m.person"),
            "team": "m.team",
            "measure": measure,
            "part": "m.part",
            "from_on": start,
            "to_on": end,
            "amount": f"coalesce(round(m.amount * {_places('upper(m.currency)')}), "
            "round(m.quantity))",
            "currency": "upper(m.currency)",
            "ramp_share": "m.ramp_share",
        },
        f"AND {start} IS NOT NULL AND {end} IS NOT NULL",
    )


def _submissions(part: Staged) -> Built:
    start, end = period_of(part)
    return (
        "submissions",
        {
            "submission_id": "key_id('submission', concat_ws('|', m.person, "
            f"coalesce(m.category, ''), {start}, epoch_us(m.submitted_at)))",
            "person_id": "key_id('person', m.person)",
            "from_on": start,
            "to_on": end,
            "submitted_at": "m.submitted_at",
            "category": "coalesce(lower(m.category), 'commit')",
            "layer": "lower(m.layer)" if "layer" in part.given else "NULL",
            "reason": "m.reason" if "reason" in part.given else "NULL",
            "amount": f"round(m.amount * {_places('upper(m.currency)')})",
            "currency": "upper(m.currency)",
            "known_at": "m.submitted_at",
        },
        f"AND {start} IS NOT NULL AND {end} IS NOT NULL",
    )


PLANNED = ("drawn_within", "smallest_effect", "look_on", "last_look_on", "hours")


def _trainings(part: Staged) -> Built:
    planned = {name: f"m.{name}" for name in PLANNED if name in part.given}
    if "cost" in part.given:
        planned["cost"] = f"round(m.cost * {_places('NULL::VARCHAR')})"
    return (
        "trainings",
        {
            "training_part_id": "key_id('training', m.training || '|' || m.person)",
            "training": "m.training",
            "person_id": "key_id('person', m.person)",
            "competency": "m.competency",
            "start_group": "m.start_group",
            "started_on": "m.started_on",
            "ended_on": "m.ended_on",
            "chosen_by": "lower(m.chosen_by)",
            **planned,
        },
        "",
    )


def _splits(_part: Staged) -> Built:
    return (
        "splits",
        {
            "split_id": "key_id('split', concat_ws('|', m.opportunity, m.person, "
            "coalesce(m.kind, '')))",
            "opportunity_id": "key_id('opportunity', m.opportunity)",
            "person_id": "key_id('person', m.person)",
            "share": "m.share",
            "kind": "coalesce((SELECT label FROM split_names WHERE id = m.kind), m.kind)",
        },
        "",
    )


def _deal_team(_part: Staged) -> Built:
    return (
        "deal_team",
        {
            "deal_team_id": "key_id('deal_team', concat_ws('|', m.opportunity, m.person, "
            "coalesce(m.role, '')))",
            "opportunity_id": "key_id('opportunity', m.opportunity)",
            "person_id": "key_id('person', m.person)",
            "role": "m.role",
        },
        "",
    )


PLANS: dict[str, Callable[[Staged], Built]] = {
    "targets": _targets,
    "submissions": _submissions,
    "trainings": _trainings,
    "splits": _splits,
    "deal_team": _deal_team,
}
"""Target -> what makes its rows."""
