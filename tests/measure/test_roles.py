"""Jobs: said by the export, or read from what people do; machines stand aside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book, relabelled

from fairlead.measure.cells import Book, Competency, CountCells, StepCells
from fairlead.measure.fitting import fit_book
from fairlead.measure.roles import connected, find_jobs, job_findings
from fairlead.measure.selection import rows_of

CALLS = Competency("activity.call", "Calls", "activity", "a week")


def with_calls(book: Book, each: list[float]) -> Book:
    """Add calls: so many a person and month."""
    months, people = book.window.month_count, book.roster.count
    month, person = (x.ravel() for x in np.indices((months, people)))
    events = np.random.default_rng(2).poisson(np.array(each)[person])
    calls = CountCells(person, month, events, np.full(len(month), 4.2))
    return replace(book, competencies=(*book.competencies, CALLS), cells=(*book.cells, calls))


@pytest.fixture(scope="module")
def plain():
    return make_book(people=9, months=12)[0]


def thinned(book: Book, people: list[int], months: int) -> Book:
    """Leave these people deals of the first months only."""
    cells = []
    for one in book.cells:
        kept = ~np.isin(one.person, people) | (one.month < months)
        cells.append(rows_of(one, kept) if isinstance(one, StepCells) else one)
    return replace(book, cells=tuple(cells))


def test_people_who_work_alike_do_one_job(plain):
    jobs = find_jobs(with_calls(plain, [10.0] * 9))
    assert [job.name for job in jobs.jobs] == [""]
    assert job_findings(jobs, plain.roster.name) == ()


def test_what_the_export_says_decides(plain):
    roster = replace(plain.roster, role=(" Account  Executive",) * 5 + ("SDR",) * 3 + (None,))
    jobs = find_jobs(replace(plain, roster=roster))
    assert not jobs.found
    assert [(j.name, len(j.people)) for j in jobs.jobs] == [
        ("Account Executive", 5),
        ("SDR", 3),
        ("job not said", 1),
    ]


def test_callers_with_few_deals_are_apart_and_it_is_said_why(plain):
    book = with_calls(thinned(plain, [0, 1], 2), [400.0, 300.0] + [9.0, 11.0] * 3 + [20.0])
    jobs = find_jobs(book)
    assert jobs.found
    assert [job.people for job in jobs.jobs] == [(2, 3, 4, 5, 6, 7, 8), (0, 1)]
    assert jobs.jobs[1].name == "many activities for few deals"
    (finding,) = job_findings(jobs, plain.roster.name)
    assert finding.code == "jobs_found"
    assert "Ada, Bert: many activities for few deals" in finding.detail
    assert "activities a deal, the largest group has" in finding.detail


def test_no_gap_no_other_job(plain):
    """From 5 to 100 calls a month, but always somebody in between."""
    each = [5.0, 7.0, 10.0, 14.0, 20.0, 30.0, 45.0, 65.0, 100.0]
    assert len(find_jobs(with_calls(plain, each)).jobs) == 1


def test_names_and_order_of_people_change_nothing(plain):
    book = with_calls(thinned(plain, [0, 1], 2), [400.0, 300.0] + [9.0] * 6 + [0.1])
    order = np.array([4, 8, 1, 3, 0, 2, 6, 7, 5])
    first, second = find_jobs(book), find_jobs(relabelled(book, order))
    assert [first.of_person[i] for i in order] == list(second.of_person)
    assert len(first.jobs) == 3


def test_people_who_work_on_other_steps_are_apart(plain):
    cells = list(plain.cells)
    first = np.isin(cells[0].person, [0, 1, 2, 3])
    cells[0] = rows_of(cells[0], first)
    cells[1] = rows_of(cells[1], ~np.isin(cells[1].person, [0, 1, 2, 3]))
    jobs = find_jobs(replace(plain, cells=tuple(cells)))
    assert {job.people for job in jobs.jobs} == {(0, 1, 2, 3), (4, 5, 6, 7, 8)}
    assert "100% of their work is" in job_findings(jobs, plain.roster.name)[0].detail


def test_a_machine_is_compared_with_nobody(plain):
    book = with_calls(plain, [40_000.0] + [10.0] * 8)
    jobs = find_jobs(book)
    assert jobs.machines == (0,)
    assert jobs.of_person[0] is None
    assert [f.code for f in job_findings(jobs, plain.roster.name)] == ["machine_not_compared"]
    one = replace(book, competencies=book.competencies[:1], cells=book.cells[:1])
    (fitted,) = fit_book(one, seed=1, groups=jobs.of_person)
    assert fitted.names == plain.roster.name[1:]


def test_connected_parts_of_a_graph():
    linked = np.eye(5, dtype=bool)
    linked[0, 3] = linked[3, 0] = linked[3, 4] = linked[4, 3] = True
    assert connected(linked).tolist() == [0, 1, 2, 0, 0]
