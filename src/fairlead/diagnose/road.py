"""From a new deal to money: the competencies of one kind of deal, multiplied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.diagnose.levels import Level, level_of
from fairlead.diagnose.pace import Pace, pace_of
from fairlead.measure.cells import AmountCells, Ints
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.side_by_side import side_by_side
from fairlead.stats.likelihood import Floats
from fairlead.stats.shapley import shapley_of_product

APART = 1.25
"""Steps multiplied may differ from the whole road by this factor before it is said."""


@dataclass(frozen=True)
class Road:
    """New deals a year x step rates x size: what each person is worth a year as they are.

    Parameters
    ----------
    pipeline, deal_type, role
        The kind of deals, and whose job they are.
    people
        Places in the roster of those who are there on the evening asked (people,).
    levels
        Creation, then the steps (or the whole road to the win), then size.
    pace
        How quickly deals close; None where that is not known.
    currency
        Of sizes.
    findings
        What to read the money with.
    fits
        What the levels were made of, in their order.
    also
        Levels that lie within one of the others: the share of the list price kept is a part of
        the size of a win, and multiplies it.
    """

    pipeline: str
    deal_type: str
    role: str
    people: Ints
    levels: tuple[Level, ...]
    pace: Pace | None
    currency: str | None
    findings: tuple[Finding, ...]
    fits: tuple[Fitted, ...] = ()
    also: tuple[Level, ...] = ()

    @property
    def trained(self) -> tuple[Level, ...]:
        """Everything that could be trained; each multiplies what a person is worth."""
        return (*self.levels, *self.also)

    @cached_property
    def worth(self) -> Floats:
        """Money a year at the present levels, in minor units (people, draws)."""
        product: Floats = np.prod([level.now for level in self.levels], axis=0)
        return product

    @cached_property
    def to_peers(self) -> Floats:
        """What lies between each person and good peers in each factor (factors, people, draws).

        Shapley's parts, in minor units a year; factors are the levels, then the pace where it is
        known.
        """
        now = [level.now for level in self.levels]
        then = [level.at_good for level in self.levels]
        if self.pace is not None:
            now.append(self.pace.now)
            then.append(self.pace.at_good)
        return shapley_of_product(np.array(now), np.array(then))

    @property
    def known(self) -> Ints:
        """Places in the road of people with enough data in every part (people,)."""
        enough = np.all([level.known for level in self.levels], axis=0)
        return np.flatnonzero(enough).astype(np.int64)


def roads(fits: Sequence[Fitted | Silence]) -> tuple[Road | NotEstimable, ...]:
    """Return the road of each kind of deal and role, or what is missing to know it.

    Parameters
    ----------
    fits
        Of one book.
    """
    groups: dict[tuple[str, str, str], list[Fitted | Silence]] = {}
    for fit in fits:
        c = fit.competency
        if c.pipeline is not None and c.deal_type is not None and len(fit.people):
            groups.setdefault((c.pipeline, c.deal_type, fit.role), []).append(fit)
    for fit in fits:  # what nobody has data in is missing on every road of its kind of deal
        if not len(fit.people):
            for (pipeline, deal_type, _), group in groups.items():
                if (fit.competency.pipeline, fit.competency.deal_type) == (pipeline, deal_type):
                    group.append(fit)
    return tuple(_road(*key, group) for key, group in groups.items())


def _road(
    pipeline: str, deal_type: str, role: str, fits: list[Fitted | Silence]
) -> Road | NotEstimable:
    parts = _parts(fits)
    if isinstance(parts, NotEstimable):
        return parts
    people = _present(parts)
    if not len(people):
        return NotEstimable(f"nobody who works on {pipeline} was there this month")
    made = list(side_by_side(lambda part: level_of(part, people), parts))
    levels = tuple(level for level in made if level is not None)
    if len(levels) < len(parts):
        return NotEstimable(f"nothing happened in {pipeline} for a year")
    size = parts[-1].cells
    also = _prices(fits, people)
    return Road(
        pipeline=pipeline,
        deal_type=deal_type,
        role=role,
        people=people,
        levels=levels,
        pace=_pace(fits, people),
        currency=size.currency if isinstance(size, AmountCells) else None,
        findings=_findings(fits, levels, people, pipeline) + _no_deal_lost(pipeline) * len(also),
        fits=tuple(parts),
        also=also,
    )


def _of_kind(fits: list[Fitted | Silence], kind: str) -> list[Fitted | Silence]:
    return [fit for fit in fits if fit.competency.kind == kind]


def _parts(fits: list[Fitted | Silence]) -> list[Fitted] | NotEstimable:
    """Return the fits that are multiplied, or which one is missing."""
    conversions = _of_kind(fits, "conversion")
    steps = [fit for fit in conversions if fit.competency.rank is not None]
    steps.sort(key=lambda fit: fit.competency.rank or 0)
    whole = [fit for fit in conversions if fit.competency.rank is None]
    if not steps or not all(isinstance(step, Fitted) for step in steps):
        steps = whole
    wanted = [*_of_kind(fits, "creation"), *steps, *_of_kind(fits, "size")]
    silent = [part for part in wanted if isinstance(part, Silence)]
    if silent:
        reason = silent[0].reason
        return NotEstimable(
            f"{silent[0].competency.name}: {reason.reason}", reason.needed, reason.have
        )
    fitted = [part for part in wanted if isinstance(part, Fitted)]
    for kind, name in (("creation", "new deals"), ("conversion", "wins"), ("size", "size of wins")):
        if not any(part.competency.kind == kind for part in fitted):
            return NotEstimable(f"{name} cannot be counted, so levels cannot be turned into money")
    return fitted


def _present(parts: list[Fitted]) -> Ints:
    """Return everybody of the new deals or the steps who was there in the last two months."""
    everybody = np.unique(np.concatenate([part.people for part in parts[:-1]]))
    there = parts[0].roster.workdays[-2:].sum(axis=0) > 0
    present: Ints = everybody[there[everybody]].astype(np.int64)
    return present


def _prices(fits: list[Fitted | Silence], people: Ints) -> tuple[Level, ...]:
    made = [level_of(f, people) for f in _of_kind(fits, "price") if isinstance(f, Fitted)]
    return tuple(level for level in made if level is not None)


def _no_deal_lost(pipeline: str) -> tuple[Finding, ...]:
    return (
        Finding(
            "price_loses_no_deal",
            "info",
            f"{pipeline}: what a better price brings is counted as if no deal were lost over it",
            "Who gives less discount may lose deals. The win rate beside it shows whether that "
            "happens.",
            {},
            ("Judge a training in prices by the win rate too.",),
        ),
    )


def _pace(fits: list[Fitted | Silence], people: Ints) -> Pace | None:
    for fit in _of_kind(fits, "duration"):
        if isinstance(fit, Fitted):
            level = level_of(fit, people)
            return None if level is None else pace_of(fit, level)
    return None


def _findings(
    fits: list[Fitted | Silence], levels: tuple[Level, ...], people: Ints, pipeline: str
) -> tuple[Finding, ...]:
    """Say where the steps multiplied are not the whole road: stages are skipped, or re-entered."""
    steps = [level for level in levels if level.is_step]
    whole = [f for f in _of_kind(fits, "conversion") if f.competency.rank is None]
    if steps[0].competency.rank is None or not whole or not isinstance(whole[0], Fitted):
        return ()
    win = level_of(whole[0], people)
    if win is None:
        return ()
    product = float(np.prod([level.now for level in steps], axis=0).mean())
    straight = float(win.now.mean())
    if 1 / APART <= product / straight <= APART:
        return ()
    return (
        Finding(
            "steps_do_not_multiply",
            "warning",
            f"{pipeline}: the steps multiplied are not the win rate of new deals",
            f"The step rates multiply to {product:.0%}, of new deals {straight:.0%} are won. "
            "Deals skip stages or begin in a later one. Sums of money lean the same way; which "
            "step is worth most depends on it less.",
            {"product": round(product, 4), "whole_road": round(straight, 4)},
            ("Look at the stages with fairlead process.",),
        ),
    )
