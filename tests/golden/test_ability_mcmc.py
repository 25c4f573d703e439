"""The ability model against full MCMC: stored data, stored posterior, the recipe beside them.

`ability_mcmc.json` is written by `python -m tests.calibration.mcmc --case NAME --draws 4000
--write` (four chains of 4,000 draws each after 800 of burn-in). Tolerances are those the model has
to meet: means within 0.1 posterior sds; sds within 15 % each and 6 % on average.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.mcmc import panel_from

from fairlead.stats.ability import draw, fit

CASES = json.loads((Path(__file__).parent / "ability_mcmc.json").read_text())


def test_chains_had_converged() -> None:
    assert {"dense", "rare"} <= set(CASES)
    assert all(case["r_hat"] < 1.01 for case in CASES.values())


@pytest.mark.parametrize("name", sorted(CASES))
def test_means_and_sds_agree_with_full_mcmc(name: str) -> None:
    case = CASES[name]
    found = fit(panel_from(case))
    draws = draw(found, seed=1, count=4000).person()
    mean, sd = np.array(case["mean"]), np.array(case["sd"])
    assert np.abs((draws.mean(axis=1) - mean) / sd).max() < 0.1
    ratio = draws.std(axis=1) / sd
    assert 0.94 <= ratio.mean() <= 1.06
    assert ratio.min() >= 0.85
    assert ratio.max() <= 1.15
    assert abs(found.sigma - case["sigma"][0]) < 0.35 * case["sigma"][1]
