"""Outcomes told by other columns, closing dates told apart, days counted by a spreadsheet."""

from __future__ import annotations

import datetime as dt

from tests.lake.readers.exports import day, dice, text


def fields(table):
    """Return field -> column of a mapped table."""
    return {c.field: c.column for c in table.mapping.columns}


FIRST = dt.date(1899, 12, 30)
HEADER = ["Deal Id", "Owner", "Amount", "Created", "Close A", "Result", "Loss Reason", "Close B"]


def deals(words: dict[str, str], *, reasons: bool = True, count: int = 120) -> list[list[object]]:
    """Return deals whose outcomes are written with `words`; Close A is empty while open."""
    rng = dice(7)
    rows: list[list[object]] = []
    for i in range(count):
        ended = ("won", "lost", "open")[i % 3]
        closed = day(i + 40, "%Y-%m-%d") if ended != "open" else ""
        why = rng.choice(["Price", "Time"]) if ended == "lost" and reasons else ""
        rows.append(
            [f"D{i}", rng.choice(["Ada North", "Ben Ito"]), rng.randrange(99999),
             day(i, "%Y-%m-%d"), closed, words[ended], why, day(i + 60, "%Y-%m-%d")]
        )  # fmt: skip
    return rows


def test_unknown_words_are_worked_out_and_said(write, reading):
    words = {"won": "Brork", "lost": "Fnord", "open": "Blip"}
    read = reading(write("deals.csv", text(HEADER, deals(words))))
    (table,) = read.tables
    outcome = table.mapping.of("outcome")
    assert outcome is not None
    assert outcome.options["values"] == {"Brork": "won", "Fnord": "lost"}
    (said,) = [f for f in read.findings if f.code == "outcomes_worked_out"]
    assert said.evidence["words"] == "Brork as won, Fnord as lost"


def test_without_reasons_nothing_is_worked_out(write, reading):
    words = {"won": "Brork", "lost": "Fnord", "open": "Blip"}
    read = reading(write("deals.csv", text(HEADER, deals(words, reasons=False))))
    assert read.tables[0].mapping.of("outcome") is None
    assert not [f for f in read.findings if f.code == "outcomes_worked_out"]


def test_words_on_the_list_are_left_alone(write, reading):
    words = {"won": "Won", "lost": "Lost", "open": "Open"}
    read = reading(write("deals.csv", text(HEADER, deals(words))))
    outcome = read.tables[0].mapping.of("outcome")
    assert outcome is not None
    assert outcome.options["values"] == {"Won": "won", "Lost": "lost"}


def test_a_date_only_ended_deals_have_is_the_real_one(write, reading):
    words = {"won": "Won", "lost": "Lost", "open": "Open"}
    (table,) = reading(write("deals.csv", text(HEADER, deals(words)))).tables
    got = fields(table)
    assert (got["closed_at"], got["close_on"]) == ("Close A", "Close B")


def test_days_counted_by_a_spreadsheet_are_dates_and_amounts_are_not(write, reading):
    rows = deals({"won": "Won", "lost": "Lost", "open": "Open"})
    for i, row in enumerate(rows):
        row[2] = 41_000 + i * 37 % 9000  # amounts as large as the days, with a header that says so
        for place in (3, 4, 7):
            if row[place]:
                row[place] = (dt.date.fromisoformat(str(row[place])) - FIRST).days
    (table,) = reading(write("deals.csv", text(HEADER, rows))).tables
    got = fields(table)
    assert (got["created_at"], got["amount"]) == ("Created", "Amount")
    created = table.mapping.of("created_at")
    assert created is not None
    assert created.options == {"formats": ["serial"]}
