"""What will be spoilt in the export: planned here, put in by the writers, known to the truth."""

from __future__ import annotations

import numpy as np

from fairlead.simulate.tables import Columns, Streams, Words, words

KINDS = (
    "missing_amount",
    "close_date_past",
    "duplicate_row",
    "blank_id",
    "unreadable_date",
    "odd_name",
)
"""What the writers do to the row of a deal.

``missing_amount``: the amount is empty. ``close_date_past``: an open deal's close date lies 30 to
200 days before the end. ``duplicate_row``: the row stands twice. ``blank_id``: a second copy
without its id follows. ``unreadable_date``: the date of creation is no date. ``odd_name``: the name
holds a line break, quotes, a leading ``=`` or letters outside Latin-1.
"""


def plan(deals: Columns, share: float, end: np.datetime64, streams: Streams) -> Columns:
    """Draw which deals are spoilt and how; one kind a deal.

    Returns
    -------
    Columns
        `deal`, `kind` and `close_on` (the date written by ``close_date_past``, else NaT).
    """
    rng, outcome = streams.of("dirt"), words(deals, "outcome")
    deal = np.flatnonzero(rng.random(len(outcome)) < share)
    kind = rng.integers(0, len(KINDS), len(deal))
    past = KINDS.index("close_date_past")
    # a closed deal may well have a date in the past: spoil something else
    kind = np.where((kind == past) & (outcome.codes[deal] != 0), 0, kind)
    days = end - rng.integers(30, 200, len(deal))
    return {
        "deal": deal,
        "kind": Words(kind, KINDS),
        "close_on": np.where(kind == past, days, np.datetime64("NaT", "D")),
    }
