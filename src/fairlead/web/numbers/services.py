"""What a target takes, from counts that are kept; no model is fitted for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.brief import words
from fairlead.refresh.numbers import Per
from fairlead.refresh.numbers_words import HEADER, row_words, sentences
from fairlead.refresh.published import numbers_from

PERS: tuple[Per, ...] = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Calculated:
    """The answer in words: what it comes to, the days it stands on, and what it takes a month."""

    goal: str
    is_given: bool
    start_on: dt.date
    end_on: dt.date
    sentences: tuple[str, ...]
    grid: dict[str, Any]
    findings: tuple[dict[str, Any], ...]


def calculate(kept: str, target: float | None, per: Per) -> Calculated:
    """Return what a target takes.

    Parameters
    ----------
    kept
        What the numbers are run from, as it is published.
    target
        In whole units; None takes the one given for the quarter.
    per
        What the target is for.

    Raises
    ------
    InputError
        The target is none, or none is given for the quarter.
    """
    told = numbers_from(kept, target, per)
    rows = tuple(row_words(line, told, None) for line in told.numbers.lines)
    return Calculated(
        goal=f"{words.money(told.numbers.target, told.counted.currency, named=True)} a {told.per}",
        is_given=told.target_from == "targets",
        start_on=told.counted.window_start,
        end_on=told.counted.as_of,
        sentences=tuple(sentences(told)),
        grid={"header": HEADER, "rows": rows, "align": "lrrrl", "caption": "All figures a month."},
        findings=tuple({"title": f.title, "detail": f.detail} for f in told.counted.findings),
    )
