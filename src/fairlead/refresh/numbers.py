"""Run your numbers: from a workspace to what a target takes a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from fairlead.answers import Finding
from fairlead.errors import InputError
from fairlead.lake.counts.summary import currency_of
from fairlead.lake.counts.targets import target as target_of
from fairlead.lake.counts.traffic import traffic
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.plan.road import Numbers, Traffic, run_numbers
from fairlead.refresh.briefing import as_it_was, ask, opened, prepare_scope
from fairlead.units import decimals

Per: TypeAlias = Literal["month", "quarter", "year"]
MONTHS: dict[Per, int] = {"month": 1, "quarter": 3, "year": 12}
SEED = 20_090


@dataclass(frozen=True, slots=True)
class NumbersTold:
    """The numbers of one person or the company.

    `person` is the name as the CRM has it, None for the company. `target_from` says where the
    target comes from: ``said`` or ``targets``. `traffic` holds the counts they were run with, own
    first; `currency` is that of all amounts, `findings` say what to read them with.
    """

    person: str | None
    numbers: Numbers
    traffic: tuple[Traffic, ...]
    currency: str | None
    as_of: dt.date
    window_start: dt.date
    per: Per
    target_from: str
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """Whose numbers, as a title begins."""
        return self.person or "The company"


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
        question = asked.question
        prepare_scope(connection, asked.process, question)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        currency = currency_of(connection, question)
        found = traffic(connection, question, person, currency)
        if target is None:
            amount, per = _given(connection, question, person, found[0].holder), "quarter"
        else:
            amount = round(target * 10 ** decimals(currency))
    if amount <= 0:
        raise InputError("a target lies above 0", hint="Say it like `--target 200k`.")
    numbers = run_numbers(found, amount, MONTHS[per], np.random.default_rng(SEED))
    return NumbersTold(
        person=None if person is None else found[0].holder,
        numbers=numbers,
        traffic=found,
        currency=currency,
        as_of=question.as_of,
        findings=findings,
        window_start=question.window_start,
        per=per,
        target_from="said" if target is not None else "targets",
    )


def _until(manifest: Manifest) -> Question:
    """Return the question of the last evening the data cover."""
    if manifest.data_until is None:
        raise InputError("the data carry no date", hint="Import an export with dates of deals.")
    return Question(dt.date.fromisoformat(manifest.data_until))


def _given(connection: Any, question: Question, person: str | None, holder: str) -> int:
    """Return the target given for the quarter, minor units."""
    asked = question
    if person is not None:
        asked = replace(question, audience="rep", name=person)
    given = target_of(connection, asked)
    if given is None or given.amount <= 0:
        raise InputError(
            f"there is no target for {holder} in this quarter",
            hint="Say one: `--target 200k`, or add it to targets.csv.",
        )
    return given.amount
