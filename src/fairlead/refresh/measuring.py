"""From a workspace to fair rates: count the book, fit it, say it, keep the way back to the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fairlead.brief.fair import compose_fair
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.brief.words import joined
from fairlead.errors import InputError
from fairlead.lake.counts.book import count_book
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.measure.report import (
    FairReport,
    closest,
    competencies_of,
    competency_asked,
    fair_report,
    only_competencies,
    only_people,
    people_of,
)
from fairlead.refresh.briefing import as_it_was, ask
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened

MOST_KNOWN = 12

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the rates, in the asker's words; None for all."""

    person: str | None = None
    competency: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Fair rates with the words they are told in; `mark` tells them from other answers."""

    report: FairReport
    brief: Brief
    mark: str


def measure_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    wanted: Wanted | None = None,
    progress: Progress | None = None,
) -> Measured:
    """Return the fair rates of a workspace and keep the evidence for ``fairlead why``.

    Parameters
    ----------
    workspace
        A workspace with data.
    today, as_of
        As for `refresh.briefing.brief_workspace`.
    question
        Which pipelines and types to leave out; people are always compared with everybody.
    wanted
        One person or one competency, in words. Who differs is judged over the whole report all the
        same, so that asking about one person makes nobody stand out.
    progress
        Told what is being done.

    Raises
    ------
    InputError
        Nobody, or more than one person, is called so; no competency is.
    """
    wish = wanted or Wanted()
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        if progress is not None:
            progress("Counting", 0, 1)
        book = count_book(connection, asked.question, asked.process)
        report, name = of_wanted(fair_report(book, progress=progress), wish)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        setting = Setting(today, asked.until, findings)
        brief = with_rows(connection, compose_fair(report, setting, name))
    return _kept(workspace, manifest, question_json(asked.question), report, brief, name)


def _kept(  # noqa: PLR0917  what an answer is kept with, in the order of keep_evidence
    workspace: Workspace,
    manifest: Manifest,
    question: Mapping[str, Any],
    report: FairReport,
    brief: Brief,
    name: str | None,
) -> Measured:
    titled = replace(brief, title="fair rates" if name is None else f"fair rates of {name}")
    return Measured(report, brief, keep_evidence(workspace, manifest, question, titled))


def of_wanted(report: FairReport, wish: Wanted) -> tuple[FairReport, str | None]:
    """Return the part of a report that was asked for, and the name of the person it is about."""
    if wish.competency is not None:
        report = _of_competency(report, wish.competency)
    if wish.person is not None:
        return of_person(report, wish.person)
    return report, None


def _of_competency(report: FairReport, asked: str) -> FairReport:
    known = competencies_of(report)
    found = competency_asked(known, asked)
    if not found:
        names = joined((f"{c.name} ({c.slug})" for c in known), most=MOST_KNOWN)
        raise InputError(
            f"there is no competency {asked!r}",
            hint=f"Any part of a name or slug will do. Known: {names}."
            if known
            else "Nothing can be measured in these data.",
        )
    return only_competencies(report, found)


def of_person(report: FairReport, asked: str) -> tuple[FairReport, str]:
    """Return the report of the one person that is meant, and their name.

    Raises
    ------
    InputError
        Nobody, or more than one person, is called so.
    """
    people = people_of(report)
    found = closest(people, asked)
    if not found:
        names = joined(sorted(people.values(), key=str.casefold), most=MOST_KNOWN)
        raise InputError(
            f"nobody called {asked!r} has anything to measure",
            hint=f"Known: {names}." if names else "Nobody has, in these data.",
        )
    if len(found) > 1:
        names = joined((people[i] for i in found), most=MOST_KNOWN)
        raise InputError(
            f"{asked!r} may be {len(found)} people: {names}",
            hint="Write the whole name." if len(set(names)) > 1 else "Tell them apart in team.csv.",
        )
    return only_people(report, {found[0]}), people[found[0]]
