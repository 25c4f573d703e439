"""The page of ideas holds all of them, and calls nothing working that is not there."""

from __future__ import annotations

import re
from typing import Any

PAGE = "docs/explanation/where-ideas-live.md"
STATES = re.compile(r"works now(, in part: \S.*)?|planned")
COMMAND = re.compile(r"`fairlead ([a-z]+(?: [a-z]+)?)(?: [^`]*)?`")


def rows(documentation: Any) -> list[list[str]]:
    lines = documentation.pages[PAGE].splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:3] == "| R"
    ]


def test_all_37_ideas_are_there_once_and_in_order(documentation: Any) -> None:
    assert [row[0] for row in rows(documentation)] == [f"R{n}" for n in range(1, 38)]


def test_each_idea_says_what_where_and_in_which_state(documentation: Any) -> None:
    for row in rows(documentation):
        code, idea, does, where, _example, state = row
        assert idea, code
        assert does, code
        assert where, code
        assert STATES.fullmatch(state), f"{code}: {state}"


def test_what_works_has_a_command_and_an_example_and_the_command_exists(
    documentation: Any,
) -> None:
    working = [row for row in rows(documentation) if row[5] != "planned"]
    assert working
    for row in working:
        named = COMMAND.findall(row[3])
        assert named, f"{row[0]} names no command"
        assert row[4], f"{row[0]} has no example"
        first = {name.split()[0] for name in documentation.commands}
        assert {name.split()[0] for name in named} <= first, row[0]


def test_what_is_planned_claims_no_command(documentation: Any) -> None:
    for row in rows(documentation):
        if row[5] == "planned":
            assert not COMMAND.search(row[3]), row[0]
            assert not row[4], row[0]


def test_every_command_named_on_the_page_exists(documentation: Any) -> None:
    named = {name.split()[0] for name in COMMAND.findall(documentation.pages[PAGE])}
    assert named <= {name.split()[0] for name in documentation.commands}
    assert named >= {"import", "brief", "process", "reconcile", "doctor"}
