"""Verdicts, designs and the police training data, in processor seconds.

``python -m benchmarks.trainings [verdict] [design] [police]`` prints one line for each, all of them
without a word. The police data are not in the repository: the line is left out where they are
absent. Measured are processor seconds, with one thread. ``--peer PYTHON`` names the interpreter of
an environment with ``diff-diff``: the police data are then estimated by it too, in the same run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pyarrow import parquet
from tests.calibration.design_study import own_of
from tests.verify.training_worlds import Setting, make

from fairlead.stats.staggered.efficient import efficient
from fairlead.stats.staggered.panel import from_rows
from fairlead.train.power import Plan, power
from fairlead.verify.report import look_of, report_of

POLICE = Path(__file__).resolve().parents[2] / "shared" / "data" / "police_training"
WEEKS = 104
PEER = "--peer"


def verdict() -> str:
    """Judge a training of 400 people over 104 weeks with everything that stands beside it."""
    made = make(Setting(400, months=24, after=12, effect=0.3, groups=3), 5)
    began = time.process_time()
    day = made.counted.book.window.as_of
    looked = look_of(made.counted, made.training, day)
    report_of(made.counted, made.training, [looked], (made.training,))
    return f"verdict, 400 people x {WEEKS} weeks: {_since(began)}"


def design(simulations: int = 500) -> str:
    """Try one design of 40 people in three start groups on 500 simulated companies."""
    people = 40
    own = own_of(Setting(people, months=34, after=14))
    start = np.where(np.arange(people) % 4 < 3, np.arange(people) % 4 * 2.0, np.inf)
    plan = Plan("start groups", start, 12.0, 0.05)
    began = time.process_time()
    power(own, plan, rng=np.random.default_rng(1), simulations=simulations)
    return f"one design, {people} people, {simulations} simulations: {_since(began)}"


def police() -> str:
    """Estimate the published police training twice, from its 560,520 rows."""
    if not POLICE.is_dir():
        return "police training: its data are not here"
    table = parquet.read_table(POLICE / "officer_months.parquet")
    columns = [table[name].to_numpy() for name in ("uid", "period", "complaints", "first_trained")]
    began = time.process_time()
    panel, _names = from_rows(*columns)
    efficient(panel)
    plain = efficient(panel, slope="difference in differences")
    ours = f"police, {table.num_rows:,} rows, both estimates: {_since(began)}"
    if PEER not in sys.argv:
        return ours
    told = f"  difference in differences {plain.value:.6f} ({plain.standard_error:.6f})"
    return f"{ours}\n{told}\n  diff-diff, the same alone: {peer()}"


def peer() -> str:
    """Estimate the police training by a peer package in an environment of its own."""
    python = sys.argv[sys.argv.index(PEER) + 1]
    script = Path(__file__).with_name("peer_did.py")
    command = [python, str(script), str(POLICE / "officer_months.parquet")]
    made = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own
    return made.stdout.strip()


def _since(began: float) -> str:
    return f"{time.process_time() - began:.1f} s"


LINES: dict[str, Callable[[], str]] = {"verdict": verdict, "design": design, "police": police}


def main() -> None:
    """Print the lines asked for, or all."""
    for name in [word for word in sys.argv[1:] if word in LINES] or list(LINES):
        print(LINES[name](), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
