"""The effect of a training: found where it is, silent where nothing can be known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.verify.training_worlds import Made, Setting, make

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.cells import Book
from fairlead.measure.selection import rows_of
from fairlead.train.priors import spill_sd
from fairlead.verify import effect
from fairlead.verify.beside import beside, naive
from fairlead.verify.effect import Ground, lay, moved, without_window
from fairlead.verify.path import path
from fairlead.verify.report import look_of, report_of
from fairlead.verify.verdict import judge


def ground_of(made: Made) -> Ground:
    ground = lay(made.counted.book, made.counted.trained, made.training, made.counted.places)
    assert isinstance(ground, Ground)
    return ground


@pytest.fixture(scope="module")
def helped() -> Made:
    return make(Setting(people=30, effect=0.8), 5)


def test_a_large_effect_is_found_and_called_worked(helped: Made) -> None:
    day = helped.counted.book.window.as_of
    look = look_of(helped.counted, helped.training, day)
    assert look.moved is not None
    low, high = np.quantile(look.moved.effect, [0.05, 0.95])
    assert low < helped.truth < high
    assert judge(helped.training.rule(0.0), (look,), day).word == "worked"


@pytest.mark.parametrize("free", [True, False])
def test_what_hits_everybody_at_the_start_is_not_the_trainings(
    monkeypatch: pytest.MonkeyPatch, *, free: bool
) -> None:
    """Half are trained without effect; the same companies, calm, and falling from that month on."""
    if not free:  # the drift alone is too stiff: a quarter of the fall would be the training's
        monkeypatch.setattr(effect, "free_months", lambda _month, _first: [])
    moves = []
    for seed in range(5):
        calm, broken = (
            make(Setting(groups=2, gap=9, broken=fall), 700 + seed) for fall in (0.0, -0.7)
        )
        both = [
            moved(ground_of(made), made.counted.book, made.training, seed=1).effect.mean()
            for made in (calm, broken)
        ]
        moves.append(both[1] - both[0])
    assert bool(abs(np.mean(moves)) < 0.015) == free


def test_the_same_data_give_the_same_answer_in_any_order(helped: Made) -> None:
    counted, training = helped.counted, helped.training
    first = look_of(counted, training, counted.book.window.as_of)
    rows = np.random.default_rng(3).permutation(len(counted.trained.treated))
    shuffled = replace(
        counted.trained,
        cells=rows_of(counted.trained.cells, rows),
        treated=counted.trained.treated[rows],
    )
    again = look_of(replace(counted, trained=shuffled), training, counted.book.window.as_of)
    assert first.moved is not None
    assert again.moved is not None
    assert again.moved.effect == pytest.approx(first.moved.effect, abs=1e-9)


def test_nobody_untrained_or_too_few_trained_is_said(helped: Made) -> None:
    counted, training = helped.counted, helped.training
    trained_only = np.flatnonzero(
        np.isin(counted.book.roster.person_id, training.person_id)
    ).astype(np.int64)
    at_once = replace(training, start=np.full_like(training.start, training.start.min()))
    cells = replace(counted.trained, treated=np.ones_like(counted.trained.treated))
    none = lay(counted.book, cells, at_once, trained_only)
    assert isinstance(none, NotEstimable)
    assert "untrained" in none.reason
    few = replace(counted.trained, treated=np.zeros_like(counted.trained.treated))
    short = lay(counted.book, few, training, counted.places)
    assert isinstance(short, NotEstimable)
    assert (short.needed, short.have) == (3, 0)
    nobody = lay(counted.book, counted.trained, training, np.empty(0, np.int64))
    assert isinstance(nobody, NotEstimable)


def test_people_chosen_by_judgement_lose_the_months_they_were_chosen_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make(Setting(people=30, chosen="judgement"), 2)
    ground, book = ground_of(made), made.counted.book
    slim = without_window(ground, book, made.training)
    first = book.window.month_count - 10
    gone = set(range(first - 6, first))
    assert gone & set(ground.cells.month.tolist()) == gone
    assert not gone & set(slim.cells.month.tolist())
    judged = moved(ground, book, made.training, seed=1, judged=True)
    assert judged.delta.std() > moved(ground, book, made.training, seed=1).delta.std()
    monkeypatch.setattr(effect, "CHOSEN_SD", 1e-6)  # as if nothing set the chosen apart
    fair = moved(ground, book, made.training, seed=1, judged=True)
    assert judged.delta.mean() > fair.delta.mean() + 0.05  # the weakest were chosen


def test_training_the_weakest_fools_the_plain_report_and_not_the_verdict() -> None:
    fooled = called = 0
    for seed in range(8):
        made = make(Setting(people=40, chosen="numbers"), seed)
        fooled += naive(made.counted.trained).claims
        day = made.counted.book.window.as_of
        look = look_of(made.counted, made.training, day)
        called += judge(made.training.rule(0.0), (look,), day).word == "worked"
    assert fooled >= 4
    assert called <= 1


def test_the_path_sees_the_start_and_counts_every_deal_once(helped: Made) -> None:
    ground = ground_of(helped)
    found = path(ground, helped.counted.book)
    since = [point.first for point in found.points]
    assert since == sorted(since)
    assert [p.value for p in found.points if p.first == -2] == [0.0]
    after = [point for point in found.points if point.first >= 0]
    treated = ground.panel.likelihood.trials[ground.treated > 0].sum()
    assert sum(point.n for point in after) <= treated + 1
    assert all(point.upper > 0.05 for point in after)
    assert found.p is not None
    assert 0 < found.p <= 1


def test_a_rise_before_the_start_is_seen() -> None:
    made = make(Setting(people=40, effect=1.2, spread=0.0), 4)
    later = replace(made.training, start=made.training.start + 92)
    ground = replace(
        ground_of(made),
        treated=np.zeros(len(ground_of(made).treated)),
        start=np.where(ground_of(made).start >= 0, ground_of(made).start + 92, -1),
    )
    del later
    found = path(ground, made.counted.book)
    assert found.p is not None
    assert found.p < 0.05


def test_many_people_in_drawn_groups_also_get_the_efficient_estimate() -> None:
    made = make(Setting(people=84, effect=0.6, deals=4), 3)
    ground = ground_of(made)
    rng = np.random.default_rng(1)
    found = beside(ground, made.counted.book, made.training, rng=rng, orders=199)
    assert isinstance(found.efficient, Estimate)
    assert found.efficient.lower < made.truth < found.efficient.upper + 0.03
    assert found.chance is not None
    assert found.chance < 0.1
    few = make(Setting(people=30, effect=0.6), 3)
    other = beside(ground_of(few), few.counted.book, few.training, rng=rng, orders=19)
    assert other.efficient is None


def in_teams(made: Made) -> tuple[Book, Ground]:
    roster = made.counted.book.roster
    team = np.broadcast_to(np.arange(30) % 3, roster.team.shape).copy()
    book = replace(made.counted.book, roster=replace(roster, team=team, teams=("A", "B", "C")))
    ground = lay(book, made.counted.trained, made.training, made.counted.places)
    assert isinstance(ground, Ground)
    return book, ground


def test_colleagues_in_the_same_team_are_a_column_of_their_own() -> None:
    made = make(Setting(people=30, effect=0.5), 6)
    book, ground = in_teams(made)
    found = moved(ground, book, made.training, seed=1)
    assert found.spill is not None
    assert moved(ground_of(made), made.counted.book, made.training, seed=1).spill is None


@pytest.mark.parametrize("size", [0.0, 0.4])
def test_what_colleagues_gain_goes_with_the_effect(
    size: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Draws told the effect's size afterwards are those of a fit that knew it."""
    made = make(Setting(people=30, effect=size), 6)
    book, ground = in_teams(made)
    told = moved(ground, book, made.training, seed=1)
    monkeypatch.setattr(effect, "in_proportion", lambda _made, draws, _rng: draws)
    wide = moved(ground, book, made.training, seed=1)
    narrow = spill_sd(wide.delta.mean(), wide.delta.var())
    assert narrow < 0.08
    monkeypatch.setattr(effect, "SPILL_SD", narrow)
    known = moved(ground, book, made.training, seed=1)
    assert told.delta.std() < wide.delta.std()
    assert told.delta.mean() == pytest.approx(known.delta.mean(), abs=0.1 * known.delta.std())
    assert told.delta.std() == pytest.approx(known.delta.std(), rel=0.06)
    assert told.effect.std() == pytest.approx(known.effect.std(), rel=0.06)


def test_the_report_holds_together(helped: Made) -> None:
    day = helped.counted.book.window.as_of
    look = look_of(helped.counted, helped.training, day)
    told = report_of(helped.counted, helped.training, [look], [helped.training], orders=19)
    assert told.verdict.word == "worked"
    assert told.verdict.decision == "keep"
    assert isinstance(told.effect, Estimate)
    assert told.effect.n == helped.counted.trained.entered
    assert isinstance(told.spread_share, Estimate)
    assert told.spread_share.value > 0
    assert isinstance(told.money, NotEstimable)  # the world has no wins with amounts
    assert told.other is None
    assert [finding.code for finding in told.findings] == []
    early = report_of(helped.counted, helped.training, [], [helped.training], orders=19)
    assert early.verdict.word == "too early"
