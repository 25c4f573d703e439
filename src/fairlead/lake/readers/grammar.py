"""What ideas must come together in a header to name a field: close + date, lost + reason."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from fairlead.lake.readers.field_rules import RULES
from fairlead.lake.readers.header_words import Ideas, Understood, understood

_POISON: dict[str, str] = {
    "amount": "cost margin listprice discount weighted paid unit quantity probability "
    "date deliver postcode phone taxno vat",
    "created_at": "deliver install invoice birth paid remind modify next last close expect",
    "close_on": "deliver install invoice birth paid remind modify next last touch create reason "
    "amount probability stagename send",
    "closed_at": "deliver install invoice birth paid remind modify next last touch create expect "
    "reason amount probability stagename send",
    "stage": "probability quantity date duration reason amount phone",
    "outcome": "probability date reason amount phone",
    "owner": "assistant phone email date",
    "account": "phone email postcode taxno industry segment address date contact",
    "name": "firstname lastname phone email postcode taxno address",
    "occurred_at": "modify next birth remind",
    "lost_reason": "note date",
}
_NO_STAGE_DATE = frozenset(
    "deliver invoice birth paid remind modify next last expect until hire leave install end "
    "create close".split()
)
_TABLES = {
    "targets": ("target", "budget"),
    "contacts": ("contact",),
    "activities": ("activity", "touch"),
    "people": ("owner", "person", "team"),
    "opportunities": ("deal", "pipeline"),
    "accounts": ("account",),
    "products": ("product",),
    "order_lines": ("order", "invoice"),
}
_ENTITIES = {
    "people": "owner person",
    "accounts": "account",
    "contacts": "contact",
    "products": "product",
    "activities": "activity touch",
    "order_lines": "order invoice",
}
_MOST_WAYS = 256
_UNKNOWN = 0.45
_CONTRADICTED = 0.4
_PARTLY = 0.5
_KEY_ALONE = 0.9
_KEY_OF_SOMETHING = 0.4


@dataclass(frozen=True, slots=True)
class _Rule:
    """Ideas that name a field when they come together, how surely, and what may stand beside."""

    ways: tuple[tuple[Ideas, float], ...]
    beside: Ideas


@cache
def _rules(target: str) -> dict[str, _Rule]:
    found: dict[str, _Rule] = {}
    for line in re.sub(r"\n\s+", " ", RULES.get(target, "")).strip().splitlines():
        field, _, said = line.partition(":")
        listed, _, beside = said.partition("/")
        ways = [way.split() for way in listed.split(",")]
        scored = tuple((frozenset(ideas), int(score) / 100) for *ideas, score in ways)
        found[field] = _Rule(scored, frozenset(beside.split()))
    return found


@lru_cache(maxsize=100_000)
def meaning_score(header: str, target: str, field: str) -> float:
    """Return 0..1: how surely the ideas in a header, in any language, name a field.

    Examples
    --------
    >>> meaning_score("Planowana data zamknięcia", "opportunities", "close_on") > 0.9
    True
    >>> meaning_score("Liefertermin", "opportunities", "close_on")
    0.0
    """
    if field not in _rules(target):
        return 0.0
    return max((_score(u, target, field) for u in understood(header)), default=0.0)


def _score(said: Understood, target: str, field: str) -> float:
    rule = _rules(target)[field]
    best = 0.0
    for meant in _ways(said):
        for needed, score in rule.ways:
            if score > best and needed <= meant and meant - needed <= rule.beside:
                best = score
    return best * said.sure * (1 - _UNKNOWN * (1 - said.known))


@lru_cache(maxsize=50_000)
def _ways(said: Understood) -> tuple[Ideas, ...]:
    """Return every way to take the pieces of a header that may mean more than one thing."""
    ways = itertools.islice(itertools.product(*said.pieces), _MOST_WAYS)
    return tuple(dict.fromkeys(frozenset(way) - {"filler"} for way in ways))


@lru_cache(maxsize=100_000)
def contradiction(header: str, target: str, field: str) -> float:
    """Return what a score by word lists is worth beside the ideas of a header: 1 or less.

    A header that is understood in full and names something else, or that speaks of what the field
    never is (cost for an amount, delivery for a close date), is hardly that field.
    """
    said = understood(header)
    if not said or field not in _rules(target) or meaning_score(header, target, field):
        return 1.0
    bad = frozenset(_POISON.get(field, "").split())
    poisoned = all(all(way & bad for way in _ways(u)) for u in said)
    if poisoned and said[0].known >= _PARTLY:
        return _CONTRADICTED
    return _CONTRADICTED if said[0].known >= 1 else 1.0


@lru_cache(maxsize=20_000)
def speaks_of(header: str, ideas: Ideas) -> bool:
    """Say whether a header that is mostly understood surely speaks of one of these ideas."""
    said = understood(header)
    return (
        bool(said)
        and said[0].known >= _PARTLY
        and all(all(way & ideas for way in _ways(u)) for u in said)
    )


def no_stage_date(header: str) -> bool:
    """Say whether a column of dates is something else than the day a stage was entered."""
    return speaks_of(header, _NO_STAGE_DATE)


@lru_cache(maxsize=20_000)
def key_meaning(header: str) -> float:
    """Return how surely ideas say that a header is the key of a deal; below 0 that it is not."""
    best = -1.0 if understood(header) else 0.0
    for said in understood(header):
        for meant in _ways(said):
            score = -1.0
            if meant <= {"deal", "id", "sales", "order"} and "id" in meant:
                score = 1.0 if meant & {"deal"} else _KEY_ALONE - 0.3 * ("order" in meant)
                if meant == {"id"} and len(said.pieces) > 1:
                    score = _KEY_OF_SOMETHING  # "Reference Code": of what?
            elif meant <= {"deal", "sales"} and "deal" in meant:
                score = 0.7
            best = max(best, score * said.sure * (1 - _UNKNOWN * (1 - said.known)))
    return best


@lru_cache(maxsize=20_000)
def entity_key(header: str, target: str) -> float:
    """Return how surely a header names the rows of a target other than deals and says key."""
    entity = frozenset(_ENTITIES.get(target, "").split())
    for said in understood(header):
        for meant in _ways(said):
            if "id" in meant and meant & entity and meant <= entity | {"id", "name"}:
                return 0.95 * said.sure * said.known
    return 0.0


@lru_cache(maxsize=2_000)
def table_meaning(name: str) -> dict[str, float]:
    """Return target -> how surely the name of a file or sheet speaks of it."""
    found: dict[str, float] = {}
    for said in understood(name):
        for target, ideas in _TABLES.items():
            if any(way & set(ideas) for way in _ways(said)):
                found[target] = max(found.get(target, 0.0), 0.85 * said.sure * said.known)
                break
    return found
