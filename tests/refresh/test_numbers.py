"""Every number of a brief leads to exactly the rows it counts, whoever asks and of when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.longer import slow
from tests.refresh.company import CLEO, deal, take, write_company, write_csv, write_deals
from tests.refresh.numbers import TODAY, prepared, rows_and_claims

from fairlead.answers import Evidence
from fairlead.errors import DefinitionError, InputError
from fairlead.forecast.movement import Movement
from fairlead.lake.conform.keys import key_id
from fairlead.lake.counts.scope import find_person
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.explaining import behind, explain
from fairlead.refresh.opening import opened

SCOPES: dict[str, dict[str, Any]] = {
    "company": {},
    "manager": {"audience": "manager", "name": "Ben Okafor"},
    "leader, in August, no renewals": {
        "audience": "leader",
        "as_of": dt.date(2026, 8, 13),
        "leave_out_types": ("renewal",),
    },
}


@pytest.mark.parametrize(
    "scope",
    ["manager", *slow("company", "leader, in August, no renewals")],
)
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


def test_rows_say_which_part_and_why(imported: Path) -> None:
    """Parts of the movement add up from their rows; deals to look at say what is missing."""
    with prepared(imported) as (connection, scope, material, brief):
        of = {e.query: behind(connection, scope, e, limit=None) for e in brief.evidence}
    moved, tidy = material.movement, material.summary.hygiene
    assert isinstance(moved, Movement)
    rows = of["movement"]
    part, amount = rows.header.index("part"), rows.header.index("amount")
    sums: Counter[str] = Counter()
    for row in rows.rows:
        sums[row[part]] += row[amount]
    assert sums == {p.code: p.amount for p in moved.parts if p.deal_count}
    assert moved.opening.amount + sum(sums.values()) == moved.closing.amount
    signs = Counter(sign for row in of["untidy_deals"].rows for sign in row[0].split(", "))
    expected = {
        "no next step": tidy.without_next_step,
        "no close date": tidy.without_close_date,
        "older than 95% of wins": tidy.stale,
    }
    assert signs == {sign: count for sign, count in expected.items() if count}


@pytest.mark.slow
def test_the_rows_are_those_of_the_brief_also_after_an_import(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairlead.lake.store.manifest.KEPT", 2)
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    made = brief_workspace(home, today=TODAY)
    (won,) = [e for e in made.brief.evidence if e.claim.startswith("Won in")]
    write_deals(odd_path / "b", [deal(n, "Closed Won") for n in range(100, 105)])
    take(home, odd_path / "b")
    assert explain(home, won.number)[1].total == won.row_count == 4
    write_deals(odd_path / "b", [deal(200)])
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
    with opened(home, home.manifest()) as connection:
        for name in ("Cleo Reyes", "Reyes, Cleo", "cleo@example.org", "cleo", CLEO, CLEO[:15]):
            assert find_person(connection, name) == key_id("person", CLEO)
    with pytest.raises(InputError) as told:
        brief_workspace(home, today=TODAY, question=Question(TODAY, "rep", "Kleo Reyez"))
    assert "Cleo Reyes" in told.value.hint


def test_a_process_file_that_cannot_be_read_is_told(odd_path: Path) -> None:
    take(odd_path / "ws", write_company(odd_path / "a"))
    home = open_workspace(odd_path / "ws")
    home.process_file.write_bytes(b"\xff\xfe: [")
    with pytest.raises(DefinitionError):
        brief_workspace(home, today=TODAY)


@pytest.mark.slow
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
