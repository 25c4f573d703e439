"""A pipeline review: how the pipeline moved, what is at risk, what surprised, what to clean up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.answers import Finding, NotEstimable
from fairlead.forecast.movement import Movement
from fairlead.forecast.risk import Risks, Sign, SignCode
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
class DealChange:
    """What changed on a deal: `field` is stage, amount, close_on or owner; `old` may be unknown."""

    field: str
    old: str | None
    new: str | None
    on: dt.date


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """One open deal as it is gone through in a review.

    Parameters
    ----------
    opportunity_id, owner_id
        Surrogate keys; no owner where nobody is known.
    source, source_key
        Format of the export the deal came in, and its id in the CRM.
    name, owner, team, stage
        Words; empty where not known. `stage` is as the company calls it.
    amount, currency
        Minor units in the reporting currency, else as it is in the deal.
    close_on, created_on
        Days; None where not known.
    next_step
        As written in the export; None where none is, or where the export keeps none.
    lacks_next_step
        Whether it has none though others have.
    url
        Address in the CRM, where the export has it.
    seen
        What is seen of each sign beside what nearly all wins kept to; only signs that are known.
    reasons
        Signs it shows that told in the company's past: why it is at risk.
    changes
        What changed in the week before the evening, oldest first.
    """

    opportunity_id: int
    owner_id: int | None
    source: str
    source_key: str
    name: str
    owner: str
    team: str
    stage: str
    amount: int | None
    currency: str | None
    close_on: dt.date | None
    created_on: dt.date | None
    next_step: str | None
    lacks_next_step: bool
    url: str | None
    seen: tuple[Sign, ...]
    reasons: tuple[SignCode, ...]
    changes: tuple[DealChange, ...]


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
