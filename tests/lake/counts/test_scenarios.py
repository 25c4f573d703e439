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


def done(number: int, deal: int | None, day: str, known: str | None = None) -> Row:
    return {
        "activity_id": number,
        "source_key": f"A{number}",
        "person_id": 1,
        "opportunity_id": deal,
        "kind": "meeting",
        "occurred_at": at(day),
        "known_at": at(known or day),
    }


def with_activities() -> dict[str, list[Row]]:
    """Deal n has one activity A1000+n; some are known later, still to come, or for no deal."""
    found = rows()
    last = [one["opportunity_id"] for one in found["opportunities"]][-4:]
    found["activities"] = [
        done(1000 + one["opportunity_id"], one["opportunity_id"], "2025-06-01")
        for one in found["opportunities"]
        if one["opportunity_id"] not in last
    ]
    found["activities"] += [
        done(2001, last[0], "2026-05-01", "2027-01-01"),
        done(2002, last[1], "2027-01-01", "2026-05-01"),
        done(2003, None, "2026-05-01"),
        done(2004, last[2], "2026-05-01"),
        done(2005, last[3], "2026-05-01") | {"source_key": "A2004"},
    ]
    return found


def test_an_activity_tagged_by_hand_brings_its_deal_like_a_rule() -> None:
    found = with_activities()
    some = [a for a in found["activities"] if a["activity_id"] < 2000][::3]
    tags = tuple(HandTag("", "hand", 2, a["source_key"]) for a in some)
    for one in some:
        one["outcome"] = "asked for a discount"
    rule = scenario("rule", [{"activity outcome": ["discount"]}])
    book, connection = counted(found, scenario("hand", None), rule, tags=tags)
    by_hand, by_rule = by_slug(book)[f"{DEMO}.hand"], by_slug(book)[f"{DEMO}.rule"]
    assert isinstance(by_hand, StepCells)
    assert isinstance(by_rule, StepCells)
    for name in ("person", "month", "successes", "failures", "open"):
        assert (getattr(by_hand, name) == getattr(by_rule, name)).all()
    assert by_hand.successes.sum() > 20
    assert unknown_tags(connection) == ()


def test_an_activity_that_brings_no_deal_is_said_with_its_reason() -> None:
    found = with_activities()
    keys = ("A2001", "A2002", "A2003", "A2004", "nope", "A1001")
    tags = tuple(HandTag("", "x", line, key) for line, key in enumerate(keys, start=2))
    _book, connection = counted(found, scenario("x", None), tags=(*tags, HandTag("D1", "x", 9)))
    deals = connection.execute("SELECT DISTINCT opportunity_id FROM book_scenarios").fetchall()
    assert deals == [(1,)]
    (finding,) = unknown_tags(connection)
    assert finding.code == "tagged_activities_left_out"
    assert finding.title == "5 of 6 activities in tagged.csv bring no deal"
    assert finding.evidence == {"unknown": 3, "without_deal": 1, "unclear": 1, "tagged": 6}
    assert "A2001 (row 2), A2002 (row 3), nope (row 6)" in finding.detail
    assert "A2003 (row 4)" in finding.detail
    assert "A2004 (row 5)" in finding.detail


def test_tags_of_activities_see_nothing_that_is_known_later() -> None:
    """What counts on an evening is what counts in data cut at that evening."""
    found = with_activities()
    cut = dict(found) | {
        "activities": [
            a
            for a in found["activities"]
            if a["known_at"] <= at("2026-10-01") and a["occurred_at"] <= at("2026-10-01")
        ]
    }
    tags = tuple(HandTag("", "x", 2, a["source_key"]) for a in found["activities"])
    told = []
    for data in (found, cut):
        book, connection = counted(data, scenario("x", None), tags=tags)
        cells = by_slug(book)[f"{DEMO}.x"]
        assert isinstance(cells, StepCells)
        told.append((cells.successes.tolist(), cells.open.tolist(), unknown_tags(connection)))
    assert told[0] == told[1]
