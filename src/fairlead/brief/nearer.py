"""Which of two single numbers was nearer to what came: our middle, or a simple method's."""

from __future__ import annotations

from fairlead.answers import Answer, Estimate
from fairlead.brief import words
from fairlead.brief.model import Line
from fairlead.forecast.backtest import Said, by_time_left
from fairlead.forecast.beside import middles
from fairlead.forecast.naive import Method

NAMES: dict[Method, str] = {
    "weighted_pipeline": "weighted pipeline",
    "last_year": "last year and growth",
    "submission": "your forecast",
}
"""What simple methods are called."""
ARTICLE: dict[Method, str] = {"weighted_pipeline": "the "}
CHANCE = ", which chance alone can do"


def nearer_lines(said: list[Said], method: Method) -> list[Line]:
    """Say with which time left our middle was nearer than a simple method, and where it was not.

    Errors of single numbers are set beside each other, as a share of what came. Where chance is
    not ruled out, a period one trial, nothing is called nearer.
    """
    groups: dict[tuple[bool, bool], list[tuple[int, list[Said]]]] = {}
    for left, some in by_time_left(tuple(said)):
        both = [s for s in some if method in s.others]
        ours, theirs = _errors(both, method)
        if ours != theirs:
            told = is_told(middles(both, method))
            groups.setdefault((theirs < ours, told), []).append((left, both))
    return [
        Line(_sentence(groups[key], method, key), weight="item")
        for key in ((True, True), (True, False), (False, True), (False, False))
        if key in groups
    ]


def is_told(found: Answer | None) -> bool:
    """Say whether a difference is told from chance: its interval does not hold 0."""
    return isinstance(found, Estimate) and not found.lower <= 0 <= found.upper


def _errors(both: list[Said], method: Method) -> tuple[float, float]:
    ours = sum(abs(s.quantiles[3] - s.actual) for s in both)
    return ours, float(sum(abs(s.others[method] - s.actual) for s in both))


def _sentence(rows: list[tuple[int, list[Said]]], method: Method, key: tuple[bool, bool]) -> str:
    """Write one group of times left; `key` says whether theirs was nearer, and whether told."""
    theirs, told = key
    weeks = words.joined(str(left) for left, _both in rows)
    both = [s for _left, some in rows for s in some]
    came = sum(s.actual for s in both)
    ours, other = (f"{share(error, came)}" for error in _errors(both, method))
    name = ARTICLE.get(method, "") + NAMES[method]
    who = name if theirs else "our middle"
    pair = f"{other} against our {ours}" if theirs else f"{ours} against {other} of {name}"
    start = f"With {weeks} week{'' if weeks == '1' else 's'} left {who}"
    if told:
        return f"{start} was nearer: {pair}."
    return f"{start} was off by less, {pair}{CHANCE}."


def share(part: float, whole: float) -> str:
    """Write what was missed as a share of what came."""
    return words.percent(part / whole) if whole else "-"
