"""Is the priority that is named the best one as often as it says, and is its gain right?

Teams are drawn from the model's priors with everything they do; the method sees the outcomes only.

    python -m tests.calibration.priority_study --people 5000 --store results.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tests.calibration.roads import Known, make_road

from fairlead.prioritise.benchmarks import Effect, realistic
from fairlead.prioritise.focus import best_of, foci, priority
from fairlead.prioritise.gains import gains

TEAM = 20
TRIALS = (2.0, 4.0, 8.0)
STEPS = slice(1, 4)

Case = dict[str, Any]


def true_gains(known: Known, rng: np.random.Generator) -> np.ndarray:
    """What a training that carries as far as it happens to would bring (competencies, people)."""
    found = []
    for part in known.true.levels:
        after = part.at(realistic(part, Effect().draw(1, rng)))
        found.append((known.true.worth * (after / part.now - 1))[:, 0])
    return np.array(found)


def one_team(number: int, people: int = TEAM) -> list[Case]:
    """Everybody of one team, and the team, with what was said and what was true."""
    rng = np.random.default_rng([2611, number])
    known = make_road(people, TRIALS[number % len(TRIALS)], rng)
    seen, true = gains([known.seen]), true_gains(known, rng)
    everybody = known.seen.people
    cases = [case("team", number, seen.of(everybody), true.sum(axis=1))]
    team = priority(seen.of(everybody))
    for focus in foci(seen, everybody, team):
        i = focus.person
        of_person = seen.of(np.array([i]))
        found = case("person", number, of_person, true[:, i])
        found["own"] = float(focus.own)
        if focus.own:
            found["own better"] = float(true[focus.competency, i] > true[team.named[0], i])
        found |= against_raw(known, of_person, true[:, i], i)
        cases.append(found)
    steps = case("team's step", number, seen.of(everybody)[STEPS], true[STEPS].sum(axis=1))
    rate = known.successes.sum(axis=1) / known.trials.sum(axis=1)
    best = true[STEPS].sum(axis=1)
    steps["raw hit"] = float(np.argmin(rate) == np.argmax(best) and best.max() > 0)
    return [*cases, steps]


def case(unit: str, number: int, draws: np.ndarray, true: np.ndarray) -> Case:
    """What was said of one unit, and what was true; money as a share of the team's mean gain."""
    said = priority(draws)
    first = int(np.argmax(draws.mean(axis=1)))
    unit_of_money = float(np.abs(draws.mean(axis=1)).sum())
    best = int(np.argmax(true))
    return {
        "unit": unit,
        "team": number,
        "verdict": said.verdict,
        "probability": said.probability,
        "hit": float(first == best and true[best] > 0),
        "gain": float(draws[first].mean() / unit_of_money),
        "true": float(true[first] / unit_of_money),
        "held": float(said.lower <= true[first] <= said.upper),
        "in tie": float(best in said.named),
    }


def against_raw(known: Known, draws: np.ndarray, true: np.ndarray, i: int) -> Case:
    """Among steps only: the one named, against the lowest raw rate and the lowest of its like."""
    steps = true[STEPS]
    best = int(np.argmax(steps))
    there = steps[best] > 0
    rate = known.successes[:, i] / np.maximum(known.trials[:, i], 1)
    rate = np.where(known.trials[:, i] > 0, rate, 1.0)
    company = known.successes.sum(axis=1) / known.trials.sum(axis=1)
    below = (company - rate) / company
    return {
        "step hit": float(np.argmax(draws[STEPS].mean(axis=1)) == best and there),
        "step probability": float(best_of(draws[STEPS])[np.argmax(draws[STEPS].mean(axis=1))]),
        "raw hit": float(np.argmin(rate) == best and there),
        "below hit": float(np.argmax(below) == best and there),
    }


def deciles(
    said: np.ndarray, hit: np.ndarray, team: np.ndarray, parts: int = 10
) -> Iterator[tuple[float, float, float, int]]:
    """Mean stated, hits, Monte Carlo error (over teams) and number, in ten equal groups."""
    order = np.argsort(said, kind="stable")
    for part in np.array_split(order, parts):
        error = error_of(hit[part] - said[part], team[part])
        yield float(said[part].mean()), float(hit[part].mean()), error, len(part)


def error_of(values: np.ndarray, team: np.ndarray) -> float:
    """Standard error of a mean where people of one team share their luck."""
    _, which = np.unique(team, return_inverse=True)
    away = np.bincount(which, values - values.mean())
    return float(np.sqrt((away**2).sum()) / len(values))


def of(cases: list[Case], unit: str, name: str) -> np.ndarray:
    return np.array([c[name] for c in cases if c["unit"] == unit and name in c])


def table(cases: list[Case]) -> Iterator[str]:
    """The tables of the documentation, one line after the other."""
    team = of(cases, "person", "team")
    for title, said, hit in (
        ("All five competencies", "probability", "hit"),
        ("The three steps only", "step probability", "step hit"),
    ):
        yield from ("", title, "", "| tenth | people | stated | hit | difference |")
        yield "| --- " * 5 + "|"
        rows = deciles(of(cases, "person", said), of(cases, "person", hit), team)
        for tenth, (stated, hits, error, count) in enumerate(rows, 1):
            away = f"{hits - stated:+.3f} ({error:.3f})"
            yield f"| {tenth} | {count:,} | {stated:.3f} | {hits:.3f} | {away} |"
    yield ""
    for unit in ("person", "team", "team's step"):
        yield from summary(cases, unit)
    own = of(cases, "person", "own better")
    share = of(cases, "person", "own").mean()
    right = f"{own.mean():.3f} of {len(own)}" if len(own) else "none"
    yield f"own focus: {share:.3f} of people; better for them than the team's: {right}"


def summary(cases: list[Case], unit: str) -> Iterator[str]:
    """What was said and what was true of one kind of unit."""
    team = of(cases, unit, "team")
    said, true = of(cases, unit, "gain"), of(cases, unit, "true")
    stated, hit = of(cases, unit, "probability"), of(cases, unit, "hit")
    yield f"{unit}: {len(team):,} in {len(np.unique(team)):,} teams"
    away = f"{(hit - stated).mean():+.3f} ({error_of(hit - stated, team):.3f})"
    yield f"  stated {stated.mean():.3f}, hit {hit.mean():.3f}, difference {away}"
    away = f"{(said - true).mean():+.4f} ({error_of(said - true, team):.4f})"
    yield f"  gain stated {said.mean():.4f}, true {true.mean():.4f}, difference {away}"
    held = of(cases, unit, "held")
    yield f"  90 % intervals hold {held.mean():.3f} ({error_of(held, team):.3f})"
    yield f"  those named hold the best {of(cases, unit, 'in tie').mean():.3f}"
    verdicts = of(cases, unit, "verdict")
    yield "  " + ", ".join(f"{v} {np.mean(verdicts == v):.3f}" for v in sorted(set(verdicts)))
    if unit == "person":
        hit = of(cases, unit, "step hit")
    for name in ("raw hit", "below hit"):
        naive = of(cases, unit, name)
        if len(naive):
            better = f"{(hit - naive).mean():+.3f} ({error_of(hit - naive, team):.3f})"
            yield f"  steps: named {hit.mean():.3f}, {name} {naive.mean():.3f}, better by {better}"


def run(
    teams: int, store: Path | None = None, seconds: float = np.inf, people: int = TEAM
) -> list[Case]:
    """Study that many teams; what a file holds already is not done again."""
    cases: list[Case] = []
    if store is not None and store.exists():
        cases = [json.loads(line) for line in store.read_text().splitlines()]
    done = {int(c["team"]) for c in cases}
    for number in range(teams):
        if number in done or time.process_time() > seconds:
            continue
        found = one_team(number, people)
        cases += found
        if store is not None:
            with store.open("a") as file:
                file.writelines(json.dumps(c) + "\n" for c in found)
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--team", type=int, default=TEAM, help="people in each team")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seconds", type=float, default=np.inf, help="processor time at most")
    given = parser.parse_args()
    for line in table(run(-(-given.people // given.team), given.store, given.seconds, given.team)):
        print(line)  # noqa: T201  a study prints


if __name__ == "__main__":
    main()
