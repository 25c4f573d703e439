"""company.yaml in a workspace: proposed, mended, obeyed, and never overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fairlead.errors import DefinitionError
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.brief_json import brief_json
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.company import said_company, today_of
from fairlead.refresh.explaining import explain
from fairlead.refresh.importing import import_path

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HEADER = "Deal ID,Deal Name,Owner,Outcome,Amount,Currency,Created Date,Close Date,Closed At"
PERIOD = "Id,Type,StartDate,EndDate,FullyQualifiedLabel,IsForecastPeriod"


def deal(number: int, outcome: str, amount: str, currency: str, *days: str) -> str:
    created, close = days
    closed = close if outcome != "Open" else ""
    name = f"D{number},Deal {number},Cleo"
    return f"{name},{outcome},{amount},{currency},{created},{close},{closed}"


DEALS = (
    deal(1, "Won", "1000.00", "EUR", "2026-08-03", "2026-10-12"),
    deal(2, "Won", "2000.00", "EUR", "2026-08-04", "2026-11-03"),
    deal(3, "Open", "4000.00", "EUR", "2026-09-01", "2026-12-30"),
    deal(4, "Lost", "500.00", "EUR", "2026-09-02", "2026-11-20"),
)


def write(folder: Path, name: str, *lines: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def home_with(odd_path: Path, **files: tuple[str, ...]) -> Workspace:
    export = odd_path / "export"
    for name, lines in files.items():
        write(export, f"{name}.csv", *lines)
    home = open_workspace(odd_path / "workspace", create=True)
    import_path(home, export, now=NOW, most_put_aside=0)
    return home


def mend(home: Workspace, old: str, new: str) -> None:
    text = home.company_file.read_text(encoding="utf-8")
    assert old in text
    home.company_file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_a_mended_calendar_moves_the_quarter_and_stays(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    before = brief_workspace(home, today=NOW.date())
    assert before.brief.subtitle == "Friday 20 Nov 2026 | Q4 2026, week 8 of 13"
    assert before.material.summary.booked_in_period == 300_000
    mend(home, "start_month: 1", "start_month: 2")
    after = brief_workspace(home, today=NOW.date())
    assert after.brief.subtitle == "Friday 20 Nov 2026 | Q4 FY27, week 3 of 13"
    assert after.material.summary.booked_in_period == 200_000
    (row,) = explain(home, 1)[1].rows
    assert row[0] == "D2"
    import_path(home, odd_path / "export", now=NOW)
    assert said_company(home).calendar.start_month == 2


def test_why_keeps_the_company_of_its_brief(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    brief_workspace(home, today=NOW.date())
    mend(home, "start_month: 1", "start_month: 2")
    assert explain(home, 1)[1].total == 2


def test_months_of_weeks_hold_the_wins_of_their_days(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    weeks = "kind: weeks\n  pattern: 4-4-5\n  first_weekday: monday\n  year_ends: last"
    mend(home, "kind: months", weeks)
    months = brief_workspace(home, today=NOW.date()).material.summary.months
    won = {m.month.isoformat(): m.won for m in months if m.won}
    # 4-4-5 from Monday 29 Dec 2025: the fiscal October is 28 Sep to 25 Oct, November to 22 Nov
    assert won == {"2026-10-01": 1, "2026-11-01": 1}
    assert len(months) == 12


def test_periods_of_the_crm_become_the_calendar(odd_path: Path) -> None:
    quarters = [
        f"p{n},Quarter,{start},{end},FY 2027 Q{n},true"
        for n, (start, end) in enumerate(
            [
                ("2026-02-01", "2026-04-30"),
                ("2026-05-01", "2026-07-31"),
                ("2026-08-01", "2026-10-31"),
                ("2026-11-01", "2027-01-31"),
            ],
            1,
        )
    ]
    home = home_with(odd_path, deals=(HEADER, *DEALS), Period=(PERIOD, *quarters))
    calendar = said_company(home).calendar
    assert (calendar.start_month, calendar.named_by) == (2, "end")
    assert "This rule gives the 4 fiscal periods" in home.company_file.read_text(encoding="utf-8")
    assert brief_workspace(home, today=NOW.date()).brief.subtitle.endswith("Q4 FY27, week 3 of 13")


@pytest.mark.slow
def test_odd_periods_are_used_as_listed_and_their_end_is_said(odd_path: Path) -> None:
    periods = ("p1,Quarter,2026-09-07,2026-11-15,FY 2026 Q4,true",)
    home = home_with(odd_path, deals=(HEADER, *DEALS), Period=(PERIOD, *periods))
    within = brief_workspace(home, today=NOW.date(), as_of=dt.date(2026, 11, 10))
    assert within.brief.subtitle.endswith("Q4 FY26, week 10 of 10")
    assert not [f for f in within.material.findings if f.code == "fiscal_period_missing"]
    beyond = brief_workspace(home, today=NOW.date())
    assert beyond.material.question.period_start == dt.date(2026, 11, 16)
    assert [f for f in beyond.material.findings if f.code == "fiscal_period_missing"]


def test_an_import_that_knows_more_writes_an_unmended_file_anew(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    assert said_company(home).reporting_currency == "EUR"
    more = [deal(n, "Open", "1.00", "USD", "2026-11-01", "2026-12-01") for n in range(10, 20)]
    write(odd_path / "export", "deals.csv", HEADER, *DEALS, *more)
    import_path(home, odd_path / "export", now=NOW)
    assert said_company(home).reporting_currency == "USD"


def test_a_bad_file_is_told_by_the_brief(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    mend(home, "time_zone: UTC", "time_zone: Berlin")
    with pytest.raises(DefinitionError, match=r"company\.yaml, line \d+: time_zone is 'Berlin'"):
        brief_workspace(home, today=NOW.date())


def test_today_is_the_company_s_day(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert today_of(home, late) == dt.date(2026, 11, 22)
    mend(home, "time_zone: UTC", "time_zone: Europe/Berlin")
    assert today_of(home, late) == dt.date(2026, 11, 23)


RATES = "currency,from,rate,to_currency"


def test_rates_by_hand_make_one_sum_and_the_rest_is_said(odd_path: Path) -> None:
    more = (
        deal(5, "Won", "1000.00", "USD", "2026-08-03", "2026-10-20"),
        deal(6, "Won", "100000", "JPY", "2026-08-03", "2026-10-21"),
        deal(7, "Open", "700.50", "ABC", "2026-08-03", "2026-12-21"),
    )
    rates = ("USD,2026-01-01,0.8,EUR", "USD,2026-10-20,0.9,EUR", "JPY,2026-01-01,0.006,EUR")
    home = home_with(odd_path, deals=(HEADER, *DEALS, *more), rates=(RATES, *rates))
    briefing = brief_workspace(home, today=NOW.date())
    assert briefing.material.summary.booked_in_period == 300_000 + 90_000 + 60_000
    (finding,) = [f for f in briefing.material.findings if f.code == "other_currencies"]
    assert "ABC: 701 open in 1 deal" in finding.detail
    lines = [line.text for line in briefing.brief.sections[0].lines]
    assert "Won in Q4 2026 so far: EUR 4,500 in 4 deals." in lines
    assert (
        "Open: 2 deals worth 4,000. Not in that sum, for want of a rate: ABC 701 (1 deal)." in lines
    )
    won = next(e.number for e in briefing.brief.evidence if e.claim.startswith("Won in"))
    found = explain(home, won)[1]
    told = {row[0]: row[found.header.index("in_crm")] for row in found.rows}
    assert told == {"D1": None, "D2": None, "D5": "USD 1000.00", "D6": "JPY 100000"}


def test_one_currency_shows_no_second_column(odd_path: Path) -> None:
    home = home_with(odd_path, deals=(HEADER, *DEALS))
    brief_workspace(home, today=NOW.date())
    assert "in_crm" not in explain(home, 1)[1].header


TIMES = (
    HEADER,
    "D1,Deal 1,Cleo,Won,1000.00,EUR,2026-08-03 10:00,2026-09-30,2026-09-30 23:30",
    "D2,Deal 2,Cleo,Won,2000.00,EUR,2026-08-03,2026-10-01,2026-10-01 00:30",
    "D3,Deal 3,Cleo,Open,4000.00,EUR,2026-10-01 00:10,2026-12-30,",
)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "Pacific/Kiritimati",
        *(pytest.param(zone, marks=pytest.mark.slow) for zone in ("UTC", "America/New_York")),
    ],
)
def test_times_without_an_offset_are_the_company_s(odd_path: Path, zone: str) -> None:
    """Pitfall 29: days as written stay days, in Los Angeles as on Kiritimati."""
    write(odd_path / "export", "company.yaml", f"time_zone: {zone}")
    home = home_with(odd_path, deals=TIMES)
    briefing = brief_workspace(home, today=NOW.date())
    assert briefing.brief.data_until == dt.date(2026, 10, 1)
    assert briefing.material.summary.booked_in_period == 200_000
    assert not [f for f in briefing.material.findings if f.code == "time_zone_changed"]
    eve = brief_workspace(home, today=NOW.date(), as_of=dt.date(2026, 9, 30))
    assert (eve.material.summary.totals.opportunities, eve.material.summary.totals.won) == (2, 1)


def test_a_zone_changed_after_the_import_is_said(odd_path: Path) -> None:
    home = home_with(odd_path, deals=TIMES)
    mend(home, "time_zone: UTC", "time_zone: Europe/Berlin")
    findings = brief_workspace(home, today=NOW.date()).material.findings
    assert [f.evidence for f in findings if f.code == "time_zone_changed"] == [
        {"now": "Europe/Berlin", "then": "UTC"}
    ]


def test_a_bad_company_file_beside_the_export_stops_the_import(odd_path: Path) -> None:
    write(odd_path / "export", "company.yaml", "time_zone: Berlin")
    with pytest.raises(DefinitionError, match=r"export/company\.yaml, line 1: time_zone"):
        home_with(odd_path, deals=TIMES)


def test_a_mended_file_is_not_taken_over_by_one_beside_the_export(odd_path: Path) -> None:
    home = home_with(odd_path, deals=TIMES)
    mend(home, "start_month: 1", "start_month: 7")
    write(odd_path / "export", "company.yaml", "fiscal_calendar: {start_month: 2}")
    import_path(home, odd_path / "export", now=NOW)
    assert said_company(home).calendar.start_month == 7


def test_salesforce_dated_rates_are_used_and_a_gap_is_said(odd_path: Path) -> None:
    opportunities = (
        "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,IsClosed,IsWon,OwnerId",
        *(
            f"006000000000{n:03},Deal {n},Closed Won,100.00,USD,{close},2026-01-05T09:00:00.000Z,"
            "true,true,005000000000001"
            for n, close in enumerate(("2026-10-05", "2026-11-04", "2026-11-18"), 1)
        ),
    )
    dated = (
        "Id,IsoCode,StartDate,NextStartDate,ConversionRate",
        "x1,USD,2026-10-01,2026-11-01,1.25",
        "x2,USD,2026-11-10,9999-12-31,1.6",
        "x3,EUR,2026-01-01,9999-12-31,1",
    )
    types = (
        "Id,IsoCode,ConversionRate,DecimalPlaces,IsActive,IsCorporate",
        "y1,EUR,1,2,true,true",
        "y2,USD,1.3,2,true,false",
    )
    home = home_with(
        odd_path, Opportunity=opportunities, DatedConversionRate=dated, CurrencyType=types
    )
    assert said_company(home).reporting_currency == "EUR"
    summary = brief_workspace(home, today=NOW.date()).material.summary
    assert summary.booked_in_period == 8_000 + 6_250
    assert [(o.currency, o.won_amount, o.has_rates) for o in summary.others] == [
        ("USD", 10_000, True)
    ]


def test_the_brief_as_json_says_the_other_currencies(odd_path: Path) -> None:
    more = (deal(5, "Won", "1000.5", "KWD", "2026-08-03", "2026-10-20"),)
    home = home_with(odd_path, deals=(HEADER, *DEALS, *more))
    told = brief_json(brief_workspace(home, today=NOW.date()))
    assert told["other_currencies"] == [
        {
            "currency": "KWD",
            "deals": 1,
            "open_amount": 0,
            "open": 0,
            "won_amount": 1_000_500,
            "won": 1,
            "booked_in_period": 1_000_500,
            "won_in_period": 1,
            "has_rates": False,
        }
    ]
    assert told["period"]["label"] == "Q4 2026"
    assert (told["quarter"]["booked"], told["quarter"]["won"]) == (300_000, 3)
