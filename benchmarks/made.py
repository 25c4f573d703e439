"""A large Salesforce-like export for benchmarks: deals and their stage history, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

STAGES = ("Qualified", "Discovery", "Demo", "Proposal", "Negotiation")
START = np.datetime64("2022-11-01T08:00:00", "us")
SPAN_DAYS = 1095
LONGEST_DAYS = 60
PEOPLE = 400
CHUNK = 1_000_000
NAMES = np.array([*STAGES, "Closed Won", "Closed Lost"])
OPEN, WON, LOST = 4, 5, 6
"""Places in `NAMES`: the last open stage, the win, the loss."""


def write_export(
    folder: Path, deals: int, *, seed: int = 7, people: int = PEOPLE
) -> tuple[int, int]:
    """Write Opportunity.csv and OpportunityHistory.csv; return the rows of both.

    About 3.5 stage changes a deal: a deal goes on with chance 0.7 a step, is lost with 0.2, else
    stays open. Beyond `CHUNK` deals they are made and written piece by piece.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changes = 0
    for number, first in enumerate(range(0, deals, CHUNK)):
        count = min(CHUNK, deals - first)
        changes += _write_chunk(folder, (first, count, changes), seed + number, people)
    return deals, changes


def _write_chunk(folder: Path, place: tuple[int, int, int], seed: int, people: int) -> int:
    """Write the deals from `place`: first deal, how many, first row of history; return its rows."""
    first_deal, deals, first_row = place
    rng = np.random.default_rng(seed)
    created = START + (rng.random(deals) * SPAN_DAYS * 86_400e6).astype("timedelta64[us]")
    draw = rng.random((deals, len(STAGES)))
    goes_on = draw < 0.7
    reached = np.where(goes_on.all(axis=1), len(STAGES), goes_on.argmin(axis=1))
    last = draw[np.arange(deals), np.minimum(reached, len(STAGES) - 1)]
    won = reached == len(STAGES)
    lost = ~won & (last < 0.9)
    steps = np.minimum(reached + 1, len(STAGES)) + (won | lost)
    deal = np.repeat(np.arange(deals), steps)
    nth = np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)
    dwell = np.minimum(rng.lognormal(2.0, 0.8, steps.sum()), LONGEST_DAYS) * 86_400e6
    dwell[nth == 0] = 0
    total = np.cumsum(dwell)
    first = np.cumsum(steps) - steps
    at = created[deal] + (total - total[first][deal]).astype("timedelta64[us]")
    end = nth == steps[deal] - 1
    stage = np.where(end & won[deal], WON, np.where(end & lost[deal], LOST, np.minimum(nth, OPEN)))
    amount = np.round(rng.lognormal(9.5, 0.9, deals), 2)
    closed = at[first + steps - 1]
    write_history(
        folder,
        first_row,
        {
            "deal": first_deal + deal,
            "stage": stage,
            "amount": amount[deal],
            "close_on": closed[deal],
            "at": at,
        },
    )
    write_deals(
        folder,
        {
            "deal": first_deal + np.arange(deals),
            "stage": stage[first + steps - 1],
            "amount": amount,
            "close_on": closed,
            "owner": rng.integers(0, people, deals),
            "is_new": rng.random(deals) < 0.8,
            "created": created,
        },
    )
    return len(deal)


def write_history(folder: Path, first_row: int, rows: dict[str, Any]) -> None:
    """Add rows to OpportunityHistory.csv: arrays ``deal, stage, amount, close_on, at``."""
    numbers = first_row + np.arange(len(rows["deal"]))
    columns = {
        "Id": _ids("008", numbers, 15, ""),
        "OpportunityId": _ids("006", rows["deal"], 12, "AAA"),
        "StageName": pa.array(NAMES[rows["stage"]]),
        "Amount": pa.array(rows["amount"]),
        "CloseDate": _day(rows["close_on"]),
        "CreatedDate": _instant(rows["at"]),
    }
    _write(folder / "OpportunityHistory.csv", columns)


def write_deals(folder: Path, rows: dict[str, Any]) -> None:
    """Add rows to Opportunity.csv: ``deal, stage, amount, close_on, owner, is_new, created``."""
    closed = rows["stage"] > OPEN
    columns = {
        "Id": _ids("006", rows["deal"], 12, "AAA"),
        "Name": _ids("Deal ", rows["deal"], 0, ""),
        "StageName": pa.array(NAMES[rows["stage"]]),
        "Amount": pa.array(rows["amount"]),
        "CloseDate": _day(rows["close_on"]),
        "IsClosed": pa.array(np.where(closed, "true", "false")),
        "IsWon": pa.array(np.where(rows["stage"] == WON, "true", "false")),
        "OwnerId": _ids("005", rows["owner"], 12, "AAA"),
        "Type": pa.array(np.where(rows["is_new"], "New Business", "Renewal")),
        "CreatedDate": _instant(rows["created"]),
    }
    _write(folder / "Opportunity.csv", columns)


def _ids(before: str, numbers: np.ndarray, width: int, behind: str) -> pa.Array:
    text = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")
    return pc.binary_join_element_wise(before, text, behind, "")


def _instant(values: np.ndarray) -> pa.Array:
    return pc.strftime(pa.array(values.astype("datetime64[s]")), "%Y-%m-%dT%H:%M:%S.000Z")


def _day(values: np.ndarray) -> pa.Array:
    return pc.strftime(pa.array(values.astype("datetime64[s]")), "%Y-%m-%d")


def _write(path: Path, columns: dict[str, pa.Array]) -> None:
    """Add rows to a file; the header comes with the first ones."""
    table = pa.table(columns)
    text = pa.table(
        {k: pc.cast(v, pa.string()) for k, v in zip(table.column_names, table.columns, strict=True)}
    )
    options = pa.csv.WriteOptions(quoting_style="all_valid", include_header=not path.exists())
    with path.open("ab") as sink:
        pa.csv.write_csv(text, sink, write_options=options)
