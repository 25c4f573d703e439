"""What other apps keep about a person: asked for their file, and taken away when they are erased.

Each app with records about people names them here when it is loaded, so that neither the file on
the page Me nor an erasure can leave one out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Held = Callable[[str], Any]
Forget = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Records:
    """What one app keeps: how to tell a person of it, and how to take it away."""

    held: Held
    forget: Forget


_RECORDS: dict[str, Records] = {}


def keeps_about(name: str, held: Held, forget: Forget) -> None:
    """Say what is kept about people under a name; apps call it when loaded."""
    _RECORDS[name] = Records(held, forget)


def held_everywhere(person: str) -> dict[str, Any]:
    """Return what every app keeps about a person, by the name it is kept under."""
    return {name: records.held(person) for name, records in sorted(_RECORDS.items())}


def forget_everywhere(person: str) -> None:
    """Let every app take away what it keeps about a person."""
    for records in _RECORDS.values():
        records.forget(person)
