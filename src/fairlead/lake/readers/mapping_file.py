"""The mapping as a small YAML file people can mend, and back again."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from fairlead.errors import DefinitionError
from fairlead.lake.readers.contract import ColumnMapping, RawTable, Reading, TableMapping
from fairlead.lake.readers.formats import FORMATS
from fairlead.lake.readers.stage_dates import COLUMNS, SHEET
from fairlead.lake.readers.vocabulary import OPTIONS, TARGETS

_HEAD = """\
# What the columns of this import mean. Mend it and import again with --mapping THIS FILE.
# Every field takes `column: NAME` or `constant: VALUE`; remove a field to leave it unused.
# A file with `target: ignore` is not read. A column may serve several fields.
"""
_FILE_KEYS = ("format", "target", "confidence", "reason", "columns", "not used")
_COLUMN_KEYS = ("column", "constant", "options", "confidence", "reason")


def mapping_to_yaml(reading: Reading) -> str:
    """Return the mapping of every table as YAML, with unused columns and free fields."""
    parts = [_HEAD, "files:\n"]
    for table in reading.tables:
        parts.append(
            _indented(
                yaml.safe_dump(
                    {table.mapping.file: _as_plain(table.mapping)},
                    allow_unicode=True,
                    sort_keys=False,
                    width=1000,
                )
            )
        )
        parts.append(_free_fields(table.mapping))
    return "".join(parts)


def _as_plain(mapping: TableMapping) -> dict[str, object]:
    columns: dict[str, object] = {}
    for column in mapping.columns:
        entry: dict[str, object] = {}
        if column.column is not None:
            entry["column"] = column.column
        else:
            entry["constant"] = column.constant
        if column.options:
            entry["options"] = column.options
        entry["confidence"] = column.confidence
        entry["reason"] = column.reason
        columns[column.field] = entry
    plain: dict[str, object] = {
        "format": mapping.format,
        "target": mapping.target,
        "confidence": mapping.confidence,
        "reason": mapping.reason,
    }
    if columns:
        plain["columns"] = columns
    if mapping.unmapped:
        plain["not used"] = list(mapping.unmapped)
    return plain


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def _free_fields(mapping: TableMapping) -> str:
    target = TARGETS.get(mapping.target)
    if target is None:
        return ""
    free = [field.name for field in target.fields if mapping.of(field.name) is None]
    return f"    # fields without a column: {', '.join(free)}\n" if free else ""


def given_mappings(path: Path, tables: Sequence[RawTable]) -> dict[str, TableMapping]:
    """Return file -> mapping from a mapping file on disk."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(
            f"The mapping file {path.name} cannot be read.",
            hint="Check the path, and that it is a text file in UTF-8.",
        ) from error
    return {mapping.file: mapping for mapping in mapping_from_yaml(text, tables)}


def mapping_from_yaml(text: str, tables: Reading | Sequence[RawTable]) -> tuple[TableMapping, ...]:
    """Return the mappings a YAML text gives for tables that were read.

    Parameters
    ----------
    text
        As `mapping_to_yaml` writes it; `format`, `confidence` and `reason` may be missing.
    tables
        What was read; files and columns must be among them.

    Raises
    ------
    DefinitionError
        If it is no YAML, or names a file, target, field, column or option that does not exist.
    """
    raws = [t.raw for t in tables.tables] if isinstance(tables, Reading) else list(tables)
    files = _files(text)
    by_file = {raw.file: raw for raw in raws}
    found = []
    for file, entry in files.items():
        raw = by_file.get(str(file)) or _made_of(str(file), by_file)
        if raw is None:
            raise _unknown("file", str(file), by_file, "the import")
        found.append(_table(raw, entry))
    return tuple(found)


def mappings_of_text(text: str, name: str) -> tuple[TableMapping, ...]:
    """Return the mappings a YAML text gives, whatever is imported now.

    Parameters
    ----------
    text
        As `mapping_to_yaml` writes it.
    name
        What to call the file in errors.

    Raises
    ------
    DefinitionError
        If it is no YAML, or names a target, field or option that does not exist.
    """
    found = []
    for file, entry in _files(text, name).items():
        columns: dict[str, None] = {}
        if isinstance(entry, dict):
            given = entry.get("columns")
            for value in given.values() if isinstance(given, dict) else ():
                column = value.get("column") if isinstance(value, dict) else value
                if column is not None:
                    columns[str(column)] = None
            columns |= dict.fromkeys(str(c) for c in entry.get("not used") or ())
        found.append(_table(RawTable(str(file), Path(), tuple(columns), 0, ""), entry))
    return tuple(found)


def _files(text: str, name: str = "") -> dict[Any, Any]:
    """Return the entries of a mapping file."""
    called = f"The mapping file {name}".rstrip()
    try:
        parsed = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise DefinitionError(
            f"{called} is no valid YAML{where}.", hint="Check quotes and indentation."
        ) from error
    files = parsed.get("files") if isinstance(parsed, dict) else None
    if not isinstance(files, dict):
        raise DefinitionError(
            f"{called} has no entry `files`.",
            hint="It begins with `files:`, then one entry a file.",
        )
    return files


def _made_of(file: str, by_file: dict[str, RawTable]) -> RawTable | None:
    """Return the table of stage dates that is made of a list of deals only after this."""
    base = by_file.get(file.removesuffix(f"#{SHEET}"))
    if base is None or base.file == file:
        return None
    return RawTable(file, base.staged, COLUMNS, 0, base.fingerprint)


def _table(raw: RawTable, entry: Any) -> TableMapping:
    if not isinstance(entry, dict):
        raise DefinitionError(
            f"The mapping of {raw.file} is empty.", hint="Give it a target, or `target: ignore`."
        )
    _only(entry, _FILE_KEYS, raw.file)
    target_name = str(entry.get("target", ""))
    if target_name != "ignore" and target_name not in TARGETS:
        raise _unknown("target", target_name, [*TARGETS, "ignore"], raw.file)
    format_name = str(entry.get("format", "table"))
    if format_name not in FORMATS:
        raise _unknown("format", format_name, FORMATS, raw.file)
    columns: list[ColumnMapping] = []
    given = entry.get("columns") or {}
    if not isinstance(given, dict):
        raise DefinitionError(
            f"`columns` of {raw.file} is no list of fields.",
            hint="Write one line a field: `amount: {column: Value}`.",
        )
    if target_name != "ignore":
        columns = [_column(raw, target_name, str(name), value) for name, value in given.items()]
        _required(raw, target_name, columns)
    used = {c.column for c in columns}
    return TableMapping(
        raw.file,
        format_name,
        target_name,
        _number(entry.get("confidence", 1.0), raw.file),
        str(entry.get("reason") or "given in the mapping file"),
        tuple(columns),
        tuple(c for c in raw.columns if c not in used),
    )


def _column(raw: RawTable, target_name: str, name: str, value: Any) -> ColumnMapping:
    fields = {field.name for field in TARGETS[target_name].fields}
    if name not in fields:
        raise _unknown("field", name, fields, f"the target {target_name}")
    if isinstance(value, str):
        value = {"column": value}
    where = f"{raw.file}, {name}"
    if not isinstance(value, dict):
        raise DefinitionError(
            f"{where} names neither a column nor a constant.",
            hint="Write `column: NAME` or `constant: VALUE` below it.",
        )
    _only(value, _COLUMN_KEYS, where)
    column, constant = value.get("column"), value.get("constant")
    if (column is None) == (constant is None):
        raise DefinitionError(
            f"{where} needs either a column or a constant.",
            hint="Write `column: NAME` or `constant: VALUE` below it.",
        )
    if column is not None and str(column) not in raw.columns:
        raise _unknown("column", str(column), raw.columns, raw.file)
    options = value.get("options") or {}
    if not isinstance(options, dict):
        raise DefinitionError(f"The options of {where} are no list of names and values.")
    _only(options, tuple(OPTIONS), where)
    return ColumnMapping(
        name,
        None if column is None else str(column),
        None if constant is None else _constant(constant),
        {str(key): option for key, option in options.items()},
        _number(value.get("confidence", 1.0), where),
        str(value.get("reason") or "given in the mapping file"),
    )


def _constant(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _required(raw: RawTable, target_name: str, columns: list[ColumnMapping]) -> None:
    given = {c.field for c in columns}
    missing = [f.name for f in TARGETS[target_name].fields if f.required and f.name not in given]
    if missing:
        raise DefinitionError(
            f"The mapping of {raw.file} as {target_name} lacks {' and '.join(missing)}.",
            hint=f"Columns there: {', '.join(raw.columns[:20])}.",
        )


def _number(value: Any, where: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise DefinitionError(f"The confidence of {where} is no number.") from error


def _only(entry: dict[Any, Any], allowed: Iterable[str], where: str) -> None:
    known = list(allowed)
    for key in entry:
        if str(key) not in known:
            raise _unknown("word", str(key), known, where)


def _unknown(what: str, name: str, known: Iterable[str], where: str) -> DefinitionError:
    names = sorted(str(k) for k in known)
    folded = {n.casefold(): n for n in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.5)
    if close:
        hint = f"Did you mean {' or '.join(folded[c] for c in close)}?"
    else:
        hint = f"There are: {', '.join(names[:30])}."
    return DefinitionError(f"There is no {what} {name!r} in {where}.", hint=hint)
