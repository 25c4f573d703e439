"""What should have stood in a cell that cannot be read, in words for a refusal."""

from __future__ import annotations

import datetime as dt

from fairlead.lake.conform.options import CLOCKS
from fairlead.lake.conform.staged import Staged
from fairlead.lake.conform.values import EXPECTED

_INSTEAD = {
    "no_id": "an id in every row",
    "missing_value": "a value in every row",
    "duplicate_id": "one row an id",
}


def expected(part: Staged, column: str | None, code: str) -> str:
    """Return what should have stood there, with the pattern that was tried."""
    kind = code.removeprefix("unreadable_")
    if kind not in EXPECTED:
        return _INSTEAD.get(code, "a row that can be split into the columns of the header")
    said = EXPECTED[kind]
    mapped = next((c for c in part.table.mapping.columns if c.column == column), None)
    formats = mapped.options.get("formats") if mapped is not None else None
    if kind in {"day", "instant"}:
        tried = formats if isinstance(formats, list | tuple) else ["%Y-%m-%d"]
        listed = ", ".join(f"{pattern} ({_written(pattern)})" for pattern in tried)
        return f"{said} written like {listed}"
    if kind == "money":
        comma = mapped is not None and mapped.options.get("decimal") == ","
        return f"{said} such as {'1.234,56' if comma else '1,234.56'}"
    return said


def _written(pattern: object) -> str:
    """Return the last minute of 2026 as a pattern writes it."""
    if str(pattern) in CLOCKS:
        shown = {"unix_ms": "1798761540000", "unix_s": "1798761540", "serial": "46387"}
        return shown.get(str(pattern), "2026-12-31")
    return dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC).strftime(str(pattern))
