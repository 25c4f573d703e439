"""The one door: a path in, raw tables with their mapping out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from fairlead.lake.readers.options import TableView

_DRAFT_FROM = 0.6

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
    staging.mkdir(parents=True, exist_ok=True)
    sources, skipped = find_sources(path, staging)
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
    mapped, findings = _map(tables, mapping, learned)
    return Reading(tuple(mapped), tuple(skipped), tuple(findings))


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


@dataclass
class _Work:
    """One table on its way to a mapping."""

    raw: RawTable
    mapping: TableMapping | None = None
    findings: list[Finding] = field(default_factory=list)
    view: TableView | None = None


def _map(
    tables: list[RawTable], mapping: Path | None, learned: Sequence[TableMapping]
) -> tuple[list[MappedTable], list[Finding]]:
    from fairlead.lake.readers.mapping_file import given_mappings
    from fairlead.lake.readers.stage_dates import without_doubles

    given = given_mappings(mapping, tables) if mapping is not None else {}
    works = [_Work(raw, given.get(raw.file) or _learned(raw, learned)) for raw in tables]
    _map_rest(works)
    works = _with_milestones(works)
    mappings = [work.mapping for work in works if work.mapping is not None]
    if not given:
        mappings = without_doubles(mappings)
    mapped = [MappedTable(work.raw, mapping) for work, mapping in zip(works, mappings, strict=True)]
    if all(m.mapping.target == "ignore" for m in mapped) and not given:
        raise _nothing_recognised(mapped)
    said = [
        finding
        for work, table in zip(works, mapped, strict=True)
        for finding in (*(work.raw.findings if _read(table) else ()), *work.findings)
    ]
    return mapped, said


def _read(table: MappedTable) -> bool:
    return table.mapping.target != "ignore"


def _with_milestones(works: list[_Work]) -> list[_Work]:
    """Add to every list of deals of unknown origin the stage dates its columns hold."""
    from fairlead.lake.readers.milestones import milestones

    found: list[_Work] = []
    for work in works:
        found.append(work)
        if work.view is None or work.mapping is None:
            continue
        staged = work.raw.staged.with_name(f"{work.raw.staged.stem}-milestones.parquet")
        extra = milestones(work.view, work.mapping, staged)
        if extra is not None:
            work.findings = list(work.view.findings)
            found.append(_Work(*extra))
    return found


def _tidied(raw: RawTable) -> RawTable:
    """Return a table of unknown origin without lines of totals and with its blocks filled."""
    from fairlead.lake.readers.blocks import filled_down
    from fairlead.lake.readers.footers import without_footers

    return filled_down(without_footers(raw))


def _learned(raw: RawTable, learned: Sequence[TableMapping]) -> TableMapping | None:
    """Return the mapping of an earlier import with the same headers and the same kind of name."""
    headers = frozenset(raw.columns)
    for earlier in reversed(learned):
        used = {c.column for c in earlier.columns if c.column is not None}
        if headers == used | set(earlier.unmapped) and words_of_file(raw.file) == words_of_file(
            earlier.file
        ):
            return replace(earlier, file=raw.file)
    return None


def _map_rest(works: list[_Work]) -> None:
    from fairlead.lake.readers.evidence import key_sets, shared_keys
    from fairlead.lake.readers.propose import ignored, mapping_of, propose
    from fairlead.lake.readers.wide import BY_PERIOD, TURNED

    keyed, unknown = _told_apart(works)
    first = [
        (view, draft)
        for work, view in unknown
        if (draft := _draft(view, words_of_file(work.raw.file))) is not None
    ]
    sets = key_sets(keyed + first) if unknown else []
    ending = f"#{BY_PERIOD}"
    turned = {w.raw.file.removesuffix(ending) for w in works if w.raw.file.endswith(ending)}
    for work, view in unknown:
        words = words_of_file(work.raw.file)
        if work.raw.file in turned:
            reason = TURNED.format(file=work.raw.file + ending)
            work.mapping = replace(ignored(view, words), reason=reason)
            continue
        proposal = propose(view, words, shared_keys(view, sets))
        work.mapping = mapping_of(view, proposal) if proposal else ignored(view, words)
        work.findings += view.findings


def _told_apart(
    works: list[_Work],
) -> tuple[list[tuple[TableView, TableMapping]], list[tuple[_Work, TableView]]]:
    """Return the tables whose mapping is known, and those of unknown origin, tidied."""
    from fairlead.lake.readers.options import TableView
    from fairlead.lake.readers.profile import profiles
    from fairlead.lake.readers.recognise import recognise

    keyed: list[tuple[TableView, TableMapping]] = []
    unknown: list[tuple[_Work, TableView]] = []
    for work in works:
        if work.mapping is not None:
            if work.mapping.format == "table" and work.mapping.target != "ignore":
                work.raw = _tidied(work.raw)
            keyed.append((TableView(work.raw, {}), work.mapping))
            continue
        recognised = recognise(work.raw)
        if recognised is not None and not _knows_better(work.raw, recognised[0]):
            work.mapping, view = recognised
            work.findings += view.findings
            keyed.append((view, work.mapping))
        else:
            work.raw = _tidied(work.raw)
            work.view = TableView(work.raw, profiles(work.raw))
            unknown.append((work, work.view))
    return keyed, unknown


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

    name = re.split(r"[!]", file.removesuffix("#by period"))[-1]
    book, _, sheet = name.partition("#")
    stem = PurePosixPath(book).name.split(".")[0]
    generic = re.fullmatch(
        r"(sheet|tabelle|feuil|hoja|foglio|planilha|blad|arkusz|лист)\s*\d*", sheet.casefold()
    )
    unsaid = not any(word.isalpha() for word in tokens(sheet))
    chosen = stem if not sheet or generic or unsaid else sheet
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
