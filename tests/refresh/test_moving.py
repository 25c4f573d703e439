"""Counts of movement are read with no caveat that names a person."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fairlead.answers import Finding
from fairlead.refresh.moving import _counted, nameless
from fairlead.verify.movement import Movement


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


@pytest.mark.parametrize(
    ("better", "worse", "said"),
    [
        (1, 0, "Nobody moved beyond luck."),
        (3, 2, "Nobody moved beyond luck."),
        (9, 1, "More people got better than luck would show."),
        (0, 9, "More people got worse than luck would show."),
        (9, 9, "More people got better, and more got worse, than luck would show."),
    ],
)
def test_counts_of_movement_come_to_a_conclusion(better: int, worse: int, said: str) -> None:
    found = Movement(40, better, worse, luck_better=1.6, luck_worse=1.2, replicates=5)
    assert _counted(found).text.endswith(f"Luck alone would show 1.6 better and 1.2 worse. {said}")


# scipy 1.17: stats.nbinom.sf(count - 1, 5 * 1.6 + 0.5, 5 / 6) is 0.110 of 4 and 0.043 of 5
def test_beyond_luck_is_the_predictive_chance_of_so_many() -> None:
    for count, beyond in ((4, False), (5, True)):
        found = Movement(40, count, 0, luck_better=1.6, luck_worse=0.0, replicates=5)
        assert found.moved_beyond_luck == (beyond, False)
    assert Movement(40, 9, 9, float("nan"), float("nan"), 0).moved_beyond_luck is None
