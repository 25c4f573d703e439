"""The one door: a path in, raw tables with their mapping out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import (
    RawTable,
    Reading,
    SkippedFile,
    TableMapping,
)
from fairlead.lake.readers.sources import TABLES, Source, find_sources

_Found: TypeAlias = tuple[list[RawTable], list[SkippedFile]]

Progress = Callable[[str, int, int], None]


def read(
    path: Path,
    staging: Path,
    *,
    mapping: Path | None = None,
    learned: Sequence[TableMapping] = (),
    only: Callable[[str], bool] | None = None,
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
    only
        Says by its name whether a file is to be read; None reads all.
    progress
        Called with the file, how much is done and how much there is.

    Raises
    ------
    ImportFileError
        If a file cannot be read, is not safe, or nothing in it can be used.
    DefinitionError
        If the mapping file names what does not exist.
    """
    from fairlead.lake.readers.derived import derive
    from fairlead.lake.readers.meaning import meaning

    staging.mkdir(parents=True, exist_ok=True)
    sources, skipped = find_sources(path, staging)
    sources = [source for source in sources if only is None or only(source.file)]
    tables: list[RawTable] = []
    for found, left in _read_all(sources, staging, progress):
        tables += found
        skipped += left
    tables = derive(tables, staging)
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


def _read_all(sources: Sequence[Source], staging: Path, progress: Progress | None) -> list[_Found]:
    """Read every source, two texts at a time; workbooks one by one, for they take memory."""
    # Arrow asks numpy for it, which imports it only then: two threads at once may meet a half-made
    # module
    import numpy.ma  # noqa: F401

    sizes = {s.file: s.path.stat().st_size for s in sources}
    shown = together(progress, sizes) if progress is not None else None
    with ThreadPoolExecutor(max_workers=2) as pool:
        reading = [
            pool.submit(_read_one, source, staging, number, shown)
            if source.kind in {"text", "gzip"}
            else None
            for number, source in enumerate(sources)
        ]
        return [
            begun.result() if begun is not None else _read_one(source, staging, number, shown)
            for number, (source, begun) in enumerate(zip(sources, reading, strict=True))
        ]


def together(progress: Progress, sizes: dict[str, int]) -> Progress:
    """Return a progress of files that are read side by side: sums over all of them.

    Parameters
    ----------
    progress
        Called with the file that went on last, and what is done and to do over all files.
    sizes
        Expected work per file.
    """
    done, totals, lock = dict.fromkeys(sizes, 0), dict(sizes), Lock()

    def step(file: str, so_far: int, total: int) -> None:
        with lock:
            done[file], totals[file] = so_far, total
            progress(file, sum(done.values()), sum(totals.values()))

    return step


def _read_one(source: Source, staging: Path, number: int, progress: Progress | None) -> _Found:
    from fairlead.lake.readers.columnar import read_parquet
    from fairlead.lake.readers.delimited import read_delimited
    from fairlead.lake.readers.sheets import read_workbook
    from fairlead.lake.readers.stage_dates import stage_dates

    staged = staging / f"table-{number:04d}.parquet"
    if source.kind == "workbook":
        return read_workbook(
            source, lambda sheet: staging / f"table-{number:04d}-{sheet:03d}.parquet", progress
        )
    if source.kind == "xes":
        from fairlead.lake.readers.xes import read_xes

        return [read_xes(source, staged, progress)], []
    if source.kind == "parquet":
        return [read_parquet(source, staged, progress)], []
    raw = read_delimited(source, staged, progress)
    if raw is None or (len(raw.columns) < 2 and not source.given):
        return [], [SkippedFile(source.file, "a text, not a table")]
    dates = stage_dates(raw, staging / f"table-{number:04d}-stages.parquet")
    return [raw, dates] if dates is not None else [raw], []


def _with_periods(tables: list[RawTable], staging: Path) -> list[RawTable]:
    """Add to every table with a column a month, or year and quarter apart, one row a period."""
    from fairlead.lake.readers.wide import by_period, with_year

    found: list[RawTable] = []
    for number, raw in enumerate(tables):
        found.append(raw)
        staged = staging / f"periods-{number:04d}.parquet"
        turned = by_period(raw, staged) or with_year(raw, staged)
        if turned is not None:
            found.append(turned)
    return found
