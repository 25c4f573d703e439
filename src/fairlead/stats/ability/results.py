"""What a fit of abilities returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import Nodes
from fairlead.stats.chain import Bordered
from fairlead.stats.likelihood import Floats, Ints


@dataclass(frozen=True, slots=True)
class AbilityFit:
    """Abilities of people over months, averaged over the hyperparameters.

    Parameters
    ----------
    design
        The columns, with what was left out and why.
    nodes, weight
        Settings that were kept and their posterior weights, summing to 1 (nodes,).
    border, chain
        Posterior means at each node: (nodes, border), (months, nodes, people).
    solved
        Posterior precision at each node.
    residual
        Residual variance of each node for measured values, else None.
    log_evidence
        Log marginal likelihood of each node with its prior.
    worth
        Resolved trials (events, values) that each person-month is worth at the likeliest node
        (months, people).
    """

    design: Design
    nodes: Nodes
    weight: Floats
    border: Floats
    chain: Floats
    solved: Bordered
    residual: Floats | None
    log_evidence: Floats
    worth: Floats

    @property
    def sigma(self) -> float:
        """Posterior mean of the sd of ability over people."""
        return float(self.weight @ self.nodes.sigma)

    @property
    def likeness(self) -> float:
        """Posterior mean of the correlation of ability with itself a year later."""
        return float(self.weight @ self.nodes.likeness)

    def part(self, name: str) -> Floats:
        """Return the posterior mean of one part of the border; empty where it was left out."""
        part = self.design.parts.get(name)
        if part is None:
            return np.empty(0)
        result: Floats = self.weight @ self.border[:, part.columns]
        return result


@dataclass(frozen=True, slots=True)
class Draws:
    """Joint draws from the posterior.

    Parameters
    ----------
    months
        Months kept, ascending (kept,).
    border
        (draws, border).
    theta
        Ability beside the border (kept, people, draws).
    own
        Effect of a person's own mix (people, draws): part of the person, constant over months.
    node
        Node of each draw (draws,).
    """

    months: Ints
    border: Floats
    theta: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    own: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    node: Ints

    def person(self, month: int | None = None) -> Floats:
        """Return the person's own part, mix and ability (people, draws), latest month if None.

        Raises
        ------
        ValueError
            That month was not kept.
        """
        place = len(self.months) - 1
        if month is not None:
            found = np.flatnonzero(self.months == month)
            if not len(found):
                raise ValueError(f"month {month} was not kept; kept are {self.months.tolist()}")
            place = int(found[0])
        total: Floats = self.theta[place].astype(np.float64) + self.own
        return total
