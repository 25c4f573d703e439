"""A simulated company, exported as Salesforce would and imported once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.refresh.company import take


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a small company that does not exist, some of it spoilt."""
    from fairlead.lake.writers import write_export
    from fairlead.simulate import simulate
    from fairlead.simulate.demo import demo_organisation

    place = tmp_path_factory.mktemp("Größe #4")
    company = simulate(demo_organisation(months=9, dirt=0.04), seed=3)
    write_export(company, place / "export ü", format="salesforce")
    return place / "export ü"


@pytest.fixture(scope="session")
def imported(simulated: Path) -> Path:
    """Its workspace; tests only read it."""
    root = simulated.parent / "Arbeit #5"
    take(root, simulated)
    return root
