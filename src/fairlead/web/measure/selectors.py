"""Fair rates as the page shows them: a block a competency, people in the order of their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.web.evidence.selectors import COMPETENCY, Contested, contested
from fairlead.web.people.access import EVER, NEVER, Spans, seen, within
from fairlead.web.people.selectors import Shown, groups_shown, people_seen
from fairlead.web.project import shown
from fairlead.web.published.forms import day_of_answers
from fairlead.web.published.selectors import Found, answer, answers

QUARTER = dt.timedelta(days=92)
SHORT, SHORTEST = 9, 3
"""Rows of people up to which a table stands open: a team; fewer where nobody differs."""
PER_CENT = "fraction"
"""Unit of what is a share of deals: steps and the whole road."""
DAYS = "days"
"""Unit of what is the better the less of it there is."""
UNITS = {"a week": gettext_noop("a week"), "days": gettext_noop("days")}
"""Units in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person and one competency, in words; `address` leads to the person."""

    person: Shown
    address: str
    counts: str
    expected: str
    fair: str
    word: str
    quarters: tuple[tuple[str, str], ...]
    contests: tuple[Contested, ...] = ()
    direction: str = ""
    """In a word how it differs beyond chance, empty where it does not."""


@dataclass(frozen=True, slots=True)
class Block:
    """One competency of one job: all together, and the people within reach.

    `deals` says of which deals it is, where there are several kinds: new business, say.
    """

    name: str
    deals: str
    job: str
    together: str
    rate: str
    open: str
    rows: tuple[Row, ...]
    is_share: bool = True

    @property
    def differing(self) -> list[Row]:
        """Who differs beyond chance, in the order of names."""
        return [row for row in self.rows if row.direction]

    @property
    def is_folded(self) -> bool:
        """Say whether its sentence is enough at first; its rows are opened by who wants them."""
        return len(self.rows) > (SHORT if self.differing else SHORTEST)


def rows_seen(request: HttpRequest) -> tuple[list[Block], Found | None]:
    """Return the fair rates of everybody within reach, and the report they are from."""
    people = [p for p in people_seen(request, day_of_answers()) if p.crm_id is not None]
    return blocks(people, {})


def blocks(people: list[Shown], reach: Mapping[str, Spans]) -> tuple[list[Block], Found | None]:
    """Return the same for some people; of quarters those within `reach`."""
    report = answer("measure", "company")
    if report is None:
        return [], None
    by_crm = {str(p.crm_id): p for p in people}
    stored = answers("measure", "person", list(by_crm))
    contests: dict[tuple[str, str], list[Contested]] = {}
    for each in contested(person.id for person in people):
        contests.setdefault((each.person, each.key), []).append(each)
    found: dict[tuple[str, str], list[Row]] = {}
    for subject, told in stored.items():
        person = by_crm[subject]
        address, spans = reverse("measure_person", args=[person.id]), reach.get(person.id, NEVER)
        for row in told.body["rows"]:
            key = (row["competency"], row["role"] or "")
            said = contests.get((person.id, f"{COMPETENCY}:{row['competency']}"), [])
            found.setdefault(key, []).append(_row(person, address, row, spans, said))
    made = []
    parts = report.body["competencies"]
    several = _has_several(parts)
    for part in parts:
        rows = found.get((part["competency"], part["role"] or ""), [])
        if rows:
            rows.sort(key=lambda row: (row.person.name.casefold(), row.person.id))
            made.append(_block(part, tuple(rows), several=several))
    return made, report


def rows_json(request: HttpRequest) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Return the report and the rows of everybody within reach, as data."""
    report = answer("measure", "company")
    people = {
        str(p.crm_id): p for p in people_seen(request, day_of_answers()) if p.crm_id is not None
    }
    rows = []
    for subject, told in sorted(answers("measure", "person", list(people)).items()):
        spans = seen(request).get(people[subject].id, NEVER)
        for row in told.body["rows"]:
            kept = [q for q in row["quarters"] if _sees_quarter(q, spans)]
            rows.append(row | {"person_id": people[subject].id, "quarters": kept})
    return (report.body if report else None), rows


def company_blocks() -> tuple[list[Block], Found | None]:
    """Return all together, without anybody by name."""
    report = answer("measure", "company")
    if report is None:
        return [], None
    parts = report.body["competencies"]
    return [_block(part, (), several=_has_several(parts)) for part in parts], report


def group_rows(day: dt.date) -> list[tuple[str, str, str]]:
    """Return team, competency and k of n for teams that may be shown without individuals."""
    teams = groups_shown(day)
    report = answer("measure", "company")
    several = report is not None and _has_several(report.body["competencies"])
    rows = []
    for team, people in teams.items():
        sums: dict[str, list[int]] = {}
        for told in answers("measure", "person", [str(p) for p in people]).values():
            for row in told.body["rows"]:
                if row["unit"] == PER_CENT:
                    deals = _deals_of(row["competency"]) if several else ""
                    step = f"{row['name']}, {deals}" if deals else row["name"]
                    counted = sums.setdefault(step, [0, 0])
                    counted[0] += row["successes"]
                    counted[1] += row["n"]
        rows += [(team, name, shown.ratio(good, n)) for name, (good, n) in sums.items() if n]
    return rows


def _deals_of(competency: str) -> str:
    """Return the pipeline and the kind of deals a competency is of; empty for activities."""
    pipeline, *kind = competency.split(".")[:-1] or [""]
    if not kind:
        return ""
    words_of_it = [*([] if pipeline == "default" else [pipeline]), *kind]
    return ", ".join(words_of_it).replace("-", " ")


def _has_several(parts: list[dict[str, Any]]) -> bool:
    """Say whether competencies are of several kinds of deals, so that each has to say of which."""
    return len({_deals_of(part["competency"]) for part in parts} - {""}) > 1


def _block(part: dict[str, Any], rows: tuple[Row, ...], *, several: bool) -> Block:
    is_share = part["unit"] == PER_CENT
    counts = shown.ratio(part["successes"], part["n"]) if is_share else shown.count(part["n"])
    return Block(
        part["name"],
        _deals_of(part["competency"]) if several else "",
        part["role"] or "",
        counts,
        _range(part["rate"], part["unit"]) if isinstance(part.get("rate"), dict) else "",
        shown.count(part["open"]) if part["open"] else "",
        rows,
        is_share,
    )


def _row(
    person: Shown, address: str, row: dict[str, Any], spans: Spans, said: list[Contested]
) -> Row:
    fair = row.get("fair_rate")
    silence = row.get("not_estimable")
    return Row(
        person=person,
        address=address,
        counts=_counts(row),
        expected=_expected(row),
        fair=_fair(row) if fair else _silence(silence),
        word=_word(row) if fair else "",
        quarters=_quarters(row, spans) if spans and row["unit"] == PER_CENT else (),
        contests=tuple(said),
        direction=_direction(row) if fair and row["differs"] else "",
    )


def _fair(row: dict[str, Any]) -> str:
    """Return the fair rate with its range, and what is usual beside it."""
    fair, usual = _range(row["fair_rate"], row["unit"]), row.get("usual")
    if usual is None:
        return fair
    return _("%(fair)s, usual %(usual)s") % {"fair": fair, "usual": _plain(usual, row["unit"])}


def _expected(row: dict[str, Any]) -> str:
    """Return what the same deals or weeks give anybody of the job."""
    if row["unit"] == PER_CENT:
        wanted = row["expected_successes"]
        return "" if wanted is None else f"{wanted:.0f}"
    return "" if row.get("expected") is None else _plain(row["expected"], row["unit"])


def _counts(row: dict[str, Any]) -> str:
    if row["unit"] != PER_CENT:
        count, observed = shown.count(row["successes"]), row.get("observed")
        return count if observed is None else f"{count}; {_plain(observed, row['unit'])}"
    counts = shown.ratio(row["successes"], row["n"])
    if not row["open"]:
        return counts
    return _("%(counts)s (%(open)s open)") % {"counts": counts, "open": shown.count(row["open"])}


def _direction(row: dict[str, Any]) -> str:
    """Say in a word which way somebody differs; above is faster where days are told."""
    above = row["direction"] == "above"
    if row["unit"] == DAYS:
        return _("faster") if above else _("slower")
    return _("above") if above else _("below")


def _word(row: dict[str, Any]) -> str:
    if not row["differs"]:
        return _("no difference beyond chance")
    above = row["direction"] == "above"
    if row["unit"] == DAYS:
        return _("faster than deals like theirs") if above else _("slower than deals like theirs")
    if row["unit"] == PER_CENT:
        if above:
            return _("above what deals like theirs give")
        return _("below what deals like theirs give")
    return _("above what is usual for the job") if above else _("below what is usual for the job")


def _silence(silence: dict[str, Any] | None) -> str:
    if not silence:
        return _("too little data")
    if silence["needed"] is None:
        return str(silence["reason"])
    if silence["have"] is None:
        needed = shown.count(silence["needed"])
        return _("too little data: %(needed)s needed") % {"needed": needed}
    counts = shown.ratio(round(silence["have"]), silence["needed"])
    return _("too little data: %(counts)s") % {"counts": counts}


def _range(estimate: dict[str, Any], unit: str) -> str:
    """Return a value with its range, in the competency's unit."""
    numbers = [estimate[name] for name in ("value", "lower", "upper")]
    if unit == PER_CENT:
        return shown.per_cent(*(100 * number for number in numbers))
    ranged = shown.ranged(*(_written(number, unit) for number in numbers))
    return ranged if unit.endswith("minor") else f"{ranged} {_(UNITS.get(unit, unit))}"


def _plain(number: float, unit: str) -> str:
    """Return a value without a range, in the competency's unit."""
    if unit == PER_CENT:
        return _("%(value)s%%") % {"value": f"{100 * number:.0f}"}
    written = _written(number, unit)
    return written if unit.endswith("minor") else f"{written} {_(UNITS.get(unit, unit))}"


def _written(number: float, unit: str) -> str:
    if unit.endswith("minor"):
        return shown.money(round(number), unit.removesuffix("minor").strip() or None)
    return shown.turned(f"{number:.3g}")


def _quarters(row: dict[str, Any], spans: Spans) -> tuple[tuple[str, str], ...]:
    """Return the quarters of which the reader may see a day, with k of n."""
    return tuple(
        (shown.day(dt.date.fromisoformat(q["start"])), shown.ratio(q["successes"], q["n"]))
        for q in row["quarters"]
        if _sees_quarter(q, spans)
    )


def _sees_quarter(quarter: dict[str, Any], spans: Spans) -> bool:
    start = dt.date.fromisoformat(quarter["start"])
    return spans == EVER or any(within(spans, start, start + QUARTER))
