"""Forecast as a user runs it: ranges, sums, silence, errors, and nobody named unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import deal, write_deals

from fairlead.brief import words

DAY = ("--as-of", "2026-08-12")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A simulated company of eight people in its own workspace."""
    folder = tmp_path_factory.mktemp("Firma ü #4")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        asked = ("--people", "8", "--months", "20", "--seed", "4", "--dirt", "0")
        assert fairlead("simulate", "export", *asked).code == 0
        ran = fairlead("import", "export", "--workspace", "home")
        assert ran.code == 0, ran.err
    return folder / "home"


@pytest.fixture(scope="module")
def by_person(workspace: Path) -> Any:
    ran = fairlead("forecast", "-w", workspace, *DAY, "--by", "person", "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_a_range_with_its_target_and_what_it_takes(workspace: Path, by_person: Any) -> None:
    ran = fairlead("forecast", "-w", workspace, *DAY)
    assert ran.code == 0, ran.err
    text = " ".join(ran.plain.split())
    assert "We land near EUR" in text
    assert "8 times in 10 between" in text
    assert "Chance of target" in text
    assert "In the last" in text
    named = [part["name"] for part in by_person["parts"]]
    assert len(named) > 6
    assert not any(name in ran.plain for name in named if " " in name and "person" not in name)
    low, high = (by_person["period"]["quantiles"][q] for q in ("0.1", "0.9"))
    assert low < by_person["period"]["quantiles"]["0.5"] < high
    assert 0 <= by_person["chance_of_target"] <= 1


def test_people_add_up_to_the_company(by_person: Any) -> None:
    for which in ("period", "next"):
        for what in ("won_so_far", "open", "new", "mean"):
            parts = sum(part[which][what] for part in by_person["parts"])
            assert parts == pytest.approx(by_person[which][what], abs=1), (which, what)
    share = by_person["share_of_range"]
    assert share["open"] + share["new"] == pytest.approx(1)
    assert all("owner" in d for d in by_person["deals"])


def test_nobody_is_named_unless_asked_for(workspace: Path) -> None:
    plain = fairlead("forecast", "-w", workspace, *DAY, "--by", "team", "--json").json
    assert not any("owner" in d for d in plain["deals"])
    assert plain["parts"]


def test_the_rows_behind_the_range_are_the_open_deals(workspace: Path, by_person: Any) -> None:
    fairlead("forecast", "-w", workspace, *DAY)
    why = fairlead("why", "1", "-w", workspace, "--json")
    assert why.code == 0, why.err
    assert why.json["total"] == by_person["open_deals"]
    wide = fairlead("why", "2", "-w", workspace, "--json")
    assert wide.json["total"] == len(by_person["deals"])


@pytest.mark.slow
def test_the_past_is_told_with_its_misses(workspace: Path) -> None:
    ran = fairlead("forecast", "backtest", "-w", workspace, "--html", workspace / "Seite ü.html")
    assert ran.code == 0, ran.err
    text = " ".join(ran.plain.split())
    assert "held on" in text
    assert "weighted pipeline" in text
    assert "the range held" in text
    page = (workspace / "Seite ü.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "share that was to lie below" in page
    said = fairlead("forecast", "backtest", "-w", workspace, "--json").json
    assert {len(one["quantiles"]) for one in said["said"]} == {7}
    assert said["calibration"]["n"] == len(said["said"])
    # what was said of an evening is what is said of it when it is asked about
    one = said["said"][-1]
    then = fairlead("forecast", "-w", workspace, "--as-of", one["as_of"], "--json").json
    assert then["period"]["won_so_far"] == one["won_so_far"]
    assert then["period"]["quantiles"]["0.5"] == pytest.approx(one["quantiles"]["0.5"], rel=0.05)


@pytest.mark.usefixtures("here")
def test_too_little_data_says_what_is_needed(tmp_path: Path) -> None:
    export = write_deals(tmp_path / "few", [deal(n, "Closed Won") for n in range(1, 9)]).parent
    for asked in (("forecast", export), ("forecast", "backtest", export)):
        ran = fairlead(*asked)
        assert ran.code == 0, ran.err
        assert "too little data" in ran.plain


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--period", "week"), "no period called 'week'"),
        (("--as-of", "yesterday"), "is no date"),
        (("backtest", "--by", "team"), "--by is not known to the back-test"),
        (("one", "two"), "one export at a time"),
        (("backtests", "more"), "Did you mean `fairlead forecast backtest`?"),
        (("--period", "Q1 2026", *DAY), "2026-08-12 does not lie in Q1 2026"),
    ],
)
def test_bad_options_say_what_to_do(workspace: Path, asked: tuple[str, ...], told: str) -> None:
    ran = fairlead("forecast", "-w", workspace, *asked)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())


@pytest.mark.slow
def test_teams_and_people_are_set_beside_their_targets(workspace: Path, by_person: Any) -> None:
    ran = fairlead("forecast", "-w", workspace, *DAY, "--by", "team", "--json")
    assert ran.code == 0, ran.err
    teams = {part["name"]: part for part in ran.json["parts"]}
    aimed = [part for part in teams.values() if part["target"] is not None]
    assert aimed
    assert all(0 <= part["chance_of_target"] <= 1 for part in aimed)
    assert teams["no team"]["target"] is None if "no team" in teams else True
    people = [p for p in by_person["parts"] if p["target"] is not None]
    assert len(people) > 4
    assert sum(p["target"] for p in people) == pytest.approx(ran.json["target"], rel=0.001)
    assert sum(p["target"] for p in aimed) <= ran.json["target"] * 1.001
    told = fairlead("forecast", "-w", workspace, *DAY, "--by", "team")
    assert "target" in told.plain.split("BY TEAM")[1].split("HOW IT HELD")[0]


def test_deals_that_make_the_range_wide_say_whose_they_are(workspace: Path, by_person: Any) -> None:
    """By team the team stands there, by person the owner; JSON has what is to be done next."""
    assert all({"name", "next_step", "team", "owner"} <= set(d) for d in by_person["deals"])
    assert any(d["team"] for d in by_person["deals"])
    told = fairlead("forecast", "-w", workspace, *DAY).plain
    table = told.split("WHAT CAN STILL BE CHANGED")[1].split("HANGS ON")[0]
    assert "team" in table
    assert by_person["deals"][0]["team"] in table
    assert not any(str(d["owner"]) in table for d in by_person["deals"])


def test_what_a_target_takes_is_silent_where_it_is_reached(by_person: Any) -> None:
    assert by_person["target"] < by_person["period"]["quantiles"]["0.5"]
    assert by_person["it_takes"] is None
    assert "nothing is missing" in by_person["not_told"]["it_takes"]["reason"]


def test_the_table_of_parts_shows_what_adds_up(workspace: Path, by_person: Any) -> None:
    told = fairlead("forecast", "-w", workspace, *DAY, "--by", "team").plain
    table = told.split("BY TEAM")[1].split("HOW IT HELD")[0]
    assert "expected" in table
    row = " ".join(table.split()).rsplit("all ", 1)[1].split()
    assert row[2] == f"{round(by_person['period']['mean'] / 100_000):,}k", table
    assert "above the target" in " ".join(told.split())


def test_a_period_is_named_as_submit_takes_it(workspace: Path) -> None:
    ran = fairlead("forecast", "-w", workspace, *DAY, "--period", "2026-08", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["period"]["label"] == "Aug 2026"


def test_a_day_before_any_deal_says_which_is_the_first(workspace: Path) -> None:
    ran = fairlead("forecast", "-w", workspace, "--as-of", "2019-01-01")
    assert ran.code == 0, ran.err
    assert "the first deal is of" in " ".join(ran.plain.split())


def small_company(folder: Path, *, huge: bool) -> Path:
    """Write an export of few deals, or of more and one that is a thousand times the others."""
    rows = ["Deal ID,Owner,Stage,Amount,Currency,Created Date,Status,Closed On"]
    for n in range(240 if huge else 60):
        month, year = n % 12 + 1, 2024 + n // (180 if huge else 48)
        ended = n % 6 != 5
        status = ("won" if n % 3 == 0 and (huge or n % 12) else "lost") if ended else "open"
        closed = f"{year}-{month:02d}-20" if ended else ""
        amount = 90_000_000 if huge and n == 239 else 9_000 + n
        who = ("Cleo Marin", "Dan Petrov", "Eva Lind")[n % 3 if huge else n % 2]
        rows.append(
            f"D{n},{who},{status.capitalize() if ended else 'Demo'},{amount},EUR,"
            f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}-25,{status},{closed}"
        )
    folder.mkdir()
    (folder / "deals.csv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.mark.usefixtures("here")
def test_what_is_expected_in_wins_need_not_be_whole(tmp_path: Path) -> None:
    """0.4 wins read "no wins on average", and amounts were asked for that were all there."""
    export = small_company(tmp_path / "few", huge=False)
    asked = ("forecast", export)
    told, ran = fairlead(*asked, "--json").json, fairlead(*asked)
    assert told["unit"] == "wins"
    assert 0 < told["period"]["open"] < 9.9
    text = " ".join(ran.plain.split())
    assert f"open deals bring {words.wins(told['period']['open'])} on average" in text
    assert f"{told['period']['open']:.1f} wins".removeprefix("0.0") in text
    assert "Fewer than 20 wins carry an amount" in text


@pytest.mark.usefixtures("here")
def test_earlier_periods_that_counted_wins_are_not_told_as_money(tmp_path: Path) -> None:
    """With fewer than 20 wins then, 15 wins of the first quarter stood there as 0.15."""
    export = small_company(tmp_path / "export", huge=True)
    told = fairlead("forecast", export, "--json").json
    assert told["unit"] == "EUR minor"
    came = [one["came"] for one in told["before"]]
    assert came
    assert min(came) > 9_000_00, came
    past = fairlead("forecast", "backtest", export, "--json").json
    assert past["unit"] == "EUR minor"
    assert min(one["came"] for one in past["said"]) > 9_000_00
    assert any("no money is forecast" in why["reason"] for why in past["silent"])
