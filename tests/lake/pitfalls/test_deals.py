"""Pitfalls of deals: won twice, lost later, back-dated, pushed, merged, deleted, gone."""

from __future__ import annotations

from pathlib import Path

from tests.lake.pitfalls.exports import (
    CLEO,
    DAN,
    HUBSPOT,
    PEOPLE,
    Row,
    aside,
    brief_of,
    codes,
    deal,
    edits,
    export,
    imported,
    moves,
    rows_of,
    stored,
    summary_of,
    take,
    text_of,
)
from tests.refresh.numbers import prepared

OPEN = [deal(n) for n in range(90, 96)]
"""Deals that go on meanwhile, so that the data reach as far as the brief is told."""
OPEN_MOVES = [row for n in range(90, 96) for row in moves(n, ("2026-11-15", "Discovery"))]


ACME = "001000000000001AAA"


def won_of(home: object, day: str | None = None) -> tuple[int, int]:
    """Return deals won in the quarter of a day and their sum in cents."""
    summary = summary_of(home, day)
    return summary.won_in_period, summary.booked_in_period


def test_04_reopened_and_won_again_is_one_win_and_both_events_stay(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", CloseDate="2026-11-10"), *OPEN],
        OpportunityHistory=moves(
            1, ("2026-10-01", "Discovery"), ("2026-10-08", "Closed Won"),
            ("2026-10-20", "Discovery"), ("2026-11-10", "Closed Won"),
        ) + OPEN_MOVES,
    )  # fmt: skip
    assert won_of(home) == (1, 100_000)
    with brief_of(home) as (material, _brief):
        (steps,) = material.steps
        assert (steps.entered, steps.advanced, steps.open) == (7, 1, 6)
    assert rows_of(home, "SELECT count(*) FROM stage_changes WHERE to_stage = 'Closed Won'") == [
        (2,)
    ]
    summary = summary_of(home, "2026-10-21")
    assert (summary.won_in_period, summary.totals.open) == (0, 7)


def test_05_won_then_lost_after_the_quarter_ended(tmp_path: Path) -> None:
    """As of the end of the quarter it was won; told today, that quarter has a win less."""
    home, _result = imported(
        tmp_path,
        Opportunity=[
            deal(1, "Closed Lost", CloseDate="2026-10-20"),
            deal(2, "Closed Won", CloseDate="2026-09-18"),
            *OPEN,
        ],
        OpportunityHistory=moves(1, ("2026-08-01", "Discovery"), CloseDate="2026-09-20")
        + moves(1, ("2026-09-20", "Closed Won"), CloseDate="2026-09-20", Id="008A")
        + moves(1, ("2026-10-20", "Closed Lost"), CloseDate="2026-10-20", Id="008B")
        + moves(
            2, ("2026-08-01", "Discovery"), ("2026-09-18", "Closed Won"), CloseDate="2026-09-18"
        )
        + OPEN_MOVES,
    )
    assert won_of(home, "2026-09-30") == (2, 200_000)
    with brief_of(home) as (material, _brief):
        won = {m.month.month: m.won for m in material.summary.months if m.won}
        assert won == {9: 1}
        assert [(t.won, t.lost) for t in material.summary.types] == [(1, 1)]


def test_06_a_close_date_put_back_moves_the_win_to_another_quarter(tmp_path: Path) -> None:
    """Won on 5 October, then back-dated: the CRM books it in September, and so does the brief.

    What was known on 30 September stays what it was: nothing was won then.
    """
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", CloseDate="2026-09-30"), *OPEN],
        OpportunityHistory=moves(1, ("2026-08-01", "Discovery"), CloseDate="2026-10-30")
        + moves(1, ("2026-10-05", "Closed Won"), CloseDate="2026-10-05", Id="008A")
        + moves(1, ("2026-10-06", "Closed Won"), CloseDate="2026-09-30", Id="008B")
        + OPEN_MOVES,
    )
    assert won_of(home, "2026-09-30") == (0, 0)
    assert won_of(home, "2026-10-05") == (1, 100_000)
    assert won_of(home) == (0, 0)
    with brief_of(home) as (material, _brief):
        assert {m.month.month: m.won for m in material.summary.months if m.won} == {9: 1}


def test_07_a_close_date_pushed_seven_times(tmp_path: Path) -> None:
    days = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09",
            "2026-11-16", "2027-02-01"]  # fmt: skip
    pushes = [(day, old, new) for day, old, new in zip(days[:7], days[:7], days[1:], strict=True)]
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, CloseDate=days[-1]), *OPEN],
        User=PEOPLE,
        OpportunityHistory=OPEN_MOVES,
        OpportunityFieldHistory=edits(1, "CloseDate", *pushes),
    )
    assert rows_of(home, "SELECT count(*) FROM field_changes WHERE field = 'close_on'") == [(7,)]
    with brief_of(home, audience="rep", name="Cleo Reyes") as (material, brief):
        (pushed,) = [d for d in material.attention.deals if d.push_count]
        assert (pushed.name, pushed.push_count) == ("Deal 1", 7)
        said = "Deal 1: 1,000, Discovery, 76 days old. Close date put off 7 times."
        assert said in text_of(brief)
    with brief_of(home, "2026-10-20", audience="rep", name="Cleo Reyes") as (material, _brief):
        assert [d.push_count for d in material.attention.deals if d.push_count] == [3]


def test_08_the_owner_changed_a_day_before_the_win(tmp_path: Path) -> None:
    """The win is the present owner's, as in the CRM; the work on the way stays with who did it."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", OwnerId=DAN), *OPEN],
        User=PEOPLE,
        OpportunityHistory=moves(1, ("2026-09-10", "Discovery"), ("2026-11-10", "Closed Won"))
        + OPEN_MOVES,
        OpportunityFieldHistory=edits(1, "Owner", ("2026-11-09", CLEO, DAN)),
    )
    with brief_of(home) as (material, _brief):
        assert {p.name: p.won for p in material.summary.people} == {"Cleo Reyes": 0, "Dan Sliwa": 1}
    with brief_of(home, "2026-11-08") as (material, _brief):
        assert {p.name: p.open for p in material.summary.people} == {"Cleo Reyes": 7}
    with prepared(home.root) as (connection, *_rest):
        assert connection.execute(
            "SELECT p.name FROM steps s JOIN opportunities o USING (opportunity_id) "
            "JOIN people p USING (person_id) WHERE o.name = 'Deal 1'"
        ).fetchall() == [("Cleo Reyes",)]


def test_13_a_merged_account_or_deal_counts_once(tmp_path: Path) -> None:
    """Salesforce keeps the loser of a merge as a deleted row that names the winner."""
    home, _result = imported(
        tmp_path,
        Account=[
            {"Id": ACME, "Name": "Acme", "Industry": "Retail", "IsDeleted": "false"},
            {"Id": ACME.replace("1A", "2A"), "Name": "ACME Inc", "Industry": "Retail",
             "IsDeleted": "true", "MasterRecordId": ACME},
        ],
        Opportunity=[
            deal(1, "Closed Won", AccountId=ACME.replace("1A", "2A"), IsDeleted="false"),
            deal(2, "Closed Won", AccountId=ACME, IsDeleted="true"),
            *OPEN,
        ],
        OpportunityHistory=OPEN_MOVES,
    )  # fmt: skip
    assert won_of(home) == (1, 100_000)
    assert rows_of(home, "SELECT source_key, name FROM accounts") == [(ACME, "Acme")]
    assert rows_of(
        home, "SELECT a.source_key FROM opportunities o JOIN accounts a USING (account_id)"
    ) == [(ACME,), (ACME,)]


def test_13_a_deal_that_another_one_swallowed_is_gone_from_the_next_export_on(
    tmp_path: Path,
) -> None:
    """HubSpot lists on the deal that is left the ids of those it swallowed."""

    def hubspot(number: int, **more: object) -> Row:
        return {**HUBSPOT, "hs_object_id": number, "dealname": f"Deal {number}", **more}

    home, _result = imported(tmp_path, deals=[hubspot(n) for n in (1, 2, 3)])
    left = [
        hubspot(1, hs_merged_object_ids="2;9", hs_lastmodifieddate="2026-11-17T08:00:00Z"),
        hubspot(3, hs_merged_object_ids=""),
    ]
    after = export(tmp_path / "after", deals=left)
    result = take(home, after)
    assert stored(home, "source_key, outcome") == [("1", "open"), ("2", "deleted"), ("3", "open")]
    assert "deals_missing" not in codes(result)
    assert not take(home, after).changed


def test_13_a_deal_there_twice_without_a_sign_of_a_merge_is_two_deals(tmp_path: Path) -> None:
    """Nothing in the rows says that they are one; guessing would lose real deals."""
    home, _result = imported(tmp_path, Opportunity=[deal(1, Name="Acme"), deal(2, Name="Acme")])
    assert stored(home, "name") == [("Acme",), ("Acme",)]
    assert summary_of(home).totals.open_amount == 200_000


def test_14_deleted_then_restored_counts_again(tmp_path: Path) -> None:
    found = []
    home = None
    for week, gone in enumerate(("false", "true", "false")):
        day = f"2026-11-{10 + week}"
        rows = [
            deal(1, "Closed Won", IsDeleted=gone, CloseDate="2026-11-02",
                 LastModifiedDate=f"{day}T08:00:00.000Z"),
            *[{**row, "IsDeleted": "false", "LastModifiedDate": f"{day}T09:00:00.000Z"}
              for row in OPEN],
        ]  # fmt: skip
        if home is None:
            home, result = imported(tmp_path, Opportunity=rows)
        else:
            result = take(home, export(tmp_path / str(week), Opportunity=rows))
        assert "deals_missing" not in codes(result)
        found.append(won_of(home))
    assert found == [(1, 100_000), (0, 0), (1, 100_000)]


def test_15_gone_between_two_exports_is_said_and_stays(tmp_path: Path) -> None:
    home, _result = imported(tmp_path, Opportunity=OPEN)
    left = [{**row, "LastModifiedDate": "2026-11-20T09:00:00.000Z"} for row in OPEN[1:]]
    result = take(home, export(tmp_path / "next", Opportunity=left))
    (said,) = [f for f in result.findings if f.code == "deals_missing"]
    assert "1 of 6 open deals of the last export are not in this one" in said.title
    with brief_of(home) as (material, _brief):
        assert material.summary.totals.open == 6


def test_16_archived_deals_count_nowhere(tmp_path: Path) -> None:
    """HubSpot writes archived records with a flag; they are as deleted, and said."""
    home, _result = imported(
        tmp_path,
        deals=[
            {**HUBSPOT, "hs_object_id": n, "dealname": f"Deal {n}",
             "archived": "true" if n == 3 else "false"}
            for n in (1, 2, 3)
        ],
    )  # fmt: skip
    assert stored(home, "source_key, outcome") == [("1", "open"), ("2", "open"), ("3", "deleted")]
    with brief_of(home) as (material, _brief):
        assert material.summary.totals.open == 2
        assert "deals_deleted" in {f.code for f in material.findings}


def test_16_a_deal_archived_without_a_new_date_is_archived(tmp_path: Path) -> None:
    """HubSpot leaves the date of the last change as it was when a deal is archived."""

    def hubspot(archived: str) -> list[Row]:
        return [
            {**HUBSPOT, "hs_object_id": n, "dealname": f"Deal {n}", "archived": "false"}
            for n in (1, 2)
        ] + [{**HUBSPOT, "hs_object_id": 3, "dealname": "Deal 3", "archived": archived}]

    home, _result = imported(tmp_path, deals=hubspot("false"))
    take(home, export(tmp_path / "after", deals=hubspot("true")))
    assert stored(home, "source_key", "outcome = 'deleted'") == [("3",)]
    assert summary_of(home).totals.open == 2


def test_17_an_amount_missing_zero_negative_or_absurd(tmp_path: Path) -> None:
    """All are kept as they are, so that sums agree with the CRM; what looks wrong is said."""
    amounts = ["", 0, -500, 1e12, "1e15"]
    home, result = imported(
        tmp_path,
        Opportunity=[deal(n, "Closed Won", Amount=a) for n, a in enumerate(amounts, 1)]
        + [deal(n, "Closed Won") for n in range(10, 40)],
    )
    assert stored(home, "amount", "name IN ('Deal 1', 'Deal 2', 'Deal 3', 'Deal 4')") == [
        (None,), (0,), (-50_000,), (100_000_000_000_000,),
    ]  # fmt: skip
    assert aside(result) == [(6, "Amount", "unreadable_money")]  # more than can be added up
    with brief_of(home) as (material, brief):
        summary, text = material.summary, text_of(brief)
        found = {f.code: f for f in material.findings}
    assert (summary.won_in_period, summary.valued_in_period) == (34, 33)
    assert summary.booked_in_period == 100_000_000_000_000 + 30 * 100_000 - 50_000
    assert len(summary.sizes) == 31  # neither nothing, nor 0, nor below
    assert "34 deals, 1 of them without an amount" in text
    assert found["amounts_negative"].title == "1 deal carries an amount below zero"
    assert found["amounts_huge"].evidence == {"deals": 1, "amount_minor": 100_000_000_000_000}
    assert "the largest is Deal 4" in text


def test_23_history_missing_for_a_third_of_the_deals(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won" if n % 2 else "Closed Lost") for n in range(1, 13)]
    history = [
        row
        for n in range(1, 9)
        for row in moves(n, ("2026-10-01", "Discovery"),
                         ("2026-11-10", "Closed Won" if n % 2 else "Closed Lost"))
    ]  # fmt: skip
    home, _result = imported(tmp_path, Opportunity=rows, OpportunityHistory=history)
    with brief_of(home) as (material, brief):
        (step,) = material.steps
        (said,) = [f for f in material.findings if f.code == "history_missing"]
        assert (step.entered, step.advanced, step.lost) == (8, 4, 4)
        assert [(t.won, t.lost) for t in material.summary.types] == [(6, 6)]
        assert "4 of 12 deals closed since history begins have no stage history" in text_of(brief)
    assert said.evidence == {"deals": 4, "closed": 12}


def test_24_a_history_that_starts_after_creation_knows_no_first_times(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[
            deal(1, "Closed Won", CreatedDate="2026-02-01T08:00:00.000Z"),
            deal(2, "Proposal", CreatedDate="2026-10-15T08:00:00.000Z"),
        ],
        OpportunityFieldHistory=edits(1, "StageName", ("2026-10-01", "Discovery", "Proposal"),
                                      ("2026-11-10", "Proposal", "Closed Won"))
        + edits(2, "StageName", ("2026-10-20", "Discovery", "Proposal")),
    )  # fmt: skip
    with brief_of(home) as (material, _brief):
        steps = {s.stage: (s.entered, s.advanced, s.open) for s in material.steps}
        days = {s.stage: s.days.round(1).tolist() for s in material.summary.steps}
    assert steps == {"Discovery": (2, 2, 0), "Proposal": (2, 1, 1)}
    assert days == {"Discovery": [5.0], "Proposal": [40.0]}


def test_26_timestamps_in_the_future_count_from_their_day_on(tmp_path: Path) -> None:
    home, result = imported(
        tmp_path,
        Opportunity=[deal(1, "Proposal"), *OPEN],
        OpportunityHistory=moves(1, ("2026-11-02", "Discovery"), ("2031-01-01", "Proposal"))
        + OPEN_MOVES,
    )
    (said,) = [f for f in result.findings if f.code == "dates_in_future"]
    assert said.evidence == {"rows": 1}
    with brief_of(home) as (material, brief):
        assert brief.data_until.isoformat() == "2026-11-15"
        assert {s.stage: s.entered for s in material.steps} == {"Discovery": 7}


def test_27_the_history_of_a_deleted_deal_is_kept_and_counts_nowhere(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", IsDeleted="true")]
        + [{**row, "IsDeleted": "false"} for row in OPEN],
        OpportunityHistory=moves(1, ("2026-10-01", "Discovery"), ("2026-11-10", "Closed Won"))
        + moves(77, ("2026-10-01", "Discovery"))  # its deal is not in the export at all
        + OPEN_MOVES,
    )
    assert rows_of(home, "SELECT count(*) FROM stage_changes") == [(9,)]
    with brief_of(home) as (material, _brief):
        (step,) = material.steps
        assert (step.entered, step.advanced) == (6, 0)
        assert material.summary.selection.deleted == 1
        assert material.summary.won_in_period == 0


def test_41_closed_before_it_was_created(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[
            deal(1, "Closed Won", CloseDate="2026-10-05", CreatedDate="2026-10-20T08:00:00.000Z"),
            deal(2, "Closed Won", CloseDate="2026-10-21", CreatedDate="2026-10-01T08:00:00.000Z"),
        ],
    )
    with brief_of(home) as (material, _brief):
        assert material.summary.won_in_period == 2
        assert [round(d) for d in material.summary.cycle_days] == [20]
        (said,) = [f for f in material.findings if f.code == "closed_before_created"]
        assert said.detail == "It counts, but its time does not."


def test_43_everything_closed_on_the_last_day_of_the_quarter(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won" if n % 3 else "Closed Lost", CloseDate="2026-09-30")
            for n in range(1, 31)]  # fmt: skip
    home, _result = imported(tmp_path, Opportunity=[*rows, *OPEN])
    with brief_of(home) as (material, brief):
        (said,) = [f for f in material.findings if f.code == "closed_on_last_day"]
        assert said.evidence == {"deals": 30, "closed": 30}
        assert "30 of 30 closed deals of the window are booked on the last day" in text_of(brief)
    spread = [{**row, "CloseDate": f"2026-09-{n:02d}"} for n, row in enumerate(rows, 1)]
    other, _result = imported(tmp_path / "spread", Opportunity=[*spread, *OPEN])
    with brief_of(other) as (material, _brief):
        assert "closed_on_last_day" not in {f.code for f in material.findings}


def test_deals_lost_and_none_ever_won_are_a_matter_to_look_at(tmp_path: Path) -> None:
    lost = [deal(n, "Closed Lost") for n in range(1, 21)]
    for folder, deals, said in (
        ("none", lost, "No deal counts as won, though 20 deals were lost"),
        ("few", lost[:19], None),
        ("one", [*lost, deal(50, "Closed Won")], None),
    ):
        home, _ = imported(tmp_path / folder, Opportunity=deals)
        with brief_of(home) as (material, _brief):
            found = {f.code: f for f in material.findings}
        assert (found["no_wins"].title if "no_wins" in found else None) == said
