"""What the reader must know of the numbers: findings from counts."""

from __future__ import annotations

from fairlead.answers import Finding
from fairlead.measure.summary import Summary


def findings_of(summary: Summary, deleted: int) -> tuple[Finding, ...]:
    """Return what is odd in the counts of one scope; `deleted` deals count nowhere."""
    found = []
    totals = summary.totals
    if deleted:
        found.append(
            Finding(
                "deals_deleted",
                "info" if totals.opportunities else "serious",
                f"{deleted:,} deals are deleted in the CRM and count nowhere",
                "",
                {"deals": deleted},
                ("Export again without deleted rows if that is not what you meant.",),
            )
        )
    if totals.other_currencies:
        found.append(
            Finding(
                "other_currencies",
                "warning",
                f"{totals.other_currencies:,} deals are in other currencies than {totals.currency}",
                "They are in all counts and in no sum of money.",
                {"deals": totals.other_currencies},
                ("Export amounts in one currency.",),
            )
        )
    if totals.closed_before_created:
        found.append(
            Finding(
                "closed_before_created",
                "info",
                f"{totals.closed_before_created:,} deals closed before they were created",
                "They count, but their times do not.",
                {"deals": totals.closed_before_created},
                ("Check who may change creation and closing dates in the CRM.",),
            )
        )
    if summary.target is not None and summary.target.leaders_left_out:
        found.append(
            Finding(
                "targets_of_leaders",
                "warning",
                f"Targets of {summary.target.leaders_left_out} people whose role says that they "
                "lead are left out of the sum",
                "They may hold the total of their team.",
                {"people": summary.target.leaders_left_out},
                ("Give the company's target in a row of targets.csv without person and team.",),
            )
        )
    if (
        totals.open >= 20
        and not totals.won + totals.lost
        and (2 * summary.hygiene.overdue > totals.open)
    ):
        found.append(
            Finding(
                "no_outcome",
                "serious",
                "No deal counts as won or lost, though most close dates have passed",
                "The column that says how deals ended was most likely not read.",
                {"open": totals.open, "overdue": summary.hygiene.overdue},
                ("Map it to outcome in the mapping file and import again.",),
            )
        )
    if totals.closed_without_date:
        found.append(
            Finding(
                "closed_without_date",
                "warning",
                f"{totals.closed_without_date:,} won or lost deals carry no closing date",
                "They are in the totals, but in no month, no rate of a window and no movement.",
                {"deals": totals.closed_without_date},
                ("Fill the closing date in the CRM and export again.",),
            )
        )
    if totals.without_owner:
        found.append(
            Finding(
                "deals_without_owner",
                "info",
                f"{totals.without_owner:,} deals have no owner",
                "They count for the company and for nobody.",
                {"deals": totals.without_owner},
                ("Give each open deal an owner.",),
            )
        )
    return tuple(found)
