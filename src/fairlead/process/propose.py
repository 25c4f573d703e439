"""Propose the process from data: settings where there are some, else moves and times, else names.

Stages are ordered so that as many observed moves as possible go forward: for each pair of stages
the share of deals that entered one before the other decides (a Copeland order with the mean
relative position as tie-break). Source of the voting rule: Copeland, A "reasonable" social welfare
function, 1951; as a ranking rule for pairwise wins it needs no model of the process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairlead.process.model import Basis, Pipeline, Stage, StageKind
from fairlead.process.words import (
    outcome_of_stage_name,
    position_of_stage_name,
    sounds_agreed,
)

GOES_ON = 0.10
"""A 'lost' stage from which more than this share of deals go on to another step is no end."""

ENDS = 0.05
"""Least share of a stage's deals that must end there for an agreed-sounding name to mean won."""

LATE = 0.8
"""Mean relative place in the sequences of deals above which a stage is one of their last."""

FALLS_BACK = 0.02
"""Most of the deals of a stage that may be lost afterwards for its yes to be the last word."""


@dataclass(frozen=True, slots=True)
class StageEvidence:
    """What the data say about one stage of one pipeline.

    `deal_count` deals were ever in it, `last_count` have it as their last stage, and of the deals
    whose present stage it is, `won_count` are won and `lost_count` lost by the CRM's own word.
    `position`, `is_closed`, `is_won` and `label` come from the CRM's settings, if exported.
    `mean_place` is the mean relative position (0..1) in the deals' own sequence of stages.
    """

    stage: str
    deal_count: int
    last_count: int = 0
    won_count: int = 0
    lost_count: int = 0
    open_count: int = 0
    mean_place: float | None = None
    label: str | None = None
    position: int | None = None
    is_closed: bool | None = None
    is_won: bool | None = None


def propose_pipeline(
    name: str,
    stages: Sequence[StageEvidence],
    before: Mapping[tuple[str, str], int],
) -> Pipeline:
    """Return the proposed order and kinds of one pipeline's stages.

    Parameters
    ----------
    name
        Pipeline.
    stages
        Evidence, one a stage, any order.
    before
        ``before[a, b]`` deals entered stage `a` for the first time before stage `b`.
    """
    lost_names = {s.stage for s in stages if outcome_of_stage_name(s.label or s.stage) == "lost"}
    going_on = {
        s.stage: max(
            (before.get((s.stage, t.stage), 0) for t in stages if t.stage not in lost_names),
            default=0,
        )
        for s in stages
    }
    kinds = {s.stage: _kind(s, going_on[s.stage]) for s in stages}
    if lost_names and "won" not in kinds.values():
        kinds |= dict.fromkeys(_last_words(stages, before, lost_names), "won")
    working = [s for s in stages if kinds[s.stage] == "open"]
    ordered, basis, confidence, reason = _order(working, before)
    ends = sorted(
        (s for s in stages if kinds[s.stage] != "open"),
        key=lambda s: (("won", "lost", "side").index(kinds[s.stage]), -s.deal_count, s.stage),
    )
    return Pipeline(
        name=name,
        stages=tuple(
            Stage(s.stage, kinds[s.stage], s.label or s.stage, s.deal_count)
            for s in (*ordered, *ends)
        ),
        confidence=round(confidence, 3),
        basis=basis,
        reason=reason,
    )


def _kind(stage: StageEvidence, going_on: int) -> StageKind:
    if stage.is_won or stage.is_closed is not None:
        return "won" if stage.is_won else "lost" if stage.is_closed else "open"
    name = stage.label or stage.stage
    by_name = outcome_of_stage_name(name)
    closed = stage.won_count + stage.lost_count
    if by_name is not None and closed and closed >= 0.9 * (closed + stage.open_count):
        return "won" if stage.won_count > stage.lost_count else "lost"
    if by_name == "lost":
        return "side" if going_on > GOES_ON * stage.deal_count else "lost"
    agreed = by_name == "won" or (sounds_agreed(name) and _is_end(stage))
    return "won" if agreed else "open"


def _is_end(stage: StageEvidence) -> bool:
    """Say whether deals end in an agreed-sounding stage often, and late."""
    late = stage.mean_place is not None and stage.mean_place > LATE
    return late and stage.last_count >= ENDS * stage.deal_count


def _last_words(
    stages: Sequence[StageEvidence], before: Mapping[tuple[str, str], int], lost: set[str]
) -> list[str]:
    """Return stages that sound like a late yes of which hardly any is lost, and what follows them.

    In the log of a bank ``Offer accepted`` stands, though ``Application pending`` is noted after.
    """

    def stands(stage: StageEvidence) -> bool:
        fallen = sum(before.get((stage.stage, name), 0) for name in lost)
        late = stage.mean_place is not None and stage.mean_place > LATE
        return late and stage.stage not in lost and fallen <= FALLS_BACK * stage.deal_count

    late = [s for s in stages if stands(s)]
    said = [s.stage for s in late if sounds_agreed(s.label or s.stage)]
    behind = [
        s.stage
        for s in late
        if any(before.get((yes, s.stage), 0) >= (1 - FALLS_BACK) * s.deal_count for yes in said)
    ]
    return said + behind


def _order(
    stages: list[StageEvidence], before: Mapping[tuple[str, str], int]
) -> tuple[list[StageEvidence], Basis, float, str]:
    if stages and all(s.position is not None for s in stages):
        ordered = sorted(stages, key=lambda s: (s.position or 0, s.stage))
        return ordered, "settings", 1.0, "order as set up in the CRM"
    moves = sum(before.get((a.stage, b.stage), 0) for a in stages for b in stages if a is not b)
    if moves:
        ordered = _by_moves(stages, before)
        forward = sum(
            before.get((a.stage, b.stage), 0)
            for i, a in enumerate(ordered)
            for b in ordered[i + 1 :]
        )
        return (
            ordered,
            "history",
            forward / moves,
            f"{forward:,} of {moves:,} pairs of stages that deals passed lie in this order",
        )
    places = {s.stage: position_of_stage_name(s.stage) for s in stages}
    known = sum(place is not None for place in places.values())
    ordered = sorted(
        stages, key=lambda s: (2.0 if places[s.stage] is None else places[s.stage], s.stage)
    )
    share = known / len(stages) if stages else 0.0
    stages_said = f"{len(stages)} stage{'' if len(stages) == 1 else 's'}"
    return (
        ordered,
        "names",
        0.5 * share,
        f"no stage history: order read from the names of {known} of {stages_said}",
    )


def _by_moves(
    stages: list[StageEvidence], before: Mapping[tuple[str, str], int]
) -> list[StageEvidence]:
    wins = dict.fromkeys((s.stage for s in stages), 0.0)
    for a in stages:
        for b in stages:
            ahead = before.get((a.stage, b.stage), 0)
            behind = before.get((b.stage, a.stage), 0)
            if a is not b and ahead + behind:
                wins[a.stage] += 1.0 if ahead > behind else 0.5 if ahead == behind else 0.0
    rivals = {
        a.stage: sum(
            1
            for b in stages
            if a is not b and before.get((a.stage, b.stage), 0) + before.get((b.stage, a.stage), 0)
        )
        for a in stages
    }

    def score(stage: StageEvidence) -> tuple[float, float, str]:
        met = rivals[stage.stage]
        won = wins[stage.stage] / met if met else 0.5
        place = stage.mean_place if stage.mean_place is not None else 0.5
        return (-won if met else -0.5, place, stage.stage)

    return sorted(stages, key=score)
