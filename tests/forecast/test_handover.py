"""Wins to come change hands as often as wins did, and nothing later than the evening is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.forecast.conftest import DAY

from fairlead.company.calendar import Calendar
from fairlead.forecast.frame import frame_of, span_of
from fairlead.forecast.handover import Colleagues, handovers
from fairlead.forecast.journal import NOBODY, WON, Ints, Journal, Timeline, number_of
from fairlead.forecast.predict import Prediction, Size, predict

SMALL = Size(draws=200, models=20)


def _first_owner(journal: Journal) -> Timeline:
    first = np.append(True, journal.owners.deal[1:] != journal.owners.deal[:-1])
    line = journal.owners
    return Timeline(line.deal[first], line.day[first], line.value[first])


def _kept(journal: Journal) -> Journal:
    """Return a journal in which nobody ever hands a deal over."""
    return replace(journal, owners=_first_owner(journal))


def _taken(journal: Journal) -> Journal:
    """Return a journal in which the manager has every deal from the day it is won."""
    line = _first_owner(journal)
    rows = journal.visits.state == WON
    deal, day = journal.visits.deal[rows], journal.visits.entered[rows]
    owner = line.at(deal, day)
    boss = np.array(
        [journal.staff.manager_at(owner[i : i + 1], int(d))[0] for i, d in enumerate(day)]
    )
    some = boss != NOBODY
    deals = np.concatenate([line.deal, deal[some]])
    days = np.concatenate([line.day, day[some]])
    order = np.lexsort((days, deals))
    value = np.concatenate([line.value, boss[some]])
    return replace(journal, owners=Timeline(deals[order], days[order], value[order]))


def _sellers(journal: Journal) -> tuple[Prediction, Ints]:
    found = predict(frame_of(journal, DAY), span_of(Calendar(), DAY), size=SMALL)
    assert isinstance(found, Prediction)
    return found, found.whose.sellers()


def test_managers_who_take_every_win_are_foreseen(journal: Journal) -> None:
    taken = _taken(journal)
    frame = frame_of(taken, DAY)
    seen = handovers(frame.evenings, number_of(DAY), 0, 48)
    assert seen.wins > 20
    assert 0.9 * seen.moved < seen.to_manager <= seen.moved  # a few have another manager by then
    assert seen.moved > 0.9 * seen.wins
    found, sold = _sellers(taken)
    boss = taken.staff.manager_at(found.open.owner[found.open_wins.who], number_of(DAY))
    assert (sold == boss).mean() > 0.8


def test_where_nobody_hands_over_hardly_a_win_moves(journal: Journal) -> None:
    kept = _kept(journal)
    seen = handovers(frame_of(kept, DAY).evenings, number_of(DAY), 0, 48)
    assert seen.wins > 20
    assert (seen.moved, seen.to_manager) == (0, 0)
    found, sold = _sellers(kept)
    assert (sold != found.open.owner[found.open_wins.who]).mean() < 0.02


def test_what_changes_hands_later_is_not_known(journal: Journal) -> None:
    line, day = journal.owners, number_of(DAY)
    later = np.where(line.day > day, (line.value + 1) % len(journal.staff.person_id), line.value)
    assert (later != line.value).any()
    _, honest = _sellers(journal)
    _, changed = _sellers(replace(journal, owners=replace(line, value=later)))
    assert (honest == changed).all()


@pytest.mark.parametrize(("u", "colleague"), [(0.1, 3), (0.6, 3), (0.9, 4)])
def test_a_colleague_of_the_same_team_gets_it_by_what_they_bring(u: float, colleague: int) -> None:
    """Of 2, 3 and 4 in one team, 3 brings most; who has the deal never gets it from themself."""
    others = Colleagues(
        np.array([1, 2, 3, 4]), np.array([0, 7, 7, 7]), np.cumsum([5.0, 1.0, 2.0, 1.0])
    )
    draw = np.array([u])
    assert others.instead_of(np.array([2]), np.array([7]), draw).tolist() == [colleague]
    assert others.instead_of(np.array([1]), np.array([0]), draw).tolist() == [1]
    assert others.instead_of(np.array([9]), np.array([99]), draw).tolist() == [9]
