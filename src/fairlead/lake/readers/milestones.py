"""Lists of deals with one date column a stage: turned into one row a stage entered."""

from __future__ import annotations

import itertools
from pathlib import Path

from fairlead.answers import Finding
from fairlead.lake.readers.contract import ColumnMapping, RawTable, TableMapping
from fairlead.lake.readers.dates import as_iso
from fairlead.lake.readers.grammar import no_stage_date
from fairlead.lake.readers.options import TableView, options_for
from fairlead.lake.readers.profile import Profile, profiles, sample
from fairlead.lake.readers.stage_dates import COLUMNS, written
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.readers.words import folded

_LEAST = 3
_DATES = 0.8
_ASCENDING = 0.9
_NO_STAGE = frozenset(
    "modified modifie modificado modificato modificada updated last letzte letzter ultima ultimo "
    "derniere laatste next nachste prochaine proxima proximo prossima volgende due faellig fallig "
    "birthday geburtstag invoice rechnung facture factura fattura factuur paid bezahlt delivery "
    "lieferung livraison entrega consegna levering start end ende fin fine einde valid gultig "
    "renewal reminder wiedervorlage relance created erstellt cree creado creato closed close "
    "expected erwartet prevue prevista previsto verwacht activity import export".split()
)
_FILLER = frozenset(
    "date datum data fecha day dag entered eingetreten reached on am le il el op em dnia den "
    "het since seit depuis desde".split()
)


def milestones(
    view: TableView, mapping: TableMapping, staged: Path
) -> tuple[RawTable, TableMapping] | None:
    """Return the stage dates of a table of deals, None if it has none.

    A stage date is a column of dates that no field uses, next to at least two others, where the
    dates of a deal rise from left to right in at least nine of ten pairs, and whose header does
    not speak of something else (modified, due, invoice). The stage is called like the header,
    without words such as "date" or "on".

    Parameters
    ----------
    view
        A table of unknown origin that was taken for deals; a finding says what was made of it.
    mapping
        What its columns mean.
    staged
        Parquet file to write.
    """
    key = mapping.of("id")
    if mapping.target != "opportunities" or key is None or key.column is None:
        return None
    stages = _stage_columns(view, mapping)
    if len(stages) < _LEAST:
        return None
    raw = written(view.raw, key.column, stages, staged)
    listed = ", ".join(stages)
    view.say(
        Finding(
            "stage_dates_read",
            "warning",
            f"{view.raw.file}: {len(stages)} columns were read as the days deals entered a stage",
            f"{listed}. A deal that came back to a stage shows only one visit.",
            {"columns": listed},
            ("Set the table to `target: ignore` in the mapping file if this is wrong.",),
        )
    )
    return raw, _mapping(raw, mapping)


def _stage_columns(view: TableView, mapping: TableMapping) -> dict[str, str]:
    """Return column -> stage of the run of dates that rise from left to right."""
    used = {c.column for c in mapping.columns if c.field != "created_at"}
    columns = []
    for name, profile in view.profiles.items():
        words = set(folded(name).split())
        if (
            name not in used
            and _is_date(profile)
            and not (words & _NO_STAGE or no_stage_date(name))
        ):
            columns.append(name)
    while len(columns) >= _LEAST:
        wrong = _descents(view, columns)
        if not wrong:
            return {name: _stage(name) for name in columns}
        columns.remove(wrong)
    return {}


def _is_date(profile: Profile) -> bool:
    return profile.filled > 0 and profile.date_share >= _DATES


def _descents(view: TableView, columns: list[str]) -> str | None:
    """Return the column that most often breaks the rising order, None if none does."""
    turned = {c: as_iso(view.profiles[c].date_style.formats) for c in columns}
    table = sample(view.raw, columns).slice(0, 5_000).to_pylist()
    worst, share = None, 1 - _ASCENDING
    for left, right in itertools.pairwise(columns):
        pairs = [
            (turned[left](r[left]), turned[right](r[right])) for r in table if r[left] and r[right]
        ]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        if not known:
            continue
        falling = sum(a > b for a, b in known) / len(known)
        if falling > share:
            worst, share = right, falling
    return worst


def _stage(header: str) -> str:
    """Return the stage a header names: ``Offerta inviata il`` is ``Offerta inviata``."""
    words = header.replace("_", " ").split()
    kept = [word for word in words if folded(word) not in _FILLER]
    return " ".join(kept) or header


def _mapping(raw: RawTable, deals: TableMapping) -> TableMapping:
    view = TableView(raw, profiles(raw))
    target = TARGETS["stage_history"]
    columns = []
    for name, column in zip(("opportunity", "stage", "occurred_at"), COLUMNS, strict=True):
        options = options_for(target.field(name).kind, name, column, view)
        reason = "one row for each date column of the deals"
        columns.append(ColumnMapping(name, column, None, options, 0.7, reason))
    reason = f"the date columns of {deals.file}"
    return TableMapping(raw.file, "table", "stage_history", 0.7, reason, tuple(columns))
