"""Simulated organisations as the exports each CRM would write; the mirror of `lake.readers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.writers import hubspot, plain, salesforce, truth
from fairlead.simulate import Simulation

Format: TypeAlias = Literal["salesforce", "hubspot", "csv"]
FORMATS: tuple[str, ...] = get_args(Format)
TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder, and the rows of each file in it."""

    folder: Path
    row_counts: dict[str, int]


def write_export(
    sim: Simulation,
    folder: Path,
    *,
    format: Format = "salesforce",  # noqa: A002  the word users know it by
    progress: Callable[[str], None] | None = None,
) -> Export:
    """Write a simulation as the export of a CRM, with the small files and the truth beside it.

    Parameters
    ----------
    folder
        Made if absent; must be empty.
    format
        ``salesforce`` (data export), ``hubspot`` (properties and their history) or ``csv``.

    Raises
    ------
    ConflictError
        If the folder holds something already.
    UnavailableError
        If it cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(
            f"{folder} is not empty.", hint="Name a new folder, or empty this one first."
        )
    counts: dict[str, int] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in _files(sim, folder, format):
            counts[name] = rows
            if progress is not None:
                progress(f"{name}: {rows:,} rows")
    except OSError as error:
        raise UnavailableError(
            f"{folder} cannot be written: {error.strerror}.", hint="Check room and rights."
        ) from error
    return Export(folder, counts)


def _files(sim: Simulation, folder: Path, format: str) -> Iterator[tuple[str, int]]:  # noqa: A002
    writers = {"salesforce": salesforce.write, "hubspot": hubspot.write, "csv": plain.write}
    yield from writers[format](sim, folder)
    yield from plain.write_beside(sim, folder, quotas_in_crm=format == "salesforce")
    yield from truth.write(sim, folder / TRUTH)


__all__ = ["FORMATS", "Export", "Format", "write_export"]
