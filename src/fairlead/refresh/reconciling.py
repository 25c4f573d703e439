"""Won totals as the CRM books them, exact to the minor unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fairlead.lake.clock import use_clock
from fairlead.lake.published.totals import won_rows
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.company import load_company
from fairlead.refresh.opening import opened
from fairlead.units import decimals


def won_totals(
    workspace: Workspace,
    *,
    by: tuple[str, ...],
    leave_out_pipelines: tuple[str, ...] = (),
    leave_out_types: tuple[str, ...] = (),
) -> tuple[tuple[Any, ...], ...]:
    """Return one row a group: the group's values, currency, won deals, won amount.

    Parameters
    ----------
    by
        Any of ``month``, ``owner``, ``pipeline``.

    Returns
    -------
    tuple
        Amounts as decimals in major units, exact; currencies are never added.
    """
    with opened(workspace, workspace.require()) as connection:
        use_clock(connection, load_company(workspace, connection))
        rows = won_rows(connection, by, leave_out_pipelines, leave_out_types)
    return tuple((*row[:-1], Decimal(int(row[-1])).scaleb(-decimals(row[-3]))) for row in rows)
