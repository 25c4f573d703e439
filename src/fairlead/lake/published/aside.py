"""How much money stands in the rows an import puts aside, as far as it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairlead.lake.conform.steps import laid_out
from fairlead.lake.conform.values import parsed
from fairlead.lake.readers.contract import LINE, MappedTable, Reading
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.schema import literal, quoted
from fairlead.units import decimals


@dataclass(frozen=True, slots=True)
class AsideAmount:
    """Amounts in the deals of one file that were put aside.

    `amount` is in minor units of `currency`, the one most of them name (None where none is
    named); `valued` rows carry such an amount. The others carry none, or one that cannot be read.
    """

    valued: int
    amount: int
    currency: str | None


def aside_amounts(connection: Any, reading: Reading) -> dict[str, AsideAmount]:
    """Return file -> what its deals put aside are worth; files without such rows are left out.

    `lake.conform.run.conform` must have run: it fills ``aside``.
    """
    found = {}
    losing = {
        file for (file,) in connection.execute('SELECT DISTINCT "file" FROM aside').fetchall()
    }
    for table in reading.tables:
        if table.raw.file not in losing:
            continue
        if table.mapping.target == "opportunities" and table.mapping.of("amount") is not None:
            amount = _of(connection, table)
            if amount is not None:
                found[table.raw.file] = amount
    return found


def _of(connection: Any, table: MappedTable) -> AsideAmount | None:
    values = {
        field.name: parsed(
            field,
            table.mapping.of(field.name),
            format_name=table.mapping.format,
            file=table.raw.file,
        )
        for field in TARGETS["opportunities"].fields
        if field.name in {"amount", "currency"}
    }
    rows = laid_out(list(values.values()), f"read_parquet({literal(str(table.raw.staged))})")
    row = connection.execute(
        "SELECT code, count(*), sum(major) FROM "
        f"(SELECT upper({values['currency'].shown}) AS code, {values['amount'].shown} AS major "
        f"FROM {rows} WHERE {quoted(LINE)} IN (SELECT line FROM aside "
        f'WHERE "file" = {literal(table.raw.file)})) WHERE major IS NOT NULL '
        "GROUP BY code ORDER BY count(*) DESC, code LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    code, valued, major = row
    return AsideAmount(valued, round(major * 10 ** decimals(code)), code)
