"""Tables that hide in others: Odoo's leads among its deals, changes in notes and time lines.

Each becomes a table of its own, named after its file with ``#`` and what it holds, whose lines are
those of the file it came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from fairlead.lake.readers.contract import LINE, RawTable, UnreadableRow
from fairlead.lake.readers.formats.declare import plain
from fairlead.lake.readers.staging import StagedWriter

LEADS, DEALS, CHANGES = "leads", "deals", "changes"
LEAD_COLUMNS = {
    "Lead id": ("id", "externalid"),
    "Lead create date": ("createdate", "createdon"),
    "Lead create uid": ("createuid", "createdby"),
    "Lead user id": ("userid", "salesperson"),
    "Lead source id": ("sourceid", "source"),
    "Lead stage id": ("stageid", "stage"),
    "Lead lost reason id": ("lostreasonid", "lostreason"),
    "Date conversion": ("dateconversion", "conversiondate"),
}
TRACKED = ("Lead id", "Tracked field", "Old value", "New value", "Changed on", "Changed by")
TIME_LINE = ("Opportunity id", "Changed field", "Before", "After", "Happens at",
             "Workspace member id")  # fmt: skip

_BATCH = 20_000
_FIELDS_OF_TWENTY = {"stage": "stage", "amount": "amount", "closeDate": "close_date",
                     "owner": "owner_id", "ownerId": "owner_id"}  # fmt: skip

Row = tuple[int, list[str | None]]


def derive(tables: Sequence[RawTable], staging: Path) -> list[RawTable]:
    """Return the tables with those that hide in them; others are as they were.

    Parameters
    ----------
    tables
        Everything that was staged.
    staging
        Folder for what is staged anew.
    """
    found: list[RawTable] = []
    for number, raw in enumerate(tables):
        names = {plain(column): column for column in reversed(raw.columns)}
        path = staging / f"derived-{number:04d}.parquet"
        if {"type", "probability"} <= names.keys() and _is_odoo_lead(names):
            found += _leads_and_deals(raw, names, path)
        elif _is_tracking(names):
            found += [raw, _tracked(raw, names, tables, path)]
        elif {"name", "properties", "happensat"} <= names.keys():
            found += [raw, _time_line(raw, names, path)]
        else:
            found.append(raw)
    return found


def _rows(raw: RawTable, columns: Sequence[str]) -> Iterator[Row]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(raw.staged)) as file:
        for batch in file.iter_batches(columns=[*columns, LINE], batch_size=_BATCH):
            cells = [batch.column(name).to_pylist() for name in columns]
            yield from zip(
                batch.column(LINE).to_pylist(), map(list, zip(*cells, strict=True)), strict=True
            )


def _write(raw: RawTable, what: str, path: Path, columns: Sequence[str], rows: Any) -> RawTable:
    """Stage rows under the name of their file and what they are; unreadable ones stay apart."""
    bad: list[UnreadableRow] = []
    held: list[Row] = []
    with StagedWriter(path, columns) as writer:
        for row in rows:
            if isinstance(row, UnreadableRow):
                bad.append(row)
                continue
            held.append(row)
            if len(held) >= _BATCH:
                writer.write_rows([cells for _, cells in held], [line for line, _ in held])
                held = []
        writer.write_rows([cells for _, cells in held], [line for line, _ in held])
    fingerprint = hashlib.sha256(f"{raw.fingerprint}#{what}".encode()).hexdigest()
    return RawTable(
        f"{raw.file}#{what}", path, tuple(columns), writer.rows, fingerprint, tuple(bad)
    )


# --- Odoo ---------------------------------------------------------------------------------------


def _is_odoo_lead(names: dict[str, str]) -> bool:
    return "expectedrevenue" in names and bool({"stageid", "stage"} & names.keys())


def _leads_and_deals(raw: RawTable, names: dict[str, str], path: Path) -> list[RawTable]:
    """Split crm.lead: leads that are no deal yet, and deals, with the lead each once was."""
    kind = raw.columns.index(names["type"])
    converted = names.get("dateconversion", names.get("conversiondate"))
    chosen = {
        to: next((names[n] for n in of if n in names), None) for to, of in LEAD_COLUMNS.items()
    }
    at = {to: raw.columns.index(column) for to, column in chosen.items() if column is not None}

    def is_lead(cells: list[str | None]) -> bool:
        return (cells[kind] or "").strip().casefold() == "lead"

    def lead_rows() -> Iterator[Row]:
        for line, cells in _rows(raw, raw.columns):
            became = None if is_lead(cells) else cells[at["Lead id"]]
            if became is None or (converted and cells[raw.columns.index(converted)]):
                yield line, [*(cells[i] for i in at.values()), became]

    leads = _write(raw, LEADS, path, [*at, "Became deal"], lead_rows())
    if not leads.row_count:
        return [raw]
    deals = _write(
        raw,
        DEALS,
        path.with_suffix(".deals.parquet"),
        raw.columns,
        (row for row in _rows(raw, raw.columns) if not is_lead(row[1])),
    )
    return [_with_unreadable(deals, raw), leads]


def _with_unreadable(table: RawTable, raw: RawTable) -> RawTable:
    return RawTable(
        table.file,
        table.staged,
        table.columns,
        table.row_count,
        table.fingerprint,
        raw.unreadable,
        raw.findings,
    )


def _is_tracking(names: dict[str, str]) -> bool:
    message = {"mailmessageid", "mailmessageidresid", "resid"} & names.keys()
    values = {"newvaluechar", "newvalueinteger"} & names.keys()
    return bool(message) and bool(values)


def _tracked(
    raw: RawTable, names: dict[str, str], tables: Sequence[RawTable], path: Path
) -> RawTable:
    """Turn tracked values into changes; time, author and deal come from their message."""
    messages = _messages(tables) if "mailmessageid" in names else {}
    by_id = _references_are_ids(tables)
    columns = list(raw.columns)

    def rows() -> Iterator[Row]:
        for line, cells in _rows(raw, columns):
            said = {plain(c): v for c, v in zip(columns, cells, strict=True)}
            first = _first_of(said)
            message = messages.get(first("mailmessageid") or "", (None, None, None, None))
            model = first("mailmessageidmodel", "model") or message[3]
            if model not in {None, "crm.lead"}:
                continue
            deal = first("mailmessageidresid", "resid") or message[0]
            when = first("mailmessageiddate", "date") or message[1]
            author = first("mailmessageidauthorid", "authorid", "createuid") or message[2]
            name = first("fieldname", "fieldidname", "field", "fielddesc", "fieldid")
            old, new = (_tracked_value(side, said, by_id=by_id) for side in ("old", "new"))
            yield line, [deal, name, old, new, when, author]

    return _write(raw, CHANGES, path, TRACKED, rows())


def _first_of(said: dict[str, str | None]) -> Callable[..., str | None]:
    return lambda *names: next((value for name in names if (value := said.get(name))), None)


def _messages(tables: Sequence[RawTable]) -> dict[str, tuple[str | None, ...]]:
    """Return message id -> deal, time, author, model from mail.message."""
    found: dict[str, tuple[str | None, ...]] = {}
    for raw in tables:
        names = {plain(column): column for column in reversed(raw.columns)}
        if {"id", "resid", "date", "model"} <= names.keys():
            wanted = ["id", "resid", "date", "authorid", "model"]
            columns = [names[n] for n in wanted if n in names]
            place = [n for n in wanted if n in names]
            for _line, cells in _rows(raw, columns):
                said = dict(zip(place, cells, strict=True))
                found[said["id"] or ""] = (
                    said["resid"], said["date"], said.get("authorid"), said["model"]
                )  # fmt: skip
    return found


def _references_are_ids(tables: Sequence[RawTable]) -> bool:
    """Say whether the deals name stages and people by number, as tracked values then should."""
    for raw in tables:
        names = {plain(column): column for column in reversed(raw.columns)}
        if "stageid" in names and _is_odoo_lead(names):
            stages = (cells[0] for _line, cells in _rows(raw, [names["stageid"]]))
            return all(stage.isdigit() for stage in stages if stage)
    return False


def _tracked_value(side: str, said: dict[str, str | None], *, by_id: bool) -> str | None:
    """Return the value of one side by the type of its field; other columns hold zeros."""
    kind = (said.get("fieldtype") or "").casefold()
    reference = ("integer", "char") if by_id else ("char", "integer")
    order = {
        "many2one": reference,
        "monetary": ("float", "monetary"),
        "float": ("float", "monetary"),
        "date": ("datetime",),
        "datetime": ("datetime",),
        "integer": ("integer",),
        "boolean": ("integer",),
    }.get(kind, ("char", "text", "datetime", "float", "monetary", "integer"))
    values = (said.get(f"{side}value{form}") for form in order)
    nothing = {"", "False", "false"} | ({"0"} if kind in {"many2one", ""} else set())
    return next((value for value in values if value is not None and value not in nothing), None)


# --- Twenty -------------------------------------------------------------------------------------


def _time_line(raw: RawTable, names: dict[str, str], path: Path) -> RawTable:
    """Turn the time line into one row a changed field of an opportunity."""
    wanted = ("targetopportunityid", "opportunityid", "linkedrecordid")
    key = next((names[n] for n in wanted if n in names), None)
    member = next((names[n] for n in ("workspacememberid", "createdbyworkspacememberid")
                   if n in names), None)  # fmt: skip
    columns = [names["name"], names["properties"], names["happensat"]]
    columns += [c for c in (key, member) if c is not None]

    def rows() -> Iterator[Row | UnreadableRow]:
        for line, (name, properties, when, *rest) in _rows(raw, columns):
            if not (name or "").startswith("opportunity.") or not properties:
                continue
            deal = rest[0] if key is not None else None
            who = rest[-1] if member is not None else None
            try:
                changes = list(_changes_of(json.loads(properties)))
            except (ValueError, RecursionError):
                yield UnreadableRow(
                    line,
                    names["properties"],
                    properties,
                    "unreadable_changes",
                    "the changes cannot be read as JSON",
                )
                continue
            for changed, before, after in changes:
                yield line, [deal, changed, before, after, when, who]

    return _write(raw, CHANGES, path, TIME_LINE, rows())


def _changes_of(properties: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield field, value before, value after of the fields that matter."""
    if not isinstance(properties, dict):
        raise ValueError("no JSON object")  # noqa: TRY004  the caller tells both alike
    diff = properties.get("diff")
    if isinstance(diff, dict):
        for name, change in diff.items():
            if name in _FIELDS_OF_TWENTY and isinstance(change, dict):
                before, after = (_value_of_twenty(change.get(s)) for s in ("before", "after"))
                yield _FIELDS_OF_TWENTY[name], before, after
    elif isinstance(created := properties.get("after"), dict) and created.get("stage"):
        yield "stage", None, str(created["stage"])


def _value_of_twenty(value: Any) -> str | None:
    """Return a value as text: amounts in units, records by id."""
    if isinstance(value, dict):
        if "amountMicros" in value:
            micros = value["amountMicros"]
            try:
                return None if micros is None else format(Decimal(str(micros)) / 1_000_000, "f")
            except InvalidOperation as error:
                raise ValueError(f"no amount: {micros!r}") from error
        value = value.get("id")
    return None if value is None else str(value)
