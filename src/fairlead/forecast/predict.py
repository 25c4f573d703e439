"""The forecast of one evening: what the period and the next will bring, as draws that add up.

Open deals: chance by stage and time there, moved by what their marks and owner add, shaken by a
shock all deals of the period share. Deals not yet created: how many come, and how quickly deals are
won from birth. Amounts: what was paid over what was held, as seen. Parameters are drawn, not
plugged in. Methods, section 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from fairlead.answers import NotEstimable
from fairlead.forecast.creation import Creation, creation
from fairlead.forecast.draws import Chances, Shocks, Won, win_new, win_open
from fairlead.forecast.evening import Open, Wins
from fairlead.forecast.flow import Flow, flow, hazards
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.journal import Floats, Ints, number_of
from fairlead.forecast.money import Purse, pay_new, pay_open, purse_of
from fairlead.forecast.offsets import LEAST, MOST, Marks, Offsets, marks_of
from fairlead.forecast.panel import Panel, conditional, errors_of, growth, offsets_of, panel
from fairlead.forecast.shock import drawn_spread, mean_spread, shared_spread
from fairlead.forecast.traffic import LOSS, WIN
from fairlead.forecast.whose import Whose

SEED = 20_260_901
LATER_WEEKS = 104
FEWEST_CLOSED, FEWEST_EACH, FEWEST_WEEKS = 30, 5, 13
LOOK_BACK = 104


@dataclass(frozen=True, slots=True)
class Size:
    """How many draws, and how many drawn models they are spread over."""

    draws: int = 2000
    models: int = 40


MANY_DEALS = 3000
LARGE = Size(draws=1000)
"""For more than `MANY_DEALS` open deals: chance evens out over them, and seconds count."""
QUICK = Size(draws=500, models=20)
"""Enough for a back-test, whose errors come from the periods, not from the draws."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The forecast of one evening.

    Parameters
    ----------
    span, size
        What was asked.
    won
        Deals won by the evening; `booked` says which of them count to this period (flags).
    open
        Deals open on the evening.
    chance
        Mean chance of each to be won in this period, the next, later within two years, and
        never (4, deals).
    open_wins, new_wins
        Wins over all draws; `whose` says whose they will be.
    purse
        How amounts are drawn; its unit is money, or wins where too few amounts are known.
    offsets, panel
        What marks add, and the earlier evenings that told it.
    shock
        Mean relative spread that all deals of a period share.
    creation
        New deals ahead, one a group of deals.
    fresh
        Mean chance that a deal created now is won in this period, one a group of deals.
    """

    span: Span
    size: Size
    won: Wins
    booked: Ints
    open: Open
    chance: Floats
    open_wins: Won
    new_wins: Won
    whose: Whose
    purse: Purse
    offsets: Offsets
    panel: Panel
    shock: float
    creation: tuple[Creation, ...]
    fresh: Floats


@dataclass(frozen=True, slots=True)
class _Streams:
    """Independent random numbers for each part, the same for the same evening."""

    day: int

    def of(self, part: int) -> np.random.Generator:
        return np.random.default_rng([SEED, part, self.day])


def silence(frame: Frame, span: Span) -> NotEstimable | None:
    """Return why nothing can be forecast on an evening; None where something can."""
    week = frame.week(span.day)
    weeks = frame.traffic.row(week)
    if weeks < FEWEST_WEEKS:
        return NotEstimable("weeks of deals to learn from", needed=FEWEST_WEEKS, have=weeks)
    ends = frame.traffic.between(frame.traffic.exits, week, LOOK_BACK)
    ends = ends[:, frame.states.life].sum(axis=(1, 2))
    closed = int(ends.sum())
    if closed < FEWEST_CLOSED:
        return NotEstimable(
            "closed deals with a creation date to learn from", needed=FEWEST_CLOSED, have=closed
        )
    for cause, what in ((WIN, "won deals to learn from"), (LOSS, "lost deals to learn from")):
        if ends[cause] < FEWEST_EACH:
            return NotEstimable(what, needed=FEWEST_EACH, have=int(ends[cause]))
    return None


def predict(
    frame: Frame, span: Span, *, size: Size | None = None, shared: bool = True
) -> Prediction | NotEstimable:
    """Return the forecast of an evening, from what was known then.

    Parameters
    ----------
    frame
        The journal; weeks must end on the weekday of the evening.
    span
        The evening and its periods.
    size
        How many draws; None takes as many as the number of open deals allows.
    shared
        Whether deals share a shock; without it ranges are too narrow (kept for the study that
        shows it).

    Returns
    -------
    Prediction
        Or why there is none: fewer than `FEWEST_WEEKS` weeks, `FEWEST_CLOSED` closed deals, or
        `FEWEST_EACH` won or lost ones.
    """
    quiet = silence(frame, span)
    if quiet is not None:
        return quiet
    if size is None:
        size = LARGE if len(frame.evenings.open_at(span.day)) > MANY_DEALS else Size()
    return _Making(frame, span, size, shared).prediction()


def _logit(chance: Floats) -> Floats:
    found: Floats = logit(np.clip(chance, LEAST, MOST))
    return found


def _centred(eta: Floats, wanted: Floats) -> Floats:
    """Return chances whose mean over the draws is `wanted` (draws, deals).

    Doubt about a logit alone would lift small chances: the mean of a curve is not the curve of the
    mean.
    """
    chance = expit(eta)
    miss = wanted - chance.mean(axis=0)
    step = miss / np.maximum((chance * (1.0 - chance)).mean(axis=0), LEAST)
    found: Floats = expit(eta + np.clip(step, -1.0, 1.0))
    return found


@dataclass(frozen=True, slots=True)
class _Making:
    """Brings the parts of one forecast together."""

    frame: Frame
    span: Span
    size: Size
    shared: bool

    @property
    def streams(self) -> _Streams:
        return _Streams(self.span.day)

    @property
    def weeks(self) -> tuple[float, float]:
        here, after = self.span.days
        return here / 7, after / 7

    def prediction(self) -> Prediction:
        frame, span = self.frame, self.span
        deals = frame.evenings.open_at(span.day)
        won = frame.evenings.wins_at(span.day)
        marks = self._marks(deals)
        mean, drawn = self._flows()
        here, after = span.days
        now = panel(frame.evenings, mean, marks, span.day, 0, max(here, 1))
        then = panel(frame.evenings, mean, marks, span.day, max(here, 1), max(after, 2))
        people = len(frame.journal.staff.person_id)
        offsets = (offsets_of(now, marks, people), offsets_of(then, marks, people))
        chances, chance, drawn_people = self._chances(deals, marks, (mean, drawn), offsets)
        spread = shared_spread(errors_of(now, offsets[0]))
        shocks = self._shocks(spread, float(chance[0].mean()) if len(deals) else 0.0)
        open_wins = win_open(chances, shocks, self.streams.of(1))
        made = self._creation()
        new_wins = self._new(made, drawn, shocks)
        purse = purse_of(frame, won, span, growth(now))
        return Prediction(
            span=span,
            size=self.size,
            won=won,
            booked=self._booked(won),
            open=deals,
            chance=chance,
            open_wins=pay_open(purse, open_wins, deals, frame, marks, self.streams.of(4)),
            new_wins=pay_new(purse, new_wins, self.weeks, self.streams.of(5)),
            whose=Whose(frame, span, (open_wins, new_wins), drawn_people, (SEED, 6, span.day)),
            purse=purse,
            offsets=offsets[0],
            panel=now,
            shock=mean_spread(spread),
            creation=made,
            fresh=mean.fresh[0, frame.states.life][:, min(int(self.weeks[0]), LATER_WEEKS)],
        )

    def _marks(self, deals: Open) -> Marks:
        known = self.frame.journal.deals
        born = np.flatnonzero(
            (known.born <= self.span.day) & (known.born > self.span.day - 7 * LOOK_BACK)
        )
        return marks_of(deals.amount, known.segment[born], known.source[born])

    def _flows(self) -> tuple[Flow, Flow]:
        frame, week = self.frame, self.frame.week(self.span.day)
        mean = hazards(frame.traffic, frame.states, week, draws=1, rng=None)
        rng = self.streams.of(0)
        drawn = hazards(frame.traffic, frame.states, week, draws=self.size.models, rng=rng)
        return flow(mean, LATER_WEEKS), flow(drawn, int(self.weeks[1]) + 2)

    def _chances(
        self, deals: Open, marks: Marks, flows: tuple[Flow, Flow], offsets: tuple[Offsets, Offsets]
    ) -> tuple[Chances, Floats, Floats]:
        """Return chances by draw of the model, their means in four parts, and what people add."""
        mean, drawn = flows
        journal, day = self.frame.journal, self.span.day
        rng = self.streams.of(2)
        before = drawn.within(deals.place, deals.dwell, self.weeks[0])
        by_then = drawn.within(deals.place, deals.dwell, self.weeks[1])
        bases = (before, conditional(before, by_then))
        parts, people = [], None
        sure = mean.within(deals.place, deals.dwell, self.weeks[0])
        both = mean.within(deals.place, deals.dwell, self.weeks[1])
        known = (sure[0], conditional(sure, both)[0])
        for base, middle, found, days in zip(bases, known, offsets, self.span.days, strict=True):
            columns = marks.columns(deals, journal, day, max(days, 1))
            added, drawn_people = found.drawn(columns, deals.owner, self.size.models, rng)
            people = drawn_people if people is None else people
            wanted = expit(_logit(middle) + found.at_mean(columns, deals.owner))
            parts.append(_centred(_logit(base) + added, wanted))
        if self.span.days[0] <= 0:
            parts[0] = np.zeros_like(parts[0])
        here = parts[0].mean(axis=0)
        after = (parts[1] * (1.0 - parts[0])).mean(axis=0)
        ever = mean.by_week[0, deals.place, deals.dwell, -1]
        soon = mean.within(deals.place, deals.dwell, self.weeks[1])[0]
        later = (1.0 - here - after) * conditional(soon, ever)
        whole = np.stack([here, after, later, 1.0 - here - after - later])
        assert people is not None  # noqa: S101  there are two periods
        return Chances(parts[0], parts[1]), whole, people

    def _shocks(self, spread: Floats, chance: float) -> Shocks:
        """Return shocks on the logit: a relative error of wins is one of the odds over 1 - p."""
        rng, draws = self.streams.of(3), self.size.draws
        scale = drawn_spread(spread, draws, rng) / max(1.0 - chance, 0.2)
        z = rng.standard_normal((2, draws))
        if not self.shared:
            z = z * 0.0
        return Shocks(z[0] * scale, z[1] * scale)

    def _creation(self) -> tuple[Creation, ...]:
        week, ahead = self.frame.week(self.span.day), int(np.ceil(self.weeks[1])) + 1
        groups = range(len(self.frame.journal.groups))
        return tuple(creation(self.frame.traffic, g, week, ahead) for g in groups)

    def _new(self, made: tuple[Creation, ...], drawn: Flow, shocks: Shocks) -> Won:
        parts = []
        for group, one in enumerate(made):
            rng = self.streams.of(100 + group)
            weekly = one.drawn(self.size.draws, rng)
            fresh = drawn.fresh[:, self.frame.states.life[group]]
            parts.append(win_new(weekly, fresh, self.weeks, shocks, group, rng))
        return Won(
            *(
                np.concatenate([getattr(p, name) for p in parts])
                for name in ("draw", "who", "period", "amount")
            )
        )

    def _booked(self, won: Wins) -> Ints:
        """Return the period each win counts to: 0 this one, 1 the next, -1 another."""
        period, after = self.span.period, self.span.after
        edges = [number_of(d) for d in (period.start, period.end, after.end)]
        place = np.searchsorted(edges, won.booked, side="right") - 1
        found: Ints = np.where((place >= 0) & (place < 2), place, -1)
        return found
