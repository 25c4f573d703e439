"""One small company, imported once; each test gets its own copy of the workspace."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import contents, deal, take, write_company, write_csv, write_deals

from fairlead.lake.store.workspace import Workspace, open_workspace

LATER = "2026-11-10T10:00:00.000Z"


def write_later_export(folder: Path) -> Path:
    """Write the export of a week later: a deal changed, a deal new, more history, one bad row."""
    write_company(folder)
    endings = ("Closed Won", "Closed Lost", "Qualified")
    rows = [deal(n, endings[n % 3]) for n in range(1, 13)]
    rows[1] = deal(2, "Closed Won", 2500, lastmodifieddate=LATER)
    rows += [deal(n) for n in range(13, 40)]
    rows += [deal(40, amount="tbd")]
    write_deals(folder, rows)
    write_csv(
        folder / "targets.csv",
        ("person", "team", "measure", "period", "amount", "currency"),
        [("Cleo Reyes", "", "bookings", "2026-Q4", "50000", "")],
    )
    return folder


def make_two_states(place: Path) -> dict[str, Any]:
    """Return two exports, the workspace of the first, and what both states hold."""
    first = write_company(place / "erster Export")
    second = write_later_export(place / "später #2")
    old = open_workspace(place / "ws alt", create=True)
    take(old, first)
    new = open_workspace(place / "ws neu", create=True)
    take(new, first)
    take(new, second)
    return {
        "first": first,
        "second": second,
        "workspace": old.root,
        "old": contents(old),
        "new": contents(new),
    }


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two exports, the workspace of the first, and what both states hold."""
    return make_two_states(tmp_path_factory.mktemp("Größe #1 store"))


@pytest.fixture
def copied(made: dict[str, Any], odd_path: Path) -> Workspace:
    """A workspace of its own that holds the first export."""
    return open_workspace(shutil.copytree(made["workspace"], odd_path / "Arbeit ü #3"))


@pytest.fixture
def stop_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], None]], list[str]]:
    """Do something when a writer passes a step; returns the steps that were passed."""
    from fairlead.lake.store import commit, manifest

    def _stop_at(step: str, act: Callable[[], None]) -> list[str]:
        passed: list[str] = []

        def _passed(name: str) -> None:
            passed.append(name)
            if name == step:
                act()

        monkeypatch.setattr(commit, "_passed", _passed)
        monkeypatch.setattr(manifest, "_passed", _passed)
        return passed

    return _stop_at
