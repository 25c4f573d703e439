"""Changed rows lie over older ones: whatever is written in which turns, the newest row counts."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refresh.company import contents, deal, rows_of, take, write_deals

from fairlead.errors import NumericalError
from fairlead.facts import OPPORTUNITIES, STAGES
from fairlead.lake.store import commit
from fairlead.lake.store.check import check_tables
from fairlead.lake.store.commit import finish, heal, versions, write_table
from fairlead.lake.store.layers import layers
from fairlead.lake.store.manifest import SCHEMA_VERSION, Manifest
from fairlead.lake.store.schema import empty_relation_sql
from fairlead.lake.store.workspace import Workspace, attach, connect, open_workspace, writing

ROWS = st.dictionaries(st.integers(1, 12), st.tuples(st.integers(0, 3), st.integers(0, 4)))
"""Key -> (what the row says, on which day it was known)."""


def _write(home: Workspace, rows: dict[int, tuple[int, int]], *, publish: bool = True) -> None:
    """Write rows of `stages` as one import does, and publish them or die before."""
    connection = connect()
    with writing(home):
        before = home.manifest()
        heal(home, before)
        attach(connection, home, before)
        connection.execute(f"CREATE TEMP TABLE new_stages AS {empty_relation_sql(STAGES)}")
        for key, (said, day) in rows.items():
            connection.execute(
                "INSERT INTO new_stages BY NAME SELECT $1 AS stage_id, 'S' AS stage, $2 AS label, "
                "'made' AS source, $3::TIMESTAMPTZ AS known_at",
                [key, str(said), f"2026-11-0{day + 1} 00:00:00+00"],
            )
        write_table(connection, home, STAGES, "new_stages")
        if publish:
            finish(home, before, lambda manifest: manifest)
    connection.close()


def _held(home: Workspace, manifest: Manifest | None = None) -> dict[int, tuple[int, int]]:
    connection = connect()
    attach(connection, home, manifest or home.manifest())
    rows = connection.execute(
        "SELECT stage_id, label::INTEGER, day(make_timestamp(epoch_us(known_at))) - 1 FROM stages"
    ).fetchall()
    connection.close()
    assert len({row[0] for row in rows}) == len(rows)
    return {key: (said, day) for key, said, day in rows}


def _merged(
    stored: dict[int, tuple[int, int]], rows: dict[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Return what a plain merge gives: a row is taken where it is new or not older."""
    taken = {k: row for k, row in rows.items() if k not in stored or row[1] >= stored[k][1]}
    return {**stored, **taken}


@settings(max_examples=12)
@given(st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=5), st.sampled_from([0.1, 9]))
def test_any_turns_give_what_a_plain_merge_gives(
    tmp_path_factory: pytest.TempPathFactory,
    imports: list[tuple[dict[int, tuple[int, int]], bool]],
    most: float,
) -> None:
    """Also where writers die before they publish, and however soon a table is written anew."""
    home = open_workspace(tmp_path_factory.mktemp("Lagen ü #") / "ws", create=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "MOST_LATER", most)
        expected: dict[int, tuple[int, int]] = {}
        states: list[tuple[Manifest, dict[int, tuple[int, int]]]] = []
        for rows, publish in imports:
            _write(home, rows, publish=publish)
            expected = _merged(expected, rows) if publish else expected
            states.append((home.manifest(), expected))
            for manifest, held in states:
                assert _held(home, manifest) == held


def test_two_rows_of_one_key_are_refused(odd_path: Path) -> None:
    home = open_workspace(odd_path / "ws", create=True)
    connection = connect()
    attach(connection, home, Manifest())
    connection.execute(f"CREATE TEMP TABLE new_stages AS {empty_relation_sql(STAGES)}")
    connection.execute(
        "INSERT INTO new_stages BY NAME SELECT unnest([5, 7, 6, 7]) AS stage_id, 'S' AS stage, "
        "'made' AS source, TIMESTAMPTZ '2026-11-01 00:00:00+00' AS known_at"
    )
    with pytest.raises(NumericalError, match="two rows of stages share the key 7"):
        write_table(connection, home, STAGES, "new_stages")
    assert not home.table_path(STAGES).exists()
    connection.close()


def test_a_few_changed_rows_are_laid_over_the_others(odd_path: Path) -> None:
    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_deals(odd_path / "one", [deal(n) for n in range(1, 41)]))
    root = home.table_path("opportunities")
    before = set(root.rglob("*.parquet"))
    rows = [deal(3, amount=77, lastmodifieddate="2026-11-02T10:00:00.000Z"), deal(99)]
    done = take(home, write_deals(odd_path / "two", rows))
    assert (done.inserted["opportunities"], done.updated["opportunities"]) == (1, 1)
    added = set(root.rglob("*.parquet")) - before
    assert sorted(path.parents[1].name for path in added) == ["later=false", "later=true"]
    found = layers(root)
    assert (found.first_rows, found.later_rows) == (41, 1)
    assert rows_of(home, "SELECT count(*), sum(amount) FROM opportunities") == [
        (41, 40 * 100_000 + 7_700)
    ]
    assert ("opportunities", "41 rows", "") in check_tables(home, home.manifest())


def test_many_changed_rows_write_the_table_anew(odd_path: Path) -> None:
    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_deals(odd_path / "one", [deal(n) for n in range(1, 41)]))
    later = "2026-11-02T10:00:00.000Z"
    for turn in range(4):
        rows = [deal(n, amount=turn, lastmodifieddate=later) for n in range(turn, turn + 2)]
        take(home, write_deals(odd_path / str(turn), rows))
    found = layers(home.table_path("opportunities"))
    assert found.later_rows <= 0.1 * found.first_rows
    assert rows_of(home, "SELECT count(*) FROM opportunities") == [(41,)]
    assert rows_of(home, "SELECT amount FROM opportunities WHERE name = 'Deal 4'") == [(300,)]


def test_a_table_of_an_earlier_layout_is_read_and_carried_on(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before there were layers a table was one set of files, each key once."""
    from deltalake import write_deltalake

    from fairlead.lake.store.schema import arrow_schema

    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_deals(odd_path / "one", [deal(n) for n in range(1, 21)]))
    before = contents(home)
    connection = connect()
    attach(connection, home, home.manifest())
    plain = connection.execute("FROM opportunities").to_arrow_table()
    connection.close()
    shutil.rmtree(home.table_path(OPPORTUNITIES))
    write_deltalake(str(home.table_path(OPPORTUNITIES)), plain.cast(arrow_schema(OPPORTUNITIES)))
    monkeypatch.setattr(commit, "SCHEMA_VERSION", 1)
    finish(home, home.manifest(), lambda manifest: manifest)
    monkeypatch.undo()
    assert home.manifest().schema_version == 1
    assert not layers(home.table_path(OPPORTUNITIES)).layered
    assert contents(home) == before
    rows = [deal(3, amount=77, lastmodifieddate="2026-11-02T10:00:00.000Z"), deal(99)]
    take(home, write_deals(odd_path / "two", rows))
    assert home.manifest().schema_version == SCHEMA_VERSION
    assert layers(home.table_path(OPPORTUNITIES)).layered
    assert rows_of(home, "SELECT count(*), sum(amount) FROM opportunities") == [
        (21, 20 * 100_000 + 7_700)
    ]


def test_an_undone_turn_does_not_come_back(odd_path: Path) -> None:
    """A writer that starts from an older state gives its rows a turn of their own."""
    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_deals(odd_path / "one", [deal(n) for n in range(1, 41)]))
    first = home.manifest()
    for amount, hour in ((5, 10), (6, 11)):
        known = f"2026-11-02T{hour}:00:00.000Z"
        row = deal(3, amount=amount, lastmodifieddate=known)
        take(home, write_deals(odd_path / str(amount), [row]), counting=False)
        if amount == 5:
            from fairlead.lake.store.undo import undo

            connection = connect()
            with writing(home):
                undo(home, connection)
            connection.close()
            assert home.manifest().tables == first.tables
    amounts = rows_of(home, "SELECT amount FROM opportunities WHERE name = 'Deal 3'")
    assert amounts == [(600,)]
    assert versions(home)["opportunities"] > first.tables["opportunities"] + 1
    assert dt.date.fromisoformat(home.manifest().data_until or "") == dt.date(2026, 11, 2)


def test_layers_need_no_hive_names(odd_path: Path) -> None:
    """Only the newest row of a key is read, whatever folder its file lies in."""
    home = open_workspace(odd_path / "later=true", create=True)
    take(home, write_deals(odd_path / "one", [deal(n) for n in range(1, 21)]))
    take(
        home,
        write_deals(
            odd_path / "two", [deal(3, amount=9, lastmodifieddate="2026-11-02T10:00:00.000Z")]
        ),
    )
    held: Any = rows_of(home, "SELECT count(*), min(amount) FROM opportunities")
    assert held == [(20, 900)]
