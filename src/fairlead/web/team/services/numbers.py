"""What the numbers say of somebody on the day a plan is opened, to be copied into it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.leadership.growth import Quarter
from fairlead.leadership.plans import Since, since_plan
from fairlead.web.people.access import individuals_shown
from fairlead.web.people.selectors import person_shown
from fairlead.web.published.selectors import answer
from fairlead.web.team.models import Plan
from fairlead.web.team.selectors import Told, measured, rates_of, step_name, steps_of
from fairlead.web.team.services.zones import company_quarter


def numbers_of(person: str) -> list[dict[str, Any]]:
    """Return what the numbers say of somebody, to be copied into a plan with its source."""
    shown = person_shown(person)
    if not individuals_shown() or shown.crm_id is None:
        return []
    found = answer("diagnose", "person", str(shown.crm_id))
    if found is None:
        return _rates_copied(rates_of(person))
    source = f"page Diagnose as it was on {found.as_of.isoformat()}, state {found.state}"
    return [
        {"part": part["title"], "text": line["text"], "source": source}
        for part in found.body["sections"]
        for line in part["lines"]
    ][:12]


def _rates_copied(rates: list[Told]) -> list[dict[str, Any]]:
    """Return rates for a plan: those that differ, how many do not, and these folded away."""
    alike = [told for told in rates if not told.differs]
    shown = [told for told in rates if told.differs]
    if alike:
        many = f"{len(alike)} of {len(rates)} steps: no difference beyond chance from what deals"
        shown.append(Told(alike[0].part, f"{many} like theirs give.", alike[0].source))
    return [
        {"part": told.part, "text": told.text, "source": told.source, "folded": not told.differs}
        for told in [*shown, *alike]
    ]


def choice_of_rates(person: str) -> list[str]:
    """Return the rates a plan may move: the steps told about the person."""
    found = measured(person)
    steps = steps_of(found) if found else []
    return sorted({name for row in steps for name in (row["name"], step_name(row))})


def since(plan: Plan) -> tuple[Since, dt.date] | None:
    """Return what the rate a plan should move did before it and since, and the day that is from.

    None where the plan names no step that is told about the person. A name without its kind of
    deals is of all kinds together.
    """
    found, named = measured(plan.person), plan.rate.strip().casefold()
    steps = steps_of(found) if found else []
    rows = [row for row in steps if named in {row["name"].casefold(), step_name(row).casefold()}]
    if found is None or not rows:
        return None
    quarters = [
        Quarter("", dt.date.fromisoformat(q["start"]), q["successes"], q["n"], q["open"])
        for row in rows
        for q in row["quarters"]
    ]
    opened_in = company_quarter(plan.opened_on)
    return since_plan(quarters, (opened_in.start, opened_in.end)), found.as_of
