"""The one door: a path in, raw tables with their mapping out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import (
    RawTable,
    Reading,
    SkippedFile,
    TableMapping,
)
from fairlead.lake.readers.sources import TABLES, Source, find_sources

Progress = Callable[[str, int, int], None]


def read(
    path: Path,
    staging: Path,
    *,
    mapping: Path | None = None,
    learned: Sequence[TableMapping] = (),
    progress: Progress | None = None,
) -> Reading:
    """Read whatever a company exports: stage its tables and say what each column means.

    Parameters
    ----------
    path
        File, folder or zip.
    staging
        Folder for staged Parquet files and whatever has to be unpacked; the caller removes it.
    mapping
        Mapping file that overrides what would be proposed for the files it names; what it does
        not say (date order, decimal sign) is filled in.
    learned
        Mappings people taught at earlier imports, used again where a table has the same headers;
        where headers changed, every change is said (`lake.readers.kept`).
    progress
        Called with the file, how much is done and how much there is.

    Raises
    ------
    ImportFileError
        If a file cannot be read, is not safe, or nothing in it can be used.
    DefinitionError
        If the mapping file names what does not exist.
    """
    staging.mkdir(parents=True, exist_ok=True)
    sources, skipped = find_sources(path, staging)
    from fairlead.lake.readers.meaning import meaning

    tables: list[RawTable] = []
    for number, source in enumerate(sources):
        found, left = _read_one(source, staging, number, progress)
        tables += found
        skipped += left
    if not tables:
        seen = "; ".join(f"{s.file}: {s.reason}" for s in skipped[:5])
        raise ImportFileError(
            f"{path.name} holds no table. Seen: {seen}.",
            place=Place(file=path.name),
            expected=TABLES,
            hint="Choose the export itself.",
        )
    if all(raw.row_count == 0 and not raw.unreadable for raw in tables):
        from fairlead.lake.readers.delimited import refuse_empty

        raise refuse_empty(tables[0])
    tables = _with_periods(tables, staging)
    meant = meaning(tables, mapping, learned)
    return Reading(meant.tables, tuple(skipped), meant.findings, meant.taught)


def _read_one(
    source: Source, staging: Path, number: int, progress: Progress | None
) -> tuple[list[RawTable], list[SkippedFile]]:
    from fairlead.lake.readers.columnar import read_parquet
    from fairlead.lake.readers.delimited import read_delimited
    from fairlead.lake.readers.sheets import read_workbook
    from fairlead.lake.readers.stage_dates import stage_dates

    staged = staging / f"table-{number:04d}.parquet"
    if source.kind == "workbook":
        return read_workbook(
            source, lambda sheet: staging / f"table-{number:04d}-{sheet:03d}.parquet", progress
        )
    if source.kind == "parquet":
        return [read_parquet(source, staged, progress)], []
    raw = read_delimited(source, staged, progress)
    if raw is None or (len(raw.columns) < 2 and not source.given):
        return [], [SkippedFile(source.file, "a text, not a table")]
    dates = stage_dates(raw, staging / f"table-{number:04d}-stages.parquet")
    return [raw, dates] if dates is not None else [raw], []


def _with_periods(tables: list[RawTable], staging: Path) -> list[RawTable]:
    """Add to every table with a column a month the same with a row a month."""
    from fairlead.lake.readers.wide import by_period

    found: list[RawTable] = []
    for number, raw in enumerate(tables):
        found.append(raw)
        turned = by_period(raw, staging / f"periods-{number:04d}.parquet")
        if turned is not None:
            found.append(turned)
    return found
