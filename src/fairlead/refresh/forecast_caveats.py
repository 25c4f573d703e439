"""What a forecast could not use, and what that means for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairlead.answers import Finding, NotEstimable
from fairlead.brief.words import counted, percent
from fairlead.forecast.journal import NOT_YET, Journal
from fairlead.forecast.money import FEWEST

if TYPE_CHECKING:
    from fairlead.forecast.ahead import Told

FEW_EVENINGS = 3
HALF = 0.5


def forecast_findings(
    journal: Journal | None, told: Told | NotEstimable | None
) -> tuple[Finding, ...]:
    """Return what to know of a forecast; of a back-test with `told` None."""
    if journal is None or isinstance(told, NotEstimable):
        return ()
    found = [
        _stages(journal),
        _plans(journal),
        _undated(journal),
        _on_no_day(journal),
        _foreign(journal),
    ]
    if told is not None:
        found += [_wins(told), _amounts(told), _unchecked(told)]
    return tuple(f for f in found if f is not None)


def _stages(journal: Journal) -> Finding | None:
    """Say that no stage history is there, so that age alone tells the chance."""
    if journal.tells_stages:
        return None
    return Finding(
        "forecast_without_stages",
        "warning",
        "No stage history: chances are by age since creation only",
        "A deal in its last stage counts like any other of its age.",
        {"deals": len(journal.deals)},
        ("Export the stage history, or the list every week.",),
    )


def _plans(journal: Journal) -> Finding | None:
    if journal.closes_since != NOT_YET:
        return None
    return Finding(
        "forecast_without_plans",
        "info",
        "Planned close dates are not used",
        "What they were on earlier days is not known, so nobody can say how far they hold.",
        {"deals": len(journal.deals)},
        ("Export the history of the close date, or the list every week.",),
    )


def _undated(journal: Journal) -> Finding | None:
    if not journal.undated:
        return None
    deals = counted(journal.undated, "open deal")
    return Finding(
        "forecast_undated",
        "warning",
        f"{deals} {'has' if journal.undated == 1 else 'have'} no date at all and "
        f"{'is' if journal.undated == 1 else 'are'} in no forecast",
        "What they bring counts with deals not yet created, as such deals did before.",
        {"deals": journal.undated},
        ("Export the day each deal was created.",),
    )


def _on_no_day(journal: Journal) -> Finding | None:
    if not journal.won_on_no_day:
        return None
    one = journal.won_on_no_day == 1
    return Finding(
        "forecast_wins_on_no_day",
        "warning",
        f"{counted(journal.won_on_no_day, 'won deal')} {'carries' if one else 'carry'} no closing "
        "date and count in no period",
        "What is won so far and what came in earlier periods may be too low by them.",
        {"deals": journal.won_on_no_day},
        ("Fill the closing date in the CRM.",),
    )


def _foreign(journal: Journal) -> Finding | None:
    if not journal.foreign:
        return None
    return Finding(
        "forecast_without_rate",
        "warning",
        f"The amounts of {counted(journal.foreign, 'deal')} have no rate into "
        f"{journal.currency or 'the reporting currency'}",
        "Open ones count with the amount of a usual win, won ones with none.",
        {"deals": journal.foreign},
        ("Add rates.csv beside the export.",),
    )


def _wins(told: Told) -> Finding | None:
    if told.outlook.in_money:
        return None
    return Finding(
        "forecast_in_wins",
        "warning",
        f"Fewer than {FEWEST} wins carry an amount: the forecast counts wins",
        f"From {FEWEST} on it tells money.",
        {"needed": FEWEST},
        ("Export the amount of won deals, where it is missing.",),
    )


def _amounts(told: Told) -> Finding | None:
    known = told.outlook.amounts_known
    if not told.outlook.in_money or known >= HALF or not told.outlook.open_count:
        return None
    return Finding(
        "forecast_amounts_unknown",
        "info",
        f"The amount of {percent(known)} of the open deals is known of that evening"
        if known
        else "Of no open deal the amount is known of that evening",
        "The others count with amounts of wins of their kind, drawn at random.",
        {"share": known},
        ("Export the amount of open deals, and its history.",),
    )


def _unchecked(told: Told) -> Finding | None:
    if told.outlook.earlier >= FEW_EVENINGS:
        return None
    return Finding(
        "forecast_unchecked",
        "warning",
        "Too little history to see how far whole periods go wrong together",
        f"{counted(told.outlook.earlier, 'earlier evening')} could be checked; how wide the range "
        "is rests on what is usual in other companies.",
        {"evenings": told.outlook.earlier},
        (),
    )
