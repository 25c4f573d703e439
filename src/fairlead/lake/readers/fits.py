"""How well the values of a column suit a field: 0 means they rule it out."""

from __future__ import annotations

import re
from collections.abc import Callable

from fairlead.lake.readers.profile import Profile
from fairlead.lake.readers.vocabulary import ImportField, ValueKind
from fairlead.lake.readers.words import (
    activity_kind_values,
    deal_type_values,
    outcomes_of,
)

_CODE = re.compile(r"^[A-Za-z]{0,5}[-/_ #.]?\d[\w/.-]*$")
_FEW = frozenset(
    "stage from_stage label industry segment size_band region team territory role pipeline "
    "source_channel product lost_reason forecast_category competitor status lifecycle field "
    "measure outcome".split()
)


def fit(field: ImportField, target: str, profile: Profile) -> float:
    """Return 0..1 for a field and a column; an empty column suits nothing."""
    if profile.filled == 0:
        return 0.0
    if field.name == "email":
        return profile.email_share
    simple = _BY_KIND.get(field.kind)
    if simple is not None:
        return simple(profile)
    if profile.date_share > 0.6:
        return 0.0
    if field.kind == "key":
        return _key(field, target, profile)
    return _text(field, profile)


def outcome_fit(profile: Profile) -> float:
    """Return how much the values speak of won and lost deals."""
    if profile.distinct > 60 or profile.date_share > 0.5:
        return 0.0
    weights = {"won": 0, "lost": 0, "open": 0}
    meant = outcomes_of(value for value, _ in profile.values)
    for value, weight in profile.values:
        said = meant[value]
        if said in weights:
            weights[said] += weight
    total = sum(weight for _, weight in profile.values)
    said_share = sum(weights.values()) / total
    if weights["won"] and weights["lost"]:
        return 0.7 + 0.3 * said_share
    if weights["won"] or weights["lost"]:
        return 0.45 + 0.25 * said_share
    return 0.0


def looks_like_codes(profile: Profile) -> bool:
    """Say whether a column holds one code a row, such as ``A-25/1001`` or ``1001``."""
    if not profile.unique or profile.fill < 0.95 or profile.date_share > 0.5:
        return False
    numbers = profile.numbers
    if numbers is not None and numbers.share > 0.95:  # amounts differ too, but they jump
        return numbers.whole and numbers.largest - numbers.smallest < 5 * profile.filled
    shown = profile.values[:500]
    return sum(bool(_CODE.match(v.strip())) for v, _ in shown) > 0.95 * len(shown)


def own_key(profile: Profile) -> float:
    """Return how well a column could be the key of its own table."""
    if profile.filled == 0 or profile.date_share > 0.6 or profile.is_flag:
        return 0.0
    different = profile.distinct / profile.filled
    numbers = profile.numbers
    if numbers is not None and numbers.share > 0.5 and not numbers.whole:
        return 0.0
    if different < 0.98 or profile.fill < 0.8 or profile.mean_length > 80:
        return 0.0
    return different * (0.8 + 0.2 * profile.fill)


def _money(profile: Profile) -> float:
    numbers = profile.numbers
    if numbers is None or numbers.share < 0.8 or profile.is_clock or profile.is_flag:
        return 0.0
    if numbers.percent or profile.date_share > 0.6:
        return 0.0
    if numbers.largest <= 1:
        return 0.3
    long_ids = profile.unique and profile.filled > 50 and numbers.whole and numbers.smallest > 1e5
    return 0.3 if long_ids else numbers.share


def _date(profile: Profile) -> float:
    return profile.date_share if profile.date_share >= 0.6 else 0.0


def _period(profile: Profile) -> float:
    share = max(profile.date_share, profile.period_share)
    return share if share >= 0.6 else 0.0


def _duration(profile: Profile) -> float:
    if profile.is_clock:
        return 1.0
    return profile.number_share if profile.date_share < 0.5 else 0.0


def _person(profile: Profile) -> float:
    if profile.is_flag or profile.date_share > 0.6 or profile.mean_length > 60:
        return 0.0
    numbers = profile.numbers
    if numbers is not None and numbers.share > 0.5:
        repeated = profile.distinct <= 0.5 * profile.filled or profile.filled < 50
        return 0.6 if numbers.whole and repeated else 0.0
    if profile.filled > 60 and profile.distinct > 0.7 * profile.filled:
        return 0.25
    if profile.email_share > 0.8 or profile.name_share > 0.6:
        return 1.0
    return 0.7


def _key(field: ImportField, target: str, profile: Profile) -> float:
    if field.name == "id" and target != "order_lines":
        return own_key(profile)
    if profile.is_flag:
        return 0.0
    numbers = profile.numbers
    if numbers is not None and numbers.share > 0.5 and not numbers.whole:
        return 0.0
    return 0.9 if profile.mean_length <= 80 else 0.2


def _text(field: ImportField, profile: Profile) -> float:  # noqa: PLR0911  one case a line
    numbers = profile.numbers
    numeric = numbers is not None and numbers.share > 0.7
    if profile.is_flag:
        return 0.1
    if field.name == "currency":
        codes = sum(w for v, w in profile.values if len(v) == 3 and v.isalpha() and v.isupper())
        return codes / profile.filled if profile.distinct <= 60 else 0.0
    if field.name == "url":
        links = sum(w for v, w in profile.values if v.startswith("http"))
        return links / max(1, sum(w for _, w in profile.values))
    if field.name == "name":
        return 0.3 if numeric else 0.9
    if field.name in _FEW:
        limit = 400 if field.name in {"product", "region", "source_channel"} else 80
        if profile.distinct > limit or (profile.unique and profile.filled > 40):
            return 0.2
        if numeric:
            return 0.55 if field.name in {"size_band", "product", "segment"} else 0.3
        return 1.0
    return 0.4 if numeric else 0.8


def _listed(profile: Profile, hits: int) -> float:
    if profile.distinct > 50:
        return 0.0
    shown = min(50, len(profile.values))
    return 0.3 + 0.7 * hits / shown if hits else 0.2


_BY_KIND: dict[ValueKind, Callable[[Profile], float]] = {
    "instant": _date,
    "day": _date,
    "period": _period,
    "money": _money,
    "duration": _duration,
    "flag": lambda profile: 1.0 if profile.is_flag else 0.0,
    "outcome": outcome_fit,
    "deal_type": lambda p: _listed(p, len(deal_type_values(v for v, _ in p.values[:50]))),
    "activity_kind": lambda p: _listed(p, len(activity_kind_values(v for v, _ in p.values[:50]))),
    "integer": lambda profile: profile.number_share,
    "fraction": lambda profile: profile.number_share,
    "person": _person,
}
