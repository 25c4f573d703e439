"""Every number of a brief leads to exactly the rows it counts, whoever asks and of when."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fairlead.answers import Evidence
from fairlead.errors import DefinitionError, InputError
from fairlead.forecast.movement import Movement
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.explaining import explain
from tests.refresh.company import deal, take, write_company, write_csv, write_deals
from tests.refresh.numbers import TODAY, rows_and_claims

SCOPES: dict[str, dict[str, Any]] = {
    "company": {},
    "leader": {"audience": "leader"},
    "manager": {"audience": "manager", "name": "Ben Okafor"},
    "rep": {"audience": "rep", "name": "Cleo Marin"},
    "without renewals": {"leave_out_types": ("renewal",)},
    "half a year ago": {"as_of": dt.date(2026, 5, 13)},
    "first day of a quarter": {"as_of": dt.date(2026, 10, 1)},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_every_number_leads_to_its_rows(imported: Path, scope: str) -> None:
    found = rows_and_claims(imported, **SCOPES[scope])
    assert len(found) >= 8
    wrong = {claim: pair for claim, pair in found.items() if pair[0] != pair[1]}
    assert not wrong


def test_sizes_times_and_currencies_count_what_they_say(odd_path: Path) -> None:
    """Deals without amount, in other money, closed before created: each in its own number only."""
    rows = [deal(n, "Closed Won") for n in range(1, 31)]
    rows += [deal(n, "Closed Won", "") for n in range(31, 36)]
    rows += [deal(n, "Closed Won", createddate="2026-10-29T00:00:00Z") for n in range(36, 40)]
    rows += [deal(n, "Closed Lost") for n in range(40, 50)]
    write_deals(odd_path, rows)
    path = odd_path / "Opportunity.csv"
    lines = path.read_text().splitlines()
    coins = ["CurrencyIsoCode"] + ["USD" if n < 3 else "EUR" for n in range(len(rows))]
    path.write_text("\n".join(f"{a},{b}" for a, b in zip(lines, coins, strict=True)) + "\n")
    take(odd_path / "ws", path)
    found = rows_and_claims(odd_path / "ws")
    counts = {claim.split(" ", 1)[1]: pair for claim, pair in found.items()}
    assert counts["Size of a win"] == (31, 31)  # 30 less 3 in dollars, and the 4 back to front
    assert counts["Time to a win"] == (35, 35)
    assert counts["Deals closed before they were created"] == (4, 4)
    assert counts["Won in Q4 2026"] == (39, 39)


def test_the_parts_of_the_movement_add_up_from_the_rows(imported: Path, odd_path: Path) -> None:
    home = open_workspace(shutil.copytree(imported, odd_path / "ws"))
    made = brief_workspace(home, today=TODAY)
    moved = made.material.movement
    assert isinstance(moved, Movement)
    number = next(e.number for e in made.brief.evidence if e.query == "movement")
    _evidence, rows = explain(home, number, limit=None)
    part, amount = rows.header.index("part"), rows.header.index("amount")
    sums: Counter[str] = Counter()
    for row in rows.rows:
        sums[row[part]] += row[amount]
    assert sums == {p.code: p.amount for p in moved.parts if p.deal_count}
    assert moved.opening.amount + sum(sums.values()) == moved.closing.amount


def test_deals_to_look_at_say_why(imported: Path, odd_path: Path) -> None:
    home = open_workspace(shutil.copytree(imported, odd_path / "ws"))
    made = brief_workspace(home, today=TODAY)
    number = next(e.number for e in made.brief.evidence if e.query == "untidy_deals")
    _evidence, rows = explain(home, number, limit=None)
    signs = Counter(sign for row in rows.rows for sign in row[0].split(", "))
    tidy = made.material.summary.hygiene
    assert signs == {
        sign: count
        for sign, count in {
            "no next step": tidy.without_next_step,
            "no close date": tidy.without_close_date,
            "older than 95% of wins": tidy.stale,
        }.items()
        if count
    }


def test_the_rows_are_those_of_the_brief_also_after_an_import(odd_path: Path) -> None:
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    made = brief_workspace(home, today=TODAY)
    (won,) = [e for e in made.brief.evidence if e.claim.startswith("Won in")]
    write_deals(odd_path / "b", [deal(n, "Closed Won") for n in range(100, 105)])
    take(home, odd_path / "b")
    assert explain(home, won.number)[1].total == won.row_count == 4
    for extra in range(6):
        write_deals(odd_path / "b", [deal(200 + extra)])
        take(home, odd_path / "b")
    with pytest.raises(InputError, match="changed too often since the last brief"):
        explain(home, won.number)
    assert brief_workspace(home, today=TODAY).brief.evidence[0].row_count == 9


def test_numbers_that_are_not_there_are_told(odd_path: Path) -> None:
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    with pytest.raises(InputError, match="no brief was printed from this workspace"):
        explain(home, 1)
    last = len(brief_workspace(home, today=TODAY).brief.evidence)
    with pytest.raises(InputError) as told:
        explain(home, 99)
    assert told.value.hint == f"Its numbers go from 1 to {last}."
    (home.results / "brief.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        explain(home, 1)


def test_a_query_of_another_version_is_told() -> None:
    from fairlead.lake.published.rows import rows_behind

    with pytest.raises(DefinitionError) as told:
        rows_behind(None, Evidence(3, "x", "x", "of_tomorrow"))
    assert "not known here" in told.value.message


def test_names_are_found_or_close_ones_named(odd_path: Path) -> None:
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    for name in ("Cleo Reyes", "Reyes, Cleo", "cleo@example.org", "cleo", "00500000000000 3AAA"):
        question = Question(TODAY, "rep", name.replace(" 3", "3"))
        made = brief_workspace(home, today=TODAY, question=question)
        assert made.brief.title == "Cleo Reyes"
    with pytest.raises(InputError) as told:
        brief_workspace(home, today=TODAY, question=Question(TODAY, "rep", "Kleo Reyez"))
    assert "Cleo Reyes" in told.value.hint


def test_a_process_file_that_cannot_be_read_is_told(odd_path: Path) -> None:
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    home.process_file.write_bytes(b"\xff\xfe: [")
    with pytest.raises(DefinitionError):
        brief_workspace(home, today=TODAY)


def test_files_without_dates_do_not_say_how_far_the_data_go(odd_path: Path) -> None:
    """team.csv written today beside an export of last month: the data are of last month."""
    take(odd_path / "ws", write_company(odd_path / "a"))
    team = write_csv(
        odd_path / "team.csv",
        ("person", "manager", "team", "territory", "role", "from", "to"),
        [("Cleo Reyes", "Ben Ito", "North", "", "rep", "", "")],
    )
    home = open_workspace(odd_path / "ws")
    take(home, team)
    assert home.manifest().data_until == "2026-10-30"
    assert brief_workspace(home, today=TODAY).brief.as_of == dt.date(2026, 10, 30)
    write_csv(team, ("person", "manager", "team", "territory", "role", "from", "to"),
              [("Cleo Reyes", "Ada North", "North", "", "rep", "", "")])  # fmt: skip
    take(home, team)
    again = take(home, odd_path / "a")
    assert again.changed is False
