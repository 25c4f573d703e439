"""Same seed, same bytes: within a process, and in others with other hash seeds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fairlead.lake.writers import FORMATS, write_export
from fairlead.simulate import Organisation, simulate

CODE = """
import sys
from pathlib import Path
from fairlead.lake.writers import FORMATS, write_export
from fairlead.simulate import Organisation, simulate
sim = simulate(Organisation(people=9, months=8, dirt=0.1), seed=int(sys.argv[2]))
for name in FORMATS:
    write_export(sim, Path(sys.argv[1]) / name, format=name)
"""


def prints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_another_process(folder: Path, seed: int, hash_seed: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CODE, str(folder), str(seed)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return prints(folder)


def test_same_seed_same_bytes(odd_path: Path) -> None:
    sim = simulate(Organisation(people=9, months=8, dirt=0.1), seed=6)
    for name in FORMATS:
        write_export(sim, odd_path / "here" / name, format=name)
    here = prints(odd_path / "here")
    assert len(here) > 3 * 20
    assert in_another_process(odd_path / "one", 6, "1") == here
    assert in_another_process(odd_path / "two", 6, "77") == here


def test_another_seed_gives_another_company(odd_path: Path) -> None:
    folders = []
    for seed in (6, 7):
        sim = simulate(Organisation(people=9, months=8), seed=seed)
        folders.append(prints(write_export(sim, odd_path / str(seed)).folder))
    differ = {name for name in folders[0] if folders[0][name] != folders[1].get(name)}
    assert {"Opportunity.csv", "User.csv", "truth/abilities.parquet"} <= differ


@pytest.mark.parametrize("name", FORMATS)
def test_a_deal_less_company_can_be_written(odd_path: Path, name: str) -> None:
    empty = Organisation(people=1, months=1, deals_per_month=1e-9, trainings=())
    export = write_export(simulate(empty, seed=1), odd_path / name, format=name)
    deals = "Opportunity.csv" if name == "salesforce" else "deals.csv"
    assert export.row_counts[deals] == 0
    assert (export.folder / deals).read_text().count("\n") == 1
