"""Designs of trainings: what is meant, when it can be judged, and what the advice says."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace

import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.errors import InputError
from fairlead.measure.cells import Book, StepCells
from fairlead.refresh.design_plan import COLUMNS, Wish
from fairlead.refresh.design_words import compose_design
from fairlead.refresh.designing import Designed, _designed, _trained
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
    found = [c.slug for c, _ in _trained(book, "demo to proposal")]
    assert sorted(found) == ["sales.new.demo", "sales.old.demo"]
    with pytest.raises(InputError, match="may mean 3 steps: Demo to Proposal, Proposal to") as told:
        _trained(book, "to")
    assert '--competency "Demo to Proposal"' in str(told.value.hint)


def test_a_training_of_an_ambiguous_step_cannot_be_known() -> None:
    book = two_pipelines()
    found = meant_by(book, "to")
    assert isinstance(found, NotEstimable)
    assert "Negotiation to Won" in found.reason
    meant = meant_by(book, "Demo to Proposal")
    assert not isinstance(meant, NotEstimable)
    assert [c.slug for c in meant] == ["sales.new.demo", "sales.old.demo"]


EVENING = dt.date(2026, 6, 30)
STEP = "Demo to Proposal"


def design(book: Book, *, simulations: int = 12, **wish: object) -> Designed:
    asked = Wish(**{"competency": STEP, "groups": 3, **wish})  # type: ignore[arg-type]
    return _designed(book, (), asked, EVENING, simulations, lambda *_: None)


def told(found: Designed) -> Brief:
    return compose_design(found, Setting(EVENING, EVENING, ()))


def text_of(found: Designed) -> str:
    return " ".join(line.text for part in told(found).sections for line in part.lines)


@pytest.fixture(scope="module")
def book() -> Book:
    return make_book(18, 30, steps=1, deals=9)[0]


def test_weeks_that_are_advised_are_enough(book: Book) -> None:
    one = {"competency": "Demo to Won"}
    with pytest.raises(InputError, match="start groups need at least") as refused:
        design(book, weeks=20, **one)
    (weeks,) = map(int, re.findall(r"--weeks (\d+)", str(refused.value.hint)))
    found = design(book, weeks=weeks, **one)
    assert found.powers[0].because == ""
    close = design(book, weeks=weeks - 1, **one)
    assert close.powers[0].because != ""


@pytest.mark.parametrize("groups", [2, 3])
def test_a_design_that_cannot_be_judged_says_with_how_many_weeks_it_could(
    book: Book, groups: int
) -> None:
    one = {"competency": "demo to", "groups": groups}
    short = design(book, weeks=26, **one)
    text = text_of(short)
    assert "As planned it cannot be judged" in text
    assert "never" not in text
    assert "Fixed now" not in text
    assert [part.code for part in told(short).sections] == ["design", "designs"]
    assert short.rows == ()
    ((weeks, scheme),) = re.findall(
        r"Plan \d+ weeks to the verdict \(--weeks (\d+)\), (.+?), or train a step", text
    )
    enough = design(book, weeks=int(weeks), **one)
    assert enough.powers[enough.taken].plan.name == scheme
    assert "Fixed now: judged on" in text_of(enough)
    assert {row[COLUMNS.index("competency")] for row in enough.rows} == {"Demo to Won"}
    fewer = design(book, weeks=int(weeks) - 1, **one)
    assert "As planned it cannot be judged" in text_of(fewer)


def test_half_and_half_is_priced_for_the_half_that_starts_now(book: Book) -> None:
    half = {"competency": "Demo to Won", "groups": 1, "hours": 6.0, "cost": 300.0}
    text = text_of(design(book, **half))
    assert (
        "It takes 54 hours and EUR 2,700 for the 9 who start now; as much again for the 9 others, "
        "if it worked." in text
    )
    uneven = text_of(design(make_book(17, 30, steps=1, deals=9)[0], **half))
    assert re.search(r"for the (8|9) who start now; .+ more for the (8|9) others", uneven)
    groups = design(book, weeks=100, **{**half, "groups": 3})
    assert groups.drawn[0].scheme == "start groups"
    assert "It takes 108 hours and EUR 5,400 for 18 people." in text_of(replace(groups, taken=0))


def test_the_rate_so_far_and_the_luck_of_the_simulation_are_said(book: Book) -> None:
    found = design(book, competency="Demo to Won", weeks=100)
    good, total = found.own.counted
    cells = book.cells[0]
    assert isinstance(cells, StepCells)
    assert (good, total) == (cells.successes.sum(), (cells.successes + cells.failures).sum())
    assert (
        f"Until now, everybody together: {good:,} of {total:,} = {100 * good / total:.0f}%"
        in text_of(found)
    )
    taken = replace(found.powers[found.taken], at_smallest=0.2, simulations=120)
    powers = [taken if p is found.powers[found.taken] else p for p in found.powers]
    unsure = text_of(replace(found, powers=tuple(powers)))
    error = round(100 * math.sqrt(0.2 * 0.8 / 120))
    assert f"says worked is only 20% ± {error}, of 120 simulated trainings" in unsure
    grid = told(replace(found, powers=tuple(powers))).sections[1].grid
    assert grid is not None
    assert grid.rows[found.taken][-1] == f"20% ± {error}"
    sure = replace(taken, at_smallest=0.5)
    assert "says worked is only" not in text_of(replace(found, powers=(sure,) * len(powers)))
