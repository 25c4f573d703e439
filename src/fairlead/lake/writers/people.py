"""Names of people and deals, and whom people work for now, as every export needs them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fairlead.lake.writers.text import Array, join, with_blank, words
from fairlead.simulate import Simulation


def person_names(sim: Simulation) -> pa.Array:
    """Return full names, with an empty text at the end for -1."""
    people = sim.tables["people"]
    first, last = np.asarray(people["first_name"]), np.asarray(people["last_name"])
    return with_blank(np.char.add(np.char.add(first, " "), last))


def _last_rows(sim: Simulation) -> Array:
    person = sim.numbers("assignments", "person")
    return np.flatnonzero(np.append(person[1:] != person[:-1], True))


def current_team(sim: Simulation) -> Array:
    """Return each person's team (code) in their last assignment, -1 for none."""
    return _current(sim, sim.numbers("assignments", "team"))


def current_manager(sim: Simulation) -> Array:
    """Return each person's manager in their last assignment, -1 for none."""
    return _current(sim, sim.numbers("assignments", "manager"))


def _current(sim: Simulation, values: Array) -> Array:
    found = np.full(len(sim.numbers("people", "person")), -1, dtype=np.int64)
    rows = _last_rows(sim)
    found[sim.numbers("assignments", "person")[rows]] = values[rows]
    return found


def deal_names(sim: Simulation) -> pa.Array:
    """Return deal names: customer, then product."""
    customers = pa.array(np.asarray(sim.tables["accounts"]["name"]).tolist(), pa.large_string())
    account = customers.take(pa.array(sim.numbers("deals", "account")))
    return join(account, " - ", words(sim.words("deals", "product")))
