"""How we agreed to sell: pipelines, their stages in order, and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.errors import DefinitionError

StageKind: TypeAlias = Literal["open", "won", "lost", "side"]
"""``side``: a state beside the road (a cancelled offer, on hold) that is no step and no end."""

Basis: TypeAlias = Literal["settings", "history", "names", "file"]

SURE = 0.8
"""Below this confidence an order of stages that nobody has confirmed is a guess."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as deals write it, with the name people see.

    `also` are other names deals and their history carry for the same stage: it was renamed, or
    retired and set up anew.
    """

    stage: str
    kind: StageKind
    label: str
    deal_count: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Stages in selling order: open ones first to last, then won, lost, side.

    `confidence` (0..1) is the share of moves between stages that the order explains, or lower
    where the order was read from names only; `basis` says where it comes from.
    """

    name: str
    stages: tuple[Stage, ...]
    confidence: float
    basis: Basis
    reason: str

    @property
    def is_guess(self) -> bool:
        """Say whether the order was guessed, and nothing may be concluded from it yet.

        An order from the CRM's settings or from a mended file is none, nor is that of one stage.
        """
        guessed = self.basis in {"history", "names"} and self.confidence < SURE
        return guessed and len(self.open_stages()) > 1

    def open_stages(self) -> tuple[Stage, ...]:
        """Stages a deal works through, in order."""
        return tuple(s for s in self.stages if s.kind == "open")


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to the next (or to the win), as the process has it.

    What people can be good at, steps among it, is `measure.cells.Competency`.
    """

    slug: str
    pipeline: str
    stage: str
    next_stage: str


@dataclass(frozen=True, slots=True)
class Process:
    """All pipelines of a company."""

    pipelines: tuple[Pipeline, ...]

    def pipeline(self, name: str) -> Pipeline:
        """Return the pipeline called `name`.

        Raises
        ------
        DefinitionError
            There is none.
        """
        for pipeline in self.pipelines:
            if pipeline.name == name:
                return pipeline
        known = ", ".join(p.name for p in self.pipelines)
        raise DefinitionError(f"there is no pipeline {name!r}", hint=f"Known: {known}.")

    def other_names(self) -> dict[tuple[str, str], str]:
        """Return (pipeline, other name) -> the stage it is; empty where every stage has one."""
        return {
            (p.name, name): stage.stage
            for p in self.pipelines
            for stage in p.stages
            for name in stage.also
        }

    def steps(self) -> tuple[Step, ...]:
        """Return the steps from each open stage to the next, the last to the win."""
        found = []
        for pipeline in self.pipelines:
            stages = pipeline.open_stages()
            for here, after in zip(stages, [*stages[1:], None][: len(stages)], strict=True):
                target = after.label if after is not None else "Won"
                name = f"{slug(pipeline.name)}.{slug(here.stage)}"
                found.append(Step(name, pipeline.name, here.stage, target))
        return tuple(found)


def slug(text: str) -> str:
    """Return a name in small letters, digits and hyphens."""
    kept = "".join(c if c.isalnum() else "-" for c in text.casefold())
    return "-".join(part for part in kept.split("-") if part) or "stage"
