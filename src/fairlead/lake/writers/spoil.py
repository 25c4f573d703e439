"""Put the planned dirt into the table of deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairlead.lake.writers.text import Array, days, join
from fairlead.simulate import Simulation
from fairlead.simulate.tables import words

UNREADABLE = ("31.02.2026", "soon", "00/00/0000")
ODD_NAMES = (
    '=1+1 "{}"',
    "{}\n(moved from the old system)",
    "{} – Ωmega 契約 🚀",
    "@{}, said “yes”",
)


@dataclass(frozen=True, slots=True)
class Headers:
    """Which columns hold what the dirt touches; `close_tail` follows a date where times stand."""

    id: str
    name: str
    amount: str
    created: str
    close: str
    close_tail: str = ""


def spoil(columns: dict[str, pa.Array], sim: Simulation, headers: Headers) -> dict[str, pa.Array]:
    """Return the deals as they are written: some rows spoilt, some twice.

    `columns` has one row a deal in the order of the deals' numbers.
    """
    plan = sim.truth["dirt"]
    kind, deal = words(plan, "kind"), np.asarray(plan["deal"])
    of = {word: deal[kind.codes == code] for code, word in enumerate(kind.words)}
    spoilt = dict(columns)
    _put(spoilt, headers.amount, of["missing_amount"], [""] * len(of["missing_amount"]))
    bad = [UNREADABLE[n % len(UNREADABLE)] for n in range(len(of["unreadable_date"]))]
    _put(spoilt, headers.created, of["unreadable_date"], bad)
    dates = np.asarray(plan["close_on"])[kind.codes == kind.words.index("close_date_past")]
    written = join(days(dates), headers.close_tail).to_pylist()
    _put(spoilt, headers.close, of["close_date_past"], written)
    names = columns[headers.name].take(pa.array(of["odd_name"])).to_pylist()
    odd = [ODD_NAMES[n % len(ODD_NAMES)].format(name) for n, name in enumerate(names)]
    _put(spoilt, headers.name, of["odd_name"], odd)
    return _copied(spoilt, headers.id, of["duplicate_row"], of["blank_id"])


def _put(columns: dict[str, pa.Array], name: str, rows: Array, texts: list[str]) -> None:
    if not len(rows):
        return
    mask = np.zeros(len(columns[name]), dtype=bool)
    mask[rows] = True  # rows are sorted, so the texts meet their rows in order
    new = pa.array(texts, pa.large_string())
    columns[name] = pc.replace_with_mask(columns[name], pa.array(mask), new)


def _copied(
    columns: dict[str, pa.Array], id_header: str, twice: Array, nameless: Array
) -> dict[str, pa.Array]:
    count = len(columns[id_header])
    rows = np.concatenate([np.arange(count), twice, nameless])
    blank = np.arange(len(rows)) >= count + len(twice)
    order = np.argsort(rows, kind="stable")
    taken = {name: column.take(pa.array(rows[order])) for name, column in columns.items()}
    no_id = pa.array(blank[order])
    taken[id_header] = pc.if_else(no_id, pa.scalar("", pa.large_string()), taken[id_header])
    return taken
