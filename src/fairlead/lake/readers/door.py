"""The one door: a path in, raw tables with their mapping out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TypeAlias

from fairlead.answers import Finding
from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import (
    MappedTable,
    RawTable,
    Reading,
    SkippedFile,
    TableMapping,
)
from fairlead.lake.readers.sources import TABLES, Source, find_sources

_DRAFT_FROM = 0.6

_Found: TypeAlias = tuple[list[RawTable], list[SkippedFile]]

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
        Mapping file that overrides what would be proposed for the files it names.
    learned
        Mappings of earlier imports, used again where a table has the same headers.
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

    staging.mkdir(parents=True, exist_ok=True)
    sources, skipped = find_sources(path, staging)
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
    mapped, findings = _map(tables, mapping, learned)
    return Reading(tuple(mapped), tuple(skipped), tuple(findings))


def _read_all(sources: Sequence[Source], staging: Path, progress: Progress | None) -> list[_Found]:
    """Read every source, two texts at a time; workbooks one by one, for they take memory."""
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
    from fairlead.lake.readers.xes import read_xes

    staged = staging / f"table-{number:04d}.parquet"
    if source.kind == "workbook":
        return read_workbook(
            source, lambda sheet: staging / f"table-{number:04d}-{sheet:03d}.parquet", progress
        )
    if source.kind == "xes":
        return [read_xes(source, staged, progress)], []
    if source.kind == "parquet":
        return [read_parquet(source, staged, progress)], []
    raw = read_delimited(source, staged, progress)
    if raw is None or (len(raw.columns) < 2 and not source.given):
        return [], [SkippedFile(source.file, "a text, not a table")]
    dates = stage_dates(raw, staging / f"table-{number:04d}-stages.parquet")
    return [raw, dates] if dates is not None else [raw], []


@dataclass
class _Work:
    """One table on its way to a mapping."""

    raw: RawTable
    mapping: TableMapping | None = None
    findings: list[Finding] = field(default_factory=list)


def _map(
    tables: list[RawTable], mapping: Path | None, learned: Sequence[TableMapping]
) -> tuple[list[MappedTable], list[Finding]]:
    from fairlead.lake.readers.mapping_file import given_mappings
    from fairlead.lake.readers.stage_dates import without_doubles

    given = given_mappings(mapping, tables) if mapping is not None else {}
    works = [_Work(raw, given.get(raw.file) or _learned(raw, learned)) for raw in tables]
    _map_rest(works)
    mappings = [work.mapping for work in works if work.mapping is not None]
    if not given:
        mappings = without_doubles(mappings)
    mapped = [MappedTable(raw, mapping) for raw, mapping in zip(tables, mappings, strict=True)]
    if all(m.mapping.target == "ignore" for m in mapped) and not given:
        raise _nothing_recognised(mapped)
    return mapped, [finding for work in works for finding in work.findings]


def _learned(raw: RawTable, learned: Sequence[TableMapping]) -> TableMapping | None:
    """Return the mapping of an earlier import with the same headers and the same kind of name."""
    headers = frozenset(raw.columns)
    for earlier in reversed(learned):
        used = {c.column for c in earlier.columns if c.column is not None}
        if headers == used | set(earlier.unmapped) and words_of_file(raw.file) == words_of_file(
            earlier.file
        ):
            import dataclasses

            return dataclasses.replace(earlier, file=raw.file)
    return None


def _map_rest(works: list[_Work]) -> None:
    from fairlead.lake.readers.evidence import key_sets, shared_keys
    from fairlead.lake.readers.options import TableView
    from fairlead.lake.readers.profile import profiles
    from fairlead.lake.readers.propose import ignored, mapping_of, propose
    from fairlead.lake.readers.recognise import recognise

    keyed: list[tuple[TableView, TableMapping]] = []
    unknown: list[tuple[_Work, TableView]] = []
    for work in works:
        if work.mapping is not None:
            keyed.append((TableView(work.raw, {}), work.mapping))
            continue
        recognised = recognise(work.raw)
        if recognised is not None and not _knows_better(work.raw, recognised[0]):
            work.mapping, view = recognised
            work.findings += view.findings
            keyed.append((view, work.mapping))
        else:
            unknown.append((work, TableView(work.raw, profiles(work.raw))))
    if not unknown:
        return
    first = [
        (view, draft)
        for work, view in unknown
        if (draft := _draft(view, words_of_file(work.raw.file))) is not None
    ]
    sets = key_sets(keyed + first)
    for work, view in unknown:
        words = words_of_file(work.raw.file)
        proposal = propose(view, words, shared_keys(view, sets))
        work.mapping = mapping_of(view, proposal) if proposal else ignored(view, words)
        work.findings += view.findings


ESSENTIAL = ("owner", "stage", "amount", "created_at", "close_on")
_SURE = 0.8


def _knows_better(raw: RawTable, known: TableMapping) -> bool:
    """Say whether the columns a known format leaves over hold what every deal has.

    Headers such as "Deal ID, Deal Name, Close Date" belong to more than one CRM. Where a format
    would leave the owner or the stage unread although the table has it, it is the wrong format.
    """
    from fairlead.lake.readers.options import TableView
    from fairlead.lake.readers.profile import profiles
    from fairlead.lake.readers.propose import propose

    covered = {c.field for c in known.columns}
    missing = [name for name in ESSENTIAL if name not in covered]
    if known.target != "opportunities" or not missing or not known.unmapped:
        return False
    proposal = propose(TableView(raw, profiles(raw)), words_of_file(raw.file), {})
    if proposal is None or proposal.target != known.target:
        return False
    return any(
        proposal.chosen[name].score >= _SURE and proposal.chosen[name].column in known.unmapped
        for name in missing
        if name in proposal.chosen
    )


def _draft(view: object, words: tuple[str, ...]) -> TableMapping | None:
    """Return a first mapping without evidence from other tables, only to know the keys."""
    from fairlead.lake.readers.contract import ColumnMapping
    from fairlead.lake.readers.options import TableView
    from fairlead.lake.readers.propose import propose

    if not isinstance(view, TableView):
        return None
    proposal = propose(view, words, {})
    if proposal is None or proposal.confidence < _DRAFT_FROM:
        return None
    columns = tuple(ColumnMapping(f, c.column) for f, c in proposal.chosen.items())
    return TableMapping(view.raw.file, "table", proposal.target, 0.5, "", columns)


def words_of_file(file: str) -> tuple[str, ...]:
    """Return the words of a file or sheet name, without dates and numbers."""
    from fairlead.lake.readers.names import tokens

    name = re.split(r"[!]", file)[-1]
    book, _, sheet = name.partition("#")
    stem = PurePosixPath(book).name.split(".")[0]
    generic = re.fullmatch(
        r"(sheet|tabelle|feuil|hoja|foglio|planilha|blad|arkusz|лист)\s*\d*", sheet.casefold()
    )
    chosen = stem if not sheet or generic else sheet
    return tuple(w for w in tokens(chosen) if not w.isdigit())


def _nothing_recognised(mapped: list[MappedTable]) -> ImportFileError:
    from fairlead.lake.readers.propose import NO_KEY

    lines = []
    for table in mapped[:5]:
        shown = ", ".join(table.raw.columns[:12])
        more = f" and {len(table.raw.columns) - 12} more" if len(table.raw.columns) > 12 else ""
        lines.append(f"{table.raw.file}: {shown}{more}")
    keyless = next((m for m in mapped if m.mapping.reason == NO_KEY), None)
    first = (keyless or mapped[0]).raw
    message = "No deals, people, activities or targets were recognised."
    hint = (
        "Say what the columns are in a mapping file, for example:\n"
        "files:\n"
        f'  "{first.file}":\n'
        "    target: opportunities\n"
        "    columns:\n"
        f'      id: {{column: "{first.columns[0]}"}}\n'
        '      owner: {column: "..."}\n'
        "and import again with --mapping FILE."
    )
    if keyless is not None:
        message = f"{first.file} {NO_KEY}."
        hint = "Export the id of the deals too. Otherwise: " + hint
    return ImportFileError(
        f"{message} Columns seen: " + "; ".join(lines),
        place=Place(file=first.file),
        expected="an export with deals, or a mapping file that says what the columns are",
        hint=hint,
    )
