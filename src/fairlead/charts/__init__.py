"""A result into a chart, one sentence and a table.

``figures(chart)`` needs no drawing library; ``svg(figure)`` draws. Importing this room stays
cheap: the drawing library is loaded by the first drawing.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TypeVar

from fairlead.brief.model import Chart
from fairlead.charts import calibration, comparison, landing, months, movement, steps
from fairlead.charts.drawing import Drawn, svg
from fairlead.charts.figure import PIXELS, Figure
from fairlead.forecast.calibration import Calibration
from fairlead.forecast.landed import Landed
from fairlead.forecast.movement import Movement
from fairlead.measure.chart import Comparison
from fairlead.measure.results import MonthTotal, StepResult

_Result = TypeVar("_Result")

__all__ = ["PIXELS", "Drawn", "Figure", "figures", "look", "svg"]


@functools.cache
def look() -> str:
    """Return the style sheet of every page a chart is drawn into: colours, type, tables, print.

    The brief as a file carries it; the web serves the same file, so both look alike.
    """
    place = resources.files(__name__).joinpath("look/page.css")
    return place.read_text(encoding="utf-8")


def figures(chart: Chart) -> tuple[Figure, ...]:
    """Return what a chart of the brief shows: caption, table and specifications.

    Results that must not be mixed (two pipelines, two currencies) become a figure each; no
    results become no figure.

    Raises
    ------
    TypeError
        If the data are not those of the chart's kind: a bug of the caller.
    """
    data = chart.data
    if chart.kind == "movement" and isinstance(data, Movement):
        return movement.figures(data)
    if chart.kind == "calibration" and isinstance(data, Calibration):
        return calibration.figures(data)
    if chart.kind == "comparison" and isinstance(data, Comparison):
        return comparison.figures(data)
    if isinstance(data, tuple):
        if chart.kind == "steps":
            return steps.figures(tuple(_only(data, StepResult)))
        if chart.kind == "landing":
            return landing.figures(tuple(_only(data, Landed)))
        if chart.kind == "won_by_month":
            return months.figures(tuple(_only(data, MonthTotal)))
    raise TypeError(f"a {chart.kind} chart cannot show {type(data).__name__}")


def _only(data: tuple[object, ...], kind: type[_Result]) -> list[_Result]:
    for item in data:
        if not isinstance(item, kind):
            raise TypeError(f"expected {kind.__name__}, got {type(item).__name__}")
    return [item for item in data if isinstance(item, kind)]
