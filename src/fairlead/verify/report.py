"""Everything that is said of one training: verdict, effect, what stands beside it, and doubts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.measure.cells import Book, Competency, Ints, StepCells
from fairlead.measure.level import estimate_of
from fairlead.verify.beside import Beside, Naive, beside, naive
from fairlead.verify.effect import Ground, Moved, lay, moved
from fairlead.verify.findings import findings_of
from fairlead.verify.money import Worth, worth_of_all
from fairlead.verify.overlap import overlaps
from fairlead.verify.path import Path, path
from fairlead.verify.training import Rule, Trained, Training, as_day
from fairlead.verify.verdict import Look, Verdict, judge

SEED = 20_260_810
ORDERS = 999
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of one evening and one training.

    `places` are those of people whose job most of the trained do, in the roster of `book`.
    """

    book: Book
    trained: Trained
    places: Ints


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What is known of a training on one evening.

    Parameters
    ----------
    training, competencies, rule, verdict, as_of
        Which, what it trains, how it is judged, the word, and the evening.
    started, others
        Trained people who have started and are in the comparison, and people beside them.
    entered, ripe
        Deals of the trained since their start, and how many had time to decide; both the number of
        events for anything but steps.
    unit
        ``points`` for rates, ``relative`` for anything else.
    effect
        As known on the evening, by the estimate that decides; 90 % interval.
    other
        The other end of the range for people chosen by judgement: the same without their being
        chosen; None for any other choice.
    spread_share
        Effect in spreads between people: what the priorities learn from it.
    spill
        Chance that untrained members of the same teams gained; None where there are none.
    beside, naive, path
        See there; None where nothing could be estimated.
    money
        What it brought since the start, minor units, as far as deals decided then; `worth` is what
        one more success is worth.
    findings
        Doubts.
    decided
        Effect, and effect in spreads between people, on the day that decided; None before it, and
        where nothing could be estimated then.
    """

    training: Training
    competencies: tuple[Competency, ...]
    rule: Rule
    verdict: Verdict
    as_of: dt.date
    started: int
    others: int
    entered: int
    ripe: int
    unit: str
    effect: Answer
    spread_share: Answer
    money: Answer
    other: Answer | None = None
    spill: float | None = None
    beside: Beside | None = None
    naive: Naive | None = None
    path: Path | None = None
    worth: Worth | NotEstimable | None = None
    findings: tuple[Finding, ...] = ()
    decided: tuple[Answer, Answer] | None = None


def look_of(counted: Counted, training: Training, on: dt.date) -> Look:
    """Return what one day's data say, by the estimate that decides."""
    trained = counted.trained
    ground = lay(counted.book, trained, training, counted.places)
    if isinstance(ground, NotEstimable):
        return Look(on, None, trained.entered, trained.ripe, ground)
    found, fair = _both(ground, counted.book, training)
    return Look(on, found, trained.entered, trained.ripe, fair=fair)


def _both(ground: Ground, book: Book, training: Training) -> tuple[Moved, Moved | None]:
    """Return the estimate that decides, and the other end of the range where there is one."""
    judged = by_judgement(training)
    found = moved(ground, book, training, seed=SEED, judged=judged)
    return found, moved(ground, book, training, seed=SEED) if judged else None


def learned(report: TrainingReport) -> Answer:
    """Return what the priorities learn: of the day that decided, else as known on the evening."""
    if report.decided is not None and report.verdict.word != "too early":
        return report.decided[1]
    return report.spread_share


def by_judgement(training: Training) -> bool:
    """Say whether people have to be taken as chosen by judgement."""
    return training.chosen_by in {"judgement", "unknown"}


def report_of(
    counted: Counted,
    training: Training,
    looks: Sequence[Look],
    others: Sequence[Training],
    *,
    with_path: bool = True,
    orders: int = ORDERS,
) -> TrainingReport:
    """Return what is known of a training.

    Parameters
    ----------
    counted
        Counts of the evening asked.
    training
        Which.
    looks
        One for each day of the rule that has come.
    others
        All trainings that are known, to see which overlap.
    with_path
        Whether to trace the path around the start, which takes a fit of its own.
    orders
        Other draws of the start groups to compare with.
    """
    known = _known(counted, training, tuple(looks))
    at_once = overlaps(training, others, counted.book.competencies, known.as_of)
    ground = lay(counted.book, counted.trained, training, counted.places)
    if isinstance(ground, NotEstimable):
        started = int((training.start <= as_day(known.as_of)).sum())
        told = findings_of(training, known.rule, at_once, None, None)
        return replace(
            known,
            started=started,
            effect=ground,
            spread_share=ground,
            money=ground,
            findings=told,
        )
    found = next(((x.moved, x.fair) for x in looks if x.on == known.as_of and x.moved), None)
    both = found or _both(ground, counted.book, training)
    return _estimated(known, counted, ground, both, at_once, with_path=with_path, orders=orders)


def _known(counted: Counted, training: Training, looks: tuple[Look, ...]) -> TrainingReport:
    """Return what is known before anything is estimated: plan, rule, verdict, plain counts."""
    trained = counted.trained
    as_of = counted.book.window.as_of
    rule = training.rule(_horizon(trained))
    nothing = NotEstimable("nothing was estimated")
    said = judge(rule, looks, as_of)
    unit = "points" if isinstance(trained.cells, StepCells) else "relative"
    return TrainingReport(
        training=training,
        competencies=trained.competencies,
        rule=rule,
        verdict=said,
        as_of=as_of,
        started=0,
        others=0,
        entered=trained.entered,
        ripe=trained.ripe,
        unit=unit,
        effect=nothing,
        spread_share=nothing,
        money=nothing,
        naive=naive(trained),
        decided=_decided(looks, said.on, unit),
    )


def _decided(
    looks: tuple[Look, ...], on: dt.date | None, unit: str
) -> tuple[Answer, Answer] | None:
    """Return what was known on the day that decided: effect, and effect in spreads."""
    for look in looks:
        if look.on == on and look.moved is not None:
            return _told(look.moved, unit), _spreads(look.moved)
    return None


def _estimated(
    known: TrainingReport,
    counted: Counted,
    ground: Ground,
    both: tuple[Moved, Moved | None],
    at_once: Sequence[Finding],
    *,
    with_path: bool,
    orders: int,
) -> TrainingReport:
    book, training, unit = counted.book, known.training, known.unit
    found, plain = both
    worth = worth_of_all(book, known.competencies)
    traced = path(ground, book) if with_path else None
    in_start = ground.trained & (ground.start <= as_day(known.as_of))
    return replace(
        known,
        started=int(in_start.sum()),
        others=len(ground.people) - int(in_start.sum()),
        effect=_told(found, unit),
        spread_share=_spreads(found),
        money=_money(found, worth),
        other=None if plain is None else _told(plain, unit),
        spill=found.spill,
        beside=beside(ground, book, training, rng=np.random.default_rng(SEED), orders=orders),
        path=traced,
        worth=worth,
        findings=findings_of(training, known.rule, at_once, traced, found.spill),
    )


def _horizon(trained: Trained) -> float:
    return trained.cells.horizon_days if isinstance(trained.cells, StepCells) else 0.0


def _told(found: Moved, unit: str) -> Estimate:
    skewed = unit == "relative"
    shape = {"unit": unit, "kind": "effect"}
    return estimate_of(found.effect, n=found.trials, level=LEVEL, median=skewed, **shape)


def _spreads(found: Moved) -> Answer:
    """Return the effect in spreads between people, for what trainings here usually move."""
    moved_by = found.delta / float(np.mean(found.sigma))
    return estimate_of(moved_by, n=found.trials, unit="spreads", kind="effect", level=LEVEL)


def _money(found: Moved, worth: Worth | NotEstimable) -> Answer:
    if isinstance(worth, NotEstimable):
        return worth
    named = f"{worth.currency or ''} minor".strip()
    draws = found.gained * worth.value
    return estimate_of(draws, n=found.trials, unit=named, kind="effect", level=LEVEL)
