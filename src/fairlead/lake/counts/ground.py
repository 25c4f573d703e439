"""What all counts of one book stand on: its months, groups of deals, people and currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.company.model import Company
from fairlead.facts.opportunities import DEAL_TYPES
from fairlead.lake.counts.relations import Relations
from fairlead.lake.counts.scope import left_out
from fairlead.lake.store.schema import literal
from fairlead.measure.cells import Window
from fairlead.measure.question import Question
from fairlead.process.model import Process

FEWEST_DEALS = 30
OUTLIERS, FAR_DAYS = 0.002, 92
"""A share of deals this small, that many days before all others, does not say when data begin."""


@dataclass(frozen=True, slots=True)
class Group:
    """Deals of one pipeline and type, with at least `FEWEST_DEALS` entered in the window."""

    code: int
    pipeline: str
    deal_type: str
    deals: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What the queries of one book share.

    Parameters
    ----------
    connection, relations, question, process
        As asked; ``state_now`` and ``all_steps`` are filled.
    window
        Months of the book.
    begins
        Day the data begin.
    groups
        In the order of the process.
    currency
        Of the sums of money; None where no deal names one.
    """

    connection: Any
    relations: Relations
    question: Question
    process: Process
    window: Window
    begins: dt.date
    groups: tuple[Group, ...]
    currency: str | None

    @property
    def company(self) -> Company:
        """The company asked about."""
        return self.question.company

    @property
    def until(self) -> str:
        """SQL of the first instant that is not known yet."""
        return f"TIMESTAMPTZ '{self.relations.until(self.question.as_of).isoformat()}'"

    @property
    def last_month(self) -> int:
        """Code of the month of the evening asked."""
        return self.window.month_count - 1

    def month(self, day: str) -> str:
        """Return SQL of the month of a day in the window; outside it is negative or too large."""
        first = self.window.first
        return f"(year({day}) * 12 + month({day}) - {first.year * 12 + first.month})::SMALLINT"

    def columns(self, sql: str) -> dict[str, Any]:
        """Return the columns of a query as numpy arrays; whole numbers are never null."""
        table = self.connection.execute(sql).to_arrow_table()
        return {name: table[name].to_numpy() for name in table.column_names}

    def fill(self, name: str, columns: dict[str, npt.NDArray[Any] | list[Any]]) -> None:
        """Make the temp table `name` from columns."""
        fill_table(self.connection, name, columns)


def fill_table(
    connection: Any, name: str, columns: Mapping[str, npt.NDArray[Any] | list[Any]]
) -> None:
    """Make the temp table `name` of a connection from columns."""
    import pyarrow as pa

    connection.register("to_be_filled", pa.table(dict(columns)))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM to_be_filled")
    connection.unregister("to_be_filled")


def lay(
    connection: Any, relations: Relations, question: Question, process: Process, *, months: int
) -> Ground | None:
    """Return the ground of a book and fill ``book_groups`` and ``book_people``.

    None where no deal of the company has a date by the evening asked. People are all who are no
    queue and no machine, in the order of their surrogate keys.
    """
    cut = " AND ".join(left_out(connection, question)) or "true"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_people AS SELECT person_id, "
        "(row_number() OVER (ORDER BY person_id) - 1)::INTEGER AS person "
        "FROM (SELECT person_id FROM people WHERE NOT is_queue)"
    )
    begins = _begins(connection, question)
    if begins is None:
        return None
    window = _window(question, max(begins, _months_back(question.as_of, months - 1)))
    groups = _groups(connection, process, cut, window)
    ground = Ground(
        connection,
        relations,
        question,
        process,
        window,
        begins,
        groups,
        _currency(connection, question),
    )
    ground.fill(
        "book_groups",
        {
            "grp": np.array([g.code for g in groups], dtype=np.int16),
            "pipeline": np.array([g.pipeline for g in groups], dtype=str),
            "type": np.array([g.deal_type for g in groups], dtype=str),
        },
    )
    return ground


def _begins(connection: Any, question: Question) -> dt.date | None:
    """Return the day of the first deal, leaving out a few that lie far before all others."""
    (day,) = connection.execute(
        f"""
        WITH days AS (
          SELECT company_day(coalesce(created_at, closed_at)) AS day FROM state_now
        ), known AS (FROM days WHERE day <= DATE '{question.as_of}')
        SELECT min(day) FROM known WHERE day >=
          (SELECT quantile_disc(day, {OUTLIERS}) FROM known) - {FAR_DAYS}
        """
    ).fetchone()
    return day if isinstance(day, dt.date) else None


def _months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


def _window(question: Question, first: dt.date) -> Window:
    count = (question.as_of.year - first.year) * 12 + question.as_of.month - first.month + 1
    starts = [_months_back(question.as_of, count - 1 - i) for i in range(count)]
    calendar = question.company.calendar
    quarters = [calendar.quarter(start.replace(day=15)).start for start in starts]
    codes = {start: code for code, start in enumerate(sorted(set(quarters)))}
    return Window(
        starts[0],
        question.as_of,
        np.array([codes[q] for q in quarters], dtype=np.int64),
        np.array([start.month - 1 for start in starts], dtype=np.int64),
    )


def _groups(connection: Any, process: Process, cut: str, window: Window) -> tuple[Group, ...]:
    rows = connection.execute(
        "SELECT pipeline, type, count(*) FROM state_now WHERE "
        f"company_day(coalesce(created_at, closed_at)) BETWEEN DATE '{window.first}' "
        f"AND DATE '{window.as_of}' AND {cut} GROUP BY ALL HAVING count(*) >= {FEWEST_DEALS}"
    ).fetchall()
    pipelines = [p.name for p in process.pipelines]
    known = [row for row in rows if row[0] in pipelines]
    types = {name: place for place, name in enumerate(DEAL_TYPES)}
    known.sort(key=lambda r: (pipelines.index(r[0]), types.get(r[1], len(types)), r[1]))
    return tuple(Group(code, *row) for code, row in enumerate(known))


def _currency(connection: Any, question: Question) -> str | None:
    """Return the reporting currency, else the one most deals carry."""
    if question.company.reporting_currency is not None:
        return question.company.reporting_currency
    row = connection.execute(
        "SELECT currency FROM state_now WHERE currency IS NOT NULL GROUP BY currency "
        "ORDER BY count(*) DESC, currency LIMIT 1"
    ).fetchone()
    return None if row is None else str(row[0])


def is_ours(currency: str | None) -> str:
    """Return SQL that says whether an amount is in the currency of the book."""
    return "true" if currency is None else f"currency = {literal(currency)}"
