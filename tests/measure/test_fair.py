"""Fair rates: sums that agree, a truth that is found, and nobody called different by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import NAMES, make_book

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief.fair import compose_fair
from fairlead.brief.fair_words import standing
from fairlead.brief.setting import Setting
from fairlead.brief.words import month, percent
from fairlead.measure.cells import Competency, StepCells
from fairlead.measure.expected import expected_top, recent_rows, tally
from fairlead.measure.fair import judged
from fairlead.measure.fair_findings import other_work
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_book
from fairlead.measure.level import estimate_of, levels, own_part, usual_level, year_before
from fairlead.measure.report import (
    closest,
    competencies_of,
    competency_asked,
    fair_report,
    only_competencies,
    only_people,
)
from fairlead.measure.selection import rows_of
from fairlead.stats.ability import ability
from fairlead.stats.likelihood import expit


@pytest.fixture(scope="module")
def made():
    book, truth = make_book(people=10, months=24, sigma=0.15, planted={"Cleo": -1.4, "Farid": 1.4})
    return book, truth, fair_report(book)


def test_planted_differences_are_found_and_hardly_anybody_else(made):
    """Elsewhere people differ by sd 0.15 or less: few are named, and those on the right side."""
    book, truth, report = made
    step = report.parts[0]
    assert [row.person for row in step.differing] == ["Cleo", "Farid"]
    cleo, farid = step.differing
    assert cleo.above is False
    assert farid.above is True
    others = [r for r in report.rows if r.competency != step.competency and r.differs]
    assert len(others) <= 3
    for row in others:
        true = truth.now[row.competency.slug][book.roster.name.index(row.person)]
        assert row.above == (true > 0)


def test_the_counts_are_those_of_the_last_twelve_months(made):
    book, _, report = made
    cells = book.cells[0]
    recent = cells.month >= 12
    for i, row in enumerate(sorted(report.parts[0].rows, key=lambda r: r.person_id)):
        mine = recent & (cells.person == i)
        won, lost = int(cells.successes[mine].sum()), int(cells.failures[mine].sum())
        assert (row.successes, row.n) == (won, won + lost)
        assert row.open == int(cells.open[mine].sum())
        assert row.observed == pytest.approx(won / (won + lost))
    assert report.parts[0].together[0] == sum(r.successes for r in report.parts[0].rows)


def test_expected_by_hand(made):
    """One person's expected successes, cell by cell, from the fit's own posterior means."""
    book, _, report = made
    fitted = report.fits[0]
    assert isinstance(fitted, Fitted)
    level = float(fitted.fit.part("level")[0])
    mix, taken = fitted.fit.part("mix 0"), fitted.fit.part("mix 1")
    season, drift = fitted.fit.part("season"), fitted.fit.part("drift")
    total = 0.0
    people = np.random.default_rng(1).standard_normal(40_000)
    people -= people.mean()
    cells = fitted.cells
    assert isinstance(cells, StepCells)
    for k in range(len(cells.person)):
        if cells.person[k] != 0 or cells.month[k] < 12:
            continue
        month = int(cells.month[k])
        turn = 2 * np.pi * book.window.month_of_year[month] / 12
        waves = np.array([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)])
        eta = level + mix[cells.mix[k]] + taken[cells.taken_over[k]] + waves @ season
        eta += drift[book.window.quarter[month]] + people * fitted.fit.sigma
        p = expit(eta).mean()
        good = p * cells.followed_success[k]
        bad = (1 - p) * cells.followed_failure[k]
        resolved = cells.successes[k] + cells.failures[k]
        total += resolved * (good / (good + bad) if resolved else 0)
    rows = recent_rows(cells, book.window.month_count)
    assert expected_top(fitted, rows)[0] == pytest.approx(total, rel=1e-3)


def test_what_deals_give_adds_up_to_what_happened_where_nobody_differs():
    book, _ = make_book(people=12, months=24, sigma=0.0, seed=3, deals=12)
    for fitted in fit_book(book, seed=1)[:4]:
        rows = recent_rows(fitted.cells, 24)
        counted = tally(fitted.cells, 12, rows)
        top = counted.successes if fitted.competency.kind != "size" else counted.top
        assert expected_top(fitted, rows).sum() == pytest.approx(top.sum(), rel=0.06)


@pytest.mark.parametrize("level", [-0.2, -2.5])
def test_what_deals_give_adds_up_also_where_people_differ_much(level):
    """With the middle person instead of the mean of people it would be 17 % less at -2.5."""
    book, _ = make_book(people=20, months=24, sigma=0.8, level=level, deals=15, steps=1)
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    (fitted,) = fit_book(one, seed=1)
    rows = recent_rows(fitted.cells, 24)
    counted = tally(fitted.cells, 20, rows)
    assert expected_top(fitted, rows).sum() == pytest.approx(counted.successes.sum(), rel=0.08)
    assert usual_level(fitted) == pytest.approx(levels(fitted).mean(), rel=0.1)


def test_hard_deals_lower_what_is_expected():
    book, _ = make_book(people=12, months=24, sigma=0.5, hard_to_good=True, deals=10)
    fitted = fit_book(
        replace(book, competencies=book.competencies[:1], cells=book.cells[:1]), seed=1
    )[0]
    rows = recent_rows(fitted.cells, 24)
    share = expected_top(fitted, rows) / tally(fitted.cells, 12, rows).resolved
    hard = np.array([
        (fitted.cells.mix[(fitted.cells.person == i)] == 0).mean() for i in range(12)
    ])  # fmt: skip
    weight = np.bincount(fitted.cells.person, (fitted.cells.mix == 0) * tally_of(fitted), 12)
    weight = weight / np.bincount(fitted.cells.person, tally_of(fitted), 12)
    assert np.corrcoef(share, weight)[0, 1] < -0.9
    assert len(hard) == 12


def tally_of(fitted):
    return fitted.cells.successes + fitted.cells.failures


def test_every_answer_holds_its_interval_and_levels_are_those_of_the_model(made):
    _, _, report = made
    for row in report.rows:
        assert isinstance(row.fair_rate, Estimate)
        assert row.fair_rate.lower <= row.fair_rate.value <= row.fair_rate.upper
    step = report.fits[0]
    assert np.allclose(levels(step), ability(step.fit, step.draws))
    days = report.fits[4]
    assert (
        np.argsort(levels(days).mean(axis=1)) == np.argsort(-own_part(days).mean(axis=1))
    ).mean() > 0.7


def test_a_trend_is_found_where_there_is_one():
    book, _ = make_book(people=8, months=24, sigma=0.1, deals=25)
    cells = book.cells[0]
    mine = (cells.person == 3) & (cells.month >= 17)
    moved = np.where(mine, cells.failures * 4 // 5, 0)
    risen = replace(cells, successes=cells.successes + moved, failures=cells.failures - moved)
    one = replace(book, competencies=book.competencies[:1], cells=(risen,))
    rows = {row.person: row for row in fair_report(one).rows}
    assert rows["Dan"].trend.lower > 0
    assert rows["Ada"].trend.lower < 0 < rows["Ada"].trend.upper
    assert year_before(fair_report(one).fits[0]) == 11


def test_somebody_new_has_no_trend_and_too_little_data_is_said():
    book, _ = make_book(people=6, months=24)
    cells = book.cells[0]
    kept = (cells.person != 2) | (cells.month == 23)
    kept &= (cells.person != 4) | (cells.month >= 14)
    one = replace(book, competencies=book.competencies[:1], cells=(rows_of(cells, kept),))
    rows = {row.person: row for row in fair_report(one).rows}
    assert rows["Eve"].trend == NotEstimable("no data a year before")
    assert rows["Cleo"].fair_rate.needed == 5
    assert rows["Cleo"].fair_rate.have < 5
    assert not rows["Cleo"].differs
    assert rows["Cleo"].tail is None


def test_quarters_add_up_to_the_year(made):
    _, _, report = made
    row = report.parts[0].rows[0]
    assert sum(q.successes for q in row.quarters[-4:]) == row.successes
    assert sum(q.n for q in row.quarters[-4:]) == row.n


def test_silent_competencies_keep_their_counts():
    book, _ = make_book(people=2, months=24)
    report = fair_report(book)
    assert all(part.silence is not None for part in report.parts)
    assert report.parts[0].together[1] > 50
    assert isinstance(report.rows[0].fair_rate, NotEstimable)
    assert report.rows[0].observed is not None


def test_more_is_compared_the_stricter_it_gets(made):
    _, _, report = made
    rows = report.rows
    alone = judged(tuple(r for r in rows if r.competency == rows[0].competency))
    tails = [r.tail for r in rows if r.differs]
    assert np.mean(tails) <= 0.05
    assert len([r for r in alone if r.differs]) >= 2


def test_a_name_is_taken_as_it_is_printed():
    one, other = (
        Competency(f"eu.{kind}.win", "Created to Won", "conversion", "fraction", "EU", kind)
        for kind in ("new_business", "renewal")
    )
    for asked in ("created to won (renewal)", "Created to Won (EU, renewal)"):
        assert competency_asked([one, other], asked) == (other,)
    assert competency_asked([one, other], "Created to Won (EU)") == (one, other)
    assert competency_asked([one, other], "Created to Won (US, renewal)") == ()


def test_what_is_asked_for_is_found_by_any_part(made):
    _, _, report = made
    known = competencies_of(report)
    assert [c.name for c in competency_asked(known, "DEMO to")] == ["Demo to Proposal"]
    assert [c.slug for c in competency_asked(known, "size")] == ["sales.new.size"]
    assert [c.slug for c in competency_asked(known, "SALES.new.Size")] == ["sales.new.size"]
    assert len(competency_asked(known, "sales.new")) == 5
    assert competency_asked(known, "nothing") == ()
    names = {1: "Ada Lee", 2: "Ada", 3: "Dan"}
    assert closest(names, "ada") == (2,)
    assert closest(names, "da") == (1, 2, 3)
    size = only_competencies(report, competency_asked(known, "size"))
    assert [p.competency.kind for p in size.parts] == ["size"]
    mine = only_people(report, {1001})
    assert {row.person for row in mine.rows} == {"Bert"}
    assert len(mine.parts[0].comparison.points) == 10


def test_ends_are_rounded_outward():
    draws = np.linspace(0.123456, 0.654321, 1001)
    found = estimate_of(draws, n=3, unit="fraction", kind="fair_rate")
    low, high = np.quantile(draws, [0.05, 0.95])
    assert found.lower <= low < low + 1e-3
    assert found.upper >= high
    assert (found.lower, found.upper) == (0.1499, 0.6278)
    flat = estimate_of(np.full(10, 1 / 3), n=3, unit="fraction", kind="x")
    assert flat.lower <= flat.value <= flat.upper


def test_order_of_names_not_of_results(made):
    _, _, report = made
    for part in report.parts:
        names = [row.person for row in part.rows]
        assert names == sorted(names)
        assert [p.person for p in part.comparison.points] == names


def test_limits_of_the_chart_hold_chance():
    book, _ = make_book(people=40, months=14, sigma=0.0, seed=8, deals=8)
    report = fair_report(book)
    for part in report.parts:
        chart = part.comparison
        inner, outer = chart.bands
        outside = 0
        for p in chart.points:
            low, high = (
                np.interp(p.expected, chart.along, x)
                for x in (inner.chance.lower, inner.chance.upper)
            )
            outside += not low <= p.ratio <= high
        assert outside <= 6, part.competency.slug  # 40 people, 2 expected
        assert (outer.chance.upper > inner.chance.upper).all()
        assert (outer.wider.upper >= inner.wider.upper).all()
        assert chart.spread < 0.12


def test_of_somebody_who_left_nothing_is_said_of_now():
    book, _ = make_book(people=6, months=24, sigma=0.1, planted={"Cleo": -1.5})
    days = book.roster.workdays.copy()
    days[-3:, 2] = 0
    gone = replace(book, roster=replace(book.roster, workdays=days))
    rows = {row.person: row for row in fair_report(gone).parts[0].rows}
    assert rows["Cleo"].fair_rate == NotEstimable("not with the company any more")
    assert rows["Cleo"].n > 0
    assert not rows["Cleo"].differs


def test_that_some_win_hardly_anything_names_and_counts_nobody(made):
    _, _, report = made
    whole = replace(report.parts[0].competency, rank=None)
    road = [replace(row, competency=whole) for row in report.parts[0].rows]
    few = [replace(row, successes=1, n=300, expected_successes=20.0) for row in road[:2]]
    little = replace(road[2], successes=0, n=40, expected_successes=9.0)
    (found,) = other_work([*few, little, *road[3:]])
    assert found.code == "hardly_any_won"
    assert found.evidence == {}
    told = found.title + found.detail
    assert not any(row.person in told for row in road)
    assert not {"1", "2", "40", "600"} & set(told.replace(".", " ").split()), "nobody is counted"
    assert other_work([little, *road[3:]]) == ()


def test_a_year_that_points_the_other_way_than_now_says_so(made):
    _, _, report = made
    (row, *_) = (r for r in report.parts[0].rows if r.person == "Farid")
    now = isinstance(row.fair_rate, Estimate)
    assert now
    assert "Since" not in standing(row)
    turned = replace(row, observed=(row.expected or 0) / 2)
    last = row.quarters[-1]
    counts = f"{last.successes} of {last.n} = {percent(last.rate)}"
    assert f"Since {month(last.start)} {counts}. Fair rate now " in standing(turned)
    assert "Since" not in standing(replace(turned, differs=False))


def test_no_difference_is_said_within_teams_where_whole_teams_lie_apart():
    people = 20
    low = {NAMES[i]: -1.5 for i in range(0, people, 4)}
    book, _ = make_book(people=people, seed=3, sigma=0.1, planted=low, deals=10, teams=4)
    report = fair_report(book, only=[c.slug for c in book.competencies if c.kind == "conversion"])
    assert [part.teams_apart for part in report.parts] == [True, False]
    setting = Setting(book.window.as_of, book.window.as_of, ())
    read = compose_fair(report, setting)
    first, second = ([line.text for line in s.lines] for s in read.sections)
    assert first[-2].endswith("no difference beyond chance within their teams.")
    assert first[-1].startswith("Whole teams lie apart by more than chance")
    assert second[-1].endswith("no difference beyond chance.")
    one = compose_fair(only_people(report, [1000]), setting, "Ada")
    assert "No difference beyond chance within the team." in one.sections[0].lines[1].text
    assert "No difference from others beyond chance." in one.sections[1].lines[1].text


def test_teams_nobody_differs_by_are_not_said_to_lie_apart():
    for seed in (1, 2, 3):
        book, _ = make_book(people=20, seed=seed, sigma=0.3, deals=8, teams=4, steps=1)
        assert not any(part.teams_apart for part in fair_report(book).parts)


def test_nobody_is_named_against_their_own_counts(made):
    """A model that infers from what people with such deals do must not name who did as expected."""
    rows = judged(made[2].rows)
    named = next(r for r in rows if r.differs and r.competency.kind == "conversion" and not r.above)
    quarter = named.quarters[-1]
    for observed, few, last, differs in (
        (named.expected - 0.1, 9, None, True),
        (named.expected + 0.01, 9, None, False),
        (named.expected + 0.01, 9, named.expected - 0.2, True),
        (named.expected + 0.01, 4, named.expected - 0.2, False),
        (named.expected + 0.01, 9, named.expected + 0.1, False),
    ):
        quarters = (*named.quarters[:-1], replace(quarter, n=few, rate=last))
        other = replace(named, observed=observed, quarters=quarters)
        among = tuple(other if row is named else row for row in rows)
        (again,) = (row for row in judged(among) if row.quarters is quarters)
        assert again.differs == differs, (observed, few, last)


def test_nobody_is_named_for_the_mix_of_their_deals_alone(made):
    """One guess about everybody with a mix would name all of them at once, rightly or wrongly."""
    _, _, report = made
    cleo = next(row for row in report.parts[0].rows if row.person == "Cleo")
    assert cleo.effect is not None
    assert cleo.by_results == pytest.approx(cleo.effect)  # ten people: no part for mixes
    for by_results, named in ((cleo.effect, True), (0.3 * cleo.effect, True), (-0.01, False)):
        (row,) = judged((replace(cleo, tail=0.01, by_results=by_results, differs=False),))
        assert row.differs is named
    (row,) = judged((replace(cleo, tail=0.01, by_results=0.5, differs=False),))
    assert not row.differs


def test_the_part_of_mixes_is_told_apart_from_own_results():
    book, _ = make_book(people=20, seed=4, sigma=0.5, deals=8, steps=1, hard_to_good=True)
    rows = fair_report(book, only=[book.competencies[0].slug]).rows
    both = np.array([(row.effect, row.by_results) for row in rows], dtype=np.float64)
    assert np.abs(both[:, 0] - both[:, 1]).max() > 0.05


def test_days_name_nobody_whose_days_are_the_usual_ones(made):
    """One who hardly ends a deal moves the middle, and everybody else away from it."""
    _, _, report = made
    part = next(part for part in report.parts if part.competency.kind == "duration")
    row = next(row for row in part.rows if isinstance(row.fair_rate, Estimate) and row.usual)
    far = replace(row, effect=0.3, by_results=0.3, tail=0.01, above=True, differs=False)
    for days, named in ((row.usual, False), (1.2 * row.usual, False), (0.8 * row.usual, True)):
        fair = replace(row.fair_rate, value=days, lower=0.5 * days, upper=2 * days)
        (found,) = judged((replace(far, fair_rate=fair),))
        assert found.differs is named
