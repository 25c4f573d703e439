"""Which of a list's closing dates is the expected one and which the real one."""

from __future__ import annotations

from dataclasses import replace

from fairlead.lake.readers.grammar import speaks_of
from fairlead.lake.readers.guesses import filled_where
from fairlead.lake.readers.names import speaks_of_expected
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import sample
from fairlead.lake.readers.scoring import USED_FROM, Candidate

_ENDED = {"won", "lost"}
_OFTEN_EMPTY, _OFTEN_FILLED = 0.9, 0.98
_SAID = 0.9
_LEAST_LOST = 5
_WORDS = {"won_at": frozenset({"won"}), "lost_at": frozenset({"lost"})}


def won_and_lost(
    chosen: dict[str, Candidate], found: dict[str, list[Candidate]]
) -> dict[str, Candidate]:
    """Return what was chosen with a date of winning and one of losing, where both are there.

    ``Closed Won`` and ``Closed Lost`` that hold dates say how a deal ended, and when: neither is
    the close date of all deals. One of them alone says nothing of the others.
    """
    dates = [*found.get("closed_at", []), *found.get("close_on", [])]
    own = {
        name: next((c for c in dates if _speaks_only_of(c.column, name)), None) for name in _WORDS
    }
    if any(date is None for date in own.values()):
        return chosen
    result = {
        name: replace(date, field=name, score=max(date.score, _SAID), name_score=1.0, reason=why)
        for name, date in own.items()
        if date is not None
        for why in (f"{date.reason}, and another one holds those that ended otherwise",)
    }
    taken = {c.column for c in result.values()}
    result |= {n: c for n, c in chosen.items() if c.column not in taken}
    for name in ("close_on", "closed_at"):
        used = {c.column for c in result.values()}
        if name in chosen and name not in result:
            rest = (c for c in found.get(name, []) if c.column not in used)
            best = next((c for c in rest if c.score >= USED_FROM), None)
            result |= {} if best is None else {name: best}
    return result


def told_apart(
    chosen: dict[str, Candidate], found: dict[str, list[Candidate]], view: TableView
) -> dict[str, Candidate]:
    """Return what was chosen with the expected and the real closing date told apart.

    A date that only deals that were won or lost have is the real one, whatever its header says;
    where no list knows the words for won and lost, the date that goes with the reasons for a loss;
    of two others, the one whose header speaks of something expected is the expected one.
    """
    for name in ("close_on", "closed_at"):
        date = chosen.get(name)
        if date is None or speaks_of_expected(date.column):
            continue
        if filled_where(view, date.column, chosen, _ENDED) or _goes_with_reasons(
            view, date, chosen
        ):
            return _real(chosen, found, date)
    return _expected_first(chosen, found)


def _speaks_only_of(header: str, name: str) -> bool:
    """Say whether a header speaks of winning or of losing: ``Date Sold/Dead`` does of both."""
    return all(speaks_of(header, words) == (name == own) for own, words in _WORDS.items())


def _goes_with_reasons(view: TableView, date: Candidate, chosen: dict[str, Candidate]) -> bool:
    """Say whether a date is there for all deals with a reason for the loss, and not for all others.

    It stands in for the outcome where no list knows the words of that.
    """
    reason = chosen.get("lost_reason")
    if reason is None or chosen.keys() & {"outcome", "is_won"}:
        return False
    if view.profiles[date.column].fill > _OFTEN_EMPTY:
        return False
    rows = sample(view.raw, [reason.column, date.column]).slice(0, 20_000).to_pylist()
    lost = [row for row in rows if row[reason.column]]
    dated = sum(bool(row[date.column]) for row in lost)
    return len(lost) >= _LEAST_LOST and dated >= _OFTEN_FILLED * len(lost)


def _real(
    chosen: dict[str, Candidate], found: dict[str, list[Candidate]], date: Candidate
) -> dict[str, Candidate]:
    """Return what was chosen with `date` as the real one and the best other as the expected."""
    rest = {n: c for n, c in chosen.items() if n not in {"close_on", "closed_at"}}
    used = {date.column} | {c.column for c in rest.values()}
    other = chosen.get("closed_at" if chosen.get("close_on") == date else "close_on")
    options = [other] if other is not None and other.column not in used else []
    options += [c for c in found.get("close_on", []) if c.column not in used]
    expected = next((c for c in options if c.score >= USED_FROM), None)
    reason = f"{date.reason}, and only deals that were won or lost have it"
    result = {**rest, "closed_at": replace(date, field="closed_at", reason=reason)}
    if expected is not None:
        result["close_on"] = replace(expected, field="close_on")
    return result


def _expected_first(
    chosen: dict[str, Candidate], found: dict[str, list[Candidate]]
) -> dict[str, Candidate]:
    """Of two closing dates, the one that says so is expected; the other is the real one."""
    close = chosen.get("close_on")
    if close is None or "closed_at" in chosen or speaks_of_expected(close.column):
        return chosen
    used = {c.column for c in chosen.values()}
    expected = [
        c
        for c in found.get("close_on", [])
        if c.column not in used and speaks_of_expected(c.column)
    ]
    if not expected:
        return chosen
    reason = f"{expected[0].column} is the expected one"
    closed = replace(close, field="closed_at", reason=reason)
    return {**chosen, "close_on": expected[0], "closed_at": closed}
