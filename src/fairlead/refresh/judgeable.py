"""Whether a training can be judged at all: what it trains, and whether its rule is possible."""

from __future__ import annotations

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.naming import namer
from fairlead.measure.cells import Book, Competency, StepCells
from fairlead.measure.report import competency_asked, steps_named
from fairlead.verify.training import Rule, Training

AGAIN = "in trainings.csv and import it again"


def impossible(training: Training) -> NotEstimable | None:
    """Return why no verdict can be given by the rule of a plan; None where one can.

    A day of the verdict before the last start is possible: who starts later is the comparison.
    """
    if training.smallest is not None and training.smallest <= 0:
        return NotEstimable(
            f"its plan says that an effect of {100 * training.smallest:g} points matters, which "
            f"nothing can show; write a smallest_effect above 0 {AGAIN}"
        )
    if training.looks and training.looks[0] <= training.first_on:
        return NotEstimable(
            f"its plan says that it is judged on {words.day(training.looks[0])}, and nobody starts "
            f"before {words.day(training.first_on)}; write a look_on after the start {AGAIN}"
        )
    if training.backwards is not None:
        start, end = (words.day(day) for day in training.backwards)
        return NotEstimable(
            f"its plan says that somebody starts on {start} and ends on {end}, before the start; "
            f"mend started_on or ended_on {AGAIN}"
        )
    return None


def meant_by(book: Book, asked: str) -> tuple[Competency, ...] | NotEstimable:
    """Return the competencies somebody names that can be counted: all steps of one name, or one.

    Steps of several names are never taken together: which one is meant nobody knows. Nobody is
    trained or judged by the deals of one scenario alone.
    """
    named = competency_asked([c for c in book.competencies if c.scenario is None], asked)
    if not named:
        return NotEstimable(f"no step or ratio is called {asked!r}")
    cells = {c.slug: made for c, made in zip(book.competencies, book.cells, strict=True)}
    silent = [cells[c.slug] for c in named if isinstance(cells[c.slug], NotEstimable)]
    counted = [c for c in named if not isinstance(cells[c.slug], NotEstimable)]
    steps = [c for c in counted if isinstance(cells[c.slug], StepCells)]
    names = steps_named(steps)
    if len(names) > 1:
        return NotEstimable(f"{asked!r} may mean {len(names)} steps: {', '.join(names)}")
    if steps:
        return tuple(steps)
    if counted:
        return _only(counted, asked)
    reason = silent[0]
    assert isinstance(reason, NotEstimable)  # noqa: S101  nothing was counted
    return reason


def _only(counted: list[Competency], asked: str) -> tuple[Competency] | NotEstimable:
    """Return the one thing that is meant and is no step."""
    if len(counted) > 1:
        name = namer((c, "") for c in counted)
        told = ", ".join(name(c) for c in counted)
        return NotEstimable(f"{asked!r} may mean {len(counted)} things: {told}")
    if counted[0].kind == "price":
        return NotEstimable("what a training does to the price that is kept cannot be judged yet")
    return (counted[0],)


def rule_of(training: Training, book: Book) -> Rule | NotEstimable:
    """Return the rule a training is judged by, or why it can never be judged by these counts.

    Deals need their time to decide, so a rule nobody fixed is known with the counts only.
    """
    found = impossible(training) or meant_by(book, training.competency)
    if isinstance(found, NotEstimable):
        return found
    cells = [book.cells[book.competencies.index(one)] for one in found]
    return training.rule(max([c.horizon_days for c in cells if isinstance(c, StepCells)] or [0.0]))
