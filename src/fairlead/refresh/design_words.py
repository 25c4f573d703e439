"""Designs in words: the recommendation first, then what each design would show."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from fairlead.brief import words
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.refresh.design_plan import COLUMNS, NO_TEAM
from fairlead.train.design import MONTH_DAYS, proves, shares, weeks_needed
from fairlead.train.outcomes import Rate, Share
from fairlead.train.power import TOO_YOUNG, Power

if TYPE_CHECKING:
    from fairlead.refresh.designing import Designed

TITLE = "A training that can be judged"
SELDOM = 0.25
"""Chance to show a lift of just the size that matters, below which that is said. By the rule it is
at most about one half."""
DRAWN_WITHIN = COLUMNS.index("drawn_within")


def compose_design(found: Designed, setting: Setting) -> Brief:
    """Return designs as they are read, on a terminal or a page; nobody is named.

    A design that cannot be judged has no plan: it would fix a day that decides nothing.
    """
    sections = [Section("design", "What to do", tuple(_advice(found))), _table(found)]
    if found.powers[found.taken].detectable is not None:
        sections.append(Section("plan", "The plan", tuple(_plan(found))))
    return Brief(
        title=TITLE,
        subtitle=f"{found.wish.name} | {words.day(found.as_of)}",
        freshness=freshness(found.as_of, setting),
        audience="all",
        as_of=found.as_of,
        data_until=setting.data_until,
        sections=tuple(sections),
        evidence=(),
        findings=setting.findings,
        plumbing=_tried(found),
    )


def _tried(found: Designed) -> tuple[Line, ...]:
    most = max(power.simulations for power in found.powers)
    if not most:
        return ()
    told = (
        f"Each design was tried on {found.powers[0].simulations or most} simulated companies with "
        "your people, your deals and your differences, and judged by the rule above. Shows from: "
        "the effect that would be called worked 8 times in 10."
    )
    return (Line(told),)


def _lift(found: Designed, value: float) -> str:
    """Write a change: ``9 points`` of a rate, ``12%`` of anything else."""
    unit = " points" if found.own.outcome.unit == "points" else "%"
    return f"{100 * value:.0f}{unit}"


def _wanted(found: Designed) -> str:
    """Write the smallest effect that matters as it was fixed: ``2.5 points``."""
    unit = " points" if found.own.outcome.unit == "points" else "%"
    return f"{100 * found.wish.smallest:g}{unit}"


def _seen(found: Designed) -> str:
    """Say what a design counts: deals, weeks of work, or wins."""
    if isinstance(found.own.outcome, Share):
        return "deals"
    return _exposure(found) if isinstance(found.own.outcome, Rate) else "wins"


def _exposure(found: Designed) -> str:
    """Return what counts are counted in: ``weeks`` of work, ``calls``."""
    return f"{found.competencies[0].unit.removeprefix('a ')}s"


def _until_now(found: Designed) -> str:
    """Say what the competency is like now, with its count."""
    top, bottom = found.own.counted
    if isinstance(found.own.outcome, Share):
        told = words.rate(top, bottom)
        return f"Until now, everybody together: {told} of the decided deals move on."
    if isinstance(found.own.outcome, Rate):
        rate = f"{found.own.outcome.level:.2g} {found.competencies[0].unit} each"
        of = _exposure(found)
        of = "weeks of work" if of == "weeks" else of
        counted = f"{words.count(top)} in {words.count(bottom)} {of}"
        return f"Until now, everybody together: {rate}, {counted}."
    return f"How far amounts differ is known from {words.counted(top, 'win')}."


def _instead(found: Designed, because: str) -> list[Line]:
    """Say with how many weeks which design could be judged, and what to train instead."""
    waiting = round(found.own.horizon * MONTH_DAYS / 7)
    told = f"Deals take up to {waiting} weeks to be decided here."
    inside = [one for one in found.drawn if one.scheme != "with the other teams"]
    needed = [(weeks_needed(found.own, one, found.times), one.scheme) for one in inside]
    enough = [(weeks, scheme) for weeks, scheme in needed if weeks is not None]
    if enough:
        weeks, scheme = min(enough, key=lambda each: each[0])
        longer = f"Plan {weeks} weeks to the verdict (--weeks {weeks}), {scheme}"
        advice = f"{longer}, or train a step that is decided sooner."
        return [Line(f"{advice} {told}")]
    return [Line(f"{told} Train a step that is decided sooner.")] if because == TOO_YOUNG else []


def _advice(found: Designed) -> list[Line]:
    """Say which design to take, what it would show, and what another one would."""
    taken = found.powers[found.taken]
    day = words.day(found.times.look_on)
    lines = []
    if taken.detectable is None:
        lines.append(Line(f"As planned it cannot be judged: {taken.because}.", weight="lead"))
        lines += _instead(found, taken.because)
    else:
        least = _lift(found, taken.detectable)
        text = f"Train {_how(found)}: a lift of {least} or more would show by {day}."
        lines.append(Line(text, weight="lead"))
    lines.append(Line(_until_now(found)))
    others = [
        f"{_name(found, power)}, {_shown(found, power)}"
        for place, power in enumerate(found.powers)
        if place != found.taken
    ]
    if others:
        lines.append(Line(f"For comparison: {'; '.join(others)}."))
    joined = None if found.joined is None else found.powers[found.joined]
    if joined is not None and joined.plan.name == "with the other teams":
        who = "the others" if found.wish.team is None else "the other teams"
        lines.append(Line(f"Ask {who} to join: with them a smaller lift shows."))
    size = _wanted(found)
    if taken.detectable is not None and taken.at_smallest < SELDOM:
        lines.append(
            Line(
                f"If the lift is just {size}, the chance that the verdict says worked is "
                f"only {_chance(taken)}, of {words.count(taken.simulations)} simulated trainings."
            )
        )
    if not proves(taken):
        lines.append(
            Line(
                f"A lift of {size} matters to you, and the plan cannot show that: treat it as "
                "practice, not as proof."
            )
        )
    return lines


def _how(found: Designed) -> str:
    drawn = found.drawn[found.taken]
    people = words.counted(int((drawn.group >= 0).sum()), "person", "people")
    if drawn.scheme == "all at once":
        return f"{people} at once"
    if drawn.scheme == "half and half":
        return f"half of {people} now and the other half after the verdict"
    return f"{people} in {found.times.groups} start groups"


def _name(found: Designed, power: Power) -> str:
    """Return the name of a design; who else may be trained is other teams only beside a team."""
    if power.plan.name == "with the other teams" and found.wish.team is None:
        return "with everybody"
    return power.plan.name


def _shown(found: Designed, power: Power) -> str:
    if power.detectable is None:
        return f"nothing ({power.because})"
    return f"{_lift(found, power.detectable)}"


def _chance(power: Power) -> str:
    """Write a simulated chance with its standard error: ``31% ± 4``; none where it is 0 or 1."""
    chance = power.at_smallest
    error = math.sqrt(chance * (1 - chance) / power.simulations)
    told = words.percent(chance)
    return f"{told} ± {max(1, round(100 * error))}" if error else told


def _table(found: Designed) -> Section:
    rows = []
    for power in found.powers:
        shows = "-" if power.detectable is None else _lift(found, power.detectable)
        chance = "-" if power.detectable is None else _chance(power)
        rows.append(
            (
                _name(found, power),
                words.count(power.trained),
                words.count(power.beside),
                words.count(round(power.treated)),
                shows,
                chance,
            )
        )
    header = (
        "design",
        "trained",
        "beside",
        _seen(found),
        "shows from",
        f"at {_wanted(found)}",
    )
    most = max(power.simulations for power in found.powers)
    tried = f", of {words.count(most)} simulated trainings (± one standard error)" if most else ""
    lines = (
        Line(
            "Trained: who starts before the verdict. Beside: who is still untrained while others "
            "are trained. The last column: how often a lift of just that size would be called "
            f"worked{tried}; by the rule that is at most half of the time.",
            weight="quiet",
        ),
    )
    return Section(
        "designs", "Designs side by side", lines, grid=Grid(header, tuple(rows), "lrrrrr")
    )


def _plan(found: Designed) -> list[Line]:
    drawn, times, wish = found.drawn[found.taken], found.times, found.wish
    sizes = shares(drawn.group, max(1, int(drawn.group.max()) + 1))
    starts = [words.day(dt.date.fromisoformat(d)) for d in sorted({r[4] for r in found.rows})]
    groups = ", ".join(
        f"group {number + 1}: {int(size)}" for number, size in enumerate(sizes.tolist())
    )
    lines = [
        Line(f"{groups}; first days {words.joined(starts)}."),
        Line(_draw(found)),
        Line(
            f"Fixed now: judged on {words.day(times.look_on)}. Worked: any effect with 97.5 "
            f"chances in 100, and one above {_wanted(found)} more likely than not."
        ),
        Line(_price(found)),
    ]
    if wish.because:
        lines.append(Line(f"People are trained twice at once because: {wish.because}."))
    return lines


def _draw(found: Designed) -> str:
    if found.drawn[found.taken].plan.judged:
        return "Nobody is drawn: the verdict has to take out that these people were chosen."
    teams = not all(row[DRAWN_WITHIN].startswith(NO_TEAM) for row in found.rows)
    within = " within each team" if teams else ""
    return (
        f"Drawn at random{within} with seed {found.seed}; the same seed and people give "
        "the same groups."
    )


def _price(found: Designed) -> str:
    people, half = len(found.rows), found.drawn[found.taken].scheme == "half and half"
    now = int((found.drawn[found.taken].group == 0).sum()) if half else people
    told = _takes(found, now)
    if not told:
        return "What it takes is not said: give hours and cost for each person (--hours, --cost)."
    if not half:
        return f"It takes {told} for {words.counted(people, 'person', 'people')}."
    rest = people - now
    more = "as much again" if rest == now else f"{_takes(found, rest)} more"
    return (
        f"It takes {told} for the {words.count(now)} who start now; {more} for the "
        f"{words.counted(rest, 'other')}, if it worked."
    )


def _takes(found: Designed, people: int) -> str:
    """Return hours and cost of so many people; empty where nobody said."""
    wish, told = found.wish, []
    if wish.hours is not None:
        told.append(f"{people * wish.hours:,.0f} hours")
    if wish.cost is not None:
        told.append(f"{found.currency or ''} {people * wish.cost:,.0f}".strip())
    return words.joined(told)


def design_json(found: Designed) -> dict[str, Any]:
    """Return designs for machines; the rows of the file name people, nothing else does."""
    return {
        "as_of": found.as_of,
        "training": found.wish.name,
        "competencies": [c.slug for c in found.competencies],
        "unit": found.own.outcome.unit,
        "rate": getattr(found.own.outcome, "level", None),
        "rate_of": list(found.own.counted),
        "seed": found.seed,
        "first_on": found.times.first_on,
        "look_on": found.times.look_on,
        "gap_weeks": found.times.gap_weeks,
        "smallest_effect": found.wish.smallest,
        "taken": found.powers[found.taken].plan.name,
        "designs": [
            {
                "design": power.plan.name,
                "trained": power.trained,
                "beside": power.beside,
                "deals": round(power.treated),
                "detectable": power.detectable,
                "chance_at_smallest": None if power.detectable is None else power.at_smallest,
                "simulations": power.simulations,
                "because": power.because or None,
            }
            for power in found.powers
        ],
        "rows": [list(row) for row in found.rows],
    }
