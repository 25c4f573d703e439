"""The study behind the figure in the docs: ``python -m tests.lake.store.kill_study 10000``.

Takes the number of kills, a seed, and how many of them an earlier run has made. Put ``TMPDIR`` on
a quick file system: what ``kill -9`` leaves does not depend on the disk, the time does.
"""

from __future__ import annotations

import collections
import sys
import tempfile
import time
from pathlib import Path

from tests.lake.store.conftest import make_two_states
from tests.lake.store.killing import kill_imports

BLOCK = 100


def main(number: int, seed: int, made_before: int) -> int:
    """Kill `number` imports but for those of an earlier run; print the sums after each hundred."""
    seen: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        made = make_two_states(Path(folder))
        began = time.monotonic()
        for block in range(made_before, number, BLOCK):
            size = min(BLOCK, number - block)
            place = Path(folder) / "kills"
            found = kill_imports(made, place, size, seed=seed + block, full_every=4)
            seen += found.seen
            wrong += found.wrong
            told = ", ".join(f"{times} {what}" for what, times in seen.most_common())
            sys.stdout.write(
                f"{block + size} imports, {time.monotonic() - began:.0f} s: {told}; "
                f"{len(wrong)} wrong\n"
            )
            sys.stdout.flush()
    sys.stdout.write("".join(f"{said}\n" for said in wrong[:20]))
    return int(bool(wrong))


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [10_000, 1, 0][len(given) :])))
