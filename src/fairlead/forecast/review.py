"""A pipeline review: how the pipeline moved, what is at risk, what surprised, what to clean up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.answers import Finding, NotEstimable
from fairlead.forecast.movement import Movement
from fairlead.forecast.risk import Risks
from fairlead.forecast.surprises import Surprises
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary
from fairlead.process.model import Process


@dataclass(frozen=True, slots=True)
class UntidyDeal:
    """An open deal whose close date has passed, or that carries no amount.

    `overdue_days` is None where the close date has not passed, or there is none.
    """

    name: str
    owner: str
    team: str
    amount: int | None
    currency: str | None
    overdue_days: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one evening's pipeline says beyond its sums; both parts of the same deals."""

    risks: Risks
    surprises: Surprises


@dataclass(frozen=True, slots=True)
class PipelineReview:
    """Everything a pipeline review is composed from.

    Parameters
    ----------
    question, summary, process
        Of the evening told of, for the scope.
    scope
        Whose pipeline, in words.
    today, data_until
        The reader's day, and the last day of the data.
    movement
        Bridge of what is due in the running quarter, which coverage is read from.
    bridge
        Bridge between the two evenings asked about.
    is_whole
        Whether `bridge` is of all open deals, because its evenings lie in different quarters.
    reviewed
        Deals at risk and surprises.
    untidy
        The first deals to clean up, the largest first.
    findings
        Caveats.
    """

    question: Question
    summary: Summary
    process: Process
    scope: str
    today: dt.date
    data_until: dt.date
    movement: Movement | NotEstimable
    bridge: Movement | NotEstimable
    is_whole: bool
    reviewed: Reviewed
    untidy: tuple[UntidyDeal, ...]
    findings: tuple[Finding, ...]
