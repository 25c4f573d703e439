"""HubSpot exports with one column a stage, "date entered": turned into one row a stage entered.

HubSpot keeps one date for each stage, so a deal that came back to a stage shows one visit only.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from fairlead.lake.readers.contract import LINE, RawTable, TableMapping
from fairlead.lake.readers.formats.declare import plain
from fairlead.lake.readers.staging import StagedWriter

SHEET = "stage dates"
COLUMNS = ("Deal id", "Stage entered", "Date entered")

_LABEL = re.compile(
    r"^(?:date )?entered [\"“'](?P<stage>.+?)(?: \((?P<pipeline>[^()]*)\))?[\"”'](?: stage)?$",
    re.IGNORECASE,
)
_PROPERTY = re.compile(r"^(?:property_)?hs_(?:v2_)?date_entered_(?P<stage>.+)$", re.IGNORECASE)
_IDS = ("recordid", "dealid", "hsobjectid", "id")


def stage_of(header: str) -> str | None:
    """Return the stage a header holds the entry date of.

    Examples
    --------
    >>> stage_of('Date entered "Closed Won (Sales Pipeline)"')
    'Closed Won'
    >>> stage_of('Entered "Demo" stage'), stage_of("hs_v2_date_entered_closedwon")
    ('Demo', 'closedwon')
    >>> stage_of("Close Date") is None
    True
    """
    match = _LABEL.match(header.strip()) or _PROPERTY.match(header.strip())
    return match["stage"] if match else None


def stage_dates(raw: RawTable, staged: Path) -> RawTable | None:
    """Return the stage dates of a table of deals as a table of their own, None if it has none.

    Parameters
    ----------
    raw
        A staged table of deals.
    staged
        Parquet file to write; lines are those of the deals.
    """
    stages = {column: stage for column in raw.columns if (stage := stage_of(column))}
    by_plain = {plain(column): column for column in reversed(raw.columns)}
    key = next((by_plain[name] for name in _IDS if name in by_plain), None)
    return written(raw, key, stages, staged) if stages and key is not None else None


def written(raw: RawTable, key: str, stages: dict[str, str], staged: Path) -> RawTable:
    """Return the dates in the columns `stages` names as a table, one row a deal and stage.

    Parameters
    ----------
    raw
        A staged table of deals.
    key
        Its column of deals.
    stages
        Column of dates -> the stage entered then.
    staged
        Parquet file to write; lines are those of the deals.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with StagedWriter(staged, COLUMNS) as writer, pq.ParquetFile(str(raw.staged)) as file:
        for batch in file.iter_batches(columns=[key, *stages, LINE]):
            for column, stage in stages.items():
                entered = batch.filter(pc.is_valid(batch.column(column)))
                names = pa.array([stage] * entered.num_rows, pa.string())
                writer.write(
                    [entered.column(key), names, entered.column(column)], entered.column(LINE)
                )
    fingerprint = hashlib.sha256(f"{raw.fingerprint}#{SHEET}".encode()).hexdigest()
    return RawTable(f"{raw.file}#{SHEET}", staged, COLUMNS, writer.rows, fingerprint)


def without_doubles(mappings: Sequence[TableMapping]) -> list[TableMapping]:
    """Leave stage dates out where a real history of the stages is there too."""
    histories = {
        m.target for m in mappings if m.target in {"stage_history", "field_history"}
        and not m.file.endswith(f"#{SHEET}")
    }  # fmt: skip
    if not histories:
        return list(mappings)
    reason = "the history of the stages is there in full"
    return [
        dataclasses.replace(m, target="ignore", columns=(), reason=reason, unmapped=COLUMNS)
        if m.file.endswith(f"#{SHEET}")
        else m
        for m in mappings
    ]
