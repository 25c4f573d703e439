"""Growth: close rates of the people somebody leads, plain and fair, who could learn from whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairlead.answers import Answer, NotEstimable
from fairlead.leadership.shares import share_of

FEWEST_DEALS = 30
MOST_OPEN = 0.2
"""While a larger share of a quarter's deals is open, its rate is not told."""
FIRST_DAYS = 90
PATH = (
    (7, "Have a first 1:1 with everybody you lead; ask what they would change, promise little."),
    (10, "Ask somebody who leads, and stands nowhere above you, to be your mentor."),
    (14, "Go along to customer meetings of each; watch, and do not sell for them."),
    (30, "Read Diagnose with each of them; look at deals, territory and time in the job first."),
    (45, "Choose one competency for the team, and say why."),
    (60, "Keep every promise you made, or move it before its day."),
    (75, "Ask your team what you should do differently; close each topic with what you did."),
    (90, "Look back with who leads you: what grew in your people, not what you sold yourself."),
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Deals of somebody created in the quarter from `start`: `won` of `n` ended, `open` not yet."""

    person: str
    start: dt.date
    won: int
    n: int
    open: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A close rate of several people in a quarter, a ratio of sums; silent on few deals."""

    start: dt.date
    rate: Answer
    open_count: int
    person_count: int


@dataclass(frozen=True, slots=True)
class Change:
    """By how much one fair rate differs from a year before, with its interval at `level`."""

    lower: float
    upper: float
    level: float


@dataclass(frozen=True, slots=True)
class FairGrowth:
    """In how many of the fair rates of several people a year shows a change beyond chance.

    `silent_count` have too little data for it. `by_chance` is how many would show one, up or
    down, if nothing had changed: at most one minus the level of those judged.
    """

    rose_count: int
    fell_count: int
    same_count: int
    silent_count: int
    by_chance: float

    @property
    def judged_count(self) -> int:
        """How many could be judged."""
        return self.rose_count + self.fell_count + self.same_count


@dataclass(frozen=True, slots=True)
class Skill:
    """Whether somebody differs at a step beyond chance: ``above``, ``below`` or nothing."""

    person: str
    step: str
    direction: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """`knows` could show `learns` how they do a step."""

    step: str
    knows: str
    learns: str


def close_rates(rows: Iterable[Quarter]) -> list[Rate]:
    """Return the close rate of several people by quarter, the oldest first.

    Sums first, one division last. Plain: luck and the mix of deals are in it, so a change is a
    question, not a verdict.

    Parameters
    ----------
    rows
        One or more a person and quarter (deal types apart).

    Notes
    -----
    By the quarter deals were created in. While many are open the rate speaks of quick ones only:
    silent while more than a fifth of a quarter's deals are open.
    """
    by_start: dict[dt.date, list[Quarter]] = {}
    for row in rows:
        by_start.setdefault(row.start, []).append(row)
    return [
        Rate(start, _rate(told), sum(r.open for r in told), len({r.person for r in told if r.n}))
        for start, told in sorted(by_start.items())
    ]


def _rate(told: Sequence[Quarter]) -> Answer:
    won, n = sum(r.won for r in told), sum(r.n for r in told)
    waiting = sum(r.open for r in told)
    if waiting > MOST_OPEN * (n + waiting):
        return NotEstimable(f"too early: {waiting} of {n + waiting} deals are open")
    return share_of(won, n, "deals won", fewest=FEWEST_DEALS)


def fair_growth(changes: Iterable[Change | None]) -> FairGrowth | NotEstimable:
    """Return in how many fair rates a year shows a change beyond chance; counts, nobody's name.

    What deals they were dealt, and luck as far as the interval holds it, are out of it.

    Parameters
    ----------
    changes
        One a person and kind of deals; None where nothing can be told of it.
    """
    told = list(changes)
    known = [each for each in told if each is not None]
    if not known:
        return NotEstimable("fair rates with a year behind them", needed=1, have=0)
    rose, fell = sum(c.lower > 0 for c in known), sum(c.upper < 0 for c in known)
    same, silent = len(known) - rose - fell, len(told) - len(known)
    return FairGrowth(rose, fell, same, silent, sum(1 - c.level for c in known))


def should_meet(skills: Sequence[Skill]) -> list[Pair]:
    """Return who could learn a step from whom: one truly good at it, one truly not, in that order.

    Only differences beyond chance make a pair. Each learns one step from one person; who is asked
    least so far is asked first, so that the best do not teach everybody.

    Parameters
    ----------
    skills
        One a person and step.

    Notes
    -----
    Sandvik, Saouma, Seegert, Stanton 2020, Quarterly Journal of Economics 135(3): pairs of sellers
    who met with a worksheet sold 24 % more, and most of it stayed.
    """
    asked: dict[str, int] = {}
    paired: set[str] = set()
    found = []
    for step in dict.fromkeys(skill.step for skill in skills):
        knows = [s.person for s in skills if s.step == step and s.direction == "above"]
        for learner in sorted(
            s.person for s in skills if s.step == step and s.direction == "below"
        ):
            if not knows or learner in paired:
                continue
            teacher = min(knows, key=lambda who: (asked.get(who, 0), who))
            asked[teacher] = asked.get(teacher, 0) + 1
            paired.add(learner)
            found.append(Pair(step, teacher, learner))
    return found


def first_days(leads_since: dt.date, as_of: dt.date) -> list[tuple[dt.date, str]]:
    """Return the path of a new manager, day by day; nothing once the 90 days are over.

    Parameters
    ----------
    leads_since
        The first day they led anybody; the earliest day there is means "not known": no path.
    as_of
        The day asked about.
    """
    if leads_since == dt.date.min or not 0 <= (as_of - leads_since).days <= FIRST_DAYS:
        return []
    return [(leads_since + dt.timedelta(days=day), text) for day, text in PATH]
