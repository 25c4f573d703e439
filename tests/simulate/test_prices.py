"""List prices of the simulator: they change nothing else, and follow the truth beside them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from fairlead.simulate import Organisation, Simulation, Words, simulate

PLAIN = Organisation(people=40, months=12, end=dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def priced() -> Simulation:
    return simulate(dataclasses.replace(PLAIN, price_kept=0.88), seed=4)


def test_all_else_stays_as_it_is_without_prices(priced: Simulation) -> None:
    without = simulate(PLAIN, seed=4)
    assert "deal_lines" not in without.tables
    for name, columns in without.tables.items():
        for header, values in columns.items():
            pair = [
                np.asarray(column.codes if isinstance(column, Words) else column)
                for column in (priced.tables[name][header], values)
            ]
            np.testing.assert_array_equal(*pair, f"{name}.{header}")


def test_discounts_follow_the_truth(priced: Simulation) -> None:
    owner = priced.numbers("deals", "owner")
    listed = priced.numbers("deal_lines", "list_amount")
    sold = priced.numbers("deal_lines", "sold_amount")
    assert np.array_equal(sold, priced.numbers("deals", "amount"))
    kept, truth = sold / listed, np.asarray(priced.truth["price_abilities"]["kept"])
    assert np.allclose(kept, 1 - priced.numbers("deal_lines", "percent") / 100, atol=1e-4)
    deals = np.bincount(owner, minlength=len(truth))
    known = deals >= 30
    assert known.sum() > 20
    mean = np.bincount(owner, kept, minlength=len(truth))[known] / deals[known]
    z = (mean - truth[known]) / (np.std(kept - truth[owner]) / np.sqrt(deals[known]))
    assert abs(z.mean()) < 0.6  # 3 errors of 25 people
    assert 0.6 < z.std() < 1.5


@pytest.mark.parametrize("kept", [0.0, 1.2, -0.5])
def test_a_share_is_a_share(kept: float) -> None:
    with pytest.raises(ValueError, match="prices must keep"):
        dataclasses.replace(PLAIN, price_kept=kept)
