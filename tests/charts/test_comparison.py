"""The comparison chart: limits as lines, names only beside who differs, never a ranking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairlead.brief.model import Chart
from fairlead.charts import Figure, figures, svg
from fairlead.measure.cells import Competency
from fairlead.measure.chart import Band, Comparison, Point
from fairlead.stats.limits import binomial_limits, normal_limits

STEP = Competency("sales.new.demo", "Demo to Proposal", "conversion", "fraction")
ALONG = np.geomspace(4, 60, 30)
BANDS = tuple(
    Band(
        level,
        binomial_limits(ALONG, ALONG / 0.5, level),
        normal_limits(np.sqrt(0.5 / ALONG + 0.04), level),
    )
    for level in (0.95, 0.998)
)


def point(person: str, expected: float, ratio: float, *, differs: bool = False) -> Point:
    return Point(person, expected, expected * ratio, ratio, differs)


POINTS = (
    point("Ann", 20, 1.1),
    point("Cleo", 25, 0.6, differs=True),
    point("Dan", 8, 1.3),
    point("Farid", 30, 1.45, differs=True),
)
USUAL = Comparison(STEP, "", POINTS, ALONG, BANDS, 0.2, "expected")


def one(data: Comparison) -> Figure:
    (figure,) = figures(Chart("comparison", data))
    return figure


def layers(figure: Figure, mark: str) -> list[dict]:
    return [layer for layer in figure.wide["layer"] if layer["mark"]["type"] == mark]


def texts(figure: Figure) -> set[str]:
    return {row["text"] for layer in layers(figure, "text") for row in layer["data"]["values"]}


def test_only_those_who_differ_are_labelled():
    shown = texts(one(USUAL))
    assert {"Cleo", "Farid"} <= shown
    assert not {"Ann", "Dan"} & shown
    plain, marked = layers(one(USUAL), "point")
    assert (len(plain["data"]["values"]), len(marked["data"]["values"])) == (2, 2)


def test_the_caption_says_who_and_what_the_lines_mean():
    figure = one(USUAL)
    assert figure.caption.startswith(
        "2 of 4 people differ by more than chance: Cleo (0.6 times) and Farid (1.5 times)."
    )
    assert "inner lines 95 times in 100" in figure.caption
    nobody = replace(USUAL, points=tuple(replace(p, differs=False) for p in POINTS), spread=0.0)
    assert one(nobody).caption.startswith("None of 4 people differs by more than chance.")
    assert "dotted" not in one(nobody).caption


def test_the_table_is_complete_and_in_the_order_of_names():
    table = one(USUAL).table
    assert [row[0] for row in table.rows] == ["Ann", "Cleo", "Dan", "Farid"]
    assert table.rows[1] == ("Cleo", "15", "25.0", "0.60", "differs")
    sizes = replace(USUAL, axis="wins", competency=replace(STEP, kind="size"))
    assert one(sizes).table.header == ("person", "wins", "times the expected", "")


def test_higher_ratios_stand_higher_and_more_deals_further_right():
    _, marked = layers(one(USUAL), "point")
    cleo, farid = marked["data"]["values"]
    assert farid["y"] < cleo["y"]
    assert farid["x"] > cleo["x"]


def test_dotted_lines_only_where_people_really_differ():
    calm = replace(USUAL, spread=0.0)
    assert len(layers(one(USUAL), "rule")) == len(layers(one(calm), "rule")) + 2


def test_names_near_each_other_do_not_cover_each_other():
    near = (point("Cleo", 25, 0.6, differs=True), point("Dora", 25.2, 0.601, differs=True))
    figure = one(replace(USUAL, points=near))
    places = [
        row["y"]
        for layer in layers(figure, "text")
        for row in layer["data"]["values"]
        if row["text"] in {"Cleo", "Dora"}
    ]
    assert abs(places[0] - places[1]) >= 14


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize(
    "data",
    [
        USUAL,
        replace(USUAL, points=(point("Zero", 5, 0.0),)),
        replace(USUAL, points=(point("Far above everybody", 5, 40.0, differs=True),)),
        replace(USUAL, role="caller", points=POINTS[:1]),
    ],
)
def test_a_drawing_stays_inside_and_asks_nobody(data, width):
    figure = one(data)
    spec = figure.wide if width == "wide" else figure.narrow
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            assert -1 <= row["x"] <= spec["width"]
            assert -1 <= row["y"] <= spec["height"]
    drawn = svg(figure, width)
    assert "currentColor" in drawn
    assert "NaN" not in drawn
    assert "://" not in drawn.replace("http://www.w3.org/2000/svg", "")
