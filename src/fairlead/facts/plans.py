"""What was planned and promised: targets, submissions, trainings, splits of credit, helpers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Target:
    """What a person, a team or the company is asked to bring in a period ``[from_on, to_on)``."""

    target_id: Annotated[int, Kind.KEY, "hash of who, measure and period"]
    person_id: Annotated[int | None, Kind.KEY, "key of the person; null for a team or the company"]
    team: Annotated[str | None, Kind.TEXT, "team name; null with no person = the company"]
    measure: Annotated[str, Kind.TEXT, "bookings unless said otherwise"]
    part: Annotated[str | None, Kind.TEXT, "product family or territory; null = the whole"]
    from_on: Annotated[dt.date, Kind.DAY, "first day of the period"]
    to_on: Annotated[dt.date, Kind.DAY, "day after the last"]
    amount: Annotated[int, Kind.MONEY, "minor units (or a count, for measures that count)"]
    currency: Annotated[str | None, Kind.TEXT, "ISO 4217 code; null = the reporting currency"]
    ramp_share: Annotated[float | None, Kind.FRACTION, "share of a full target while ramping"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class Submission:
    """A human forecast for a period, as it was given."""

    submission_id: Annotated[int, Kind.KEY, "hash of who, period, category and time"]
    person_id: Annotated[int, Kind.KEY, "key of who said it, see person_keys"]
    from_on: Annotated[dt.date, Kind.DAY, "first day of the period"]
    to_on: Annotated[dt.date, Kind.DAY, "day after the last"]
    submitted_at: Annotated[dt.datetime, Kind.INSTANT, "when it was given; frozen then"]
    category: Annotated[str, Kind.TEXT, "commit, best case and the like"]
    layer: Annotated[str | None, Kind.TEXT, "rep, manager or leader; null = by whom they lead"]
    reason: Annotated[str | None, Kind.TEXT, "why, in their own words"]
    amount: Annotated[int, Kind.MONEY, "minor units"]
    currency: Annotated[str | None, Kind.TEXT, "ISO 4217 code; null = the reporting currency"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """One person's part in one training."""

    training_part_id: Annotated[int, Kind.KEY, "hash of person and training"]
    training: Annotated[str, Kind.TEXT, "name of the training"]
    person_id: Annotated[int, Kind.KEY, "key of the person, see person_keys"]
    competency: Annotated[str, Kind.TEXT, "what it trains"]
    start_group: Annotated[str | None, Kind.TEXT, "who started together"]
    started_on: Annotated[dt.date, Kind.DAY, "first day for this person"]
    ended_on: Annotated[dt.date | None, Kind.DAY, "last day"]
    chosen_by: Annotated[str | None, Kind.TEXT, "random, numbers or judgement"]
    drawn_within: Annotated[str | None, Kind.TEXT, "stratum the start group was drawn within"]
    smallest_effect: Annotated[float | None, Kind.FRACTION, "smallest effect that matters"]
    look_on: Annotated[dt.date | None, Kind.DAY, "day of the verdict"]
    last_look_on: Annotated[dt.date | None, Kind.DAY, "day of the second verdict, if planned"]
    hours: Annotated[float | None, Kind.NUMBER, "hours it takes this person"]
    cost: Annotated[int | None, Kind.INTEGER, "cost for this person, minor reporting currency"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class Split:
    """A person's share in a deal."""

    split_id: Annotated[int, Kind.KEY, "hash of person, deal and kind"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    person_id: Annotated[int, Kind.KEY, "key of the person, see person_keys"]
    share: Annotated[float, Kind.FRACTION, "0..1"]
    kind: Annotated[str | None, Kind.TEXT, "as exported"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class DealTeamMember:
    """Somebody who helps on a deal without owning it or having a share in it."""

    deal_team_id: Annotated[int, Kind.KEY, "hash of person, deal and role"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    person_id: Annotated[int, Kind.KEY, "key of the person, see person_keys"]
    role: Annotated[str | None, Kind.TEXT, "sales engineer, executive sponsor and the like"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


TARGETS = Table("targets", Target, "person or team x measure x period", ("target_id",))
SUBMISSIONS = Table("submissions", Submission, "person x period x submitted_at", ("submission_id",))
TRAININGS = Table("trainings", TrainingPart, "person x training", ("training_part_id",))
SPLITS = Table("splits", Split, "person x opportunity", ("split_id",))
DEAL_TEAM = Table("deal_team", DealTeamMember, "person x opportunity", ("deal_team_id",))
