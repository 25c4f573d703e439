"""A tiny chart, drawn by ``fairlead doctor`` to see that drawing works."""

import datetime as dt

from fairlead.brief.model import Chart
from fairlead.measure.results import MonthTotal

SAMPLE = Chart("won_by_month", (MonthTotal(dt.date(2026, 1, 1), 3, 120_000, 100_000, "EUR"),))
