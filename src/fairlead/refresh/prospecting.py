"""Prospects and deals by who brought them in, as of an evening."""

from __future__ import annotations

import datetime as dt

from fairlead.lake.counts.handover import brought_in
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.handover import BroughtIn
from fairlead.refresh.company import load_company
from fairlead.refresh.opening import load_process, opened


def brought_in_by(
    workspace: Workspace, as_of: dt.date | None = None
) -> tuple[dt.date | None, tuple[BroughtIn, ...]]:
    """Return the evening asked for and a row a person who brought something in.

    Parameters
    ----------
    workspace
        A workspace that holds an import.
    as_of
        The evening; None for the last day the data know of.
    """
    manifest = workspace.require()
    evening = as_of or (dt.date.fromisoformat(manifest.data_until) if manifest.data_until else None)
    with opened(workspace, manifest) as connection:
        company = load_company(workspace, connection)
        process, _findings = load_process(workspace, connection)
        day = evening or dt.date(2199, 12, 31)
        return evening, brought_in(connection, process, day, company)
