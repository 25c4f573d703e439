"""A header taken apart into ideas: ``Planowana data zamknięcia`` is planned, date, close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module

from fairlead.lake.readers.words import folded

LANGUAGES = (
    "english german french spanish italian portuguese dutch polish swedish danish czech turkish "
    "finnish russian slavic hungarian romanian greek hebrew arabic indonesian vietnamese "
    "japanese chinese korean"
).split()
_GLUE = ("", "s", "n", "e", "es", "en", "er")
"""Letters Germanic languages put between the parts of a word."""
_LEAST_PART = 3
_LONGEST_PHRASE = 4
_LONGEST_HEADER = 100
_STEM = 5
_ABBREVIATION = range(2, 7)
_MOST_MEANINGS = 4
_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = str.maketrans({"#": " nr ", "№": " nr ", "º": " ", "°": " ", "%": " percent "})
_VOWELS = str.maketrans("", "", "aeiouy")

Ideas = frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """Words of one language -> the ideas each may stand for; `by_letter` are those words sorted."""

    name: str
    joined: bool
    words: dict[str, Ideas]
    by_letter: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Understood:
    """A header as one language understands it.

    `pieces` are the ideas each part may stand for, `known` the share of the header they cover,
    `sure` falls below 1 where endings were cut off or short forms filled in.
    """

    language: str
    pieces: tuple[Ideas, ...]
    known: float
    sure: float
    listed: float
    """As `known`, with words that are listed as they stand counting more."""


@dataclass
class _Parts:
    pieces: list[Ideas] = field(default_factory=list)
    known: int = 0
    listed: float = 0.0
    total: int = 0
    sure: float = 1.0

    def add(self, found: tuple[tuple[Ideas, ...], float], weight: int) -> None:
        pieces, sure = found
        self.total += weight
        if pieces:
            self.pieces += pieces
            self.known += weight
            self.listed += weight * (1 - 3 * (1 - sure))
            self.sure = min(self.sure, sure)


@cache
def language(name: str) -> Language:
    """Return the words of a language."""
    module = import_module(f"fairlead.lake.readers.languages.{name}")
    words: dict[str, set[str]] = {}
    idea = ""
    for line in module.WORDS.strip().splitlines():
        named, colon, listed = line.rpartition(":")
        idea = named if colon else idea  # a line that names no idea goes on with the last
        for word in listed.split():
            plain = folded(word).replace(" ", "_")
            if plain:
                words.setdefault(plain, set()).add(idea)
    letters: dict[str, list[str]] = {}
    for word in words:
        letters.setdefault(word[0], []).append(word)
    return Language(
        name,
        getattr(module, "JOINED", False),
        {word: frozenset(ideas) for word, ideas in words.items()},
        {letter: tuple(listed) for letter, listed in letters.items()},
    )


@lru_cache(maxsize=20_000)
def understood(header: str) -> tuple[Understood, ...]:
    """Return how the languages that know most of a header understand it; empty if none does.

    A text of more than a hundred characters is no header.

    Examples
    --------
    >>> [sorted(*p) for p in understood("Verlustgrund")[0].pieces]
    [['lost'], ['reason']]
    >>> understood("Xyzzy")
    ()
    """
    if len(header) > _LONGEST_HEADER:
        return ()  # a sentence or rubbish, no header; and taking it apart would take long
    plain = _BRACKETS.sub(" ", header)
    written = (plain if folded(plain) else header).translate(_SIGNS)
    texts = dict.fromkeys(folded(text) for text in (written, _CAMEL.sub(" ", written)))
    found = [
        u
        for text in texts  # "MwSt" is one word, "CloseDate" are two
        for name in LANGUAGES
        if text and (u := _in_language(text, language(name))) is not None
    ]
    best = max((u.listed for u in found), default=0.0)
    kept = [u for u in found if u.listed >= best - 0.01]
    return tuple({(u.pieces, u.sure, u.known): u for u in reversed(kept)}.values())[::-1]


def _in_language(text: str, spoken: Language) -> Understood | None:
    parts = _Parts()
    tokens = text.split()
    place = 0
    while place < len(tokens):
        size = _phrase(tokens, place, spoken)
        if size:
            ideas = _exact("_".join(tokens[place : place + size]), spoken)
            parts.add(((ideas,), 1.0), size)
        else:
            token, size = tokens[place], 1
            if spoken.joined and not token.isascii():
                _joined(token, spoken, parts)
            else:
                parts.add(_word(token, spoken), 1)
        place += size
    meant = [piece for piece in parts.pieces if piece != {"filler"}]
    if not meant:
        return None
    return Understood(
        spoken.name,
        tuple(meant),
        parts.known / parts.total,
        parts.sure,
        parts.listed / parts.total,
    )


def _phrase(tokens: list[str], place: int, spoken: Language) -> int:
    """Return how many words from here on mean something together, 0 if not even one does."""
    for size in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        if _exact("_".join(tokens[place : place + size]), spoken):
            return size
    return 0


def _exact(word: str, spoken: Language) -> Ideas:
    known = spoken.words.get(word)
    return known if known is not None else language("english").words.get(word, frozenset())


def _word(token: str, spoken: Language) -> tuple[tuple[Ideas, ...], float]:
    """Return the ideas of a word that is not listed as it stands."""
    if token.isdigit():
        return (frozenset({"filler"}),), 1.0
    parts = _compound(token, spoken)
    if parts:
        return parts, 0.98
    stem = _stemmed(token, spoken)
    if stem:
        return (stem,), 0.97
    short = _shortened(token, spoken)
    return ((short,), 0.92) if short else ((), 1.0)


def _compound(token: str, spoken: Language) -> tuple[Ideas, ...]:
    """Return the ideas of the parts of a compound, the longest known part first; empty if none."""
    if len(token) < 2 * _LEAST_PART or spoken.joined:
        return ()
    for end in range(len(token) - _LEAST_PART, _LEAST_PART - 1, -1):
        head = spoken.words.get(token[:end])
        if head is None:
            continue
        for glue in _GLUE:
            rest = token[end:]
            if not rest.startswith(glue):
                continue
            rest = rest[len(glue) :]
            if len(rest) < 2:
                continue
            tail = spoken.words.get(rest)
            if tail is not None and (len(rest) >= _LEAST_PART or tail & {"id"}):
                return head, tail
            further = _compound(rest, spoken)
            if further:
                return (head, *further)
    return ()


def _stemmed(token: str, spoken: Language) -> Ideas:
    """Return the ideas of a listed word that differs in its ending only."""
    if len(token) < _STEM:
        return frozenset()
    best: tuple[int, Ideas] = (0, frozenset())
    for word in spoken.by_letter.get(token[0], ()):
        least = max(_STEM, len(word) - 2, len(token) - 3)
        same = 0
        for a, b in zip(token, word, strict=False):
            if a != b:
                break
            same += 1
        if same >= least and same > best[0]:
            best = same, spoken.words[word]
    return best[1]


def _shortened(token: str, spoken: Language) -> Ideas:
    """Return the ideas of words a short form may stand for: its beginning, or without vowels."""
    if len(token) not in _ABBREVIATION or not token.isalpha():
        return frozenset()
    bare = token.translate(_VOWELS)
    meant: set[str] = set()
    for word in spoken.by_letter.get(token[0], ()):
        if len(word) < len(token) + 2 or "_" in word:
            continue
        begins = len(token) >= _LEAST_PART and word.startswith(token)
        dropped = len(token) >= _LEAST_PART and bare == token and _skeleton(word, token)
        if begins or dropped:
            meant |= spoken.words[word]
    return frozenset(meant) if len(meant) <= _MOST_MEANINGS else frozenset()


def _skeleton(word: str, token: str) -> bool:
    """Say whether a short form is the beginning of a word's consonants: rsn, crtd, stg."""
    consonants = word[0] + word[1:].translate(_VOWELS)
    return consonants.startswith(token) or re.sub(r"(.)\1", r"\1", consonants).startswith(token)


def _joined(text: str, spoken: Language, parts: _Parts) -> None:
    """Take apart words that follow each other without a space, so that most of it is known."""
    best: list[tuple[int, int, tuple[tuple[Ideas, int], ...]]] = [(0, 0, ())]
    for end in range(1, len(text) + 1):
        known, pieces, chosen = best[end - 1]
        options = [(known, pieces, chosen)]
        for begin, word in _ending_at(text, end, spoken):
            before = best[begin]
            found = (spoken.words[word], len(word))
            options.append((before[0] + len(word), before[1] - 1, (*before[2], found)))
        best.append(max(options, key=lambda o: (o[0], o[1])))
    known, _, chosen = best[-1]
    if not known:
        parts.total += 1
        return
    parts.pieces += [ideas for ideas, _ in chosen]
    parts.known += known
    parts.listed += known
    parts.total += len(text)


def _ending_at(text: str, end: int, spoken: Language) -> Iterator[tuple[int, str]]:
    for begin in range(max(0, end - 24), end):
        if text[begin:end] in spoken.words:
            yield begin, text[begin:end]
