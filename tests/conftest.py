"""What every test lives by: no network, odd paths, the same examples every time."""

from __future__ import annotations

import gc
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does

gc.set_threshold(100_000, 50, 50)  # as the command line does too: a tenth of the time
ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"

TOGETHER = "tests/journeys/"
"""A folder whose files share one server: its tests run in one process, all others by file."""

LONGEST_FIRST = ("journeys", "refresh", "docs", "cli", "properties", "realdata", "web", "lake")
"""Folders of long tests: begun last, one of them would be waited for by a process with no work."""

settings.register_profile(
    "project",
    deadline=None,  # machines differ in speed
    derandomize=True,  # the same answer every time
    max_examples=int(os.environ.get("FAIRLEAD_EXAMPLES", "20")),  # `make test-all`: 100
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        return ranks.get(folder, len(ranks))

    items.sort(key=rank)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file in one process: what they share is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.split("::", 1)[0]

    config.option.loadscopereorder = False  # as collected, not the largest number of tests first
    return ByFile(config, log)


class NetworkForbiddenError(RuntimeError):
    """A test tried to leave the machine. Fairlead works without a network, so do its tests."""


_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def _refuse_unless_unix(own: socket.socket, address: Any) -> None:
    if own.family != getattr(socket, "AF_UNIX", None):
        raise NetworkForbiddenError(f"no network in tests: connect to {address!r}")


def _guarded_connect(own: socket.socket, address: Any) -> None:
    _refuse_unless_unix(own, address)
    _connect(own, address)


def _guarded_connect_ex(own: socket.socket, address: Any) -> int:
    _refuse_unless_unix(own, address)
    return _connect_ex(own, address)


def _no_names(host: Any, *rest: Any, **more: Any) -> Any:
    raise NetworkForbiddenError(f"no network in tests: look up {host!r}")


@pytest.fixture(autouse=True, scope="session")
def forbid_network() -> Any:
    """Refuse connections from Python; point what is not Python at a proxy that is not there."""
    socket.socket.connect = _guarded_connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[assignment,method-assign]
    socket.getaddrinfo = _no_names
    nowhere = "http://127.0.0.1:9"
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, nowhere))
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _getaddrinfo


@pytest.fixture
def odd_path(tmp_path: Path) -> Path:
    """A folder whose name has a space, an umlaut and a hash, as folders of people do."""
    folder = tmp_path / "Büro Süd #1"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("no real data beside the repository (../shared/data)")
    return REAL_DATA


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what could not be tested here."""
    from tests.missing import told

    lacking = told(terminalreporter.stats.get("skipped", []))
    if lacking:
        terminalreporter.section("NOT TESTED ON THIS MACHINE", sep="!", red=True, bold=True)
        for each in lacking:
            terminalreporter.line(f"  {each}", red=True)
        terminalreporter.line("  .ci/run installs what is missing.", red=True)
