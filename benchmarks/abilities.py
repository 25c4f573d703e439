"""Abilities by our fit and by full MCMC of the same model, side by side in one run.

``python -m benchmarks.abilities --people 50 200`` needs numpyro, which stays out of every extra of
the installation: make an environment of its own with ``pip install numpyro scipy`` and set
``PYTHONPATH`` to ``src`` and the repository.

One conversion, 36 months, eight trials a month, no teams. Both get the same columns and priors; by
MCMC sigma and log(1 - phi) are continuous unknowns, ours averages over a grid of them. Equal
accuracy means as many effective draws of what belongs to a person in the last month as ours makes
(`DRAWS`): the seconds of MCMC are told for those too.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.calibration.worlds import Setting, draw_world

from fairlead.stats.ability import Panel, build, draw, fit
from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import SIGMA_SCALE, Plane, likeness_moments, single
from fairlead.stats.likelihood import Trials

DRAWS = 1000
CHAINS = 4


@dataclass(frozen=True)
class Found:
    """Mean and sd of each person's own part in the last month, and what it took."""

    mean: np.ndarray
    sd: np.ndarray
    seconds: float
    effective: float
    r_hat: float


def ours(panel: Panel) -> Found:
    """Fit and draw as the product does."""
    started = time.perf_counter()
    draws = draw(fit(panel), 1, count=DRAWS).person()
    seconds = time.perf_counter() - started
    return Found(draws.mean(axis=1), draws.std(axis=1), seconds, DRAWS, 1.0)


def numpyro_model(design: Design) -> Any:
    """Return the model as numpyro samples it: everything standard normal, then transformed."""
    import jax.numpy as jnp  # noqa: PLC0415
    import numpyro  # noqa: PLC0415
    import numpyro.distributions as dist  # noqa: PLC0415
    from jax import lax  # noqa: PLC0415

    precision = single(1.0, 0.5).border_precision(design)[0]
    root = jnp.asarray(np.linalg.inv(np.linalg.cholesky(precision)).T)
    columns, offset = jnp.asarray(design.columns), jnp.asarray(design.offset)
    month, person = jnp.asarray(design.month), jnp.asarray(design.person)
    own = np.zeros((design.person_count, design.border))
    for name, part in design.parts.items():
        if name.startswith("own"):
            own[:, part.columns] = design.own_share
    data = design.likelihood
    if not isinstance(data, Trials):
        raise TypeError("this benchmark is about conversions")
    trials, successes = (
        jnp.asarray(data.trials.astype(int)),
        jnp.asarray(data.successes.astype(int)),
    )
    centre, spread = likeness_moments()

    def model() -> None:
        z = numpyro.sample("z", dist.Normal(0, 1).expand([design.border]).to_event(1))
        border = jnp.asarray(design.prior_mean) + root @ z
        sigma = numpyro.sample("sigma", dist.HalfNormal(SIGMA_SCALE))
        likeness = dist.TruncatedNormal(centre, spread, low=Plane.low[1], high=Plane.high[1])
        phi = 1 - jnp.exp(numpyro.sample("log_away", likeness))
        shape = [design.month_count, design.person_count]
        noise = numpyro.sample("noise", dist.Normal(0, 1).expand(shape).to_event(2))

        def onward(before: Any, fresh: Any) -> tuple[Any, Any]:
            now = phi * before + jnp.sqrt(1 - phi**2) * fresh
            return now, now

        _, later = lax.scan(onward, noise[0], noise[1:])
        theta = sigma * jnp.concatenate([noise[:1], later])
        eta = offset + columns @ border + theta[month, person]
        numpyro.sample("y", dist.Binomial(trials, logits=eta), obs=successes)
        numpyro.deterministic("person", theta[-1] + jnp.asarray(own) @ border)

    return model


def by_numpyro(panel: Panel, kept: int) -> Found:
    """Sample the same model with NUTS."""
    import jax  # noqa: PLC0415
    import numpyro  # noqa: PLC0415
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin  # noqa: PLC0415
    from numpyro.infer import MCMC, NUTS  # noqa: PLC0415

    numpyro.enable_x64()
    started = time.perf_counter()
    sampler = MCMC(
        NUTS(numpyro_model(build(panel))),
        num_warmup=kept,
        num_samples=kept,
        num_chains=CHAINS,
        chain_method="vectorized",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(0))
    grouped = sampler.get_samples(group_by_chain=True)
    person = np.asarray(grouped["person"])
    seconds = time.perf_counter() - started
    both = np.concatenate([person, np.asarray(grouped["sigma"])[..., None]], axis=2)
    flat = person.reshape(-1, person.shape[2])
    return Found(
        flat.mean(axis=0),
        flat.std(axis=0),
        seconds,
        float(effective_sample_size(both).min()),
        float(split_gelman_rubin(both).max()),
    )


def line(people: int, one: Found, other: Found) -> str:
    """Return both as a row of a table."""
    away = np.abs(one.mean - other.mean) / other.sd
    ratio = one.sd / other.sd
    equal = other.seconds * max(1.0, DRAWS / other.effective)
    return (
        f"| {people} | {one.seconds:.2f} s | {other.seconds:.1f} s | {other.r_hat:.3f} | "
        f"{other.effective:.0f} | {other.seconds / one.seconds:.0f} | "
        f"{equal / one.seconds:.0f} | {away.mean():.3f}, {away.max():.3f} | "
        f"{ratio.mean():.3f} ({ratio.min():.3f} to {ratio.max():.3f}) |"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.abilities", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--kept", type=int, default=1000, help="draws of each of four chains")
    given = parser.parse_args()
    print(  # noqa: T201
        "| people | ours | numpyro | its R-hat | its least effective draws | times faster | "
        "at as many effective draws | means apart in sds: mean, largest | sd ratio |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for people in given.people:
        setting = Setting(
            "conversion", people, given.months, 8.0, sigma=0.3, likeness=0.75, teams=0
        )
        panel = draw_world(setting, np.random.default_rng(people)).panel
        print(line(people, ours(panel), by_numpyro(panel, given.kept)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
