"""What must hold in every simulation, whatever the seed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.simulate import Organisation, Simulation, row_count, simulate, take
from fairlead.simulate.tables import array, words


def check_histories(sim: Simulation) -> None:
    deal, at = sim.numbers("stage_changes", "deal"), sim.numbers("stage_changes", "occurred_at")
    created, stage = sim.numbers("deals", "created_at"), sim.numbers("stage_changes", "stage")
    assert (at >= created[deal]).all()
    same = deal[1:] == deal[:-1]
    assert (at[1:][same] > at[:-1][same]).all()
    first = np.append(True, ~same)[: len(deal)]
    last = np.append(~same, True)[: len(deal)]
    assert (at[first] == created).all()
    assert (stage[first] == 0).all()
    assert (stage[last] == sim.numbers("deals", "stage")).all()
    assert (at < np.datetime64(sim.end, "s") + np.timedelta64(1, "D")).all()
    before = sim.numbers("stage_changes", "from_stage")
    assert (before[first] == -1).all()
    assert (before[1:][same] == stage[:-1][same]).all()
    assert (before != stage).all()


def check_outcomes(sim: Simulation) -> None:
    outcome, stage = sim.words("deals", "outcome"), sim.words("deals", "stage")
    text, closed = outcome.text(), sim.numbers("deals", "closed_at")
    assert (stage.text()[text == "won"] == "Closed Won").all()
    assert (stage.text()[text == "lost"] == "Closed Lost").all()
    assert not np.isin(stage.text()[text == "open"], ["Closed Won", "Closed Lost"]).any()
    assert (np.isnat(closed) == (text == "open")).all()
    assert (closed[text != "open"] > sim.numbers("deals", "created_at")[text != "open"]).all()
    shut = closed[text == "won"].astype("datetime64[D]")
    assert (sim.numbers("deals", "close_on")[text == "won"] == shut).all()
    assert ((sim.numbers("deals", "lost_reason") >= 0) == (text == "lost")).all()
    fates = sim.truth["fates"]
    won = text == "won"
    assert array(fates, "wins")[won].all()
    assert (array(fates, "worth")[won] == sim.numbers("deals", "amount")[won]).all()
    assert (array(fates, "is_open")[text == "open"]).all()


def check_references(sim: Simulation) -> None:
    people = row_count(sim.tables["people"])
    hired, left = sim.numbers("people", "hired_on"), sim.numbers("people", "left_on")
    for table, person, when in (
        ("deals", "created_by", "created_at"),
        ("activities", "person", "occurred_at"),
        ("stage_changes", "person", "occurred_at"),
        ("owner_changes", "new_person", "occurred_at"),
    ):
        who, day = sim.numbers(table, person), sim.numbers(table, when).astype("datetime64[D]")
        assert ((who >= 0) & (who < people)).all(), table
        assert (day >= hired[who]).all(), table
        assert (np.isnat(left[who]) | (day <= left[who])).all(), table
    account = sim.numbers("deals", "account")
    assert ((account >= 0) & (account < row_count(sim.tables["accounts"]))).all()
    made = sim.numbers("accounts", "created_at")[account]
    assert (made < sim.numbers("deals", "created_at")).all()
    same = sim.words("accounts", "segment").codes[account] == sim.numbers("deals", "segment")
    assert same.all()
    contact, deal = sim.numbers("contact_roles", "contact"), sim.numbers("contact_roles", "deal")
    assert (sim.numbers("contacts", "account")[contact] == account[deal]).all()
    assert len(np.unique(contact * 10**9 + deal)) == len(deal)
    gone = ~np.isnat(left)
    assert not gone[sim.numbers("deals", "owner")[sim.numbers("deals", "outcome") == 0]].any()


def check_assignments(sim: Simulation) -> None:
    """Nobody has two managers on a day, nobody's stretches leave gaps, managers are there."""
    person, manager = (sim.numbers("assignments", n) for n in ("person", "manager"))
    far = np.datetime64("2999-01-01", "D")
    start, end = (sim.numbers("assignments", n) for n in ("from_on", "to_on"))
    end = np.where(np.isnat(end), far, end)
    assert (start < end).all()
    same = person[1:] == person[:-1]
    assert (end[:-1][same] == start[1:][same]).all()
    left = sim.numbers("people", "left_on")
    closed = np.where(np.isnat(left), far, left + 1)
    assert (end[~np.append(same, False)] == closed[person[~np.append(same, False)]]).all()
    team, role = sim.numbers("assignments", "team"), sim.words("assignments", "role").text()
    for day in np.arange(np.datetime64(sim.start, "D"), np.datetime64(sim.end, "D"), 23):
        there = (start <= day) & (day < end)
        leads = there & (role == "manager")
        assert len(np.unique(team[leads])) == leads.sum() == len(sim.organisation.teams)
        boss = dict(zip(team[leads].tolist(), person[leads].tolist(), strict=True))
        reps = there & (role == "rep")
        expected = [boss[t] for t in team[reps].tolist()]
        assert manager[reps].tolist() == expected


def check_plans(sim: Simulation) -> None:
    person, team = sim.numbers("targets", "person"), sim.numbers("targets", "team")
    amount, month = sim.numbers("targets", "amount"), sim.numbers("targets", "month")
    people, teams, company = person >= 0, team >= 0, (person < 0) & (team < 0)
    for one in np.unique(month):
        at = month == one
        assert amount[at & people].sum() == amount[at & teams].sum() == amount[at & company].sum()
    assert (company.sum(), (amount[~company] > 0).all()) == (len(np.unique(month)), True)
    assert str(month.max())[5:] in {"03", "06", "09", "12"}
    said = sim.numbers("submissions", "amount").reshape(-1, 2)
    assert (said[:, 1] >= said[:, 0]).all()
    when = sim.numbers("submissions", "submitted_at")
    assert ((when.astype("datetime64[D]").astype(int) + 3) % 7 == 0).all()


CHECKS = (check_histories, check_outcomes, check_references, check_assignments, check_plans)


@pytest.mark.parametrize("check", CHECKS)
def test_small(small: Simulation, check) -> None:
    assert row_count(small.tables["owner_changes"]) > 50
    assert row_count(small.tables["assignments"]) > row_count(small.tables["people"])
    check(small)


@settings(max_examples=40)
@given(
    people=st.integers(1, 25),
    months=st.integers(1, 14),
    end=st.dates(dt.date(2020, 1, 3), dt.date(2027, 12, 31)).filter(lambda day: day.day > 2),
    seed=st.integers(0, 2**40),
    rate=st.sampled_from([0.0, 0.05, 0.3]),
)
def test_any_settings(people: int, months: int, end: dt.date, seed: int, rate: float) -> None:
    organisation = Organisation(
        people=people, months=months, end=end, leave_rate=rate, move_rate=rate,
        manager_leave_rate=rate, manager_swap_rate=rate, reassign_rate=rate, dirt=rate,
        skip_rate=rate, back_rate=rate, reopen_rate=rate, takeover_rate=rate,
    )  # fmt: skip
    sim = simulate(organisation, seed=seed)
    for check in CHECKS:
        check(sim)


def test_order_of_rows_changes_no_total(small: Simulation) -> None:
    deals = small.tables["deals"]
    mixed = take(deals, np.random.default_rng(1).permutation(row_count(deals)))
    for column in ("segment", "type", "outcome", "stage"):
        shuffled = dict(_totals(words(mixed, column).text(), array(mixed, "amount")))
        assert shuffled == dict(_totals(words(deals, column).text(), array(deals, "amount")))


def _totals(labels: np.ndarray, amount: np.ndarray) -> list[tuple[str, int]]:
    return [(str(name), int(amount[labels == name].sum())) for name in np.unique(labels)]


def test_names_of_levels_and_people_change_no_number(small: Simulation) -> None:
    """Another company with other names and the same seed: the same deals, to the cent."""
    settings_ = {n: getattr(small.organisation, n) for n in ("people", "months", "end", "dirt")}
    rates = ("leave_rate", "move_rate", "manager_leave_rate", "manager_swap_rate")
    settings_ |= {n: getattr(small.organisation, n) for n in rates}
    other = simulate(
        Organisation(**settings_, name="Other", team_names=("Red", "Blue", "Green", "Grey")),
        seed=small.seed,
    )
    for column in ("amount", "owner", "stage", "closed_at", "close_on", "type", "account"):
        one, two = (sim.numbers("deals", column).astype(np.int64) for sim in (small, other))
        assert np.array_equal(one, two), column
    assert small.numbers("deals", "amount").sum() == other.numbers("deals", "amount").sum()
    assert other.words("assignments", "team").words == ("Red", "Blue", "Green")


def test_bad_settings_are_refused() -> None:
    for wrong in ({"people": 0}, {"months": 0}, {"dirt": 0.7}, {"likeness": 1.0}):
        with pytest.raises(ValueError, match="must be"):
            Organisation(**wrong)
    with pytest.raises(ValueError, match="seed"):
        simulate(Organisation(people=2, months=2), seed=-1)
    with pytest.raises(TypeError):
        simulate(Organisation(people=2, months=2), seed=1).words("deals", "amount")
