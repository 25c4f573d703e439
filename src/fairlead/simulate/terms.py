"""Amounts and close dates over a deal's life: guesses, corrections, pushes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.ability import World
from fairlead.simulate.creation import NewDeals, pace_part, to_price
from fairlead.simulate.journey import Journey, Stints
from fairlead.simulate.tables import Array, Floats, Ints, Streams
from fairlead.simulate.worktime import CLOSES, DAY, NEVER, OPENS, by_day
from fairlead.units import decimals

LATE_CHANGE = ((0.50, -0.05, 0.22), (0.40, -0.08, 0.12))
"""At the last but one and the last stage: share of deals whose amount changes, mean and sd of log
change."""
ANY_CHANGE = (0.05, 0.0, 0.15)
"""In the middle of any stint: the same."""
KEPT_DATES = 0.93
"""Chance that an owner mends a close date that has passed."""
ROUNDS = 14


@dataclass(frozen=True, slots=True)
class Settings:
    """A field set to a value at a time; sorted by deal, then by time."""

    deal: Ints
    at: Ints
    value: Ints


def amounts(world: World, deals: NewDeals, journey: Journey, streams: Streams) -> Settings:
    """Return the amounts shown, in minor units: at creation, then each change.

    The last change brings the amount to what the deal is worth; before it the CRM shows that
    worth times the changes still to come, undone.
    """
    rng, s = streams.of("amount changes"), journey.stints
    last = len(world.org.stages) - 1
    parts = []
    for back, (share, mean, sd) in enumerate(reversed(LATE_CHANGE)):
        rows = np.flatnonzero((s.stage == last - back) & (rng.random(len(s.deal)) < share))
        rows = rows[s.stage[rows] > 0]
        parts.append((s.deal[rows], s.entered[rows], rng.normal(mean, sd, len(rows))))
    share, mean, sd = ANY_CHANGE
    rows = np.flatnonzero(rng.random(len(s.deal)) < share)
    inside = rng.uniform(0.1, 0.9, len(rows))
    at = s.entered[rows] + (inside * (s.left - s.entered)[rows]).astype(np.int64)
    at = by_day(at, rng, after=s.entered[rows] + 60, before=s.left[rows] - 60)
    parts.append(
        (s.deal[rows], np.maximum(at, s.entered[rows] + 60), rng.normal(mean, sd, len(rows)))
    )
    deal, at, change = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((at, deal))
    return _undone(world, deals, deal[order], at[order], change[order])


def _undone(world: World, deals: NewDeals, deal: Ints, at: Ints, change: Floats) -> Settings:
    total = np.bincount(deal, change, minlength=deals.count)
    running = np.cumsum(change)
    first = np.searchsorted(deal, np.arange(deals.count))
    before = np.append(0.0, running)[first]
    to_come = total[deal] - (running - before[deal])
    every = np.arange(deals.count)
    who = np.concatenate([every, deal])
    when = np.concatenate([deals.created, at])
    shown = np.concatenate(
        [deals.amount * np.exp(-total), deals.amount[deal] * np.exp(-np.round(to_come, 9))]
    )
    order = np.lexsort((when, who))
    value = to_price(shown[order]).astype(np.int64) * minor_factor(world.org.currency)
    return Settings(who[order], when[order], value)


def minor_factor(currency: str) -> int:
    """Minor units of one unit of the currency."""
    return int(10 ** decimals(currency))


def expected_days(world: World) -> Floats:
    """Days a deal that is won still needs on entering each stage, as people would guess."""
    typical = [s.advance_days * np.exp(s.advance_spread**2 / 2) for s in world.org.stages]
    return np.cumsum(np.array(typical)[::-1])[::-1]


def close_dates(world: World, deals: NewDeals, journey: Journey, streams: Streams) -> Settings:
    """Return the close dates shown (days since 1970): first guess, updates, pushes."""
    rng = streams.of("close dates")
    slow, need = np.exp(pace_part(world, deals.codes)), expected_days(world)
    guess = need[0] * slow * np.exp(rng.normal(0.05, 0.35, deals.count))
    day = _on_calendar(deals.created // DAY + np.maximum(guess, 7).astype(np.int64), rng)
    at, parts = deals.created.copy(), [(np.arange(deals.count), deals.created, day)]
    updates = _updates(world, journey.stints, deals.count, rng)
    live = np.arange(deals.count)
    for _ in range(ROUNDS):
        push = np.maximum(
            day[live] * DAY + rng.integers(-1, 5, len(live)) * DAY, at[live] + DAY
        ) // DAY * DAY + rng.integers(OPENS, CLOSES, len(live))
        stage_at, stage = _next_update(updates, live, at[live])
        chosen = np.minimum(push, stage_at)
        keeps = (stage_at <= push) | (rng.random(len(live)) < KEPT_DATES)
        go = keeps & (chosen < np.minimum(journey.closed[live], world.window.end))
        live, chosen = live[go], chosen[go]
        from_stage = (stage_at <= push)[go]
        spread = np.exp(rng.normal(0.0, 0.3, len(live)))
        ahead = np.where(
            from_stage, need[stage[go]] * slow[live] * spread, 10 + 30 * rng.random(len(live))
        )
        day[live] = _on_calendar(chosen // DAY + np.maximum(ahead, 3).astype(np.int64), rng)
        at[live] = chosen
        parts.append((live, chosen, day[live]))
    deal, when, value = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((when, deal))
    return Settings(deal[order], when[order], value[order])


def _updates(world: World, s: Stints, count: int, rng: np.random.Generator) -> Array:
    """Return when the close date is set anew: on entering one of the last two stages."""
    last = len(world.org.stages) - 1
    times = np.full((2, count), NEVER)
    for place, stage in enumerate((last - 1, last)):
        rows = np.flatnonzero((s.stage == stage) & (rng.random(len(s.deal)) < 0.6) & (stage > 0))
        times[place, s.deal[rows]] = s.entered[rows]
    return np.vstack([times, np.tile([[last - 1], [last]], (1, count))])


def _next_update(updates: Array, live: Ints, after: Ints) -> tuple[Ints, Ints]:
    first, second = updates[0, live], updates[1, live]
    use_first = first > after
    at = np.where(use_first, first, np.where(second > after, second, NEVER))
    return at, np.where(use_first, updates[2, live], updates[3, live])


def _on_calendar(day: Ints, rng: np.random.Generator) -> Ints:
    """Half of the dates go to the end of their month, the others to a working day."""
    date = day.astype("datetime64[D]")
    month_end = (date.astype("datetime64[M]") + 1).astype("datetime64[D]").astype(np.int64) - 1
    weekday = (day + 3) % 7
    workday = day + np.where(weekday >= 5, 7 - weekday, 0)
    return np.where(rng.random(len(day)) < 0.5, month_end, workday)
