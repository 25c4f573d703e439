import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief.model import Chart
from fairlead.charts import PIXELS, Figure, drawing, figures, svg
from fairlead.charts.figure import RULE
from fairlead.forecast.movement import Movement, Part
from fairlead.measure.results import MonthTotal, StepResult

SVG = "{http://www.w3.org/2000/svg}"
SILENT = NotEstimable("finished deals", needed=30, have=8)


def step(stage="Demo", next_stage="Proposal", k=251, n=465, half=0.045, **changes):
    rate = SILENT
    if half is not None:
        rate = Estimate(k / n, k / n - half, k / n + half, 0.95, n, "fraction", "step", k)
    values = {
        "pipeline": "Sales",
        "deal_type": "new business",
        "stage": stage,
        "next_stage": next_stage,
        "entered": n + 5,
        "advanced": k,
        "lost": n - k,
        "open": 5,
        "rate": rate,
        "days": SILENT,
    }
    return StepResult(**(values | changes))


def movement(amount=100, **changes):
    values = {
        "from_on": dt.date(2025, 12, 30),
        "to_on": dt.date(2026, 1, 6),
        "scope": "all open deals",
        "currency": "EUR",
        "opening": Part("opening", 20_000 * amount, 30),
        "parts": (
            Part("created", 3_000 * amount, 4),
            Part("shrunk", -500 * amount, 1),
            Part("pushed", 0, 0),
            Part("won", -7_000 * amount, 5),
        ),
        "closing": Part("closing", 15_500 * amount, 29),
        "unknown": {"reopened": NotEstimable("no stage history before March 2025")},
        "without_amount": 2,
    }
    return Movement(**(values | changes))


def months(count=12, currency="EUR", start=2025 * 12 + 10, amount=1_000_000):
    return tuple(
        MonthTotal(
            dt.date((start + i) // 12, (start + i) % 12 + 1, 1),
            i % 5,
            amount * (1 + i * 7 % 11),
            6_000_000 if i % 2 and amount else None,
            currency,
        )
        for i in range(count)
    )


def one(kind, data) -> Figure:
    (figure,) = figures(Chart(kind, data))
    return figure


ALL = (
    Chart("steps", (step(), step("Proposal", "Won", 3, 8, None))),
    Chart("movement", movement()),
    Chart("movement", movement(amount=0)),
    Chart("won_by_month", months()),
    Chart("won_by_month", months(40, amount=0)),
)


def texts(drawn):
    return [element.text for element in parsed(drawn).iter(f"{SVG}text")]


def parsed(drawn):
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


@pytest.mark.parametrize("chart", ALL)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_drawing_is_accessible_and_asks_nobody(chart, width):
    for figure in figures(chart):
        drawn = svg(figure, width)
        root = parsed(drawn)
        assert root.get("role") == "img"
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title.text == figure.title
        assert description.text == figure.caption
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")
        assert root.get("viewBox").startswith(f"0 0 {PIXELS[width]} ")
        assert re.findall(r"https?://[^\"'\s)]*", drawn) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"href|<script|<style|<image|url\(| on[a-z]+=", drawn)
        assert len(re.findall(r'\bid="', drawn)) == 2
        assert not re.search(r"NaN|Infinity|undefined|null", drawn)


@pytest.mark.parametrize("chart", ALL)
def test_drawings_take_font_and_colours_from_the_page(chart):
    for figure in figures(chart):
        drawn = svg(figure)
        assert set(re.findall(r'font-family="([^"]*)"', drawn)) == {"inherit"}
        for colour in re.findall(r'(?:fill|stroke)="([^"]*)"', drawn):
            assert colour in {"none", "currentColor", "transparent"} or colour.startswith("var(--")


@pytest.mark.parametrize("chart", ALL)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_everything_stands_inside_the_drawing(chart, width):
    for figure in figures(chart):
        spec = figure.wide if width == "wide" else figure.narrow
        for layer in spec["layer"]:
            for row in layer["data"]["values"]:
                for key in ("x", "x2"):
                    assert 0 <= row.get(key, 0) <= spec["width"]
                for key in ("y", "y2"):
                    assert 0 <= row.get(key, 0) <= spec["height"]


def test_the_same_data_give_the_same_bytes_also_in_another_process():
    code = (
        "import json, sys; from fairlead.charts import drawing;"
        "sys.stdout.buffer.write(''.join(drawing._drawn(sys.stdin.read())).encode())"
    )
    spec = json.dumps(one("steps", (step(),)).wide, sort_keys=True, ensure_ascii=False)
    here = "".join(drawing._drawn(spec)).encode()
    done = subprocess.run(
        [sys.executable, "-c", code], input=spec.encode(), capture_output=True, check=True
    )
    assert done.stdout == here
    assert len(here) > 500


def test_a_figure_is_drawn_once(monkeypatch):
    drawn = []
    convert = drawing._convert
    monkeypatch.setattr(drawing, "_convert", lambda spec: drawn.append(1) or convert(spec))
    drawing._drawn.cache_clear()
    first = svg(one("movement", movement()))
    assert svg(one("movement", movement())) == first
    other = svg(one("movement", movement()), place="elsewhere")
    assert len(drawn) == 1
    assert other != first


def test_importing_the_room_loads_no_drawing_library():
    code = (
        "import sys, fairlead.charts as c; from fairlead.brief.model import Chart;"
        "c.figures(Chart('steps', ())); sys.exit('vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_steps_show_k_of_n_and_interval():
    figure = one("steps", (step(), step("Discovery", "Demo", 465, 655)))
    said = texts(svg(figure))
    assert "251 of 465" in said
    assert "54% (49 to 58)" in said
    assert "Demo → Proposal: 251 of 465 deals went on, 54% (49 to 58)" in figure.caption
    assert "the lowest of 2 steps." in figure.caption
    assert "95 times in 100" in figure.caption
    assert figure.table.rows[0][:5] == (
        "Demo → Proposal",
        "251 of 465",
        "214",
        "5",
        "54% (49 to 58)",
    )


def test_steps_that_overlap_the_lowest_are_named():
    figure = one("steps", (step(), step("Discovery", "Demo", 270, 465)))
    assert "not told apart from Discovery → Demo" in figure.caption


def test_an_unknown_rate_is_words_and_no_dot():
    silent = step("Negotiation", "Won", 3, 8, None)
    figure = one("steps", (silent,))
    drawn = svg(figure)
    assert "too little data: 8 of 30" in texts(drawn)
    assert "3 of 8" in texts(drawn)
    assert "0%" in texts(drawn)  # the axis
    assert sum("%" in text for text in texts(drawn)) == 5
    assert "var(--chart-main" not in drawn
    assert "var(--chart-main" in svg(one("steps", (silent, step())))
    assert figure.caption == "No step has enough finished deals yet for a rate."
    assert figure.table.rows[0][4] == "too little data: 8 of 30"


def test_pipelines_and_types_are_never_mixed():
    results = (step(), step(deal_type="renewal", k=400), step("Proposal", "Won"))
    new, renewal = figures(Chart("steps", results))
    assert [row[0] for row in new.table.rows] == ["Demo → Proposal", "Proposal → Won"]
    assert len(renewal.table.rows) == 1
    assert renewal.title.endswith(": Sales, renewal")


def test_the_dot_stands_at_its_rate():
    spec = one("steps", (step(k=50, n=100, half=0.1),)).wide
    layers = {layer["mark"]["type"]: layer for layer in spec["layer"]}
    (dot,) = layers["point"]["data"]["values"]
    (interval,) = [
        layer["data"]["values"][0]
        for layer in spec["layer"]
        if layer["mark"].get("strokeCap") == "round"
    ]
    assert dot["x"] - interval["x"] == pytest.approx(interval["x2"] - dot["x"])
    ticks = spec["layer"][0]["data"]["values"]
    assert dot["x"] == ticks[2]["x"]


def test_the_bridge_starts_where_the_last_part_ended():
    spec = one("movement", movement()).wide
    blocks = [
        row for la in spec["layer"] if la["mark"]["type"] == "rect" for row in la["data"]["values"]
    ]
    by_row = sorted(blocks, key=lambda row: row["y"])
    opening, created, shrunk, won, closing = by_row
    assert created["x"] == opening["x2"]
    assert shrunk["x2"] == created["x2"]
    assert won["x2"] == pytest.approx(shrunk["x"], abs=0.02)
    assert closing["x2"] == pytest.approx(won["x"], abs=0.02)
    assert closing["x"] == opening["x"]
    (joints,) = [la["data"]["values"] for la in spec["layer"] if la["mark"].get("stroke") == RULE]
    assert len(joints) == len(by_row) - 1
    assert joints[0]["x"] == opening["x2"]


def test_the_bridge_says_signed_amounts_counts_and_what_is_unknown():
    figure = one("movement", movement())
    said = texts(svg(figure))
    assert {"+3k", "-7k", "+4", "-5", "20k", "15.5k"} <= set(said)
    assert "no stage history before March 2025" in said
    assert "pushed out" not in said  # nothing happened: only the table says so
    assert ("pushed out", "0", "0") in figure.table.rows
    assert ("reopened", "no stage history before March 2025", "not known") in figure.table.rows
    assert "in 30 deals on 30 Dec 2025" in figure.caption
    assert "2 open deals have no amount" in figure.caption


def test_without_amounts_the_bridge_counts_deals():
    figure = one("movement", movement(amount=0, currency=None))
    said = texts(svg(figure))
    assert {"30", "+4", "-5", "29"} <= set(said)
    assert "0" not in said
    assert figure.table.header == ("part", "deals", "note")
    assert figure.caption.startswith("From 30 deals on 30 Dec 2025 to 29 on 6 Jan 2026")
    assert "5 deals won" in figure.caption


def test_an_empty_bridge_is_drawn():
    nothing = movement(
        opening=Part("opening", 0, 0), parts=(), closing=Part("closing", 0, 0), unknown={}
    )
    figure = one("movement", nothing)
    assert texts(svg(figure)).count("0") == 2
    assert "no deals on 30 Dec 2025 to 0" in figure.caption


def test_the_bridge_may_go_below_zero():
    figure = one(
        "movement",
        movement(
            opening=Part("opening", -5_000_000, 2),
            parts=(Part("created", 9_000_000, 1),),
            closing=Part("closing", 4_000_000, 3),
        ),
    )
    assert "-50k" in texts(svg(figure))


def test_months_show_won_and_target():
    figure = one("won_by_month", months())
    said = texts(svg(figure))
    assert {"target", "Nov", "2025", "2026"} <= set(said)
    assert figure.table.rows[0] == ("Nov 2025", "10k", "0", "not known")
    assert figure.table.rows[1] == ("Dec 2025", "80k", "1", "60k")
    assert "the target was met in 4 of 6 whole months" in figure.caption


def test_a_running_month_has_not_missed_its_target():
    *whole, last = months()
    running = (*whole, replace(last, won_amount=0, is_whole=False))
    figure = one("won_by_month", running)
    known = sum(t.target is not None for t in whole)
    assert f"of {known} whole months" in figure.caption


def test_months_without_any_target_say_nothing_of_targets():
    plain = tuple(MonthTotal(t.month, 2, t.won_amount, None, "EUR") for t in months())
    figure = one("won_by_month", plain)
    assert "target" not in texts(svg(figure))
    assert "target" not in figure.caption


def test_many_months_label_the_highest_and_the_last():
    said = texts(svg(one("won_by_month", months(40))))
    assert sum(text.endswith("k") for text in said) == 2


def test_currencies_are_never_added():
    euro, yen = figures(Chart("won_by_month", (*months(), *months(currency="JPY"))))
    assert euro.title == "Won by month (EUR)"
    assert yen.title == "Won by month (JPY)"
    assert len(euro.table.rows) == len(yen.table.rows) == 12


def test_months_without_amounts_count_deals():
    figure = one("won_by_month", months(5, amount=0))
    assert figure.title == "Deals won by month"
    assert figure.caption == "10 deals won, Nov 2025 to Mar 2026; no amounts are known."
    assert figure.table.header == ("month", "deals won")
    assert {"1", "2", "3", "4"} <= set(texts(svg(figure)))


@pytest.mark.parametrize("kind", ["steps", "won_by_month"])
def test_no_results_are_no_figure(kind):
    assert figures(Chart(kind, ())) == ()


def test_data_of_another_kind_are_refused():
    with pytest.raises(TypeError, match="movement chart"):
        figures(Chart("movement", ()))
    with pytest.raises(TypeError, match="expected StepResult, got MonthTotal"):
        figures(Chart("steps", months()))


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "דנה לוי",
        "株式会社" * 9,
        "x" * 90,
        "A\x1b[31m\x00\n&amp;",
        "👩‍👩‍👧‍👦",
    ],
)
def test_any_name_can_be_drawn(name):
    figure = one("steps", (step(name, name), step(name, name, 3, 8, None)))
    drawn = svg(figure, "narrow")
    parsed(drawn)
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    shown = [text for text in texts(drawn) if "→" in text or text.endswith("…")]
    assert len(shown) == 2


def test_names_from_right_to_left_keep_to_themselves():
    figure = one("steps", (step("דנה", "לוי"),))
    assert "\u2068דנה\u2069 → \u2068לוי\u2069" in texts(svg(figure))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30),
    st.sampled_from(["EUR", "JPY", None]),
)
def test_any_months_have_places_inside(amounts, currency):
    totals = tuple(
        MonthTotal(dt.date(2020 + i // 12, i % 12 + 1, 1), 1, amount, abs(amount), currency)
        for i, amount in enumerate(amounts)
    )
    figure = one("won_by_month", totals)
    for spec in (figure.wide, figure.narrow):
        for layer in spec["layer"]:
            for row in layer["data"]["values"]:
                assert 0 <= row["y"] <= spec["height"]
                assert 0 <= row["x"] <= spec["width"]
