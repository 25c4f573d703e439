"""Counts of movement are read with no caveat that names a person."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fairlead.answers import Finding
from fairlead.refresh.moving import nameless


def test_no_caveat_names_a_person() -> None:
    roster = SimpleNamespace(name=("Cleo Marin", None, ""))
    kept = Finding("season", "info", "No season", "", {"months": 12}, ("Wait.",))
    found = (
        Finding("jobs_apart", "warning", "Compared apart", "Cleo Marin and another"),
        Finding("jobs_apart", "warning", "Apart", "", {"who": "Cleo Marin"}),
        Finding("jobs_apart", "warning", "Apart", "", {}, ("Ask Cleo Marin.",)),
        Finding("target_carried_on", "info", "No target is given"),
        kept,
    )
    evening = SimpleNamespace(book=SimpleNamespace(roster=roster))
    grounds: Any = SimpleNamespace(evening=evening, findings=found)
    assert nameless(grounds) == (kept,)
