"""A playbook: there and back as Markdown, held against the process, and what rules mean."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lake.canonical import process

from fairlead.errors import DefinitionError
from fairlead.process.asking import drafted
from fairlead.process.documents import (
    from_files,
    from_markdown,
    rewritten,
    to_files,
    to_markdown,
    with_tags,
)
from fairlead.process.playbook import (
    FOLDERS,
    NEEDS,
    DocumentKind,
    HandTag,
    Playbook,
    Routine,
    Scenario,
    StageCard,
    check,
    first_playbook,
    path_of,
)
from fairlead.process.rules import (
    FIELDS,
    Condition,
    Rule,
    plain,
    rule_lines,
    rules_from_lines,
    rules_of,
)

STEPS = process(default="Lead Demo | Won | Lost")
CFO = Scenario(
    "scenario",
    "cfo",
    "A CFO has to agree",
    "The deal waits for finance.\n\nAsk early.",
    "default.demo",
    (Rule((Condition("role", ("cfo", "finance*")), Condition("segment", ("large",)))),),
)
EARLY = Routine(
    "routine",
    "early",
    "Ask early",
    "**The sign.** Silence.",
    "cfo",
    "Cleo",
    ("Ask who signs",),
    ("How",),
)
LEAD = StageCard(
    "stage", "default.lead", "Lead", "", "default", "Lead", ("A name",), ("A date",), ("amount",)
)


def whole(**more: object) -> Playbook:
    parts = {"stages": (LEAD,), "scenarios": (CFO,), "routines": (EARLY,)}
    return Playbook(**{**parts, **more})  # type: ignore[arg-type]


def test_there_and_back() -> None:
    playbook = whole(by_hand=(HandTag("0061", "cfo", 2),))
    files = to_files(playbook)
    assert set(files) == {
        "stages/default.lead.md",
        "scenarios/cfo.md",
        "routines/early.md",
        "tagged.csv",
    }
    assert from_files(files) == playbook
    assert to_files(from_files(files)) == files


LINE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\x85"),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
POINT = LINE.filter(lambda text: text and not text.startswith(("#", "-", "*")))


@given(title=LINE.filter(bool), fixed=st.lists(POINT, max_size=3), free=st.lists(POINT, max_size=3))
def test_whatever_is_written_comes_back(title: str, fixed: list[str], free: list[str]) -> None:
    routine = Routine("routine", "x", title, "", "cfo", "Cleo", tuple(fixed), tuple(free))
    assert from_markdown(to_markdown(routine), "routine", "x") == routine


def test_files_people_edited_by_hand() -> None:
    text = (
        "\ufeff---\r\ntitle: Ask early\r\nscenario: cfo\r\n---\r\nAbout.\r\n\r\n# Fixed\r\n"
        "* one\r\n  goes on\r\n\r\n## Other\r\nmore\r\n\r\n## FREE\r\n- two\r\n"
    )
    found = from_markdown(text, "routine", "early")
    assert isinstance(found, Routine)
    assert (found.fixed, found.free, found.by) == (("one goes on",), ("two",), "")
    assert found.text == "About.\n\n## Other\nmore"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter", "does not begin with front matter"),
        ("---\ntitle: x", "does not begin with front matter"),
        ("---\n- a\n---\n", "no list of names and values"),
        ("---\ntitle: [\n---\n", "scenarios/x.md"),
        ("---\nstep: default.demo\n---\n", "does not say its title"),
        ("---\ntitle: A\n---\n", "does not say its step"),
        ("---\ntitle: A\nstep: default.demo\nwhen: price\n---\n", "must be a list of rules"),
        (
            "---\ntitle: A\nstep: default.demo\nwhen:\n- colour: red\n---\n",
            "cannot look at 'colour'",
        ),
        ("---\ntitle: A\nstep: default.demo\nwhen:\n- role: []\n---\n", "names no word"),
        ("---\ntitle: A\nstep: default.demo\nwhen:\n- role: '*'\n---\n", "names no word"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said.replace("(", r"\(")):
        from_markdown(text, "scenario", "x")


@pytest.mark.parametrize(
    ("playbook", "said"),
    [
        (
            whole(stages=(StageCard("stage", "s", "S", "", "default", "Gone"),)),
            "no open stage 'Gone'",
        ),
        (
            whole(scenarios=(Scenario("scenario", "cfo", "T", "", "default.gone"),)),
            "no step 'default.gone'",
        ),
        (whole(scenarios=()), "no scenario 'cfo'"),
        (whole(by_hand=(HandTag("1", "other", 7),)), "row 7: there is no scenario 'other'"),
    ],
)
def test_what_does_not_exist_is_said(playbook: Playbook, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        check(playbook, STEPS)


def test_what_is_missing_is_no_error() -> None:
    bare = Scenario("scenario", "bare", "Bare", "", "default.lead")
    half = Routine("routine", "half", "Half", "", "cfo")
    missing = check(whole(scenarios=(CFO, bare), routines=(EARLY, half)), STEPS)
    assert missing == (
        "Nothing says which deals are in 'Bare': give it a rule, or tag deals by hand.",
        "'Bare' has no routine yet.",
        "'Half' does not say what is fixed and what is free.",
    )
    assert check(whole(), STEPS) == ()


def test_the_first_playbook_fits_the_process() -> None:
    first = first_playbook(STEPS)
    assert check(first, STEPS) == ()
    assert [card.stage for card in first.stages] == ["Lead", "Demo"]
    assert [card.step for card in first.competencies] == ["default.lead", "default.demo"]
    assert set(from_files(to_files(first)).documents) == set(first.documents)


def test_hand_tags_say_what_is_wrong() -> None:
    for header in ("id,scenario", "deal,activity", "scenario"):
        with pytest.raises(DefinitionError, match="columns scenario and deal, or activity"):
            from_files({"tagged.csv": f"{header}\n1,cfo\n"})
    with pytest.raises(DefinitionError, match="row 3"):
        from_files({"tagged.csv": "deal,scenario\n1,cfo\n2,\n"})
    assert from_files({"tagged.csv": "Scenario,Deal\ncfo,1\n\n"}).by_hand == (
        HandTag("1", "cfo", 2),
    )


def test_activities_are_tagged_beside_deals() -> None:
    text = "activity,scenario,deal\n00T1,cfo,\n,cfo,0061\n"
    assert from_files({"tagged.csv": text}).by_hand == (
        HandTag("", "cfo", 2, "00T1"),
        HandTag("0061", "cfo", 3),
    )
    assert from_files({"tagged.csv": "activity,scenario\n00T1,cfo\n"}).by_hand[0].deal == ""
    with pytest.raises(DefinitionError, match="row 2: both a deal and an activity"):
        from_files({"tagged.csv": "deal,activity,scenario\n0061,00T1,cfo\n"})
    with pytest.raises(DefinitionError, match="row 3"):
        from_files({"tagged.csv": "deal,activity,scenario\n0061,,cfo\n,,cfo\n"})


def test_tags_of_one_scenario_change_and_those_of_others_stay() -> None:
    files = {"tagged.csv": "deal,scenario\n0061,cfo\n0062,price\n"}
    more = with_tags(files, "cfo", ["0063", "0063"], ["00T1"])
    assert more["tagged.csv"] == ("deal,activity,scenario\n0062,,price\n0063,,cfo\n,00T1,cfo\n")
    less = with_tags(with_tags(more, "cfo", [], []), "price", ["0062"], [])
    assert less["tagged.csv"] == "deal,scenario\n0062,price\n", "as it was before activities"
    assert with_tags(less, "price", [], []) == {}


def test_words_are_compared_plainly() -> None:
    assert plain("  CFO / Finance-Lead_2 ") == "cfo finance lead 2"
    (rule,) = rules_of([{"Lost_Reason": ["Too  Expensive!"]}], "x")
    assert rule == Rule((Condition("lost reason", ("too expensive",)),))
    assert rule.is_afterwards


def test_every_kind_has_a_folder_and_needs_are_said() -> None:
    assert set(FOLDERS) == set(get_args(DocumentKind))
    assert {path_of(d).split("/")[0] for d in (LEAD, CFO, EARLY)} <= set(FOLDERS.values())
    assert all(NEEDS.values())
    assert all(FIELDS.values())


def test_rules_as_people_type_them() -> None:
    typed = "role: cfo, finance*; segment: large\n\n lost reason: budget "
    rules = rules_from_lines(typed, "here")
    assert rules[0] == CFO.rules[0]
    assert rules[1].is_afterwards
    assert rules_from_lines(rule_lines(rules), "here") == rules
    assert rules_from_lines("", "here") == ()
    for wrong, said in (("finance", "no rule"), ("shoe: 44", "cannot look"), ("role: ", "no word")):
        with pytest.raises(DefinitionError, match=said):
            rules_from_lines(wrong, "here")


def test_answers_become_a_routine_and_what_was_not_said_is_left_out() -> None:
    said = {"signal": " silence ", "fixed": "- ask\n\nwrite it down", "wrong": "  "}
    made = drafted("cfo", "Cleo", "Ask early", said)
    assert made.text == "**The sign.** silence"
    assert (made.fixed, made.free) == (("ask", "write it down"), ())
    assert from_markdown(to_markdown(made), "routine", "ask-early") == made


def test_unknown_lines_of_the_front_matter_stay() -> None:
    before = to_markdown(EARLY).replace("---\ntitle", "---\nreviewed: 2026-05-01\ntitle", 1)
    after = rewritten(before, EARLY)
    assert "reviewed: 2026-05-01" in after
    assert from_markdown(after, "routine", "early") == EARLY
    assert rewritten(None, EARLY) == to_markdown(EARLY)
