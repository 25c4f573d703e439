"""How much memory the engine may take: as much as the rows need, never what the machine lacks."""

from __future__ import annotations

import os

LEAST_MB = 1_000
MOST_MB = 3_500
"""The engine's limit is not the whole: reading and writing files take about as much again."""

ROWS_A_MB = 5_000
"""Rows that take about a megabyte while they are conformed or counted; beyond the limit the engine
writes to disk."""

SHARE = 0.3
"""Largest share of the machine's memory for the engine."""


def engine_memory(rows: int) -> str:
    """Return the limit for work on `rows` rows, as the engine reads it.

    Examples
    --------
    >>> engine_memory(4_500_000)
    '1000MB'
    """
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e6
    most = max(LEAST_MB, min(MOST_MB, int(machine * SHARE)))
    return f"{min(most, max(LEAST_MB, rows // ROWS_A_MB))}MB"
