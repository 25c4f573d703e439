"""Simulations shared by the tests of this room: one small with every trait, one large."""

from __future__ import annotations

import datetime as dt

import pytest

from fairlead.simulate import Organisation, Simulation, simulate

END = dt.date(2026, 11, 20)


@pytest.fixture(scope="session")
def small() -> Simulation:
    organisation = Organisation(
        people=30, months=24, end=END, dirt=0.05, leave_rate=0.04, move_rate=0.03,
        manager_leave_rate=0.03, manager_swap_rate=0.05,
    )  # fmt: skip
    return simulate(organisation, seed=7)


@pytest.fixture(scope="session")
def large() -> Simulation:
    return simulate(Organisation(people=400, months=36, end=END), seed=3)
