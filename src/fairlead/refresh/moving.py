"""From a workspace to ``fairlead verify movement``: who moved up beyond luck, as counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.brief import words
from fairlead.brief.model import Brief, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.company.calendar import Period
from fairlead.lake.counts.part_targets import people_booked, people_targets
from fairlead.lake.counts.summary import named_currency
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import ask, prepare_scope
from fairlead.refresh.caveats import unnamed
from fairlead.refresh.grounds import Grounds, Progress, Whose, grounds_of, kept
from fairlead.refresh.opening import opened
from fairlead.verify.movement import (
    Attained,
    Movement,
    OwnPath,
    attained,
    movement,
    own_path,
)

SEED = 20_260_102
TITLE = "How many people move up"
OWN_TITLE = "Your own path"


@dataclass(frozen=True, slots=True)
class Moved:
    """Movement with the words it is told in.

    Parameters
    ----------
    movement
        Counts of everybody; None where one person was asked about.
    met
        People who met their target in each of the last full quarters, the newest first.
    paths
        Own path of each person asked about, by their key in the data.
    """

    movement: Movement | NotEstimable | None
    met: tuple[tuple[Period, Attained], ...]
    paths: dict[int, OwnPath | NotEstimable]
    brief: Brief
    mark: str = ""


def movement_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    person: str | None = None,
    each: bool = False,
    as_of: dt.date | None = None,
    question: Question | None = None,
    progress: Progress | None = None,
) -> Moved:
    """Return how many people moved up within a year beyond luck; or one person's own path.

    Parameters
    ----------
    workspace, today, as_of, question, progress
        As in `grounds_of`.
    person
        Whose own path; None for counts of everybody.
    each
        Everybody's own path besides, each to be shown to that person only.

    Raises
    ------
    InputError
        Nobody is called so.
    """
    whose = Whose(person=person)
    with grounds_of(
        workspace, whose, today=today, as_of=as_of, question=question, progress=progress
    ) as grounds:
        roads = grounds.evening.known.passable
        found = None
        if person is None:
            found = movement(roads, rng=np.random.default_rng(SEED), progress=progress)
        places = grounds.scope.people.tolist() if person is not None or each else []
        ids = grounds.evening.book.roster.person_id
        paths = {int(ids[place]): own_path(roads, place) for place in places}
        met = () if person is not None else _met(workspace, today, as_of, question)
        brief = _composed(grounds, found, met, paths if person is not None else {}, today)
        whole, mark = kept(workspace, grounds, brief)
    return Moved(found, met, paths, whole, mark)


QUARTERS = 4
FEWEST = 5
"""Counts of fewer people would tell of single ones."""


def _met(
    workspace: Workspace, today: dt.date, as_of: dt.date | None, question: Question | None
) -> tuple[tuple[Period, Attained], ...]:
    """Return who met their target in the last full quarters, as far as targets were given."""
    with opened(workspace, workspace.require()) as connection:
        asked = ask(
            workspace, workspace.require(), connection, today=today, as_of=as_of, question=question
        )
        prepare_scope(connection, asked.process, asked.question)
        company = asked.question.company
        calendar = company.calendar
        currency = company.reporting_currency or named_currency(connection)
        period, found = calendar.quarter(asked.question.as_of), []
        for _ in range(QUARTERS):
            period = calendar.before(period)
            targets = people_targets(connection, period.start, period.end)
            if targets:
                booked = people_booked(connection, period.start, period.end, currency)
                found.append((period, attained(targets, booked)))
    return tuple(found)


def _composed(
    grounds: Grounds,
    found: Movement | NotEstimable | None,
    met: Sequence[tuple[Period, Attained]],
    paths: dict[int, OwnPath | NotEstimable],
    today: dt.date,
) -> Brief:
    asked = grounds.evening.asked
    sections = [Section("movement", OWN_TITLE, (_own(path),)) for path in paths.values()]
    if found is not None:
        sections.append(Section("movement", "Who moved within a year", (_counted(found),)))
        sections.append(Section("met", "Who meets the target", tuple(_targets(met))))
    setting = Setting(today, asked.until, nameless(grounds))
    whose = "All people" if found is not None else grounds.scope.name
    return Brief(
        title=TITLE if found is not None else OWN_TITLE,
        subtitle=f"{whose} | {words.day(asked.question.as_of)}",
        freshness=freshness(asked.question.as_of, setting),
        audience="all",
        as_of=asked.question.as_of,
        data_until=asked.until,
        sections=tuple(sections),
        evidence=(),
        findings=setting.findings,
        plumbing=(
            Line(
                "Now and a year ago come from one fit, at the deals, market and season of now. "
                "Luck alone: everything drawn and fitted anew as if nobody had changed."
            ),
        ),
    )


def nameless(grounds: Grounds) -> tuple[Finding, ...]:
    """Return what to read the counts with: nothing that names a person, nothing about the plan."""
    told = (f for f in grounds.findings if f.code != "target_carried_on")
    return unnamed(told, grounds.evening.book.roster.name)


def _counted(found: Movement | NotEstimable) -> Line:
    if isinstance(found, NotEstimable):
        return Line(f"Cannot be told: {words.silence(found)}.", weight="lead")
    if found.people < FEWEST:
        text = f"Counts are told of {FEWEST} people and more; there are {found.people}."
        return Line(text, weight="lead")
    luck = f"{found.luck_better:.1f} better and {found.luck_worse:.1f} worse"
    text = (
        f"{words.count(found.better)} of {words.counted(found.people, 'person', 'people')} are "
        f"worth more a year than a year ago, {words.count(found.worse)} less, with 9 chances in "
        f"10. Luck alone would show {luck}.{_conclusion(found)}"
    )
    return Line(text, weight="lead")


def _conclusion(found: Movement) -> str:
    """Say who moved beyond luck: luck alone would show as many at most once in twenty times."""
    beyond = found.moved_beyond_luck
    if beyond is None:
        return ""
    said = {
        (True, True): "More people got better, and more got worse, than luck would show.",
        (True, False): "More people got better than luck would show.",
        (False, True): "More people got worse than luck would show.",
        (False, False): "Nobody moved beyond luck.",
    }
    return f" {said[beyond]}"


def _targets(met: Sequence[tuple[Period, Attained]]) -> list[Line]:
    if not met:
        return [Line("Nobody's own target is known for the last four full quarters.")]
    lines = []
    for period, found in met:
        if found.people >= FEWEST:
            told = words.rate(found.met, found.people)
            lines.append(Line(f"{period.label}: {told} of people met their target.", weight="item"))
    return lines or [Line(f"Fewer than {FEWEST} people have a target of their own.")]


def _own(path: OwnPath | NotEstimable) -> Line:
    if isinstance(path, NotEstimable):
        return Line(f"Cannot be told: {words.silence(path)}.", weight="lead")
    value, low, high = (
        f"{100 * x:+.0f}%" for x in (path.change.value, path.change.lower, path.change.upper)
    )
    return Line(
        f"With the same deals and market you are worth {value} against a year ago (9 times in 10 "
        f"{low} to {high}, from {words.count(path.change.n)} times a deal stood in a step). "
        f"Better with {round(10 * path.better)} chances in 10.",
        weight="lead",
    )


def path_line(path: OwnPath | NotEstimable) -> str:
    """Return one person's own path in a sentence."""
    return _own(path).text


def movement_json(found: Moved) -> dict[str, Any]:
    """Return movement for machines; people asked about by nobody are not in it."""
    told: Any = None
    if isinstance(found.movement, NotEstimable):
        told = {"not_estimable": found.movement.reason}
    elif found.movement is not None:
        told = asdict(found.movement) | {"beyond_luck": found.movement.beyond_luck}
    return {
        "as_of": found.brief.as_of,
        "movement": told,
        "met_target": [
            {"period": period.label, "met": each.met, "people": each.people}
            for period, each in found.met
        ],
        "own": [_own_json(path) for path in found.paths.values()],
        "findings": [asdict(finding) for finding in found.brief.findings],
    }


def _own_json(path: OwnPath | NotEstimable) -> dict[str, Any]:
    if isinstance(path, NotEstimable):
        return {"not_estimable": path.reason, "needed": path.needed, "have": path.have}
    return {"change": asdict(path.change), "better": path.better}
