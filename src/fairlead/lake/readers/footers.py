"""Lines that are no rows: sums, "Grand total", a copyright, a note below the table."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from fairlead.lake.readers.contract import LINE, RawTable, UnreadableRow
from fairlead.lake.readers.staging import StagedWriter
from fairlead.lake.readers.words import folded

if TYPE_CHECKING:
    import pyarrow as pa

_TOTAL = re.compile(
    r"^(?:(?:grand|sub|overall|running|gran|sous|sub|zwischen|end|gesamt|tussen|eind|total) ?)?"
    r"(?:totals?|totale|totaal|sum|summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|"
    r"endsumme|somme|suma|somma|soma|razem|ogolem|lacznie|summa|totalt|sammanlagt|i alt|yhteensa|"
    r"celkem|toplam|osszesen|итого|всего)(?!\w)"
)
_NOTE = re.compile(
    r"^(?:©|\(c\)|copyright|confidential|vertraulich|confidentiel|confidencial|riservato|"
    r"generated|exported|printed|created|report|source|page|filter|note|stand|erstellt|quelle|"
    r"seite|hinweis|genere|exporte|source|page|generado|exportado|fuente|pagina|generato|"
    r"gerado|fonte|gegenereerd|bron|wygenerowano|zrodlo|strona|all rights|\*+ ?)",
    re.IGNORECASE,
)
_BEGINS_LIKE_A_SUM = (
    r"^\W*(grand|gran|overall|running|sub|sous|zwischen|end|gesamt|tussen|eind|total|sum|som|"
    r"raz|og|[lł]|i alt|yht|celk|topl|[oö]ss|итого|всего)"
)
_LEAST_COLUMNS = 3


def without_footers(raw: RawTable, *, however_full: bool = False) -> RawTable:
    """Return a table without the lines that are no rows; they become `unreadable`, with reasons.

    A sum is a line whose first text says so ("Total", "Summe", "Razem 2025") and that fills at
    most half as many cells as rows usually do. A note is a line with one filled cell that says
    something about the report ("© 2026 Acme", "Stand: 31.03."), or any lone cell below all rows.
    A deal called "Total Energies" has its owner, stage and dates and stays.

    Parameters
    ----------
    raw
        A staged table. It is read once, and written anew only if there is such a line.
    however_full
        Take a sum for one however many cells it fills: in a sheet with one column a month it
        fills them all.
    """
    if len(raw.columns) < _LEAST_COLUMNS or raw.row_count < 2:
        return raw
    found = _found(raw, however_full=however_full)
    if not found or len(found) == raw.row_count:
        return raw
    rows = _rewrite(raw, {row.line for row in found})
    unreadable = tuple(sorted((*raw.unreadable, *found), key=lambda row: row.line))
    return dataclasses.replace(raw, row_count=rows, unreadable=unreadable)


def _found(raw: RawTable, *, however_full: bool) -> list[UnreadableRow]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    sparse: list[dict[str, Any]] = []
    fills: list[int] = []
    last = 0
    with pq.ParquetFile(str(raw.staged)) as file:
        for batch in file.iter_batches(100_000):
            filled = _filled(batch, raw.columns)
            if not fills:
                fills = sorted(filled.to_pylist())
            usual = fills[len(fills) // 2]
            few = pc.less_equal(filled, len(raw.columns) if however_full else max(1, usual // 2))
            sparse += batch.filter(
                pc.and_(few, _worth_a_look(batch, raw.columns, filled))
            ).to_pylist()
            full = pc.filter(batch.column(LINE), pc.invert(few))
            last = max(last, pc.max(full).as_py() or 0)
    return [row for record in sparse if (row := _judged(record, raw.columns, last)) is not None]


def _worth_a_look(batch: pa.RecordBatch, columns: tuple[str, ...], filled: Any) -> Any:
    """Return which rows may be no rows: a lone cell, or a first cell that begins like a sum.

    Tables may have millions of sparse rows; only these few are looked at one by one.
    """
    import pyarrow.compute as pc

    first = pc.coalesce(*(batch.column(name) for name in columns))
    sums = pc.match_substring_regex(first, _BEGINS_LIKE_A_SUM, ignore_case=True)
    return pc.fill_null(pc.or_(sums, pc.equal(filled, 1)), fill_value=False)


def _filled(batch: pa.RecordBatch, columns: tuple[str, ...]) -> Any:
    """Return how many cells each row fills."""
    import pyarrow as pa
    import pyarrow.compute as pc

    total: Any = pa.array([0] * batch.num_rows, pa.int64())
    for column in columns:
        total = pc.add(total, pc.cast(pc.is_valid(batch.column(column)), pa.int64()))
    return total


def _judged(record: dict[str, Any], columns: tuple[str, ...], last: int) -> UnreadableRow | None:
    cells = [(c, str(record[c]).strip()) for c in columns if record[c] and str(record[c]).strip()]
    if not cells:
        return None
    column, text = cells[0]
    line = int(record[LINE])
    if _TOTAL.match(folded(text)) and len(text) <= 60:
        reason = "a line of totals, not a row"
        return UnreadableRow(line, column, text[:200], "total_row", reason)
    if len(cells) == 1 and (_NOTE.match(text) or _NOTE.match(folded(text)) or line > last):
        reason = "a note on the table, not a row"
        return UnreadableRow(line, column, text[:200], "note_row", reason)
    return None


def _rewrite(raw: RawTable, lines: set[int]) -> int:
    """Write the staged table anew without some lines; return how many rows are left."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    draft = raw.staged.with_suffix(".rows")
    gone = pa.array(sorted(lines), pa.int64())
    with pq.ParquetFile(str(raw.staged)) as file, StagedWriter(draft, raw.columns) as writer:
        for batch in file.iter_batches(100_000):
            kept = batch.filter(pc.invert(pc.is_in(batch.column(LINE), value_set=gone)))
            writer.write([kept.column(name) for name in raw.columns], kept.column(LINE))
        rows = writer.rows
    draft.replace(raw.staged)
    return rows


def is_total(text: str) -> bool:
    """Say whether a header or cell names a sum: ``Total``, ``Summe 2026``."""
    return bool(_TOTAL.match(folded(text)))
