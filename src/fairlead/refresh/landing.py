"""Where the quarter lands, for the people of a brief, and the names forecasts are told by."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.forecast_words import DealSaid, Words
from fairlead.brief.landing import Landing
from fairlead.brief.standing import aimed_at
from fairlead.forecast.journal import Ints, Journal, number_of
from fairlead.lake.counts.deal_words import account_name, deal_words, next_steps_kept
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.relations import Relations
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary
from fairlead.process.model import Process
from fairlead.refresh.forecast_caveats import forecast_findings

if TYPE_CHECKING:
    from fairlead.forecast.outlook import Outlook

NO_DEALS = NotEstimable(
    "the data hold no deal with a date, so nothing can be said of when one closes"
)


def no_deals(connection: Any) -> NotEstimable:
    """Return why nothing is known of an evening: no deal has a date, or all came later."""
    (first,) = connection.execute(
        "SELECT min(coalesce(company_day(created_at), close_on)) FROM opportunities"
    ).fetchone()
    if first is None:
        return NO_DEALS
    return NotEstimable(f"the first deal is of {words.day(first)}; ask for a later day")


def is_over(question: Question) -> bool:
    """Say whether the quarter of an evening ends with it, so that nothing of it is to come."""
    quarter = question.company.calendar.period("quarter", question.as_of)
    return question.as_of >= quarter.end - dt.timedelta(days=1)


def book_of_quarter(
    connection: Any, tables: Relations, question: Question, process: Process
) -> Journal | None:
    """Return what a brief's forecast is made from; nothing is read where the quarter is over."""
    return None if is_over(question) else journal(connection, tables, question, process)


def count_landing(
    connection: Any,
    book: Journal | None,
    question: Question,
    summary: Summary,
    whose: tuple[int | None, dt.date],
) -> Landing | NotEstimable | None:
    """Return where the quarter of a brief lands; None where it is over.

    Parameters
    ----------
    connection
        On which `scope.prepare` or `scope.cut` has run for this evening.
    book
        What `journal` made of the whole company; None without a deal that has a date.
    question
        The evening and the audience.
    summary
        Gives the target; where it was given to some only, no chance is told.
    whose
        Key of the person the brief is about (None for the company), and the last day of the data.
    """
    if is_over(question):
        return None
    from fairlead.forecast.ahead import Asked, tell  # a second, when it is needed

    person, until = whose
    if book is None:
        return NO_DEALS
    leads = question.audience != "rep"
    code = None if person is None else int(np.searchsorted(book.staff.person_id, person))
    target, aside = aimed_at(summary.target, summary.totals.currency)
    wish = Asked(
        question.company.calendar,
        question.as_of,
        people=None if code is None else people_of(book, code, question.as_of, leads=leads),
        leader=code if leads else None,
        target=target,
        look_back=False,
    )
    told = tell(book, wish)
    if isinstance(told, NotEstimable):
        return told
    said = forecast_words(connection, question, until, (book, told.outlook), named=False)
    said = replace(said, aside=aside)
    return Landing(told.outlook, said, forecast_findings(book, told))


def people_of(book: Journal, code: int, as_of: dt.date, *, leads: bool) -> Ints:
    """Return the codes of a person, and of those who work for them on an evening."""
    own = np.array([code], dtype=np.int64)
    if not leads:
        return own
    everybody = np.arange(len(book.staff.person_id))
    mine = np.flatnonzero(book.staff.manager_at(everybody, number_of(as_of)) == code)
    return np.union1d(own, mine).astype(np.int64)


def forecast_words(
    connection: Any,
    question: Question,
    until: dt.date,
    found: tuple[Journal, Outlook],
    *,
    named: bool,
    by: str = "",
) -> Words:
    """Return the names a forecast is told with; people only with `named`.

    Next steps are known in their present form only: of a past evening none is told.
    """
    book, outlook = found
    present = question.as_of >= until
    owners = {d.opportunity_id: d.owner for d in outlook.width.deals}
    deals = {
        key: DealSaid(
            said.name,
            said.next_step if present else None,
            said.url,
            book.staff.name[owners[key]] if named and owners[key] >= 0 else None,
            _team(book, owners[key], question.as_of),
        )
        for key, said in deal_words(connection, tuple(owners)).items()
    }
    steps = present and next_steps_kept(connection)
    return Words(deals, _hanging(connection, book, outlook, named=named), steps, by)


def _team(book: Journal, owner: int, as_of: dt.date) -> str | None:
    if owner < 0:
        return None
    code = int(book.staff.team_at(np.array([owner]), number_of(as_of))[0])
    return book.staff.team[code] if code >= 0 else None


def _hanging(connection: Any, book: Journal, outlook: Outlook, *, named: bool) -> dict[str, str]:
    people = dict(zip(book.staff.person_id.tolist(), book.staff.name, strict=True))
    found: dict[str, str] = {}
    for one in outlook.hanging:
        if one.kind == "person" and named:
            found["person"] = people[one.key]
        elif one.kind == "source":
            found["source"] = one.name
        elif one.kind == "deal":
            found["deal"] = deal_words(connection, (one.key,))[one.key].name
        elif one.kind == "account":
            name = account_name(connection, one.key)
            if name:
                found["account"] = name
    return found
