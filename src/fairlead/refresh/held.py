"""Everything the data hold about one person, for that person to read."""

from __future__ import annotations

from typing import Any

from fairlead.lake.published.about_person import about_person
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.opening import opened


def rows_about(workspace: Workspace, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return table -> rows that refer to a person, of the newest whole state.

    An empty workspace gives nothing.

    Raises
    ------
    UnavailableError
        No kept state is whole.
    """
    if not workspace.exists() or not workspace.manifest().tables:
        return {}
    with opened(workspace, workspace.require()) as connection:
        return about_person(connection, person_id)
