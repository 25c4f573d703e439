"""Settings of a simulated sales organisation: every number of the truth model has its name here.

The equations and the reason for each default stand in ``docs/reference/simulator.md``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["rep", "manager", "leader"]
CREATION, SIZE, SPEED = "creation", "size", "speed"
WON, LOST = "Closed Won", "Closed Lost"


@dataclass(frozen=True, slots=True)
class Stage:
    """One open stage: how deals leave it, and what the CRM says about it.

    Parameters
    ----------
    advance
        Chance that the reference deal moves on, before any effect (fraction).
    advance_days, advance_spread
        Median and log standard deviation of the days until it moves on (log-normal).
    loss_days, loss_shape
        Scale and shape of the days until it is lost (Weibull).
    probability, forecast_category
        What the CRM shows by default: fraction, and the API name of the category.
    """

    name: str
    advance: float
    advance_days: float
    advance_spread: float
    loss_days: float
    loss_shape: float
    probability: float
    forecast_category: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a mix column: its share, and what it does to deals.

    `effect` is added to the logit of every step, `size` to the log amount, `pace` to the log days.
    """

    name: str
    share: float
    effect: float = 0.0
    size: float = 0.0
    pace: float = 0.0


@dataclass(frozen=True, slots=True)
class Training:
    """A training with a true effect on one competency.

    Parameters
    ----------
    competency
        One of `Organisation.competencies`.
    starts
        One entry a start group: whole months before the month of the end. Groups that would start
        before the second month of the window are left out; their people stay untreated.
    effect, spread
        Mean and standard deviation over people of the true effect, on the scale of the competency
        (logit for steps, log for creation, size and speed).
    untreated_share
        Share of the people present who are in no group.
    rest_days
        Days before the end at which those join last, as a group of their own; it is so late that
        nothing has moved with them yet (true effect 0). None where they never join.
    """

    name: str
    competency: str
    starts: tuple[int, ...] = (10, 8, 6)
    effect: float = 0.35
    spread: float = 0.1
    untreated_share: float = 0.25
    length_days: int = 14
    rest_days: int | None = None


@dataclass(frozen=True, slots=True)
class Plant:
    """A difference put in on purpose; exactly one of `team` and `person` (full name) is set."""

    competency: str
    effect: float
    team: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A named person who is there from the start, never moves and never leaves."""

    first: str
    last: str
    role: Role
    team: str | None = None


STAGES = (
    Stage("Qualified", 0.71, 6, 0.80, 24, 1.1, 0.10, "Pipeline"),
    Stage("Discovery", 0.71, 10, 0.75, 30, 1.2, 0.20, "Pipeline"),
    Stage("Demo", 0.70, 12, 0.70, 34, 1.2, 0.40, "Pipeline"),
    Stage("Proposal", 0.70, 15, 0.70, 38, 1.3, 0.60, "BestCase"),
    Stage("Negotiation", 0.77, 14, 0.65, 34, 1.3, 0.80, "Forecast"),
)
SEGMENTS = (
    Level("Small business", 0.50, 0.08, -0.95, -0.20),
    Level("Mid-market", 0.35, 0.0, 0.0, 0.0),
    Level("Enterprise", 0.15, -0.15, 1.20, 0.35),
)
SOURCES = (
    Level("Inbound", 0.38, 0.12),
    Level("Outbound", 0.30, -0.20, 0.05),
    Level("Partner", 0.16, 0.05, 0.05),
    Level("Referral", 0.08, 0.30),
    Level("Event", 0.08, -0.05),
)
PRODUCTS = (
    Level("Core", 0.55),
    Level("Analytics", 0.28, -0.05, 0.20),
    Level("Connect", 0.17, 0.05, -0.30),
)
TYPES = (
    Level("new_business", 0.76),
    Level("expansion", 0.16, 0.28, -0.55, -0.20),
    Level("renewal", 0.08, 0.95, -0.10, -0.15),
)
COMPETITORS = (
    Level("", 0.45, 0.05),
    Level("Fathom", 0.22, -0.05),
    Level("Lodestar", 0.18, -0.05),
    Level("Quayside", 0.15, 0.0),
)
DIMENSIONS = ("segment", "source", "product", "type", "competitor")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A sales organisation to simulate.

    Parameters
    ----------
    people
        Seats for reps; leavers are replaced, so more persons pass through. Managers and the head
        come on top.
    months, end
        The window: `months` calendar months, the last one cut after the day `end`.
    dirt
        Share of deals whose row in the export is spoilt, 0..0.5.
    deals_per_month
        New deals of a ramped reference rep in a month of 21 working days.
    overdispersion
        Squared coefficient of variation of the monthly creation rate beyond chance.
    amount_median, amount_spread
        Median in whole currency units of the reference deal, and log standard deviation.
    *_sd
        Standard deviations; logit scale for steps, log scale for creation, size and speed.
    likeness
        Correlation of an ability with itself a year later.
    ramp_step, ramp_creation
        What a new hire lacks on the first day, fading with exp(-months / `ramp_months`).
    mix_concentration
        Dirichlet concentration of each person's own mix of segments and sources; small = unlike.
    leave_rate, move_rate, manager_leave_rate, manager_swap_rate
        Chance a month: a rep leaves; a rep changes team; a manager leaves; two managers swap.
    skip_rate, back_rate, reopen_rate, reassign_rate, takeover_rate
        Share of advances that skip a stage; of stints with a step back; of losses re-opened and
        lost again; of stints with a new owner; of wins the manager takes over just before.
    price_kept
        Share of the list price the middle person keeps; None where the CRM knows no list prices.
    """

    people: int = 60
    months: int = 36
    end: dt.date = dt.date(2026, 11, 20)
    dirt: float = 0.0
    name: str = "Simulated company"
    currency: str = "EUR"
    team_count: int | None = None
    team_names: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = STAGES
    segments: tuple[Level, ...] = SEGMENTS
    sources: tuple[Level, ...] = SOURCES
    products: tuple[Level, ...] = PRODUCTS
    types: tuple[Level, ...] = TYPES
    competitors: tuple[Level, ...] = COMPETITORS
    trainings: tuple[Training, ...] = (Training("Leave with a date", "Demo to Proposal"),)
    plants: tuple[Plant, ...] = ()
    cast: tuple[Member, ...] = ()
    deals_per_month: float = 8.0
    overdispersion: float = 0.05
    amount_median: float = 22_000.0
    amount_spread: float = 0.55
    step_sd: float = 0.25
    creation_sd: float = 0.20
    size_sd: float = 0.15
    speed_sd: float = 0.15
    likeness: float = 0.75
    preference_sd: float = 0.15
    team_sd: float = 0.06
    manager_sd: float = 0.08
    drift_sd: float = 0.08
    season_creation: float = 0.20
    season_closing: float = 0.12
    shock_sd: float = 0.10
    ramp_step: float = -0.30
    ramp_creation: float = -0.80
    ramp_months: float = 4.0
    mix_concentration: float = 12.0
    leave_rate: float = 0.013
    move_rate: float = 0.006
    manager_leave_rate: float = 0.006
    manager_swap_rate: float = 0.006
    skip_rate: float = 0.02
    back_rate: float = 0.015
    reopen_rate: float = 0.004
    reassign_rate: float = 0.02
    takeover_rate: float = 0.03
    rep_bias: float = 0.10
    rep_bias_sd: float = 0.15
    manager_bias: float = -0.04
    manager_bias_sd: float = 0.06
    leader_bias: float = 0.02
    submission_noise: float = 0.35
    price_kept: float | None = None
    stretch: float = 1.08

    def __post_init__(self) -> None:
        checks = {
            "people must be 1 to 100,000": 1 <= self.people <= 100_000,
            "months must be 1 to 240": 1 <= self.months <= 240,
            "dirt must be between 0 and 0.5": 0 <= self.dirt <= 0.5,
            "prices must keep more than 0 and at most all of the list price": (
                self.price_kept is None or 0 < self.price_kept <= 1
            ),
            "likeness must be above 0 and below 1": 0 < self.likeness < 1,
            "at least two stages are needed": len(self.stages) >= 2,
            "the window holds no working day": self.months > 1 or self._has_workday(),
            "the cast needs more people or teams": self._cast_fits(),
        }
        names = set(self.competencies)
        asked = [t.competency for t in self.trainings] + [p.competency for p in self.plants]
        for competency in asked:
            checks[f"no such competency: {competency}"] = competency in names
        for message, holds in checks.items():
            if not holds:
                raise ValueError(message)

    def _has_workday(self) -> bool:
        return any(self.end.replace(day=d).weekday() < 5 for d in range(1, self.end.day + 1))

    def _cast_fits(self) -> bool:
        names = self.teams
        reps = [m for m in self.cast if m.role == "rep"]
        per_team = max((sum(m.team == t for m in reps) for t in names), default=0)
        known = all(m.team in names for m in self.cast if m.role != "leader")
        return known and per_team <= self.people // len(names)

    @property
    def teams(self) -> tuple[str, ...]:
        """Team names: those given, else compass names, numbered from the twelfth on."""
        count = self.team_count or max(1, round(self.people / 9))
        base = self.team_names or _TEAM_NAMES
        turns = -(-count // len(base))
        names = [f"{n} {k + 1}" if k else n for k in range(turns) for n in base]
        return tuple(names[:count])

    @property
    def competencies(self) -> tuple[str, ...]:
        """One conversion a stage (``Demo to Proposal``), then creation, size, speed."""
        names = [s.name for s in self.stages] + [WON]
        steps = [f"{a} to {b}" for a, b in pairwise(names)]
        return (*steps, CREATION, SIZE, SPEED)

    @property
    def stage_names(self) -> tuple[str, ...]:
        """Open stages, then won, then lost; the codes of every stage column."""
        return (*(s.name for s in self.stages), WON, LOST)

    def levels(self, dimension: str) -> tuple[Level, ...]:
        """Return the levels of one of `DIMENSIONS`."""
        return {
            "segment": self.segments,
            "source": self.sources,
            "product": self.products,
            "type": self.types,
            "competitor": self.competitors,
        }[dimension]


_TEAM_NAMES = (
    "North",
    "South",
    "West",
    "East",
    "Central",
    "Coast",
    "Lakes",
    "Valley",
    "Island",
    "Capital",
    "Harbour",
)
