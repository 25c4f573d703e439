"""One more day: only what it touches is written and counted, and all is as if made anew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refresh.company import contents
from tests.refresh.days import OPS, Day, all_anew, counted, take_day, write_days

from fairlead.lake.counts import basis, queries, relations, texts, waiting
from fairlead.lake.counts.basis import BASIS
from fairlead.lake.store import commit
from fairlead.lake.store.workspace import Workspace, connect, open_workspace, writing
from fairlead.refresh import counting

FIRST = Day(tuple((n, op) for n in range(1, 9) for op in ("advance", "amount", OPS[n])))
DAYS = st.builds(
    Day,
    ops=st.lists(st.tuples(st.integers(1, 10), st.sampled_from(OPS)), min_size=1, max_size=5).map(
        tuple
    ),
    history=st.booleans(),
    owners=st.booleans(),
    settings=st.sampled_from(["", "", "", "", "zone", "renamed", "people"]),
)


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each counting carried on from the one before (True) or counted everything."""
    seen: list[bool] = []
    carry_on = counting._carry_on

    def _carry_on(*given: Any) -> Any:
        found = carry_on(*given)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(counting, "_carry_on", _carry_on)
    return seen


def _both(place: Path, days: list[Day], order: list[int]) -> tuple[Workspace, Workspace]:
    """Import days as they come, and again with everything made anew; compare after each."""
    folders = write_days(place / "Tage ü #", days)
    homes = [open_workspace(place / name, create=True) for name in ("grown", "anew")]
    for number in order:
        take_day(homes[0], folders[number], days[number])
        with all_anew():
            take_day(homes[1], folders[number], days[number])
        assert contents(homes[0]) == contents(homes[1])
        found, expected = (counted(home) for home in homes)
        assert found == expected
    return homes[0], homes[1]


@settings(max_examples=2)
@given(
    days=st.lists(DAYS, min_size=1, max_size=4),
    mixed=st.booleans(),
    data=st.data(),
    gone=st.sampled_from([0.1, 9]),
)
def test_any_days_in_any_order_give_what_a_rebuild_gives(
    tmp_path_factory: pytest.TempPathFactory,
    days: list[Day],
    mixed: bool,
    data: st.DataObject,
    gone: float,
) -> None:
    """However soon deals and the file of open stints are written anew."""
    days = [FIRST, *days]
    order = list(range(len(days)))
    if mixed:
        order = data.draw(st.permutations(order))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "MOST_GONE", gone)
        patch.setattr(commit, "MOST_LATER", gone)
        _both(tmp_path_factory.mktemp("days"), days, order)


@pytest.mark.slow
@settings(max_examples=40)
@given(days=st.lists(DAYS, min_size=1, max_size=6), mixed=st.booleans(), data=st.data())
def test_many_days_in_any_order_give_what_a_rebuild_gives(
    tmp_path_factory: pytest.TempPathFactory, days: list[Day], mixed: bool, data: st.DataObject
) -> None:
    days = [FIRST, *days]
    order = list(range(len(days)))
    if mixed:
        order = data.draw(st.permutations(order))
    _both(tmp_path_factory.mktemp("days"), days, order)


ORDINARY = [
    Day(((1, "advance"), (9, "amount"), (2, "owner"))),
    Day(((2, "win"), (3, "lose"), (9, "advance")), history=False),
    Day(((3, "reopen"), (4, "delete"), (2, "amount"), (5, "later"))),
    Day(((4, "restore"), (5, "owner"), (6, "win in place")), owners=True),
    Day(((7, "back"), (7, "nobody"), (5, "push"))),
]


@pytest.mark.slow
def test_a_renamed_stage_is_carried_on_from_the_next_day(
    odd_path: Path, carried: list[bool]
) -> None:
    days = [FIRST, Day(((1, "win"),), settings="renamed"), ORDINARY[0]]
    _both(odd_path, days, [0, 1, 2])
    assert carried == [False, False, True]


@pytest.mark.slow
def test_ordinary_days_are_carried_on(odd_path: Path, carried: list[bool]) -> None:
    """Also deals deleted, restored, reopened, given to others, and dated behind the evening."""
    days = [FIRST, *ORDINARY]
    folders = write_days(odd_path / "Tage ü #", days)
    home = open_workspace(odd_path / "ws", create=True)
    for folder, day in zip(folders, days, strict=True):
        take_day(home, folder, day)
    assert carried == [False] + [True] * len(ORDINARY)


@pytest.mark.parametrize(
    "settings_of_day", ["renamed", pytest.param("zone", marks=pytest.mark.slow)]
)
def test_what_reaches_other_deals_is_counted_anew(
    odd_path: Path, carried: list[bool], settings_of_day: str
) -> None:
    days = [FIRST, Day(((1, "win"),), settings=settings_of_day)]
    grown, _anew = _both(odd_path, days, [0, 1])
    assert carried == [False, False]
    said = grown.process_file if settings_of_day == "renamed" else grown.company_file
    assert {"zone": "Asia/Tokyo", "renamed": "Talk"}[settings_of_day] in said.read_text("utf-8")


def test_counting_in_parts_gives_what_counting_at_once_gives(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a stage has two names."""
    days = [FIRST, Day((*ORDINARY[1].ops, *ORDINARY[3].ops), settings="renamed")]
    folders = write_days(odd_path / "days", days)
    homes = [open_workspace(odd_path / name, create=True) for name in ("at once", "in parts")]
    for home, most in zip(homes, (counting.DEALS_A_PART, 3), strict=True):
        monkeypatch.setattr(counting, "DEALS_A_PART", most)
        for folder, day in zip(folders, days, strict=True):
            with all_anew():
                take_day(home, folder, day)
    assert counted(homes[0]) == counted(homes[1])
    assert len(counted(homes[0])["step_counts"]) > 3


@pytest.mark.slow
def test_a_damaged_part_is_not_carried_on(odd_path: Path, carried: list[bool]) -> None:
    days = [FIRST, ORDINARY[0], ORDINARY[1]]
    folders = write_days(odd_path / "days", days)
    home = open_workspace(odd_path / "ws", create=True)
    for folder, day in zip(folders[:2], days[:2], strict=True):
        take_day(home, folder, day)
    path = home.results / home.manifest().results["part_steps"]
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))
    take_day(home, folders[2], days[2])
    assert carried == [False, True, False]


@pytest.mark.slow
def test_after_an_undo_the_state_that_counts_is_carried_on(
    odd_path: Path, carried: list[bool]
) -> None:
    from fairlead.lake.store.undo import undo

    days = [FIRST, ORDINARY[0], ORDINARY[1]]
    folders = write_days(odd_path / "days", days)
    home, other = (open_workspace(odd_path / name, create=True) for name in ("ws", "other"))
    for folder, day in zip(folders[:2], days[:2], strict=True):
        take_day(home, folder, day)
    connection = connect()
    with writing(home):
        undo(home, connection)
    connection.close()
    take_day(home, folders[2], days[2])
    assert carried == [False, True, True]
    for number in (0, 2):
        take_day(other, folders[number], days[number])
    assert contents(home) == contents(other)
    assert counted(home) == counted(other)


def test_the_basis_says_under_which_conditions_was_counted(odd_path: Path) -> None:
    home = open_workspace(odd_path / "ws", create=True)
    (folder,) = write_days(odd_path / "days", [FIRST])
    take_day(home, folder, FIRST)
    file = home.results / home.manifest().results[BASIS]
    (row,) = pq.read_table(file).to_pylist()
    said = json.loads(row["said"])
    assert (said["as_of"], said["time_zone"]) == (home.manifest().data_until, "UTC")
    assert said["checks"].keys() == {"part_steps", "part_waiting", "part_watched"}


def _grown(place: Path, days: list[Day]) -> Workspace:
    folders = write_days(place / "days", days)
    home = open_workspace(place / "ws", create=True)
    for folder, day in zip(folders, days, strict=True):
        take_day(home, folder, day)
    return home


def test_a_day_leaves_the_open_stints_of_the_others_in_their_file(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_GONE", 9)
    results = _grown(odd_path, [FIRST, *ORDINARY[:2]]).manifest().results
    assert results[waiting.WAITING].startswith("000001-")
    assert results[waiting.LATER].startswith("000003-")
    assert results[waiting.GONE].startswith("000003-")


def test_many_changed_open_stints_are_written_anew(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_GONE", 0)
    results = _grown(odd_path, [FIRST, ORDINARY[0]]).manifest().results
    assert results[waiting.WAITING].startswith("000002-")
    assert not {waiting.LATER, waiting.GONE} & results.keys()


@pytest.mark.slow
def test_damaged_open_stints_of_an_earlier_day_are_not_carried_on(
    odd_path: Path, carried: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_GONE", 9)
    days = [FIRST, ORDINARY[0], ORDINARY[1]]
    home = _grown(odd_path, days[:2])
    path = home.results / home.manifest().results[waiting.WAITING]
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))
    take_day(home, write_days(odd_path / "again", days)[2], days[2])
    assert carried == [False, True, False]


@pytest.mark.slow
def test_a_day_is_counted_with_the_queries_that_counted_the_whole(
    odd_path: Path, carried: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another program's they are made anew, and the counts are the same."""
    days = [FIRST, *ORDINARY[:2]]
    home = _grown(odd_path, days[:2])
    with monkeypatch.context() as patch:
        patch.setattr(relations, "relations", None)  # what would make them is not there
        take_day(home, write_days(odd_path / "again", days)[2], days[2])
    with monkeypatch.context() as patch:
        patch.setattr(basis, "program", lambda: "another")
        patch.setattr(texts, "_made", {})
        other = _grown(odd_path / "other", days)
    assert carried == [False, True, True] * 2
    assert counted(home) == counted(other)


@pytest.mark.slow
def test_queries_depend_on_the_program_only(
    odd_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those another company made in this process are the ones this one would make."""
    made = []
    for name, settings_of_day in (("usual", ""), ("zone", "zone"), ("renamed", "renamed")):
        monkeypatch.setattr(texts, "_made", {})
        _grown(odd_path / name, [FIRST, Day(((1, "win"),), settings=settings_of_day)])
        made.append(dict(texts._made))
    assert len(made[0]) > len(queries.KEPT)
    assert made[0] == made[1] == made[2]


def test_an_import_loads_nothing_of_briefs_forecasts_and_models() -> None:
    """Starting took two of the five seconds a day may take."""
    code = "import sys, fairlead.refresh.importing; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "fairlead.lake.conform.run" in loaded
    unwanted = ("scipy", "ibis", "fairlead.forecast", "fairlead.brief.compose", "fairlead.stats")
    assert not loaded & set(unwanted)
