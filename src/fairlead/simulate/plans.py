"""Targets, and the human forecasts with their bias."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.ability import MONTH_DAYS, World
from fairlead.simulate.creation import NewDeals
from fairlead.simulate.journey import Journey
from fairlead.simulate.states import Log
from fairlead.simulate.tables import Array, Columns, Floats, Ints, Streams, Words, run_ends
from fairlead.simulate.terms import minor_factor
from fairlead.simulate.worktime import DAY, instants

KNOWS = 0.55
"""Share of what people say about the rest of the quarter that comes from knowing their deals."""
CATEGORIES = ("commit", "best_case")
LAYERS = ("rep", "manager", "leader")


@dataclass(frozen=True, slots=True)
class Wins:
    """Won deals: when, by whom (owner at the close), whole currency units."""

    at: Ints
    person: Ints
    worth: Floats


def wins(deals: NewDeals, journey: Journey, log: Log) -> Wins:
    """Return all wins, also those after the window, sorted by time."""
    owner = log.owner[run_ends(log.deal)]
    order = np.flatnonzero(journey.won)[np.argsort(journey.closed[journey.won], kind="stable")]
    return Wins(journey.closed[order], owner[order], deals.amount[order])


def typical_month(world: World, won: Wins) -> float:
    """Bookings of a rep in a month, once the first deals had time to close."""
    skip = min(6, world.window.count - 1)
    inside = (won.at >= world.window.edges[skip]) & (won.at < world.window.end)
    _, days = world.roster.present(world.window)
    rep_months = (days[skip:] * world.roster.is_rep()).sum() / 21.0
    return float(won.worth[inside].sum() / max(rep_months, 1.0))


def targets_table(world: World, won: Wins, streams: Streams) -> Columns:
    """Return monthly targets: people, teams (sum of their people), company (sum of teams).

    They reach to the end of the last quarter.
    """
    rng, org, roster = streams.of("targets"), world.org, world.roster
    last = world.window.months[-1].astype(np.int64)
    ahead = 2 - int(last % 3)
    months = np.append(world.window.months, world.window.months[-1] + 1 + np.arange(ahead))
    row = np.minimum(np.arange(len(months)), world.window.count - 1)
    _, days = roster.present(world.window)
    there = (days[row] > 0) & roster.is_rep() & (roster.team[row] >= 0)
    there &= (np.arange(len(months)) < world.window.count)[:, None] | (
        roster.gone * DAY > world.window.end
    )
    start = months.astype("datetime64[D]").astype(np.int64)
    tenure = np.maximum(start[:, None] - roster.hired, 0) / MONTH_DAYS
    ramp = np.clip(np.floor(tenure + 1) / 4, 0.25, 1.0)
    warm = np.minimum((np.arange(len(months)) + 1) / 6, 1.0)
    own = np.exp(rng.normal(0, 0.08, roster.count))
    full = org.stretch * typical_month(world, won) * own * warm[:, None] * ramp
    amount = np.maximum(np.rint(full / 500), 1).astype(np.int64) * 500 * there
    month, person = np.nonzero(there)
    teams = np.zeros((len(months), len(org.teams)), dtype=np.int64)
    np.add.at(teams, (month, roster.team[row[month], person]), amount[month, person])
    team_month, team = np.nonzero(teams)
    columns = _target_rows(
        months,
        amount,
        ramp,
        of_person=(month, person),
        teams=teams,
        of_team=(team_month, team),
    )
    codes, currency = np.asarray(columns["team"]), minor_factor(org.currency)
    return {
        "person": columns["person"],
        "team": Words(codes, org.teams),
        "measure": Words(np.zeros_like(codes), ("bookings",)),
        "month": columns["month"],
        "amount": np.asarray(columns["amount"]) * currency,
        "ramp_share": columns["ramp_share"],
    }


def _target_rows(
    months: Array,
    amount: Ints,
    ramp: Floats,
    *,
    of_person: tuple[Ints, Ints],
    teams: Ints,
    of_team: tuple[Ints, Ints],
) -> dict[str, Array]:
    """Stack the rows of people, teams and the company."""
    every, none = np.arange(len(months)), np.full(len(months), -1)
    people, groups = len(of_person[0]), len(of_team[0])
    return {
        "person": np.concatenate([of_person[1], np.full(groups, -1), none]),
        "team": np.concatenate([np.full(people, -1), of_team[1], none]),
        "month": months[np.concatenate([of_person[0], of_team[0], every])],
        "amount": np.concatenate([amount[of_person], teams[of_team], teams.sum(axis=1)]),
        "ramp_share": np.concatenate([ramp[of_person], np.ones(groups + len(months))]),
    }


@dataclass(frozen=True, slots=True)
class _Booked:
    """Won so far in the quarter, and won by its end; shape (weeks, ...)."""

    so_far: Floats
    at_end: Floats


def _booked(at: Ints, who: Ints, worth: Floats, count: int, mondays: Ints) -> _Booked:
    quarters = (mondays.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)) // 3
    of_win = at.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) // 3
    base = int(quarters[0])
    by_quarter = np.zeros((int(quarters[-1]) - base + 1, count))
    inside = (of_win >= base) & (of_win <= quarters[-1])
    np.add.at(by_quarter, (of_win[inside] - base, who[inside]), worth[inside])
    by_week = np.zeros((len(mondays) + 1, count))
    seen = of_win >= base
    np.add.at(by_week, (np.searchsorted(mondays, at[seen], side="right"), who[seen]), worth[seen])
    before = np.cumsum(by_quarter, axis=0) - by_quarter
    so_far = np.cumsum(by_week, axis=0)[: len(mondays)] - before[quarters - base]
    return _Booked(np.maximum(so_far, 0.0), by_quarter[quarters - base])


def submissions(world: World, won: Wins, streams: Streams) -> tuple[Columns, Columns]:
    """Return the weekly forecasts of reps, managers and the head, and the true bias of each.

    On Monday people say what the quarter will bring: what is won, plus the rest. The rest mixes
    what will truly come with a habit value, times ``exp(bias + noise)``; the noise keeps for weeks
    and fades towards the end. Managers apply their own bias to the sum of the rests of their
    people, the head to the sum of the managers'.
    """
    org, roster, rng = world.org, world.roster, streams.of("submissions")
    mondays = world.window.workdays[(world.window.workdays + 3) % 7 == 0] * DAY + 15 * 3600
    if not len(mondays):  # a window of a few days
        return _submission_rows(org.currency, mondays, [], rng), _bias_truth(
            world, _biases(world, rng)
        )
    month = world.window.month_of(mondays)
    left = _weeks_left(mondays)
    mine = _booked(won.at, won.person, won.worth, roster.count, mondays)
    bias = _biases(world, rng)
    noise = _lasting(len(mondays), roster.count, rng) * org.submission_noise
    noise = noise * np.sqrt(left / 13)[:, None]
    habit = typical_month(world, won) * 0.9 * left[:, None] / 4.35
    truly = np.maximum(mine.at_end - mine.so_far, 0.0)
    rest = (KNOWS * truly + (1 - KNOWS) * habit) * np.exp(bias + noise)
    day = mondays[:, None] // DAY
    there = roster.is_rep() & (roster.hired <= day) & (roster.gone > day)
    there &= roster.team[month] >= 0
    rest = np.where(there, rest, 0.0)
    team = np.maximum(roster.team[world.window.month_of(won.at), won.person], 0)
    ours = _booked(won.at, team, won.worth, len(org.teams), mondays)
    team_rest = np.zeros((len(mondays), len(org.teams)))
    week, person = np.nonzero(there)
    np.add.at(team_rest, (week, roster.team[month[week], person]), rest[week, person])
    boss = roster.manager[month]
    rows = np.arange(len(mondays))[:, None]
    team_rest = team_rest * np.exp(bias[boss] + 0.3 * noise[rows, boss])
    head_rest = team_rest.sum(axis=1) * np.exp(bias[0] + 0.2 * noise[:, 0])
    lines = [
        (week, person, mine.so_far[week, person], rest[week, person]),
        (np.repeat(rows, boss.shape[1]), boss.ravel(), ours.so_far.ravel(), team_rest.ravel()),
        (rows[:, 0], np.zeros(len(rows), np.int64), ours.so_far.sum(axis=1), head_rest),
    ]
    return _submission_rows(org.currency, mondays, lines, rng), _bias_truth(world, bias)


def _weeks_left(mondays: Ints) -> Floats:
    month = mondays.astype("datetime64[s]").astype("datetime64[M]")
    after = (month.astype(np.int64) // 3 + 1) * 3
    end = after.astype("datetime64[M]").astype("datetime64[s]").astype(np.int64)
    return (end - mondays) / (7.0 * DAY)


def _biases(world: World, rng: np.random.Generator) -> Floats:
    org, role = world.org, world.roster.role
    mean = np.array([org.rep_bias, org.manager_bias, org.leader_bias])[role]
    sd = np.array([org.rep_bias_sd, org.manager_bias_sd, org.manager_bias_sd / 2])[role]
    drawn: Floats = rng.normal(mean, sd)
    return drawn


def _lasting(weeks: int, people: int, rng: np.random.Generator) -> Floats:
    noise = rng.standard_normal((weeks, people))
    for week in range(1, weeks):
        noise[week] = 0.8 * noise[week - 1] + 0.6 * noise[week]
    return noise


def _submission_rows(
    currency: str,
    mondays: Ints,
    lines: list[tuple[Ints, Ints, Floats, Floats]],
    rng: np.random.Generator,
) -> Columns:
    week, person = (np.concatenate([mondays[:0], *(line[k] for line in lines)]) for k in (0, 1))
    so_far, rest = (np.concatenate([np.empty(0), *(line[k] for line in lines)]) for k in (2, 3))
    upside = 0.35 * np.exp(rng.normal(0, 0.2, len(week)))
    both = np.concatenate([so_far + rest, so_far + rest * (1 + upside)])
    week, person = np.tile(week, 2), np.tile(person, 2)
    category = np.repeat([0, 1], len(so_far))
    order = np.lexsort((category, person, week))
    quarter = mondays.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) // 3 * 3
    said = mondays[week] + (person * 37) % 5400
    return {
        "person": person[order],
        "quarter": quarter[week].astype("datetime64[M]")[order],
        "submitted_at": instants(said[order]),
        "category": Words(category[order], CATEGORIES),
        "amount": np.rint(both[order] / 100).astype(np.int64) * 100 * minor_factor(currency),
    }


def _bias_truth(world: World, bias: Floats) -> Columns:
    share = np.array([1.0, 0.3, 0.2])[world.roster.role]
    return {
        "person": np.arange(world.roster.count),
        "layer": Words(world.roster.role, LAYERS),
        "bias": bias,
        "noise_sd": share * world.org.submission_noise,
    }
