"""What the last counting left for the next one: its parts, and what it took from all deals."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead import __version__
from fairlead.company.model import Company
from fairlead.lake.counts.parts import PARTS, Shared
from fairlead.lake.store.digest import digest
from fairlead.lake.store.schema import literal

BASIS = "counted"
"""Result that holds a `Basis`."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Under which conditions the parts were counted; other conditions need a count of everything.

    `process` is `parts.signature`; `rates` the version of the rates' table.
    """

    as_of: dt.date
    process: str
    currency: str | None
    time_zone: str
    rates: int | None
    shared: Shared

    def holds_for(self, process: str, company: Company, rates: int | None, as_of: dt.date) -> bool:
        """Say whether a part counted now may be added to the parts counted then."""
        same = (process, company.reporting_currency, company.time_zone, rates)
        return same == (self.process, self.currency, self.time_zone, self.rates) and (
            as_of >= self.as_of
        )


def write_basis(connection: Any, basis: Basis, folder: Path, number: int) -> dict[str, str]:
    """Write the parts and the basis below `folder`; return result -> file name."""
    from fairlead.lake.published.files import copy_parquet

    names = {name: f"{number:06d}-{name}.parquet" for name in (*PARTS, BASIS)}
    for name in PARTS:
        copy_parquet(connection, f"FROM {name}", folder / names[name])
    shared = basis.shared
    said = {
        "fairlead": __version__,
        "as_of": basis.as_of.isoformat(),
        "process": basis.process,
        "currency": basis.currency,
        "time_zone": basis.time_zone,
        "rates": basis.rates,
        "began": shared.began,
        "telling": {name: count for name, count in shared.telling.items() if count},
        "currencies": {name: count for name, count in shared.currencies.items() if count},
        "named": shared.named,
        "strangers": sorted(shared.strangers),
        "digests": {name: digest(folder / names[name]) for name in PARTS},
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    copy_parquet(connection, f"SELECT {literal(text)} AS said", folder / names[BASIS])
    return names


def read_basis(connection: Any, results: Mapping[str, str], folder: Path) -> Basis | None:
    """Return the basis of published results; None where there is none that can be trusted.

    It cannot where another version of Fairlead counted, or a file is not as it was written.
    """
    import duckdb

    if BASIS not in results or any(name not in results for name in PARTS):
        return None
    try:
        (text,) = connection.execute(
            f"SELECT said FROM read_parquet({literal(str(folder / results[BASIS]))})"
        ).fetchone()
        said = json.loads(text)
        found = {name: digest(folder / results[name]) for name in PARTS}
        if said["fairlead"] != __version__ or said["digests"] != found:
            return None
        return Basis(
            as_of=dt.date.fromisoformat(said["as_of"]),
            process=said["process"],
            currency=said["currency"],
            time_zone=said["time_zone"],
            rates=said["rates"],
            shared=Shared(
                began=said["began"],
                telling=Counter(said["telling"]),
                currencies=Counter(said["currencies"]),
                named=said["named"],
                strangers=set(said["strangers"]),
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, duckdb.Error):
        return None  # damaged: everything is counted anew
