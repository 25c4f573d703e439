"""Exports written one column a line: header, cell, what the column means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.lake.readers.unknown.made import Cell, Deal, Truth

Say = Callable[[Deal], Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of deals; `means` are the fields it must fill, `may` those it may fill.

    Two columns with one field of `means` are two right answers.
    """

    header: str
    say: Say
    means: str = ""
    may: str = ""


def col(header: str, say: Say, means: str = "", may: str = "") -> Column:
    """Return one column."""
    return Column(header, say, means, may)


def rows_of(columns: Sequence[Column], deals: Sequence[Deal]) -> list[list[Cell]]:
    """Return the header and one row a deal."""
    return [[c.header for c in columns], *([c.say(d) for c in columns] for d in deals)]


def truth_of(columns: Sequence[Column], currency: str = "") -> Truth:
    """Return what the columns mean; a currency said by signs is fine."""
    matters: dict[str, tuple[str, ...]] = {}
    fine = {("currency", f"={currency}")} if currency else set()
    for c in columns:
        for name in c.means.split():
            matters[name] = (*matters.get(name, ()), c.header)
        fine |= {(name, c.header) for name in c.may.split()}
    return Truth("opportunities", dict(matters), frozenset(fine))


def on(pattern: str, which: str) -> Say:
    """Return the day `which` ("opened", "expected", "closed", "either") written as `pattern`."""

    def say(d: Deal) -> Cell:
        day = (d.closed or d.expected) if which == "either" else getattr(d, which)
        return day.strftime(pattern) if day else ""

    return say


def reached(pattern: str, place: int) -> Say:
    """Return the day a stage was entered, empty where it was not."""
    return lambda d: d.entered[place].strftime(pattern) if place < len(d.entered) else ""


def near(pattern: str, days: int, spread: int = 9, every: int = 1) -> Say:
    """Return some other day, a while after the deal came in; for one deal in `every`."""

    def say(d: Deal) -> Cell:
        if d.number % every:
            return ""
        return (d.opened + dt.timedelta(days=days + d.number * 7 % spread)).strftime(pattern)

    return say


def birth(pattern: str) -> Say:
    """Return a birthday."""
    return lambda d: (dt.date(1955, 1, 1) + dt.timedelta(days=d.number * 37 % 15000)).strftime(
        pattern
    )


def one_of(words: Sequence[str], shift: int = 0) -> Say:
    """Return words in turn."""
    return lambda d: words[(d.number * 7 + shift + d.amount // 50) % len(words)]


def if_lost(words: Sequence[str]) -> Say:
    """Return a reason where the deal was lost."""
    return lambda d: words[d.reason % len(words)] if d.outcome == "lost" else ""


def phase(steps: Sequence[str], ends: dict[str, str] | None = None) -> Say:
    """Return the step, or the word for the end."""
    return lambda d: (ends or {}).get(d.outcome, steps[d.stage % len(steps)])


def end(words: dict[str, str]) -> Say:
    """Return the word for the outcome."""
    return lambda d: words[d.outcome]


def chance(d: Deal) -> int:
    """Return a probability in per cent."""
    return {"won": 100, "lost": 0}.get(d.outcome, (10, 30, 50, 75)[d.stage % 4])


def phone(d: Deal) -> str:
    """Return a number to call."""
    return f"0{d.number % 90 + 10}{d.number * 7919 % 900000 + 100000}"


def code(d: Deal) -> str:
    """Return a postcode."""
    return f"{d.number * 613 % 90000 + 10000}"
