"""A selection without deals, and a day without data, are called what they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.cli.running import Ran, fairlead
from tests.refresh.company import DEAL_HEADER, deal, write_csv, write_deals

pytestmark = pytest.mark.usefixtures("here")

ABOUT_DEALS = {"steps", "win_rate", "cycle_time", "deal_size", "movement"}


def reasons(ran: Ran) -> dict[str, str]:
    return {c["code"]: c["reason"] for c in ran.json["capabilities"] if not c["answerable"]}


def asked(*options: str) -> tuple[Ran, dict[str, str]]:
    ran = fairlead("brief", *options)
    assert ran.code == 0, ran.plain
    return ran, reasons(fairlead("brief", *options, "--json"))


def test_before_the_first_deal(export: Path) -> None:
    fairlead("import", export)
    ran, why = asked("--as-of", "2020-01-01")
    said = "on 1 Jan 2020 there was no deal yet: the first is of 2 Sep 2026"
    assert set(why.values()) == {said}
    assert f"Nothing to tell: {said}." in ran.plain
    assert f"Anything about deals: {said}." in ran.plain
    assert ran.plain.count("unlock") == 0
    assert "Not in the export" not in ran.plain
    assert "no deals of no people" not in ran.plain


@pytest.mark.slow
def test_a_person_without_deals(export: Path) -> None:
    fairlead("import", export)
    ran, why = asked("--for", "rep", "--name", "Ada North")
    assert {why[code] for code in ABOUT_DEALS} == {"on 30 Oct 2026 no deal belonged to this person"}
    assert "holds no lost deals" not in ran.plain
    assert "carry no" not in ran.plain


@pytest.mark.slow
def test_everything_deleted_or_left_out(export: Path, tmp_path: Path) -> None:
    fairlead("import", export, "--workspace", "w")
    _ran, why = asked("--workspace", "w", "--leave-out-pipeline", "default")
    assert {why[code] for code in ABOUT_DEALS} == {"every deal is left out"}
    rows = [[*deal(n, "Closed Won"), "true"] for n in range(1, 6)]
    write_csv(tmp_path / "gone" / "Opportunity.csv", (*DEAL_HEADER, "IsDeleted"), rows)
    assert fairlead("import", tmp_path / "gone", "--workspace", "gone").code == 0
    ran, why = asked("--workspace", "gone")
    assert {why[code] for code in ABOUT_DEALS} == {"all deals are deleted in the CRM"}
    assert "5 deals are deleted in the CRM and count nowhere" in ran.plain


@pytest.mark.slow
def test_a_quiet_year_is_no_missing_column(tmp_path: Path) -> None:
    """Deals that ended long ago: what is missing are closings in the window, not columns."""
    old = {"createddate": "2024-01-05T08:00:00Z", "closedate": "2024-02-01"}
    rows = [deal(n, "Closed Won", **old) for n in range(1, 9)]
    rows += [deal(n, "Closed Lost", **old) for n in range(9, 19)]
    rows += [deal(n) for n in range(19, 30)]
    write_deals(tmp_path / "old", rows)
    fairlead("import", tmp_path / "old")
    _ran, why = asked()
    window = "in the 12 months to 30 Oct 2026"
    assert why["win_rate"] == f"no deal was won or lost {window}"
    assert why["deal_size"] == why["cycle_time"] == f"no deal was won {window}"


@pytest.mark.slow
def test_before_the_history_begins(export: Path) -> None:
    with (export / "OpportunityHistory.csv").open(encoding="utf-8") as handle:
        header, *rows = list(csv.reader(handle))
    late = [[*row[:-1], row[-1].replace("2026-09", "2026-10")] for row in rows]
    write_csv(export / "OpportunityHistory.csv", header, late)
    fairlead("import", export)
    _ran, why = asked("--as-of", "2026-09-20")
    assert why["steps"] == "stage history begins on 2 Oct 2026"


@pytest.mark.slow
def test_a_day_after_the_data_is_told_as_of_their_end(export: Path) -> None:
    fairlead("import", export)
    ran = fairlead("brief", "--as-of", "2031-03-01")
    assert "Nothing is known after 30 Oct 2026; 1 Mar 2031 was asked for." in ran.plain
    body = fairlead("brief", "--as-of", "2031-03-01", "--json").json
    assert (body["as_of"], body["asked_as_of"]) == ("2026-10-30", "2031-03-01")
    assert body["findings"][0]["code"] == "asked_after_data"
    plain = fairlead("brief", "--json").json
    assert plain["asked_as_of"] is None
    assert body["totals"] == plain["totals"]
    assert body["hygiene"] == plain["hygiene"]


def test_wins_without_an_amount_are_worth_nothing_known(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won", "") for n in range(1, 4)]
    write_deals(tmp_path / "few", [*rows, deal(4, "Closed Lost", 500)])
    ran = fairlead("brief", tmp_path / "few")
    assert "Won in Q4 2026 so far: 3 deals, none with an amount." in ran.plain
    assert "EUR 0" not in ran.plain


def test_closed_deals_without_any_date_are_not_open(tmp_path: Path) -> None:
    """A list for teaching: how each deal ended and its amount, no day and no owner."""
    rows = [(n, "Won" if n % 4 == 0 else "Loss", 100 * n) for n in range(1, 101)]
    columns = "{id: {column: Deal No}, outcome: {column: Result}, amount: {column: Amount USD}}"
    text = f"files:\n  deals.csv:\n    target: opportunities\n    columns: {columns}\n"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    file = write_csv(tmp_path / "export" / "deals.csv", ("Deal No", "Result", "Amount USD"), rows)
    assert fairlead("import", file, "--mapping", mapping).code == 0
    said = " ".join(fairlead("brief").plain.split())
    assert "Open: no deals" in said
    assert "open deals carry no date" not in said
    assert said.count("none carries the day it closed. To unlock: the day each deal closed.") == 3
    assert "Not in the export: owners of deals, targets" in said


def test_without_any_deal_it_is_said_what_to_bring(tmp_path: Path) -> None:
    rows = [(n, f"Person {n}", "Buyer") for n in range(1, 9)]
    file = write_csv(tmp_path / "contacts.csv", ("Contact ID", "Last Name", "Title"), rows)
    said = " ".join(fairlead("brief", file).plain.split())
    assert "Anything about deals: the data hold no deals. To unlock: a list of deals" in said
    assert "The data hold no deal with a date" in " ".join(fairlead("measure", file).plain.split())


def test_where_nothing_closed_no_won_deals_are_spoken_of(tmp_path: Path) -> None:
    rows = [deal(n) for n in range(1, 9)]
    said = " ".join(fairlead("brief", write_deals(tmp_path / "open", rows).parent).plain.split())
    assert "What share of closed deals do we win? No deal counts as won or lost." in said
    assert "Only won deals or orders are there" not in said
    assert "an export with lost deals" not in said
