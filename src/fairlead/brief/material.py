"""Everything a brief is composed from, already counted and measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from fairlead.answers import Answer, Finding, NotEstimable
from fairlead.brief.landing import Landing
from fairlead.brief.one_thing import OneThing
from fairlead.brief.trainings import TrainingNews
from fairlead.forecast.movement import Movement
from fairlead.forecast.review import Reviewed
from fairlead.measure.attention import Attention
from fairlead.measure.question import Question
from fairlead.measure.results import StepResult
from fairlead.measure.summary import Summary, TypeCount
from fairlead.process.model import Process


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an import; ``rows == stored + put_aside`` unless it was not needed.

    `aside_valued` of the rows put aside carry an amount that can be read, `aside_amount` in all
    (minor units of `aside_currency`).
    """

    file: str
    format: str
    target: str
    rows: int
    put_aside: int
    aside_valued: int = 0
    aside_amount: int = 0
    aside_currency: str | None = None


class Quarter(Protocol):
    """What lines about the running quarter need; a `Material` has it, and a pipeline review."""

    @property
    def question(self) -> Question:
        """What is asked, as of which evening."""

    @property
    def data_until(self) -> dt.date:
        """Last day of the data."""

    @property
    def summary(self) -> Summary:
        """Counts of the scope."""

    @property
    def movement(self) -> Movement | NotEstimable:
        """Bridge of what is due in the quarter."""


@dataclass(frozen=True, slots=True)
class TypeRate:
    """Win rate of one deal type in the window."""

    count: TypeCount
    rate: Answer


@dataclass(frozen=True, slots=True)
class Material:
    """Results, provenance and scope of one brief.

    `today` is the reader's day, only used to say how old the data are; `scope` what the brief is
    about, in words ("All teams", "Ben's team"), `person_id` the person it is about, if any.
    `asked_on` is the day the reader named, if any; where it lies after the end of the data, the
    brief is of the data's last day. `attention` holds deals for whoever works on them, else None.
    `one_thing` is what to train first, `landing` where the quarter lands; None where it was not
    asked for. `trained` holds trainings under way and the last verdict. `reviewed`
    holds deals at risk and surprises; None for the board.
    `unmatched_count` names in team.csv and targets.csv match nobody in the export.
    """

    question: Question
    scope: str
    person_id: int | None
    today: dt.date
    data_until: dt.date
    summary: Summary
    process: Process
    steps: tuple[StepResult, ...]
    win_rates: tuple[TypeRate, ...]
    cycle: Answer
    size: Answer
    needed: Answer | None
    created_a_month: float | None
    movement: Movement | NotEstimable
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    asked_on: dt.date | None = None
    attention: Attention | None = None
    one_thing: OneThing | NotEstimable | None = None
    landing: Landing | NotEstimable | None = None
    reviewed: Reviewed | None = None
    trained: TrainingNews | None = None
    unmatched_count: int = 0

    @property
    def main_rate(self) -> TypeRate | None:
        """Win rate of the deal type with most closed deals."""
        return self.win_rates[0] if self.win_rates else None
