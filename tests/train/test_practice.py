"""When a drill is due, never more than five minutes, FSRS as published, use apart from effect."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lake.canonical import process

from fairlead.answers import Estimate, NotEstimable
from fairlead.errors import DefinitionError
from fairlead.process.playbook import Playbook, Routine, Scenario
from fairlead.train.adoption import LiveDeal, Tick, adoption, offered
from fairlead.train.drills import WHOLE, drills_of, steps_called
from fairlead.train.practice import (
    A_DAY_SECONDS,
    DRILL_SECONDS,
    WORDS,
    Answered,
    Card,
    Drill,
    Spacing,
    Word,
    due_on,
    fsrs_gaps,
    queue,
    recalled,
)

START = dt.date(2026, 9, 7)
ONE = Drill("ask-early", "Ask early", "A CFO has to agree", "Say how you ask.")


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def card(*answers: tuple[int, Word], drill: Drill = ONE, training: str = "T") -> Card:
    told = tuple(Answered(drill.key, day(on), word) for on, word in answers)
    return Card(drill, training, START, told)


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ((), 1),
        ((1,), 3),
        ((2,), 3),  # a day late: the next stands
        ((4,), 7),  # two missed: made up once
        ((1, 3, 7), 21),
        ((30,), None),
        ((1, 3, 7, 25), None),
        ((0,), 1),  # practised on the first day already: the plan begins the day after
    ],
)
def test_fixed_days_never_pile_up(answers: tuple[int, ...], due: int | None) -> None:
    made = card(*((on, "well") for on in answers))
    assert due_on(Spacing(), made) == (None if due is None else day(due))


def test_answers_before_the_start_are_of_something_else() -> None:
    assert due_on(Spacing(), card((-5, "easy"))) == day(1)
    assert due_on(Spacing("fsrs"), card((-5, "easy"))) == day(1)


def test_fsrs_as_its_authors_print_it() -> None:
    """V48: Good x 6, Again x 2, Good x 5 without fuzz, each on the instant it is due."""
    words: list[Word] = [*["well"] * 6, *["again"] * 2, *["well"] * 5]  # type: ignore[list-item]
    answers = [Answered("x", START, word) for word in words]
    steps = (dt.timedelta(minutes=1), dt.timedelta(minutes=10))
    gaps = fsrs_gaps(answers, longest_days=36_500, steps=steps, steps_again=steps[1:], as_due=True)
    assert gaps == (0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21)


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
    longest=st.integers(1, 365),
)
def test_fsrs_keeps_to_the_longest_gap_and_never_asks_twice_a_day(
    words: list[Word], longest: int
) -> None:
    spacing = Spacing("fsrs", longest_days=longest)
    answers: list[tuple[int, Word]] = []
    on = 1
    for word in words:
        answers.append((on, word))
        due = due_on(spacing, card(*answers))
        assert due is not None
        assert 1 <= (due - day(on)).days <= longest
        on = (due - START).days
    assert due_on(Spacing("fsrs", longest_days=10**2), card((1, "easy"))) > due_on(
        Spacing("fsrs", longest_days=10**2), card((1, "again"))
    )  # type: ignore[operator]


@given(
    drills=st.integers(0, 30),
    answered=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 40)), max_size=60),
    today=st.integers(-3, 60),
    how=st.sampled_from(["days", "fsrs"]),
)
def test_five_minutes_at_most_whatever_is_due(
    drills: int, answered: list[tuple[int, int]], today: int, how: str
) -> None:
    cards = []
    for number in range(drills):
        drill = Drill(f"d{number:02}", "", "", "")
        own: list[tuple[int, Word]] = [(on, "well") for which, on in answered if which == number]
        cards += [card(*own, drill=drill), card(*own, drill=drill, training="another")]
    found = queue(cards, Spacing(how), day(today))  # type: ignore[arg-type]
    keys = [turn.card.drill.key for turn in found.turns]
    assert len(set(keys)) == len(keys), "a drill of two trainings is practised once"
    if found.turns:
        assert (len(keys) + found.done_today) * DRILL_SECONDS <= A_DAY_SECONDS
    assert all(turn.due_on <= day(today) for turn in found.turns)
    if today < 0:
        assert not found.turns
    before = queue(
        [Card(c.drill, c.training, c.start, tuple(a for a in c.answers if a.on <= day(today)))
         for c in cards], Spacing(how), day(today))  # type: ignore[arg-type]  # fmt: skip
    assert before == found, "an answer of later is seen"


def test_what_is_too_much_today_waits() -> None:
    cards = [card(drill=Drill(f"d{n}", "", "", "")) for n in range(8)]
    first = queue(cards, Spacing(), day(1))
    assert (len(first.turns), first.left_over, first.minutes, first.week) == (5, 3, 5, 8)
    done = [Card(c.drill, "T", START, (Answered(c.drill.key, day(1), "well"),)) for c in cards[:5]]
    after = queue([*done, *cards[5:]], Spacing(), day(1))
    assert (after.turns, after.left_over, after.done_today) == ((), 3, 5)
    tomorrow = queue([*done, *cards[5:]], Spacing(), day(2))
    assert [turn.card.drill.key for turn in tomorrow.turns] == ["d5", "d6", "d7"]
    assert queue(done, Spacing(), day(2)).next_on == day(3)


def test_recall_counts_repeats_with_its_range() -> None:
    silent = recalled([card((1, "again"))], day(9))
    assert isinstance(silent, NotEstimable)
    known = recalled([card((1, "again"), (3, "well"), (7, "again"), (21, "hard"))], day(21))
    assert isinstance(known, Estimate)
    assert (known.successes, known.n) == (2, 3)
    assert known.lower == pytest.approx(0.2077, abs=1e-4)  # Wilson by hand, 2 of 3
    assert isinstance(recalled([card((1, "well"), (3, "well"))], day(2)), NotEstimable)


@pytest.mark.parametrize("days", [(), (0, 1), (3, 1), (1, 1), (1, 400)])
def test_days_that_cannot_be_kept_are_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(DefinitionError, match="spaced"):
        Spacing(days=days)
    with pytest.raises(DefinitionError, match="between"):
        Spacing(longest_days=0)


SOLD = process(default="Lead Demo Proposal | Won | Lost")


def test_from_the_competency_to_its_drills() -> None:
    scenarios = (
        Scenario("scenario", "cfo", "A CFO has to agree", step="default.demo"),
        Scenario("scenario", "other", "Elsewhere", step="default.lead"),
    )
    routines = (
        Routine("routine", "early", "Ask early", scenario="cfo", fixed=("Ask who signs",)),
        Routine("routine", "late", "Ask late", scenario="cfo", drills=("One.", "Two.")),
        Routine("routine", "no", "Not this", scenario="other"),
    )
    book = Playbook(scenarios=scenarios, routines=routines)
    for asked in ("Demo to Proposal", "default.demo", "default.new-business.demo", "demo", "DEMO"):
        steps = steps_called(SOLD, asked)
        assert {step.slug for step in steps} >= {"default.demo"}, asked
        found = drills_of(book, {"default.demo"})
        assert [drill.key for drill in found] == ["early", "late", "late.2"]
    assert found[0].prompt == WHOLE
    assert found[0].fixed == ("Ask who signs",)
    assert [s.slug for s in steps_called(SOLD, "Demo to Proposal")] == ["default.demo"]
    assert steps_called(SOLD, "New deals") == ()
    assert drills_of(book, set()) == ()


def test_use_it_on_those_that_came_last_and_were_not_told_of() -> None:
    deals = [
        LiveDeal(n, f"Deal {n}", str(n), "Demo", None if n == 4 else day(n), 100 * n)
        for n in (1, 2, 3, 4, 5)
    ]
    ticks = (Tick(5, "T", used=True, on=day(6)), Tick(3, "Other", used=True, on=day(6)))
    assert [deal.deal for deal in offered(deals, ticks, "T")] == [3, 2, 1]
    assert [deal.deal for deal in offered(deals, (), "T", most=9)] == [5, 3, 2, 1, 4]


def test_use_is_k_of_n_and_the_last_word_counts() -> None:
    ticks = [
        (1, Tick(10, "T", used=True, on=day(2))),
        (1, Tick(10, "T", used=False, on=day(5))),
        (2, Tick(11, "T", used=True, on=day(3))),
        (2, Tick(12, "T", used=True, on=day(-1))),  # before it began
        (3, Tick(13, "Other", used=True, on=day(3))),
    ]
    early = adoption(ticks, "T", until=day(4), since=START)
    assert (early.used, early.ticked, early.people) == (2, 2, 2)
    late = adoption(ticks, "T", until=day(9), since=START)
    assert (late.used, late.ticked, late.people) == (1, 2, 2)
    none = adoption(ticks, "T", until=day(-2), since=day(-9))
    assert (none.used, none.ticked, none.people) == (0, 0, 0)
