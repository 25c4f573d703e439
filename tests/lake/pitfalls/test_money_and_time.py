"""Pitfalls of currencies, rates, clocks and time zones, as they are answered today."""

from __future__ import annotations

from pathlib import Path

from tests.lake.pitfalls.exports import (
    brief_of,
    deal,
    export,
    imported,
    moves,
    rows_of,
    stored,
    summary_of,
    take,
    text_of,
)

from fairlead.lake.store.workspace import open_workspace

MOMENT = "strftime(make_timestamp(epoch_us({})), '%Y-%m-%d %H:%M')"


def test_18_an_amount_re_entered_in_another_currency_changes_both(tmp_path: Path) -> None:
    home = open_workspace(tmp_path / "workspace", create=True)
    for day, amount, currency in (("2026-11-02", 1000, "USD"), ("2026-11-09", 920, "EUR")):
        rows = [
            deal(n, Amount=amount, CurrencyIsoCode=currency,
                 LastModifiedDate=f"{day}T10:00:00.000Z")
            for n in (1, 2, 3)
        ]  # fmt: skip
        take(home, export(tmp_path / day, Opportunity=rows))
    assert stored(home, "amount, currency") == [(92_000, "EUR")] * 3
    changes = rows_of(home, "SELECT DISTINCT field, old, new FROM field_changes ORDER BY field")
    assert changes == [("amount", "100000", "92000"), ("currency", "USD", "EUR")]


def test_19_dated_rates_with_a_gap_stay_dated_with_a_gap(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, CurrencyIsoCode="EUR")],
        DatedConversionRate=[
            {"Id": "04w1", "IsoCode": "USD", "ConversionRate": 1.1, "StartDate": "2026-01-01",
             "NextStartDate": "2026-04-01"},
            {"Id": "04w2", "IsoCode": "USD", "ConversionRate": 1.2, "StartDate": "2026-07-01",
             "NextStartDate": "9999-12-31"},
        ],
    )  # fmt: skip
    found = rows_of(
        home, "SELECT per_base, from_on::VARCHAR, to_on::VARCHAR FROM rates ORDER BY from_on"
    )
    assert found == [(1.1, "2026-01-01", "2026-04-01"), (1.2, "2026-07-01", None)]


def test_20_an_unknown_currency_is_kept_and_in_no_sum(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(n, CurrencyIsoCode="EUR") for n in (1, 2)]
        + [deal(3, CurrencyIsoCode="XQZ"), deal(4, CurrencyIsoCode="")],
    )
    assert stored(home, "currency, amount") == [
        ("EUR", 100_000), ("EUR", 100_000), ("XQZ", 100_000), (None, 100_000),
    ]  # fmt: skip
    with brief_of(home) as (material, brief):
        assert material.summary.totals.open == 4
        assert material.summary.totals.open_amount == 200_000
        assert "Not in that sum, for want of a rate: XQZ 1,000 (1 deal)" in text_of(brief)


def test_21_currencies_with_no_and_with_three_decimals(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[
            deal(1, Amount="1000", CurrencyIsoCode="JPY"),
            deal(2, Amount="1000.125", CurrencyIsoCode="KWD"),
            deal(3, Amount="1000.12", CurrencyIsoCode="EUR"),
        ],
    )
    assert stored(home, "currency, amount") == [
        ("JPY", 1_000), ("KWD", 1_000_125), ("EUR", 100_012),
    ]  # fmt: skip


def test_28_clocks_that_change_and_a_zone_fourteen_hours_ahead(tmp_path: Path) -> None:
    """An instant with its offset is one instant; days are days of UTC today."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(n) for n in (1, 2, 3)],
        OpportunityHistory=moves(1, ("2026-10-25T02:30:00.000+0200", "Discovery"),
                                 ("2026-10-25T02:30:00.000+0100", "Demo"))
        + moves(2, ("2026-11-01T01:00:00.000+1400", "Discovery")),
    )  # fmt: skip
    found = rows_of(
        home, f"SELECT {MOMENT.format('occurred_at')}, to_stage FROM stage_changes ORDER BY ALL"
    )
    assert found == [
        ("2026-10-25 00:30", "Discovery"),
        ("2026-10-25 01:30", "Demo"),
        ("2026-10-31 11:00", "Discovery"),
    ]


def test_29_a_date_beside_a_date_time_at_midnight(tmp_path: Path) -> None:
    """A date is midnight of UTC: no day is lost, and a deal made and won on one day took 0 days."""
    home, _result = imported(
        tmp_path,
        deals=[
            {"Deal ID": "D1", "Deal": "A", "Owner": "Ann Lee", "Stage": "Won", "Amount": 1,
             "Created": "2026-10-05T00:00:00Z", "Expected Close": "2026-10-05"},
            {"Deal ID": "D2", "Deal": "B", "Owner": "Ann Lee", "Stage": "Won", "Amount": 1,
             "Created": "2026-10-05T18:30:00Z", "Expected Close": "2026-10-05"},
        ],
    )  # fmt: skip
    assert stored(home, "close_on::VARCHAR") == [("2026-10-05",), ("2026-10-05",)]
    summary = summary_of(home)
    assert summary.cycle_days.tolist() == [0.0, 0.0]
    assert (summary.won_in_period, summary.totals.closed_before_created) == (2, 0)
