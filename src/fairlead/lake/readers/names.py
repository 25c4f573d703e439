"""How well a header says what it is: compared with word lists, in any of their languages."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from fairlead.lake.readers.entities import ENTITY, KEY_WORDS, TABLE_NAMES
from fairlead.lake.readers.grammar import (
    contradiction,
    entity_key,
    key_meaning,
    meaning_score,
    speaks_of,
    table_meaning,
)
from fairlead.lake.readers.lexicon import AVOID, EXPECTED_STEMS, EXPECTED_WORDS, STRONG, WEAK
from fairlead.lake.readers.words import folded

_CAMEL = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_FILLER = frozenset("the of der die das des du la le el il in at on crm current sf hs full".split())
_SHORT = {
    "dt": "date", "dte": "date", "ts": "time", "amt": "amount", "nm": "name", "cust": "customer",
    "acct": "account", "opn": "open", "cls": "close", "clsd": "closed", "act": "actual",
    "exp": "expected", "stg": "stage", "stat": "status", "cd": "code", "mgr": "manager",
    "prod": "product", "crt": "created", "upd": "updated", "mod": "modified", "curr": "currency",
    "rsn": "reason", "emp": "employee", "qtr": "quarter", "mth": "month", "tgt": "target",
}  # fmt: skip
_WEAK_CEILING = 0.72
_COMPOUND = 5
_AHEAD = frozenset({"expect", "until"})
_GLUE = ("s", "n", "es", "en")
"""Letters German and Dutch put between the parts of a word."""


@lru_cache(maxsize=20_000)
def tokens(header: str) -> tuple[str, ...]:
    """Return the words of a header.

    Examples
    --------
    >>> tokens("OpportunitySeq"), tokens("Deal Owner Name"), tokens("Montant HT (€)")
    (('opportunity', 'seq'), ('deal', 'owner', 'name'), ('montant', 'ht'))
    """
    plain = _BRACKETS.sub(" ", header)
    said = _CAMEL.sub(" ", plain if plain.strip() else header)
    words = folded(said.replace("%", " percent ")).split()
    if "_" in header:  # names of a data warehouse: opn_dt, cust_id
        words = [_SHORT.get(word, word) for word in words]
    if not words and any(sign in header for sign in "€$£¥"):
        return ("amount",)
    return tuple(words)


@lru_cache(maxsize=2_000)
def _phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(folded(phrase).split()) for phrase in listed.split("|"))


_FULLY_MEANT = 0.8
"""Below it some words were not understood; then a word of another thing counts against."""


@lru_cache(maxsize=50_000)
def field_score(header: str, target: str, field: str) -> float:
    """Return 0..1: how surely `header` names this field of this target.

    It may name the target too ("Deal Owner").
    """
    words = tokens(header)
    strong = STRONG.get(target, {}).get(field, "")
    score = phrase_score(words, strong)
    bare = without_entity(words, target)
    if bare and bare != words:
        score = max(score, 0.97 * phrase_score(bare, strong))
    if field in {"close_on", "closed_at"} and target == "opportunities":
        expected = speaks_of_expected(header)
        if field == "closed_at" and expected:
            return 0.0
        score = max(score, 0.75) if expected and field == "close_on" else score
    weak = WEAK.get(target, {}).get(field, "")
    score = max(score, _WEAK_CEILING * phrase_score(words, weak))
    if score and score < 0.98 and _avoided(words, field):
        score *= 0.35
    if score < 0.98:
        score *= contradiction(header, target, field)
    meant = meaning_score(header, target, field)
    if meant < _FULLY_MEANT and _avoided(words, field):
        meant *= 0.35
    return max(score, meant)


@lru_cache(maxsize=50_000)
def speaks_of_expected(header: str) -> bool:
    """Say whether a header speaks of something expected, in any of the languages.

    Examples
    --------
    >>> speaks_of_expected("Chiusura stimata"), speaks_of_expected("Vsl. Abschluss")
    (True, True)
    >>> speaks_of_expected("Close Date")
    False
    """
    words = tokens(header)
    listed = any(w in EXPECTED_WORDS or w.startswith(tuple(EXPECTED_STEMS)) for w in words)
    return listed or speaks_of(header, _AHEAD)


def _avoided(words: tuple[str, ...], field: str) -> bool:
    listed = AVOID.get(field)
    return bool(listed) and any(_contains(words, phrase) for phrase in _phrases(listed or ""))


@lru_cache(maxsize=50_000)
def phrase_score(words: tuple[str, ...], listed: str) -> float:
    """Return how well words match the best of the listed phrases."""
    if not listed or not words:
        return 0.0
    joined = "".join(words)
    best = 0.0
    for position, phrase in enumerate(_phrases(listed)):
        whole = "".join(phrase)
        if joined == whole:  # the first phrases are the usual ones: they win a tie
            return 1.0 - min(0.02, 0.0005 * position)
        if len(whole) <= 3:
            continue
        if _contains(words, phrase):
            content = [word for word in words if word not in _FILLER]
            best = max(best, 0.55 + 0.4 * len(phrase) / max(1, len(content)))
        elif len(phrase) == 1 and len(whole) >= _COMPOUND:
            best = max(best, _compound(words, whole))
    return min(best, 0.98)


def _compound(words: tuple[str, ...], part: str) -> float:
    """Score a word at an edge of a longer one: Verkäufername, dealowner, kundennummer."""
    for word in words:
        if len(word) > len(part) and (word.startswith(part) or word.endswith(part)):
            return 0.5 + 0.3 * len(part) / len(word) / len(words)
    return 0.0


def _contains(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(words[i : i + size] == phrase for i in range(len(words) - size + 1))


@lru_cache(maxsize=5_000)
def without_entity(words: tuple[str, ...], target: str) -> tuple[str, ...]:
    """Return words without the target's own name."""
    for phrase in sorted(_phrases(ENTITY.get(target, "")), key=len, reverse=True):
        size = len(phrase)
        for i in range(len(words) - size + 1):
            if words[i : i + size] == phrase:
                return words[:i] + words[i + size :]
    return words


def key_score(header: str, target: str) -> float:
    """Return how surely a header names the target's own key: ``Id``, ``opportunity_id``."""
    listed = _listed_key_score(header, target)
    if target != "opportunities":
        return max(listed, entity_key(header, target))
    meant = key_meaning(header)
    if meant < 0 and listed < 0.95:
        return 0.5 * listed
    return max(listed, meant)


def _listed_key_score(header: str, target: str) -> float:  # noqa: PLR0911  one case a line
    words = tokens(header)
    if not words:
        return 0.0
    joined = "".join(words)
    if joined in KEY_WORDS:
        return 0.9
    key = words[-1] in KEY_WORDS or words[0] in KEY_WORDS
    bare = without_entity(words, target)
    named = bare != words
    if named and (not bare or all(word in KEY_WORDS for word in bare)):
        return 1.0 if bare else 0.7
    for phrase in _phrases(ENTITY.get(target, "")):  # dealid, CONTACTID, Kundennummer
        whole = "".join(phrase)
        if joined != whole and (joined.startswith(whole) or joined.endswith(whole)):
            rest = joined.removeprefix(whole) if joined.startswith(whole) else joined[: -len(whole)]
            if rest in KEY_WORDS or any(rest.removeprefix(glue) in KEY_WORDS for glue in _GLUE):
                return 0.95
    if named and key:
        return 0.85
    if not key:
        return 0.0
    return 0.4 if target == "opportunities" else 0.25


def names_entity(header: str, target: str) -> bool:
    """Return whether a header names what the rows of a target are: ``Kundennummer``."""
    words = tokens(header)
    if without_entity(words, target) != words:
        return True
    return "".join(words) not in KEY_WORDS and key_score(header, target) >= 0.9


def table_score(stem_words: tuple[str, ...], target: str) -> float:
    """Return how surely a file or sheet name names the target."""
    listed = phrase_score(stem_words, TABLE_NAMES.get(target, ""))
    return max(listed, table_meaning(" ".join(stem_words)).get(target, 0.0))


def words_of_file(file: str) -> tuple[str, ...]:
    """Return the words of a file or sheet name, without dates and numbers."""
    name = re.split(r"[!]", file.removesuffix("#by period"))[-1]
    book, _, sheet = name.partition("#")
    stem = PurePosixPath(book).name.split(".")[0]
    generic = re.fullmatch(
        r"(sheet|tabelle|feuil|hoja|foglio|planilha|blad|arkusz|лист)\s*\d*", sheet.casefold()
    )
    unsaid = not any(word.isalpha() for word in tokens(sheet))
    chosen = stem if not sheet or generic or unsaid else sheet
    return tuple(w for w in tokens(chosen) if not w.isdigit())
