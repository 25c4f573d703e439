"""What the numbers say of somebody on the day a plan is opened, to be copied into it."""

from __future__ import annotations

from typing import Any

from fairlead.web.people.access import individuals_shown
from fairlead.web.people.selectors import person_shown
from fairlead.web.published.selectors import answer
from fairlead.web.team.selectors import Told, rates_of


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
