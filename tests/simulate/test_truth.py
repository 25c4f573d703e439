"""The data follow the truth: what was put in can be found again."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from fairlead.simulate import Organisation, Simulation, Training, Words, simulate
from fairlead.simulate.tables import array, words

STEPS = range(5)


def test_step_rates_are_within_chance_of_the_true_probabilities(large: Simulation) -> None:
    stints = large.truth["stints"]
    stage, p = words(stints, "stage").codes, array(stints, "probability")
    success = array(stints, "advances")
    for step in STEPS:
        rows = stage == step
        error = (success[rows] - p[rows]).sum() / np.sqrt((p[rows] * (1 - p[rows])).sum())
        assert abs(error) < 3.5
        for cut in range(5):  # calibrated at every height, not on average only
            band = rows & (p >= 0.5 + cut * 0.1) & (p < 0.6 + cut * 0.1)
            error = (success[band] - p[band]).sum() / np.sqrt((p[band] * (1 - p[band])).sum())
            assert abs(error) < 4


def test_the_export_shows_the_fates_it_can_know(large: Simulation) -> None:
    """Resolved stints of the truth are the moves of the stage history."""
    stints = large.truth["stints"]
    known = ~array(stints, "is_open")
    moved_on = int((array(stints, "advances") & known).sum())
    deal, stage = large.numbers("stage_changes", "deal"), large.numbers("stage_changes", "stage")
    reached = np.zeros((len(large.numbers("deals", "deal")), 6), dtype=bool)
    keep = stage < 6
    reached[deal[keep], stage[keep]] = True
    skipped = int((array(stints, "skips_next") & known).sum())
    assert moved_on == int(reached[:, 1:].sum())
    assert 0.01 < skipped / moved_on < 0.03


def test_abilities_are_stationary_and_persist(large: Simulation) -> None:
    table = large.truth["abilities"]
    theta, month = array(table, "theta"), array(table, "month")
    code, person = words(table, "competency").codes, array(table, "person")
    months = np.unique(month)
    for c in (0, 4, 5):
        now = {m: dict(zip(person[k], theta[k], strict=True)) for m in (months[3], months[15])
               for k in [np.flatnonzero((code == c) & (month == m))]}  # fmt: skip
        both = sorted(set(now[months[3]]) & set(now[months[15]]))
        a, b = (np.array([now[m][p] for p in both]) for m in (months[3], months[15]))
        sigma = array(large.truth["competencies"], "sigma")[c]
        assert abs(a.std() / sigma - 1) < 0.15
        assert abs(b.std() / sigma - 1) < 0.15
        assert abs(np.corrcoef(a, b)[0, 1] - 0.75) < 0.1


def test_training_effect_is_found_by_comparing_treated_with_untreated() -> None:
    training = Training("T", "Demo to Proposal", starts=(12,), effect=0.5, untreated_share=0.5)
    organisation = Organisation(
        people=500, months=25, trainings=(training,), leave_rate=0.0, move_rate=0.0, team_sd=0.0,
    )  # fmt: skip
    sim = simulate(organisation, seed=11)
    truth, stints = sim.truth["training_effects"], sim.truth["stints"]
    group = np.full(len(sim.numbers("people", "person")), -1)
    group[array(truth, "person")] = array(truth, "start_group")
    start = array(truth, "started_on").astype("datetime64[s]")
    begun = start[~np.isnat(start)].min()
    demo = words(stints, "stage").codes == 2
    after, of = array(stints, "entered_at") >= begun, group[array(stints, "person")]

    def logit(treated: int, *, later: bool) -> tuple[float, float]:
        rows = demo & (after == later) & (of == treated)
        s, n = int(array(stints, "advances")[rows].sum()), int(rows.sum())
        return float(np.log(s / (n - s))), 1 / s + 1 / (n - s)

    gain = [logit(g, later=True)[0] - logit(g, later=False)[0] for g in (1, 0)]
    error = np.sqrt(sum(logit(g, later=late)[1] for g in (0, 1) for late in (False, True)))
    assert error < 0.1
    assert abs(gain[0] - gain[1] - 0.5) < 3 * error
    assert gain[0] - gain[1] > 0.2
    assert abs(array(truth, "effect")[array(truth, "start_group") == 1].mean() - 0.5) < 0.03
    assert (array(truth, "effect")[array(truth, "start_group") == 0] == 0).all()


def test_groups_of_the_training_are_drawn_evenly(large: Simulation) -> None:
    group = array(large.truth["training_effects"], "start_group")
    shares = np.bincount(group) / len(group)
    assert len(shares) == 4
    assert shares == pytest.approx([0.25, 0.25, 0.25, 0.25], abs=0.02)
    told = large.numbers("trainings", "person")
    joined = array(large.truth["training_effects"], "started_on")
    assert len(told) == int((~np.isnat(joined)).sum())


def test_season_is_visible() -> None:
    quiet = Organisation(
        people=300, months=36, season_creation=0.4, drift_sd=0.0, shock_sd=0.0, leave_rate=0.0,
    )  # fmt: skip
    sim = simulate(quiet, seed=5)
    created = sim.numbers("deals", "created_at").astype("datetime64[D]")
    years = created < np.datetime64("2026-11-01", "D")
    month = created[years].astype("datetime64[M]").astype(int)
    count = np.bincount(month % 12, minlength=12)
    days = np.array([_workdays(sim, m) for m in range(12)])
    season = sim.truth["season"]
    rows = words(season, "competency").codes == 5
    true = array(season, "effect")[rows]
    seen = np.log(count / days)
    assert np.corrcoef(seen - seen.mean(), true)[0, 1] > 0.98
    assert (seen - seen.mean()).std() == pytest.approx(true.std(), rel=0.15)


def _workdays(sim: Simulation, month: int) -> int:
    every = np.arange(np.datetime64(sim.start, "D"), np.datetime64("2026-11-01", "D"))
    at = every.astype("datetime64[M]").astype(int) % 12 == month
    return int(np.is_busday(every[at]).sum())


def test_shares_and_sizes_follow_the_mix(large: Simulation) -> None:
    org = large.organisation
    for name in ("type", "product"):
        levels = org.levels(name)
        seen = np.bincount(large.numbers("deals", name)) / len(large.numbers("deals", name))
        assert seen == pytest.approx([level.share for level in levels], abs=0.01)
    won = large.words("deals", "outcome").text() == "won"
    log_amount = np.log(large.numbers("deals", "amount")[won] / 100)
    segment = large.numbers("deals", "segment")[won]
    step = log_amount[segment == 2].mean() - log_amount[segment == 0].mean()
    assert step == pytest.approx(org.segments[2].size - org.segments[0].size, abs=0.1)


def test_moving_on_and_losing_take_different_times(large: Simulation) -> None:
    stints = large.truth["stints"]
    days = (array(stints, "leaves_at") - array(stints, "entered_at")).astype(float) / 86_400
    stage, won = words(stints, "stage").codes, array(stints, "advances")
    for step, setting in enumerate(large.organisation.stages):
        moved = np.median(days[(stage == step) & won])
        lost = np.median(days[(stage == step) & ~won])
        assert moved < lost
        # weekends add up to two days; segments and types have their pace
        assert 0.75 * setting.advance_days < moved < 1.1 * setting.advance_days + 1.5


def test_bias_of_submissions_is_the_true_one() -> None:
    calm = Organisation(people=200, months=24, rep_bias=0.3, rep_bias_sd=0.0, submission_noise=0.0)
    other = Organisation(people=200, months=24, rep_bias=0.0, rep_bias_sd=0.0, submission_noise=0.0)
    high, low = simulate(calm, seed=2), simulate(other, seed=2)
    role = high.words("people", "role").codes[high.numbers("submissions", "person")]
    commit = (role == 0) & (high.numbers("submissions", "category") == 0)
    a, b = (sim.numbers("submissions", "amount")[commit] for sim in (high, low))
    won = array(high.truth["submission_bias"], "bias")
    assert won[high.words("people", "role").codes == 0] == pytest.approx(0.3)
    early = a[: len(a) // 40].sum() / b[: len(b) // 40].sum()  # nothing is won yet: all is rest
    assert early == pytest.approx(np.exp(0.3), rel=0.02)


def test_managers_take_some_deals_just_before_the_win(large: Simulation) -> None:
    won = large.words("deals", "outcome").text() == "won"
    boss = large.words("people", "role").text()[large.numbers("deals", "owner")] == "manager"
    assert (boss & won).sum() / won.sum() == pytest.approx(0.03, abs=0.01)


def test_every_column_of_the_truth_is_documented(small: Simulation, repository: Path) -> None:
    page = (repository / "docs/reference/simulator.md").read_text(encoding="utf-8")
    parts = re.split(r"^### (.+)$", page.split("## Truth")[1], flags=re.MULTILINE)
    told: dict[str, set[str]] = {}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        cells = set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
        told |= dict.fromkeys(heading.split(", "), cells)
    priced = simulate(Organisation(people=4, months=2, price_kept=0.9), seed=1)
    truth = {**small.truth, "price_abilities": priced.truth["price_abilities"]}
    assert set(told) == set(truth)
    for name, columns in truth.items():
        assert set(columns) <= told[name], name
    every = {c for columns in truth.values() for c in columns}
    assert {c for cells in told.values() for c in cells} == every


def test_dirt_is_planned_at_the_rate_asked(small: Simulation) -> None:
    dirt = small.truth["dirt"]
    share = len(array(dirt, "deal")) / len(small.numbers("deals", "deal"))
    assert share == pytest.approx(0.05, abs=0.012)
    kind = dirt["kind"]
    assert isinstance(kind, Words)
    assert set(kind.text()) == set(kind.words)
    past = kind.text() == "close_date_past"
    assert (array(dirt, "close_on")[past] < np.datetime64(small.end, "D") - 29).all()
    assert np.isnat(array(dirt, "close_on")[~past]).all()
