"""Deals of one account that end alike are counted as hanging together, and nothing else is."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from tests.lake.canonical import Row
from tests.lake.counts.test_book import by_slug
from tests.lake.counts.test_book_rules import WIN, book, company

from fairlead.measure.cells import StepCells
from fairlead.stats.clusters import design_effect


def rows_with(accounts: str) -> dict[str, list[Row]]:
    """Four people who mark what they lose; accounts `alike`, `random`, `won only` or `none`."""
    rows = company(dict.fromkeys((1, 2, 3, 4), True))
    dice, taken = np.random.default_rng(3), defaultdict(int)
    for one in rows["opportunities"]:
        owner, outcome = one["owner_id"], one["outcome"]
        if accounts == "alike":
            taken[owner, outcome] += 1
            kind = ("won", "lost", "open").index(outcome)
            one["account_id"] = owner * 10_000 + kind * 1_000 + taken[owner, outcome] // 3
        elif accounts == "random":
            one["account_id"] = owner * 10_000 + int(dice.integers(20))
        elif accounts == "won only" and outcome == "won":
            one["account_id"] = owner
    return rows


def win_cells(accounts: str) -> tuple[StepCells, dict[str, list[Row]]]:
    rows = rows_with(accounts)
    cells = by_slug(book(rows))[WIN]
    assert isinstance(cells, StepCells)
    return cells, rows


def test_deals_of_an_account_that_end_alike_are_worth_less() -> None:
    cells, _rows = win_cells("alike")
    assert 2.0 < cells.clustering < 3.5  # three deals an account, all won or all lost


@pytest.mark.parametrize("accounts", ["none", "won only"])
def test_without_accounts_nothing_hangs_together(accounts: str) -> None:
    """Accounts that only won deals carry say nothing of likeness."""
    assert win_cells(accounts)[0].clustering == 1.0


def test_it_is_what_plain_python_counts() -> None:
    cells, rows = win_cells("random")
    sums: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for one in rows["opportunities"]:
        if one["outcome"] != "open":
            found = sums[one["owner_id"]][one["account_id"]]
            found[0] += one["outcome"] == "won"
            found[1] += 1
    clusters = [np.array(list(of.values())) for of in sums.values()]
    assert cells.open.sum() + cells.late.sum() == sum(
        one["outcome"] == "open" for one in rows["opportunities"]
    )
    assert cells.clustering == pytest.approx(
        design_effect(
            np.array([c[:, 0].sum() for c in clusters]),
            np.array([c[:, 1].sum() for c in clusters]),
            np.array([(c[:, 0] ** 2).sum() for c in clusters]),
            np.array([(c[:, 0] * c[:, 1]).sum() for c in clusters]),
            np.array([(c[:, 1] ** 2).sum() for c in clusters]),
        )
    )
