"""Dates and amounts as people write them: decided from the column, doubts said aloud."""

from __future__ import annotations

import pytest
from tests.lake.readers.exports import day, money, text


def _with_dates(dates):
    rows = [
        [f"D{i}", "Ada North", "Won" if i % 2 else "Lost", 100 + i, d] for i, d in enumerate(dates)
    ]
    return text(["Deal Id", "Owner", "Stage", "Amount", "Close Date"], rows)


def test_day_first_is_decided_from_the_whole_column(write, reading):
    dates = ["01/02/2025"] * 50 + ["25/12/2025"]
    (table,) = reading(write("deals.csv", _with_dates(dates))).tables
    assert table.mapping.of("close_on").options == {"formats": ["%d/%m/%Y"]}
    dates = ["01/02/2025"] * 50 + ["12/25/2025"]
    (table,) = reading(write("deals.csv", _with_dates(dates))).tables
    assert table.mapping.of("close_on").options == {"formats": ["%m/%d/%Y"]}


def test_dates_that_could_be_read_in_two_ways_are_said_aloud(write, reading):
    read = reading(write("deals.csv", _with_dates(["01/02/2025", "03/04/2025"] * 20)))
    assert [f.code for f in read.findings] == ["dates_ambiguous"]
    assert read.findings[0].evidence["formats"] == "%d/%m/%Y"


def test_dates_in_both_orders_are_said_aloud(write, reading):
    dates = ["25/12/2025"] * 30 + ["12/25/2025"] + ["01/02/2025"] * 20
    read = reading(write("deals.csv", _with_dates(dates)))
    assert [f.code for f in read.findings] == ["dates_mixed"]
    formats = read.tables[0].mapping.of("close_on").options["formats"]
    assert formats == ["%d/%m/%Y"]


@pytest.mark.parametrize(
    ("dates", "formats"),
    [
        (["2025-03-04T10:00:00Z", "2025-03-05T11:00:00+02:00"], None),
        (["2025/03/04 10:11", "2025/12/31 23:59"], ["%Y/%m/%d %H:%M"]),
        (["Mar 4, 2025", "Dec 31, 2025"], ["%b %d, %Y"]),
        (["4-Mar-25", "31-Dec-25"], ["%d-%b-%y"]),
        (["13.01.25 9:05", "14.01.25"], ["%d.%m.%y %H:%M", "%d.%m.%y"]),
        (["1/13/2025 9:05 AM", "1/14/2025 12:00 PM"], ["%m/%d/%Y %I:%M %p"]),
        (["1735689600000", "1738368000000"], ["unix_ms"]),
        (["20250304", "20251231"], ["%Y%m%d"]),
    ],
)
def test_ways_to_write_a_date(dates, formats, write, reading):
    (table,) = reading(write("deals.csv", _with_dates(dates * 10))).tables
    assert table.mapping.of("close_on").options.get("formats") == formats


@pytest.mark.parametrize(
    ("amounts", "decimal"),
    [
        (["1.234,56", "99,00"], ","),
        (["1,234.56", "(1,234)"], None),
        (["€ 3.500,00", "12"], ","),
        (["1 234,5", "7"], ","),
        (["1'234.50", "7"], None),
        (["1,234", "5,678"], None),
        (["-1.234.567,00", "7"], ","),
        (["12.5", "7"], None),
    ],
)
def test_ways_to_write_an_amount(amounts, decimal, write, reading):
    rows = [
        [f"D{i}", "Ada North", "Won" if i % 2 else "Lost", amount, day(i, "%Y-%m-%d")]
        for i, amount in enumerate(amounts * 20)
    ]
    header = ["Deal Id", "Owner", "Stage", "Amount", "Close Date"]
    (table,) = reading(write("deals.csv", text(header, rows, ";"))).tables
    assert table.mapping.of("amount").options.get("decimal") == decimal


def test_thousands_or_decimals_is_said_aloud(write, reading):
    rows = [[f"D{i}", "Ada North", "Won", "1.234", day(i, "%Y-%m-%d")] for i in range(30)]
    header = ["Deal Id", "Owner", "Stage", "Amount", "Close Date"]
    read = reading(write("deals.csv", text(header, rows, ";")))
    assert "decimals_ambiguous" in {f.code for f in read.findings}


def test_currency_of_header_or_values(write, reading):
    rows = [[f"D{i}", "Ada North", "Won", f"{i}00", day(i, "%Y-%m-%d")] for i in range(30)]
    header = ["Deal Id", "Owner", "Stage", "Amount (USD)", "Close Date"]
    (table,) = reading(write("deals.csv", text(header, rows))).tables
    assert table.mapping.of("currency").constant == "USD"
    rows = [
        [f"D{i}", "Ada North", "Won", f"£{money(i * 1000, 'en')}", day(i, "%Y-%m-%d")]
        for i in range(30)
    ]
    header[3] = "Amount"
    (table,) = reading(write("deals.csv", text(header, rows))).tables
    assert table.mapping.of("currency").constant == "GBP"


def _worth(values, header="Amount"):
    rows = [
        [f"D{i}", "Ada North", "Won" if i % 2 else "Lost", value, f"2025-03-{i % 28 + 1:02d}"]
        for i, value in enumerate(values)
    ]
    return text(["Deal Id", "Owner", "Stage", header, "Close Date"], rows)


@pytest.mark.parametrize(
    ("header", "values", "currency"),
    [
        ("Amount", ["(1,250.00) €", "900.00 €", "€ (3,000.50)"], "EUR"),
        ("金額", ["1,250,000円", "234,567円", "3,000円"], "JPY"),
        ("Amount", ["1250.00", "-", "–", "3000.50"], None),
    ],
)
def test_signs_beside_brackets_yen_and_dashes(header, values, currency, write, reading):
    (table,) = reading(write("deals.csv", _worth(values * 10, header))).tables
    assert table.mapping.of("amount").column == header
    found = table.mapping.of("currency")
    assert (found and found.constant) == currency


def test_an_amount_that_is_often_words_is_said_aloud(write, reading):
    read = reading(write("deals.csv", _worth(["100", "tbd", "300", "see mail", "500"] * 6)))
    (said,) = [f for f in read.findings if f.code == "mapping_unread"]
    assert read.tables[0].mapping.of("amount") is None
    assert "Amount looks like the amount, but 12 of 30 values cannot be read" in said.title
    assert "'tbd' and 'see mail'" in said.title
    read = reading(write("deals.csv", _worth(["100", "", "300", "", "500"] * 6)))
    assert read.findings == ()


def test_a_dash_for_deals_that_are_open_leaves_the_closing_date_readable(write, reading):
    rows = [
        [f"D{i}", "Ada North", "Won" if i % 3 == 0 else "Offer", 100 + i, "2025-03-04",
         "2025-05-06" if i % 3 == 0 else "-"]
        for i in range(30)
    ]  # fmt: skip
    header = ["Deal Id", "Owner", "Stage", "Amount", "Created", "Closed on"]
    (table,) = reading(write("deals.csv", text(header, rows))).tables
    assert table.mapping.of("closed_at").column == "Closed on"
