"""Forecasts at size: 10,000 open deals of 400 people, and 104 weeks on a million opportunities.

``python -m benchmarks.forecasting [people ...]`` prints one line a size: deals, open deals, and
processor seconds of the frame, of one forecast told by person, and of a back-test.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time

from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import backtest, evenings_of
from fairlead.forecast.frame import frame_of, span_of
from fairlead.forecast.predict import Prediction, predict
from fairlead.forecast.sums import labels_of, sums_of
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 9, 30)
DAY = dt.date(2026, 8, 12)


def measure(people: int, months: int, a_month: float, *, weeks: int) -> str:
    """Return one line for one size."""
    organisation = Organisation(
        people=people, months=months, end=END, dirt=0.0, deals_per_month=a_month
    )
    journal = journal_of(simulate(organisation, seed=1))
    clock, began = time.perf_counter(), time.process_time()
    frame = frame_of(journal, DAY)
    framed = time.process_time()
    found = predict(frame, span_of(Calendar(), DAY))
    assert isinstance(found, Prediction)  # noqa: S101
    sums_of(found, labels_of(frame, found, "person"), 0)
    told = time.process_time()
    last, days = evenings_of(journal.until, Calendar(), "quarter", weeks=weeks)
    backtest(frame_of(journal, last), Calendar(), days)
    back = time.process_time()
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return (
        f"{people} people, {len(journal.deals):,} deals, {len(found.open):,} open: frame "
        f"{framed - began:.1f} s, forecast by person {told - framed:.1f} s, {weeks} weeks back "
        f"{back - told:.0f} s of processor time, all in {time.perf_counter() - clock:.0f} s, "
        f"{size:.1f} GB at most"
    )


def main() -> None:
    """Print the sizes asked for, or all."""
    sizes = {
        40: (48, 11.5, 104),
        100: (96, 11.5, 13),
        300: (96, 11.5, 13),
        400: (36, 17.0, 8),
        1000: (96, 11.5, 104),
    }
    for people in [int(word) for word in sys.argv[1:]] or list(sizes):
        months, a_month, weeks = sizes[people]
        print(measure(people, months, a_month, weeks=weeks), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
