"""What was planned and promised: targets, forecasts of people, trainings, shares in deals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fairlead.lake.conform.deals import key_sql
from fairlead.lake.conform.options import checked
from fairlead.lake.conform.staged import Staged
from fairlead.lake.conform.values import period_end

Built: TypeAlias = tuple[str, dict[str, str], str]
"""Table, column -> SQL of its value, and a further condition on rows; `m` is the staged table."""


def period_of(part: Staged) -> tuple[str, str]:
    """Return SQL of the first day of a row's period and of the day after its last."""
    if "period" not in part.given:
        return "m.from_on", "m.to_on"
    mapping = part.table.mapping.of("period")
    months = checked("period", mapping.options, "period").months if mapping else None
    return "coalesce(m.from_on, m.period)", (
        f"coalesce(m.to_on, {period_end('m.period', 'm.period_text', months)})"
    )


def _places(currency: str) -> str:
    own = f"(SELECT places FROM currency_places WHERE code = {currency})"
    return f"power(10, coalesce({own}, (SELECT places FROM reporting_places)))"


def _targets(part: Staged) -> tuple[str, dict[str, str], str]:
    start, end = period_of(part)
    return (
        "targets",
        {
            "target_id": "key_id('target', concat_ws('|', coalesce(m.person, ''), "
            f"coalesce(m.team, ''), coalesce(m.measure, 'bookings'), {start}, {end}))",
            "person_id": key_sql("person", "m.person"),
            "team": "m.team",
            "measure": "coalesce(lower(m.measure), 'bookings')",
            "from_on": start,
            "to_on": end,
            "amount": f"round(m.amount * {_places('upper(m.currency)')})",
            "currency": "upper(m.currency)",
            "ramp_share": "m.ramp_share",
        },
        f"AND {start} IS NOT NULL AND {end} IS NOT NULL",
    )


def _submissions(part: Staged) -> tuple[str, dict[str, str], str]:
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
            "amount": f"round(m.amount * {_places('upper(m.currency)')})",
            "currency": "upper(m.currency)",
            "known_at": "m.submitted_at",
        },
        f"AND {start} IS NOT NULL AND {end} IS NOT NULL",
    )


def _trainings(_part: Staged) -> tuple[str, dict[str, str], str]:
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
        },
        "",
    )


def _splits(_part: Staged) -> tuple[str, dict[str, str], str]:
    return (
        "splits",
        {
            "split_id": "key_id('split', concat_ws('|', m.opportunity, m.person, "
            "coalesce(m.kind, '')))",
            "opportunity_id": "key_id('opportunity', m.opportunity)",
            "person_id": "key_id('person', m.person)",
            "share": "m.share",
            "kind": "m.kind",
        },
        "",
    )


PLANS: dict[str, Callable[[Staged], Built]] = {
    "targets": _targets,
    "submissions": _submissions,
    "trainings": _trainings,
    "splits": _splits,
}
"""Target -> what makes its rows."""
