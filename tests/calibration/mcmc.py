"""The same model by a long run of Markov chains, with nothing approximated; slow, on demand.

    python -m tests.calibration.mcmc --case dense --draws 20000 --write

All unknowns are written as ``mean(h) + root(h) z`` where mean and root come from a fixed normal
approximation of the data at hyperparameters h. Elliptical slice sampling moves z exactly (Murray,
Adams, MacKay 2010); hyperparameters move by Metropolis steps with z held, so that all unknowns go
along (Murray, Adams 2010). The approximation decides how fast the chains mix, never where they
go. sigma has its continuous half-normal prior here, not a few steps.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.stats.dense import covariance_of_chain, fit_dense, rows_of

from fairlead.stats.ability import Level, Panel, build
from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import LIKENESS, LIKENESS_WEIGHT, single
from fairlead.stats.likelihood import Counts, Likelihood, Trials

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "ability_mcmc.json"
CHAINS = 4
SCALE = 0.5


def panel_from(case: dict[str, object]) -> Panel:
    """Rebuild a panel from its stored columns."""
    column = {k: np.array(v) for k, v in case["columns"].items()}  # type: ignore[attr-defined]
    people, months = int(column["person"].max()) + 1, int(column["month"].max()) + 1
    data: Likelihood
    if "events" in column:
        data = Counts(column["events"].astype(float), column["exposure"].astype(float))
        pooled = float(np.log(column["events"].sum() / column["exposure"].sum()))
        general, levels = Level(pooled, 1.0), []
    else:
        general, levels = Level(), [column["level"]]
        if "waiting" in column:
            data = Trials.with_open(
                column["successes"],
                column["failures"],
                column["waiting"][:, None],
                waiting_success=column["sw"][:, None],
                waiting_failure=column["sf"][:, None],
                followed_success=1 - column["sw"],
                followed_failure=1 - column["sf"],
            )
        else:
            data = Trials.resolved(column["successes"], column["failures"])
    return Panel(
        person=column["person"],
        month=column["month"],
        person_count=people,
        month_count=months,
        likelihood=data,
        levels=levels,
        general=general,
    )


def make_case(name: str, seed: int = 11) -> dict[str, object]:
    """Draw the data of a reference case; the results are stored with them."""
    people, months, trials, p = {
        "dense": (6, 24, 6.0, 0.45),
        "rare": (10, 18, 1.0, 0.05),
        "counts": (10, 18, 2.0, 0.0),
        "open": (12, 12, 3.0, 0.4),
    }[name]
    rng = np.random.default_rng(seed)
    theta = np.zeros((months, people))
    theta[0] = rng.normal(0, 0.45, people)
    for t in range(1, months):
        theta[t] = 0.97 * theta[t - 1] + np.sqrt(1 - 0.97**2) * rng.normal(0, 0.45, people)
    if name == "counts":
        month, person = (x.ravel() for x in np.indices((months, people)))
        events = rng.poisson(trials * np.exp(theta.ravel()))
        exposure = np.full(len(month), 1.0)
        columns = {"person": person, "month": month, "events": events, "exposure": exposure}
        return {"columns": {k: v.tolist() for k, v in columns.items()}}
    grid = np.stack([x.ravel() for x in np.indices((months, people, 2))])
    n = rng.poisson(trials / 2, grid.shape[1])
    month, person, level = grid[:, n > 0]
    n = n[n > 0]
    eta = np.log(p / (1 - p)) + np.where(level == 0, 0.3, -0.3) + theta[month, person]
    columns = {"person": person, "month": month, "level": level}
    s = rng.binomial(n, 1 / (1 + np.exp(-eta)))
    f = n - s
    if name == "open":
        age = np.clip((months - month) / 6.0, 0.0, 1.0)  # share of the horizon that has passed
        sw, sf = np.clip(1 - 1.1 * age, 0.05, 1.0) * (age < 1), np.where(age < 1, 1 - 0.6 * age, 1)
        sf = np.where(age < 1, sf, 0.0)
        known_s, known_f = rng.binomial(s, 1 - sw), rng.binomial(f, 1 - sf)
        columns |= {"waiting": n - known_s - known_f, "sw": sw, "sf": sf}
        s, f = known_s, known_f
    columns |= {"successes": s, "failures": f}
    return {"columns": {k: v.tolist() for k, v in columns.items()}}


@dataclass
class Place:
    """Where a chain is: hyperparameters, standardised unknowns, and what follows from them."""

    sigma: float
    like: int
    z: np.ndarray
    mean: np.ndarray
    root: np.ndarray  # lower factor of the precision
    prior_log: float


class Target:
    """The exact posterior, with a fixed normal approximation of the data to steer by."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.rows = rows_of(design)
        start = fit_dense(design, single(0.3, 0.75))
        eta = design.offset + self.rows @ start.mode
        pull, weight = (x[0] for x in design.likelihood.slope(eta[None]))
        self.weight = np.maximum(weight, 1e-6)
        self.aim = eta - design.offset + pull / self.weight
        self.border = single(1.0, 0.5).border_precision(design)[0]
        months = design.month_count
        inverse = [np.linalg.inv(covariance_of_chain(1.0, r ** (1 / 12), months)) for r in LIKENESS]
        self.chains = [np.kron(np.eye(design.person_count), x) for x in inverse]
        self.chain_logs = [design.person_count * np.linalg.slogdet(x)[1] for x in inverse]
        self.steer = self.rows.T @ (self.weight[:, None] * self.rows)
        self.pull = self.rows.T @ (self.weight * self.aim)
        self.centre = np.zeros(self.rows.shape[1])
        self.centre[: design.border] = design.prior_mean

    def at(self, sigma: float, like: int, z: np.ndarray) -> Place:
        size = self.design.border
        precision = np.zeros_like(self.steer)
        precision[:size, :size] = self.border
        precision[size:, size:] = self.chains[like] / sigma**2
        whole = precision + self.steer
        mean = np.linalg.solve(whole, self.pull + precision @ self.centre)
        root = np.linalg.cholesky(whole)
        count = len(z) - size
        prior_log = 0.5 * (self.chain_logs[like] - 2 * count * np.log(sigma))
        prior_log += np.log(LIKENESS_WEIGHT[like]) - 0.5 * (sigma / SCALE) ** 2 + np.log(sigma)
        away = mean - self.centre
        # the normal approximation's own height, for the Metropolis ratio
        fit = self.rows @ mean - self.aim
        prior_log += -0.5 * away @ precision @ away - 0.5 * fit @ (self.weight * fit)
        prior_log -= np.log(np.diag(root)).sum()
        return Place(sigma, like, z, mean, root, float(prior_log))

    def unknowns(self, place: Place, z: np.ndarray) -> np.ndarray:
        return place.mean + np.linalg.solve(place.root.T, z)

    def excess(self, place: Place, z: np.ndarray) -> float:
        """Log-likelihood minus its normal approximation."""
        value = self.rows @ self.unknowns(place, z)
        log = self.design.likelihood.value((self.design.offset + value)[None])[0]
        away = value - self.aim
        return float(log + 0.5 * away @ (self.weight * away))


def slice_step(target: Target, place: Place, rng: np.random.Generator) -> None:
    """Move z by elliptical slice sampling."""
    other = rng.standard_normal(len(place.z))
    floor = target.excess(place, place.z) + np.log(rng.random())
    angle = rng.uniform(0, 2 * np.pi)
    low, high = angle - 2 * np.pi, angle
    while True:
        moved = place.z * np.cos(angle) + other * np.sin(angle)
        if target.excess(place, moved) > floor:
            place.z = moved
            return
        if angle < 0:
            low = angle
        else:
            high = angle
        angle = rng.uniform(low, high)


def hyper_step(target: Target, place: Place, rng: np.random.Generator) -> Place:
    """Move sigma and likeness with z held."""
    sigma = place.sigma * np.exp(rng.normal(0, 0.5))
    like = int(np.clip(place.like + rng.integers(-1, 2), 0, len(LIKENESS) - 1))
    moved = target.at(sigma, like, place.z)
    gain = moved.prior_log + target.excess(moved, place.z)
    gain -= place.prior_log + target.excess(place, place.z)
    return moved if np.log(rng.random()) < gain else place


def run_chain(target: Target, draws: int, seed: int) -> np.ndarray:
    """Draws of everybody's own part in the last month, then sigma (draws, people + 1)."""
    rng = np.random.default_rng([seed, 77])
    design = target.design
    z = rng.standard_normal(target.rows.shape[1])
    place = target.at(float(rng.uniform(0.1, 0.7)), int(rng.integers(5)), z)
    kept = np.empty((draws, design.person_count + 1))
    own = [p.columns for name, p in design.parts.items() if name.startswith("own")]
    for number in range(-draws // 5, draws):
        for _ in range(2):
            slice_step(target, place, rng)
            place = hyper_step(target, place, rng)
        if number >= 0:
            x = target.unknowns(place, place.z)
            last = x[design.border :].reshape(design.person_count, -1)[:, -1]
            for columns in own:
                last = last + design.own_share @ x[columns]
            kept[number] = np.append(last, place.sigma)
    return kept


def r_hat(chains: np.ndarray) -> np.ndarray:
    """Split R-hat of draws (chains, draws, values): 1 when all halves agree."""
    half = chains.shape[1] // 2
    split = np.concatenate([chains[:, :half], chains[:, half : 2 * half]])
    within = split.var(axis=1, ddof=1).mean(axis=0)
    between = split.mean(axis=1).var(axis=0, ddof=1)
    return np.sqrt((within * (half - 1) / half + between) / within)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=["dense", "rare", "counts", "open"], required=True)
    parser.add_argument("--draws", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="store the result as golden values")
    asked = parser.parse_args()
    case = make_case(asked.case)
    target = Target(build(panel_from(case)))
    chains = np.array([run_chain(target, asked.draws, seed) for seed in range(CHAINS)])
    flat = chains.reshape(-1, chains.shape[2])
    case |= {
        "recipe": f"python -m tests.calibration.mcmc --case {asked.case} --draws {asked.draws}",
        "mean": flat[:, :-1].mean(axis=0).round(4).tolist(),
        "sd": flat[:, :-1].std(axis=0).round(4).tolist(),
        "sigma": [round(float(flat[:, -1].mean()), 4), round(float(flat[:, -1].std()), 4)],
        "r_hat": round(float(r_hat(chains).max()), 4),
    }
    shown = {k: v for k, v in case.items() if k != "columns"}
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")
    if asked.write:
        stored = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
        stored[asked.case] = case
        GOLDEN.write_text(json.dumps(stored, separators=(",", ":"), sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
