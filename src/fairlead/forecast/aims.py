"""Targets of the parts a forecast is told by."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairlead.forecast.sums import By


@dataclass(frozen=True, slots=True)
class Aims:
    """Targets of the period in minor units, by code of staff and by code of team.

    A team in which somebody wins or sells without a target has none where it is the sum of its
    people's: its wins would be set beside a part of them.
    """

    people: dict[int, int] = field(default_factory=dict)
    teams: dict[int, int] = field(default_factory=dict)

    def of(self, by: By) -> dict[int, int]:
        """Return the target of each part that has one; segments and sources have none."""
        return {"person": self.people, "team": self.teams}.get(by, {})
