"""Who may see whom on which day, against an oracle that walks every chain on every day."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations

import pytest

from fairlead.web.people.access import (
    EVER,
    SMALLEST_GROUP,
    Led,
    Viewer,
    has_day,
    reach,
    shown_groups,
    union,
)

START = dt.date(2026, 1, 1)
DAYS = 30


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def organisation(rng: random.Random) -> list[Led]:
    """Any assignments at all: gaps, changes in the middle, several managers, even circles."""
    people = [f"p{n}" for n in range(rng.randint(2, 8))]
    edges = []
    for _ in range(rng.randint(0, 14)):
        person, manager = rng.choice(people), rng.choice(people)
        first, last = sorted((rng.randint(0, DAYS), rng.randint(0, DAYS)))
        if person != manager and first < last:
            edges.append(Led(person, manager, day(first), day(last)))
    return edges


def oracle(viewer: Viewer, edges: list[Led], when: dt.date) -> set[str]:
    """Whom a viewer sees on one day, found by looking at that day only."""
    if viewer.person is None:
        return set()
    seen = {viewer.person}
    today = {(e.manager, e.person) for e in edges if e.start <= when < e.end}
    if "leader" in viewer.roles:
        grown = True
        while grown:
            more = {person for manager, person in today if manager in seen}
            grown = not more <= seen
            seen |= more
    elif "manager" in viewer.roles:
        seen |= {person for manager, person in today if manager == viewer.person}
    return seen


@pytest.mark.parametrize("block", range(10))
def test_500_organisations_against_the_oracle(block: int) -> None:
    looked = strangers = 0
    for seed in range(50 * block, 50 * block + 50):
        rng = random.Random(seed)  # noqa: S311 -- examples, no secrets
        edges = organisation(rng)
        people = {e.person for e in edges} | {e.manager for e in edges} | {"p0"}
        for roles in ((), ("rep",), ("manager",), ("leader",), ("ops",), ("admin",)):
            viewer = Viewer(rng.choice(sorted(people)), frozenset(roles), 1)
            found = reach(viewer, edges)
            for number in range(-1, DAYS + 1):
                when = day(number)
                seen = {person for person in found if has_day(found[person], when)}
                assert seen == oracle(viewer, edges, when), (seed, roles, when)
                looked += len(seen) - 1
                strangers += len(people - seen)
    assert looked
    assert strangers > looked


def test_who_is_nobody_sees_nobody() -> None:
    edges = [Led("cleo", "ben", *EVER[0])]
    assert reach(Viewer(None, frozenset({"leader", "admin", "ops"}), 1), edges) == {}
    assert set(reach(Viewer("ben", frozenset({"ops", "admin"}), 1), edges)) == {"ben"}


def test_days_are_merged() -> None:
    assert union([(day(3), day(5)), (day(1), day(3)), (day(9), day(9))]) == ((day(1), day(5)),)


def solvable(groups: list[frozenset[str]], people: list[str]) -> int:
    """Fewest people of whom any combination of the groups gives a weighted sum."""
    import numpy as np
    from scipy.linalg import null_space

    matrix = np.array([[p in g for p in people] for g in groups], dtype=float)
    free = null_space(matrix) if len(groups) else np.eye(len(people))
    for size in range(1, SMALLEST_GROUP):
        for chosen in combinations(range(len(people)), size):
            # is some vector of the row space zero outside `chosen`?
            outside = [i for i in range(len(people)) if i not in chosen]
            rank_all = np.linalg.matrix_rank(matrix)
            rank_outside = np.linalg.matrix_rank(matrix[:, outside])
            if rank_outside < rank_all:
                return size
    del free
    return SMALLEST_GROUP


@pytest.mark.parametrize("seed", range(40))
def test_no_sum_or_difference_of_groups_shown_is_of_fewer_than_five(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 -- examples, no secrets
    people = [f"p{n:02}" for n in range(rng.randint(6, 13))]
    groups = {"": frozenset(people)}
    for n in range(rng.randint(1, 4)):
        groups[f"team {n}"] = frozenset(rng.sample(people, rng.randint(1, len(people))))
    shown = shown_groups(groups)
    assert "" in shown
    assert solvable([groups[name] for name in shown], people) == SMALLEST_GROUP


def test_groups_that_may_be_shown_are_shown() -> None:
    people = [f"p{n:02}" for n in range(18)]
    teams = {
        "": frozenset(people),
        "a": frozenset(people[:6]),
        "b": frozenset(people[6:12]),
        "c": frozenset(people[12:16]),
    }
    assert set(shown_groups(teams)) == {"", "a", "b"}
    assert shown_groups({"": frozenset(people[:4])}) == ()
