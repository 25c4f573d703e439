"""Names of competencies: no longer than it takes to tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairlead.measure.cells import Competency


@dataclass(frozen=True, slots=True)
class Namer:
    """Says the kind of deals and the job only where there are several.

    Parameters
    ----------
    pipelines, deal_types, roles
        Whether there are several of each.
    """

    pipelines: bool
    deal_types: bool
    roles: bool

    def __call__(self, competency: Competency, role: str = "") -> str:
        """Return a name: ``Demo to Proposal``, ``Demo to Proposal (renewal)``."""
        beside = []
        if self.pipelines and competency.pipeline:
            beside.append(competency.pipeline)
        if self.deal_types and competency.deal_type:
            beside.append(competency.deal_type.replace("_", " "))
        if self.roles and role:
            beside.append(role)
        return f"{competency.name} ({', '.join(beside)})" if beside else competency.name


def namer(told: Iterable[tuple[Competency, str]]) -> Namer:
    """Return the names for everything that is told on one page."""
    pairs = list(told)

    def several(values: Iterable[str | None]) -> bool:
        return len({value for value in values if value}) > 1

    return Namer(
        several(c.pipeline for c, _ in pairs),
        several(c.deal_type for c, _ in pairs),
        several(role for _, role in pairs),
    )
