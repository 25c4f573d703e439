"""How long the ability model takes for a large team, and how that grows.

    python -m tests.calibration.ability_speed --people 1000 --months 36 --competencies 6

Competencies are fitted side by side in two threads. Set ``OPENBLAS_NUM_THREADS=1``: the matrices
are small, and threads inside them only wait for each other. On a busy machine only processor time
can be compared: ``--alone 3`` fits one competency after the other and takes the best of three.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from tests.calibration.worlds import Setting, draw_world

from fairlead.stats.ability import Panel, draw, fit

KINDS = ("conversion", "conversion", "conversion", "creation", "size", "duration")


def whole(panel: Panel, *, plug_in: bool) -> float:
    found = fit(panel, plug_in=plug_in)
    return float(draw(found, 1).theta[-1].mean())


def measure(panels: list[Panel], *, plug_in: bool) -> tuple[float, float]:
    """Seconds by the wall and of all processors."""
    wall, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(whole, plug_in=plug_in), panels))
    return time.perf_counter() - wall, time.process_time() - processor


def alone(panels: list[Panel], times: int, *, plug_in: bool) -> float:
    """Seconds of one processor, one competency after the other, each the best of some runs."""

    def once(panel: Panel) -> float:
        start = time.process_time()
        whole(panel, plug_in=plug_in)
        return time.process_time() - start

    return sum(min(once(panel) for _ in range(times)) for panel in panels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1000])
    parser.add_argument("--months", type=int, nargs="+", default=[36])
    parser.add_argument("--teams", type=int, default=100)
    parser.add_argument("--competencies", type=int, default=6)
    parser.add_argument("--alone", type=int, default=0, help="best of so many, no threads")
    asked = parser.parse_args()
    for people in asked.people:
        for months in asked.months:
            panels = [
                draw_world(
                    Setting(kind, people, months, 8.0, sigma=0.3, likeness=0.75, teams=asked.teams),
                    np.random.default_rng(number),
                ).panel
                for number, kind in enumerate(KINDS[: asked.competencies])
            ]
            for plug_in in (True, False):
                if asked.alone:
                    best = alone(panels, asked.alone, plug_in=plug_in)
                    sys.stdout.write(f"{people} people, plug in {plug_in}: {best:.2f} s\n")
                    continue
                wall, processor = measure(panels, plug_in=plug_in)
                sys.stdout.write(
                    f"{people} people, {months} months, {len(panels)} competencies, "
                    f"{'likeliest setting' if plug_in else 'averaged'}: "
                    f"{wall:.2f} s, processors {processor:.2f} s\n"
                )


if __name__ == "__main__":
    main()
