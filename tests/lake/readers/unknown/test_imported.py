"""Tables nobody has seen before, imported: deals, wins, money, targets and history as they are."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
from tests.lake.readers.unknown.blind import BLIND
from tests.lake.readers.unknown.far import FAR
from tests.lake.readers.unknown.fourth import FOURTH
from tests.lake.readers.unknown.habits import HABITS
from tests.lake.readers.unknown.late import LATE
from tests.lake.readers.unknown.layouts import LAYOUTS
from tests.lake.readers.unknown.made import put
from tests.lake.readers.unknown.mainland import MAINLAND
from tests.lake.readers.unknown.north import NORTH
from tests.lake.readers.unknown.overseas import OVERSEAS
from tests.lake.readers.unknown.trades import TRADES

from fairlead.lake.store.workspace import attach, connect, open_workspace
from fairlead.refresh.importing import import_path

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


EXPORTS = (*BLIND, *LATE, *NORTH, *OVERSEAS, *LAYOUTS)
MORE = (*HABITS, *MAINLAND, *TRADES, *FAR, *FOURTH)
"""In the long run only: `test_unknown` reads what their columns mean in every run."""


@pytest.mark.parametrize(
    "make",
    [*EXPORTS, *(pytest.param(make, marks=pytest.mark.slow) for make in MORE)],
    ids=lambda make: make.__name__,
)
def test_what_arrives_is_what_was_meant(make, tmp_path):
    export = make()
    path = put(export, tmp_path / "Export ü #1")
    workspace = open_workspace(tmp_path / "Arbeit ü #2", create=True)
    result = import_path(workspace, path, now=NOW, counting=False)
    with closing(connect(memory="500MB", scratch=workspace.staging)) as connection:
        attach(connection, workspace, workspace.manifest())
        minor = 100 if export.pence else 1
        won = [d for d in export.deals if d.outcome == "won"]
        lost = sum(d.outcome == "lost" for d in export.deals)
        got = connection.execute(
            "SELECT count(*), count(*) FILTER (outcome = 'won'), count(*) FILTER "
            "(outcome = 'lost'), sum(amount) FILTER (outcome = 'won'), count(DISTINCT owner_id), "
            "count(created_at) FROM opportunities"
        ).fetchone()
        assert got[:3] == (len(export.deals), len(won), lost)
        assert got[3] == pytest.approx(minor * sum(d.amount for d in won), rel=0.001)
        assert got[4] == len({d.rep for d in export.deals})
        assert got[5] == len(export.deals)
        targets = connection.execute("SELECT count(*) FROM targets").fetchone()[0]
        assert targets == export.targets
        changes = connection.execute(
            "SELECT count(*) FROM stage_changes WHERE provenance = 'observed'"
        ).fetchone()[0]
        assert changes >= export.stage_changes_at_least
    assert len(result.put_aside) == export.put_aside
