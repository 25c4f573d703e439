"""The plan of a training as a file: who starts when, and the rule it will be judged by."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairlead.errors import InputError
from fairlead.measure.cells import UNKNOWN, AmountCells, Book
from fairlead.refresh.beside import harmless
from fairlead.train.design import Choice, Drawn, Timetable, first_days

COLUMNS = (
    "training person competency start_group started_on ended_on chosen_by drawn_within "
    "smallest_effect look_on hours cost"
).split()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a design, as typed.

    Parameters
    ----------
    competency
        Name or slug, or part of it.
    name
        Of the training; None takes the competency's.
    team
        Whom to train: a team, None for everybody who does the job.
    below
        Only those below their peers' benchmark.
    groups, weeks
        Start groups, and weeks from the first start to the verdict.
    first_on
        First day; None takes the Monday at least two weeks ahead.
    days
        How long the training lasts for a person.
    smallest
        Smallest effect that matters, a fraction.
    hours, cost
        For each person; cost in whole units of the reporting currency.
    seed
        Of the draw; None takes one from name and day.
    because
        Why people are trained twice at once; None forbids it.
    """

    competency: str
    name: str | None = None
    team: str | None = None
    below: bool = False
    groups: int = 3
    weeks: int = 52
    first_on: dt.date | None = None
    days: int = 14
    smallest: float = 0.05
    hours: float | None = None
    cost: float | None = None
    seed: int | None = None
    because: str | None = None


def currency_of(book: Book) -> str | None:
    """Return the currency sizes are counted in."""
    named = (cells.currency for cells in book.cells if isinstance(cells, AmountCells))
    return next(named, None)


NO_TEAM = "no team"
"""Where the data know no team, people are drawn among all."""


def rows_of_plan(
    book: Book, choice: Choice, drawn: Drawn, times: Timetable, wish: Wish
) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the file for those who take part."""
    names = [book.roster.name[place] for place in choice.people.tolist()]
    chosen_by = "random"
    if drawn.plan.judged or wish.below:
        chosen_by = "numbers" if wish.below else "judgement"
    rows = []
    for place, day in enumerate(first_days(drawn, times)):
        if day is None:
            continue
        if names.count(names[place]) > 1:
            raise InputError(
                f"two people are called {names[place]}",
                hint="Tell them apart in team.csv, so that the plan can name them.",
            )
        code = int(choice.stratum[place])
        team = NO_TEAM if code == UNKNOWN else book.roster.teams[code]
        rows.append(
            (
                str(wish.name),
                names[place],
                wish.competency,
                str(int(drawn.group[place]) + 1),
                day.isoformat(),
                (day + dt.timedelta(days=wish.days)).isoformat(),
                chosen_by,
                f"{team}, seed {wish.seed}",
                f"{100 * wish.smallest:g}",
                times.look_on.isoformat(),
                "" if wish.hours is None else f"{wish.hours:g}",
                "" if wish.cost is None else f"{wish.cost:g}",
            )
        )
    return tuple(sorted(rows, key=lambda row: (row[4], row[1])))


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return the plan as trainings.csv; cells that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue()


def write_plan(rows: Sequence[Sequence[str]], target: Path) -> None:
    """Write the plan beside the export.

    Raises
    ------
    InputError
        The file is there already, or cannot be written.
    """
    if target.exists():
        raise InputError(
            f"{target} is there already", hint="Name another file with --out; a plan is kept."
        )
    try:
        target.write_text(as_csv(rows), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot write {target}: {error.strerror}", hint="Name a file in a folder you own."
        ) from error
