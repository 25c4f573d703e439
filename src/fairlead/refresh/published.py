"""Published answers for commands: the same as worked out now, where the question is the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairlead.answers import Estimate, Evidence, Finding, NotEstimable
from fairlead.brief.compose import aged
from fairlead.brief.fair import compose_fair
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.diagnose.scope import the_one
from fairlead.forecast.landed import Landed
from fairlead.forecast.movement import Movement
from fairlead.forecast.movement import Part as MovementPart
from fairlead.lake.counts.scope import find_person
from fairlead.lake.published.answers import EVERYBODY, Answered, Kind, Unit, read_answer
from fairlead.lake.published.fair_rates import FairRate, Told, read_fair_rates
from fairlead.lake.published.keep import (
    ANSWERS,
    FAIR_RATES,
    INDEX,
    PEOPLE,
    Index,
    file_names,
    fresh,
)
from fairlead.lake.published.typed import from_text, to_text
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Competency
from fairlead.measure.chart import Band, Comparison, Point
from fairlead.measure.fair import FairRow, QuarterRate
from fairlead.measure.question import Question
from fairlead.measure.report import FairReport, Part
from fairlead.measure.results import MonthTotal, StepResult
from fairlead.measure.roles import Job, Jobs
from fairlead.plan.road import StageTraffic, Traffic
from fairlead.refresh.evidence import Rows, keep_evidence, with_known_rows
from fairlead.refresh.grounds import Whose, titled
from fairlead.refresh.measuring import Measured, Wanted, of_wanted
from fairlead.refresh.numbers import Counted, NumbersTold, Per, count_for, tell_numbers
from fairlead.refresh.opening import opened
from fairlead.stats.limits import Limits

IN_BRIEFS = (
    Brief, Section, Line, Grid, Chart, Evidence, Finding, Estimate, NotEstimable, Movement,
    MovementPart, MonthTotal, StepResult, Comparison, Point, Band, Limits, Competency,
    Landed,
)  # fmt: skip
IN_FAIR = (
    FairReport, Part, Job, Jobs, Comparison, Point, Band, Limits, Competency, Finding, Estimate,
    NotEstimable,
)  # fmt: skip
IN_NUMBERS = (Counted, Traffic, StageTraffic, Finding)
"""Every class the text of an answer may hold."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A published diagnosis, priorities or brief: as it is read, and for machines."""

    brief: Brief
    body: dict[str, Any]
    mark: str


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of the newest state and is what would be answered now."""

    workspace: Workspace
    manifest: Manifest
    index: Index

    def _files(self) -> list[Path]:
        names = file_names((ANSWERS, PEOPLE), self.manifest.results)
        return [self.workspace.results / name for name in names]

    def _answer(self, kind: Kind, unit: Unit, key: int) -> Answered | None:
        try:
            return read_answer(self._files(), kind, unit, key)
        except OSError:  # replaced since the manifest was read: worked out anew
            return None

    def decided(self, kind: Kind, whose: Whose, today: dt.date) -> Decided | None:
        """Return the diagnosis or priorities of whom is meant; None where it is not published.

        Raises
        ------
        InputError
            Nobody, or more than one, is called so.
        """
        found = None
        if whose.person is not None:
            place = the_one("person", self.index.names, whose.person)
            found = self._answer(kind, "person", self.index.people[place])
        elif whose.team is not None:
            found = self._answer(kind, "team", the_one("team", self.index.teams, whose.team))
        else:
            found = self._answer(kind, "company", EVERYBODY)
        if found is None:
            return None
        kept = from_text(found.brief, IN_BRIEFS)
        brief = kept["brief"]
        fresh_now = freshness(brief.as_of, Setting(today, brief.data_until, ()))
        brief = replace(brief, freshness=fresh_now)
        return self._kept(brief, titled(brief), kept["question"], found.body)

    def brief(self, question: Question, today: dt.date) -> Decided | None:
        """Return the brief a reader asks for; None where it is not published.

        Raises
        ------
        InputError
            Nobody is called so.
        """
        key, unit = EVERYBODY, question.audience
        if question.name is not None:
            with opened(self.workspace, self.manifest) as connection:
                key = find_person(connection, question.name)
        found = self._answer("brief", unit, key)
        if found is None:
            return None
        kept = from_text(found.brief, IN_BRIEFS)
        brief = kept["brief"]
        before, behind = kept["around"]
        age = (today - brief.data_until).days
        brief = replace(brief, freshness=aged((before, behind), age))
        asked = {**kept["question"], "name": question.name}
        return self._kept(brief, brief, asked, found.body)

    def run(self, kind: Kind, question: Question, today: dt.date) -> Decided | None:
        """Return the forecast or pipeline review of a scope; None where it is not published.

        Raises
        ------
        InputError
            Nobody is called so.
        """
        key, unit = EVERYBODY, question.audience
        if question.name is not None:
            with opened(self.workspace, self.manifest) as connection:
                key = find_person(connection, question.name)
        found = self._answer(kind, unit, key)
        if found is None:
            return None
        kept = from_text(found.brief, IN_BRIEFS)
        brief = kept["brief"]
        fresh_now = freshness(brief.as_of, Setting(today, brief.data_until, ()))
        brief = replace(brief, freshness=fresh_now)
        asked = {**kept["question"], "name": question.name}
        return self._kept(brief, brief, asked, found.body)

    def _kept(self, brief: Brief, named: Brief, question: Mapping[str, Any], body: str) -> Decided:
        mark = keep_evidence(self.workspace, self.manifest, question, named)
        return Decided(brief, json.loads(body), mark)

    def measured(self, wish: Wanted, today: dt.date) -> Measured | None:
        """Return the fair rates that are asked for; errors as in `measure_workspace`."""
        found = self._answer("measure", "company", EVERYBODY)
        name = self.manifest.results.get(FAIR_RATES)
        if found is None or name is None:
            return None
        kept = from_text(found.brief, IN_FAIR)
        try:
            rates = read_fair_rates(self.workspace.results / name)
        except OSError:
            return None
        report, person = of_wanted(_report(kept["report"], rates), wish)
        setting = Setting(today, kept["until"], kept["findings"])
        rows: Rows = {(rate.competency, rate.person_id): rate.rows_behind for rate in rates}
        brief = with_known_rows(compose_fair(report, setting, person), rows)
        title = "fair rates" if person is None else f"fair rates of {person}"
        mark = keep_evidence(
            self.workspace, self.manifest, kept["question"], replace(brief, title=title)
        )
        return Measured(report, brief, mark)

    def counted(self, person: str | None) -> str | None:
        """Return what somebody's numbers are run from, as it is kept; None where not published.

        Raises
        ------
        InputError
            Nobody is called so.
        """
        key = EVERYBODY
        if person is not None:
            with opened(self.workspace, self.manifest) as connection:
                key = find_person(connection, person)
        found = self._answer("numbers", "company" if person is None else "person", key)
        return None if found is None else found.brief

    def numbers(self, person: str | None, target: float | None, per: Per) -> NumbersTold | None:
        """Return somebody's numbers; errors as in `numbers_of`, None where not published."""
        text = self.counted(person)
        if text is None:
            return None
        kept = from_text(text, IN_NUMBERS)
        told = tell_numbers(kept["counted"], target, per)
        mark = keep_evidence(self.workspace, self.manifest, kept["question"], told.brief)
        return replace(told, mark=mark)


def numbers_from(text: str, target: float | None, per: Per) -> NumbersTold:
    """Return the numbers a target takes from what is kept of them; errors as `tell_numbers`."""
    return tell_numbers(from_text(text, IN_NUMBERS)["counted"], target, per)


def counted_text(workspace: Workspace, person: str | None) -> str:
    """Return what somebody's numbers are run from, as text: what is published, else counted now.

    Raises
    ------
    InputError
        Nobody is called so, or the data carry no date.
    """
    kept = published(workspace, None, None)
    found = kept.counted(person) if kept else None
    if found is not None:
        return found
    return to_text({"counted": count_for(workspace, person)})


def published(
    workspace: Workspace, question: Question | None, as_of: dt.date | None
) -> Published | None:
    """Return what is published, if it answers a question about an evening; None else.

    Parameters
    ----------
    workspace
        A workspace with data.
    question
        What is left out; anything left out is another question.
    as_of
        Evening asked; None for as far as the data go.

    Raises
    ------
    InputError
        There is no workspace, or it holds no data.
    """
    manifest = workspace.require()
    if INDEX not in manifest.results:
        return None
    if as_of is not None and as_of.isoformat() != manifest.data_until:
        return None
    if question is not None and (question.leave_out_pipelines or question.leave_out_types):
        return None
    index = fresh(workspace, manifest)
    return None if index is None else Published(workspace, manifest, index)


def _report(bare: FairReport, rates: tuple[FairRate, ...]) -> FairReport:
    """Return the report with its rows, in the order of names."""
    rows: dict[int, list[FairRow]] = {number: [] for number in range(len(bare.parts))}
    for rate in rates:
        rows[rate.part].append(_row(rate, bare.parts[rate.part]))
    parts = (
        replace(part, rows=tuple(sorted(rows[number], key=_by_name)))
        for number, part in enumerate(bare.parts)
    )
    return replace(bare, parts=tuple(parts))


def _by_name(row: FairRow) -> tuple[str, int]:
    return row.person.casefold(), row.person_id


def _row(rate: FairRate, part: Part) -> FairRow:
    return FairRow(
        person_id=rate.person_id,
        person=rate.person,
        competency=part.competency,
        role=part.role,
        start=rate.start,
        end=rate.end,
        successes=rate.successes,
        n=rate.n,
        open=rate.open,
        top=rate.top,
        bottom=rate.bottom,
        observed=rate.observed,
        expected=rate.expected,
        expected_successes=rate.expected_successes,
        fair_rate=_answer(rate.fair_rate),
        trend=_answer(rate.trend),
        quarters=tuple(
            QuarterRate(q.start, q.successes, q.n, q.open, q.rate) for q in rate.quarters
        ),
        usual=rate.usual,
        tail=rate.tail,
        above=rate.above,
        effect=rate.effect,
        differs=rate.differs,
    )


def _answer(told: Told) -> Estimate | NotEstimable:
    if told.value is None:
        return NotEstimable(told.reason or "", told.needed, told.have)
    assert told.lower is not None and told.upper is not None  # noqa: S101, PT018  a value has both
    assert told.level is not None and told.n is not None  # noqa: S101, PT018
    return Estimate(
        told.value, told.lower, told.upper, told.level, told.n, told.unit or "", told.kind or ""
    )
