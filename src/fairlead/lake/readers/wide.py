"""Sheets with one column a month or quarter: turned into one row a person and period."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fairlead.answers import Finding
from fairlead.lake.readers.contract import LINE, RawTable
from fairlead.lake.readers.fits import looks_like_codes
from fairlead.lake.readers.footers import is_total, without_footers
from fairlead.lake.readers.names import field_score
from fairlead.lake.readers.periods import period_of, year_in
from fairlead.lake.readers.profile import Profile, profiles
from fairlead.lake.readers.staging import StagedWriter, unique_headers
from fairlead.lake.readers.words import folded

BY_PERIOD = "by period"
YEARLESS = (
    "its columns are months or quarters without a year: write the year into these headers, or "
    "into the name of the sheet or file, and import again"
)
UNSAID = (
    "a column a month or quarter, but nothing says whether these are targets or results: name "
    "the sheet or file Targets, or give it `target: targets` in the mapping file"
)
TURNED = "it was read as {file}, with one row a person and period"
PLAN, RESULT = "plan", "result"
_LEAST_PERIODS = 3
_MOSTLY = 0.8
_YEAR = re.compile(r"20\d{2}")
_PARTS = {
    "Q": (
        4,
        frozenset("quarter quarters qtr q quartal trimestre kwartal kwartaal kvartal".split()),
    ),
    "": (12, frozenset("month months monat mois mes mese maand miesiac manad mesic".split())),
}
_SALES = frozenset(
    "sales revenue bookings turnover income acv arr umsatz auftragseingang vertrieb ca "
    "chiffre ventas facturacion ingresos vendite fatturato vendas receita faturamento omzet "
    "verkoop sprzedaz obrot przychod forsaljning intakt omsattning prodej".split()
)
_PLANNED = frozenset(
    "target targets quota quotas goal goals plan planned budget ziel ziele soll vorgabe objectif "
    "objectifs cible objetivo objetivos meta metas cuota obiettivo obiettivi doel doelstelling "
    "cel cele mal budsjett".split()
)
_ACHIEVED = frozenset(
    "actual actuals achieved result ist erreicht erzielt reel realise real realizado alcanzado "
    "consuntivo effettivo werkelijk gerealiseerd wykonanie realizacja utfall resultat".split()
)


@dataclass(frozen=True, slots=True)
class Wide:
    """Which columns of a table are periods, which one says what is measured, and the others.

    `planned` says that the periods stand beside a word for plans in their headers (``Q1 Quota``),
    `results` are columns of the same periods that hold something else (``Q1 Actual``, ``Q1 %``).
    """

    periods: dict[str, str]
    others: tuple[str, ...]
    measure: str | None
    planned: bool = False
    results: tuple[str, ...] = ()


def is_yearless(raw: RawTable) -> bool:
    """Say whether a table has a column a month, and nothing says of which year."""
    named = [c for c in raw.columns if _said(c, 2000)[0] and not _said(c, None)[0]]
    return len(named) >= _LEAST_PERIODS and year_in(raw.file) is None


def by_period(raw: RawTable, staged: Path) -> RawTable | None:
    """Return a wide table with one row a period, None if it is not wide.

    The new table keeps the columns that are no period, and has ``Period`` and ``Amount``. Empty
    cells give no row. A column that says what is measured becomes ``Measure``, and its words for
    sales become ``bookings``; where it tells plans from results, only the plans are
    kept, ``Amount`` is called ``Target``, and a finding says so.

    Parameters
    ----------
    raw
        A staged table.
    staged
        Parquet file to write; lines are those of the sheet.
    """
    said = {c: _said(c, year_in(raw.file)) for c in raw.columns}
    kinds = {
        kind: {c: p for c, (p, own) in said.items() if p is not None and own == kind}
        for kind in (PLAN, "", RESULT)
    }
    planned = len(kinds[PLAN]) >= _LEAST_PERIODS
    periods = kinds[PLAN] if planned else kinds[""]
    if len(periods) < _LEAST_PERIODS or len(set(periods.values())) < len(periods):
        return None
    rows = without_footers(raw, however_full=True)
    seen = profiles(rows, list(periods))
    if any(p.filled and p.number_share < _MOSTLY for p in seen.values()):
        return None
    results = tuple(kinds[RESULT])
    others = tuple(c for c in raw.columns if c not in {*periods, *results} and not is_total(c))
    measure = _measure(rows, others)
    return _written(rows, staged, Wide(periods, others, measure, planned, results))


def _said(header: str, year: int | None) -> tuple[str | None, str]:
    """Return the period a header names, and whether it speaks of a plan or of what came of it."""
    words = folded(header).split()
    kind = PLAN if set(words) & _PLANNED else RESULT if set(words) & _ACHIEVED else ""
    rest = " ".join(w for w in words if w not in _PLANNED | _ACHIEVED) if kind else header
    return period_of(rest, year), RESULT if "%" in header else kind


def _measure(raw: RawTable, others: tuple[str, ...]) -> str | None:
    """Return the column that says what is measured, by its header or by its values."""
    named = max(others, key=lambda c: field_score(c, "targets", "measure"), default=None)
    if named is not None and field_score(named, "targets", "measure") >= 0.7:
        return named
    known = _SALES | _PLANNED | _ACHIEVED
    for column, profile in profiles(raw, others).items():
        hits = sum(bool(set(folded(v).split()) & known) for v, _ in profile.values)
        if 2 <= profile.distinct <= 12 and hits >= 0.5 * profile.distinct:
            return column
    return None


def _written(raw: RawTable, staged: Path, wide: Wide) -> RawTable:
    import pyarrow.parquet as pq

    records = pq.read_table(str(raw.staged)).to_pylist()
    words = [_words(r, wide.measure) for r in records]
    plans = any(w & _PLANNED for w in words) and any(w & _ACHIEVED for w in words)
    amount = "Target" if wide.planned or plans or any(w & _PLANNED for w in words) else "Amount"
    others = ["Measure" if name == wide.measure else name for name in wide.others]
    columns, _ = unique_headers([*others, "Period", amount])
    left_out = 0
    rows: list[list[str | None]] = []
    lines: list[int] = []
    for record, said in zip(records, words, strict=True):
        if plans and not said & _PLANNED:
            left_out += 1
            continue
        kept = [_kept(record, name, wide.measure, said) for name in wide.others]
        for column, period in wide.periods.items():
            if record[column] is not None:
                rows.append([*kept, period, record[column]])
                lines.append(int(record[LINE]))
    with StagedWriter(staged, columns) as writer:
        writer.write_rows(rows, lines)
    name = f"{raw.file}#{BY_PERIOD}"
    fingerprint = hashlib.sha256(f"{raw.fingerprint}#{BY_PERIOD}".encode()).hexdigest()
    findings = [_results(name, left_out)] if left_out else []
    findings += [_columns_of_results(name, wide.results)] if wide.results else []
    findings += _no_periods(name, profiles(raw, wide.others))
    return RawTable(name, staged, columns, len(rows), fingerprint, raw.unreadable, tuple(findings))


def _words(record: dict[str, object], measure: str | None) -> set[str]:
    value = record.get(measure) if measure is not None else None
    return set(folded(str(value)).split()) if value else set()


def _kept(record: dict[str, object], name: str, measure: str | None, said: set[str]) -> str | None:
    if name == measure and said & (_SALES | _PLANNED):
        return "bookings"
    value = record[name]
    return None if value is None else str(value)


def _no_periods(name: str, others: dict[str, Profile]) -> list[Finding]:
    """Say which columns of numbers are neither a period nor a sum."""
    left = [c for c, p in others.items() if p.number_share >= _MOSTLY and not looks_like_codes(p)]
    if not left:
        return []
    listed = ", ".join(left)
    return [
        Finding(
            "columns_no_period",
            "warning",
            f"{name}: {listed} {'holds' if len(left) == 1 else 'hold'} numbers, but is no month "
            "or quarter that was recognised",
            "Its values were not read as targets.",
            {"columns": listed},
            ("Write the header like 2026-03 or Q1 2026 if it is a period.",),
        )
    ]


def _results(name: str, count: int) -> Finding:
    return Finding(
        "results_left_out",
        "info",
        f"{name}: {count} lines hold results, not targets; they were left out",
        "Results come from the deals themselves.",
        {"rows": count},
    )


def _columns_of_results(name: str, columns: tuple[str, ...]) -> Finding:
    return Finding(
        "results_left_out",
        "info",
        f"{name}: {', '.join(columns)} hold results, not targets; they were left out",
        "Results come from the deals themselves.",
        {"columns": ", ".join(columns)},
    )


def with_year(raw: RawTable, staged: Path) -> RawTable | None:
    """Return a table of plans with its year and its quarter or month in one column, ``Period``.

    None unless a header speaks of plans, every value of one column is a year, and every value of
    another is a quarter or month without one.

    Parameters
    ----------
    raw
        A staged table.
    staged
        Parquet file to write; lines are those of the table.
    """
    import pyarrow.parquet as pq

    if not any(set(folded(c).split()) & _PLANNED for c in raw.columns) or not raw.row_count:
        return None
    seen = profiles(raw)
    year = next((c for c, p in seen.items() if _all(p, _YEAR.fullmatch)), None)
    part = next((c for c, p in seen.items() if c != year and _all(p, _part_of(c))), None)
    if year is None or part is None:
        return None
    others = [c for c in raw.columns if c not in {year, part}]
    columns, _ = unique_headers([*others, "Period"])
    rows: list[list[str | None]] = []
    lines: list[int] = []
    for record in pq.read_table(str(raw.staged)).to_pylist():
        period = _part_of(part)(str(record[part]), int(record[year]))
        rows.append([*(record[name] for name in others), period])
        lines.append(int(record[LINE]))
    with StagedWriter(staged, columns) as writer:
        writer.write_rows(rows, lines)
    fingerprint = hashlib.sha256(f"{raw.fingerprint}#{BY_PERIOD}".encode()).hexdigest()
    name = f"{raw.file}#{BY_PERIOD}"
    return RawTable(name, staged, columns, len(rows), fingerprint, raw.unreadable)


def _all(profile: Profile, fits: Callable[[str], object]) -> bool:
    """Say whether a column is filled throughout, with few values that all fit."""
    return profile.fill == 1 and profile.distinct <= 60 and all(fits(v) for v, _ in profile.values)


def _part_of(header: str) -> Callable[..., str | None]:
    """Return what reads a quarter or month of a year; numbers are read by the column's header."""
    words = set(folded(header).split())

    def read(value: str, year: int = 2000) -> str | None:
        for sign, (most, named) in _PARTS.items():
            if words & named and value.isdigit() and 1 <= int(value) <= most:
                return f"{year}-Q{value}" if sign else f"{year}-{int(value):02}"
        return None if period_of(value) else period_of(value, year)

    return read
