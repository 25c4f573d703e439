"""A large Salesforce-like export for benchmarks: deals and their stage history, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

STAGES = ("Qualified", "Discovery", "Demo", "Proposal", "Negotiation")
START = np.datetime64("2022-11-01T08:00:00", "us")
SPAN_DAYS = 1095
LONGEST_DAYS = 60
PEOPLE = 400


def write_export(folder: Path, deals: int, *, seed: int = 7) -> tuple[int, int]:
    """Write Opportunity.csv and OpportunityHistory.csv; return the rows of both.

    About 3.5 stage changes a deal: a deal goes on with chance 0.7 a step, is lost with 0.2, else
    stays open.
    """
    folder.mkdir(parents=True, exist_ok=True)
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
    names = np.array([*STAGES, "Closed Won", "Closed Lost"])
    stage = np.where(end & won[deal], 5, np.where(end & lost[deal], 6, np.minimum(nth, 4)))
    amount = np.round(rng.lognormal(9.5, 0.9, deals), 2)
    ids = pa.array([f"006{i:012d}AAA" for i in range(deals)])
    owners = pa.array([f"005{i:012d}AAA" for i in range(PEOPLE)])
    closed = at[first + steps - 1]
    _write(
        folder / "OpportunityHistory.csv",
        {
            "Id": pc.binary_join_element_wise(
                "008",
                pc.utf8_lpad(pc.cast(pa.array(np.arange(len(deal))), pa.string()), 15, "0"),
                "",
            ),
            "OpportunityId": ids.take(pa.array(deal)),
            "StageName": pa.array(names[stage]),
            "Amount": pa.array(amount[deal]),
            "CloseDate": _day(closed[deal]),
            "CreatedDate": _instant(at),
        },
    )
    _write(
        folder / "Opportunity.csv",
        {
            "Id": ids,
            "Name": pc.binary_join_element_wise(
                "Deal ", pc.cast(pa.array(np.arange(deals)), pa.string()), ""
            ),
            "StageName": pa.array(names[stage[first + steps - 1]]),
            "Amount": pa.array(amount),
            "CloseDate": _day(closed),
            "IsClosed": pa.array(np.where(won | lost, "true", "false")),
            "IsWon": pa.array(np.where(won, "true", "false")),
            "OwnerId": owners.take(pa.array(rng.integers(0, PEOPLE, deals))),
            "Type": pa.array(np.where(rng.random(deals) < 0.8, "New Business", "Renewal")),
            "CreatedDate": _instant(created),
        },
    )
    return deals, len(deal)


def _instant(values: np.ndarray) -> pa.Array:
    return pc.strftime(pa.array(values.astype("datetime64[s]")), "%Y-%m-%dT%H:%M:%S.000Z")


def _day(values: np.ndarray) -> pa.Array:
    return pc.strftime(pa.array(values.astype("datetime64[s]")), "%Y-%m-%d")


def _write(path: Path, columns: dict[str, pa.Array]) -> None:
    table = pa.table(columns)
    options = pa.csv.WriteOptions(quoting_style="all_valid")
    text = pa.table(
        {k: pc.cast(v, pa.string()) for k, v in zip(table.column_names, table.columns, strict=True)}
    )
    pa.csv.write_csv(text, path, write_options=options)
