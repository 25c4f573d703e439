import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "EUR", "0"),
        (172_000_000, "EUR", "1,720k"),
        (1_720_000, "JPY", "1,720k"),
        (1_720_000_000, "KWD", "1,720k"),
        (74_249_999, None, "742k"),
        (1_524_000, "EUR", "15.2k"),
        (9_500_000, "EUR", "95k"),
        (935_000, "EUR", "9,350"),
        (999_999, "EUR", "10,000"),
        (1_250, "EUR", "12.50"),
        (1_200, "EUR", "12"),
        (-1, "EUR", "-0.01"),
        (50, "JPY", "50"),
        (1_234_567_890, "EUR", "12.3M"),
        (55_500_000_000, "EUR", "555M"),
        (10**14, "EUR", "1,000bn"),
    ],
)
def test_money_has_about_three_digits_that_matter(minor, currency, text):
    assert words.money(minor, currency) == text


def test_money_takes_the_unit_of_its_neighbours_and_never_vanishes():
    assert words.money(1_524_000, "EUR", like=241_000_000) == "15k"
    assert words.money(40_000, "EUR", like=241_000_000) == "0.4k"
    assert words.money(-3, "EUR", like=241_000_000) == "-0.03"
    assert words.money(0, "EUR", like=241_000_000) == "0"
    assert words.money(172_000_000, "EUR", named=True) == "EUR 1,720k"
    assert words.money(172_000_000, None, named=True) == "1,720k"


def test_changes_in_money_carry_their_sign():
    assert [words.signed_money(x, "EUR") for x in (9_500_000, -4_000_000, 0)] == [
        "+95k",
        "-40k",
        "0",
    ]


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD", None]))
def test_money_is_odd_and_only_zero_reads_zero(minor, currency):
    text = words.money(minor, currency)
    assert words.money(-minor, currency) == (
        text[1:] if minor < 0 else f"-{text}" if minor else "0"
    )
    assert (text.strip("-0.") == "") == (minor == 0)


@given(st.integers(1, 10**13), st.integers(1, 10**13))
def test_more_money_never_reads_less(one, other):
    low, high = sorted((one, other))
    assert _read(words.money(low, "EUR")) <= _read(words.money(high, "EUR"))


def _read(text):
    factor = {"k": 1e3, "M": 1e6, "n": 1e9}.get(text[-1], 1)
    return float(text.rstrip("kMbn").replace(",", "")) * factor


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.545, "55%"),
        (0.5398, "54%"),
        (0.004, "0.4%"),
        (0.0004, "under 0.1%"),
        (0.996, "99.6%"),
        (0.9996, "over 99.9%"),
        (-0.12, "-12%"),
    ],
)
def test_percent_never_settles_what_is_open(fraction, text):
    assert words.percent(fraction) == text


def test_estimates_stand_with_their_interval():
    def made(value, lower, upper, unit):
        return words.estimate(Estimate(value, lower, upper, 0.95, 465, unit, "x"))

    assert made(251 / 465, 0.4951, 0.5841, "fraction") == "54% (50 to 58)"
    assert made(0.631, 0.627, 0.634, "fraction") == "63.1% (62.7 to 63.4)"
    assert made(0.004, 0.001, 0.012, "fraction") == "0.4% (0.1 to 1.2)"
    assert made(11.4, 9.84, 13.2, "days") == "11 days (10 to 13)"
    assert made(3.5, 2.8, 12, "days") == "3.5 days (2.8 to 12)"
    assert made(172e6, 150e6, 194.5e6, "EUR minor") == "1,720k (1,500k to 1,945k)"
    assert made(172e4, 150e4, 194.5e4, "JPY minor") == "1,720k (1,500k to 1,945k)"
    assert made(35e6, 9e6, 64e6, "minor") == "350k (90k to 640k)"
    assert made(2.04, 1.5, 2.6, "deals a week") == "2 deals a week (1.5 to 2.6)"


def test_silence_says_what_would_be_enough_or_why():
    assert words.answer(NotEstimable("deals", needed=30, have=14)) == "too little data: 14 of 30"
    assert words.answer(NotEstimable("no stage history")) == "no stage history"
    assert words.answer(Estimate(0.5, 0.2, 0.8, 0.95, 8, "fraction", "x")) == "50% (20 to 80)"


def test_counts_and_ratios():
    assert words.count(4238) == "4,238"
    assert [words.counted(n, "deal") for n in (0, 1, 4238)] == ["no deals", "1 deal", "4,238 deals"]
    assert words.counted(2, "person", "people") == "2 people"
    assert words.ratio(251, 465) == "251 of 465"
    assert words.rate(251, 465) == "251 of 465 = 54%"
    assert words.rate(0, 0) == "0 of 0"
    assert [words.days(x) for x in (1, 1.04, 3.5, 12.6)] == [
        "1 day",
        "1 day",
        "3.5 days",
        "13 days",
    ]


def test_levels_are_frequencies():
    assert words.how_often(0.8) == "8 times in 10"
    assert words.how_often(0.95) == "95 times in 100"
    assert words.how_often(0.999) == "999 times in 1000"
    assert words.how_often(2 / 3) == "0.667 of the time"


def test_days_and_periods():
    monday = dt.date(2026, 11, 23)
    assert words.day(monday) == "23 Nov 2026"
    assert words.weekday(monday) == "Monday 23 Nov 2026"
    assert words.month(monday) == "Nov 2026"
    assert words.moment(dt.datetime(2026, 11, 22, 9, 5, tzinfo=dt.UTC)) == "22 Nov 2026, 09:05"
    assert words.span(dt.date(2026, 11, 16), monday) == "16 to 23 Nov 2026"
    assert words.span(dt.date(2026, 9, 30), monday) == "30 Sep to 23 Nov 2026"
    assert words.span(dt.date(2025, 12, 31), monday) == "31 Dec 2025 to 23 Nov 2026"
    assert words.span(monday, monday) == "23 Nov 2026"


def test_lists():
    assert words.joined([]) == ""
    assert words.joined(["Ada"]) == "Ada"
    assert words.joined(["Ada", "Ben", "Cleo"]) == "Ada, Ben and Cleo"
    assert words.joined("ABCDEF", most=2) == "A, B and 4 more"


def test_text_of_files_cannot_steer():
    assert words.printable("A\x1b[31mB\r\nC\x00\x07\u2028D") == "A [31mB C D"
    assert words.printable("\u202eevil\u2066 \u200fx") == "evil x"
    assert words.printable("half \ud83d pair") == "half \ufffd pair"
    assert words.printable("👩‍👩‍👧‍👦 דנה") == "👩‍👩‍👧‍👦 דנה"


@given(st.text())
def test_printable_is_one_line_that_can_be_written(text):
    shown = words.printable(text)
    shown.encode("utf-8")
    assert words.printable(shown) == shown
    assert shown.isprintable() or not set(shown) & {chr(c) for c in (*range(32), *range(127, 160))}


def test_ends_that_read_alike_are_no_range():
    found = Estimate(280_000.0, 280_000.0, 280_000.0, 0.95, 6548, "EUR minor", "deal_size")
    assert words.estimate(found) == "2,800, sure to the last digit shown"
    near = Estimate(81.2, 81.1, 81.3, 0.95, 6548, "days", "cycle_days")
    assert words.estimate(near) == "81 days, sure to the last digit shown"


def test_a_table_marks_what_is_not_settled_by_a_sign():
    rate = Estimate(0.9997, 0.998, 0.99995, 0.95, 3100, "fraction", "step_rate")
    assert words.narrow(rate) == ">99.9% (99.8 to >99.9)"


@pytest.mark.parametrize(
    ("factor", "text"), [(3.64, "3.6 times"), (0.041, "0.04 times"), (123.4, "123 times")]
)
def test_how_often_one_amount_holds_another(factor, text):
    assert words.times(factor) == text
