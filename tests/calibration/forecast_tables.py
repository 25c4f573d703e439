"""The tables of docs/reference/forecast-calibration.md, from what the study stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np

from fairlead.forecast.naive import METHODS
from fairlead.stats.ratios import ratio_of_sums

WEEKS_LEFT = (12, 8, 4, 1)
HELD = (
    "| people | companies | shock | weeks left | 50 % | 80 % | 90 % | team 80 % | "
    "person 80 % by PIT (inclusive) | bias | CRPS | weighted pipeline | last year | submitted |"
)
DRESSED = (
    "| people | companies | weeks left | weighted pipeline | last year | submitted | all three |"
)
BROKEN = (
    "| what halves | people | companies | quarters since | 80 % held | of these 12 weeks left | "
    "4 weeks left | expected over came |"
)
Result: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[dict[str, Any]]


def tables(results: list[Result]) -> str:
    """Return all tables that the results have rows for."""
    whole = [one for one in results if one["breaks"] is None]
    parts = []
    if whole:
        parts += [held_table(whole), dressed_table(whole)]
    if len(whole) < len(results):
        parts.append(broken_table([one for one in results if one["breaks"] is not None]))
    return "\n\n".join(parts)


def _headed(head: str, lines: Iterable[str]) -> str:
    return "\n".join([head, "| --- " * (head.count("|") - 1) + "|", *lines])


def _groups(results: list[Result], *keys: str) -> list[tuple[tuple[Any, ...], list[Result]]]:
    groups: dict[tuple[Any, ...], list[Result]] = defaultdict(list)
    for one in results:
        groups[tuple(one[k] for k in keys)].append(one)
    return sorted(groups.items(), key=lambda g: g[0])


def held_table(results: list[Result]) -> str:
    """Return how often ranges held, their bias and score beside single numbers."""
    lines = []
    for (people, alone), some in _groups(
        [{**one, "alone": not one["shared"]} for one in results], "people", "alone"
    ):
        lines += [_held_line(people, not alone, some, left) for left in (*WEEKS_LEFT, None)]
    return _headed(HELD, lines)


def _at(some: list[Result], left: int | None) -> list[Rows]:
    """Return the rows with so many weeks left of each company."""
    return [[r for r in one["rows"] if left in {None, r["left"]}] for one in some]


def _held_line(people: int, shared: bool, some: list[Result], left: int | None) -> str:
    chosen = _at(some, left)
    rows = [r for part in chosen for r in part]
    held = [_by_company([[r["held"][i] for r in part] for part in chosen]) for i in range(3)]
    team = _by_company([[p[0] for r in part for p in r["teams"]] for part in chosen])
    person = _by_company(
        [[0.1 <= p[1] <= 0.9 for r in part for p in r["people"]] for part in chosen]
    )
    inclusive = np.mean([p[0] for r in rows for p in r["people"]])
    came = np.array([r["actual"] for r in rows], dtype=float)
    bias = [sum(r["mean"] for r in part) / sum(r["actual"] for r in part) - 1 for part in chosen]
    whole = sum(r["mean"] for r in rows) / came.sum() - 1
    crps = np.mean([r["crps"] for r in rows]) / came.mean()
    cells = [str(people), str(len(some)), "yes" if shared else "no", _left(left), *held, team]
    cells += [f"{person} ({inclusive:.2f})", f"{whole:+.3f}{_error(bias, 3)}", f"{crps:.3f}"]
    return "| " + " | ".join([*cells, *(_point(rows, method) for method in METHODS)]) + " |"


def _point(rows: Rows, method: str) -> str:
    """Return the score of a single number, and whether the forecast was better beside it."""
    pairs = [
        (abs(r["others"][method] - r["actual"]), r["crps"], r["actual"])
        for r in rows
        if method in r["others"]
    ]
    if not pairs:
        return "-"
    error, ours, base = (np.mean([p[i] for p in pairs]) for i in range(3))
    return f"{error / base:.3f}" + ("" if ours < error else " (better)")


def dressed_table(results: list[Result]) -> str:
    """Return our score over that of each dressed method, less 1, with 95 % by company."""
    lines = []
    for (people,), some in _groups([one for one in results if one["shared"]], "people"):
        for left in (*WEEKS_LEFT, None):
            cells = [str(people), str(len(some)), _left(left)]
            cells += [_beside(_at(some, left), (method,)) for method in METHODS]
            lines.append("| " + " | ".join([*cells, _beside(_at(some, left), METHODS)]) + " |")
    return _headed(DRESSED, lines)


def _beside(chosen: list[Rows], methods: tuple[str, ...]) -> str:
    ours, theirs = [], []
    for part in chosen:
        pairs = [(r["crps"], r["dressed"][m]) for r in part for m in methods if m in r["dressed"]]
        if pairs:
            ours.append(sum(p[0] for p in pairs))
            theirs.append(sum(p[1] for p in pairs))
    found = ratio_of_sums(ours, theirs)
    if found is None:
        return "too few companies"
    told = (found.ratio - 1, found.lower - 1, found.upper - 1)
    return "{:+.1%} ({:+.1%} to {:+.1%})".format(*told)


def broken_table(results: list[Result]) -> str:
    """Return how ranges held and how far they leaned, quarter by quarter after a break."""
    lines = []
    for (what, people), some in _groups(results, "breaks", "people"):
        last = max(r["quarter"] for one in some for r in one["rows"])
        middle = (last + 1) // 2
        for first, end, name in _stretches(middle, last):
            chosen = [[r for r in one["rows"] if first <= r["quarter"] < end] for one in some]
            cells = [what, str(people), str(len(some)), name]
            cells += [_share(chosen, left) for left in (None, 12, 4)]
            cells.append(_bias(chosen))
            lines.append("| " + " | ".join(cells) + " |")
    return _headed(BROKEN, lines)


def _stretches(middle: int, last: int) -> list[tuple[int, int, str]]:
    """Return first quarter, the one after the last, and the name of each stretch."""
    single = [(middle + i, middle + i + 1, str(i)) for i in range(6)]
    return [(middle - 4, middle, "4 before"), *single, (middle + 6, last + 1, "6 and more")]


def _share(chosen: list[Rows], left: int | None) -> str:
    return _by_company(
        [[r["held"][1] for r in part if left in {None, r["left"]}] for part in chosen]
    )


def _bias(chosen: list[Rows]) -> str:
    bias = [sum(r["mean"] for r in part) / sum(r["actual"] for r in part) for part in chosen]
    mean = sum(r["mean"] for part in chosen for r in part)
    whole = mean / sum(r["actual"] for part in chosen for r in part)
    return f"{whole:.2f}{_error(bias, 2)}"


def _left(left: int | None) -> str:
    return "all" if left is None else str(left)


def _error(values: list[float], places: int) -> str:
    """Return the Monte Carlo error of a mean over companies in brackets; none of a single one."""
    if len(values) < 2:
        return ""
    return f" ({np.std(values, ddof=1) / np.sqrt(len(values)):.{places}f})"


def _by_company(values: list[list[Any]]) -> str:
    """Return a mean with its Monte Carlo error, companies being what is independent."""
    means = [float(np.mean(v)) for v in values if v]
    return f"{np.mean(means):.2f}{_error(means, 2)}" if means else "-"
