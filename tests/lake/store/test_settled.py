"""Settled deals lie apart: a day that leaves them alone does not read them, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refresh.company import contents
from tests.refresh.days import OPS, Day, all_anew, counted, take_day, write_days

from fairlead.errors import UnavailableError
from fairlead.facts import OPPORTUNITIES, STAGE_CHANGES
from fairlead.lake.conform.touched import fetch_touched
from fairlead.lake.store import append, commit, settled, workspace
from fairlead.lake.store.check import looking_for_damage
from fairlead.lake.store.layers import layers
from fairlead.lake.store.settled import are_many, read_files
from fairlead.lake.store.workspace import Workspace, attach, connect, open_workspace

FIRST = Day(
    tuple((n, "advance") for n in range(1, 25))
    + tuple((n, ("win", "lose", "delete")[n % 3]) for n in range(1, 13))
)
OPEN_DAY = Day(((20, "advance"), (21, "amount"), (30, "advance")))
SETTLED_DAY = Day(((3, "reopen"), (20, "win"), (5, "amount")))


def _grown(place: Path, days: list[Day]) -> Workspace:
    home = open_workspace(place / "ws", create=True)
    for folder, day in zip(write_days(place / "Tage ü #", days), days, strict=True):
        take_day(home, folder, day)
    return home


def _anew(place: Path, days: list[Day]) -> Workspace:
    with all_anew():
        return _grown(place / "anew", days)


def _deals(files: tuple[str, ...]) -> set[int]:
    connection = connect()
    rows = connection.execute(f"SELECT opportunity_id FROM {read_files(files)}").fetchall()
    connection.close()
    return {key for (key,) in rows}


def _stray(home: Workspace) -> set[int]:
    """Return deals with events in settled files whose own row lies elsewhere."""
    deals, events = (layers(home.table_path(t)) for t in (OPPORTUNITIES, STAGE_CHANGES))
    if not events.settled:
        return set()
    return _deals(events.settled) - (_deals(deals.settled) if deals.settled else set())


def test_what_is_over_lies_in_files_of_its_own(odd_path: Path) -> None:
    home = _grown(odd_path, [FIRST])
    deals, events = (layers(home.table_path(t)) for t in (OPPORTUNITIES, STAGE_CHANGES))
    assert deals.apart
    assert events.apart
    assert len(_deals(deals.settled)) == 12
    rest = tuple(name for name in deals.first if name not in deals.settled)
    assert len(_deals(rest)) == 12
    assert not _deals(deals.settled) & _deals(rest)
    assert _deals(events.settled) == _deals(deals.settled)


@pytest.mark.parametrize(("ops", "reads"), [(OPEN_DAY, False), (SETTLED_DAY, True)])
def test_rows_of_settled_deals_are_read_only_where_one_is_touched(
    odd_path: Path, ops: Day, reads: bool
) -> None:
    """Views that fail on their first row stand in the place of those of settled rows."""
    home = _grown(odd_path, [FIRST])
    connection = connect()
    attach(connection, home, home.manifest())
    keys = [f"key_id('opportunity', '006{n:012d}AAA')" for n, _op in ops.ops]
    from fairlead.lake.conform.values import MACROS

    connection.execute(MACROS)
    for name in ("opportunities", "stage_changes", "field_changes"):
        connection.execute(f"CREATE TEMP TABLE new_{name} AS FROM {name} LIMIT 0")
    connection.execute("CREATE TEMP TABLE swallowed (opportunity_id BIGINT)")
    connection.execute(f"INSERT INTO swallowed SELECT unnest([{', '.join(keys)}])")
    connection.execute(
        "CREATE OR REPLACE VIEW settled_stage_changes AS SELECT * REPLACE "
        "(error('settled rows were read') AS to_stage) FROM stage_changes"
    )
    if reads:
        with pytest.raises(Exception, match="settled rows were read"):
            fetch_touched(connection)
    else:
        assert fetch_touched(connection)
        rows = connection.execute("SELECT count(*) FROM known_opportunities").fetchone()
        assert rows == (2,)
    connection.close()


@pytest.mark.parametrize("most", [9, pytest.param(-1, marks=pytest.mark.slow)])
def test_a_settled_deal_that_is_touched_brings_its_events(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch, most: float
) -> None:
    """Reopened, and reopened still after the table was written anew: its row stays where it is."""
    monkeypatch.setattr(commit, "MOST_LATER", most)
    days = [FIRST, SETTLED_DAY, Day(((3, "advance"), (5, "restore"))), Day(((3, "win"),))]
    home = _grown(odd_path, days)
    assert _stray(home) == set()
    other = _anew(odd_path, days)
    assert contents(home) == contents(other)
    assert counted(home) == counted(other)


DAYS = st.builds(
    Day,
    ops=st.lists(st.tuples(st.integers(1, 14), st.sampled_from(OPS)), min_size=1, max_size=5).map(
        tuple
    ),
    history=st.booleans(),
    owners=st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=25)
@given(
    days=st.lists(DAYS, min_size=1, max_size=5),
    most=st.sampled_from([9, 0.1, -1]),
    many=st.sampled_from([9, 0]),
)
def test_no_event_lies_settled_without_its_deal(
    tmp_path_factory: pytest.TempPathFactory, days: list[Day], most: float, many: float
) -> None:
    """However soon a table is written anew, and however few rows are told apart."""
    place = tmp_path_factory.mktemp("days")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "MOST_LATER", most)
        patch.setattr(settled, "MANY", many)
        home = open_workspace(place / "ws", create=True)
        all_days = [FIRST, *days]
        for folder, day in zip(write_days(place / "days", all_days), all_days, strict=True):
            take_day(home, folder, day)
            assert _stray(home) == set()
    other = _anew(place, [FIRST, *days])
    assert contents(home) == contents(other)
    assert counted(home) == counted(other)


def test_a_days_few_rows_get_no_files_of_their_own(odd_path: Path) -> None:
    home = _grown(odd_path, [FIRST, OPEN_DAY])
    found = layers(home.table_path(OPPORTUNITIES))
    assert len(_deals(found.settled)) == 12
    assert are_many(found, 3)
    assert not are_many(found, 2)


def test_a_workspace_of_an_earlier_layout_goes_on(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its deals and their events are told apart by the next import that changes deals."""
    days = [FIRST, OPEN_DAY, SETTLED_DAY]
    homes: list[Any] = []
    for most in (9, -1):
        place = odd_path / str(most)
        folders = write_days(place / "days", days)
        home = open_workspace(place / "ws", create=True)
        with monkeypatch.context() as patch:
            patch.setattr(append, "APART", ())
            take_day(home, folders[0], days[0])
        assert not layers(home.table_path(OPPORTUNITIES)).apart
        monkeypatch.setattr(commit, "MOST_LATER", most)
        for folder, day in zip(folders[1:], days[1:], strict=True):
            take_day(home, folder, day)
        homes.append(home)
    for table in (OPPORTUNITIES, STAGE_CHANGES):
        found = [layers(home.table_path(table)) for home in homes]
        assert all(parts.apart and parts.settled for parts in found)
    other = _anew(odd_path, days)
    for home in homes:
        assert contents(home) == contents(other)
        assert counted(home) == counted(other)


def _flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))


def test_damage_where_a_day_reads_nothing_stops_it_before_it_writes(odd_path: Path) -> None:
    home = _grown(odd_path, [FIRST])
    _flip(Path(layers(home.table_path(STAGE_CHANGES)).settled[0]))
    files = sorted((home.root / "tables").rglob("*"))
    folder = write_days(odd_path / "more", [FIRST, OPEN_DAY])[1]
    with pytest.raises(UnavailableError, match="table stage_changes of the workspace is damaged"):
        take_day(home, folder, OPEN_DAY)
    assert sorted((home.root / "tables").rglob("*")) == files
    assert home.manifest().number == 1


def test_damage_is_told_as_the_reason_of_whatever_goes_wrong_meanwhile(odd_path: Path) -> None:
    home = _grown(odd_path, [FIRST])
    with pytest.raises(ValueError, match="odd"), looking_for_damage(home, home.manifest()):
        raise ValueError("odd")
    _flip(Path(layers(home.table_path(OPPORTUNITIES)).settled[0]))
    with (
        pytest.raises(UnavailableError, match="table opportunities of the workspace is damaged"),
        looking_for_damage(home, home.manifest()),
    ):
        raise ValueError("odd")


def test_the_parts_of_a_table_are_the_whole(odd_path: Path) -> None:
    home = _grown(odd_path, [FIRST, OPEN_DAY])
    connection = workspace.connect()
    attach(connection, home, home.manifest())
    for name in ("opportunities", "stage_changes", "field_changes"):
        counts = [
            connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0]
            for view in (name, f"moving_{name}", f"settled_{name}")
        ]
        assert counts[0] == counts[1] + counts[2]
    connection.close()
