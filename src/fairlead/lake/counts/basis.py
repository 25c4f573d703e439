"""What the last counting left for the next one: its parts, and what it took from all deals."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fairlead import __version__
from fairlead.company.model import Company
from fairlead.lake.counts.parts import PARTS, STEPS, WATCHED, Shared
from fairlead.lake.counts.queries import Queries
from fairlead.lake.counts.texts import program
from fairlead.lake.counts.waiting import files_of_waiting
from fairlead.lake.store.digest import checksum
from fairlead.lake.store.schema import literal

BASIS = "counted"
"""Result that holds a `Basis`."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Basis:
    """Under which conditions the parts were counted; other conditions need a count of everything.

    `process` is `parts.signature`; `rates` the version of the rates' table; `queries` what was
    asked; `checks` the CRC-32 of each file of parts.
    """

    as_of: dt.date
    process: str
    currency: str | None
    time_zone: str
    rates: int | None
    shared: Shared
    queries: Queries
    checks: Mapping[str, str] = field(default_factory=dict)

    def holds_for(self, process: str, company: Company, rates: int | None, as_of: dt.date) -> bool:
        """Say whether a part counted now may be added to the parts counted then."""
        same = (process, company.reporting_currency, company.time_zone, rates)
        return same == (self.process, self.currency, self.time_zone, self.rates) and (
            as_of >= self.as_of
        )


def write_basis(
    connection: Any,
    basis: Basis,
    folder: Path,
    number: int,
    before: Mapping[str, str] = NOTHING,
) -> dict[str, str]:
    """Write the parts and the basis below `folder`; return result -> file name.

    Parameters
    ----------
    connection
        Holds the parts.
    basis
        What they were counted under; `checks` are of the files that were carried on from.
    folder
        Of the results.
    number
        Of the state; files are named by it.
    before
        Results that were carried on from: a file of them that still counts is named again.
    """
    from fairlead.lake.published.files import copy_parquet

    fresh, stays = files_of_waiting(connection, before)
    fresh |= {name: f"FROM {name}" for name in (STEPS, WATCHED)}
    names = {name: f"{number:06d}-{name}.parquet" for name in (*fresh, BASIS)}
    checks = {name: basis.checks[name] for name in stays}
    for name, query in fresh.items():
        copy_parquet(connection, query, folder / names[name])
        checks[name] = checksum(folder / names[name])
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
        "queries": basis.queries.texts,
        "program": program(),
        "checks": checks,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    copy_parquet(connection, f"SELECT {literal(text)} AS said", folder / names[BASIS])
    return {**stays, **names}


def read_basis(connection: Any, results: Mapping[str, str], folder: Path) -> Basis | None:
    """Return the basis of published results; None where there is none that can be trusted.

    It cannot where another version of Fairlead counted, or a file is not as it was written.
    Queries of another program are left out.
    """
    import duckdb

    if BASIS not in results:
        return None
    try:
        (text,) = connection.execute(
            f"SELECT said FROM read_parquet({literal(str(folder / results[BASIS]))})"
        ).fetchone()
        said = json.loads(text)
        checks = dict(said["checks"])
        if said["fairlead"] != __version__ or not set(PARTS) <= set(checks):
            return None
        if any(checksum(folder / results[name]) != check for name, check in checks.items()):
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
            queries=Queries(dict(said["queries"])) if said["program"] == program() else Queries(),
            checks=checks,
        )
    except (OSError, ValueError, KeyError, TypeError, duckdb.Error):
        return None  # damaged: everything is counted anew
