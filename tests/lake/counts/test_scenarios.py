"""Deals are in a scenario exactly when plain Python says so, and are measured like any step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.lake.canonical import Row, Rows, at, database
from tests.lake.counts.test_book import by_slug
from tests.lake.counts.test_book_rules import ASKED, DEMO, STEPS, WIN, company

from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.scenarios import unknown_tags
from fairlead.measure.cells import StepCells
from fairlead.measure.question import Question
from fairlead.process.playbook import HandTag, Playbook, Scenario
from fairlead.process.rules import rules_of

ROLES = ("CFO", "Finance-Director", "cfo office", "Financier", "Buyer", None)
RIVALS = ("Acme, Inc.", "acmeology", "ÖKO Werk", "öko-werk", None)


def rows() -> dict[str, list[Row]]:
    """Four people; roles and competitors go round, some roles are known only later."""
    found = company(dict.fromkeys((1, 2, 3, 4), True), each=120)
    found["contact_roles"] = []
    for one in found["opportunities"]:
        number = one["opportunity_id"]
        one["competitor"] = RIVALS[number // 5 % len(RIVALS)]
        one["source_key"] = f"D{number}"
        role = ROLES[number % len(ROLES)]
        late = number % 7 == 0
        found["contact_roles"].append(
            {
                "opportunity_id": number,
                "contact_id": number,
                "role": role,
                "known_at": at("2027-01-01" if late else "2020-01-01"),
            }
        )
    return found


def has(text: str | None, word: str) -> bool:
    plain = " ".join(re.findall(r"[^\W_]+", (text or "").lower()))
    wanted = " " + (word.rstrip("*") if word.endswith("*") else word + " ")
    return wanted in f" {plain} "


def role_of(found: Rows, number: int) -> str | None:
    return next(
        (
            r["role"]
            for r in found["contact_roles"]
            if r["opportunity_id"] == number and r["known_at"] < at("2026-10-01")
        ),
        None,
    )


def counted(found: Rows, *scenarios: Scenario, tags: tuple[HandTag, ...] = ()) -> tuple[Any, Any]:
    connection = database(found)
    playbook = Playbook(scenarios=scenarios, by_hand=tags)
    return count_book(connection, Question(ASKED), STEPS, playbook=playbook), connection


def scenario(name: str, when: Any, step: str = "default.demo") -> Scenario:
    return Scenario("scenario", name, name.title(), "", step, rules_of(when, name))


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ([{"role": ["CFO"]}], lambda r, c: has(r, "cfo")),
        ([{"role": ["finan*"]}], lambda r, c: has(r, "finan*")),
        ([{"competitor": "Öko Werk"}], lambda r, c: has(c, "öko werk")),
        (
            [{"competitor": ["acme"]}, {"role": ["buyer"]}],
            lambda r, c: has(c, "acme") or has(r, "buyer"),
        ),
        (
            [{"competitor": ["acme"], "role": ["cfo"]}],
            lambda r, c: has(c, "acme") and has(r, "cfo"),
        ),
    ],
)
def test_rules_hold_where_plain_python_says_so(when: Any, holds: Any) -> None:
    found = rows()
    _book, connection = counted(found, scenario("x", when))
    told = {
        key for (key,) in connection.execute("SELECT opportunity_id FROM book_scenarios").fetchall()
    }
    wanted = {
        one["opportunity_id"]
        for one in found["opportunities"]
        if holds(role_of(found, one["opportunity_id"]), one["competitor"])
    }
    assert told == wanted
    assert 20 < len(told) < len(found["opportunities"]) - 20


def test_a_scenario_is_a_step_of_its_deals() -> None:
    found = rows()
    acme = scenario("acme", [{"competitor": ["acme"]}])
    book, _connection = counted(found, acme)
    alone = {
        name: [r for r in several if name != "opportunities" or has(r["competitor"], "acme")]
        for name, several in found.items()
    }
    inside, whole = by_slug(book)[f"{DEMO}.acme"], by_slug(counted(alone)[0])[DEMO]
    assert isinstance(inside, StepCells)
    assert isinstance(whole, StepCells)
    for name in ("successes", "failures", "open"):
        assert getattr(inside, name).sum() == getattr(whole, name).sum() > 0
    named = next(c for c in book.competencies if c.scenario == "acme")
    assert (named.rank, named.name) == (1, "Demo to Won: Acme")


def test_all_deals_in_a_scenario_give_the_step_itself() -> None:
    found = rows()
    every = tuple(HandTag(one["source_key"], n, 2) for one in found["opportunities"] for n in "ab")
    whole = scenario("b", None, "default.win")
    book, connection = counted(found, scenario("a", None), whole, tags=every)
    cells = by_slug(book)
    for slug, base in ((f"{DEMO}.a", DEMO), (f"{WIN}.b", WIN)):
        for name in ("person", "month", "successes", "failures", "open"):
            assert (getattr(cells[slug], name) == getattr(cells[base], name)).all()
    assert unknown_tags(connection) == ()


def test_nothing_else_changes_by_a_playbook() -> None:
    found = rows()
    with_it, without = (
        counted(found, scenario("acme", [{"competitor": ["acme"]}]))[0],
        counted(found)[0],
    )
    extra = len(with_it.competencies) - len(without.competencies)
    assert extra == 1
    for one, cells in by_slug(without).items():
        if isinstance(cells, StepCells):
            assert (by_slug(with_it)[one].successes == cells.successes).all()


def test_deals_tagged_by_hand_that_nobody_knows_are_said() -> None:
    tags = (HandTag("D1", "x", 2), HandTag("nope", "x", 3))
    _book, connection = counted(rows(), scenario("x", None), tags=tags)
    (finding,) = unknown_tags(connection)
    assert finding.evidence == {"unknown": 1, "tagged": 2}
    assert "nope (row 3)" in finding.detail
