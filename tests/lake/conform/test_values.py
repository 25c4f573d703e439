"""Every kind of value: what is read, what is put aside, and what is never guessed."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lake.conform.conftest import BAD, Read

day = dt.date


def one(values: Read, kind: str, text: str | None, **options: Any) -> Any:
    (found,) = values(kind, [text], **options)
    return found


@pytest.mark.parametrize("kind", ["money", "integer", "fraction", "duration", "flag", "day"])
def test_empty_is_unknown_and_not_bad(values: Read, kind: str) -> None:
    assert values(kind, [None, "", "   "]) == [None, None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234", 1234),
        ("1234.56", 1234.56),
        ("1,234.56", 1234.56),
        ("1,234,567", 1234567),
        ("12,34,567.00", 1234567),
        ("$1,234.50", 1234.5),
        ("US$ 99", 99),
        ("R$ 5", 5),
        ("EUR 1,234.50", 1234.5),
        ("1,234.50 CHF", 1234.5),
        ("1'234.50", 1234.5),
        ("1 234.50", 1234.5),
        ("1\u00a0234.50", 1234.5),
        ("1\u202f234.50", 1234.5),
        ("(1,234)", -1234),
        ("-5", -5),
        ("\u22125", -5),
        ("5-", -5),
        ("$-5", -5),
        ("+5", 5),
        ("0", 0),
        (".5", 0.5),
        ("1E5", 100000),
        ("5.000", 5),
        ("5,000.-", 5000),
        ("1.234,56", BAD),
        ("1,23", BAD),
        ("12,5", BAD),
        ("1.234.567", BAD),
        ("12k", 12_000),
        ("$12.5k", 12_500),
        ("(3k)", -3_000),
        ("1.2M", 1_200_000),
        ("1.2 MUSD", 1_200_000),
        ("5 MLN", 5_000_000),
        ("250 TEUR", 250_000),
        ("250 T\u20ac", 250_000),
        ("2 bn", 2_000_000_000),
        ("5 MXN", 5),
        ("12 KRW", 12),
        ("12 months", BAD),
        ("3 kids", BAD),
        ("5 mil", BAD),  # a thousand in Spanish, a million in English
        ("k", BAD),
        ("tbd", BAD),
        ("n/a", BAD),
        ("1-2", BAD),
        ("--5", BAD),
        ("0x10", BAD),
        ("1_000", BAD),
        ("nan", BAD),
        ("inf", BAD),
        ("-", None),
        ("\u2013", None),
        ("($1,234.50)", -1234.5),
        ("$(1,234.50)", -1234.5),
        ("(1,234.50) €", -1234.5),
        ("(1,234) USD", -1234),
        ("1,234,567円", 1_234_567),
        ("￥1,234", 1_234),
        ("１，２３４円", 1_234),
        ("12万", 120_000),
        ("1.2億円", 120_000_000),
        ("1e400", BAD),
        ("9000000000000", BAD),
        ("'; DROP TABLE texts; --", BAD),
    ],
)
def test_amounts_with_a_decimal_point(values: Read, text: str, expected: Any) -> None:
    assert one(values, "money", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,56", 1234.56),
        ("1.234", 1234),
        ("1234,5", 1234.5),
        ("1 234,56 €", 1234.56),
        ("1.234.567,89 EUR", 1234567.89),
        ("(1.234,00)", -1234),
        ("(250,00) €", -250),
        ("€ (250,00)", -250),
        ("5.000,-", 5000),
        ("5'000.-- CHF", 5000),
        ("1,234.56", BAD),
        ("1.5", BAD),
        ("1,5,5", BAD),
    ],
)
def test_amounts_with_a_decimal_comma(values: Read, text: str, expected: Any) -> None:
    assert one(values, "money", text, decimal=",", thousands=".") == expected


@given(
    cents=st.integers(-899_999_999_999_99, 899_999_999_999_99),
    groups=st.sampled_from([",", " ", "'", "\u00a0", ""]),
    sign=st.sampled_from(["", "€", "EUR ", "USD"]),
)
def test_any_amount_comes_back_to_the_cent(engine: Any, cents: int, groups: str, sign: str) -> None:
    whole, rest = divmod(abs(cents), 100)
    text = f"{sign}{'-' if cents < 0 else ''}{f'{whole:,}'.replace(',', groups)}.{rest:02d}"
    comma = text.replace(".", ";").replace(",", ".").replace(";", ",")
    for macro, written in (("number_point", text), ("number_comma", comma)):
        (found,) = engine.execute(f"SELECT round({macro}($1) * 100)::BIGINT", [written]).fetchone()
        assert found == cents, written


@given(st.text(max_size=12))
def test_no_text_breaks_a_number(engine: Any, text: str) -> None:
    """Whatever is written, it is a finite number or nothing; never an error."""
    if "\x00" in text:
        return
    for macro in ("number_point", "number_comma"):
        (found,) = engine.execute(f"SELECT {macro}($1)", [text]).fetchone()
        if found is not None and math.isfinite(found):
            assert any(c.isdigit() for c in text)


def test_micros_are_a_millionth(values: Read) -> None:
    assert values("money", ["1500000", "2.5"], unit="micros") == [1.5, 0.0000025]


def test_whole_numbers(values: Read) -> None:
    texts = ["7", "7.0", "-3", "1,200", "7.5", "x", "1e30", "99999999999999999999"]
    assert values("integer", texts) == [7, 7, -3, 1200, BAD, BAD, BAD, BAD]


def test_fractions(values: Read) -> None:
    assert values("fraction", ["0.25", "25", "100", "25%", "0.5%", "x"]) == [
        0.25, 0.25, 1.0, 0.25, 0.005, BAD,
    ]  # fmt: skip
    assert values("fraction", ["1", "25"], unit="percent") == [0.01, 0.25]
    assert values("fraction", ["0,25"], decimal=",") == [0.25]


def test_durations(values: Read) -> None:
    assert values("duration", ["90", "90.4", "soon"], unit="s") == [90, 90, BAD]
    assert values("duration", ["90000"], unit="ms") == [90]
    assert values("duration", ["1.5"], unit="min") == [90]
    assert values("duration", ["2"], unit="h") == [7200]
    assert values("duration", ["00:01:30", "10:00:00", "x"], unit="hms") == [90, 36000, BAD]
    assert values("duration", ["1e300"], unit="s") == [BAD]


def test_flags(values: Read) -> None:
    yes, no = ["true", "TRUE", "1", "Yes", "ja", "x"], ["false", "0", "No", "nein", "-"]
    assert values("flag", [*yes, *no, "maybe"]) == [True] * 6 + [False] * 5 + [BAD]
    inverted = {"true": "false", "false": True, "Oui": "yes"}
    assert values("flag", ["true", "False", "oui", "1"], values=inverted) == [
        False, True, True, True,
    ]  # fmt: skip


def test_words_of_ours(values: Read) -> None:
    listed = {"Gewonnen": "won", "VERLOREN": "lost"}
    assert values("outcome", ["gewonnen", "Verloren", "Neu", None], values=listed) == [
        "won", "lost", "open", "open",
    ]  # fmt: skip
    assert values("outcome", ["Won", "lost", "deleted", "whatever"]) == [
        "won", "lost", "deleted", "open",
    ]  # fmt: skip
    assert values("deal_type", ["renewal", "Neu"]) == ["renewal", "unknown"]
    assert values("deal_type", ["?"], values={"a": "renewal"}, default="expansion") == ["expansion"]
    assert values("activity_kind", ["call", "Meeting", "fax"]) == ["call", "meeting", "other"]


def test_dates_with_the_day_first(values: Read) -> None:
    formats = {"formats": ["%d.%m.%Y", "%d.%m.%y"]}
    assert values("day", ["03.04.2026", "31.12.26", "31.02.2026", "soon"], **formats) == [
        day(2026, 4, 3), day(2026, 12, 31), BAD, BAD,
    ]  # fmt: skip
    assert values("day", ["03/04/2026"], formats=["%m/%d/%Y"]) == [day(2026, 3, 4)]
    assert values("day", ["03/04/2026"], formats="%d/%m/%Y") == [day(2026, 4, 3)]


def test_dates_as_iso(values: Read) -> None:
    texts = ["2026-11-20", "2026-11-20T23:30:00Z", "2026-11-20 10:00", "20.11.2026", "2026-13-01"]
    assert values("day", texts) == [day(2026, 11, 20)] * 3 + [BAD, BAD]


def test_instants_that_carry_an_offset(values: Read) -> None:
    texts = [
        "2026-11-20T10:00:00.000+0000",
        "2026-11-20T10:00:00Z",
        "2026-11-20T12:00:00+02:00",
        "2026-11-20T12:00:00+02",
        "2026-11-20T00:00:00-1000",
        "2026-11-21T00:00:00+14:00",
    ]
    assert values("instant", texts) == ["2026-11-20T10:00:00"] * 6
    assert values("instant", ["20.11.2026 12:00 +0200"], formats=["%d.%m.%Y %H:%M %z"]) == [
        "2026-11-20T10:00:00"
    ]


def test_instants_counted_from_1970(values: Read) -> None:
    assert values("instant", ["1763632800000", "x", "-5", "99999999999999999999"],
                  formats=["unix_ms"]) == ["2025-11-20T10:00:00", BAD, BAD, BAD]  # fmt: skip
    assert values("instant", ["1763632800", "9223372036854775807"], formats=["unix_s"]) == [
        "2025-11-20T10:00:00", BAD,
    ]  # fmt: skip


def test_instants_outside_of_any_crm_are_bad(values: Read) -> None:
    texts = ["1899-12-31", "0001-01-01", "2999-12-31", "infinity", "epoch", "24:00"]
    assert values("instant", texts) == [BAD] * 6


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
def test_clocks_of_a_time_zone(values: Read, zone: str) -> None:
    """Also around the nights in which clocks change; a day stays the day that was written."""
    moments = [
        dt.datetime(2026, 3, 29, 1, 59),
        dt.datetime(2026, 3, 29, 3, 30),
        dt.datetime(2026, 7, 1, 0, 30),
        dt.datetime(2026, 10, 25, 1, 30),
        dt.datetime(2026, 11, 1, 12, 0),
    ]
    texts = [f"{m:%Y-%m-%d %H:%M}" for m in moments]
    utc = [m.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) for m in moments]
    expected = [f"{m:%Y-%m-%dT%H:%M:%S}" for m in utc]
    assert values("instant", texts, time_zone=zone) == expected
    formats = ["%Y-%m-%d %H:%M"]
    assert values("instant", texts, time_zone=zone, formats=formats) == expected
    assert values("day", texts, time_zone=zone) == [m.date() for m in moments]
    assert values("day", ["2026-11-20"], time_zone=zone) == [day(2026, 11, 20)]


def test_a_day_with_an_offset_is_the_day_of_its_zone(values: Read) -> None:
    late = ["2026-11-20T23:30:00Z"]
    assert values("day", late) == [day(2026, 11, 20)]
    assert values("day", late, time_zone="Europe/Berlin") == [day(2026, 11, 21)]
    assert values("day", ["1763681400000"], formats=["unix_ms"], time_zone="Europe/Berlin") == [
        day(2025, 11, 21)
    ]


def test_periods(values: Read) -> None:
    texts = ["2026-10", "2026-Q4", "Q4 2026", "2026", "2026/03", "2026-10-17", "Q4", "2026-13",
             "next quarter", "0000", "Q44 2026"]  # fmt: skip
    assert values("period", texts) == [
        day(2026, 10, 1), day(2026, 10, 1), day(2026, 10, 1), day(2026, 1, 1), day(2026, 3, 1),
        day(2026, 10, 1), BAD, BAD, BAD, BAD, BAD,
    ]  # fmt: skip
    assert values("period", ["17.10.2026"], formats=["%d.%m.%Y"]) == [day(2026, 10, 1)]
    assert values("period", ["2026-10-01"], time_zone="Europe/Berlin") == [day(2026, 10, 1)]


def test_keys_stay_text(values: Read) -> None:
    texts = ["007", "1E5", "Null", "NA", "None", "nan", " padded ", "a\u00a0b", "😀", "=1+1"]
    assert values("key", texts) == [t.strip() for t in texts]


@given(st.text(max_size=20))
def test_no_text_breaks_a_date(engine: Any, text: str) -> None:
    from fairlead.lake.conform.steps import laid_out
    from fairlead.lake.conform.values import parsed
    from fairlead.lake.readers.contract import ColumnMapping
    from fairlead.lake.readers.vocabulary import ImportField

    if "\x00" in text:
        return
    for kind in ("instant", "day", "period"):
        found = parsed(
            ImportField("x", kind, ""),
            ColumnMapping("x", None, constant=text),
            format_name="table",
        )
        rows = laid_out([found], "(SELECT 1 AS one)")
        engine.execute(f"SELECT ({found.shown})::VARCHAR, {found.bad} FROM {rows}").fetchone()


def test_days_counted_by_a_spreadsheet(values: Read) -> None:
    texts = ["46387", "45658.5", "x", "-3"]
    assert values("instant", texts, formats=["serial"]) == [
        "2026-12-31T00:00:00", "2025-01-01T12:00:00", BAD, BAD,
    ]  # fmt: skip
