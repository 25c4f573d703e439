"""How large the counts are beside the stints they sum, and the engine on real exports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.lake import reference
from tests.lake.canonical import Row, database, state_rows, stint_rows, stint_table
from tests.lake.cutting import stored_rows

from fairlead.lake.counts.tally import open_counts, step_counts
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.process.model import Process
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 21, 6, tzinfo=dt.UTC)


def counted(folder: Path, organisation: Organisation) -> tuple[int, int, int]:
    """Stints, rows of counts, and stints in those counts."""
    export = write_export(simulate(organisation, seed=8), folder / "export")
    workspace = open_workspace(folder / "workspace", create=True)
    manifest = import_path(workspace, export.folder, now=NOW).manifest
    with opened(workspace, manifest) as connection:
        process, _findings = load_process(workspace, connection)
        table = stint_table(connection, process, END)
        resolved = step_counts(table).to_pyarrow()
        waiting = open_counts(table).to_pyarrow()
        (stints,) = connection.execute("SELECT count(*) FROM stints_then").fetchone()
    inside = sum(sum(resolved[name].to_pylist()) for name in ("successes", "failures"))
    return stints, resolved.num_rows, inside + sum(waiting["open_count"].to_pylist())


@pytest.mark.slow
def test_counts_of_a_million_stints_are_below_a_tenth_of_them(odd_path: Path) -> None:
    """Where a person enters some thirty stints a stage, type and month.

    At eight new deals a person and month the counts are 37 % of the stints, however many people
    there are: the grain (person, stage, type, month) decides, not the size of the company.
    """
    organisation = Organisation(people=100, months=30, end=END, deals_per_month=120)
    stints, rows, inside = counted(odd_path, organisation)
    assert stints > 900_000
    assert rows < stints / 10
    assert inside == stints


@pytest.mark.slow
@pytest.mark.realdata
@pytest.mark.parametrize("name", ["bpic2012", "dynamics_sample", "maven_crm"])
def test_real_exports(real_data: Path, odd_path: Path, name: str) -> None:
    """Engine and reference agree on exports nobody made for this purpose, now and in the past."""
    workspace = open_workspace(odd_path / "workspace", create=True)
    manifest = import_path(workspace, real_data / name, now=NOW, most_put_aside=1.0).manifest
    with opened(workspace, manifest) as connection:
        process, _findings = load_process(workspace, connection)
        rows = stored_rows(connection)
    until = dt.date.fromisoformat(str(manifest.data_until))
    for days in (0, 100):
        agree(rows, process, until - dt.timedelta(days=days))


def agree(rows: dict[str, list[Row]], process: Process, evening: dt.date) -> None:
    connection = database(rows)
    expected = list(reference.state(rows, process, evening).values())
    assert len(expected) > 1_000
    assert state_rows(connection, process, evening) == expected
    assert stint_rows(connection, process, evening) == reference.stints(rows, process, evening)
