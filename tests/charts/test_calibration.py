"""The chart of what was said and what came: one sentence, a table, and marks inside the frame."""

from __future__ import annotations

from fairlead.brief.model import Chart
from fairlead.charts import PIXELS, figures, svg
from fairlead.forecast.calibration import Calibration, Point

FOUND = Calibration(
    (Point(0.1, 0.05, 0.01, 0.3), Point(0.5, 0.75, 0.4, 0.93), Point(0.9, 0.9, 0.6, 0.98)), 40, 8
)


def test_the_sentence_names_the_point_farthest_from_the_line() -> None:
    (figure,) = figures(Chart("calibration", FOUND))
    assert "75% of outcomes (40% to 93%) lay below what 50%" in figure.caption
    assert [row[0] for row in figure.table.rows] == ["10%", "50%", "90%"]


def test_every_mark_is_inside_the_frame_and_it_draws() -> None:
    (figure,) = figures(Chart("calibration", FOUND))
    for spec, width in ((figure.wide, PIXELS["wide"]), (figure.narrow, PIXELS["narrow"])):
        for layer in spec["layer"]:
            for row in layer["data"]["values"]:
                assert 0 <= row["x"] <= width
                assert 0 <= row.get("x2", 0) <= width
    assert svg(figure, "narrow").startswith("<svg")


def test_nothing_said_draws_nothing() -> None:
    assert figures(Chart("calibration", Calibration((), 0, 0))) == ()
