"""What the reader must know of the numbers: findings from counts."""

from __future__ import annotations

from fairlead.answers import Finding
from fairlead.brief import words
from fairlead.measure.summary import OtherCurrency, Summary


def findings_of(summary: Summary, deleted: int) -> tuple[Finding, ...]:
    """Return what is odd in the counts of one scope; `deleted` deals count nowhere."""
    found: list[Finding] = []
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
    found += _money(summary)
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


def _money(summary: Summary) -> list[Finding]:
    """Return what is in no sum of money, for want of an exchange rate."""
    found, totals = [], summary.totals
    if totals.other_currencies:
        told = "; ".join(_told(o) for o in summary.others[:6])
        more = len(summary.others) - 6
        found.append(
            Finding(
                "other_currencies",
                "warning",
                f"{totals.other_currencies:,} deals are in other currencies than {totals.currency} "
                "and have no exchange rate",
                f"They are in all counts and in no sum of {totals.currency}. {told}"
                + (f"; and {more} more currencies." if more > 0 else "."),
                {
                    "deals": totals.other_currencies,
                    **{o.currency or "none": o.deals for o in summary.others},
                },
                ("Write their rates into rates.csv beside the export (see `fairlead init`).",),
            )
        )
    if summary.targets_without_rate:
        found.append(
            Finding(
                "targets_without_rate",
                "warning",
                f"{summary.targets_without_rate:,} targets of this quarter are in other currencies "
                f"than {totals.currency} and have no exchange rate",
                "They are in no target.",
                {"targets": summary.targets_without_rate},
                ("Write their rates into rates.csv beside the export (see `fairlead init`).",),
            )
        )
    return found


def _told(other: OtherCurrency) -> str:
    """Return one currency with what is won and open in it, and which rates are missing."""
    sums = [
        f"{words.money(amount, other.currency)} {kind} in {words.counted(deals, 'deal')}"
        for kind, amount, deals in (
            ("won", other.won_amount, other.won),
            ("open", other.open_amount, other.open),
        )
        if deals
    ]
    why = " (its rates are for other days)" if other.has_rates else ""
    name = other.currency or "No currency named"
    return f"{name}{why}: {words.joined(sums) or words.counted(other.deals, 'lost deal')}"
