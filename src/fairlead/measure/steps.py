"""Step rates from counts, in the order of the process, largest group of deals first."""

from __future__ import annotations

from fairlead.answers import Answer, NotEstimable
from fairlead.measure.rates import median, ratio
from fairlead.measure.results import StepResult
from fairlead.measure.summary import StepCount, Summary
from fairlead.process.model import Process


def step_results(summary: Summary, process: Process) -> tuple[StepResult, ...]:
    """Return every step of every pipeline and deal type; types are never mixed.

    The rate is advanced of advanced plus lost. Deals still in the stage stay open: they count in
    ``entered`` and ``open`` and in no rate. Groups come by size, steps in selling order.
    """
    groups: dict[tuple[str, str], list[StepCount]] = {}
    for step in summary.steps:
        groups.setdefault((step.pipeline, step.deal_type), []).append(step)
    ordered = sorted(groups.items(), key=lambda item: (-max(s.entered for s in item[1]), item[0]))
    return tuple(_result(step, process) for _group, steps in ordered for step in steps)


def main_group(results: tuple[StepResult, ...]) -> tuple[StepResult, ...]:
    """Return the steps of the largest group of deals (one pipeline, one type)."""
    if not results:
        return ()
    first = results[0]
    return tuple(
        r for r in results if (r.pipeline, r.deal_type) == (first.pipeline, first.deal_type)
    )


def _result(step: StepCount, process: Process) -> StepResult:
    stages = process.pipeline(step.pipeline).open_stages()
    here = stages[step.rank]
    following = stages[step.rank + 1].label if step.rank + 1 < len(stages) else "Won"
    days: Answer
    if step.inferred == step.entered:
        days = NotEstimable("times are not known without stage history")
    else:
        days = median(step.days, kind="days_in_stage", unit="days")
    return StepResult(
        pipeline=step.pipeline,
        deal_type=step.deal_type,
        stage=here.label,
        next_stage=following,
        entered=step.entered,
        advanced=step.advanced,
        lost=step.lost,
        open=step.open,
        rate=ratio(step.advanced, step.advanced + step.lost, kind="step_rate"),
        days=days,
    )
