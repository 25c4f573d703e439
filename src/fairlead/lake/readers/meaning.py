"""What each table and column means: given by somebody, kept from before, known, or proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fairlead.answers import Finding
from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import ColumnMapping, MappedTable, RawTable, TableMapping
from fairlead.lake.readers.evidence import KeySet, key_sets, shared_keys
from fairlead.lake.readers.fits import own_key
from fairlead.lake.readers.kept import completed, fitted, matching, says_the_same
from fairlead.lake.readers.mapping_file import given_mappings
from fairlead.lake.readers.milestones import milestones
from fairlead.lake.readers.names import words_of_file
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import Profile, profiles
from fairlead.lake.readers.propose import NO_KEY, Proposal, ignored, mapping_of, propose
from fairlead.lake.readers.recognise import recognise
from fairlead.lake.readers.snapshots import READ_AS, last_of_each, read_so
from fairlead.lake.readers.stage_dates import without_doubles
from fairlead.lake.readers.wide import BY_PERIOD, TURNED

_DRAFT_FROM = 0.6


@dataclass(frozen=True, slots=True)
class Meaning:
    """All tables with their mapping; `taught` are those somebody gave, other than proposed."""

    tables: tuple[MappedTable, ...]
    findings: tuple[Finding, ...]
    taught: tuple[TableMapping, ...]


@dataclass
class _Work:
    """One table on its way to a mapping.

    `view` is set for tables of unknown origin, `known` for known formats.
    """

    raw: RawTable
    mapping: TableMapping | None = None
    findings: list[Finding] = field(default_factory=list)
    view: TableView | None = None
    known: TableView | None = None
    proposed: TableMapping | None = None


def meaning(
    tables: Sequence[RawTable], mapping: Path | None, learned: Sequence[TableMapping]
) -> Meaning:
    """Return what each table and column means.

    A mapping file wins over a kept mapping, which wins over what is known or proposed.

    Parameters
    ----------
    tables
        Staged tables.
    mapping
        Mapping file.
    learned
        Mappings taught at earlier imports, oldest first.

    Raises
    ------
    ImportFileError
        Nothing was recognised.
    DefinitionError
        The mapping file names what does not exist.
    """
    given = given_mappings(mapping, tables) if mapping is not None else {}
    works = [_Work(raw) for raw in tables]
    _propose(works, given)
    taught = [_settle(work, given.get(work.raw.file), learned) for work in works]
    works += _stage_dates(works, given, learned, taught)
    mappings = [work.mapping for work in works if work.mapping is not None]
    if not given:
        mappings = without_doubles(mappings)
    mapped = [MappedTable(w.raw, m) for w, m in zip(works, mappings, strict=True)]
    if all(m.mapping.target == "ignore" for m in mapped) and not given:
        raise _nothing_recognised(mapped)
    said = [
        finding
        for work, table in zip(works, mapped, strict=True)
        for finding in (*(work.raw.findings if _read(table) else ()), *work.findings)
    ]
    return Meaning(tuple(mapped), tuple(said), tuple(t for t in taught if t is not None))


def _read(table: MappedTable) -> bool:
    return table.mapping.target != "ignore"


def _stage_dates(
    works: list[_Work],
    given: dict[str, TableMapping],
    learned: Sequence[TableMapping],
    taught: list[TableMapping | None],
) -> list[_Work]:
    """Return the stage dates that the columns of deals of unknown origin hold, settled."""
    found: list[_Work] = []
    for work in works:
        if work.view is None or work.mapping is None or work.mapping.format != "table":
            continue
        staged = work.raw.staged.with_name(f"{work.raw.staged.stem}-milestones.parquet")
        view = TableView(work.raw, work.view.profiles)
        extra = milestones(view, work.mapping, staged)
        if extra is not None:
            raw, proposed = extra
            derived = _Work(raw, view=TableView(raw, profiles(raw)), proposed=proposed)
            derived.findings += view.findings
            taught.append(_settle(derived, given.get(raw.file), learned))
            found.append(derived)
    return found


def _tidied(raw: RawTable) -> RawTable:
    """Return a table of unknown origin without lines of totals and with its blocks filled."""
    from fairlead.lake.readers.blocks import filled_down
    from fairlead.lake.readers.footers import without_footers

    return filled_down(without_footers(raw))


def _propose(works: list[_Work], given: dict[str, TableMapping]) -> None:
    """Give every table the mapping it would have if nobody had said anything."""
    ending = f"#{BY_PERIOD}"
    turned = {w.raw.file.removesuffix(ending) for w in works if w.raw.file.endswith(ending)}
    for work in works:
        known = recognise(work.raw)
        if known is not None and not _knows_better(work.raw, known[0]):
            work.proposed, work.known = known[0], known[1]
            continue
        said = given.get(work.raw.file)
        if said is None or said.format == "table":
            work.raw = _tidied(work.raw)
        work.view = TableView(work.raw, profiles(work.raw))
    unknown = [(work, work.view) for work in works if work.view is not None]
    if not unknown:
        return
    keyed = [
        (work.known or TableView(work.raw, {}), mapping)
        for work in works
        if (mapping := given.get(work.raw.file) or work.proposed) is not None
    ]
    keyed += [
        (view, draft)
        for work, view in unknown
        if work.raw.file not in given
        and (draft := _draft(view, words_of_file(work.raw.file))) is not None
    ]
    sets = key_sets(keyed)
    for work, view in unknown:
        words = words_of_file(work.raw.file)
        if work.raw.file in turned:
            reason = TURNED.format(file=work.raw.file + ending)
            work.proposed = replace(ignored(view, words), reason=reason)
            continue
        proposal = propose(view, words, shared_keys(view, sets))
        again = None if work.raw.file in given else _snapshots(work, view, proposal, sets)
        if again is not None:
            works.append(again)
            continue
        work.proposed = mapping_of(view, proposal) if proposal else ignored(view, words)


def _snapshots(
    work: _Work, view: TableView, proposal: Proposal | None, sets: list[KeySet]
) -> _Work | None:
    """Return the last row of each deal where one file lists the deals of many days."""
    words = words_of_file(work.raw.file)
    if proposal is None or proposal.target != "stage_history":
        return None
    deal, day, stage = (
        proposal.chosen[name].column for name in ("opportunity", "occurred_at", "stage")
    )
    staged = work.raw.staged.with_name(f"{work.raw.staged.stem}-last.parquet")
    found = last_of_each(view, (deal, day, stage), staged)
    if found is None:
        return None
    raw, days = found
    last = TableView(raw, {c: p for c, p in profiles(raw).items() if c != day})
    deals = propose(last, words, shared_keys(last, sets))
    if deals is None or deals.target != "opportunities":
        return None
    last.say(read_so(work.raw.file, day, days))
    reason = READ_AS.format(file=raw.file, days=days)
    work.proposed = replace(ignored(view, words), reason=reason)
    return _Work(raw, view=last, proposed=mapping_of(last, deals))


def _settle(
    work: _Work, given: TableMapping | None, learned: Sequence[TableMapping]
) -> TableMapping | None:
    """Choose between what was given, kept and proposed; return what somebody taught."""
    raw = work.raw
    if given is not None:
        said = TableView(raw, _profiles_of(work, given))
        work.mapping = completed(said, given, work.proposed)
        work.findings += said.findings
        return None if says_the_same(work.mapping, work.proposed) else work.mapping
    earlier = matching(raw, learned, words_of_file(raw.file), words_of_file)
    if earlier is not None and earlier.target != "ignore":
        said = TableView(raw, work.view.profiles if work.view else profiles(raw))
        fit = fitted(said, earlier, work.proposed)
        work.findings += fit.findings
        if fit.mapping is not None:
            work.mapping = completed(said, fit.mapping, work.proposed)
            if says_the_same(work.mapping, work.proposed):  # no need to be told
                work.findings = [f for f in work.findings if f.code != "mapping_kept"]
                work.mapping = work.proposed
            work.findings += [f for f in said.findings if f not in work.findings]
            return None
    elif earlier is not None:
        work.mapping = replace(earlier, file=raw.file, unmapped=raw.columns)
        return None
    work.mapping = work.proposed
    view = work.view or work.known
    work.findings += view.findings if view is not None else []
    return None


def _profiles_of(work: _Work, given: TableMapping) -> dict[str, Profile]:
    if work.view is not None:
        return work.view.profiles
    used = {c.column for c in given.columns if c.column is not None}
    return profiles(work.raw, [c for c in work.raw.columns if c in used])


ESSENTIAL = ("owner", "stage", "amount", "created_at", "close_on")
_SURE = 0.8


def _knows_better(raw: RawTable, known: TableMapping) -> bool:
    """Say whether the columns a known format leaves over hold what every deal has.

    Headers such as "Deal ID, Deal Name, Close Date" belong to more than one CRM. Where a format
    would leave the owner or the stage unread although the table has it, it is the wrong format.
    """
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


def _draft(view: TableView, words: tuple[str, ...]) -> TableMapping | None:
    """Return a first mapping without evidence from other tables, only to know the keys."""
    proposal = propose(view, words, {})
    if proposal is None or proposal.confidence < _DRAFT_FROM:
        return None
    columns = tuple(ColumnMapping(f, c.column) for f, c in proposal.chosen.items())
    return TableMapping(view.raw.file, "table", proposal.target, 0.5, "", columns)


def _nothing_recognised(mapped: list[MappedTable]) -> ImportFileError:
    lines = []
    for table in mapped[:5]:
        shown = ", ".join(table.raw.columns[:12])
        more = f" and {len(table.raw.columns) - 12} more" if len(table.raw.columns) > 12 else ""
        lines.append(f"{table.raw.file}: {shown}{more}")
    keyless = next((m for m in mapped if m.mapping.reason == NO_KEY), None)
    first = (keyless or mapped[0]).raw
    keys = [column for column, profile in profiles(first).items() if own_key(profile)]
    message = "No deals, people, activities or targets were recognised."
    hint = (
        "Say what the columns are in a mapping file, for example:\n"
        "files:\n"
        f'  "{first.file}":\n'
        "    target: opportunities\n"
        "    columns:\n"
        f'      id: {{column: "{keys[0] if keys else "..."}"}}\n'
        '      owner: {column: "..."}\n'
        "and import again with it (--mapping FILE)."
    )
    if not keys:
        hint = f"No column of {first.file} has a different value in every row. {hint}"
    if keyless is not None:
        message = f"{first.file} {NO_KEY}."
        hint = "Export the id of the deals too. Otherwise: " + hint
    return ImportFileError(
        f"{message} Columns seen: " + "; ".join(lines),
        place=Place(file=first.file),
        expected="a list of deals with id, owner, stage or outcome, amount, and the days created "
        "and closed; or a mapping file that says what the columns are",
        hint=hint,
    )
