"""Designs of trainings: what is meant, when it can be judged, and what the advice says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.errors import InputError
from fairlead.measure.cells import Book
from fairlead.refresh.designing import _steps
from fairlead.refresh.judgeable import meant_by


def two_pipelines() -> Book:
    """Return a book whose steps are there twice, for two kinds of deals."""
    book, _ = make_book(8, 18, steps=3)
    more = tuple(
        replace(c, slug=c.slug.replace(".new.", ".old."), deal_type="old")
        for c in book.competencies
    )
    return replace(book, competencies=book.competencies + more, cells=book.cells * 2)


def test_steps_of_one_name_are_designed_together_and_others_are_refused() -> None:
    book = two_pipelines()
    found = [c.slug for c, _ in _steps(book, "demo to proposal")]
    assert sorted(found) == ["sales.new.demo", "sales.old.demo"]
    with pytest.raises(InputError, match="may mean 3 steps: Demo to Proposal, Proposal to") as told:
        _steps(book, "to")
    assert '--competency "Demo to Proposal"' in str(told.value.hint)


def test_a_training_of_an_ambiguous_step_cannot_be_known() -> None:
    book = two_pipelines()
    found = meant_by(book, "to")
    assert isinstance(found, NotEstimable)
    assert "Negotiation to Won" in found.reason
    meant = meant_by(book, "Demo to Proposal")
    assert not isinstance(meant, NotEstimable)
    assert [c.slug for c in meant] == ["sales.new.demo", "sales.old.demo"]
