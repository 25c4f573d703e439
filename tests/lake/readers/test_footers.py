"""Lines that are no rows: put aside with a reason; rows that only look like them stay."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import rows
from tests.lake.readers.exports import NAMES, day, text

HEADER = ["Deal Id", "Customer", "Owner", "Stage", "Amount", "Close Date"]


def deals(count=40):
    return [
        [f"D{i}", f"Firm {i % 9}", NAMES["en"][i % 4], ["Won", "Lost", "Demo"][i % 3], 100 + i,
         day(i, "%Y-%m-%d")]
        for i in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (["Total", "", "", "", "5000", ""], "total_row"),
        (["Grand total", "", "", "", "5000", ""], "total_row"),
        (["", "Summe", "", "", "5.000", ""], "total_row"),
        (["Razem 2025", "", "", "", "5000", ""], "total_row"),
        (["Total général :", "", "", "", "5000", ""], "total_row"),
        (["© 2026 Acme Ltd", "", "", "", "", ""], "note_row"),
        (["Stand: 31.03.2026", "", "", "", "", ""], "note_row"),
        (["whatever stands below", "", "", "", "", ""], "note_row"),
    ],
)
def test_the_last_line_is_no_deal(last, code, write, reading):
    (table,) = reading(write("list.csv", text(HEADER, [*deals(), last]))).tables
    (aside,) = table.raw.unreadable
    assert (aside.code, aside.line) == (code, 42)
    assert table.raw.row_count == 40
    assert "not a row" in aside.reason
    assert len(rows(table.raw)) == 40


def test_sums_between_the_rows_are_no_deals_either(write, reading):
    body = deals()
    body.insert(20, ["Subtotal", "", "", "", "2000", ""])
    body.insert(10, ["Zwischensumme", "", "", "", "1000", ""])
    (table,) = reading(write("list.csv", text(HEADER, body))).tables
    assert [u.line for u in table.raw.unreadable] == [12, 23]
    assert table.raw.row_count == 40


def test_a_deal_may_be_called_total(write, reading):
    body = deals()
    body[5][0], body[6][1] = "Total Energies 7", "Summe & Söhne"
    (table,) = reading(write("list.csv", text(HEADER, body))).tables
    assert table.raw.unreadable == ()
    assert table.raw.row_count == 40


def test_a_lone_id_between_rows_stays(write, reading):
    """A deal of which only the id is known is poor, but it is a deal."""
    body = deals()
    body.insert(7, ["D999", "", "", "", "", ""])
    (table,) = reading(write("list.csv", text(HEADER, body))).tables
    assert table.raw.row_count == 41
