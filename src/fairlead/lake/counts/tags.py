"""k of n by what is noted on deals, for some people and everybody else, as known on the evening."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.errors import DefinitionError
from fairlead.lake.counts.dealt import COLUMNS, OTHER
from fairlead.lake.counts.ground import fill_table
from fairlead.measure.cells import Book, StepCells
from fairlead.measure.dealt import NOT_GIVEN
from fairlead.measure.question import Question
from fairlead.measure.tags import Tag, Tagged, Tags
from fairlead.stats.timing import FAILURE, OPEN, SUCCESS

MOST_VALUES = 12
MANY_CONTACTS = 3
ROLE, CONTACTS = "role of a contact", "number of contacts"
NOTED = COLUMNS | {"competitor": "nullif(trim(o.competitor), '')"}
Inside = npt.NDArray[np.bool_]
Row = tuple[str | None, bool, int, int]


def count_tags(
    connection: Any,
    question: Question,
    book: Book,
    slug: str,
    inside: Inside,
    *,
    months: int = 12,
) -> Tags | NotEstimable:
    """Return how a step went with each kind of deals, for some people and for everybody else.

    Parameters
    ----------
    connection
        The one `count_book` made `book` on: its trials are still there.
    question
        As asked of `count_book`.
    book
        The book.
    slug
        Competency of kind conversion.
    inside
        Who belongs to those asked about in which month (months of the book, people); all for the
        company.
    months
        Calendar months of entry looked at.

    Raises
    ------
    DefinitionError
        There is no such competency, or it is none with successes and failures.
    """
    comp, cells = step_of(book, slug)
    if isinstance(cells, NotEstimable):
        return cells
    fill_inside(connection, inside)
    _fill_trials(connection, comp, max(0, book.window.month_count - months))
    whole = _summed(_rows(connection, "'all'", "book_tagged t"))
    if not whole.trials + whole.other_trials:
        return NotEstimable("no deal of these months has come to an end", needed=1, have=0)
    tags = [_tag(connection, name, sql) for name, sql in NOTED.items()]
    tags += [_roles(connection, question), _contacts(connection, question), _taken(connection)]
    reasons = _reasons(connection)
    return Tags(slug, months, whole, tuple(t for t in tags if t is not None), reasons)


def step_of(book: Book, slug: str) -> tuple[int, StepCells | NotEstimable]:
    """Return the number of a step in ``book_trials``, and its cells.

    Raises
    ------
    DefinitionError
        There is no such competency, or it is none with successes and failures.
    """
    for comp, (competency, cells) in enumerate(zip(book.competencies, book.cells, strict=True)):
        if competency.slug == slug and competency.kind == "conversion":
            assert isinstance(cells, StepCells | NotEstimable)  # noqa: S101  by its kind
            return comp, cells
    steps = ", ".join(c.slug for c in book.competencies if c.kind == "conversion")
    raise DefinitionError(f"there is no step called {slug!r}", hint=f"Known: {steps}.")


def fill_inside(connection: Any, inside: Inside) -> None:
    """Fill ``book_inside``: places in the roster and months that belong to those asked about."""
    month, place = np.nonzero(inside)
    fill_table(connection, "book_places", {"month": month, "place": place})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_inside AS SELECT i.month, r.person FROM book_places i "
        "JOIN (SELECT person, row_number() OVER (ORDER BY person) - 1 AS place FROM book_roster) r "
        "USING (place)"
    )


def _fill_trials(connection: Any, comp: int, first: int) -> None:
    """Fill ``book_tagged``: the resolved trials, as `StepCells` counts them."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_tagged AS
        SELECT t.opportunity_id, t.taken, i.person IS NOT NULL AS inside,
          t.outcome = {SUCCESS} AND t.age <= h.horizon AS good, t.outcome = {FAILURE} AS lost
        FROM book_trials t JOIN book_horizons h ON h.comp = t.comp
        LEFT JOIN book_curves c ON c.comp = t.comp AND c.speed = t.speed AND c.age = t.age
        LEFT JOIN book_inside i ON i.person = t.person AND i.month = t.month
        WHERE t.comp = {comp} AND t.person >= 0 AND t.age IS NOT NULL AND t.month >= {first}
          AND (t.outcome <> {OPEN} OR coalesce(c.sw + c.sf, 0) = 0)
        """
    )


def _rows(connection: Any, value: str, source: str, *, good: str = "t.good") -> list[Row]:
    rows = connection.execute(
        f"SELECT {value} AS value, t.inside, count(*) FILTER ({good}), count(*) FROM {source} "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [(row[0], bool(row[1]), int(row[2]), int(row[3])) for row in rows]


def _summed(rows: list[Row], value: str = "all") -> Tagged:
    def total(column: int, *, inside: bool) -> int:
        return sum(int(row[column] or 0) for row in rows if row[1] is inside)

    return Tagged(
        value,
        total(2, inside=True),
        total(3, inside=True),
        total(2, inside=False),
        total(3, inside=False),
    )


def _values(rows: list[Row]) -> tuple[Tagged, ...]:
    """Return the values, most frequent first, what is left over and not given at the end."""
    by_value: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_value[NOT_GIVEN if row[0] is None else row[0]].append(row)
    without = by_value.pop(NOT_GIVEN, [])
    ordered = sorted(by_value, key=lambda v: (-sum(r[3] for r in by_value[v]), v))
    found = [_summed(by_value[v], v) for v in ordered[:MOST_VALUES]]
    rest = [row for v in ordered[MOST_VALUES:] for row in by_value[v]]
    if rest:
        found.append(_summed(rest, OTHER))
    if without:
        found.append(_summed(without, NOT_GIVEN))
    return tuple(found)


def _tag(connection: Any, name: str, sql: str) -> Tag | None:
    source = (
        "book_tagged t JOIN opportunities o USING (opportunity_id) "
        "LEFT JOIN accounts a ON a.account_id = o.account_id"
    )
    rows = _rows(connection, sql, source)
    return Tag(name, _values(rows)) if any(row[0] is not None for row in rows) else None


def _known_roles(question: Question) -> str:
    """Return SQL of the contacts of deals, as far as they were known that evening."""
    end = question.company.after_evening_of(question.as_of).isoformat()
    return f"(SELECT * FROM contact_roles WHERE known_at < TIMESTAMPTZ '{end}')"


def _roles(connection: Any, question: Question) -> Tag | None:
    source = (
        "book_tagged t JOIN (SELECT DISTINCT opportunity_id, nullif(trim(role), '') AS role "
        f"FROM {_known_roles(question)}) r USING (opportunity_id)"
    )
    rows = [row for row in _rows(connection, "r.role", source) if row[0] is not None]
    return Tag(ROLE, _values(rows), is_several=True) if rows else None


def _contacts(connection: Any, question: Question) -> Tag | None:
    known = _known_roles(question)
    (there,) = connection.execute(f"SELECT count(*) FROM {known}").fetchone()
    if not there:
        return None
    source = (
        "book_tagged t LEFT JOIN (SELECT opportunity_id, count(DISTINCT contact_id) AS many "
        f"FROM {known} GROUP BY opportunity_id) r USING (opportunity_id)"
    )
    number = f"least(coalesce(r.many, 0), {MANY_CONTACTS})"
    many = f"'{MANY_CONTACTS} or more'"
    words = f"CASE WHEN {number} = {MANY_CONTACTS} THEN {many} ELSE {number}::VARCHAR END"
    values = _values(_rows(connection, words, source))
    return Tag(CONTACTS, tuple(sorted(values, key=lambda v: v.value)))


def _taken(connection: Any) -> Tag | None:
    words = "CASE WHEN t.taken THEN 'taken over' ELSE 'own from the start' END"
    values = _values(_rows(connection, words, "book_tagged t"))
    return Tag("taken over", values) if len(values) > 1 else None


def _reasons(connection: Any) -> Tag | None:
    """Return the reasons of the lost: how many have each, of all that are lost."""
    source = (
        "(FROM book_tagged WHERE lost) t JOIN opportunities o USING (opportunity_id) "
        "JOIN state_now s USING (opportunity_id)"
    )
    lost = "nullif(trim(o.lost_reason), '')"
    rows = _rows(connection, f"CASE WHEN s.outcome = 'lost' THEN {lost} END", source, good="true")
    if not any(row[0] is not None for row in rows):
        return None
    every = _summed(rows)
    return Tag(
        "lost reason",
        tuple(
            Tagged(v.value, v.successes, every.trials, v.other_successes, every.other_trials)
            for v in _values(rows)
        ),
    )
