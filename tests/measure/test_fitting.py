"""Fits of a book: the truth comes back, order changes nothing, and too little stays silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book, relabelled

from fairlead.answers import NotEstimable
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.fitting import fit_book
from fairlead.measure.selection import of_people, rows_of


@pytest.fixture(scope="module")
def made():
    book, truth = make_book(people=14, months=18, planted={"Farid": 1.2})
    return book, truth, fit_book(book, seed=1)


def test_every_competency_of_the_book_is_fitted_for_everybody(made):
    book, _, found = made
    assert [f.competency for f in found] == list(book.competencies)
    assert all(isinstance(f, Fitted) and f.names == book.roster.name for f in found)


def test_abilities_follow_the_truth(made):
    _, truth, found = made
    for fitted in found:
        real = truth.now[fitted.competency.slug]
        person = fitted.draws.person()
        likeness = np.corrcoef(person.mean(axis=1), real)[0, 1]
        assert abs(likeness) > 0.5, fitted.competency.slug
        assert likeness > 0, fitted.competency.slug
        away = (person.mean(axis=1) - real + real.mean()) / person.std(axis=1)
        assert np.abs(away).max() < 4.5, fitted.competency.slug


def test_mix_and_taken_over_keep_their_places(made):
    step = made[2][0]
    assert {"mix 0", "mix 1", "own 0", "own 1"} <= set(step.fit.design.parts)
    hard, easy = step.fit.part("mix 0")
    assert 0.3 < easy - hard < 1.3  # truth 0.8


def test_a_level_that_never_varies_leaves_the_others_in_their_place():
    book, _ = make_book(people=6, months=12)
    plain = replace(book.cells[0], mix=np.zeros_like(book.cells[0].mix))
    found = fit_book(replace(book, competencies=book.competencies[:1], cells=(plain,)), seed=1)
    assert "mix 0" in found[0].fit.design.left_out
    assert "mix 1" in found[0].fit.design.parts


def test_order_of_rows_changes_nothing_and_another_seed_only_the_draws():
    book, _ = make_book(people=5, months=12)
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    order = np.random.default_rng(3).permutation(len(book.cells[0].person))
    turned = replace(one, cells=(rows_of(one.cells[0], order),))
    first, second = fit_book(one, seed=1)[0], fit_book(turned, seed=1)[0]
    assert np.array_equal(first.draws.theta, second.draws.theta)
    other = fit_book(one, seed=2)[0]
    assert np.array_equal(first.fit.chain, other.fit.chain)
    assert not np.array_equal(first.draws.theta, other.draws.theta)


def test_the_order_of_people_changes_no_answer():
    book, _ = make_book(people=6, months=12)
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    order = np.array([3, 0, 5, 1, 4, 2])
    first, second = fit_book(one, seed=1)[0], fit_book(relabelled(one, order), seed=1)[0]
    mean = first.draws.person().mean(axis=1)[order]
    assert np.allclose(second.draws.person().mean(axis=1), mean, atol=0.03)


def test_jobs_are_fitted_apart_and_two_people_are_not_compared():
    roles = ("rep",) * 5 + ("caller",) * 4 + ("head",) * 2
    book, _ = make_book(people=11, months=12, roles=roles)
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    callers, heads, reps = fit_book(one, seed=1)
    assert (callers.role, heads.role, reps.role) == ("caller", "head", "rep")
    assert isinstance(heads, Silence)
    assert heads.reason == NotEstimable("too few people of one job to compare", 3, 2)
    assert reps.people.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("kind", range(5))
def test_too_little_data_stays_silent_with_what_is_needed(kind):
    book, _ = make_book(people=4, months=12, deals=0.4)
    cells = book.cells[kind]
    few = rows_of(cells, np.arange(len(cells.person)) < 3)
    one = replace(book, competencies=book.competencies[kind : kind + 1], cells=(few,))
    (found,) = fit_book(one, seed=1)
    assert isinstance(found, Silence)
    assert found.reason.have < found.reason.needed


def test_what_the_lake_cannot_count_is_handed_on():
    book, _ = make_book(people=4, months=12)
    reason = NotEstimable("no stage history")
    one = replace(book, competencies=book.competencies[:1], cells=(reason,))
    assert fit_book(one, seed=1)[0].reason is reason


def test_counts_that_scatter_are_divided():
    book, _ = make_book(people=5, months=24)
    cells = book.cells[2]
    bursts = replace(cells, events=cells.events * 4)
    one = replace(book, competencies=book.competencies[2:3], cells=(bursts,))
    assert 3 < fit_book(one, seed=1)[0].dispersion < 6


def test_trials_of_one_account_that_hang_together_say_less():
    book, _ = make_book(people=5, months=24)
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    tight = replace(one, cells=(replace(book.cells[0], clustering=3.0),))
    first, second = fit_book(one, seed=1)[0], fit_book(tight, seed=1)[0]
    assert second.dispersion == 3.0
    assert second.fit.worth.sum() == pytest.approx(first.fit.worth.sum() / 3, rel=0.1)


def test_people_without_data_are_left_out():
    book, _ = make_book(people=5, months=12)
    cells = rows_of(book.cells[0], book.cells[0].person != 2)
    chosen, people = of_people(cells, np.arange(5))
    assert people.tolist() == [0, 1, 3, 4]
    assert np.unique(chosen.person).tolist() == [0, 1, 2, 3]


def test_people_who_share_no_deals_with_others_are_a_group_of_their_own():
    book, _ = make_book(people=9, months=12)
    cells = book.cells[0]
    apart = replace(cells, mix=np.where(cells.person < 6, 0, 1))
    one = replace(book, competencies=book.competencies[:1], cells=(apart,))
    main, others = fit_book(one, seed=1)
    assert (main.role, others.role) == ("", "(only small, asked for us)")
    assert main.people.tolist() == [0, 1, 2, 3, 4, 5]
    bridged = replace(cells, mix=np.where(cells.person < 6, 0, 1) * (cells.month > 0))
    together = replace(one, cells=(bridged,))
    assert [f.role for f in fit_book(together, seed=1)] == [""]
