"""What the brief says of training: whose, of which deals, whom it names, when it is silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.brief.book import EvidenceBook
from fairlead.brief.one_thing import OneThing, cannot_name, one_thing
from fairlead.measure.cells import Book
from fairlead.measure.question import Question
from fairlead.process.model import Pipeline, Process, Stage
from fairlead.refresh.one_thing import GUESS, NO_DATES, NOBODY, main_deals, one_thing_of

EVENING = dt.date(2026, 6, 30)
STAGES = tuple(Stage(s, "open", s) for s in ("Demo", "Proposal"))
SALES = Process((Pipeline("Sales", STAGES, 1.0, "file", ""),))


def book(**more: Any) -> Book:
    given = {"people": 12, "months": 24, "seed": 5, "teams": 2, "deals": 12.0, **more}
    made, _truth = make_book(planted={"Cleo": -1.6}, **given)
    return made


@pytest.fixture(scope="module")
def company() -> Book:
    return book()


def ask(made: Book, audience: Any = "all", name: str | None = None) -> OneThing:
    keys = dict(zip(made.roster.name, made.roster.person_id.tolist(), strict=True))
    person = None if name is None else (keys.get(name, 0), name)
    found = one_thing_of(made, Question(EVENING, audience, name), SALES, person)
    assert isinstance(found, OneThing)
    return found


def said(found: OneThing | NotEstimable) -> str:
    section = one_thing(found, EvidenceBook())
    assert section is not None
    return "\n".join(line.text for line in section.lines)


def test_a_manager_reads_who_differs_and_that_the_others_do_not(company: Book) -> None:
    found = ask(company, "manager", "Team 0")
    text = said(found)
    row = next(r for r in found.report.rows if r.person == "Cleo" and r.differs)
    assert row.competency.slug == "sales.new.demo"
    assert row.successes < row.expected_successes
    assert f"{row.successes} of {row.n}" in text
    assert "deals like these give" in text
    assert "no difference beyond chance" in text
    mine = {name for i, name in enumerate(company.roster.name) if i % 2 == 0}
    assert {r.person for r in found.report.rows} == mine


def test_briefs_for_all_and_for_leaders_name_nobody(company: Book) -> None:
    for audience in ("all", "leader"):
        text = said(ask(company, audience))
        assert not [name for name in company.roster.name if name in text]


def test_a_leader_reads_what_is_worth_most_in_each_team(company: Book) -> None:
    text = said(ask(company, "leader"))
    assert "Team 0's team: " in text
    assert "Team 1's team: " in text
    assert "'s team: " not in said(ask(company, "all"))


def test_a_rep_reads_about_themself_only(company: Book) -> None:
    text = said(ask(company, "rep", "Cleo"))
    assert "Cleo" in text
    others = set(company.roster.name) - {"Cleo"}
    assert not [name for name in others if name in text]
    found = ask(company).report.rows
    like_others = set(company.roster.name) - {row.person for row in found if row.differs}
    text = said(ask(company, "rep", min(like_others)))
    assert "No difference from others beyond chance anywhere." in text


def test_the_parts_agree_with_each_other(company: Book) -> None:
    found = ask(company)
    first = found.priorities.candidates[found.priorities.priority.named[0]]
    assert found.view is not None
    assert found.view.competency == first.competency
    assert sum(c.chance for c in found.priorities.candidates) <= 1 + 1e-9
    book_of_evidence = EvidenceBook()
    one_thing(found, book_of_evidence)
    assert [e.query for e in book_of_evidence.entries] == ["competency"]


def test_two_evenings_with_equal_data_say_the_same(company: Book) -> None:
    assert said(ask(company, "manager", "Team 1")) == said(ask(book(), "manager", "Team 1"))


def test_only_the_deals_most_new_deals_are_of_are_told(company: Book) -> None:
    fewer = tuple(
        replace(c, events=c.events // 3) if k.kind == "creation" else c  # type: ignore[union-attr,type-var]
        for k, c in zip(company.competencies, company.cells, strict=True)
    )
    renewals = tuple(
        replace(c, slug=c.slug.replace("new", "renewal"), deal_type="renewal")
        for c in company.competencies
    )
    both = replace(
        company,
        competencies=(*renewals, *company.competencies),
        cells=(*fewer, *company.cells),
    )
    main = main_deals(both)
    assert main is not None
    assert {c.deal_type for c in main.competencies} == {"new"}
    told = said(ask(both))
    assert "All of this is about Sales, new, and weighed among it alone." in told
    assert "with all deals, chances are smaller: `fairlead prioritise`" in " ".join(told.split())
    assert "All of this is about" not in said(ask(company))


def test_a_rep_reads_what_the_team_trains_where_they_have_no_own_focus(company: Book) -> None:
    """The manager's brief says the same focus for everybody, and theirs named another thing."""
    found = ask(company, "rep", "Cleo")
    assert isinstance(found, OneThing)
    ((name, focus),) = found.priorities.foci
    for shared, chance, told in (
        (0, 0.77, "worth most for them almost 8 times in 10; a focus of their own wants 8"),
        (0, 0.52, "worth most for them 5 times in 10; a focus of their own wants 8"),
        (0, 0.84, "worth most for them 8 times in 10, but too few deals of their own tell"),
        (1, 0.84, "No focus of their own: the team's, "),
    ):
        gain = replace(focus.gain, named=(1,), probability=chance)
        other = replace(focus, competency=shared, own=False, gain=gain)
        priorities = replace(found.priorities, foci=((name, other),))
        text = " ".join(said(replace(found, priorities=priorities)).split())
        assert told in text
        assert ("worth most for them" in text) == (shared == 0)
    own = replace(focus, competency=1, own=True, probability=0.9)
    text = said(replace(found, priorities=replace(found.priorities, foci=((name, own),))))
    assert "No focus of their own" not in text


def test_a_guessed_order_names_no_step(company: Book) -> None:
    doubtful = Process((replace(SALES.pipelines[0], confidence=0.5, basis="names"),))
    assert one_thing_of(company, Question(EVENING), doubtful, None) == GUESS
    assert one_thing(GUESS, EvidenceBook()) is None
    assert cannot_name(GUESS) == GUESS


def test_without_deals_or_people_it_says_why(company: Book) -> None:
    empty = replace(company, competencies=(), cells=())
    assert one_thing_of(empty, Question(EVENING), SALES, None) == NO_DATES
    nobody = Question(EVENING, "rep", "Zacharias")
    assert one_thing_of(company, nobody, SALES, (0, "Zacharias")) == NOBODY


def test_thin_data_name_nothing_and_say_what_is_missing() -> None:
    thin = book(people=4, months=6, deals=0.3)
    found = one_thing_of(thin, Question(EVENING), SALES, None)
    silent = cannot_name(found)
    assert silent is not None
    assert silent.reason
    assert one_thing(found, EvidenceBook()) is None


def test_who_is_too_little_known_is_not_said_to_be_like_the_others(company: Book) -> None:
    found = ask(company, "manager", "Team 0")
    silent = NotEstimable("too few recent trials of this person", needed=5, have=1)
    alone = {r.person_id for r in found.report.rows if not r.differs}
    alone -= {r.person_id for r in found.report.rows if r.differs}
    hidden = min(alone)
    parts = tuple(
        replace(
            part,
            rows=tuple(
                replace(r, fair_rate=silent) if r.person_id == hidden else r for r in part.rows
            ),
        )
        for part in found.report.parts
    )
    text = said(replace(found, report=replace(found.report, parts=parts)))
    assert "Too little data to say anything of 1 person." in text
    assert "Too little data" not in said(found)


def test_caveats_reach_the_brief_without_names(company: Book) -> None:
    found = ask(company)
    assert found.findings
    told = " ".join(f"{f.title} {f.detail}" for f in found.findings)
    assert not [name for name in company.roster.name if name in told]
