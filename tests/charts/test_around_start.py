"""The chart around the start: its sentence, its table and its drawing tell the same."""

from __future__ import annotations

from fairlead.charts import svg
from fairlead.charts.around_start import figures
from fairlead.verify.path import Path, PathPoint

POINTS = (
    PathPoint(-4, -3, 0.01, -0.04, 0.06, 200),
    PathPoint(-2, -1, 0.0, 0.0, 0.0, 210),
    PathPoint(0, 1, 0.05, -0.01, 0.11, 150),
    PathPoint(2, 3, 0.12, 0.04, 0.20, 90),
)


def test_figure_says_the_last_months_and_what_was_before() -> None:
    (figure,) = figures(Path(POINTS, 0.62), "points")
    assert figure.caption == (
        "2 to 3 months after the start: 12 (4 to 20) points; before it nothing moved beyond luck "
        "(as much comes by luck 62% of the time)."
    )
    assert figure.table.rows[1] == ("-2 to -1", "compared with", "210")
    assert figure.table.rows[3] == ("2 to 3", "12 (4 to 20)", "90")
    (moved,) = figures(Path(POINTS, 0.01), "points")
    assert "something moved" in moved.caption


def test_drawing_holds_every_point_and_both_widths() -> None:
    (figure,) = figures(Path(POINTS, None), "relative")
    for width in ("wide", "narrow"):
        drawn = svg(figure, width)  # type: ignore[arg-type]
        assert "months since the start" in drawn
        assert ">20<" in drawn
    assert svg(figure) == svg(figure)


def test_no_point_after_the_start_is_no_figure() -> None:
    assert figures(Path(POINTS[:2], 0.5), "points") == ()
