"""Caveats of fair rates appear where they are true, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book
from tests.measure.test_times import cells_of

from fairlead.measure.cells import Book, StepCells, TimeCells
from fairlead.measure.fair_findings import fair_findings
from fairlead.measure.fitting import fit_book


def codes(book: Book) -> dict[str, dict[str, object]]:
    return {f.code: dict(f.evidence) for f in fair_findings(book, fit_book(book, seed=1))}


def with_cells(book: Book, kind: type, change: object) -> Book:
    cells = [change(c) if isinstance(c, kind) else c for c in book.cells]  # type: ignore[operator]
    return replace(book, cells=tuple(cells))


@pytest.mark.parametrize(("slow", "said"), [(100.0, False), (170.0, True)])
def test_another_pace_is_said(slow: float, said: bool) -> None:
    rng = np.random.default_rng(4)
    book, _ = make_book(people=8, months=18)
    person, month = rng.integers(0, 8, 1600), rng.integers(0, 18, 1600)
    days = np.where(person < 2, slow, 100.0) * rng.weibull(1.0, 1600)
    times = cells_of(person, month, days, (18 - month) * 30.0)
    found = codes(with_cells(book, TimeCells, lambda _cells: times))
    assert ("other_pace" in found) == said
    if said:
        assert found["other_pace"] == {"people": 2, "compared": 8}


@pytest.mark.parametrize("clustering", [1.05, 1.8])
def test_deals_that_hang_together_are_said(clustering: float) -> None:
    book, _ = make_book(people=8, months=18)
    kept = tuple(c.kind == "conversion" for c in book.competencies)
    steps = replace(
        book,
        competencies=tuple(c for c, k in zip(book.competencies, kept, strict=True) if k),
        cells=tuple(c for c, k in zip(book.cells, kept, strict=True) if k),
    )
    found = codes(with_cells(steps, StepCells, lambda c: replace(c, clustering=clustering)))
    assert found.get("counts_hang_together", {}).get("worst") == (
        None if clustering < 1.1 else clustering
    )
