"""A try-out as its user begins and reads it: a file, a draw that stays, a verdict."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead

from fairlead.errors import ConflictError, InputError
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.trying import try_outs
from fairlead.refresh.trying_begin import begin_try_out
from fairlead.refresh.trying_json import try_outs_json
from fairlead.refresh.trying_store import begun

STEP = "Demo to Proposal"
BEGAN = dt.date(2026, 1, 4)
NOW = dt.datetime(2026, 1, 4, 10, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)

TEXT = """---
title: Ask for the date
what: No demo ends without the day of the next meeting.
at_risk: A prospect may feel pushed.
unit: UNIT
outcome: Demo to Proposal
smallest_effect: 15
guardrails:
  - step: Proposal to Negotiation
    worse_by: 10
start_on: 2026-01-05
stop_on: 2026-09-30
if:
  - when: no answer
    do: Keep it as a choice, claim nothing.
seed: 11
---
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A simulated company of 14 people and 22 months, and two try-outs begun in January."""
    folder = tmp_path_factory.mktemp("Versuch ü #7")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        options = ("--people", "14", "--months", "22", "--seed", "9", "--dirt", "0")
        assert fairlead("simulate", "export", *options).code == 0
        ran = fairlead("import", "export", "--workspace", "home")
        assert ran.code == 0, ran.err
        made = open_workspace(folder / "home")
        for unit in ("deal", "person"):
            file = folder / f"By {unit}.md"
            text = TEXT.replace("UNIT", unit)
            if unit == "person":
                text = text.replace(STEP, "Discovery to Demo")
            file.write_text(text, encoding="utf-8")
            begin_try_out(made, file, now=NOW, today=BEGAN)
        yield made


def told(home: Workspace, name: str, as_of: dt.date | None = None) -> dict[str, Any]:
    found = try_outs(home, today=TODAY, name=name, as_of=as_of, with_drawn=True)
    body: dict[str, Any] = json.loads(json.dumps(try_outs_json(found, people=True), default=str))
    return body


def test_deals_are_drawn_kept_and_judged(home: Workspace) -> None:
    body = told(home, "by-deal")
    (found,) = body["try_outs"]
    assert found["unit"] == "deal"
    assert sum(found["entered"]) > 100
    assert found["sides"] == found["entered"]
    assert found["with_play"][1] + found["without"][1] <= sum(found["entered"])
    assert found["verdict"]["word"] in {
        "cannot be known", "no effect of the size that matters",
    }  # fmt: skip
    assert found["effect"]["lower"] <= found["effect"]["value"] <= found["effect"]["upper"]
    assert found["effect"]["n"] == found["with_play"][1] + found["without"][1]
    assert found["watched"][0]["crossed_on"] is None
    assert found["chance_of_sides"] > 0.001
    assert found["detectable"] > 0.05


@pytest.mark.slow
def test_nothing_known_later_changes_what_was_said(home: Workspace) -> None:
    """Every look of the whole path is what was said on that evening."""
    (late,) = told(home, "by-deal")["try_outs"]
    for on in (late["path"][3]["on"], late["path"][-4]["on"]):
        (then,) = told(home, "by-deal", dt.date.fromisoformat(on))["try_outs"]
        assert then["path"] == [p for p in late["path"] if p["on"] <= on]
        assert then["effect"]["n"] == then["path"][-1]["n"]
    assert told(home, "by-deal", dt.date(2026, 1, 4))["try_outs"][0]["verdict"]["word"] == (
        "not begun"
    )
    with pytest.raises(InputError, match="no try-out is called"):
        try_outs(home, today=TODAY, name="by-deal", as_of=dt.date(2026, 1, 1))


@pytest.mark.slow
def test_people_are_drawn_and_named_only_where_asked(home: Workspace) -> None:
    body = told(home, "by-person")
    (found,) = body["try_outs"]
    who = found["who"]
    assert {p["tries"] for p in who} == {True, False}
    assert abs(sum(p["tries"] for p in who) - len(who) / 2) <= 1
    plain = fairlead("verify", "try-out", "-w", home.root)
    assert plain.code == 0, plain.plain
    assert not [p["name"] for p in who if p["name"] in plain.plain]
    named = fairlead("verify", "try-out", "by-person", "--drawn", "-w", home.root)
    assert who[0]["name"].split()[-1] in named.plain


def test_who_takes_part_is_told_their_own_part_only(home: Workspace) -> None:
    found = try_outs(home, today=BEGAN + dt.timedelta(days=150), as_of=dt.date(2026, 6, 2))
    by_name = {made.name: made for made in begun(home)}
    by_deal = [each for each in found.drawn if each.play == "by-deal"]
    assert len(by_deal) > 5
    assert {each.tries for each in by_deal} == {True, False}
    told = 0
    for person, parts in found.mine.items():
        of = {part.title: part for part in parts if part.tries is None}
        if "Ask for the date" in of:
            deals = of["Ask for the date"].deals
            assert sorted(deals) == sorted(
                (each.name, each.tries) for each in by_deal if each.owner == person
            )
            told += len(deals)
        (own,) = [part for part in parts if part.tries is not None]
        drawn = {p.person: p.tries for p in by_name["by-person"].people}
        assert own.tries == drawn[person]
        assert own.deals == ()
    taken = {p.person for p in by_name["by-deal"].people}
    assert told == sum(each.owner in taken for each in by_deal)


def test_what_no_longer_draws_is_told_while_a_deal_is_open_in_it(home: Workspace) -> None:
    found = try_outs(home, today=TODAY)
    for person, parts in found.mine.items():
        open_deals = [e for e in found.drawn if e.owner == person and e.play == "by-deal"]
        assert [part.tries for part in parts] == [None] * bool(open_deals)


def test_what_was_declared_stays(home: Workspace) -> None:
    file = home.root.parent / "By deal.md"
    before = begun(home)
    made, _ = begin_try_out(home, file, now=NOW, today=TODAY)
    assert made in before
    assert begun(home) == before
    other = home.root.parent / "elsewhere"
    other.mkdir(exist_ok=True)
    changed = other / "By deal.md"
    text = TEXT.replace("UNIT", "deal").replace(STEP, "Proposal to Negotiation")
    changed.write_text(text.replace("smallest_effect: 15", "smallest_effect: 4"), "utf-8")
    with pytest.raises(ConflictError, match="says something else"):
        begin_try_out(home, changed, now=NOW, today=BEGAN)


def test_wrong_declarations_are_refused(home: Workspace, tmp_path: Path) -> None:
    good = TEXT.replace("UNIT", "deal").replace(STEP, "Proposal to Negotiation")
    for old, new, said in (
        ("", "", "has passed"),
        ("outcome: Proposal to Negotiation", "outcome: juggling", "no step or ratio is called"),
        ("outcome: Proposal to Negotiation", "outcome: New deals", "may mean 3 things"),
        (
            "outcome: Proposal to Negotiation",
            "outcome: New deals (new business)",
            "is no step",
        ),
        ("outcome: Proposal to Negotiation", f"outcome: {STEP}", "being tried already"),
        ("unit: deal", "unit: deal\nwho: [Nobody Known]", "no person called"),
    ):
        file = tmp_path / "Neu ü.md"
        file.write_text(good.replace(old, new) if old else good, encoding="utf-8")
        day = TODAY if not old else BEGAN
        with pytest.raises(InputError, match=said):
            begin_try_out(home, file, now=NOW, today=day)
    ran = fairlead("verify", "try-out", "--begin", tmp_path / "none.md", "-w", home.root)
    assert ran.code == 2
    ran = fairlead("verify", "try-out", "nothing", "-w", home.root)
    assert ran.code == 2
    assert "by-deal" in ran.plain


@pytest.mark.slow
def test_a_limit_on_deals_at_risk_closes_it(home: Workspace, tmp_path: Path) -> None:
    text = TEXT.replace("UNIT", "deal").replace(STEP, "Negotiation to Won")
    file = tmp_path / "Few.md"
    file.write_text(text.replace("seed: 11", "seed: 11\nmost_deals: 20"), encoding="utf-8")
    begin_try_out(home, file, now=NOW, today=BEGAN)
    try:
        (found,) = told(home, "few")["try_outs"]
        assert 20 <= found["entered"][0] <= 23  # whole days
        assert found["verdict"]["word"] == "cannot be known"
        assert found["set_off"] == {
            "when": "no answer",
            "do": "Keep it as a choice, claim nothing.",
        }
    finally:
        (home.try_outs / "few.json").unlink()


def test_an_example_is_printed_and_begins(home: Workspace, tmp_path: Path) -> None:
    printed = fairlead("verify", "try-out", "--example")
    assert printed.code == 0
    file = tmp_path / "ask.md"
    text = printed.out.replace("who: [North, South]\n", "").replace(STEP, "Qualified to Discovery")
    file.write_text(text, encoding="utf-8")
    made = begin_try_out(home, file, now=NOW, today=BEGAN)[0]
    assert replace(made.plan, who=()) == made.plan
    (home.try_outs / "ask.json").unlink()


def test_a_declaration_is_looked_at_before_it_is_kept(home: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "Only looked at.md"
    text = TEXT.replace("UNIT", "deal").replace(STEP, "Proposal to Negotiation", 1)
    text = text.replace("step: Proposal to Negotiation", f"step: {STEP}")
    ahead = text.replace("2026-01-05", "2099-01-05").replace("2026-09-30", "2099-09-30")
    file.write_text(ahead, encoding="utf-8")
    before = begun(home)
    ran = fairlead("verify", "try-out", "--look", file, "-w", home.root)
    assert ran.code == 0, ran.err
    assert "WHAT WOULD BE FIXED" in ran.out
    assert "would show 8 times in 10" in ran.out
    assert "Nothing is kept yet." in ran.out
    assert begun(home) == before
    ran = fairlead("verify", "try-out", "--look", file, "--begin", file, "-w", home.root)
    assert ran.code != 0
    assert "Look first, then begin." in ran.err
