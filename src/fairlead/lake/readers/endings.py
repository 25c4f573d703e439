"""Words for won and lost that no list knows, told by the dates and reasons beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fairlead.answers import Finding
from fairlead.lake.readers.names import field_score
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import sample
from fairlead.lake.readers.scoring import Candidate
from fairlead.lake.readers.words import outcomes_of

_LEAST_ROWS = 5
_MOST_WORDS = 12
_MOSTLY, _HARDLY = 0.8, 0.05
_NAMED = 0.85
_MOST_DATED = 0.95
_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Endings:
    """Exported word -> won, lost or open, for words that no list knows."""

    column: str
    words: dict[str, str]


def endings(view: TableView, column: str, chosen: dict[str, Candidate]) -> Endings:
    """Return what unknown words of a column of outcomes mean; those nothing tells are left out.

    A word is lost if nearly all its deals have a reason for the loss, won if they have a closing
    date and no reason, open if they have neither. That needs a column of reasons, a closing date
    that is not the expected one too and that some deals do not have, and five deals a word.

    Parameters
    ----------
    view
        A table of deals.
    column
        Its column of outcomes.
    chosen
        What its other columns mean.
    """
    said = outcomes_of(view.profiles[column].set_of_values)
    unknown = {value for value, ours in said.items() if ours is None}
    reason, closed = chosen.get("lost_reason"), chosen.get("closed_at")
    expected = chosen.get("close_on")
    if not unknown or len(said) > _MOST_WORDS or reason is None or closed is None:
        return Endings(column, {})
    if column in {reason.column, closed.column}:
        return Endings(column, {})
    if expected is not None and expected.column == closed.column:
        return Endings(column, {})
    if view.profiles[closed.column].fill > _MOST_DATED:
        return Endings(column, {})  # no deal is open, or it is not the day they ended
    rows: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    wanted = [column, reason.column, closed.column]
    for row in sample(view.raw, wanted).slice(0, _ROWS).to_pylist():
        value = row[column]
        if value in unknown:
            rows[value] += 1
            lost[value] += bool(row[reason.column])
            ended[value] += bool(row[closed.column])
    found = {v: _meant(lost[v] / n, ended[v] / n) for v, n in rows.items() if n >= _LEAST_ROWS}
    return Endings(column, {value: ours for value, ours in found.items() if ours is not None})


def _meant(lost: float, ended: float) -> str | None:
    if ended >= _MOSTLY:
        if lost >= _MOSTLY:
            return "lost"
        return "won" if lost <= _HARDLY else None
    return "open" if ended <= _HARDLY and lost <= _HARDLY else None


def with_outcome(chosen: dict[str, Candidate], view: TableView) -> dict[str, Candidate]:
    """Return what was chosen with the outcome, where only the other columns tell its words."""
    if "outcome" in chosen or "is_won" in chosen:
        return chosen
    used = {c.column for c in chosen.values()}
    for column, profile in view.profiles.items():
        name = field_score(column, "opportunities", "outcome")
        if column in used or name < _NAMED or profile.distinct > _MOST_WORDS:
            continue
        told = set(endings(view, column, chosen).words.values())
        known = set(outcomes_of(profile.set_of_values).values())
        if {"won", "lost"} <= told | known:
            reason = "its words go with closing dates and reasons for a loss"
            return {**chosen, "outcome": Candidate("outcome", column, 0.7, name, reason)}
    return chosen


def told_by_evidence(
    options: dict[str, object], found: Endings, view: TableView
) -> dict[str, object]:
    """Return the options of an outcome with the words that were worked out, and say so."""
    values = options.get("values")
    ended = {word: ours for word, ours in found.words.items() if ours != "open"}
    if not ended or not isinstance(values, dict):
        return options
    listed = ", ".join(f"{word} as {ours}" for word, ours in sorted(ended.items()))
    view.say(
        Finding(
            "outcomes_worked_out",
            "warning",
            f"{view.raw.file}: {found.column} has words that are on no list; read were {listed}",
            "Deals of a lost word have a reason for the loss; those of a won word have a closing "
            "date and no reason.",
            {"column": found.column, "words": listed},
            ("Set values of outcome in the mapping file if this is wrong.",),
        )
    )
    return {**options, "values": {**values, **ended}}
