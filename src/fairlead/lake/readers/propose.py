"""A mapping for a table of unknown origin, from its names and values, with reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fairlead.answers import Finding
from fairlead.lake.readers.closing_dates import told_apart, won_and_lost
from fairlead.lake.readers.contract import ColumnMapping, TableMapping
from fairlead.lake.readers.endings import endings, told_by_evidence, with_outcome
from fairlead.lake.readers.entities import LOOKUP_NAMES
from fairlead.lake.readers.evidence import Shared
from fairlead.lake.readers.fits import outcome_fit
from fairlead.lake.readers.guesses import with_guesses
from fairlead.lake.readers.names import names_entity, phrase_score, speaks_of_expected, table_score
from fairlead.lake.readers.options import TableView, doubtful, options_for
from fairlead.lake.readers.profile import sample
from fairlead.lake.readers.scoring import Candidate, assign, candidates
from fairlead.lake.readers.shapes import CHOICES, SHAPES, Shape
from fairlead.lake.readers.unread import tell_unread
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.readers.wide import BY_PERIOD, UNSAID, YEARLESS, is_yearless

DOUBTFUL_BELOW = 0.6
_USABLE_FROM = 0.5
_NAMED_FROM = 0.74
_SAID_IF_WEAK = frozenset("owner amount created_at close_on closed_at stage".split())
_RIVAL_WITHIN = 0.1
_OWNERS_WITHIN = 0.3
_RIVAL_FROM = 0.6
_NAMED_FOR_GUESSES = 2
_NAMING = ("id", "name")
NO_KEY = "looks like deals, but no column has a different value in every row to tell them apart"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table is taken for, before options are worked out."""

    target: str
    confidence: float
    score: float
    chosen: dict[str, Candidate]
    found: dict[str, list[Candidate]]


def propose(
    view: TableView, stem: tuple[str, ...], shared: dict[str, list[Shared]]
) -> Proposal | None:
    """Return the target that suits a table best, None if none does.

    Parameters
    ----------
    view
        The table with the profiles of all columns.
    stem
        Words of the file or sheet name.
    shared
        Columns whose values name rows of other tables.
    """
    proposals: dict[str, Proposal] = {}
    for target, shape in SHAPES.items():
        if shape.most_rows is not None and view.raw.row_count > shape.most_rows:
            continue
        found = candidates(view, target, shared)
        chosen = assign(found, target, view)
        if target == "opportunities":
            chosen = told_apart(won_and_lost(chosen, found), found, view)
            if sum(name in chosen for name in shape.among) >= _NAMED_FOR_GUESSES:
                chosen = with_guesses(chosen, view)
            chosen = with_outcome(chosen, view)
            chosen = _outcome_and_close(chosen, found, view)
        hint = table_score(stem, target)
        if not _satisfied(target, chosen, hint):
            continue
        score = sum(shape.weights.get(f, 0.3) * c.score for f, c in chosen.items()) + 2.5 * hint
        confidence = _confidence(shape, chosen, hint)
        if confidence >= _USABLE_FROM:
            proposals[target] = Proposal(target, confidence, score, chosen, found)
    history = proposals.get("stage_history")
    if history is not None and _repeats_deals(history, view):
        proposals.pop("opportunities", None)
    return max(proposals.values(), key=lambda p: p.score, default=None)


def _repeats_deals(history: Proposal, view: TableView) -> bool:
    """Return whether deals occur again and again with a time: a history, not a list of deals."""
    deal, time = history.chosen["opportunity"], history.chosen["occurred_at"]
    profile = view.profiles[deal.column]
    named = deal.name_score >= 0.75 and time.name_score >= 0.9
    return named and profile.distinct < 0.9 * profile.filled


def _deals_without_key(view: TableView) -> bool:
    """Return whether only an id is missing to take the table for deals."""
    shape = SHAPES["opportunities"]
    found = candidates(view, "opportunities", {})
    chosen = assign({f: rows for f, rows in found.items() if f != "id"}, "opportunities", view)
    named = any(name in chosen for name in shape.groups[1])
    return named and sum(name in chosen for name in shape.among) > shape.at_least


def _satisfied(target: str, chosen: dict[str, Candidate], hint: float) -> bool:
    shape = SHAPES[target]
    if not all(any(name in chosen for name in group) for group in shape.groups):
        return False
    if shape.at_least > sum(name in chosen for name in shape.among):
        return False
    if not shape.marks or hint >= 0.7:
        return True
    if any(name in chosen and names_entity(chosen[name].column, target) for name in _NAMING):
        return True
    return any(name in chosen and chosen[name].name_score >= 0.75 for name in shape.marks)


def _confidence(shape: Shape, chosen: dict[str, Candidate], hint: float) -> float:
    needed = [max(chosen[name].score for name in group if name in chosen) for group in shape.groups]
    typical = sorted((c.score for f, c in chosen.items() if f in shape.weights), reverse=True)[:5]
    value = 0.5 * min(needed) + 0.5 * sum(typical) / len(typical)
    return round(min(0.98, value + 0.1 * hint), 2)


def _outcome_and_close(
    chosen: dict[str, Candidate], found: dict[str, list[Candidate]], view: TableView
) -> dict[str, Candidate]:
    """One column may tell stage and outcome, one date the expected and the real close."""
    result = dict(chosen)
    stage, outcome = result.get("stage"), result.get("outcome")
    if outcome is None and "is_won" not in result and stage is not None:
        fits = outcome_fit(view.profiles[stage.column])
        if fits > 0:
            reason = "some of its values say won or lost, all others are open"
            score = round(0.62 + 0.33 * fits, 2)
            result["outcome"] = Candidate("outcome", stage.column, score, 0.8, reason)
    won = result.get("is_won")
    if won is not None and "outcome" not in result and "is_closed" not in result:
        if view.profiles[won.column].fill < 1:
            reason = "yes is won, no is lost, and empty is open"
            result["outcome"] = replace(won, field="outcome", reason=reason)
            del result["is_won"]
        else:
            view.say(_no_is_open(view.raw.file, won.column))
    if stage is None and outcome is not None:
        named = next((c for c in found.get("stage", []) if c.column == outcome.column), None)
        if named is not None:
            result["stage"] = named
    close, closed = result.get("close_on"), result.get("closed_at")
    if close is None and closed is not None:
        result["close_on"] = replace(closed, field="close_on")
    elif close is not None and closed is None and not speaks_of_expected(close.column):
        reason = "for a closed deal, the close date is when it was won or lost"
        result["closed_at"] = replace(close, field="closed_at", reason=reason)
    return result


def _no_is_open(file: str, column: str) -> Finding:
    return Finding(
        "no_may_be_lost",
        "warning",
        f"{file}: {column} says yes or no in every row; a no may be lost or still open",
        "A no was read as open unless another column says that the deal is closed.",
        {"column": column},
        (f"If a no means lost, map {column} to outcome, with values such as no: lost.",),
    )


def mapping_of(view: TableView, proposal: Proposal) -> TableMapping:
    """Return the mapping of a proposal with options; what is doubtful goes to the findings."""
    target = TARGETS[proposal.target]
    chosen = _settled(view, proposal)
    columns: list[ColumnMapping] = []
    for field in target.fields:
        candidate = chosen.get(field.name)
        if candidate is None:
            continue
        options = options_for(field.kind, field.name, candidate.column, view)
        if target.name == "opportunities" and field.name == "outcome":
            options = told_by_evidence(options, endings(view, candidate.column, chosen), view)
        columns.append(
            ColumnMapping(
                field.name,
                candidate.column,
                None,
                options,
                round(candidate.score, 2),
                candidate.reason,
            )
        )
    columns += _currency(view, target.name, columns)
    if target.name == "opportunities":
        tell_unread(view, columns)
    weak = [
        (c.field, c.column or "", c.confidence)
        for c in columns
        if c.confidence < DOUBTFUL_BELOW
        or (target.name == "opportunities" and _barely_named(chosen.get(c.field)))
    ]
    if weak:
        view.say(doubtful(view.raw.file, weak))
    used = {c.column for c in columns}
    return TableMapping(
        view.raw.file,
        "table",
        target.name,
        proposal.confidence,
        _table_reason(proposal),
        tuple(columns),
        tuple(c for c in view.raw.columns if c not in used),
    )


def _barely_named(candidate: Candidate | None) -> bool:
    """Say whether a header only may mean the field, and nothing but the kind of values helps."""
    if candidate is None or candidate.shared is not None:
        return False
    return candidate.field in _SAID_IF_WEAK and candidate.name_score < _NAMED_FROM


def _table_reason(proposal: Proposal) -> str:
    best = sorted(proposal.chosen.values(), key=lambda c: -c.score)[:4]
    listed = ", ".join(f"{c.column} as {c.field.replace('_', ' ')}" for c in best)
    return f"{TARGETS[proposal.target].grain}: {listed}"


def ignored(view: TableView, stem: tuple[str, ...]) -> TableMapping:
    """Return the mapping of a table nothing is taken from, with the reason."""
    if phrase_score(stem, LOOKUP_NAMES) >= 0.7:
        reason = "a list other tables refer to; nothing of it is needed"
    elif view.raw.row_count == 0:
        reason = "it has no rows"
    elif is_yearless(view.raw):
        reason = YEARLESS
    elif view.raw.file.endswith(f"#{BY_PERIOD}"):
        reason = UNSAID
    elif _deals_without_key(view):
        reason = NO_KEY
    else:
        reason = "no deals, people, activities, targets or history were recognised in it"
    return TableMapping(view.raw.file, "table", "ignore", 0.5, reason, (), view.raw.columns)


def _settled(view: TableView, proposal: Proposal) -> dict[str, Candidate]:
    """Choose between columns that compete for owner, amount or close date, never silently."""
    chosen = dict(proposal.chosen)
    used = {c.column for c in chosen.values()}
    for name in CHOICES:
        best = chosen.get(name)
        if best is None:
            continue
        rivals = [
            c
            for c in proposal.found.get(name, [])
            if c.column not in used
            and c.score >= _RIVAL_FROM
            and c.score > best.score - (_OWNERS_WITHIN if name == "owner" else _RIVAL_WITHIN)
        ]
        same = [c for c in rivals if _agree(view, best.column, c.column)]
        for rival in same:
            if _by_id(rival) and not _by_id(best):
                best = rival
        chosen[name] = best
        others = [c for c in rivals if c not in same]
        if others:
            _compete(view, name, best, others)
    return chosen


def _by_id(candidate: Candidate) -> bool:
    return candidate.shared is not None and candidate.shared.field in {"id", "other_id"}


def _agree(view: TableView, first: str, second: str) -> bool:
    """Return whether two columns say the same: equal values, or one name for each id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = sample(view.raw, [first, second])
    table = table.filter(pc.and_(pc.is_valid(table.column(0)), pc.is_valid(table.column(1))))
    if table.num_rows == 0:
        return False
    left, right = (pc.utf8_lower(table.column(i)) for i in (0, 1))
    if pc.mean(pc.cast(pc.equal(left, right), pa.int8())).as_py() > 0.98:
        return True
    kinds = [pc.count_distinct(table.column(i)).as_py() for i in (0, 1)]
    if max(kinds) > 0.5 * table.num_rows or min(kinds) < 2:
        return False
    pairs = table.group_by([first, second]).aggregate([]).num_rows
    return bool(pairs <= 1.02 * min(kinds))


def _compete(view: TableView, name: str, best: Candidate, others: list[Candidate]) -> None:
    columns = [best.column, *(c.column for c in others)]
    said = " and ".join(columns)
    word = name.replace("close_on", "close date")
    view.say(
        Finding(
            "mapping_ambiguous",
            "warning",
            f"{view.raw.file}: {said} may all be the {word}; {best.column} was taken",
            "; ".join(f"{c.column}: {c.reason}" for c in (best, *others)),
            {"taken": best.column, "others": ", ".join(columns[1:])},
            (f"Set {name} in the mapping file if this is wrong.",),
        )
    )


def _currency(view: TableView, target: str, columns: list[ColumnMapping]) -> list[ColumnMapping]:
    """Return a constant currency where amounts are written with one sign or code."""
    names = {field.name for field in TARGETS[target].fields}
    amount = next((c for c in columns if c.field == "amount"), None)
    if "currency" not in names or amount is None or amount.column is None:
        return []
    if any(c.field == "currency" for c in columns):
        return []
    style = view.profiles[amount.column].numbers
    code = style.currency if style else None
    where = "its values"
    if code is None:
        words = re.findall(r"[A-Z]{3}", amount.column)
        code = next((c for c in _CODES if c in words), None)
        code = code or next((iso for sign, iso in _SIGNS.items() if sign in amount.column), None)
        where = "its header"
    if code is None:
        return []
    reason = f"{amount.column} names {code} in {where}"
    return [ColumnMapping("currency", None, code, {}, 0.75, reason)]


_CODES = (
    "EUR USD GBP CHF PLN SEK NOK DKK CZK BRL RUB JPY INR CNY KRW AUD NZD CAD MXN ZAR TRY HUF RON "
    "ILS AED SAR UAH BGN HKD SGD"
).split()
_SIGNS = {
    "R$": "BRL", "€": "EUR", "£": "GBP", "zł": "PLN", "₽": "RUB", "₹": "INR", "円": "JPY",
    "₩": "KRW", "₺": "TRY", "₪": "ILS", "₴": "UAH", "Kč": "CZK", "$": "USD",
}  # fmt: skip
