"""Forecasts of people: the simulator's bias is found, and one given by hand stays as it was."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.refresh.company import contents, rows_of, take, write_company

from fairlead.answers import Estimate, NotEstimable
from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.lake.writers import write_export
from fairlead.lake.writers.people import person_names
from fairlead.refresh.importing import import_path
from fairlead.refresh.submissions import Reported, report_submissions, submissions_json
from fairlead.refresh.submitting import Forecast, submit
from fairlead.simulate import simulate
from fairlead.simulate.demo import demo_organisation

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Company:
    home: Workspace
    export: Path
    bias: dict[str, float]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """26 months of people who forecast with biases of their own, widely apart, and little noise."""
    folder = tmp_path_factory.mktemp("Größe #7")
    organisation = replace(
        demo_organisation(months=26, dirt=0.0), deals_per_month=5.0, leave_rate=0.0,
        rep_bias=0.4, rep_bias_sd=0.5, submission_noise=0.1,
        manager_bias=-0.3, manager_bias_sd=0.0, leader_bias=0.6,
    )  # fmt: skip
    made = simulate(organisation, seed=5)
    export = write_export(made, folder / "export ü", format="salesforce").folder
    home = open_workspace(folder / "Arbeit #1", create=True)
    import_path(home, export, now=NOW, counting=False)
    truth = made.truth["submission_bias"]
    people, bias = np.asarray(truth["person"]), np.asarray(truth["bias"])
    names = person_names(made).to_pylist()
    return Company(home, export, {names[p]: b for p, b in zip(people, bias, strict=True)})


def told(company: Company, **asked: Any) -> Reported:
    return _told(company.home, **asked)


@functools.cache
def _told(home: Workspace, **asked: Any) -> Reported:
    return report_submissions(home, today=TODAY, **asked)


def test_the_bias_of_each_person_is_found(company: Company) -> None:
    pairs = []
    for boss in ("Ben", "Inès", "Stefan"):
        found = told(company, team=boss)
        assert found.names is not None
        for each in found.found.people:
            bias = next(t.bias for t in each.tracks if t.weeks == 10)
            if each.layer == "rep" and isinstance(bias, Estimate):
                pairs.append((company.bias[found.names[each.person]], bias.value))
    assert len(pairs) >= 18
    order = np.argsort(np.argsort(np.array(pairs), axis=0), axis=0)
    assert np.corrcoef(order.T)[0, 1] > 0.7


def test_layers_are_biased_as_planted_and_the_leader_spoils_what_managers_say(
    company: Company,
) -> None:
    found = told(company).found
    bias = {layer: tracks[0].bias for layer, tracks in found.layers}
    for layer in ("rep", "leader"):
        assert isinstance(bias[layer], Estimate)
        assert bias[layer].lower > 0
    value = {(a.layer, a.weeks): a.value for a in found.added}
    managers, leader = value["manager", 10], value["leader", 10]
    assert isinstance(managers, Estimate)
    assert isinstance(leader, Estimate)
    assert managers.lower > 0
    assert leader.upper < 0
    _reps, total, count, _comes = found.layers_now[0]
    assert count == 27
    assert total == sum(
        each.amount
        for boss in ("Ben", "Inès", "Stefan")
        for each in told(company, team=boss).found.now
        if each.layer == "rep"
    )


def test_an_evening_uses_no_forecast_and_no_win_of_later(company: Company) -> None:
    day = dt.date(2026, 6, 30)
    found = told(company, as_of=day).found
    assert found.running == (dt.date(2026, 4, 1), dt.date(2026, 7, 1))
    later = told(company).found
    for (_, early), (_, late) in zip(found.layers, later.layers, strict=True):
        for then, now in zip(early, late, strict=True):
            count = len(then.periods)
            assert 0 < count < len(now.periods)
            assert (then.periods, then.said, then.came) == (
                now.periods[:count],
                now.said[:count],
                now.came[:count],
            )


def test_nobody_is_named_unless_asked_about(company: Company) -> None:
    found = told(company)
    text = "\n".join(line.text for s in found.brief.sections for line in s.lines)
    assert not [name for name in company.bias if name in text]
    assert submissions_json(found)["people"] == []
    assert "Ben Okafor" in {
        p["person"] for p in submissions_json(told(company, team="Ben"))["people"]
    }


def test_a_forecast_given_by_hand_is_frozen_and_kept_by_the_next_import(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "Büro Süd #1"
    shutil.copytree(company.home.root, root)
    home = open_workspace(root)
    before, state = contents(home), home.manifest()
    first = submit(home, Forecast("Ben", None, 1_850_000, reason="Helix signs in January"), now=NOW)
    second = submit(home, Forecast("Ben", "2026-Q4", 1_900_000), now=NOW + dt.timedelta(seconds=1))
    assert (first.name, first.period.label, first.amount) == ("Ben Okafor", "Q4 2026", 185_000_000)
    after = contents(home)
    assert {name: rows for name, rows in after.items() if name != "submissions"} == {
        name: rows for name, rows in before.items() if name != "submissions"
    }
    assert len(after["submissions"]) == len(before["submissions"]) + 2
    assert set(before["submissions"]) <= set(after["submissions"])
    assert (home.manifest().findings, home.manifest().data_until) == (
        state.findings,
        state.data_until,
    )
    found = report_submissions(home, today=TODAY, person="Ben").found
    (said,) = found.now
    assert (said.amount, said.reason) == (second.amount, None)
    assert said.below is not None
    import_path(home, company.export, now=NOW + dt.timedelta(hours=1), counting=False)
    mine = rows_of(home, "SELECT amount, reason FROM submissions WHERE source = 'fairlead' AND "
                   "amount IN (185000000, 190000000) ORDER BY amount")  # fmt: skip
    assert mine == [(185_000_000, "Helix signs in January"), (190_000_000, None)]


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (Forecast("Nobody", None, 1.0), "no person is called"),
        (Forecast("Ben", "Q3 2026", 1.0), "is over"),
        (Forecast("Ben", "next year", 1.0), "no period"),
        (Forecast("Ben", None, 1.0, category="surely"), "'surely' is no category"),
    ],
)
def test_a_forecast_that_cannot_be_is_refused(
    company: Company, forecast: Forecast, said: str
) -> None:
    before = company.home.manifest()
    with pytest.raises(InputError, match=said):
        submit(company.home, forecast, now=NOW)
    assert company.home.manifest() == before


def test_data_without_forecasts_say_so(imported: Path, tmp_path: Path) -> None:
    root = tmp_path / "ohne ü"
    export = tmp_path / "export"
    write_company(export)
    take(root, export)
    with pytest.raises(InputError, match="no forecasts of people"):
        report_submissions(open_workspace(root), today=TODAY)
    few = report_submissions(open_workspace(imported), today=TODAY).found
    biases = [t.bias for _layer, tracks in few.layers for t in tracks]
    assert biases
    assert all(isinstance(b, NotEstimable) and b.needed == 6 for b in biases)
