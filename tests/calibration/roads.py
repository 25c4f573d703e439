"""Roads with a known truth: what is estimated of a team's competencies, and what they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from tests.calibration.worlds import Setting, draw_truth, outcomes

from fairlead.diagnose.levels import Level, level_of
from fairlead.diagnose.road import Road
from fairlead.measure.cells import Competency, CountCells, Roster, Window
from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import Draws, draw, fit

KINDS = ("creation", "conversion", "conversion", "conversion", "size")
SIZE_SPREAD = 0.55
NOTHING = CountCells(*(np.empty(0, np.int64) for _ in range(3)), np.empty(0))


@dataclass(frozen=True)
class Known:
    """A road as estimated and as it is, and the raw successes and trials of its steps."""

    seen: Road
    true: Road
    successes: np.ndarray  # steps x people
    trials: np.ndarray


def make_fitted(
    setting: Setting, number: int, rng: np.random.Generator
) -> tuple[Fitted, Fitted, float]:
    """One competency drawn from the priors: its fit, the truth as a single draw, its spread."""
    truth = draw_truth(setting, rng)
    panel = outcomes(setting, truth.panel, truth.dealt, truth.eta, rng)
    made = fit(panel)
    rank = number - 1 if setting.kind == "conversion" else None
    competency = Competency(
        slug=f"p.new.{number}",
        name=f"competency {number}",
        kind=setting.kind,  # type: ignore[arg-type]
        unit="",
        pipeline="p",
        deal_type="new",
        rank=rank,
    )
    months, people = setting.months, setting.people
    unknown = np.full((months, people), -1)
    window = Window(
        dt.date(2025, 1, 1), dt.date(2026, 6, 30), np.arange(months) // 3, np.arange(months) % 12
    )
    names = tuple(f"p{i}" for i in range(people))
    roster = Roster(
        np.arange(people), names, (None,) * people, np.full((months, people), np.nan),
        np.full((months, people), 21.0), unknown, unknown, (), (),
    )  # fmt: skip
    everybody = np.arange(people)
    draws = draw(made, int(rng.integers(2**31)))
    seen = Fitted(competency, "", window, roster, everybody, NOTHING, made, draws)
    one = Draws(
        np.arange(months), truth.border[None], truth.theta[:, :, None].astype(np.float32),
        truth.own[:, None].astype(np.float32), np.zeros(1, dtype=np.int64),
    )  # fmt: skip
    return seen, replace(seen, draws=one), truth.sigma


def make_level(
    setting: Setting, number: int, rng: np.random.Generator
) -> tuple[Level, Level, Fitted]:
    seen, true, sigma = make_fitted(setting, number, rng)
    everybody = np.arange(setting.people)
    there, real = level_of(seen, everybody), level_of(true, everybody)
    assert there is not None
    assert real is not None
    spread = np.full(1, SIZE_SPREAD**2 / 2 if setting.kind == "size" else 0.0)
    between = np.sqrt(real.between**2 - real.sigma**2 + sigma**2)
    true = replace(real, sigma=np.full(1, sigma), between=between, spread=spread)
    return there, true, seen


def make_road(people: int, trials: float, rng: np.random.Generator, months: int = 18) -> Known:
    """Creation, three steps and size of one team, every truth drawn from the priors."""
    each = {"creation": 4.2, "conversion": trials, "size": max(0.5, trials / 6)}
    seen, true, raw = [], [], []
    for number, kind in enumerate(KINDS):
        # levels near those of real steps: a step of one in a thousand is no step anybody keeps
        level = float(rng.normal(0.0, 0.8)) if kind == "conversion" else None
        setting = Setting(kind, people, months, each[kind], level=level)
        there, real, fitted = make_level(setting, number, rng)
        seen.append(there)
        true.append(real)
        data = fitted.fit.design.likelihood
        if kind == "conversion":
            rows = fitted.fit.design.person
            raw.append(
                [np.bincount(rows, x, people) for x in (data.successes, data.trials)]  # type: ignore[attr-defined]
            )
    parts = (np.arange(people), None, "EUR", ())
    counted = np.array(raw)
    return Known(
        *(Road("p", "new", "", parts[0], tuple(x), None, "EUR", ()) for x in (seen, true)),
        counted[:, 0],
        counted[:, 1],
    )
