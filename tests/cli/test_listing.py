"""Rows behind a number in 80 columns: days stay, identifiers stay apart, the rest gives way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fairlead.cli.listing import listing

HEADER = (
    "deal", "name", "owner", "stage", "outcome", "amount", "currency", "created", "close", "row",
)  # fmt: skip
ROWS = [
    (
        f"0065g00001{n:05d}AAA", f"Harrow Paper & Sons number {n}",
        ("Farid Haddad", "Cleo Marin")[n % 2],
        ("Negotiation", "Qualified")[n % 2],
        "won", f"1,{n:03d}.00", "EUR", "2026-01-02", f"2026-02-{n + 1:02d}",
        f"Opportunity.csv:{n + 2}",
    )
    for n in range(20)
]  # fmt: skip


def test_days_amounts_and_owners_stay() -> None:
    shown = listing(HEADER, ROWS, 79)
    assert all(cell_len(line) <= 79 for line in shown.lines)
    assert shown.left_out == ("row",)
    assert shown.same == ("outcome won", "currency EUR")
    for line, row in zip(shown.lines[1:], ROWS, strict=True):
        assert row[7] in line
        assert row[8] in line
        assert row[5] in line


def test_identifiers_stay_apart() -> None:
    shown = listing(HEADER, ROWS, 79)
    deals = [line.split(" ")[0] for line in shown.lines[1:]]
    assert len(set(deals)) == len(ROWS)
    assert all("…" in deal for deal in deals)


def test_what_differs_is_not_said_once() -> None:
    rows = [("D1", "won", "EUR", ""), ("D2", "lost", "EUR", "")]
    shown = listing(("deal", "outcome", "currency", "next step"), rows, 60)
    assert shown.same == ("currency EUR", "no next step")
    assert shown.lines == ("deal  outcome", "D1    won", "D2    lost")


@given(
    st.integers(1, 14).flatmap(
        lambda n: st.lists(
            st.lists(st.text(max_size=25), min_size=n, max_size=n), min_size=1, max_size=5
        )
    ),
    st.integers(20, 80),
)
def test_any_rows_fit(table: list[list[str]], room: int) -> None:
    header = [f"c{i}" for i in range(len(table[0]))]
    shown = listing(header, table, room)
    assert len(shown.lines) == len(table) + 1
    assert all(cell_len(line) <= room for line in shown.lines)
