"""Published answers of the estimators for staggered starts.

Each says the value, where it is printed and the tolerance: half of the last printed digit, unless
said. The data are not part of the repository; without them the tests are skipped.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fairlead.stats.staggered import (
    Outcomes,
    aggregate,
    efficient,
    from_rows,
    group_time,
    impute,
    two_way,
)

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not (DATA / "did").is_dir(), reason="../shared/data is absent"),
]


@pytest.fixture(scope="module")
def counties() -> Outcomes:
    """Teen employment and the minimum wage: 500 counties, 2003 to 2007."""
    rows = np.genfromtxt(DATA / "did" / "mpdta.csv", delimiter=",", names=True)
    panel, names = from_rows(rows["countyreal"], rows["year"], rows["lemp"], rows["firsttreat"])
    size = np.empty(len(names))
    size[np.searchsorted(names, rows["countyreal"])] = rows["lpop"]
    return replace(panel, covariates=size[:, None])


@pytest.fixture(scope="module")
def officers() -> Outcomes:
    """Complaints about 7,785 officers in 72 months, trained at 48 dates."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(DATA / "police_training" / "officer_months.parquet")
    columns = [table[name].to_numpy() for name in ("uid", "period", "complaints", "first_trained")]
    return from_rows(*columns)[0]


# Source: README of the R package did (Callaway, Sant'Anna), mpdta without covariates, never
# treated; four digits are printed. Simple, dynamic and calendar: its vignette.
def test_group_time_effects_of_the_minimum_wage(counties: Outcomes) -> None:
    plain = replace(counties, covariates=None)
    found = group_time(plain)
    printed = {
        1: [-0.0105, -0.0704, -0.1373, -0.1008],
        3: [0.0065, -0.0028, -0.0046, -0.0412],
        4: [0.0305, -0.0027, -0.0311, -0.0261],
    }
    for group, values in printed.items():
        assert found.value[found.group == group] == pytest.approx(values, abs=5e-5)
    overall = {way: aggregate(found, way).overall for way in ("simple", "group", "dynamic")}
    assert overall["simple"].value == pytest.approx(-0.039951, abs=5e-7)
    assert overall["simple"].standard_error == pytest.approx(0.012, abs=5e-4)
    assert overall["group"].value == pytest.approx(-0.031018, abs=5e-7)
    assert overall["dynamic"].value == pytest.approx(-0.077240, abs=5e-7)
    assert aggregate(found, "calendar").overall.value == pytest.approx(-0.0417, abs=5e-5)


# Source: the same vignette with the logarithm of the population, doubly robust.
def test_doubly_robust_effects_of_the_minimum_wage(counties: Outcomes) -> None:
    found = group_time(counties)
    simple, dynamic = aggregate(found, "simple").overall, aggregate(found, "dynamic")
    assert simple.value == pytest.approx(-0.0418, abs=5e-5)
    assert simple.standard_error == pytest.approx(0.0115, abs=3e-4)  # theirs is a bootstrap
    after = [p.value for p, at in zip(dynamic.parts, dynamic.at, strict=True) if at >= 0]
    assert after == pytest.approx([-0.0211, -0.0530, -0.1404, -0.1069], abs=5e-5)


# Own calculation from the same paper's equation 2.5, made independently.
def test_against_all_not_yet_treated(counties: Outcomes) -> None:
    found = group_time(replace(counties, covariates=None), against="not yet")
    values = [aggregate(found, way).overall.value for way in ("simple", "group", "dynamic")]
    assert values == pytest.approx([-0.039764, -0.030462, -0.077399], abs=5e-7)


# Source: the R packages didimputation and did2s agree on these; two-way effects: fixest.
def test_imputation_and_two_way_effects(counties: Outcomes) -> None:
    found = impute(counties)
    assert found.overall.value == pytest.approx(-0.04771, abs=5e-6)
    assert found.overall.standard_error == pytest.approx(0.0132, abs=5e-5)
    path = [part.value for part in found.parts]
    assert path == pytest.approx([-0.0311, -0.0522, -0.1361, -0.1047], abs=5e-5)
    naive = two_way(counties)
    assert naive.value == pytest.approx(-0.036549, abs=5e-7)
    assert naive.standard_error == pytest.approx(0.013265, abs=5e-7)


# Source: README of the R package staggered (Roth, Sant'Anna), nine digits printed.
def test_police_training_did_not_move_complaints(officers: Outcomes) -> None:
    found = efficient(officers)
    assert found.value == pytest.approx(-0.001126981, abs=5e-10)
    assert found.standard_error == pytest.approx(0.002119248, abs=5e-10)
    usual = efficient(officers, slope="difference in differences")
    assert usual.value == pytest.approx(-0.005176818, abs=5e-10)
    assert usual.standard_error == pytest.approx(0.003930919, abs=5e-10)
