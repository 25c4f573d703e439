"""A Salesforce data export: one CSV an object, API names, all text quoted, times in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fairlead.lake.writers import text
from fairlead.lake.writers.salesforce import base, deals, work
from fairlead.lake.writers.salesforce.keys import Columns, Keys
from fairlead.simulate import Simulation

OBJECTS: dict[str, Callable[[Simulation, Keys], Columns]] = {
    "User": base.users,
    "UserRole": base.roles,
    "Account": base.accounts,
    "Contact": base.contacts,
    "OpportunityStage": base.stages,
    "Opportunity": deals.opportunities,
    "OpportunityHistory": deals.history,
    "OpportunityFieldHistory": deals.owner_history,
    "OpportunityContactRole": work.contact_roles,
    "Task": work.tasks,
    "Event": work.events,
    "Lead": work.leads,
    "ForecastingQuota": work.quotas,
}
PRICES: dict[str, Callable[[Simulation, Keys], Columns]] = {
    "OpportunityLineItem": deals.line_items,
}
"""Only where the company knows list prices."""


def write(sim: Simulation, folder: Path) -> Iterator[tuple[str, int]]:
    """Write every object; yields file name and rows as they are done."""
    keys = Keys(sim)
    objects = OBJECTS | PRICES if "deal_lines" in sim.tables else OBJECTS
    for name, make in objects.items():
        yield f"{name}.csv", text.write_csv(folder / f"{name}.csv", make(sim, keys), quoted=True)
