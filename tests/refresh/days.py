"""Days of a small company, in any order: what each day's export says, and how it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.refresh.company import ADA, CLEO, DAN, NOW, write_csv, write_users

from fairlead.lake.conform import touched
from fairlead.lake.counts.basis import BASIS
from fairlead.lake.counts.waiting import GONE, LATER, WAITING, published_waiting
from fairlead.lake.store import commit
from fairlead.lake.store.workspace import Workspace, connect
from fairlead.refresh import counting
from fairlead.refresh.importing import import_path

ROAD = ("Qualified", "Demo", "Proposal")
OWNERS = (ADA, CLEO, DAN)
OPS = (
    "advance", "back", "win", "win in place", "lose", "reopen", "delete", "restore", "owner",
    "nobody", "amount", "currency", "push", "renewal", "later",
)  # fmt: skip
HEADER = (
    "Id", "Name", "StageName", "Amount", "CurrencyIsoCode", "CloseDate", "IsClosed", "IsWon",
    "IsDeleted", "OwnerId", "Type", "CreatedDate", "LastModifiedDate",
)  # fmt: skip
HISTORY = ("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate")
FIELDS = ("Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate")


@dataclass
class Deal:
    """A deal as its CRM has it."""

    number: int
    created: int
    step: int = 0
    end: str = ""
    in_place: bool = False
    deleted: bool = False
    owner: int = 0
    amount: int = 1000
    currency: str = ""
    close: int = 60
    kind: str = "New Business"

    @property
    def stage(self) -> str:
        """Name of the stage it is in."""
        closed = {"won": "Closed Won", "lost": "Closed Lost"}
        return closed[self.end] if self.end and not self.in_place else ROAD[self.step]


@dataclass(frozen=True)
class Day:
    """What happens on one day: (deal, operation), and how the CRM tells of it.

    `history` exports the stages entered that day, `owners` the owner changes; without them the
    difference to the export before tells. `settings` changes what reaches every deal.
    """

    ops: tuple[tuple[int, str], ...]
    history: bool = True
    owners: bool = False
    settings: str = ""


def day_text(day: int, hour: int = 10) -> str:
    """Return an instant of a day, counted from 1 September 2026, as Salesforce writes it."""
    return f"2026-{9 + day // 28:02d}-{1 + day % 28:02d}T{hour:02d}:00:00.000Z"


def write_days(place: Path, days: list[Day]) -> list[Path]:
    """Write an export a day, with the deals that were touched on it; return the folders."""
    deals: dict[int, Deal] = {}
    return [_write_day(place / str(n), deals, day, 3 * n + 1) for n, day in enumerate(days)]


def _write_day(folder: Path, deals: dict[int, Deal], day: Day, at: int) -> Path:
    moves, owners, named = [], [], []
    for hour, (number, op) in enumerate(day.ops):
        if number not in deals:
            deals[number] = Deal(number, at, owner=number % 3)
            moves.append((deals[number], deals[number].stage, hour))
        deal = deals[number]
        stage, owner = deal.stage, deal.owner
        _do(deal, op)
        if deal.stage != stage:
            moves.append((deal, deal.stage, hour + (240 if op == "later" else 0)))
        if deal.owner != owner and min(deal.owner, owner) >= 0:
            owners.append((deal, (OWNERS[owner], OWNERS[deal.owner]), hour))
        named.append(deal)
    rows = [_row(deal, at) for deal in _each(named)]
    write_csv(folder / "Opportunity.csv", HEADER, rows)
    if day.history and moves:
        lines = [_move(at, n, *move) for n, move in enumerate(moves)]
        write_csv(folder / "OpportunityHistory.csv", HISTORY, lines)
    if day.owners and owners:
        lines = [_owner(at, n, *change) for n, change in enumerate(owners)]
        write_csv(folder / "OpportunityFieldHistory.csv", FIELDS, lines)
    if at == 1 or day.settings == "people":
        write_users(folder)
    return folder


def _each(deals: list[Deal]) -> list[Deal]:
    return list({deal.number: deal for deal in deals}.values())


def _do(deal: Deal, op: str) -> None:
    if op in {"advance", "later"}:
        deal.step = min(deal.step + 1, 2)
    elif op == "back":
        deal.step = max(deal.step - 1, 0)
    elif op in {"win", "win in place", "lose"}:
        deal.end, deal.in_place = ("lost" if op == "lose" else "won"), op == "win in place"
    elif op == "reopen":
        deal.end = ""
    elif op in {"delete", "restore"}:
        deal.deleted = op == "delete"
    elif op in {"owner", "nobody"}:
        deal.owner = -1 if op == "nobody" else (deal.owner + 1) % 3
    elif op == "amount":
        deal.amount += 500
    elif op == "currency":
        deal.currency = "USD" if deal.currency == "EUR" else "EUR"
    elif op == "push":
        deal.close += 30
    elif op == "renewal":
        deal.kind = "Renewal"


def _row(deal: Deal, at: int) -> list[Any]:
    return [
        f"006{deal.number:012d}AAA",
        f"Deal {deal.number}",
        deal.stage,
        deal.amount,
        deal.currency,
        day_text(min(at if deal.end else deal.close, 80))[:10],
        str(bool(deal.end)).lower(),
        str(deal.end == "won").lower(),
        str(deal.deleted).lower(),
        "" if deal.owner < 0 else OWNERS[deal.owner],
        deal.kind,
        day_text(deal.created, 8),
        day_text(at, 20),
    ]


def _move(at: int, nth: int, deal: Deal, stage: str, hour: int) -> list[Any]:
    number = f"008{at:06d}{nth:06d}AAA"
    when = day_text(at + hour // 24, 8 + hour % 12)
    return [number, f"006{deal.number:012d}AAA", stage, deal.amount, day_text(60)[:10], when]


def _owner(at: int, nth: int, deal: Deal, owners: tuple[str, str], hour: int) -> list[Any]:
    when = day_text(at, 8 + hour % 12)
    return [f"017{at:06d}{nth:06d}AAA", f"006{deal.number:012d}AAA", "Owner", *owners, when]


def take_day(home: Workspace, folder: Path, day: Day) -> None:
    """Import a day and count, after changing what its settings say."""
    if day.settings == "zone" and home.company_file.exists():
        text = home.company_file.read_text(encoding="utf-8")
        home.company_file.write_text(
            text.replace("time_zone: UTC", "time_zone: Asia/Tokyo"), encoding="utf-8"
        )
    if day.settings == "renamed" and home.process_file.exists():
        text = home.process_file.read_text(encoding="utf-8")
        renamed = text.replace("- stage: Demo\n", "- stage: Talk\n    also: [Demo]\n")
        home.process_file.write_text(renamed, encoding="utf-8")
    import_path(home, folder, now=NOW)


@contextmanager
def all_anew() -> Iterator[None]:
    """Write and count everything as a whole: there is no other way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "MOST_LATER", -1)
        patch.setattr(touched, "MOST_TOUCHED", -1)
        patch.setattr(counting, "_carry_on", lambda *_given: None)
        yield


def counted(home: Workspace) -> dict[str, list[str]]:
    """Return every row of every published count, in a fixed order; open stints of both layers."""
    results = home.manifest().results
    found = {
        name: sorted(map(repr, pq.read_table(home.results / file).to_pylist()))
        for name, file in results.items()
        if name not in {BASIS, WAITING, LATER, GONE}
    }
    connection = connect()
    rows = connection.execute(published_waiting(home.results, results)).to_arrow_table()
    connection.close()
    return {**found, WAITING: sorted(map(repr, rows.to_pylist()))}
