"""How a known export is declared: its headers, what they mean, and what makes it unmistakable."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

Options: TypeAlias = dict[str, object]

_NOT_PLAIN = re.compile(r"[^0-9a-z]+")


def plain(header: str) -> str:
    """Return a header without case, blanks and signs: ``StageName``, ``stage_name`` -> stagename.

    The prefix ``property_`` of HubSpot synchronisations goes too.
    """
    text = _NOT_PLAIN.sub("", header.casefold())
    if text.startswith("property") and len(text) > len("property"):
        return text[len("property") :]
    return text


@dataclass(frozen=True, slots=True)
class Known:
    """One table of a known format; all headers are `plain`.

    Parameters
    ----------
    format
        ``salesforce``, ``hubspot``, ``event_log`` or ``fairlead``.
    what
        What people call it, "Salesforce Opportunity".
    target
        Import target or ``ignore``.
    needs
        Headers that must be there; ``a|b`` means one of them.
    fields
        Field -> headers that can fill it, best first.
    options
        Field -> how to read its values.
    constants
        Field -> constant, where no header fills it.
    typical
        Other headers that speak for it.
    never
        Headers that rule it out.
    stems
        Parts of file names that speak for it.
    only
        True where every header must be one of the fields' (small files of our own).
    reason
        Why it is ignored, where it is.
    """

    format: str
    what: str
    target: str
    needs: tuple[str, ...]
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    options: dict[str, Options] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    typical: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    only: bool = False
    reason: str = ""
