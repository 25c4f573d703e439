"""The verdict: one of four words, by the rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.measure.cells import Competency
from fairlead.verify.effect import Moved
from fairlead.verify.findings import findings_of
from fairlead.verify.money import Worth, worth_of, worth_of_all
from fairlead.verify.overlap import overlaps
from fairlead.verify.path import Path
from fairlead.verify.training import Rule, Training, month_of, treated_share
from fairlead.verify.verdict import Look, detectable, judge

DAY = dt.date(2026, 6, 30)
RULE = Rule(0.05, (DAY,), fixed=True)
RNG = np.random.default_rng(1)


def moved(mean: float, sd: float) -> Moved:
    draws = RNG.normal(mean, sd, 4000)
    return Moved(draws, draws, None, np.ones(4000), 100, draws)


def look(mean: float, sd: float, *, on: dt.date = DAY, ripe: int = 90) -> Look:
    return Look(on, moved(mean, sd), 100, ripe)


@pytest.mark.parametrize(
    ("mean", "sd", "word", "decision"),
    [
        (0.10, 0.03, "worked", "keep"),
        (0.04, 0.01, "cannot be known", "change"),  # surely above 0, but hardly large enough
        (0.00, 0.02, "no effect of the size that matters", "stop"),
        (0.03, 0.04, "cannot be known", "change"),
        (0.10, 0.20, "cannot be known", "change"),
    ],
)
def test_the_word_follows_the_rule(mean: float, sd: float, word: str, decision: str) -> None:
    found = judge(RULE, (look(mean, sd),), DAY)
    assert (found.word, found.decision) == (word, decision)
    assert found.on == DAY


def test_before_the_day_it_is_too_early_whatever_the_data_show() -> None:
    found = judge(RULE, (), DAY - dt.timedelta(days=1))
    assert (found.word, found.decision, found.due_on) == ("too early", "wait", DAY)


def test_deals_that_had_no_time_do_not_decide() -> None:
    found = judge(RULE, (look(0.2, 0.02, ripe=79),), DAY)
    assert found.word == "cannot be known"
    assert "79 of 100" in found.because


def test_two_looks_share_the_chance_of_a_false_alarm() -> None:
    second = DAY + dt.timedelta(days=90)
    twice = Rule(0.05, (DAY, second), fixed=True)
    between = look(0.105, 0.05)  # 2.1 standard errors: enough for one look, not for two
    assert judge(RULE, (between,), DAY).word == "worked"
    undecided = judge(twice, (between,), DAY)
    assert (undecided.word, undecided.due_on) == ("too early", second)
    assert judge(twice, (between, look(0.2, 0.02, on=second)), second).word == "worked"
    last = judge(twice, (between, between), second)
    assert last.word == "cannot be known"


@pytest.mark.parametrize(
    ("mean", "other", "word"),
    [
        (0.10, 0.12, "worked"),
        (0.10, 0.02, "cannot be known"),
        (0.00, 0.01, "no effect of the size that matters"),
        (0.00, 0.09, "cannot be known"),
    ],
)
def test_both_ends_of_the_range_have_to_agree(mean: float, other: float, word: str) -> None:
    one = look(mean, 0.02)
    found = judge(RULE, (replace(one, fair=moved(other, 0.02)),), DAY)
    assert found.word == word
    depends = "depends on how people were chosen" in found.because
    assert depends == (word == "cannot be known")
    assert judge(RULE, (one,), DAY).word in {"worked", "no effect of the size that matters"}


def test_silence_of_the_estimate_is_the_verdicts_reason() -> None:
    silent = Look(DAY, None, 0, 0, NotEstimable("nobody was untrained"))
    found = judge(RULE, (silent,), DAY)
    assert (found.word, found.because) == ("cannot be known", "nobody was untrained")


# Closed form: 2.8016 standard errors for 80 % power at 5 % two-sided (V33).
def test_detectable_is_the_closed_form() -> None:
    draws = np.random.default_rng(2).normal(0, 1, 400_000)
    assert detectable(draws, 1) == pytest.approx(2.8016, rel=0.01)
    assert detectable(draws, 2) == pytest.approx(2.2414 + 0.8416, rel=0.01)


def training(**changes: object) -> Training:
    base = Training(
        name="A",
        competency="Demo to Won",
        person_id=np.array([1, 2, 3]),
        person=("a", "b", "c"),
        start=np.array([20_000, 20_000, 20_030]),
        group=("1", "1", "2"),
        stratum=(None, None, None),
        chosen_by="random",
        smallest=0.05,
        looks=(dt.date(2025, 6, 1),),
        hours=None,
        cost=None,
        known_on=dt.date(2024, 1, 1),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def test_a_rule_nobody_fixed_gets_the_usual_one_and_says_so() -> None:
    open_rule = training(smallest=None, looks=()).rule(28)
    assert (open_rule.smallest, open_rule.fixed) == (0.05, False)
    assert open_rule.looks == (training().last_on + dt.timedelta(weeks=26, days=28),)
    assert training().rule(28) == Rule(0.05, (dt.date(2025, 6, 1),), fixed=True)
    codes = [f.code for f in findings_of(training(looks=()), open_rule, [], None, None)]
    assert codes == ["rule_not_fixed"]


def test_doubts_are_said() -> None:
    rule = training().rule(0)
    late = training(known_on=dt.date(2026, 1, 1), chosen_by="unknown")
    other = training(name="B", person_id=np.array([2, 9, 10]))
    moved_before = Path((), 0.01)
    at_once = overlaps(late, [late, other], (), DAY)
    codes = [f.code for f in findings_of(late, rule, at_once, moved_before, 0.95)]
    assert codes == [
        "rule_known_late",
        "chosen_by_unknown",
        "trainings_overlap",
        "moved_before_start",
        "training_spilled_over",
    ]
    apart = training(name="B", person_id=np.array([8, 9, 10]))
    assert overlaps(training(), [apart], (), DAY) == ()
    assert findings_of(training(), rule, (), Path((), 0.5), 0.5) == ()


def test_a_pair_of_trainings_gets_one_finding_that_says_what_it_hides() -> None:
    book, _ = make_book(4, 14, steps=3)
    known = book.competencies
    one = training(competency="Demo to Proposal")
    same = training(name="B", competency="demo", start=one.start + 30)
    later = training(name="B", competency="Negotiation to Won", start=one.start + 30)
    (found,) = overlaps(one, [one, same], known, DAY)
    assert overlaps(same, [one, same], known, DAY) == (found,)
    assert found.title == "A and B trained the same people at once"
    assert found.detail.startswith("3 people take part in both before the verdict; what one moves")
    (apart,) = overlaps(one, [later], known, DAY)
    assert "they train different steps, and both may move what comes later" in apart.detail
    eve = dt.date(1970, 1, 1) + dt.timedelta(days=20_029)
    (ahead,) = overlaps(one, [same], known, eve)
    assert ahead.title == "A and B will train the same people at once"
    whole = Competency("sales.new.win", "Created to Won", "conversion", "fraction", "Sales", "new")
    road = training(name="B", competency="Created to Won")
    (untold,) = overlaps(one, [road], (*known, whole), DAY)
    assert "cannot be told" in untold.detail


def test_months_and_shares_of_months_after_a_start() -> None:
    first = dt.date(2024, 1, 1)
    day = (dt.date(2024, 3, 11) - dt.date(1970, 1, 1)).days
    assert month_of(np.array([day]), first).tolist() == [2]
    share = treated_share(np.full(3, day), np.array([1, 2, 3]), first)
    assert share.tolist() == [0.0, pytest.approx(21 / 31), 1.0]


def test_money_needs_wins_with_amounts() -> None:
    book, _ = make_book(12, 24, steps=2)
    first = book.competencies[0]
    found = worth_of(book, first)
    assert isinstance(found, Worth)
    later = book.cells[1]
    good, bad = later.successes.sum(), later.failures.sum()  # type: ignore[union-attr]
    assert found.won_share == pytest.approx(good / (good + bad) * later.late_share, rel=0.01)  # type: ignore[union-attr]
    size = book.cells[3]
    mean = size.amount.sum() / size.count.sum()  # type: ignore[union-attr]
    assert found.value == pytest.approx(found.won_share * mean)
    time = Competency("x", "x", "duration", "days", "Sales", "new")
    assert isinstance(worth_of(book, time), NotEstimable)


def test_money_of_several_kinds_counts_each_by_its_deals() -> None:
    one, _ = make_book(12, 24, steps=2)
    more, _ = make_book(12, 24, steps=2, seed=2, deals=3.0)
    renamed = tuple(
        replace(c, slug=c.slug.replace("new", "renewal"), deal_type="renewal")
        for c in more.competencies
    )
    book = replace(one, competencies=(*one.competencies, *renamed), cells=(*one.cells, *more.cells))
    kinds = (one.competencies[0], renamed[0])
    found = worth_of_all(book, kinds)
    assert isinstance(found, Worth)
    apart = [worth_of(book, each) for each in kinds]
    deals = [sum(c.successes.sum() + c.failures.sum() for c in [b.cells[0]]) for b in (one, more)]  # type: ignore[union-attr]
    values = [each.value for each in apart if isinstance(each, Worth)]
    assert found.value == pytest.approx(np.average(values, weights=deals))
    assert found.wins == sum(each.wins for each in apart if isinstance(each, Worth))
    assert min(values) < found.value < max(values)
    alone = worth_of_all(book, kinds[:1])
    assert alone == apart[0]
    no_amounts = replace(book, cells=(*one.cells, *(NotEstimable("x") for _ in more.cells)))
    assert worth_of_all(no_amounts, kinds[:1]) == apart[0]
    assert isinstance(worth_of_all(no_amounts, kinds[1:]), NotEstimable)
