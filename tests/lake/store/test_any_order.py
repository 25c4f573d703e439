"""Any order of exports, files and repetitions gives the same tables, to the last column.

Two things depend on the order by decision, and are left out of the comparison: changes found by
comparing two exports (docs/decisions/0010), and since when the rows of a file without any date are
known (``known_at`` of the targets).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.refresh.company import (
    BEN,
    CLEO,
    DAN,
    contents,
    deal,
    take,
    write_company,
    write_csv,
    write_deals,
    write_history,
    write_users,
)

from fairlead.facts import TABLES
from fairlead.lake.conform.differences import PROVENANCE
from fairlead.lake.store.workspace import Workspace, open_workspace

BY_NAME = {t.name: t for t in TABLES}
UNDATED = ("targets", "known_at")
EVENTS = ("stage_changes", "field_changes")
SEQUENCES = int(os.environ.get("FAIRLEAD_SEQUENCES", "1000"))
"""How many the slow study draws."""


def _week(folder: Path, day: str, number: int) -> Path:
    """Write the whole export of one day: deals change, come and go; an owner changes his name."""
    stamp = f"{day}T10:00:00.000Z"
    endings = ("Closed Won", "Closed Lost", "Qualified", "Proposal")
    rows = [
        deal(n, endings[(n * number) % 4], 1000 + number * n, lastmodifieddate=stamp)
        for n in range(number, number + 8)
    ]
    rows.append(deal(90 + number, amount="tbd"))
    write_deals(folder, rows)
    people = [
        (BEN, "Ben Ito", "ben@example.org", "true", ""),
        (CLEO, f"Cleo Reyes {number}", "cleo@example.org", "true", BEN),
        (DAN, "Dan Śliwa", "dan@example.org", "true", BEN if number % 2 else CLEO),
    ]
    write_users(folder, people)
    write_history(folder, number + 4)
    return folder


def _targets(folder: Path) -> Path:
    header = ("person", "team", "measure", "period", "amount", "currency")
    rows = [("Cleo Reyes", "", "bookings", f"2026-Q{q}", "50000", "EUR") for q in (3, 4)]
    write_csv(folder / "targets.csv", header, rows)
    return folder / "targets.csv"


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Whole exports of three days, single files of them, and the company's own targets."""
    place = tmp_path_factory.mktemp("Reihe ü #1")
    weeks = [
        _week(place / f"export {day}", day, number)
        for number, day in enumerate(("2026-09-30", "2026-10-31", "2026-11-14"), start=1)
    ]
    usual = write_company(place / "usual")
    single = [weeks[0] / "Opportunity.csv", usual / "OpportunityHistory.csv"]
    return (*weeks, *single, _targets(place))


def canonical_digest(home: Workspace) -> str:
    """Return one digest of every row and column of every table, but for what is said above."""
    digest = hashlib.sha256()
    for name, rows in sorted(contents(home).items()):
        columns = BY_NAME[name].names
        kept = [
            tuple(v for c, v in zip(columns, row, strict=True) if (name, c) != UNDATED)
            for row in rows
            if PROVENANCE not in row
        ]
        assert kept or not rows or name in EVENTS, name
        digest.update(repr((name, sorted(kept, key=repr))).encode())
    return digest.hexdigest()


def _digest_of(exports: Sequence[Path], order: Sequence[int], scratch: Path) -> str:
    home = open_workspace(scratch / "Arbeit", create=True)
    for number in order:
        take(home, exports[number], most_put_aside=0.2)
    found = canonical_digest(home)
    shutil.rmtree(home.root)
    return found


@pytest.fixture(scope="module")
def sorted_digests(
    exports: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[frozenset[int], str]:
    return {}


@st.composite
def sequences(draw: st.DrawFn) -> tuple[int, ...]:
    """Draw some of the exports in any order, some of them more than once."""
    chosen = draw(st.lists(st.integers(0, 5), min_size=2, max_size=3, unique=True))
    again = draw(st.lists(st.sampled_from(chosen), max_size=1))
    return tuple(draw(st.permutations(chosen + again)))


def _check(
    exports: tuple[Path, ...],
    known: dict[frozenset[int], str],
    order: tuple[int, ...],
    place: Path,
) -> None:
    expected = known.setdefault(frozenset(order), "") or _digest_of(
        exports, sorted(set(order)), place
    )
    known[frozenset(order)] = expected
    assert _digest_of(exports, order, place) == expected


@pytest.mark.slow
def test_an_older_table_of_users_names_the_owners_of_newer_deals(
    exports: tuple[Path, ...], tmp_path: Path
) -> None:
    """The id stands in for the name of an owner nobody told of yet; any real name beats it."""
    newer_deals = exports[2] / "Opportunity.csv"
    orders = [(newer_deals, exports[0]), (exports[0], newer_deals)]
    one, other = (_digest_of(order, (0, 1), tmp_path) for order in orders)
    assert one == other


def test_an_undated_table_of_users_counts_the_same_wherever_it_comes(
    exports: tuple[Path, ...], tmp_path: Path
) -> None:
    """It is older than everything that has a date: it tells only of people no dated one has."""
    undated = tmp_path / "undated" / "User.csv"
    write_users(undated.parent, [(CLEO, "Cleo Anders", "cleo@example.org", "true", "")])
    one, other = (
        _digest_of(order, (0, 1), tmp_path)
        for order in ((undated, exports[0]), (exports[0], undated))
    )
    assert one == other


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=3, suppress_health_check=QUIET)
@given(order=sequences())
def test_any_order_and_repetition_gives_the_same_tables(
    exports: tuple[Path, ...],
    sorted_digests: dict[frozenset[int], str],
    order: tuple[int, ...],
    tmp_path: Path,
) -> None:
    _check(exports, sorted_digests, order, tmp_path)


@pytest.mark.slow
@settings(max_examples=SEQUENCES, suppress_health_check=QUIET, derandomize=False)
@given(order=sequences())
def test_a_thousand_orders_give_the_same_tables(
    exports: tuple[Path, ...],
    sorted_digests: dict[frozenset[int], str],
    order: tuple[int, ...],
    tmp_path: Path,
) -> None:
    _check(exports, sorted_digests, order, tmp_path)
