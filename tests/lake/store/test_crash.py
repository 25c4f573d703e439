"""A writer dies between any two steps: the state before or the state after, never a mixture."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.lake.store.killing import HEAVY, kill_imports
from tests.longer import slow
from tests.refresh.company import contents, take

from fairlead.lake.store.workspace import Workspace

STEPS = (
    "after people",
    "after opportunities",
    "after stage_changes",
    "after field_changes",
    "after targets",
    "after quarantine",
    "before fsync",
    "before link",
    "before prune",
)
KILLED_AT = ("after people", "after field_changes", "before fsync", "before link", "before prune")
VISIBLE = frozenset({"before prune"})
"""Steps behind the link: the new state is there already."""

Stop = Callable[[str, Callable[[], None]], list[str]]


class StoppedError(RuntimeError):
    """What a test raises in the middle of a write."""


def _raise() -> None:
    raise StoppedError


def test_the_steps_are_those_an_import_passes(
    copied: Workspace, made: dict[str, Any], stop_at: Stop
) -> None:
    passed = stop_at("nowhere", _raise)
    take(copied, made["second"])
    assert set(STEPS) <= set(passed)
    assert passed[-3:] == ["before fsync", "before link", "before prune"]


@pytest.mark.parametrize(
    "step",
    [
        "after opportunities",
        *slow("before link", "after people", "after quarantine", "before prune"),
    ],
)
def test_an_error_at_a_step_leaves_a_whole_state(
    copied: Workspace, made: dict[str, Any], stop_at: Stop, step: str
) -> None:
    stop_at(step, _raise)
    with pytest.raises(StoppedError):
        take(copied, made["second"])
    assert contents(copied) == made["new" if step in VISIBLE else "old"]
    stop_at("nowhere", _raise)
    again = take(copied, made["second"])
    assert again.changed is (step not in VISIBLE)
    assert contents(copied) == made["new"]


def _die_at(step: str, root: Path, export: Path) -> None:
    from fairlead.lake.store import commit, manifest
    from fairlead.lake.store.workspace import open_workspace

    def _passed(name: str) -> None:
        if name == step:
            os._exit(9)

    commit._passed = _passed
    manifest._passed = _passed
    take(open_workspace(root), export)


def test_a_killed_writer_leaves_a_whole_state(copied: Workspace, made: dict[str, Any]) -> None:
    """One workspace, killed at one step after the other: healing holds however often it happens."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY)
    for step in KILLED_AT:
        writer = context.Process(target=_die_at, args=(step, copied.root, made["second"]))
        writer.start()
        writer.join(60)
        assert writer.exitcode == 9, step
        assert contents(copied) == made["new" if step in VISIBLE else "old"], step
    assert take(copied, made["second"]).changed is False
    assert contents(copied) == made["new"]
    assert not list(copied.manifests.glob(".draft-*"))


def test_the_first_import_killed_leaves_an_empty_workspace(
    odd_path: Path, made: dict[str, Any], stop_at: Stop
) -> None:
    from fairlead.lake.store.workspace import open_workspace

    home = open_workspace(odd_path / "neu", create=True)
    stop_at("before link", _raise)
    with pytest.raises(StoppedError):
        take(home, made["first"])
    assert home.manifest().number == 0
    assert not any(contents(home).values())
    stop_at("nowhere", _raise)
    take(home, made["first"])
    assert contents(home) == made["old"]


@pytest.mark.parametrize("step", ["before fsync", *slow("after opportunities", "before link")])
def test_readers_see_the_old_state_while_a_writer_is_at_work(
    copied: Workspace, made: dict[str, Any], stop_at: Stop, step: str
) -> None:
    seen = []
    stop_at(step, lambda: seen.append(contents(copied)))
    take(copied, made["second"])
    assert seen == [made["old"]]
    assert contents(copied) == made["new"]


def test_a_reader_that_began_before_keeps_its_state(
    copied: Workspace, made: dict[str, Any]
) -> None:
    from fairlead.lake.store.workspace import attach, connect

    connection = connect()
    attach(connection, copied, copied.manifest())
    take(copied, made["second"])
    (count,) = connection.execute("SELECT count(*) FROM opportunities").fetchone()
    connection.close()
    assert count == len(made["old"]["opportunities"])


def test_healing_commits_once_and_not_at_every_import(
    copied: Workspace, made: dict[str, Any], stop_at: Stop
) -> None:
    from fairlead.lake.store.commit import versions

    stop_at("before link", _raise)
    with pytest.raises(StoppedError):
        take(copied, made["second"])
    stop_at("nowhere", _raise)
    take(copied, made["first"])  # heals, and has nothing to add
    healed = versions(copied)
    take(copied, made["first"])
    assert versions(copied) == healed
    assert contents(copied) == made["old"]


def test_killed_at_sixty_random_moments(made: dict[str, Any], odd_path: Path) -> None:
    """The whole study: ``python -m tests.lake.store.kill_study 10000``."""
    found = kill_imports(made, odd_path / "kills", 60, count_every=20, full_every=8)
    assert found.wrong == []
    assert sum(found.seen.values()) == 60
    assert found.seen["killed, old"] > 20
    assert found.seen.keys() <= {"killed, old", "killed, new", "ended 0, new"}
