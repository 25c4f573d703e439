"""One small simulation with much dirt, written in every format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fairlead.lake.writers import FORMATS, Export, write_export
from fairlead.simulate import Organisation, Simulation, simulate


@pytest.fixture(scope="session")
def sim() -> Simulation:
    organisation = Organisation(
        people=20, months=14, end=dt.date(2026, 11, 20), dirt=0.08, leave_rate=0.03
    )
    return simulate(organisation, seed=4)


@pytest.fixture(scope="session")
def exports(sim: Simulation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Export]:
    root: Path = tmp_path_factory.mktemp("Büro Süd #1")
    return {name: write_export(sim, root / name, format=name) for name in FORMATS}
