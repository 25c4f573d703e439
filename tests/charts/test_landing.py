"""The chart of where a period lands: one sentence, a table, and marks inside the frame."""

from __future__ import annotations

from dataclasses import replace

from fairlead.brief.model import Chart
from fairlead.charts import PIXELS, figures, svg
from fairlead.forecast.landed import Landed

NOW = Landed(
    label="Q4 2026",
    so_far=3_305_000_00,
    middle=5_875_000_00.0,
    half=(5_600_000_00.0, 6_100_000_00.0),
    eight=(5_428_000_00.0, 6_393_000_00.0),
    nine=(5_200_000_00.0, 6_600_000_00.0),
    target=5_119_000_00,
    currency="EUR",
    in_money=True,
)
NEXT = replace(NOW, label="Q1 2027", so_far=0, target=None)


def test_the_sentence_says_range_and_target() -> None:
    (figure,) = figures(Chart("landing", (NOW, NEXT)))
    assert (
        "Q4 2026 lands near EUR 5,875k; 8 times in 10 between 5,428k and 6,393k" in figure.caption
    )
    assert figure.caption.endswith("the target is 5,119k.")
    assert [row[0] for row in figure.table.rows] == ["Q4 2026", "Q1 2027"]
    assert figure.table.rows[1][-1] == "none"


def test_every_mark_is_inside_the_frame_and_it_draws() -> None:
    far = replace(NOW, target=60_000_000_00)
    for found in ((NOW, NEXT), (far, NEXT), (replace(NOW, so_far=0),)):
        (figure,) = figures(Chart("landing", found))
        for spec, width in ((figure.wide, PIXELS["wide"]), (figure.narrow, PIXELS["narrow"])):
            assert spec["layer"]
            for layer in spec["layer"]:
                for row in layer["data"]["values"]:
                    assert 0 <= row["x"] <= width
                    assert 0 <= row.get("x2", 0) <= width
                    assert 0 <= row["y"] <= spec["height"]
        assert svg(figure, "narrow").startswith("<svg")


def test_the_bars_stand_where_the_numbers_are() -> None:
    (figure,) = figures(Chart("landing", (NOW,)))
    room = PIXELS["wide"] - 20
    rects = [layer for layer in figure.wide["layer"] if layer["mark"]["type"] == "rect"]
    eight = rects[1]["data"]["values"][0]
    assert abs(eight["x"] - (10 + room * 5_428 / 6_600)) < 0.1
    assert abs(eight["x2"] - (10 + room * 6_393 / 6_600)) < 0.1


def test_wins_are_counted_where_amounts_are_too_few() -> None:
    few = Landed(
        "Q4 2026", 3, 7.0, (6.0, 8.0), (5.0, 10.0), (4.0, 11.0), None, None, in_money=False
    )
    (figure,) = figures(Chart("landing", (few,)))
    assert "near 7 wins" in figure.caption


def test_nothing_expected_draws_nothing() -> None:
    none = replace(NOW, so_far=0, middle=0.0, half=(0, 0), eight=(0, 0), nine=(0, 0), target=None)
    assert figures(Chart("landing", (none,))) == ()
    assert figures(Chart("landing", ())) == ()
