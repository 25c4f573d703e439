"""How a delimited text is written: separator, where the header is, what stands above it."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")

_SAMPLE = 1 << 20
_RECORDS = 400
_HEADER_WITHIN = 30
_FIELD_LIMIT = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read one file.

    `header` holds the header cells, `above` the records that stand above them (titles,
    ``sep=;``), `skip` the number of records up to and including the header.
    """

    separator: str
    header: tuple[str, ...]
    above: tuple[str, ...]
    skip: int


def allow_huge_fields() -> None:
    """Let the csv module read fields of any size; its limit of 128 KB is global."""
    if csv.field_size_limit() < _FIELD_LIMIT:
        csv.field_size_limit(_FIELD_LIMIT)


def sniff(path: Path) -> Dialect | None:
    """Return the dialect of a UTF-8 file, or None if it is not delimited at all.

    The separator is the one that cuts the sampled records into the same number of fields most
    often; more fields win a tie. A file with one column is taken with a comma.
    """
    allow_huge_fields()
    sample, whole = _sample(path)
    lines = sample.splitlines(keepends=True)
    if not whole and len(lines) > 1:
        lines = lines[:-1]
    said = lines[0].strip().casefold() if lines else ""
    candidates: tuple[str, ...] = SEPARATORS
    if said.startswith("sep=") and len(said) == 5:
        candidates = (said[4],)
    elif said == "sep=":
        candidates = ("\t",)
    scored = [(*_score(lines, separator), separator) for separator in candidates]
    consistency, width, separator = max(scored, key=lambda s: (s[0] * min(s[1], 8), s[1]))
    if width < 2 or consistency < 0.3:
        return _single(lines)
    return _with_header(lines, separator, width)


def _sample(path: Path) -> tuple[str, bool]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        text = stream.read(_SAMPLE)
        whole = not stream.read(1)
        if not whole and text.count("\n") + text.count("\r") < 2:  # one huge first record
            text += stream.read(32 * _SAMPLE)
    return text, whole


def _records(lines: list[str], separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    reader = csv.reader(iter(lines), delimiter=separator)
    try:
        for record in reader:
            if record:
                records.append(record)
            if len(records) >= _RECORDS:
                break
    except csv.Error:
        pass
    return records


def _score(lines: list[str], separator: str) -> tuple[float, int]:
    """Return the share of records with the commonest number of fields, and that number."""
    records = _records(lines, separator)
    widths = Counter(len(record) for record in records if len(record) > 1)
    if not widths:
        return 0.0, 1
    width, hits = max(widths.items(), key=lambda item: (item[1], item[0]))
    first = next((len(record) for record in records[:_HEADER_WITHIN] if len(record) == width), 0)
    header_fits = 1.0 if records and len(records[0]) == width else 0.85
    return (hits / len(records)) * header_fits * (1.0 if first else 0.5), width


def _single(lines: list[str]) -> Dialect | None:
    rows = [line.strip() for line in lines if line.strip()]
    if not rows:
        return None
    records = _records(lines, ",")
    return Dialect(",", tuple(records[0]), (), 1) if records and len(records[0]) == 1 else None


def _with_header(lines: list[str], separator: str, width: int) -> Dialect:
    records = _records(lines, separator)
    above: list[str] = []
    for position, record in enumerate(records[:_HEADER_WITHIN]):
        filled = [cell for cell in record if cell.strip()]
        if len(record) == width and len(filled) * 2 > width:
            return Dialect(separator, tuple(record), tuple(above), position + 1)
        above.append(separator.join(record)[:200])
    return Dialect(separator, tuple(records[0]), (), 1)
