"""The rows behind a line of one's numbers: deals that closed, wins with an amount, activities."""

from __future__ import annotations

import datetime as dt

from fairlead.lake.store.schema import literal

Given = dict[str, str | int | None]


def number_rows(given: Given, columns: str, tables: str) -> str:
    """Return SQL of the rows behind one line.

    Needs ``deals`` and ``all_steps`` of the whole company.

    Parameters
    ----------
    given
        line (``wins``, ``stage``, ``new deals`` or ``events``), what (the stage or the kind of
        activity), unit and key of whose they are, start and end (first and last day), currency.
    columns, tables
        SQL of what is shown of a deal ``d``, and where it comes from.
    """
    line, days = str(given["line"]), _within(given)
    if line == "events":
        return _activities(given)
    booked = f"d.booked_on {days}"
    closed = f"SELECT {columns} FROM {tables} WHERE {_whose(given)} AND {booked}"
    if line == "wins":
        currency = given.get("currency")
        same = f"d.currency = {literal(str(currency))}" if currency else "d.currency IS NULL"
        return f"{closed} AND d.outcome = 'won' AND d.amount > 0 AND {same}"
    closed += " AND d.outcome IN ('won', 'lost')"
    return f"{closed} AND {_in_stage(given)}" if line == "stage" else closed


def _day(given: Given, name: str) -> str:
    return f"DATE '{dt.date.fromisoformat(str(given[name]))}'"


def _within(given: Given) -> str:
    return f"BETWEEN {_day(given, 'start')} AND {_day(given, 'end')}"


def _whose(given: Given) -> str:
    unit, key = given["unit"], given["key"]
    if unit == "company" or key is None:
        return "true"
    return f"d.{'person_id' if unit == 'person' else 'manager_id'} = {int(key)}"


def _in_stage(given: Given) -> str:
    """Return SQL of deals that were ever in the stage, in the pipeline most deals are in."""
    main = (
        "(SELECT pipeline FROM all_steps WHERE provenance = 'observed' GROUP BY pipeline "
        "ORDER BY count(*) DESC, pipeline LIMIT 1)"
    )
    here = f"pipeline = {main}"
    stage = literal(str(given["what"]))
    rank = f'(SELECT min("rank") FROM all_steps WHERE {here} AND stage = {stage})'
    return (
        f'd.opportunity_id IN (SELECT opportunity_id FROM all_steps WHERE {here} AND "rank" = '
        f"{rank})"
    )


def _activities(given: Given) -> str:
    unit, key = given["unit"], given["key"]
    whose = "true"
    if unit == "person" and key is not None:
        whose = f"k.person_id = {int(key)}"
    elif key is not None:
        end = _day(given, "end")
        whose = (
            f"k.person_id IN (SELECT person_id FROM led WHERE manager_id = {int(key)} "
            f"AND from_on <= {end} AND {end} < to_on)"
        )
    evening = f"company_midnight({_day(given, 'end')} + 1)"
    return (
        "SELECT a.kind, p.name AS person, company_day(a.occurred_at) AS day, a.outcome, "
        "o.source_key AS deal, a.source_key AS activity FROM activities a "
        "LEFT JOIN person_keys k ON k.key_id = a.person_id "
        "LEFT JOIN people p ON p.person_id = k.person_id "
        "LEFT JOIN opportunities o ON o.opportunity_id = a.opportunity_id "
        f"WHERE a.kind = {literal(str(given['what']))} AND {whose} AND a.known_at < {evening} "
        f"AND company_day(a.occurred_at) {_within(given)}"
    )
