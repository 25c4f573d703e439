"""Which deals are in which scenario of the playbook, and their trials as steps of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.lake.counts.ground import Ground, fill_table
from fairlead.lake.store.schema import literal
from fairlead.measure.cells import Competency
from fairlead.process.model import slug
from fairlead.process.playbook import ROAD, HandTag, Scenario

NAMED = 3
FROM_DEALS = {
    "name": "o.name",
    "next step": "o.next_step",
    "competitor": "o.competitor",
    "product": "o.product",
    "source": "o.source_channel",
    "segment": "concat_ws(' ', o.segment, a.segment)",
    "region": "a.region",
    "industry": "a.industry",
    "lost reason": "o.lost_reason",
}
"""Field of a rule -> where it stands on a deal or its account."""
LEFT_OUT = {
    "unknown": "not known on that evening, or still to come",
    "without_deal": "done for no deal",
    "unclear": "an id of several, done for different deals",
}
"""Why an activity tagged by hand brings no deal."""


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """A step counted for the deals of one scenario only.

    `step` is the place of the whole step among the competencies.
    """

    competency: Competency
    step: int


def scenario_steps(
    competencies: Sequence[Competency], scenarios: Sequence[Scenario]
) -> tuple[ScenarioStep, ...]:
    """Return each scenario's step, once for each deal type that has it."""
    found = []
    for scenario in scenarios:
        for place, one in enumerate(competencies):
            if one.kind == "conversion" and _step(one) == scenario.step:
                named = replace(
                    one,
                    slug=f"{one.slug}.{slug(scenario.name)}",
                    name=f"{one.name}: {scenario.title}",
                    scenario=scenario.name,
                )
                found.append(ScenarioStep(named, place))
    return tuple(found)


def _step(competency: Competency) -> str:
    """Return by which name documents speak of a step, or of the whole road."""
    pipeline = slug(competency.pipeline or "")
    return f"{pipeline}.{ROAD if competency.stage is None else slug(competency.stage)}"


def fill_scenarios(ground: Ground, scenarios: Sequence[Scenario]) -> None:
    """Fill ``book_scenarios``: one row a deal and name of a scenario, by rule.

    A word is found where the field has it as a whole word, in any case; ``budget*`` where one
    begins so. What contacts do and what was done counts as far as it was known that evening; other
    fields have only their present value.
    """
    rows = [
        (
            scenario.name,
            nth,
            condition.field,
            word.rstrip("*") if word.endswith("*") else f"{word} ",
        )
        for scenario in scenarios
        for nth, rule in enumerate(scenario.rules)
        for condition in rule.conditions
        for word in condition.words
    ]
    sizes = [
        (scenario.name, nth, len(rule.conditions))
        for scenario in scenarios
        for nth, rule in enumerate(scenario.rules)
    ]
    connection = ground.connection
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_scenarios (opportunity_id BIGINT, scenario VARCHAR)"
    )
    if not rows:
        return
    _fill(connection, "book_rule_words", ("scenario", "rule", "field", "word"), rows)
    _fill(connection, "book_rules", ("scenario", "rule", "conditions"), sizes)
    fields = sorted({field for _, _, field, _ in rows})
    connection.execute(
        f"""
        INSERT INTO book_scenarios
        WITH noted AS ({" UNION ALL ".join(_noted(ground, field) for field in fields)}),
        plain AS (
          SELECT DISTINCT opportunity_id, field, ' ' || trim(regexp_replace(lower(value),
            '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')) || ' ' AS value
          FROM noted WHERE value IS NOT NULL
        ), holds AS (
          SELECT DISTINCT p.opportunity_id, w.scenario, w.rule, w.field
          FROM plain p JOIN book_rule_words w
            ON w.field = p.field AND contains(p.value, ' ' || w.word)
        ), found AS (
          SELECT h.opportunity_id, h.scenario FROM holds h JOIN book_rules r USING (scenario, rule)
          GROUP BY h.opportunity_id, h.scenario, h.rule, r.conditions
          HAVING count(*) = r.conditions
        )
        SELECT DISTINCT opportunity_id, scenario FROM found
        """
    )


def _fill(
    connection: Any, name: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    fill_table(connection, name, {c: [row[n] for row in rows] for n, c in enumerate(columns)})


def _noted(ground: Ground, field: str) -> str:
    """Return SQL of what is noted in a field: opportunity_id, field, value."""
    if field == "role":
        return (
            f"SELECT opportunity_id, 'role' AS field, role AS value FROM contact_roles "
            f"WHERE known_at < {ground.until}"
        )
    if field in {"activity", "activity outcome"}:
        value = "kind" if field == "activity" else "outcome"
        return (
            f"SELECT opportunity_id, '{field}' AS field, {value} AS value FROM activities "
            f"WHERE opportunity_id IS NOT NULL AND known_at < {ground.until} "
            f"AND occurred_at < {ground.until}"
        )
    return (
        f"SELECT o.opportunity_id, '{field}' AS field, {FROM_DEALS[field]} AS value "
        "FROM opportunities o LEFT JOIN accounts a ON a.account_id = o.account_id"
    )


def tag_by_hand(ground: Ground, scenarios: Sequence[Scenario], tags: Sequence[HandTag]) -> None:
    """Add what is tagged by hand to ``book_scenarios``; fill ``book_by_hand`` with the tags.

    An activity brings the deal it was done for, as by a rule: as far as it was known that evening.
    ``book_tagged`` has what is known of each activity that is tagged.
    """
    known = {scenario.name for scenario in scenarios}
    rows = [(t.deal, t.activity, t.scenario, t.line) for t in tags if t.scenario in known]
    connection = ground.connection
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_by_hand "
        "(deal VARCHAR, activity VARCHAR, scenario VARCHAR, line INTEGER)"
    )
    if rows:
        connection.executemany("INSERT INTO book_by_hand VALUES (?, ?, ?, ?)", rows)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE book_tagged AS "
        "SELECT source_key AS activity, min(opportunity_id) AS opportunity_id, "
        "count(DISTINCT opportunity_id) AS deals FROM activities "
        "SEMI JOIN book_by_hand ON book_by_hand.activity = source_key "
        f"WHERE known_at < {ground.until} AND occurred_at < {ground.until} GROUP BY source_key"
    )
    connection.execute(
        "INSERT INTO book_scenarios (SELECT o.opportunity_id, h.scenario FROM book_by_hand h "
        "JOIN opportunities o ON o.source_key = h.deal UNION "
        "SELECT t.opportunity_id, h.scenario FROM book_by_hand h JOIN book_tagged t "
        "USING (activity) WHERE t.deals = 1) EXCEPT FROM book_scenarios"
    )


def unknown_tags(connection: Any) -> tuple[Finding, ...]:
    """Return that some of what is tagged by hand does not count; needs `tag_by_hand`."""
    return (*_unknown_deals(connection), *_activities_left_out(connection))


def _unknown_deals(connection: Any) -> tuple[Finding, ...]:
    missing = connection.execute(
        "SELECT deal, line FROM book_by_hand WHERE deal <> '' "
        "AND deal NOT IN (SELECT source_key FROM opportunities) ORDER BY line"
    ).fetchall()
    if not missing:
        return ()
    (tagged,) = connection.execute("SELECT count(*) FROM book_by_hand WHERE deal <> ''").fetchone()
    return (
        Finding(
            "tagged_deals_unknown",
            "warning",
            f"{len(missing):,} of {tagged:,} deals in tagged.csv are not known",
            f"For example {_named(missing)}.",
            {"unknown": len(missing), "tagged": tagged},
            ("Write the id the CRM has for the deal.",),
        ),
    )


def _activities_left_out(connection: Any) -> tuple[Finding, ...]:
    rows = connection.execute(
        "SELECT h.activity, h.line, t.deals FROM book_by_hand h LEFT JOIN book_tagged t "
        "USING (activity) WHERE h.activity <> '' ORDER BY h.line"
    ).fetchall()
    told: list[str] = []
    counts: dict[str, int | float | str | None] = {"tagged": len(rows)}
    for name, words in LEFT_OUT.items():
        left = [(activity, line) for activity, line, deals in rows if _left_out(deals) == name]
        counts[name] = len(left)
        told += [f"{len(left):,} {words}, for example {_named(left)}."] if left else []
    if not told:
        return ()
    return (
        Finding(
            "tagged_activities_left_out",
            "warning",
            f"{sum(bool(_left_out(deals)) for *_one, deals in rows):,} of {len(rows):,} "
            "activities in tagged.csv bring no deal",
            " ".join(told),
            counts,
            ("Write the id the CRM has for the activity, or tag its deal.",),
        ),
    )


def _left_out(deals: int | None) -> str:
    """Return why an activity brings no deal, empty where it does; `deals` it was done for."""
    if deals is None:
        return "unknown"
    return "" if deals == 1 else "unclear" if deals else "without_deal"


def _named(rows: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} (row {line})" for name, line in rows[:NAMED])


def add_trials(ground: Ground, first: int, steps: Sequence[ScenarioStep]) -> None:
    """Add trials of scenarios to ``book_trials``, as competencies from the number `first` on."""
    for comp, one in enumerate(steps, start=first):
        name = literal(str(one.competency.scenario))
        ground.connection.execute(
            f"INSERT INTO book_trials BY NAME SELECT * REPLACE ({comp}::SMALLINT AS comp) "
            f"FROM book_trials SEMI JOIN (FROM book_scenarios WHERE scenario = {name}) "
            f"USING (opportunity_id) WHERE comp = {one.step}"
        )
