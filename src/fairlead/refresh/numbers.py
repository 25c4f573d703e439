"""Run your numbers: from a workspace to what a target takes a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from fairlead.answers import Finding
from fairlead.brief.model import Brief
from fairlead.errors import InputError
from fairlead.lake.counts.summary import currency_of
from fairlead.lake.counts.targets import target as target_of
from fairlead.lake.counts.traffic import traffic
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.plan.road import Numbers, Traffic, run_numbers
from fairlead.refresh.briefing import Asked, as_it_was, ask, prepare_scope
from fairlead.refresh.evidence import keep_evidence, question_json
from fairlead.refresh.opening import opened
from fairlead.refresh.tracing import numbers_brief
from fairlead.units import decimals

Per: TypeAlias = Literal["month", "quarter", "year"]
MONTHS: dict[Per, int] = {"month": 1, "quarter": 3, "year": 12}
SEED = 20_090


@dataclass(frozen=True, slots=True)
class Counted:
    """What the numbers of one person or the company are run from.

    `person` is the name as the CRM has it, None for the company; `given` the target given for the
    quarter of `as_of` in minor units, None where there is none.
    """

    person: str | None
    traffic: tuple[Traffic, ...]
    currency: str | None
    given: int | None
    as_of: dt.date
    window_start: dt.date
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NumbersTold:
    """The numbers of one person or the company.

    `target_from` says where the target comes from: ``said`` or ``targets``. `counted` holds what
    they were run from, own first; its currency is that of all amounts, its findings say what to
    read them with. `mark` tells them from other answers.
    """

    counted: Counted
    numbers: Numbers
    per: Per
    target_from: str
    mark: str = ""

    @property
    def person(self) -> str | None:
        """Whose, None for the company."""
        return self.counted.person

    @property
    def title(self) -> str:
        """Whose numbers, as a title begins."""
        return self.person or "The company"

    @property
    def brief(self) -> Brief:
        """What stands behind the lines, for ``fairlead why``."""
        return self._traced[0]

    @property
    def marks(self) -> tuple[int | None, ...]:
        """The number each line is asked for by; None for a line without an answer."""
        return self._traced[1]

    @property
    def _traced(self) -> tuple[Brief, tuple[int | None, ...]]:
        counted = self.counted
        return numbers_brief(
            self.person or "the company",
            counted.traffic,
            self.numbers.lines,
            days=(counted.window_start, counted.as_of),
            currency=counted.currency,
        )


def numbers_of(
    workspace: Workspace,
    *,
    person: str | None = None,
    target: float | None = None,
    per: Per = "quarter",
    as_of: dt.date | None = None,
    leave_out_pipelines: tuple[str, ...] = (),
    leave_out_types: tuple[str, ...] = (),
) -> NumbersTold:
    """Return what a target takes a month at today's rates, beside what happens now.

    Parameters
    ----------
    workspace
        A workspace that holds an import.
    person
        Whose; None for the company.
    target
        In major units of the reporting currency, over one `per`. None takes the one given for the
        quarter of `as_of`.
    per
        What the target is for; without a `target` always the quarter.
    as_of
        Evening asked; None for as far as the data go.
    leave_out_pipelines, leave_out_types
        Deals that do not count.

    Raises
    ------
    InputError
        Nobody is called `person`, the target is not above 0, or none is known.
    """
    manifest = workspace.require()
    wanted = replace(
        _until(manifest),
        leave_out_pipelines=leave_out_pipelines,
        leave_out_types=leave_out_types,
    )
    with opened(workspace, manifest) as connection:
        asked = ask(
            workspace, manifest, connection, today=wanted.as_of, as_of=as_of, question=wanted
        )
        prepare_scope(connection, asked.process, asked.question)
        counted = count_numbers(connection, asked, person, as_of=as_of)
        told = tell_numbers(counted, target, per)
    mark = keep_evidence(workspace, manifest, question_json(asked.question), told.brief)
    return replace(told, mark=mark)


def count_for(workspace: Workspace, person: str | None) -> Counted:
    """Return what the numbers of a person, or of the company, are run from as far as data go.

    Raises
    ------
    InputError
        Nobody is called so, or the data carry no date.
    """
    manifest = workspace.require()
    wanted = _until(manifest)
    with opened(workspace, manifest) as connection:
        asked = ask(
            workspace, manifest, connection, today=wanted.as_of, as_of=None, question=wanted
        )
        prepare_scope(connection, asked.process, asked.question)
        return count_numbers(connection, asked, person)


def count_numbers(
    connection: Any,
    asked: Asked,
    person: str | None,
    *,
    as_of: dt.date | None = None,
    known: dict[str, Traffic] | None = None,
) -> Counted:
    """Return what the numbers of a person or the company are run from.

    Needs ``deals`` of the whole company (`scope.prepare`); parameters as in `numbers_of`, `known`
    as in `traffic`.
    """
    question = asked.question
    currency = currency_of(connection, question)
    found = traffic(connection, question, person, currency, known)
    given = _given(connection, question, person)
    return Counted(
        person=None if person is None else found[0].holder,
        traffic=found,
        currency=currency,
        given=given,
        as_of=question.as_of,
        window_start=question.window_start,
        findings=(*as_it_was(connection, asked, as_of), *asked.findings),
    )


def tell_numbers(counted: Counted, target: float | None, per: Per) -> NumbersTold:
    """Return the numbers that a target takes; parameters and errors as in `numbers_of`."""
    if target is None:
        if counted.given is None:
            raise InputError(
                f"there is no target for {counted.traffic[0].holder} in this quarter",
                hint="Say one (--target 200k), or add it to targets.csv.",
            )
        amount, per = counted.given, "quarter"
    else:
        amount = round(target * 10 ** decimals(counted.currency))
    if amount <= 0:
        raise InputError("a target lies above 0", hint="Say it like 200k (--target 200k).")
    numbers = run_numbers(counted.traffic, amount, MONTHS[per], np.random.default_rng(SEED))
    return NumbersTold(counted, numbers, per, "said" if target is not None else "targets")


def _until(manifest: Manifest) -> Question:
    """Return the question of the last evening the data cover."""
    if manifest.data_until is None:
        raise InputError("the data carry no date", hint="Import an export with dates of deals.")
    return Question(dt.date.fromisoformat(manifest.data_until))


def _given(connection: Any, question: Question, person: str | None) -> int | None:
    """Return the target given for the quarter, minor units; None where there is none."""
    asked = question
    if person is not None:
        asked = replace(question, audience="rep", name=person)
    given = target_of(connection, asked)
    return None if given is None or given.amount <= 0 else given.amount
