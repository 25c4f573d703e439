"""What numpy imports only when it is asked for is there before threads ask for it at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

READ = """
import sys
import tempfile
from pathlib import Path

from fairlead.lake.readers import door

seen = []
plain = door._read_one


def _read_one(*given):
    seen.append("numpy.ma" in sys.modules)
    return plain(*given)


door._read_one = _read_one
with tempfile.TemporaryDirectory() as staging:
    door.read(Path(sys.argv[1]), Path(staging))
print(seen)
"""
FIT = """
import sys

import fairlead.measure.side_by_side

print([f"numpy.{name}" in sys.modules for name in ("random", "polynomial")])
"""


def said(program: str, *words: str) -> str:
    """Return what a program says in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_two_files_read_at_once_find_numpy_whole(odd_path: Path) -> None:
    for name in ("Deals.csv", "More deals.csv"):
        (odd_path / name).write_text("Id,StageName,CloseDate,Amount\n006A,Won,2026-01-02,5\n")
    assert said(READ, str(odd_path)) == "[True, True]"


def test_fits_side_by_side_find_numpy_whole() -> None:
    assert said(FIT) == "[True, True]"
