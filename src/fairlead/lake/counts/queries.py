"""The queries that count deals: made once, asked of the whole and of every day after it.

Making them from the expressions takes longer than asking them of a day's deals. They name no
evening and no deal (`relations`), so those that counted the whole are kept with its counts, and the
next day asks the very same. Of another program's they are made anew.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from fairlead.company.model import Company
from fairlead.lake.clock import use_clock
from fairlead.lake.counts.relations import BEGAN, ask_evening, fill_process
from fairlead.lake.counts.texts import text_of
from fairlead.process.model import Process

KEPT = ("stage_codes", "stage_moves", "counted_deals", "stints_observed", "stints_in_money")
"""Temp tables that are filled on the way from deals to their stints, in this order."""

STEPS, WAITING = "steps", "waiting"


@dataclass(slots=True)
class Queries:
    """Queries by the name of what they fill; those that are not there yet are made when asked."""

    texts: dict[str, str] = field(default_factory=dict)

    def steps(self, connection: Any, stints: str) -> str:
        """Return SQL that counts resolved stints of a table (`tally.step_counts`)."""
        if STEPS not in self.texts:
            self.texts[STEPS] = text_of(f"{STEPS} of {stints}", lambda: _steps(connection, stints))
        return self.texts[STEPS]

    def waiting(self, connection: Any, stints: str) -> str:
        """Return SQL that counts open stints of a table (`tally.open_counts`)."""
        if WAITING not in self.texts:
            made = text_of(f"{WAITING} of {stints}", lambda: _waiting(connection, stints))
            self.texts[WAITING] = made
        return self.texts[WAITING]


def _steps(connection: Any, stints: str) -> str:
    import ibis

    from fairlead.lake.counts.tally import step_counts

    backend = ibis.duckdb.from_connection(connection)
    return str(backend.compile(step_counts(backend.table(stints), also=("provenance",))))


def _waiting(connection: Any, stints: str) -> str:
    import ibis

    from fairlead.lake.counts.tally import open_counts

    backend = ibis.duckdb.from_connection(connection)
    return str(backend.compile(open_counts(backend.table(stints))))


def evening(connection: Any, company: Company, as_of: dt.date, began: int | None) -> None:
    """Tell a connection which evening is asked, and when history began (microseconds)."""
    ask_evening(connection, company, as_of)
    first = "NULL::TIMESTAMPTZ" if began is None else f"make_timestamptz({began})"
    connection.execute(f"SET VARIABLE {BEGAN} = {first}")


def dealt(
    connection: Any, process: Process, company: Company, as_of: dt.date, queries: Queries
) -> None:
    """Fill ``counted_deals`` and ``stints_in_money`` from the tables of deals, and what they need.

    Parameters
    ----------
    connection
        Its tables hold the deals; `evening` said which one is asked.
    process, company
        What the stages are, and which day an instant is.
    as_of
        The evening again, where the queries have to be made.
    queries
        Asked, if they are there, else filled.
    """
    if all(name in queries.texts for name in KEPT):
        use_clock(connection, company)
        fill_process(connection, process)
        for name in KEPT:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {queries.texts[name]}")
        return
    from fairlead.lake.counts.relations import relations
    from fairlead.lake.counts.state import fill_state
    from fairlead.lake.counts.stints import fill_stints

    sources = relations(connection, process, company, in_parts=True)
    fill_state(sources, "counted_deals", as_of)
    fill_stints(sources, "stints_in_money", "counted_deals", as_of)
    queries.texts.update(sources.asked)
