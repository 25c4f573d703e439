"""A forecast is set beside a target of all who win or sell, never beside that of some of them."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import take, write_csv

from fairlead.brief.landing import Landing
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.question import Question
from fairlead.refresh.brief_json import brief_json
from fairlead.refresh.briefing import Briefing, brief_workspace
from fairlead.refresh.forecast_json import forecast_json
from fairlead.refresh.forecasting import Forecast, forecast_workspace
from fairlead.simulate import simulate
from fairlead.simulate.demo import END, demo_organisation

DAY = END - dt.timedelta(days=20)
TODAY = END
HEADER = ("person", "team", "measure", "period", "amount", "currency")
SPAN = f"{DAY.year}-Q{(DAY.month + 2) // 3}"


@dataclass(frozen=True)
class Sold:
    """A company without targets: who leads which team, and who sells there."""

    export: Path
    leads: dict[str, str]
    people: dict[str, list[str]]


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Sold:
    folder = tmp_path_factory.mktemp("Größe #7")
    company = simulate(demo_organisation(months=10, dirt=0.0), seed=5)
    export = write_export(company, folder / "export ü", format="salesforce").folder
    (export / "ForecastingQuota.csv").unlink()
    (export / "targets.csv").unlink()
    with (export / "team.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    now = [r for r in rows if r["from"] <= str(DAY) and (not r["to"] or r["to"] > str(DAY))]
    leads = {r["team"]: r["person"] for r in now if r["role"] == "manager"}
    people = {
        team: [r["person"] for r in now if r["team"] == team and r["role"] == "rep"]
        for team in leads
    }
    return Sold(export, leads, people)


def aimed(sold: Sold, folder: Path, targets: list[tuple[str, str, int]]) -> Workspace:
    """Return a workspace of the company with targets of the quarter: person, team, amount."""
    rows = [(*row[:2], "bookings", SPAN, row[2], "EUR") for row in targets]
    write_csv(sold.export / "targets.csv", HEADER, rows)
    take(folder / "Arbeit", sold.export)
    return open_workspace(folder / "Arbeit")


def forecast(home: Workspace, **more: Any) -> Forecast:
    return forecast_workspace(home, today=TODAY, as_of=DAY, **more)


def brief(home: Workspace, leader: str | None = None) -> Briefing:
    question = Question(DAY, "manager" if leader else "all", leader)
    return brief_workspace(home, today=TODAY, as_of=DAY, question=question)


def lines(told: Any) -> list[str]:
    return [line.text for section in told.sections for line in section.lines]


def test_the_company_is_not_set_beside_the_target_of_one_person(sold: Sold, tmp_path: Path) -> None:
    one = next(iter(sold.people.values()))[0]
    home = aimed(sold, tmp_path, [(one, "", 300_000)])
    found, short = forecast(home), brief(home)
    told = lines(found.brief)
    (why,) = [text for text in told if text.startswith("The target is that of 1 person")]
    assert why.endswith("So no chance of reaching it is told.")
    assert why in lines(short.brief), "the brief says the same"
    assert not any("Chance of target" in text for text in told)
    assert not any("of 300k" in text for text in told)
    for body in (forecast_json(found, named=False), brief_json(short)["forecast"]):
        assert (body["chance_of_target"], body["it_takes"]) == (None, None)
        assert body["not_told"]["chance_of_target"]["reason"] == why
        assert body["not_told"]["it_takes"]["reason"] == why


def test_early_in_a_period_open_deals_say_who_sells(sold: Sold, tmp_path: Path) -> None:
    one = next(iter(sold.people.values()))[0]
    home = aimed(sold, tmp_path, [(one, "", 300_000)])
    month = forecast_workspace(home, today=TODAY, as_of=DAY.replace(day=1), period="month")
    assert "So no chance of reaching it is told" in " ".join(lines(month.brief))


def test_a_team_is_told_of_alike_by_forecast_and_brief(sold: Sold, tmp_path: Path) -> None:
    """In the second team somebody who sells has no target; managers win deals in the first."""
    whole, part = sorted(sold.leads)[:2]
    given = [(who, "", 100_000) for who in (*sold.people[whole], sold.leads[whole])]
    given += [(who, "", 100_000) for who in sold.people[part][1:]]
    home = aimed(sold, tmp_path, given)
    _agree(home, sold, {whole: None, part: False})


def test_a_teams_own_target_is_its_managers(sold: Sold, tmp_path: Path) -> None:
    one, other = sorted(sold.leads)[:2]
    home = aimed(sold, tmp_path, [("", one, 900_000), ("", other, 800_000)])
    _agree(home, sold, {one: True, other: True})


def test_targets_of_nobody_and_targets_given_twice_are_told_of(sold: Sold, tmp_path: Path) -> None:
    people = next(iter(sold.people.values()))
    given = [(who, "", 100_000) for who in people]
    given += [("", "Nrth", 9_000_000), ("Nobody Atall", "", 50_000)]
    home = aimed(sold, tmp_path, given)
    codes = ("targets_team_unknown", "targets_person_unknown", "targets_added_up")
    found = {f.code: f for f in forecast(home).brief.findings}
    assert [code in found for code in codes] == [True, True, False]
    assert "Nrth" in found[codes[0]].title
    assert "Nobody" not in str(found[codes[1]])
    assert not any("9,0" in text for text in lines(brief(home).brief)), "it is in no sum"
    rows = [(people[0], "", "bookings", f"{DAY:%Y-%m}", 40_000, "EUR")]
    write_csv(sold.export / "targets.csv", HEADER, rows)
    take(home, sold.export)
    (twice,) = (f for f in brief(home).brief.findings if f.code == codes[2])
    assert twice.title == "Two targets for the same days are added up, of some people"
    assert people[0] not in str(twice)


def _agree(home: Workspace, sold: Sold, told: dict[str, bool | None]) -> None:
    outlook = forecast(home, by="team").told.outlook
    parts = {part.name: part for part in outlook.parts}
    for team, is_told in told.items():
        landing = brief(home, sold.leads[team]).material.landing
        assert isinstance(landing, Landing)
        own = (landing.outlook.target, landing.outlook.chance)
        assert own == (parts[team].target, parts[team].chance), team
        assert is_told in {None, own[1] is not None}, team
