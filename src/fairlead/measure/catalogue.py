"""The metric catalogue: what each kind of competency counts, over what, and when it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.measure.cells import Competency, Kind

Better: TypeAlias = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """The declaration of one kind of competency.

    Parameters
    ----------
    kind
        Slug of the kind.
    name
        As people say it.
    rate
        What its rate is called in a sentence.
    unit
        Of the rate.
    numerator, denominator
        What is counted, and over what.
    window
        Which rows count.
    totals
        How people add up to a team: always a ratio of sums.
    silent
        When nothing is said.
    assumes
        What must hold for the fair rate to mean what it says.
    better
        Which way is better; the model's scale always points up.
    """

    kind: Kind
    name: str
    rate: str
    unit: str
    numerator: str
    denominator: str
    window: str
    totals: str
    silent: str
    assumes: str
    better: Better


_PERSON = "a person: fewer than 5 recent {what} worth of data."
_COMPANY = "Everybody: fewer than 30 {what}; a comparison: fewer than 3 people of one job; "
_MONTHS = "Entered in the twelve months up to the day asked; the fair rate looks back 36 months."

METRICS: tuple[Metric, ...] = (
    Metric(
        kind="conversion",
        name="Step, or the whole road to the win",
        rate="step rate",
        unit="fraction",
        numerator="deals that reached a later stage (or the win) within the horizon",
        denominator="deals that entered the stage and were decided; open ones are shown beside",
        window=_MONTHS + " A month is that of entry, never of closing.",
        totals="successes and decided deals are added, then divided",
        silent=_COMPANY.format(what="decided deals, 5 successes or 5 failures")
        + _PERSON.format(what="decided deals"),
        assumes="One owner made the difference: whoever had the deal longest before its outcome. "
        "Open deals end like those before them. Deals of one kind are alike.",
        better="more",
    ),
    Metric(
        kind="creation",
        name="New deals",
        rate="new deals a week",
        unit="a week",
        numerator="deals created",
        denominator="working weeks with the company",
        window=_MONTHS.replace("Entered", "Created"),
        totals="deals and weeks are added, then divided",
        silent=_COMPANY.format(what="new deals") + _PERSON.format(what="expected new deals"),
        assumes="Whoever owns a deal at its creation found it. Weeks away are not known.",
        better="more",
    ),
    Metric(
        kind="size",
        name="Size of a win",
        rate="size of a win",
        unit="minor units of the reporting currency",
        numerator="amount of won deals",
        denominator="won deals with an amount",
        window=_MONTHS.replace("Entered", "Won"),
        totals="amounts and deals are added, then divided",
        silent=_COMPANY.format(what="wins with an amount") + _PERSON.format(what="wins"),
        assumes="Amounts scatter evenly on the scale of their logarithm; the largest 1 % are "
        "drawn in.",
        better="more",
    ),
    Metric(
        kind="duration",
        name="Days to an end",
        rate="days until half have ended",
        unit="days",
        numerator="deals that ended, won or lost, by their age",
        denominator="days deals of that age were open; open deals add theirs",
        window=_MONTHS,
        totals="ends and days are added age by age, then divided; the median follows from them",
        silent=_COMPANY.format(what="deals that ended") + _PERSON.format(what="deals that ended"),
        assumes="A slower person is slower at every age of a deal, by one factor.",
        better="less",
    ),
    Metric(
        kind="activity",
        name="What is done",
        rate="rate",
        unit="a week, or per activity of another kind",
        numerator="activities of the kind",
        denominator="working weeks, or activities of the other kind",
        window=_MONTHS.replace("Entered", "Done"),
        totals="activities and weeks are added, then divided",
        silent=_COMPANY.format(what="activities") + _PERSON.format(what="expected activities"),
        assumes="What is not written down was not done.",
        better="neither",
    ),
    Metric(
        kind="price",
        name="Share of the list price kept",
        rate="share of the list price kept",
        unit="fraction",
        numerator="share of the list price that was kept, sold over list, averaged as a logit",
        denominator="won deals with a list price or a discount",
        window=_MONTHS.replace("Entered", "Won"),
        totals="the shares are averaged on the scale of the logit",
        silent="Everybody: no list price and no discount in the export, fewer than 30 wins, fewer "
        "than 5 of them below the list price; " + _PERSON.format(what="wins"),
        assumes="The list price is the same for everybody, and what stands on a deal is what it "
        "was sold for. No discount counts as half of one per cent.",
        better="more",
    ),
)

_BY_KIND = {metric.kind: metric for metric in METRICS}


def metric_of(competency: Competency) -> Metric:
    """Return the declaration a competency follows."""
    return _BY_KIND[competency.kind]


def is_lower_better(competency: Competency) -> bool:
    """Say whether less is better: only days are."""
    return _BY_KIND[competency.kind].better == "less"
