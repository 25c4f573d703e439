"""Briefs as the composer writes them: a usual one, an empty one, a tiny one, an awkward one."""

import datetime as dt
from pathlib import Path

import pytest
from tests.refresh.company import write_company

from fairlead.answers import Estimate, Evidence, Finding, NotEstimable
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.forecast.movement import Movement, Part
from fairlead.measure.results import MonthTotal, StepResult

HEBREW = "דנה לוי"
ARABIC = "ليلى حداد"
FAMILY = "Zoë 👩‍👩‍👧‍👦 O'Neil"
LONG = "Wolfeschlegelsteinhausenbergerdorff Internationale Beteiligungsgesellschaft mbH & Co. KG"
SCRIPT = "<script>alert('1')</script>"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and a cache of its own."""
    folder = tmp_path / "Büro Süd #1"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "Zwischenlager ü #2"))
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_company(tmp_path / "export ß #3")


def step(stage, next_stage, advanced, lost, still_open, *, bounds=None):
    rate = NotEstimable("deals that left the stage", needed=30, have=advanced + lost)
    days = NotEstimable("deals that went on", needed=30, have=advanced)
    if bounds:
        n = advanced + lost
        rate = Estimate(
            advanced / n, *bounds, level=0.95, n=n, unit="fraction", kind="step", successes=advanced
        )
        days = Estimate(11.4, 9.8, 13.2, level=0.95, n=advanced, unit="days", kind="dwell")
    return StepResult(
        "Sales", "new business", stage, next_stage,
        advanced + lost + still_open, advanced, lost, still_open, rate, days,
    )  # fmt: skip


def usual_steps():
    return (
        step("Qualification", "Discovery", 702, 310, 61, bounds=(0.664, 0.721)),
        step("Discovery", "Demo", 465, 190, 44, bounds=(0.673, 0.744)),
        step("Demo", "Proposal", 251, 214, 38, bounds=(0.495, 0.584)),
        step("Proposal", "Negotiation", 168, 70, 21, bounds=(0.645, 0.760)),
        step("Negotiation", "Won", 14, 5, 9),
    )


def usual_movement():
    return Movement(
        dt.date(2026, 9, 30),
        dt.date(2026, 11, 22),
        "open deals due by 31 Dec 2026",
        "EUR",
        Part("opening", 241_000_000, 58),
        (
            Part("created", 9_500_000, 4),
            Part("pulled_in", 14_000_000, 3),
            Part("grown", 2_500_000, 5),
            Part("shrunk", -4_000_000, 2),
            Part("pushed", -31_000_000, 9),
            Part("lost", -8_500_000, 6),
            Part("won", -11_800_000, 4),
        ),
        Part("closing", 211_700_000, 46),
        {"reopened": NotEstimable("no stage history before March 2025")},
        3,
    )


def usual_months():
    won = [381, 402, 288, 455, 517, 603, 214, 190, 495, 322, 420, 0]
    return tuple(
        MonthTotal(
            dt.date(2025 + (i + 11) // 12, (i + 11) % 12 + 1, 1),
            amount // 38,
            amount * 100_000,
            45_000_000 if i > 2 else None,
            "EUR",
        )
        for i, amount in enumerate(won)
    )


def run_the_quarter():
    return Section(
        "run",
        "Run the quarter",
        (
            Line(
                "We land near 1,720k of 1,800k; 8 times in 10 between 1,500k and 1,945k.", 1, "lead"
            ),
            Line("Chance of target 32% (last Monday 40%). Won so far 742k in 19 deals."),
            Line("Your forecast is 1,850k. Your last 8 at week 8 were 6% high on average."),
            Line(
                "Four deals make half of that range: Brandt 165k, Helix 120k, Norsk 95k, Osei "
                "80k. Helix has no next step and one contact; wins had three.",
                2,
            ),
            Line(
                "Open for Q4: 2,410k +95k new +140k pulled in +25k grown -40k shrunk -310k "
                "pushed -85k lost -118k won = 2,117k, 2.0 times what is missing.",
                3,
            ),
            Line(
                "Vega 130k, in your commit, pushed to February. Fourth push; no meeting since "
                "29 Oct. We could have known.",
                weight="item",
            ),
            Line("Kestrel 118k won, due in January until Tuesday. Ask Farid.", weight="item"),
            Line(
                "Clean up: 14 deals (186k) have a close date in the past; not in [1] or [3].",
                weight="quiet",
            ),
        ),
        Grid(
            ("deal", "owner", "amount", "due", "next step"),
            (
                ("Brandt", "Cleo", "165k", "18 Dec 2026", "contract with legal"),
                ("Helix", "Farid", "120k", "11 Dec 2026", "none"),
                ("Norsk", "Cleo", "95k", "29 Dec 2026", "price call on Thursday with their CFO"),
                ("Osei", "Gita", "80k", "30 Nov 2026", "signature"),
            ),
            "llrll",
            "The four deals that make half of the range",
        ),
        Chart("movement", usual_movement()),
    )


def lead_the_people():
    return Section(
        "lead",
        "Lead the people",
        (
            Line(
                "One thing to train: from demo to proposal. 251 of 465 = 54% (50 to 58) in 12 "
                "months; South and West, on deals like ours, 63%.",
                4,
                "lead",
            ),
            Line(
                "Closing a third of that gap, as the company's last two trainings did: +350k a "
                "year (90k to 640k). Any other step is worth more only 1 time in 10."
            ),
            Line(
                "Cleo: 16 of 49; deals like hers give 25. With a CFO 2 of 15: ask her.",
                weight="item",
            ),
            Line("Farid: 39 of 54; deals like his give 30. He offers to show how.", weight="item"),
            Line(
                "The other seven: no difference beyond chance. Same focus as the team.",
                weight="item",
            ),
            Line("With nine people only a lift above 22 points would show.", weight="quiet"),
        ),
        chart=Chart("steps", usual_steps()),
    )


EVIDENCE = (
    Evidence(
        1,
        "We land near 1,720k",
        "Won so far plus the open deals of the quarter, each with the share of deals like it that "
        "were won by the end of a quarter from the same week.",
        "deals",
        row_count=65,
    ),
    Evidence(
        2,
        "Four deals make half of that range",
        "Open deals due in Q4, by their share of the variance.",
        "deals",
        row_count=4,
    ),
    Evidence(3, "Open for Q4", "Deals open and due by 31 Dec on both evenings.", "moves"),
    Evidence(
        4,
        "251 of 465 = 54%",
        "Deals that left Demo between 23 Nov 2025 and 22 Nov 2026: those that went on to Proposal, "
        "of those that went on or were lost.",
        "stints",
        {"stage": "Demo"},
        465,
    ),
)

FINDINGS = (
    Finding(
        "source_missing",
        "warning",
        "Source missing on 11% of deals",
        "51 of 465 deals have no source, so rates by source leave them out.",
        {"missing": 51, "deals": 465},
        ("Fill in LeadSource in the CRM, or name the column in mapping.yaml.",),
    ),
    Finding("no_quota", "info", "No quota for Ivo", actions=("Add a row for Ivo to targets.csv.",)),
)


def brief(**changes):
    values = {
        "title": "North, Ben's team",
        "subtitle": "Monday 23 Nov 2026 | Q4, week 8 of 13",
        "freshness": "Salesforce export of yesterday 21:40. Won in Q4: 742k, same as your CRM "
        "report.",
        "audience": "manager",
        "as_of": dt.date(2026, 11, 23),
        "data_until": dt.date(2026, 11, 22),
        "sections": (
            run_the_quarter(),
            lead_the_people(),
            Section(
                "months",
                "What we won",
                (Line("Four of twelve months met their target."),),
                chart=Chart("won_by_month", usual_months()),
            ),
        ),
        "evidence": EVIDENCE,
        "findings": FINDINGS,
        "plumbing": (
            Line("Read 6 files, 48,212 rows; 31 rows put aside (quarantine.csv)."),
            Line("Amounts in EUR. Close dates are taken as they were on the day."),
        ),
    }
    return Brief(**(values | changes))


@pytest.fixture
def usual():
    return brief()


@pytest.fixture
def nothing():
    """No data at all: a brief that only says what is missing."""
    return brief(
        title="No data yet",
        subtitle="",
        freshness="Nothing has been imported.",
        sections=(),
        evidence=(),
        findings=(
            Finding(
                "no_data",
                "serious",
                "Nothing to say yet",
                "The workspace is empty.",
                actions=("Import an export of your CRM: fairlead import PATH",),
            ),
        ),
        plumbing=(),
    )


@pytest.fixture
def tiny():
    return brief(
        sections=(Section("run", "Run", (Line("Two deals were won.", 1, "lead"),)),),
        evidence=EVIDENCE[:1],
        findings=(),
        plumbing=(),
    )


@pytest.fixture
def forty():
    severities = ("info", "warning", "serious")
    findings = tuple(
        Finding(
            f"code_{i}",
            severities[i % 3],
            f"Finding {i} about a column that is half empty",
            f"Detail {i}: {LONG}",
            {"rows": i},
            ("Fill it in.", f"Or leave {LONG} out."),
        )
        for i in range(40)
    )
    return brief(findings=findings)


@pytest.fixture
def awkward():
    """Names from right to left, emoji, wide characters, markup, control characters, no blanks."""
    names = (
        HEBREW,
        ARABIC,
        FAMILY,
        LONG,
        SCRIPT,
        "株式会社" * 14,
        "[bold red]x[/]",
        "A\x1b[31mB\nC\x07",
    )
    lines = tuple(Line(f"{name} 16 of 49; deals like theirs give 25.", 1, "item") for name in names)
    grid = Grid(
        ("person", "deals", "a column with a long name", "next step"),
        tuple((name, "16 of 49", LONG, name) for name in names),
        "lrrl",
        LONG,
    )
    steps = (
        step(LONG, SCRIPT, 30, 30, 1, bounds=(0.37, 0.63)),
        step(HEBREW, ARABIC, 3, 2, 1),
        step(FAMILY, "株式会社" * 9, 40, 20, 1, bounds=(0.53, 0.78)),
    )
    section = Section("people", f"People & {LONG}", lines, grid, Chart("steps", steps))
    evidence = Evidence(1, f"16 of 49 {SCRIPT} {HEBREW}", LONG, "stints", row_count=1)
    return brief(
        title=LONG,
        subtitle=f"{HEBREW} | {FAMILY}",
        sections=(section,),
        evidence=(evidence,),
        findings=(Finding("x", "serious", SCRIPT, HEBREW, {}, (LONG * 3,)),),
        plumbing=(Line("x" * 300),),
    )
