"""Whoever is told all that anybody is told, over time and changes of team, learns no answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.linalg import null_space

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.anonymous import (
    FEWEST,
    LASTS,
    READERS,
    Circle,
    Given,
    Group,
    next_circles,
    score_of,
    speaks_of_few,
)
from fairlead.leadership.pulse import (
    QUESTIONS,
    Comment,
    asking_of,
    pooled,
    round_number,
    round_of,
)


def circle(*people: str, asking: int = 0, about: str = "ben") -> Circle:
    return frozenset(Given(p, about, asking) for p in people)


def test_a_circle_less_one_tells_that_one() -> None:
    six = circle(*"abcdef")
    assert not speaks_of_few([six])
    assert speaks_of_few([circle(*"abcd")])
    assert speaks_of_few([six, circle(*"abcde")])
    assert speaks_of_few([six, circle(*"abcde", asking=1)]), "who never changes their mind"
    assert not speaks_of_few([six, circle(*"abcdef", asking=1)])
    assert not speaks_of_few([six, circle(*"ghijk")])


def test_one_fresh_answer_among_old_ones_is_told_by_the_difference() -> None:
    old = circle(*"abcdef")
    one_new = (old - circle("a")) | circle("a", asking=1)
    assert speaks_of_few([old, one_new])
    five_new = (old - circle(*"abcde")) | circle(*"abcde", asking=1)
    assert not speaks_of_few([old, five_new])


def test_three_circles_together_may_tell_what_no_two_do() -> None:
    left, right = circle(*"abcdefg"), circle(*"hijklmn")
    both = left | right | circle("z")
    assert not speaks_of_few([left, right])
    assert not speaks_of_few([left, both])
    assert speaks_of_few([left, right, both])


# --- the attack -----------------------------------------------------------------------------------


def organisation(rng: np.random.Generator) -> tuple[dict[str, str], list[str]]:
    """Teams of two to ten below a few managers below one leader: person -> manager."""
    managers = [f"m{n}" for n in range(rng.integers(1, 5))]
    works, number = {}, 0
    for manager in managers:
        for _ in range(rng.integers(2, 11)):
            works[f"p{number}"] = manager
            number += 1
    return works, managers


def one_history(rng: np.random.Generator, *, careful: bool) -> list[Circle]:
    """What is told over some askings while people come, go, move and sometimes do not answer."""
    works, managers = organisation(rng)
    answers: list[Given] = []
    told: dict[str, list[Circle]] = {}
    likely = rng.uniform(0.6, 1.0)
    for asking in range(rng.integers(2, 6)):
        for person in list(works):
            if rng.random() < 0.08:
                works[person] = managers[rng.integers(len(managers))]
            elif rng.random() < 0.05:
                del works[person]
        if rng.random() < 0.5:
            works[f"new{asking}"] = managers[rng.integers(len(managers))]
        answers += [Given(p, m, asking) for p, m in works.items() if rng.random() < likely]
        groups = [Group(m, frozenset(p for p in works if works[p] == m), m) for m in managers]
        groups.append(Group("leader", frozenset(works)))
        if careful:
            found = next_circles(groups, answers, told, asking)
        else:
            now = {g.person: g for g in answers if g.asking == asking}
            whole = {g.reader: frozenset(now[p] for p in g.people if p in now) for g in groups}
            found = {reader: c for reader, c in whole.items() if len(c) >= FEWEST}
        for reader, each in found.items():
            told.setdefault(reader, []).append(each)
    return [each for circles in told.values() for each in circles]


def attack(told: list[Circle], reader: int) -> tuple[np.ndarray, list[str]]:
    """Solve the linear system: directions in which answers could differ unseen."""
    unknowns = sorted({READERS[reader](g) for c in told for g in c}, key=repr)
    owners = {READERS[reader](g): g.person for c in told for g in c}
    place = {unknown: n for n, unknown in enumerate(unknowns)}
    system = np.zeros((len(told), len(unknowns)))
    for row, each in enumerate(told):
        for given in each:
            system[row, place[READERS[reader](given)]] = 1
    return null_space(system), [owners[u] for u in unknowns]


def known_people(told: list[Circle], reader: int) -> set[str]:
    """Whose answer is fixed by what was told: no direction moves it."""
    free, owners = attack(told, reader)
    fixed = np.abs(free).max(axis=1, initial=0.0) < 1e-9
    return {owner for owner, sure in zip(owners, fixed, strict=True) if sure}


def test_nobody_is_recovered_in_1000_organisations_over_time() -> None:
    shown = 0
    for seed in range(1000):
        told = one_history(np.random.default_rng(seed), careful=True)
        shown += len(told)
        for reader in range(len(READERS) if told else 0):
            assert not known_people(told, reader), (seed, reader)
    assert shown > 1500, f"being silent is no feat: {shown} scores were told"


def test_no_group_of_fewer_than_five_is_recovered_either() -> None:
    """Any combination that is known speaks of five people or more (pairs to fours, by search)."""
    looked = 0
    for seed in range(1000, 1040):
        told = one_history(np.random.default_rng(seed), careful=True)
        if not told:
            continue
        free, owners = attack(told, 2)
        rng = np.random.default_rng(seed)
        people = list(range(len(owners)))
        sets = list(itertools.combinations(people, 2))
        sets += [tuple(rng.choice(people, k, replace=False)) for k in (3, 4) for _ in range(60)]
        for chosen in sets:
            assert np.linalg.matrix_rank(free[list(chosen)]) == len(chosen), (seed, chosen)
            looked += 1
    assert looked > 3000


def test_the_attack_works_where_only_the_size_of_groups_is_minded() -> None:
    """The attacker is no straw man: telling every group of five recovers people by the dozen."""
    broken = 0
    for seed in range(60):
        told = one_history(np.random.default_rng(seed), careful=False)
        broken += bool(told) and bool(known_people(told, 2))
    assert broken >= 20, broken


def test_who_left_stays_in_the_circle_while_their_answer_lasts() -> None:
    group = Group("ben", frozenset("abcdef"), "ben")
    first = [Given(p, "ben", 0) for p in "abcdef"]
    told = {"ben": [next_circles([group], first, {}, 0)["ben"]]}
    smaller = Group("ben", frozenset("abcde"), "ben")
    second = first + [Given(p, "ben", 1) for p in "abcde"]
    again = next_circles([smaller], second, told, 1)["ben"]
    assert Given("f", "ben", 0) in again
    assert sum(g.asking == 1 for g in again) == 5
    late = [Given(p, "ben", LASTS) for p in "abcde"]
    assert not next_circles([smaller], [*first, *late], told, LASTS), "f's answer has run out"


def test_a_newcomer_waits_until_they_are_not_alone() -> None:
    first = [Given(p, "ben", 0) for p in "abcdef"]
    told = {"ben": [frozenset(first)]}
    group = Group("ben", frozenset("abcdefg"), "ben")
    second = first + [Given(p, "ben", 1) for p in "abcdefg"]
    again = next_circles([group], second, told, 1)["ben"]
    assert {g.person for g in again} == set("abcdef")


def test_the_same_score_is_not_told_twice() -> None:
    first = [Given(p, "ben", 0) for p in "abcdef"]
    group = Group("ben", frozenset("abcdef"), "ben")
    assert not next_circles([group], first, {"ben": [frozenset(first)]}, 1)


def test_scores_are_told_in_halves_with_open_ends() -> None:
    told = score_of([5, 5, 5, 5, 5])
    assert isinstance(told, Estimate)
    assert (told.value, told.lower, told.upper, told.n) == (4.5, 4.25, 5.0, 5)
    low = score_of([1] * 7)
    assert isinstance(low, Estimate)
    assert (low.value, low.lower, low.upper) == (1.5, 1.0, 1.75)
    assert score_of([3, 4, 2, 5]) == NotEstimable("too few answers", needed=5, have=4)
    with pytest.raises(ValueError, match="1 to 5"):
        score_of([0, 1, 2, 3, 4])


@pytest.mark.parametrize("n", [5, 6, 9])
def test_what_is_told_leaves_every_single_score_open(n: int) -> None:
    """Whatever was said, each person could have said at least two different things."""
    seen: dict[float, list[tuple[int, ...]]] = {}
    for scores in itertools.combinations_with_replacement(range(1, 6), n):
        told = score_of(scores)
        assert isinstance(told, Estimate)
        seen.setdefault(told.value, []).append(scores)
    for value, ways in seen.items():
        assert len({score for way in ways for score in way}) >= 2, value
        alike = [way for way in ways if len(set(way)) == 1]
        assert not alike or len(ways) > 1, value


def test_every_question_comes_once_a_quarter_and_rounds_follow_each_other() -> None:
    asked = [q.code for n in range(3) for q in round_of(n).questions]
    assert sorted(asked) == sorted(q.code for q in QUESTIONS)
    for n in range(-4, 40):
        one = round_of(n)
        assert one.end == round_of(n + 1).start
        assert round_number(one.start) == round_number(one.end) - 1 == n
        same = [m for m in range(n, n + 9) if round_of(m).questions == one.questions]
        assert [asking_of(m) - asking_of(n) for m in same] == [0, 1, 2]


def test_comments_wait_until_ten_are_together_from_five_people() -> None:
    rng = np.random.default_rng(1)
    few = [Comment(n, f"w{n % 4}", ("ben", "ada")) for n in range(12)]
    assert not pooled(few, rng), "twelve, but of four people"
    north = [Comment(n, f"n{n % 6}", ("ben", "ada")) for n in range(9)]
    south = [Comment(20 + n, f"s{n}", ("ines", "ada")) for n in range(3)]
    assert not pooled(north, rng)
    ((reader, numbers),) = pooled(north + south, rng)
    assert reader == "ada", "too few for Ben: they go further up"
    assert sorted(numbers) == sorted(c.number for c in north + south)
    assert list(numbers) != sorted(numbers)
    ((reader, numbers),) = pooled([*north, Comment(9, "n9", ("ben", "ada")), *south], rng)
    assert reader == "ben"
    assert not set(numbers) & {c.number for c in south}
