"""The demo company has its cast, looks like a business, and holds what was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairlead.process.documents import from_files
from fairlead.refresh.playbook import read_folder
from fairlead.simulate import Simulation, demo, row_count, simulate
from fairlead.simulate.roster import full_names
from fairlead.simulate.tables import Words, array, words


@pytest.fixture(scope="module")
def company() -> Simulation:
    return simulate(demo.demo_organisation(), seed=demo.DEMO_SEED)


def number(sim: Simulation, name: str) -> int:
    return int(np.flatnonzero(full_names(sim.tables["people"]) == name)[0])


def test_the_cast_is_in_place(company: Simulation) -> None:
    person, manager = (company.numbers("assignments", n) for n in ("person", "manager"))
    team = company.words("assignments", "team").text()
    ada, ben = number(company, "Ada Lindqvist"), number(company, "Ben Okafor")
    for name, expected in (("Cleo Marin", "North"), ("Farid Haddad", "North")):
        row = np.flatnonzero(person == number(company, name))
        assert (len(row), team[row[0]], manager[row[0]]) == (1, expected, ben)
    dan = np.flatnonzero(person == number(company, "Dan Petrov"))
    assert team[dan].tolist() == ["South"]
    assert manager[person == ben].tolist() == [ada]
    assert manager[person == ada].tolist() == [-1]
    names = full_names(company.tables["people"])
    assert len(set(names.tolist())) == len(names)
    assert not any(name.startswith("Eve ") for name in names.tolist())


def test_it_looks_like_a_company(company: Simulation) -> None:
    role = company.words("people", "role").text()
    assert ((role == "manager").sum(), (role == "leader").sum()) == (3, 1)
    assert company.start.isoformat() == "2024-06-01"
    outcome = company.words("deals", "outcome").text()
    closed = outcome != "open"
    assert 0.20 <= (outcome == "won").sum() / closed.sum() <= 0.25
    months = company.numbers("deals", "created_at").astype("datetime64[M]")
    counts = np.unique(months, return_counts=True)[1][:-1]
    assert len(counts) == 29
    assert 250 <= counts.mean() <= 400
    won = company.numbers("deals", "amount")[outcome == "won"] / 100
    assert 8_000 < np.median(won) < 20_000
    assert won.max() < 2_000_000


def test_the_weak_step_and_the_good_person_are_there(company: Simulation) -> None:
    stints = company.truth["stints"]
    team = np.zeros(row_count(company.tables["people"]), dtype=int)
    team[company.numbers("assignments", "person")] = company.numbers("assignments", "team")
    person, p = array(stints, "person"), array(stints, "probability")
    step = words(stints, "stage").codes == 2
    recent = array(stints, "entered_at") > np.datetime64("2025-11-20", "s")
    won = array(stints, "advances")
    north = team[person] == 0
    for values in (p, won):
        assert values[step & north].mean() < values[step & ~north].mean() - 0.08
    for name, sign in (("Farid Haddad", 1), ("Cleo Marin", -1)):
        own = step & recent & (person == number(company, name))
        assert sign * (p[own].mean() - p[step & recent & north].mean()) > 0.08
        assert sign * (won[own].mean() - won[step & recent & north].mean()) > 0.08


def test_those_who_waited_join_last_and_nothing_else_changes() -> None:
    org = demo.demo_organisation(months=9)
    (training,) = org.trainings
    never = replace(org, trainings=(replace(training, rest_days=None),))
    joined, waiting = simulate(org, seed=3), simulate(never, seed=3)
    added = row_count(joined.tables["trainings"]) - row_count(waiting.tables["trainings"])
    assert added > 0
    start = array(joined.tables["trainings"], "started_on")
    assert (start == np.datetime64("2026-11-16")).sum() == added
    effect = array(joined.truth["training_effects"], "effect")
    late = array(joined.truth["training_effects"], "started_on") == np.datetime64("2026-11-16")
    assert not effect[late].any()
    assert effect[~late & ~np.isnan(effect)].all()
    for name in ("deals", "activities", "stage_changes", "targets"):
        for column, values in joined.tables[name].items():
            other = waiting.tables[name][column]
            pair = [c.text() if isinstance(c, Words) else c for c in (values, other)]
            assert np.array_equal(*pair, equal_nan=pair[0].dtype.kind in "fM"), (name, column)


def test_its_playbook_says_for_every_situation_how_it_is_handled(company: Simulation) -> None:
    book = from_files(read_folder(demo.PLAYBOOK))
    assert {routine.scenario for routine in book.routines} == {s.name for s in book.scenarios}
    people = set(full_names(company.tables["people"]).tolist())
    for routine in book.routines:
        assert routine.by in people
        assert routine.fixed and routine.free and routine.drills  # noqa: PT018
    names = {card.stage for card in book.stages}
    assert names == {stage.name for stage in demo.demo_organisation().stages}
