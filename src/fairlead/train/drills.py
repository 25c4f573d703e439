"""From the playbook to drills: competency, scenario, routine, drill."""

from __future__ import annotations

from collections.abc import Collection

from fairlead.process.model import Process, Step
from fairlead.process.playbook import Playbook, Routine, Scenario
from fairlead.train.practice import Drill

WHOLE = "Say aloud, in a minute, how you would handle it. Then look."


def steps_called(process: Process, asked: str) -> tuple[Step, ...]:
    """Return the steps of the process that a training's competency names; empty where none does.

    Parameters
    ----------
    process
        Whose steps.
    asked
        As a training says it: ``Demo to Proposal``, the slug of a step, of a competency (with the
        type of deals in it), or any part of one of them.
    """
    wanted = " ".join(asked.casefold().split())
    label = {(p.name, s.stage): s.label for p in process.pipelines for s in p.stages}
    named = [
        (step, f"{label[step.pipeline, step.stage]} to {step.next_stage}".casefold())
        for step in process.steps()
    ]
    parts = wanted.split(".")
    ends = {".".join((parts[0], parts[-1])), wanted}
    whole = [s for s, name in named if name == wanted or s.slug in ends or s.slug.endswith(
        f".{wanted}"
    )]  # fmt: skip
    near = [s for s, name in named if wanted in name or wanted in s.slug]
    return tuple(whole or near)


def drills_of(playbook: Playbook, slugs: Collection[str]) -> tuple[Drill, ...]:
    """Return the drills of all routines of the scenarios of some steps, in the playbook's order.

    A routine that lists no drills is one drill as a whole. Empty where no routine is written yet.
    """
    scenarios = {s.name: s for s in playbook.scenarios if s.step in slugs}
    found: list[Drill] = []
    for routine in playbook.routines:
        if routine.scenario in scenarios:
            found += _of(routine, scenarios[routine.scenario])
    return tuple(found)


def _of(routine: Routine, scenario: Scenario) -> list[Drill]:
    prompts = routine.drills or (WHOLE,)
    return [
        Drill(
            routine.name if number == 1 else f"{routine.name}.{number}",
            routine.title,
            scenario.title,
            prompt,
            routine.fixed,
            routine.free,
        )
        for number, prompt in enumerate(prompts, start=1)
    ]
