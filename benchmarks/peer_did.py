"""The police training by a peer package, in an environment of its own.

``PYTHON benchmarks/peer_did.py officer_months.parquet`` with an interpreter that has ``diff-diff``
and ``pyarrow`` (extra ``bench``) prints one line: effect, standard error and processor seconds of
Callaway and Sant'Anna's estimator with all not yet treated beside.
`benchmarks.trainings` runs it in the same run as ours where ``--peer PYTHON`` says so.
"""

from __future__ import annotations

import sys
import time
import warnings


def main(path: str) -> None:
    """Read the rows first, then estimate by the clock of the processor."""
    from diff_diff import CallawaySantAnna  # noqa: PLC0415  no other file needs this package
    from pyarrow import parquet  # noqa: PLC0415

    columns = ["uid", "period", "complaints", "first_trained"]
    rows = parquet.read_table(path, columns=columns).to_pandas()
    last = rows["period"].max()
    rows["first_trained"] = rows["first_trained"].where(rows["first_trained"] <= last, 0)
    warnings.simplefilter("ignore")
    began = time.process_time()
    made = CallawaySantAnna(control_group="not_yet_treated", estimation_method="reg")
    found = made.fit(rows, "complaints", "uid", "period", "first_trained")
    took = time.process_time() - began
    print(f"{found.overall_att:.6f} ({found.overall_se:.6f}): {took:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
