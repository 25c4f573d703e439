"""When a deal is in a scenario: rules over what is noted on it, in words people can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fairlead.errors import DefinitionError

FIELDS = {
    "name": "name of the deal",
    "next step": "next step as written",
    "competitor": "main competitor",
    "product": "product",
    "source": "lead source",
    "segment": "segment of the deal or its account",
    "region": "region of the account",
    "industry": "industry of the account",
    "role": "role of one of its contacts",
    "activity": "kind of something done for it: call, meeting, email",
    "activity outcome": "outcome of something done for it",
    "lost reason": "why it was lost",
}
"""What a rule may look at. The last one is known of lost deals only."""

AFTERWARDS = "lost reason"
NOT_WORDS = re.compile(r"[^\w*]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Condition:
    """One field holds one of some words or phrases, as whole words; ``budget*`` begins a word."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that must all hold."""

    conditions: tuple[Condition, ...]

    @property
    def is_afterwards(self) -> bool:
        """Say whether only lost deals can follow it."""
        return any(condition.field == AFTERWARDS for condition in self.conditions)


def plain(text: str) -> str:
    """Return text in small letters, words apart by one blank, to look for words in.

    >>> plain("CFO / Finance-Lead")
    'cfo finance lead'
    """
    return " ".join(NOT_WORDS.sub(" ", text.lower()).replace("_", " ").split())


def rules_of(raw: Any, where: str) -> tuple[Rule, ...]:
    """Return the rules of a document's ``when``: a list, one of which must hold.

    Parameters
    ----------
    raw
        As YAML gives it: a list of mappings from field to a word, or to a list of words.
    where
        The file, for errors.

    Raises
    ------
    DefinitionError
        It is no such list, a field does not exist, or a condition has no words.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(item, dict) and item for item in raw):
        raise DefinitionError(
            f"{where}: 'when' must be a list of rules",
            hint="Write for example:  when:  - role: [CFO, finance]",
        )
    return tuple(Rule(tuple(_condition(f, w, where) for f, w in item.items())) for item in raw)


def _condition(field: Any, words: Any, where: str) -> Condition:
    name = str(field).replace("_", " ").strip().casefold()
    if name not in FIELDS:
        raise DefinitionError(
            f"{where}: a rule cannot look at {str(field)!r}",
            hint=f"It can at: {', '.join(FIELDS)}.",
        )
    given = words if isinstance(words, list) else [words]
    found = tuple(plain(str(word)) for word in given if word is not None)
    if not found or any(not word.strip("* ") for word in found):
        raise DefinitionError(
            f"{where}: the rule about {name!r} names no word", hint=f"Write  {name}: [WORD, WORD]"
        )
    return Condition(name, found)


def rule_lines(rules: tuple[Rule, ...]) -> str:
    """Return rules as people type them: one a line, ``role: cfo, finance; segment: enterprise``."""
    return "\n".join(
        "; ".join(f"{c.field}: {', '.join(c.words)}" for c in rule.conditions) for rule in rules
    )


def rules_from_lines(text: str, where: str) -> tuple[Rule, ...]:
    """Return the rules somebody typed, one a line; the other way round of `rule_lines`.

    Raises
    ------
    DefinitionError
        A line has no field, a field does not exist, or names no words.
    """
    found: list[dict[str, list[str]]] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        rule: dict[str, list[str]] = {}
        for part in filter(None, (each.strip() for each in line.split(";"))):
            field, colon, words = part.partition(":")
            if not colon:
                raise DefinitionError(
                    f"{where}: {part!r} is no rule", hint="Write FIELD: WORD, WORD on each line."
                )
            rule[field] = [word for word in words.split(",") if word.strip()]
        found.append(rule)
    return rules_of(found, where)
