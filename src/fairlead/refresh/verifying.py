"""From a workspace to ``fairlead verify``: trainings, their verdicts, and what stands beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.brief import words
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.errors import InputError
from fairlead.lake.counts.book import count_ground
from fairlead.lake.counts.ground import Ground
from fairlead.lake.counts.trained import trained_cells
from fairlead.lake.counts.trainings import trainings
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book, Ints, StepCells
from fairlead.measure.question import Question
from fairlead.measure.roles import find_jobs
from fairlead.refresh.briefing import Asked, as_it_was, ask
from fairlead.refresh.caveats import unnamed
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.judgeable import impossible, meant_by
from fairlead.refresh.opening import opened
from fairlead.refresh.verdict_rule_words import told_size
from fairlead.refresh.verdict_store import Given, effects_of, given, keep_given
from fairlead.refresh.verdict_words import compose_verdicts
from fairlead.verify.report import Counted, TrainingReport, look_of, report_of
from fairlead.verify.training import Rule, Training
from fairlead.verify.verdict import Look

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """Verdicts with the words they are told in; `mark` tells them from other answers.

    `given` are the final ones that are kept, the last first; `pages` hold everything that is said
    of each training, where that was asked for.
    """

    reports: tuple[TrainingReport, ...]
    untold: tuple[tuple[Training, NotEstimable], ...]
    brief: Brief
    mark: str
    given: tuple[Given, ...] = ()
    pages: tuple[tuple[TrainingReport, Brief], ...] = ()


@dataclass(frozen=True, slots=True)
class _Evening:
    """Counts of one evening."""

    book: Book
    ground: Ground
    jobs: tuple[str | None, ...]


def verify_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    training: str | None = None,
    as_of: dt.date | None = None,
    question: Question | None = None,
    each: bool = False,
    progress: Progress | None = None,
) -> Verified:
    """Return the verdict on one training, or on all of them.

    Parameters
    ----------
    workspace
        A workspace with data.
    today, as_of, question
        As in `brief_workspace`. Verdicts are given with what was known on the days fixed for
        them, never with what came later; the effect beside is that of the evening asked.
    training
        A name or any part of it; None for all.
    each
        Tell each training as a whole besides.
    progress
        Told what is being done.

    Raises
    ------
    InputError
        No training is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        show = progress or _silent
        show("Counting", 0, 1)
        evening = _evening(connection, asked, asked.question.as_of)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        findings = unnamed(findings, evening.book.roster.name if evening else ())
        known = trainings(connection, asked.question)
        chosen = _called(known, training)
        reports: list[TrainingReport] = []
        untold = []
        for number, one in enumerate(chosen):
            show(one.name, number, len(chosen))
            told = _report(connection, asked, evening, one, known)
            if isinstance(told, TrainingReport):
                reports.append(told)
            else:
                untold.append((one, told))
        stored = _stored(workspace, manifest, asked.question, reports)
        reports = [_as_given(report, stored) for report in reports]
        _restore(connection, asked)
        setting = Setting(today, asked.until, findings)
        more: dict[str, Any] = {"as_of": asked.question.as_of, "kept": frozenset(stored)}
        parts = (tuple(reports), tuple(untold), setting)
        whole = len(chosen) == 1
        brief = with_rows(connection, compose_verdicts(*parts, whole=whole, **more))
        pages = _pages(connection, reports if each else (), setting, more)
    kept = replace(brief, title=f"verdict on {chosen[0].name}" if whole else "verdicts")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    return Verified(tuple(reports), tuple(untold), brief, mark, tuple(stored.values()), pages)


def _pages(
    connection: Any, reports: Sequence[TrainingReport], setting: Setting, more: dict[str, Any]
) -> tuple[tuple[TrainingReport, Brief], ...]:
    """Return each training with everything that is said of it."""
    return tuple(
        (one, with_rows(connection, compose_verdicts((one,), (), setting, whole=True, **more)))
        for one in reports
    )


def _stored(
    workspace: Workspace, manifest: Manifest, question: Question, reports: Sequence[TrainingReport]
) -> dict[tuple[str, str], Given]:
    """Keep what is final; return what is kept. Answers about a part of the deals keep nothing."""
    if question.leave_out_pipelines or question.leave_out_types:
        return {}
    keep_given(workspace, manifest, reports)
    return {g.key: g for g in given(workspace, question.as_of)}


def _as_given(report: TrainingReport, stored: Mapping[tuple[str, str], Given]) -> TrainingReport:
    """Return the report with the verdict and the rule that were given; say where today differs."""
    kept = stored.get((report.training.name, report.training.competency))
    if kept is None:
        return report
    now, then = report.verdict, kept.verdict
    rule = Rule(kept.smallest, kept.looks, kept.fixed)
    same = (now.word, now.on) == (then.word, then.on)
    fixed = kept.fixed or report.rule.fixed  # the usual rule moves with the counts
    changed = fixed and rule != report.rule
    if same and not changed:
        return replace(report, verdict=then, rule=rule, decided=effects_of(kept))
    finding = _other_rule(report, kept) if changed else _other_word(report, kept)
    found = (*report.findings, finding)
    return replace(report, verdict=then, rule=rule, decided=effects_of(kept), findings=found)


def _other_word(report: TrainingReport, kept: Given) -> Finding:
    now, then = report.verdict, kept.verdict
    return Finding(
        "verdict_differs_now",
        "info",
        f"{report.training.name}: data imported since would have said {now.word!r}",
        f"On {words.day(kept.on)} the verdict was {then.word!r}, by state {kept.manifest} of the "
        "data. A verdict that was given stays.",
        {"given": then.word, "now": now.word},
        ("Look at what was imported late or mended since.",),
    )


def _other_rule(report: TrainingReport, kept: Given) -> Finding:
    days = [
        words.joined(words.day(day) for day in looks) for looks in (kept.looks, report.rule.looks)
    ]
    sizes = [told_size(report, size) for size in (kept.smallest, report.rule.smallest)]
    return Finding(
        "rule_changed_after_verdict",
        "warning",
        f"{report.training.name}: its rule was changed after the verdict",
        f"The verdict was given by {sizes[0]} on {days[0]}; the plan now says {sizes[1]} on "
        f"{days[1]}. The change counts for nothing.",
        {"smallest": kept.smallest, "now": report.rule.smallest},
        ("To judge it by another rule, plan another training.",),
    )


def _silent(what: str, done: int, of: int) -> None:
    del what, done, of


def _called(known: tuple[Training, ...], asked: str | None) -> tuple[Training, ...]:
    if asked is None:
        return known
    wanted = " ".join(asked.casefold().split())
    whole = tuple(t for t in known if t.name.casefold() == wanted)
    found = whole or tuple(t for t in known if wanted in t.name.casefold())
    if not found:
        names = sorted({t.name for t in known})
        raise InputError(
            f"no training is called {asked!r}",
            hint=f"Known: {', '.join(names[:12])}." if names else "No training is known yet.",
        )
    return found


def _evening(connection: Any, asked: Asked, on: dt.date) -> _Evening | None:
    question = replace(asked.question, as_of=on)
    book, ground = count_ground(connection, question, asked.process)
    if ground is None:
        return None
    return _Evening(book, ground, find_jobs(book).of_person)


def _restore(connection: Any, asked: Asked) -> None:
    """Fill the tables of the evening asked again, for the rows behind its numbers."""
    count_ground(connection, asked.question, asked.process)


def _report(
    connection: Any,
    asked: Asked,
    evening: _Evening | None,
    training: Training,
    known: tuple[Training, ...],
) -> TrainingReport | NotEstimable:
    if evening is None:
        return NotEstimable("no deal has a date by then")
    wrong = impossible(training)
    if wrong is not None:
        return wrong
    counted = _counted(evening, training)
    if isinstance(counted, NotEstimable):
        return counted
    cells = counted.trained.cells
    rule = training.rule(cells.horizon_days if isinstance(cells, StepCells) else 0.0)
    looks: list[Look] = []
    for day in rule.looks:
        if day <= asked.question.as_of:
            then = evening
            if day != asked.question.as_of:
                then = _evening(connection, asked, day) or evening
            looks.append(_look(then, training, day))
    if looks:
        _restore(connection, asked)
    return report_of(counted, training, looks, known)


def _look(evening: _Evening, training: Training, day: dt.date) -> Look:
    counted = _counted(evening, training)
    if isinstance(counted, NotEstimable):
        return Look(day, None, 0, 0, counted)
    return look_of(counted, training, day)


def _counted(evening: _Evening, training: Training) -> Counted | NotEstimable:
    """Return what the training is about, counted, and who is compared."""
    found = meant_by(evening.book, training.competency)
    if isinstance(found, NotEstimable):
        return found
    trained = trained_cells(evening.ground, evening.book, training, found)
    return Counted(evening.book, trained, _of_their_job(evening, training))


def _of_their_job(evening: _Evening, training: Training) -> Ints:
    """Return places of everybody who does the job that most of the trained do."""
    here = np.isin(evening.book.roster.person_id, training.person_id)
    jobs = [evening.jobs[place] for place in np.flatnonzero(here).tolist()]
    said = sorted({job for job in jobs if job is not None})
    most = max(said, key=jobs.count) if said else None
    places = [i for i, job in enumerate(evening.jobs) if job is not None and job == most]
    return np.array(places, dtype=np.int64)


def findings_of(verified: Verified) -> tuple[Finding, ...]:
    """Return the doubts of all verdicts."""
    return tuple(finding for report in verified.reports for finding in report.findings)
