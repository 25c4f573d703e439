"""A year of selling with a known outcome, to be written down in anybody's layout.

The people, customers and deals are drawn once per seed; an export only chooses how to write them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

TODAY = dt.date(2026, 3, 31)
Cell = str | int | float | dt.date | None
Sheet = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal of the made-up year; `entered` holds the day each stage was reached."""

    number: int
    customer: str
    rep: str
    helper: str
    opened: dt.date
    expected: dt.date
    closed: dt.date | None
    amount: int
    outcome: str
    stage: int
    reason: int
    entered: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What one table really is, written by hand.

    Parameters
    ----------
    target
        Key of the import vocabulary, or ``ignore``.
    matters
        Field -> the one column, or each of the columns, that is right.
    fine
        Further (field, column) pairs that are no mistake; all others are.
    """

    target: str
    matters: dict[str, str | tuple[str, ...]]
    fine: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Export:
    """Files as somebody would send them, and what they really say."""

    name: str
    habits: str
    files: dict[str, str | bytes | dict[str, Sheet]]
    truth: dict[str, Truth]
    deals: Sequence[Deal] = ()
    pence: bool = True
    owners_hidden: bool = False
    won_amount_within: float = 0.0
    put_aside: int = 0
    targets: int = 0
    stage_changes_at_least: int = 0
    extra: dict[str, str] = field(default_factory=dict)


def sales(
    seed: int,
    reps: Sequence[str],
    customers: Sequence[str],
    *,
    count: int = 160,
    stages: int = 4,
    reasons: int = 4,
    step: int = 50,
) -> list[Deal]:
    """Return deals of the year before `TODAY`; about a third won, a third lost."""
    dice = random.Random(seed)  # noqa: S311  no secret
    made = []
    for i in range(count):
        opened = dt.date(2025, 1, 6) + dt.timedelta(days=dice.randrange(430))
        entered = [opened]
        reached = dice.randrange(1, stages + 1)
        for _ in range(reached - 1):
            entered.append(entered[-1] + dt.timedelta(days=dice.randrange(3, 30)))
        close = entered[-1] + dt.timedelta(days=dice.randrange(5, 40))
        over = close < TODAY and dice.random() < 0.9
        outcome = (
            ("won" if reached >= stages - 1 and dice.random() < 0.7 else "lost") if over else ""
        )
        expected = close + dt.timedelta(days=dice.randrange(-20, 21))
        if not over:
            expected = TODAY + dt.timedelta(days=dice.randrange(5, 90))
        rep = dice.choice(list(reps))
        helper = dice.choice([name for name in reps if name != rep])
        made.append(
            Deal(
                1000 + i,
                dice.choice(list(customers)),
                rep,
                helper if dice.random() < 0.3 else rep,
                opened,
                expected,
                close if over else None,
                dice.randrange(20, 3000) * step,
                outcome or "open",
                reached - 1,
                dice.randrange(reasons),
                tuple(day for day in entered if day <= TODAY),
            )
        )
    return made


def delimited(
    rows: Sequence[Sequence[Cell]], separator: str = ",", above: str = "", below: str = ""
) -> str:
    """Return rows as text, with lines above the header and below the last row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return above + out.getvalue() + below


def comma(amount: float, group: str = ".") -> str:
    """Return an amount with a decimal comma: 12.500,00."""
    whole, cents = divmod(round(amount * 100), 100)
    return f"{whole:,}".replace(",", group) + f",{cents:02}"


def put(export: Export, folder: Path) -> Path:
    """Write the files of an export into a new folder and return it."""
    folder.mkdir(parents=True)
    for name, content in export.files.items():
        path = folder / name
        if isinstance(content, dict):
            _workbook(content, path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def _workbook(sheets: dict[str, Sheet], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
