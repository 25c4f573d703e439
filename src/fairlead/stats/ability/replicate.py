"""The same people and deals once more, with new luck and abilities that did not change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairlead.stats.ability.results import AbilityFit
from fairlead.stats.likelihood import Counts, Floats, Likelihood, Measured, Trials, expit


def replicate(fit: AbilityFit, rng: np.random.Generator) -> Likelihood:
    """Return outcomes drawn for the rows of a fit, everybody's ability held at its own mean.

    Answers what one would have seen if nobody had become better or worse: refit it, and whatever
    moves has moved by luck.

    Parameters
    ----------
    fit
        Everything else, market and season too, is taken as estimated.
    rng
        For the outcomes.

    Notes
    -----
    Open trials stay open; those that are resolved succeed with odds ``p Fw / ((1 - p) Ff)``.
    Data divided by a dispersion are drawn as divided, which scatters as far as they did.
    """
    design, likelihood = fit.design, fit.design.likelihood
    eta = design.offset + design.columns @ (fit.weight @ fit.border)
    eta = eta + held(fit)[design.person]
    if isinstance(likelihood, Trials):
        return _trials(likelihood, eta, rng)
    if isinstance(likelihood, Counts):
        return Counts(
            rng.poisson(likelihood.exposure * np.exp(eta)).astype(np.float64), likelihood.exposure
        )
    if isinstance(likelihood, Measured):
        return _measured(fit, likelihood, eta, rng)
    raise TypeError(f"cannot replicate {type(likelihood).__name__}")


def held(fit: AbilityFit) -> Floats:
    """Return each person's mean ability over the months in which they have data (people,)."""
    chain = np.einsum("n,mnp->mp", fit.weight, fit.chain).ravel()
    person = fit.design.filled % fit.design.person_count
    count = np.bincount(person, minlength=fit.design.person_count)
    total = np.bincount(person, chain[fit.design.filled], minlength=fit.design.person_count)
    mean: Floats = total / np.maximum(count, 1)
    return mean


def _trials(data: Trials, eta: Floats, rng: np.random.Generator) -> Trials:
    resolved = data.successes + data.failures
    floor = 1e-3
    timing = np.log(np.maximum(data.followed_success, floor)) - np.log(
        np.maximum(data.followed_failure, floor)
    )
    whole = np.floor(resolved + rng.random(len(resolved))).astype(np.int64)
    share = rng.binomial(whole, expit(eta + timing)) / np.maximum(whole, 1)
    successes = resolved * share
    return replace(data, successes=successes, failures=resolved - successes)


def _measured(fit: AbilityFit, data: Measured, eta: Floats, rng: np.random.Generator) -> Measured:
    variance = float(fit.weight @ (fit.residual if fit.residual is not None else 0.0))
    sd = np.sqrt(variance)
    total = data.count * eta + sd * np.sqrt(data.count) * rng.standard_normal(len(eta))
    within = variance * rng.chisquare(np.maximum(data.count - 1, 1e-9)) * (data.count > 1)
    square = total**2 / np.maximum(data.count, 1) + within
    return Measured(data.count, total, square, np.full((1, 1), max(variance, 1e-6)))
