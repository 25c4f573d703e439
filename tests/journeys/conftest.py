"""A real browser and a real server; what this machine lacks is said loudly, or fails where asked.

The browser is the system's Chromium (FAIRLEAD_CHROMIUM names another); it cannot leave the machine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.missing import missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 720}
PERSONAS = ("Ada", "Ben", "Cleo", "ops", "admin")
START_S = 400.0


def chromium() -> str:
    """Return where the system's Chromium is; the test is skipped, or fails, without."""
    found = os.environ.get("FAIRLEAD_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        missing("no Chromium on this machine: journeys in a real browser did not run")
    return found


@dataclass(frozen=True)
class Site:
    """A server of the small company."""

    address: str
    place: Path

    def work(self, seconds: float = 240) -> None:
        """Let the worker do what people asked for, until imports, undos and erasures are done."""
        self.run(f"from tests.journeys.working import work; work({seconds})")

    def run(self, code: str) -> None:
        """Run Python beside the server, on its workspace and database."""
        env = {**os.environ, **self.environment}
        subprocess.run([sys.executable, "-c", code], env=env, check=True)

    def told(self) -> str:
        """Return what the server wrote at its terminal."""
        return (self.place / "told").read_text(errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        """Return what the server and its worker read."""
        return {
            "FAIRLEAD_WORKSPACE": str(self.place / "workspace"),
            "FAIRLEAD_KEY_FILE": str(self.place / "key"),
            "FAIRLEAD_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
        }


def free_port() -> int:
    """Return a port nobody listens at."""
    with contextlib.closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The company, served for all journeys of this process."""
    chromium()
    place, port = Path(tempfile.mkdtemp(prefix="Büro Süd #2 ")), free_port()
    site = Site(f"http://localhost:{port}", place)
    command = [sys.executable, "-m", "tests.journeys.serving", str(place), str(port)]
    told = (place / "told").open("wb")
    env = {**os.environ, **site.environment}
    with told, subprocess.Popen(command, stdout=told, stderr=told, env=env) as server:
        try:
            end = time.monotonic() + START_S
            while "Started worker" not in (place / "told").read_text():
                assert server.poll() is None, (place / "told").read_text()
                assert time.monotonic() < end, "the server did not start"
                time.sleep(0.2)
            yield site
        finally:
            server.kill()
            server.wait()
            shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for one file of tests: while it runs, Django refuses its database in-process."""
    program = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: journeys in a real browser did not run")
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost"]
        chrome = play.chromium.launch(executable_path=program, args=arguments)
        yield chrome
        chrome.close()


@dataclass
class Visitor:
    """Somebody at a browser; notes what no page may do."""

    site: Site
    page: Any
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:")):
            self.wrong.append(f"{self.page.url} asks for {request.url}")

    def open(self, address: str) -> Any:
        """Open an address of the site."""
        return self.page.goto(self.site.address + address, wait_until="load")

    def sign_in(self, name: str) -> Visitor:
        """Sign in by one click, as the demo lets anybody."""
        self.open("/demo/")
        self.page.locator(f"button[name=account]:text-matches('^{name}\\\\b')").first.click()
        self.page.wait_for_load_state()
        return self

    def go(self, group: str, place: str) -> None:
        """Open a page as people do: a group of the menu, then the page."""
        self.page.locator("header summary", has_text=group).click()
        self.page.locator("header details[open]").get_by_text(place, exact=True).click()
        self.page.wait_for_load_state()

    def text(self) -> str:
        """Return what the page says."""
        return str(self.page.inner_text("main"))


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Any]:
    """Open browsers; at the end none of them may have seen anything wrong."""
    opened: list[tuple[Any, Visitor]] = []

    def begin(name: str | None = None, *, scripts: bool = True, **more: Any) -> Visitor:
        more.setdefault("viewport", DESKTOP)
        context = browser.new_context(
            java_script_enabled=scripts, accept_downloads=True, color_scheme="light", **more
        )
        context.set_default_timeout(60_000)
        visitor = Visitor(site, context.new_page())
        opened.append((context, visitor))
        return visitor.sign_in(name) if name else visitor

    yield begin
    wrong = [each for _context, visitor in opened for each in visitor.wrong]
    for context, _visitor in opened:
        context.close()
    assert not wrong, "\n".join([*wrong, "The server said:", site.told()[-3000:]])
