"""With single people turned off the terminal tells of the company, or says no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import fairlead

from fairlead.cli.people_off import KEEPS, TELLS
from fairlead.lake.store.individuals import show_individuals

DEALS = "\n".join(
    [
        "Deal ID,Deal Name,Owner,Stage,Amount,Created Date,Close Date",
        *(
            f"D{n},Deal {n},{'Cleo Marin' if n % 2 else 'Dan Petrov'},"
            f"{'Won' if n % 3 == 0 else 'Lost'},{1000 + n},2024-0{1 + n % 9}-01,"
            f"2024-0{1 + n % 9}-2{n % 9}"
            for n in range(60)
        ),
    ]
)


@pytest.fixture
def off(here: Path) -> Path:
    (here / "deals.csv").write_text(DEALS + "\n")
    home = here / "w"
    assert fairlead("import", str(here / "deals.csv"), "--workspace", str(home)).code == 0
    show_individuals(home, shown=False)
    return home


def test_the_company_is_told_without_anybody(off: Path) -> None:
    page = off.parent / "brief.html"
    told = fairlead("brief", "--workspace", str(off), "--html", str(page))
    assert told.code == 0, told.err
    for text in (told.out, page.read_text()):
        assert "Cleo" not in text
        assert "Dan" not in text
    show_individuals(off, shown=True)
    assert fairlead("brief", "--workspace", str(off), "--for", "rep", "--name", "Cleo").code == 0


REFUSED = (
    "brief --for rep --name Cleo",
    "brief --for manager --name Cleo",
    "brief --json",
    "diagnose --person Cleo",
    "diagnose --team Cleo",
    "prioritise --person Cleo",
    "measure",
    "measure --json",
    "numbers --person Cleo",
    "pipeline",
    "forecast",
    "submissions",
    "reconcile",
    "why 1",
    "market",
    "prospects",
)


def test_who_asks_about_people_is_told_no(off: Path) -> None:
    for words in REFUSED:
        told = fairlead(*words.split(), "--workspace", str(off))
        assert told.code == 2, words
        assert "Cleo Marin" not in told.plain, words
        assert "turned off" in told.plain, words


def test_every_command_is_decided_on() -> None:
    """A new command tells nothing until somebody says that it tells of nobody."""
    from typer.main import get_command

    from fairlead.cli.main import app

    found = set()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found |= {f"{name} {word}" for word in below} if below else {name}
    assert found >= KEEPS | TELLS, "a rule is about no command"
    assert json.dumps(sorted(found - KEEPS - TELLS)) != "[]"
