"""The rows behind a fair rate: deals, times in stage or activities of some people."""

from __future__ import annotations

import datetime as dt

from fairlead.lake.counts.handover import FIRST_OWNERS
from fairlead.lake.store.schema import literal

Given = dict[str, str | int | None]

_OUTCOME = "CASE l.outcome WHEN 1 THEN 'won' WHEN 2 THEN 'lost' ELSE 'open' END"
_DEAL = (
    "o.source_key AS deal, coalesce(o.name, '') AS name, coalesce(p.name, '') AS person, "
    "o.\"file\" || ':' || o.line AS row"
)


def competency_rows(given: Given, only: str | None = None) -> str:
    """Return SQL of the rows behind one competency of some people.

    Needs what `lake.counts.book.count_book` leaves on the connection.

    Parameters
    ----------
    given
        slug, kind, pipeline, type, stage (None for whole roads), people (surrogate keys, parted
        by commas), start and end (first and last day); of a scenario its name, the deals of which
        are in ``book_scenarios``.
    only
        SQL of a key to return as ``person_id`` beside what people read.
    """
    kind, stage = given["kind"], given["stage"]
    if kind == "conversion" and stage is not None:
        return _step(given, stage, only)
    if kind in {"conversion", "duration"}:
        return _road(given, only)
    if kind == "creation":
        return _created(given, only)
    if kind == "activity":
        return _activities(given, only)
    return _won(given, only)


def source_of(kind: str, stage: str | None) -> str:
    """Return which rows are behind a competency: ``steps, roads, created, activities, won``."""
    if kind == "conversion" and stage is not None:
        return "steps"
    if kind in {"conversion", "duration"}:
        return "roads"
    return {"creation": "created", "activity": "activities"}.get(kind, "won")


def rows_by_person(given: Given) -> dict[str, str]:
    """Return SQL of how many rows each person has behind every competency of deals, by source.

    Each gives ``pipeline, type, stage, person_id, rows`` of the same rows as `competency_rows`, of
    all competencies in one pass; the stage is null where they are not of one stage. Every row
    belongs to one person, so the rows behind some people are the sum of theirs.

    Parameters
    ----------
    given
        people, start and end as in `competency_rows`.
    """
    count, lives = "count(*) AS rows", "g.pipeline, g.type, NULL::VARCHAR AS stage, b.person_id"
    of_lives = (
        "FROM book_lives l JOIN book_groups g USING (grp) JOIN book_people b "
        f"ON b.person = l.person WHERE {_people(given, 'b.person_id')}"
    )
    entered, won = _within(given, "company_day(l.entered_at)"), _is_won(given)
    return {
        "steps": f"SELECT s.pipeline, s.type, s.stage, s.person_id, {count} FROM all_steps s "
        f"WHERE {_step_counts(given)} GROUP BY ALL",
        "roads": f"SELECT {lives}, {count} {of_lives} AND {entered} GROUP BY ALL",
        "won": f"SELECT {lives}, {count} {of_lives} AND {won} GROUP BY ALL",
        "created": f"{_first_owner(given)} SELECT s.pipeline, s.type, NULL::VARCHAR AS stage, "
        f"k.person_id, {count} FROM {_CREATED} WHERE {_within(given, 'company_day(s.created_at)')} "
        f"AND {_people(given, 'k.person_id')} GROUP BY ALL",
    }


def activities_by_person(given: Given) -> str:
    """Return SQL of how many activities each person has of one competency: ``person_id, rows``."""
    rows = competency_rows(given, "p.person_id")
    return f"SELECT person_id, count(*) AS rows FROM ({rows}) GROUP BY 1"


def _key(only: str | None) -> str:
    return "" if only is None else f"{only} AS person_id, "


def _people(given: Given, column: str) -> str:
    keys = ", ".join(str(int(key)) for key in str(given["people"]).split(",") if key)
    return f"{column} IN ({keys})" if keys else "false"


def _within(given: Given, day: str) -> str:
    return f"{day} BETWEEN DATE '{_day(given, 'start')}' AND DATE '{_day(given, 'end')}'"


def _day(given: Given, name: str) -> dt.date:
    return dt.date.fromisoformat(str(given[name]))


def _group(given: Given, alias: str) -> str:
    return (
        f"{alias}.pipeline = {literal(str(given['pipeline']))} "
        f"AND {alias}.type = {literal(str(given['type']))}"
    )


def _step(given: Given, stage: str | int, only: str | None) -> str:
    return (
        f"SELECT {_key(only)}s.outcome, {_DEAL}, company_day(s.entered_at) AS entered, "
        "company_day(s.ended_at) AS ended, round(s.dwell_s / 86400, 1) AS days, "
        "s.inherited AS taken_over FROM all_steps s JOIN opportunities o USING (opportunity_id) "
        "LEFT JOIN people p ON p.person_id = s.person_id "
        f"WHERE {_group(given, 's')} AND s.stage = {literal(str(stage))} "
        f"AND {_step_counts(given)} AND {_in_scenario(given, 's')}"
    )


def _step_counts(given: Given) -> str:
    return (
        f"s.provenance = 'observed' AND {_within(given, 'company_day(s.entered_at)')} "
        f"AND {_people(given, 's.person_id')}"
    )


def _in_scenario(given: Given, alias: str) -> str:
    name = given.get("scenario")
    if name is None:
        return "true"
    return (
        f"{alias}.opportunity_id IN (SELECT opportunity_id FROM book_scenarios "
        f"WHERE scenario = {literal(str(name))})"
    )


_LIVES = (
    "book_lives l JOIN book_groups g USING (grp) JOIN opportunities o USING (opportunity_id) "
    "JOIN book_people b ON b.person = l.person JOIN people p ON p.person_id = b.person_id"
)


def _road(given: Given, only: str | None) -> str:
    return (
        f"SELECT {_key(only)}{_OUTCOME} AS outcome, {_DEAL}, company_day(l.entered_at) AS created, "
        "CASE WHEN l.outcome <> 0 AND NOT l.lacks_end THEN company_day(l.stop_at) END AS ended, "
        "CASE WHEN NOT l.lacks_end THEN "
        "date_diff('day', company_day(l.entered_at), company_day(l.stop_at)) END AS days "
        f"FROM {_LIVES} WHERE {_group(given, 'g')} "
        f"AND {_within(given, 'company_day(l.entered_at)')} AND {_people(given, 'b.person_id')} "
        f"AND {_in_scenario(given, 'l')}"
    )


def _won(given: Given, only: str | None) -> str:
    return (
        f"SELECT {_key(only)}{_DEAL}, l.booked_on AS booked, l.amount, l.currency FROM {_LIVES} "
        f"WHERE {_group(given, 'g')} AND {_is_won(given)} AND {_people(given, 'b.person_id')}"
    )


def _is_won(given: Given) -> str:
    return f"l.is_won AND l.amount > 0 AND {_within(given, 'l.booked_on')}"


_CREATED = (
    "state_now s LEFT JOIN first_owner f USING (opportunity_id) "
    "JOIN person_keys k ON k.key_id = coalesce(f.owner_id, s.owner_id)"
)


def _first_owner(given: Given) -> str:
    evening = f"company_midnight(DATE '{_day(given, 'end')}' + 1)"
    return f"WITH first_owner AS ({FIRST_OWNERS.replace('$until', evening)})"


def _created(given: Given, only: str | None) -> str:
    return (
        f"{_first_owner(given)} SELECT {_key(only)}{_DEAL}, company_day(s.created_at) AS created "
        f"FROM {_CREATED} JOIN opportunities o USING (opportunity_id) "
        "JOIN people p ON p.person_id = k.person_id "
        f"WHERE {_group(given, 's')} AND {_within(given, 'company_day(s.created_at)')} "
        f"AND {_people(given, 'p.person_id')}"
    )


def _activities(given: Given, only: str | None) -> str:
    kinds = [literal(kind) for kind in str(given["slug"]).split(".")[-1].split("-per-")]
    ones = [f"{kind}, rtrim({kind}, 's')" for kind in kinds]
    return (
        f"SELECT {_key(only)}a.kind, p.name AS person, company_day(a.occurred_at) AS day, "
        "a.outcome, o.source_key AS deal, a.source_key AS activity FROM activities a "
        "JOIN person_keys k ON k.key_id = a.person_id JOIN people p ON p.person_id = k.person_id "
        "LEFT JOIN opportunities o ON o.opportunity_id = a.opportunity_id "
        f"WHERE a.kind IN ({', '.join(ones)}) "
        f"AND a.known_at < company_midnight(DATE '{_day(given, 'end')}' + 1) "
        f"AND {_within(given, 'company_day(a.occurred_at)')} AND {_people(given, 'p.person_id')}"
    )
