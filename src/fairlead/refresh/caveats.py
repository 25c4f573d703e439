"""Caveats on the counts of one brief: what a reader must know before using them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from fairlead.answers import Finding
from fairlead.brief.words import count, counted, day, joined, money
from fairlead.measure.question import Question
from fairlead.measure.summary import HUGE, OtherCurrency, PresentOnly, Summary

MOST_CURRENCIES = 6

FEWEST_OPEN = 20
"""Open deals from which on a missing outcome is more likely than a young company."""


FEWEST_CLOSED = 20
"""Closed deals from which on a day they share is more than chance."""

MOST_ON_LAST_DAY = 0.5
"""Share of closed deals on the last day of a quarter from which on a Finding says so."""

SOME_WITHOUT_HISTORY = 0.05
"""Share of closed deals without stage history from which on steps tell too little."""


def caveats(summary: Summary) -> tuple[Finding, ...]:
    """Return the Findings on the counts of one scope, in a fixed order; none where all is well."""
    return tuple(
        found
        for group in (
            _deals_that_do_not_count,
            _endings,
            _doubtful_dates,
            _doubtful_history,
            _doubtful_amounts,
            _doubtful_targets,
            _no_owner,
            _people,
        )
        for found in group(summary)
    )


def unnamed(findings: Iterable[Finding], names: Iterable[str]) -> tuple[Finding, ...]:
    """Return the Findings that name nobody: for answers about many that are told to others."""
    known = [name for name in names if name]
    return tuple(f for f in findings if not any(n in text for n in known for text in _texts(f)))


def _texts(finding: Finding) -> tuple[str, ...]:
    told = (str(value) for value in finding.evidence.values())
    return (finding.title, finding.detail, *finding.actions, *told)


def from_exports(question: Question) -> tuple[Finding, ...]:
    """Say since when changes are known, where two exports were compared to find them."""
    if question.first_export is None:
        return ()
    return (
        Finding(
            "history_from_exports",
            "warning",
            "Changes of deals are known from comparing exports, since the first of "
            f"{day(question.first_export)}",
            "A change is dated by the export that shows it first, or by the closing date. What "
            "happened and was undone between two exports is not seen.",
            {"since": question.first_export.isoformat()},
            ("Export the history of deals too, if your CRM keeps one; or export more often.",),
        ),
    )


def after_the_data(asked: dt.date, until: dt.date) -> Finding:
    """Say that a day after the end of the data was asked about.

    Nothing is known of the days between: told as of the day asked, every open deal would look
    late and the new quarter empty, so the brief is told as of the last day of the data.
    """
    return Finding(
        "asked_after_data",
        "warning",
        f"Nothing is known after {day(until)}; {day(asked)} was asked for",
        f"Everything is told as it was on {day(until)}.",
        {"asked": asked.isoformat(), "until": until.isoformat()},
        ("Import a newer export.",),
    )


FIELDS = {"amount": "amounts", "close_on": "close dates", "owner_id": "owners"}


def known_as_of_now(question: Question, present: PresentOnly) -> tuple[Finding, ...]:
    """Say what of a past evening is known in its present form only; none where all of it is."""
    named = []
    if present.deals:
        named += [FIELDS[f] for f in present.fields]
        named += [f"the stages of {counted(present.stages, 'deal')}"] if present.stages else []
        named += ["deal types, pipelines, currencies and sources"]
    named += ["teams without dates"] if present.assignments else []
    named += ["targets"] if present.targets else []
    if not named:
        return ()
    return (
        Finding(
            "known_as_of_now",
            "warning",
            f"Some things are known as they are now, not as they were on {day(question.as_of)}",
            f"{joined(named).capitalize()}.",
            {
                "deals": present.deals,
                "without_stages": present.stages,
                "fields": len(present.fields),
                "assignments": present.assignments,
                "targets": present.targets,
            },
            ("Export the history of deals too, and give dates in team.csv.",),
        ),
    )


def _deals_that_do_not_count(summary: Summary) -> Iterator[Finding]:
    deleted = summary.selection.deleted
    if deleted:
        yield Finding(
            "deals_deleted",
            "info" if summary.selection.stored else "serious",
            f"{counted(deleted, 'deal')} {_is(deleted)} deleted in the CRM and "
            f"{'counts' if deleted == 1 else 'count'} nowhere",
            "",
            {"deals": deleted},
            ("Export again without deleted rows if that is not what you meant.",),
        )
    yield from _money(summary)


def _endings(summary: Summary) -> Iterator[Finding]:
    """Say where won or lost deals that must be there are missing: they were hardly read."""
    totals = summary.totals
    open_count = totals.open
    silent = open_count >= FEWEST_OPEN and not totals.won + totals.lost
    if silent and 2 * summary.hygiene.overdue > open_count:
        yield Finding(
            "no_outcome",
            "serious",
            "No deal counts as won or lost, though most close dates have passed",
            "The column that says how deals ended was most likely not read.",
            {"open": open_count, "overdue": summary.hygiene.overdue},
            ("Map it to outcome in the mapping file and import again.",),
        )
    if totals.lost >= FEWEST_CLOSED and not totals.won:
        yield Finding(
            "no_wins",
            "serious",
            f"No deal counts as won, though {counted(totals.lost, 'deal')} were lost",
            "Either none was won, or what says so was not read.",
            {"lost": totals.lost},
            ("Map the outcome in the mapping file, or mark the won stage in process.yaml.",),
        )


def _money(summary: Summary) -> Iterator[Finding]:
    """Say what is in no sum of money, for want of an exchange rate."""
    totals = summary.totals
    rates = ("Write their rates into rates.csv beside the export (see `fairlead init`).",)
    if totals.other_currencies:
        other, more = totals.other_currencies, len(summary.others) - MOST_CURRENCIES
        told = "; ".join(map(_in_own_currency, summary.others[:MOST_CURRENCIES]))
        yield Finding(
            "other_currencies",
            "warning",
            f"{counted(other, 'deal')} {_is(other)} in "
            f"{'another currency' if other == 1 else 'other currencies'} than {totals.currency} "
            f"and {'has' if other == 1 else 'have'} no exchange rate",
            f"{_they_are(other)} in all counts and in no sum of {totals.currency}. {told}"
            + (f"; and {counted(more, 'more currency', 'more currencies')}." if more > 0 else "."),
            {"deals": other, **{o.currency or "none": o.deals for o in summary.others}},
            rates,
        )
    if summary.targets_without_rate:
        left = summary.targets_without_rate
        yield Finding(
            "targets_without_rate",
            "warning",
            f"{counted(left, 'target')} of this quarter {_is(left)} in "
            f"{'another currency' if left == 1 else 'other currencies'} than {totals.currency} "
            f"and {'has' if left == 1 else 'have'} no exchange rate",
            f"{_they_are(left)} in no sum of targets.",
            {"targets": left},
            rates,
        )


def _in_own_currency(other: OtherCurrency) -> str:
    """Write one currency with what is won and open in it, and which rates are missing."""
    sums = [
        f"{money(amount, other.currency)} {kind} in {counted(deals, 'deal')}"
        for kind, amount, deals in (
            ("won", other.won_amount, other.won),
            ("open", other.open_amount, other.open),
        )
        if deals
    ]
    why = " (its rates are for other days)" if other.has_rates else ""
    name = other.currency or "No currency named"
    return f"{name}{why}: {joined(sums) or counted(other.deals, 'lost deal')}"


def _doubtful_dates(summary: Summary) -> Iterator[Finding]:
    backwards, undated = summary.totals.closed_before_created, summary.totals.closed_without_date
    if backwards:
        one = backwards == 1
        yield Finding(
            "closed_before_created",
            "info",
            f"{counted(backwards, 'deal')} closed before {'it was' if one else 'they were'} "
            "created",
            "It counts, but its time does not." if one else "They count, but their times do not.",
            {"deals": backwards},
            ("Check who may change creation and closing dates in the CRM.",),
        )
    if undated:
        yield Finding(
            "closed_without_date",
            "warning",
            f"{counted(undated, 'won or lost deal')} "
            f"{'carries' if undated == 1 else 'carry'} no closing date",
            f"{_they_are(undated)} in the totals, but in no month, no rate of a window and no "
            "movement.",
            {"deals": undated},
            ("Fill the closing date in the CRM and export again.",),
        )


def _doubtful_history(summary: Summary) -> Iterator[Finding]:
    found = summary.doubts
    late, closed = found.on_last_day, found.closed
    if closed >= FEWEST_CLOSED and late > MOST_ON_LAST_DAY * closed:
        yield Finding(
            "closed_on_last_day",
            "warning",
            f"{count(late)} of {counted(closed, 'closed deal')} of the window are booked on the "
            "last day of a quarter",
            "Such dates are mostly set by habit, so times to a win and the wins of a month say "
            "little.",
            {"deals": late, "closed": closed},
            ("Ask when they were really closed; an export of the stage history tells it.",),
        )
    bare, told = found.without_history, found.closed_since_history
    if bare > SOME_WITHOUT_HISTORY * told:
        yield Finding(
            "history_missing",
            "warning",
            f"{count(bare)} of {counted(told, 'deal')} closed since history begins "
            f"{'has' if bare == 1 else 'have'} no stage history",
            f"{_they_are(bare)} in sums and win rates, and in no step.",
            {"deals": bare, "closed": told},
            ("Check that the export of the history holds all deals.",),
        )


def _doubtful_amounts(summary: Summary) -> Iterator[Finding]:
    found, currency = summary.doubts, summary.totals.currency
    if found.negative:
        yield Finding(
            "amounts_negative",
            "warning",
            f"{counted(found.negative, 'deal')} "
            f"{'carries' if found.negative == 1 else 'carry'} an amount below zero",
            f"{_they_are(found.negative)} in every sum as they stand, and in no deal size.",
            {"deals": found.negative},
            ("Mend the amount in the CRM, unless it is a credit.",),
        )
    if found.huge:
        yield Finding(
            "amounts_huge",
            "warning",
            f"{counted(found.huge, 'deal')} {'carries' if found.huge == 1 else 'carry'} more than "
            f"{HUGE:,} times the middle amount",
            f"{money(found.huge_amount, currency, named=True)} in all; the largest is "
            f"{found.largest}. {_they_are(found.huge)} in every sum as they stand.",
            {"deals": found.huge, "amount_minor": found.huge_amount},
            ("Mend the amount in the CRM if it is a slip of the keyboard.",),
        )


def _doubtful_targets(summary: Summary) -> Iterator[Finding]:
    target = summary.target
    if target is not None and target.leaders_left_out:
        left = target.leaders_left_out
        who = (
            "The target of 1 person whose role says that they lead is"
            if left == 1
            else f"Targets of {counted(left, 'person', 'people')} whose role says that they lead "
            "are"
        )
        yield Finding(
            "targets_of_leaders",
            "warning",
            f"{who} left out of the sum",
            "It may hold the total of a team." if left == 1 else "They may hold team totals.",
            {"people": left},
            ("Give the company's target in a row of targets.csv without person and team.",),
        )


def _no_owner(summary: Summary) -> Iterator[Finding]:
    bare = summary.totals.without_owner
    if bare:
        one = bare == 1
        yield Finding(
            "deals_without_owner",
            "info",
            f"{counted(bare, 'deal')} {'has' if one else 'have'} no owner",
            f"{'It counts' if one else 'They count'} for the company and for nobody.",
            {"deals": bare},
            ("Give each open deal an owner.",),
        )


def _people(summary: Summary) -> Iterator[Finding]:
    found = summary.doubts
    if found.left_open:
        yield Finding(
            "owners_left",
            "warning",
            f"{counted(found.left_open, 'open deal')} "
            f"{'belongs' if found.left_open == 1 else 'belong'} to "
            f"{counted(found.left_people, 'person', 'people')} who left",
            f"{_they_are(found.left_open)} in the open pipeline, and nobody works on "
            f"{'it' if found.left_open == 1 else 'them'}.",
            {"deals": found.left_open, "people": found.left_people},
            ("Give them to somebody, or close them.",),
        )
    if found.in_ring:
        yield Finding(
            "managers_in_ring",
            "warning",
            f"{counted(found.in_ring, 'person', 'people')} "
            f"{'is their own manager' if found.in_ring == 1 else 'are their own managers'}, "
            "directly or by way of others",
            "Everybody counts in the team of the manager named next to them, and nowhere above.",
            {"people": found.in_ring},
            ("Mend the manager in the CRM or in team.csv.",),
        )
    if found.unknown_managers:
        one = found.unknown_managers == 1
        yield Finding(
            "managers_unknown",
            "warning",
            f"{counted(found.unknown_managers, 'manager')} {'is' if one else 'are'} named by an id "
            "that the export of people does not hold",
            f"{'Their team goes' if one else 'Their teams go'} by that id.",
            {"managers": found.unknown_managers},
            ("Export the people who left too, or write team.csv.",),
        )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _they_are(number: int) -> str:
    return "It is" if number == 1 else "They are"
