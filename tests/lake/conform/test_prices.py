"""What a deal would cost by the price list, and what it was sold for: every way exports say it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.refresh.company import deal, rows_of, take, write_csv, write_deals, write_users

from fairlead.lake.store.workspace import Workspace

FOUND = (
    "SELECT o.source_key, l.is_whole_deal, l.list_amount, l.sold_amount FROM deal_lines l "
    "JOIN opportunities o USING (opportunity_id) ORDER BY ALL"
)
LINES = (
    "Id",
    "OpportunityId",
    "Quantity",
    "ListPrice",
    "UnitPrice",
    "Discount",
    "TotalPrice",
    "IsDeleted",
)
FIRST, SECOND = (f"006{n:012d}AAA" for n in (1, 2))


def company(folder: Path) -> Path:
    write_deals(folder, [deal(1, "Closed Won"), deal(2, "Closed Won", 900)])
    write_users(folder)
    return folder


def test_lines_of_salesforce(tmp_path: Path) -> None:
    lines = [
        ("00k1", FIRST, 6, 1000, 850, "", 5100, "false"),
        ("00k2", FIRST, 2, "", 100, 10, "", "false"),  # list price and discount by the line's own
        ("00k3", FIRST, 1, "", 40, "", 40, "false"),  # sold for 40 of who knows how much
        ("00k4", SECOND, 1, 0, 0, "", 0, "false"),  # free by the list: no share of nothing
        ("00k5", SECOND, 1, 500, 500, "", 500, "true"),
        ("00k6", SECOND, "", 500, 500, 20, "", "false"),
    ]
    write_csv(company(tmp_path / "export") / "OpportunityLineItem.csv", LINES, lines)
    take(tmp_path / "Büro #1", tmp_path / "export")
    assert rows_of(Workspace(tmp_path / "Büro #1"), FOUND) == [
        (FIRST, False, 20_000, 18_000),
        (FIRST, False, 600_000, 510_000),
        (SECOND, False, 50_000, 40_000),
    ]
    take(Workspace(tmp_path / "Büro #1"), tmp_path / "export")
    assert len(rows_of(Workspace(tmp_path / "Büro #1"), FOUND)) == 3


def test_lines_of_hubspot_and_dynamics(tmp_path: Path) -> None:
    hubspot = tmp_path / "hubspot"
    write_csv(
        hubspot / "deals.csv",
        ("hs_object_id", "dealname", "dealstage", "amount", "closedate", "createdate", "pipeline"),
        [("7", "A", "closedwon", 90, "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z", "default")],
    )
    write_csv(
        hubspot / "line_items.csv",
        ("hs_object_id", "deal_id", "quantity", "price", "hs_discount_percentage", "amount"),
        [("1", "7", 2, 50, 10, 90), ("2", "7", 1, 20, "", 20), ("3", "7", 1, 10, 50, "")],
    )
    take(tmp_path / "one", hubspot)
    shares = "SELECT list_amount, sold_amount FROM deal_lines ORDER BY ALL"
    assert rows_of(Workspace(tmp_path / "one"), shares) == [
        (1_000, 500),
        (2_000, 2_000),
        (10_000, 9_000),
    ]
    dynamics = tmp_path / "dynamics"
    write_csv(
        dynamics / "opportunities.csv",
        ("opportunityid", "name", "estimatedvalue", "estimatedclosedate", "statecode", "createdon"),
        [("g1", "A", 100, "2026-10-01", 1, "2026-09-01T00:00:00Z")],
    )
    write_csv(
        dynamics / "opportunityproducts.csv",
        (
            "opportunityproductid",
            "opportunityid",
            "priceperunit",
            "quantity",
            "manualdiscountamount",
            "volumediscountamount",
            "modifiedon",
        ),
        [("p1", "g1", 50, 4, 10, 2.5, "2026-09-02T00:00:00Z"), ("p2", "g1", 5, 1, "", "", "")],
    )
    take(tmp_path / "two", dynamics)
    assert rows_of(Workspace(tmp_path / "two"), shares) == [(500, 500), (20_000, 18_000)]


@pytest.mark.parametrize(
    ("header", "values", "found"),
    [
        ("Discount", ("10%", "", "20%"), [(11_111, 10_000), (25_000, 20_000)]),
        ("Discount", ("0.1", "0", "0.2"), [(11_111, 10_000), (15_000, 15_000), (25_000, 20_000)]),
        ("Discount amount", ("25.00", "", "150.50"), [(12_500, 10_000), (35_050, 20_000)]),
        ("List price", ("110.00", "150.00", ""), [(11_000, 10_000), (15_000, 15_000)]),
    ],
)
def test_a_column_on_the_deals(
    tmp_path: Path, header: str, values: tuple[str, ...], found: list[tuple[int, int]]
) -> None:
    rows = [
        (f"D-{n}", f"Deal {n}", "Cleo Reyes", f"2026-0{n}-03", f"2026-0{n}-28", "Won", amount, said)
        for n, (amount, said) in enumerate(zip((100, 150, 200), values, strict=True), 1)
    ]
    names = ("Deal ID", "Name", "Owner", "Created", "Closed", "Status", "Amount", header)
    path = write_csv(tmp_path / "deals.csv", names, rows)
    take(tmp_path / "home", path)
    query = "SELECT list_amount, sold_amount FROM deal_lines WHERE is_whole_deal ORDER BY ALL"
    assert rows_of(Workspace(tmp_path / "home"), query) == found


@pytest.mark.realdata
def test_the_discounts_of_a_real_list(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "dynamics_sample"
    take(tmp_path / "home", source)
    with (source / "Opportunities.csv").open(encoding="utf-8") as file:
        given = [float(row["Discount"]) for row in csv.DictReader(file) if row["Discount"]]
    ((mean, count),) = rows_of(
        Workspace(tmp_path / "home"),
        "SELECT avg(1 - sold_amount / list_amount), count(*) FROM deal_lines",
    )
    assert count > 0.9 * len(given)
    assert mean == pytest.approx(sum(given) / len(given), abs=1e-3)
