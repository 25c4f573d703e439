"""Counts for the verdict on a training: everything is cut at each trained person's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from fairlead.lake.counts.cells import step_cells
from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import (
    AmountCells,
    Book,
    Cells,
    Competency,
    CountCells,
    Floats,
    Ints,
    Mix,
    StepCells,
)
from fairlead.measure.selection import data_of, held
from fairlead.stats.timing import Horizon
from fairlead.verify.training import Trained, Training, as_day, month_of, treated_share

WINDOW_MONTHS = 6
"""Months before the start, and at most as many after it, that a plain report sets side by side."""


def trained_cells(
    ground: Ground, book: Book, training: Training, chosen: Sequence[Competency]
) -> Trained:
    """Return the counts of what was trained, cut at each start.

    Parameters
    ----------
    ground, book
        Of `book.grounded`: ``book_trials`` still holds the trials.
    training
        Whose starts.
    chosen
        Competencies of the book, all of one kind; of steps several kinds of deals are taken
        together, each with its own level of mix. Of anything else only the first counts.
    """
    places = [book.competencies.index(one) for one in chosen]
    cells = [book.cells[place] for place in places]
    steps = [(place, c) for place, c in zip(places, cells, strict=True) if isinstance(c, StepCells)]
    if not steps:
        return _by_month(book, training, chosen[0], cells[0])  # type: ignore[arg-type]
    parts, shares, entered, ripe = [], [], 0, 0
    for (_, whole), counts in zip(steps, _cut(ground, book, training, steps), strict=True):
        for treated, part in enumerate(counts[:2]):
            parts.append((part, whole))
            shares.append(np.full(len(part.person), float(treated)))
        entered, ripe = entered + counts[2], ripe + counts[3]
    before, after = _plainly(book, training, [whole for _, whole in steps])
    return Trained(
        tuple(chosen), _joined(parts), np.concatenate(shares), entered, ripe, before, after
    )


def _cut(
    ground: Ground, book: Book, training: Training, steps: Sequence[tuple[int, StepCells]]
) -> list[tuple[StepCells, StepCells, int, int]]:
    """Return each step's cells before and after the starts, trials after them and those ripe."""
    connection = ground.connection
    connection.execute("CREATE OR REPLACE TEMP TABLE book_trials_whole AS FROM book_trials")
    ground.fill("training_starts", {"person_id": training.person_id, "start": training.start})
    since = f"({as_day(ground.question.as_of)} - s.start)"
    # a trial entered `follow` days before the evening asked; this many before the eve of the start
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_trials_cut AS "
        f"SELECT t.*, CASE WHEN s.start IS NOT NULL THEN t.follow - {since} - 1 END AS gone "
        "FROM book_trials_whole t LEFT JOIN book_people b ON b.person = t.person "
        "LEFT JOIN training_starts s ON s.person_id = b.person_id"
    )
    horizons = {place: Horizon(int(c.horizon_days), c.late_share) for place, c in steps}
    mixes: dict[int, Mix] = {place: c.bands for place, c in steps}
    halves = []
    for body in (_BEFORE, _AFTER):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE book_trials AS {body}")
        halves.append(step_cells(ground, horizons, mixes))
    counted = {
        comp: (entered, ripe)
        for comp, entered, ripe in connection.execute(
            "SELECT t.comp, count(*), count(*) FILTER (t.follow >= h.horizon) FROM book_trials t "
            "JOIN book_horizons h USING (comp) WHERE t.age IS NOT NULL GROUP BY t.comp"
        ).fetchall()
    }
    connection.execute("CREATE OR REPLACE TEMP TABLE book_trials AS FROM book_trials_whole")
    codes = _places(ground, book)
    return [
        (
            _placed(halves[0][place], codes),
            _placed(halves[1][place], codes),
            *counted.get(place, (0, 0)),
        )
        for place, _ in steps
    ]


_BEFORE = """
    SELECT * EXCLUDE (gone) REPLACE (
      CASE WHEN gone IS NULL OR (age <= gone AND age >= 0) THEN outcome ELSE 0 END::TINYINT
        AS outcome,
      CASE WHEN gone IS NULL THEN age WHEN age < 0 THEN NULL ELSE least(age, gone) END AS age,
      coalesce(least(follow, gone), follow) AS follow)
    FROM book_trials_cut WHERE gone IS NULL OR gone >= 0
"""
_AFTER = "SELECT * EXCLUDE (gone) FROM book_trials_cut WHERE gone < 0"


def _places(ground: Ground, book: Book) -> Ints:
    """Return the place in the roster of each code of ``book_people``, -1 for the others."""
    rows = ground.columns("SELECT person, person_id FROM book_people ORDER BY person")
    place = np.searchsorted(book.roster.person_id, rows["person_id"])
    place = np.minimum(place, max(0, book.roster.count - 1))
    there = book.roster.person_id[place] == rows["person_id"]
    return np.where(there, place, -1).astype(np.int64)


def _placed(cells: StepCells, codes: Ints) -> StepCells:
    return replace(cells, person=codes[cells.person])


def _joined(parts: Sequence[tuple[StepCells, StepCells]]) -> StepCells:
    """Return all parts as one, each kind of deal with bands of mix of its own.

    A part is its cells and the whole they were cut from, which tells kinds of deals apart.
    """
    kinds: dict[int, int] = {}
    widest = max(int(part.mix.max(initial=0)) for part, _ in parts) + 1
    arrays: dict[str, list[Any]] = {}
    for part, whole in parts:
        kind = kinds.setdefault(id(whole), len(kinds))
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, np.ndarray):
                if field.name == "mix":
                    value = np.where(value >= 0, value + kind * widest, value)
                arrays.setdefault(field.name, []).append(value)
    first = max((whole for _, whole in parts), key=lambda w: int(w.successes.sum()))
    longest = max(whole.horizon_days for _, whole in parts)
    joined: dict[str, Any] = {name: np.concatenate(values) for name, values in arrays.items()}
    joined["horizon_days"] = longest
    return replace(first, **joined)


def _by_month(book: Book, training: Training, competency: Competency, cells: Cells) -> Trained:
    """Return cells by month, treated by the share of the month after the start."""
    start = _starts(book, training)
    known = start[cells.person] >= 0
    share = treated_share(start[cells.person], cells.month, book.window.first)
    treated: Floats = np.where(known, share, 0.0)
    before, after = _plainly(book, training, [cells])
    number = round(float(held(cells) @ treated))
    return Trained((competency,), cells, treated, number, number, before, after)


def _starts(book: Book, training: Training) -> Ints:
    """Return the first day of everybody in the roster, -1 of who took no part."""
    start = np.full(book.roster.count, -1, dtype=np.int64)
    place = np.searchsorted(book.roster.person_id, training.person_id)
    place = np.minimum(place, max(0, book.roster.count - 1))
    here = book.roster.person_id[place] == training.person_id
    start[place[here]] = training.start[here]
    return start


def _plainly(
    book: Book, training: Training, cells: Sequence[Cells]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return successes and decided trials of the trained before and since, as a report shows."""
    start = _starts(book, training)
    begun = month_of(np.maximum(start, 0), book.window.first)
    since_last = book.window.month_count - begun
    window = np.minimum(WINDOW_MONTHS, np.maximum(since_last, 0))
    counts = np.zeros((2, 2), dtype=np.int64)
    for part in cells:
        trained = start[part.person] >= 0
        since = part.month - begun[part.person]
        span = window[part.person]
        for row, rows in enumerate(
            (
                trained & (since < 0) & (since >= -span),
                trained & (since >= 0) & (since < span),
            )
        ):
            counts[row] += _counted(part, rows)
    return (int(counts[0, 0]), int(counts[0, 1])), (int(counts[1, 0]), int(counts[1, 1]))


def _counted(part: Cells, rows: Any) -> Ints:
    """Return successes and decided trials, events and weeks, or amounts and their number."""
    if isinstance(part, StepCells):
        good = int(part.successes[rows].sum())
        return np.array([good, good + int(part.failures[rows].sum())])
    if isinstance(part, AmountCells):
        return np.array([round(float(part.amount[rows].sum())), int(part.count[rows].sum())])
    number = part.events if isinstance(part, CountCells) else part.ends
    return np.array([int(number[rows].sum()), round(float(data_of(part)[rows].sum()))])
