"""What a list of deals is missing, guessed from values alone; every guess is said aloud."""

from __future__ import annotations

from fairlead.lake.readers.fits import looks_like_codes
from fairlead.lake.readers.grammar import speaks_of
from fairlead.lake.readers.names import field_score, tokens
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import Profile, sample
from fairlead.lake.readers.scoring import Candidate
from fairlead.lake.readers.words import outcomes_of, yes_or_no
from fairlead.process.words import outcome_of_stage_name, position_of_stage_name

GUESSED = 0.5
_IN_ORDER = 0.97
_LEAST_ENDED = 5
_NAMES = 0.7
_NO_AMOUNT = frozenset(
    "cost margin listprice discount weighted paid unit quantity probability postcode "
    "phone taxno vat".split()
)
_NO_STEPS = frozenset("probability quantity note touch activity region product type".split())
_OTHER_DATES = frozenset("deliver install invoice birth paid remind modify next last".split())
_OTHERS_TIMES = frozenset(
    "modified updated last letzte letzter derniere ultima ultimo laatste next nachste prochaine "
    "proxima prossima volgende due birthday invoice paid delivery start end reminder "
    "wiedervorlage activity import export".split()
)


def with_guesses(chosen: dict[str, Candidate], view: TableView) -> dict[str, Candidate]:
    """Return what was chosen for a list of deals, with guesses for what no header names.

    A guess needs one column that fits and no second one: names of people that return are the
    owner; dates before every other date are the creation; amounts are the only large numbers;
    stages are words of a sales process; a date only closed deals have is when they closed, words
    only lost deals have say why. Confidence `GUESSED` lies below what passes unsaid.
    """
    result = dict(chosen)
    for name, find in (
        ("owner", _owner),
        ("amount", _amount),
        ("stage", _stage),
        ("created_at", _created),
        ("close_on", _close),
        ("closed_at", _closed),
        ("lost_reason", _lost_reason),
    ):
        if name in result or (name == "close_on" and "closed_at" in result):
            continue
        used = {c.column for c in result.values()}
        free = {c: p for c, p in view.profiles.items() if c not in used and p.filled}
        found = find(free, result, view)
        if found is not None:
            column, reason = found
            result[name] = Candidate(name, column, GUESSED, GUESSED, reason)
    return result


def _owner(
    free: dict[str, Profile], _chosen: dict[str, Candidate], _view: TableView
) -> tuple[str, str] | None:
    rows = [
        c
        for c, p in free.items()
        if max(p.name_share, p.email_share) >= _NAMES
        and 2 <= p.distinct <= max(3, p.filled // 3)
        and p.fill >= 0.5
        and not field_score(c, "opportunities", "account")
    ]
    if len(rows) != 1:
        return None
    return rows[0], "the only column with names of people that return"


def _amount(
    free: dict[str, Profile], _chosen: dict[str, Candidate], _view: TableView
) -> tuple[str, str] | None:
    rows = []
    for column, profile in free.items():
        numbers = profile.numbers
        if numbers is None or numbers.share < 0.95 or numbers.percent or profile.date_share > 0.5:
            continue
        if speaks_of(column, _NO_AMOUNT):
            continue
        spread = profile.distinct > max(5, profile.filled // 10)
        if numbers.typical >= 100 and spread and not looks_like_codes(profile):
            rows.append(column)
    return (rows[0], "the only column of large numbers") if len(rows) == 1 else None


def _stage(
    free: dict[str, Profile], _chosen: dict[str, Candidate], _view: TableView
) -> tuple[str, str] | None:
    rows = []
    for column, profile in free.items():
        if not 2 <= profile.distinct <= 20 or profile.fill < 0.8 or profile.is_flag:
            continue
        if profile.number_share > 0.3 or speaks_of(column, _NO_STEPS):
            continue
        known = [
            value
            for value, _ in profile.values
            if position_of_stage_name(value) is not None or outcome_of_stage_name(value)
        ]
        if len(known) >= max(2, profile.distinct // 2):
            rows.append(column)
    return (rows[0], "its values are steps of a sale") if len(rows) == 1 else None


def _created(
    free: dict[str, Profile], chosen: dict[str, Candidate], view: TableView
) -> tuple[str, str] | None:
    close = chosen.get("closed_at") or chosen.get("close_on")
    if close is None:
        return None
    rows = [c for c in _dates(free) if free[c].fill >= 0.9 and _before(view, c, close.column)]
    first = [c for c in rows if all(_before(view, c, o) for o in rows if o != c)]
    return (first[0], "its dates lie before all others") if len(first) == 1 else None


def _close(
    free: dict[str, Profile], chosen: dict[str, Candidate], view: TableView
) -> tuple[str, str] | None:
    created = chosen.get("created_at")
    if created is None:
        return None
    rows = [c for c in _dates(free) if _before(view, created.column, c)]
    return (rows[0], "its dates lie behind the creation") if len(rows) == 1 else None


def _closed(
    free: dict[str, Profile], chosen: dict[str, Candidate], view: TableView
) -> tuple[str, str] | None:
    rows = [c for c in _dates(free) if filled_where(view, c, chosen, {"won", "lost"})]
    return (rows[0], "it is filled where a deal is won or lost") if len(rows) == 1 else None


def _lost_reason(
    free: dict[str, Profile], chosen: dict[str, Candidate], view: TableView
) -> tuple[str, str] | None:
    rows = [
        c
        for c, p in free.items()
        if p.distinct <= 40
        and p.distinct < p.filled
        and p.date_share < 0.5
        and p.number_share < 0.5
        and not p.is_flag
        and filled_where(view, c, chosen, {"lost"})
    ]
    return (rows[0], "it is filled where a deal is lost") if len(rows) == 1 else None


def filled_where(
    view: TableView, column: str, chosen: dict[str, Candidate], meant: set[str]
) -> bool:
    """Return whether a column is filled for deals that ended so, and hardly for any other."""
    said = chosen.get("outcome") or chosen.get("is_won") or chosen.get("stage")
    if said is None:
        return False
    profile = view.profiles[said.column]
    words = outcomes_of(profile.set_of_values)
    if profile.is_flag:
        words = dict(yes_or_no(profile.set_of_values))
    inside = outside = filled_inside = filled_outside = 0
    for row in sample(view.raw, [said.column, column]).slice(0, 20_000).to_pylist():
        ended = words.get(row[said.column]) in meant if row[said.column] else False
        inside, outside = inside + ended, outside + (not ended)
        if row[column]:
            filled_inside, filled_outside = filled_inside + ended, filled_outside + (not ended)
    enough = inside >= _LEAST_ENDED and outside >= _LEAST_ENDED
    return enough and filled_inside >= 0.8 * inside and filled_outside <= 0.02 * outside


def _dates(free: dict[str, Profile]) -> list[str]:
    return [
        c
        for c, p in free.items()
        if p.date_share >= 0.8 and not set(tokens(c)) & _OTHERS_TIMES and not _says_other(c)
    ]


def _says_other(header: str) -> bool:
    """Say whether a header names a date that is neither the creation nor the close."""
    return speaks_of(header, _OTHER_DATES)


def _before(view: TableView, first: str, second: str) -> bool:
    """Return whether the dates of one column lie before those of another, where both are there."""
    from fairlead.lake.readers.dates import as_iso

    turned = [as_iso(view.profiles[c].date_style.formats) for c in (first, second)]
    pairs = [
        (turned[0](row[first]), turned[1](row[second]))
        for row in sample(view.raw, [first, second]).slice(0, 5_000).to_pylist()
        if row[first] and row[second]
    ]
    known = [(a, b) for a, b in pairs if a and b]
    if len(known) < 5:
        return False
    rising = sum(a <= b for a, b in known)
    return rising >= _IN_ORDER * len(known) and any(a < b for a, b in known)
