"""Diagnosis and priorities in words: ties said as ties, sums that add up as printed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief.diagnosis import compose_diagnosis, parts, whose
from fairlead.brief.naming import namer
from fairlead.brief.priorities import compose_priorities
from fairlead.brief.setting import Setting
from fairlead.diagnose.gap import Gap, Sum
from fairlead.diagnose.report import Diagnosis, View
from fairlead.diagnose.scope import Scope
from fairlead.diagnose.shares import Share, Shares
from fairlead.measure.cells import Competency
from fairlead.measure.fitting import fit_book
from fairlead.prioritise.focus import Focus, priority
from fairlead.prioritise.report import Candidate, Priorities, prioritise

DAY = dt.date(2026, 11, 20)
SETTING = Setting(DAY, DAY, ())
EVERYBODY = Scope("company", "", np.arange(9))
NAMES = ("Demo to Proposal", "Proposal to Won", "New deals")


def competency(name: str, deal_type: str = "new_business") -> Competency:
    return Competency(name.lower(), name, "conversion", "fraction", "p", deal_type)


def share(part: str, value: float, away: float = 0.1) -> Share:
    return Share(part, value, value - away, value + away)


def told(chances: list[float], own: int | None = None) -> Priorities:
    best = np.repeat(np.arange(3), [round(1000 * c) for c in chances])
    draws = np.full((3, len(best)), 1e7)
    draws[best, np.arange(len(best))] = 5e7
    said = priority(draws)
    gain = Estimate(3.5e7, 9e6, 6.4e7, 0.9, 9, "EUR minor", "gain")
    rate = Estimate(0.54, 0.5, 0.58, 0.9, 465, "fraction", "now")
    found = tuple(
        Candidate(competency(n), "", gain, c, rate, rate, NotEstimable("not by this step alone"))
        for n, c in zip(NAMES, chances, strict=True)
    )
    foci = [("Cleo", Focus(0, 2 if own is not None else said.named[0], own is not None, own, said))]
    return Priorities(DAY, EVERYBODY, said, found, (), tuple(foci), "EUR", (), ())


def text(found: Priorities) -> str:
    brief = compose_priorities(found, SETTING, wanted=0.6)
    return "\n".join(line.text for section in brief.sections for line in section.lines)


@pytest.mark.parametrize(
    ("chances", "said"),
    [
        ([0.9, 0.05, 0.05], "Demo to Proposal: +350k (90k to 640k) in four quarters. Any other"),
        ([0.5, 0.4, 0.1], "Demo to Proposal or Proposal to Won: the data do not tell which"),
        ([0.4, 0.3, 0.3], "No clear first: Demo to Proposal"),
    ],
)
def test_a_tie_is_said_as_one(chances: list[float], said: str) -> None:
    assert said in text(told(chances))


def test_chances_are_never_certain() -> None:
    assert "Any other is worth more 1 time in 10." in text(told([0.9, 0.05, 0.05]))
    assert "Any other is worth more less than 1 time in 20." in text(told([0.99, 0.01, 0.0]))


def test_what_is_out_of_reach_is_called_so() -> None:
    brief = compose_priorities(told([0.9, 0.05, 0.05]), SETTING, wanted=0.6)
    (grid,) = [section.grid for section in brief.sections if section.grid is not None]
    assert {row[3] for row in grid.rows} == {"out of reach"}


def test_nothing_that_pays_and_nothing_known_are_two_things() -> None:
    none = replace(told([0.9, 0.05, 0.05]), priority=priority(-np.ones((3, 10))))
    assert "Nothing is expected to bring more than it costs." in text(none)
    silent = Priorities(
        DAY, EVERYBODY, NotEstimable("no deals", 30, 4), (), (), (), None, (), ()
    )  # fmt: skip
    assert "Nothing can be named: no deals (4 of 30)." in text(silent)


def test_shares_read_as_in_the_brief() -> None:
    divided = Shares(
        (share("chance", 0.48), share("deals", 0.21), share("ramp", 0.12), share("person", 0.19)),
        9, 465, 0.9, None,
    )  # fmt: skip
    assert parts(divided) == "48% chance, 21% deals, 12% ramp, 19% person"
    assert divided.told
    assert not replace(divided, parts=(share("chance", 1.0, 0.3),)).told


def test_a_share_below_zero_is_explained_wherever_it_stands() -> None:
    """With one below zero another may be above 100%: the sentence beside says how that can be."""
    low = Shares((share("chance", 1.02), share("person", -0.02)), 9, 465, 0.9, None)
    views = tuple(
        View(competency(name), "", (9, 20, 0), low, whole=False, people=(1,)) for name in NAMES
    )
    gap = NotEstimable("no target")
    for weakest in (None, 0):
        found = Diagnosis(DAY, DAY, EVERYBODY, gap, views, weakest, (), ())
        sections = compose_diagnosis(found, SETTING).sections
        told = [line.text for section in sections for line in section.lines]
        assert any("102% chance, -2% person" in each for each in told)
        assert sum(each.startswith("Below zero: it works against") for each in told) == 1
        assert any("more than 100%" in each for each in told)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("size", [5e4, 3e7, 4e9])
def test_printed_money_adds_up(seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    values = [int(x) for x in rng.normal(0.3, 0.5, 7) * size]
    sums = tuple(
        Sum("steps", f"step {i}", v, v - size / 9, v + size / 9) for i, v in enumerate(values[:-1])
    )
    expected = int(size)
    gap = Gap(
        target=expected + sum(values), expected=expected, expected_lower=0.8 * size,
        expected_upper=1.2 * size, parts=(), sums=sums,
        above_peers=(values[-1], values[-1] - size, values[-1] + size), currency="EUR",
        people=9, level=0.9,
    )  # fmt: skip
    found = Diagnosis(DAY, DAY, EVERYBODY, gap, (), None, (), ())
    grid = compose_diagnosis(found, SETTING).sections[0].grid
    assert grid is not None
    shown = [row[1] for row in grid.rows]
    assert sum(amount(x) for x in shown[:-1]) == pytest.approx(amount(shown[-1]), abs=1e-6)


def amount(shown: str) -> float:
    number, unit = re.fullmatch(r"(-?[\d,.]+)(k|M|bn)?", shown).groups()  # type: ignore[union-attr]
    return float(number.replace(",", "")) * {None: 1, "k": 1e3, "M": 1e6, "bn": 1e9}[unit]


def test_names_are_no_longer_than_needed() -> None:
    new, old = competency("Demo to Won"), competency("Demo to Won", "renewal")
    assert namer([(new, ""), (new, "")])(new) == "Demo to Won"
    assert namer([(new, ""), (old, "")])(old) == "Demo to Won (renewal)"
    assert namer([(new, "a"), (new, "b")])(new, "a") == "Demo to Won (a)"
    assert namer([(new, ""), (old, "")])(new) == "Demo to Won (new business)"


def test_scopes_are_named_as_people_say_them() -> None:
    nobody = np.arange(0)
    assert whose(EVERYBODY) == "all teams"
    assert whose(Scope("team", "Ben", nobody)) == "Ben's team"
    assert whose(Scope("person", "Cleo Park", nobody)) == "Cleo Park"


def test_each_level_leads_to_rows_of_its_own() -> None:
    """Two kinds of deals have levels of one name; a number never leads to the other's rows."""
    book, _ = make_book(people=10, seed=3, deals=10)
    fits = fit_book(book, seed=1)
    other = [
        replace(fit, competency=replace(c, slug=f"{c.slug}-renewal", deal_type="renewal"))
        for fit in fits
        if (c := fit.competency).deal_type is not None
    ]
    names = [f"P{i}" for i in range(10)]
    scope = Scope("company", "", np.arange(10))
    found = prioritise((*fits, *other), scope, book.window, names=names)
    told = compose_priorities(found, Setting(book.window.as_of, book.window.as_of, ()), wanted=0.6)
    slugs = [each.arguments["slug"] for each in told.evidence]
    assert len(slugs) == len(set(slugs)) > 2
    (levels,) = [section for section in told.sections if section.code == "levels"]
    assert levels.grid is not None
    numbers = [re.search(r"\[(\d+)\]$", row[0]) for row in levels.grid.rows]
    assert all(numbers)
    assert len({found[1] for found in numbers if found}) == len(levels.grid.rows)
    assert told.sections[0].lines[0].evidence is not None
