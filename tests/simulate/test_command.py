"""``fairlead simulate`` as people type it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from fairlead.cli.simulate import simulate
from fairlead.errors import FairleadError, InputError

app = typer.Typer()
app.command()(simulate)


def run(*arguments: str) -> object:
    return CliRunner().invoke(app, list(arguments))


def test_an_export_and_its_truth(odd_path: Path) -> None:
    out = odd_path / "export"
    done = run(str(out), "--people", "6", "--months", "5", "--format", "csv", "--seed", "9")
    assert done.exit_code == 0, done.output
    assert "csv format, seed 9" in done.stdout
    assert "Simulating" in done.stderr
    assert "deals.csv" in done.stderr
    assert "deals.csv" not in done.stdout
    assert (out / "deals.csv").is_file()
    assert (out / "truth" / "stints.parquet").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--people", "0"), "people must be"),
        (("--months", "0"), "months must be"),
        (("--dirt", "0.9"), "dirt must be"),
        (("--seed", "-1"), "seed"),
        (("--end", "20.11.2026"), "is no date"),
    ],
)
def test_what_cannot_be_is_said(odd_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(str(odd_path / "x"), *arguments)
    assert isinstance(done.exception, InputError)
    assert message in done.exception.message
    assert done.exception.hint
    assert not (odd_path / "x").exists()


def test_a_folder_with_something_in_it_is_refused(odd_path: Path) -> None:
    (odd_path / "a.csv").write_text("x")
    done = run(str(odd_path), "--people", "2", "--months", "2")
    assert isinstance(done.exception, FairleadError)
    assert "not empty" in done.exception.message
