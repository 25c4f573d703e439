"""Everybody's own forecasts in one report: how good they were, and what they say now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fairlead.answers import Answer, Finding, NotEstimable
from fairlead.forecast.submissions import (
    LAYERS,
    WEEKS,
    Added,
    Given,
    Layer,
    PeriodKey,
    Reach,
    Track,
    added,
    corrected,
    rows_at,
    standing_at,
    together,
    weeks_left,
)

Rows: TypeAlias = Mapping[int, list[tuple[PeriodKey, int, int]]]
"""Of `rows_at`: person -> finished periods with what was said and what came."""


@dataclass(frozen=True, slots=True)
class SaidNow:
    """What one person says of the running period, and what it comes to.

    Parameters
    ----------
    person, layer
        Who.
    given_on, amount, reason
        The forecast that stands.
    booked
        Won so far by those they answer for, minor units.
    below, below_count, below_people
        Sum of what the people who work for them say, how many of them said something, of how many
        who ever did; None for whoever leads nobody.
    track
        Their own forecasts at the same week of finished periods.
    comes_to
        The forecast corrected by that.
    """

    person: int
    layer: Layer
    given_on: dt.date
    amount: int
    reason: str | None
    booked: int
    below: int | None
    below_count: int
    below_people: int
    track: Track
    comes_to: Answer


@dataclass(frozen=True, slots=True)
class PersonTracks:
    """One person's forecasts at fixed weeks."""

    person: int
    layer: Layer
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class SubmissionReport:
    """How good forecasts were, by layer and person, and what stands now.

    Parameters
    ----------
    as_of
        Evening told of.
    category, currency
        Of the forecasts.
    finished
        Finished periods with a forecast.
    running
        The period that is running, or was where the data end; None where nobody has said anything
        of it.
    weeks_left
        Whole weeks to its end.
    layers
        Of each layer the sum of its people's forecasts, at fixed weeks.
    added
        What managers add to reps, and leaders to managers.
    people
        Those asked about, in the order of their names.
    now
        What they say of the running period.
    layers_now
        Sum of each layer's standing forecasts, and how many.
    findings
        Caveats.
    """

    as_of: dt.date
    category: str
    currency: str | None
    finished: tuple[PeriodKey, ...]
    running: PeriodKey | None
    weeks_left: int
    layers: tuple[tuple[Layer, tuple[Track, ...]], ...]
    added: tuple[Added, ...]
    people: tuple[PersonTracks, ...]
    now: tuple[SaidNow, ...]
    layers_now: tuple[tuple[Layer, int, int, Answer], ...]
    findings: tuple[Finding, ...] = ()


def submission_report(
    given: Sequence[Given],
    reach: Reach,
    *,
    as_of: dt.date,
    told_on: dt.date,
    category: str,
    currency: str | None,
    people: Sequence[int],
    inside: Sequence[int] | None = None,
) -> SubmissionReport:
    """Return the report.

    Parameters
    ----------
    given
        Forecasts of one category for periods of one length.
    reach
        Who answers for whom, and what was won.
    as_of, told_on
        Evening the wins are known of, and the one the forecasts are (not before it).
    category, currency
        For the report.
    people
        Those told of one by one, in their order.
    inside
        Those the layers are made of; None for everybody.
    """
    chosen = {g.person for g in given if inside is None or g.person in set(inside)}
    periods = sorted({g.period for g in given})
    finished = tuple(p for p in periods if p[1] <= as_of + dt.timedelta(days=1))
    running, evening = _running(periods, (told_on, as_of))
    left = weeks_left(running, evening) if running else 0
    layer_of = usual_layers(given)
    rows = {weeks: rows_at(given, reach, weeks, finished) for weeks in {*WEEKS, left}}
    members = {
        layer: sorted(person for person in chosen if layer_of[person] == layer) for layer in LAYERS
    }
    now = _standing(given, running, evening) if running else {}
    unit = f"{currency or ''} minor".strip()
    layers, gains = _by_layer(rows, members, reach)
    return SubmissionReport(
        as_of=as_of,
        category=category,
        currency=currency,
        finished=finished,
        running=running,
        weeks_left=left,
        layers=layers,
        added=gains,
        people=_each(people, layer_of, rows),
        now=tuple(
            _said(now, person, reach, together(rows[left], [person], left), unit)
            for person in people
            if person in now
        ),
        layers_now=_layers_now(members, now, rows[left], left, reach=reach, unit=unit),
    )


def _running(
    periods: Sequence[PeriodKey], evenings: tuple[dt.date, dt.date]
) -> tuple[PeriodKey | None, dt.date]:
    """Return the first of the periods that run on one of the evenings, in order, and that evening.

    An export may be from before the end of a period that is over by now: without the second
    evening, what was said of that period would be told nowhere.
    """
    for evening in evenings:
        for period in periods:
            if period[0] <= evening < period[1]:
                return period, evening
    return None, evenings[0]


def usual_layers(given: Sequence[Given]) -> dict[int, Layer]:
    """Return the layer on which each person gave most of their forecasts, of two the later one.

    One forecast given on another layer by mistake leaves what a person said before where it was.
    """
    count = Counter((g.person, g.layer) for g in given)
    found: dict[int, Layer] = {}
    for g in given:
        kept = found.setdefault(g.person, g.layer)
        if count[g.person, g.layer] >= count[g.person, kept]:
            found[g.person] = g.layer
    return found


def _each(
    people: Sequence[int], layer_of: Mapping[int, Layer], rows: Mapping[int, Rows]
) -> tuple[PersonTracks, ...]:
    """Return the tracks of each one who ever gave a forecast."""
    return tuple(
        PersonTracks(p, layer_of[p], tuple(together(rows[w], [p], w) for w in WEEKS))
        for p in people
        if p in layer_of
    )


def _by_layer(
    rows: Mapping[int, Rows], members: Mapping[Layer, Sequence[int]], reach: Reach
) -> tuple[tuple[tuple[Layer, tuple[Track, ...]], ...], tuple[Added, ...]]:
    """Return the tracks of each layer, and what each adds to the one below."""
    tracks = tuple(
        (layer, tuple(together(rows[w], members[layer], w) for w in WEEKS))
        for layer in LAYERS
        if members[layer]
    )
    gains = tuple(
        added(rows[w], reach, members[layer], w, layer)
        for layer in LAYERS[1:]
        if members[layer]
        for w in WEEKS
    )
    return tracks, gains


def _layers_now(
    members: Mapping[Layer, Sequence[int]],
    now: dict[int, Given],
    rows: Rows,
    weeks: int,
    *,
    reach: Reach,
    unit: str,
) -> tuple[tuple[Layer, int, int, Answer], ...]:
    return tuple(
        _layer_now(
            layer,
            people,
            now,
            reach=reach,
            known=together(rows, people, weeks),
            unit=unit,
        )
        for layer, people in members.items()
        if any(p in now for p in people)
    )


def _standing(given: Sequence[Given], period: PeriodKey, day: dt.date) -> dict[int, Given]:
    by_person: dict[int, list[Given]] = {}
    for each in given:
        if each.period == period:
            by_person.setdefault(each.person, []).append(each)
    stood = {person: standing_at(rows, day) for person, rows in by_person.items()}
    return {person: found for person, found in stood.items() if found is not None}


def _said(now: dict[int, Given], person: int, reach: Reach, known: Track, unit: str) -> SaidNow:
    each = now[person]
    below = [p for p in now if p != person and reach.boss.get((p, each.period)) == person]
    workers = [
        p for (p, period), boss in reach.boss.items() if boss == person and period == each.period
    ]
    booked = reach.booked.get((person, each.period), 0)
    return SaidNow(
        person=person,
        layer=each.layer,
        given_on=each.given_on,
        amount=each.amount,
        reason=each.reason,
        booked=booked,
        below=sum(now[p].amount for p in below) if below else None,
        below_count=len(below),
        below_people=len(workers),
        track=known,
        comes_to=corrected(known, each.amount, booked, unit),
    )


def _layer_now(
    layer: Layer,
    people: Sequence[int],
    now: dict[int, Given],
    *,
    reach: Reach,
    known: Track,
    unit: str,
) -> tuple[Layer, int, int, Answer]:
    stood = [now[p] for p in people if p in now]
    total = sum(each.amount for each in stood)
    booked = sum(reach.booked.get((each.person, each.period), 0) for each in stood)
    complete = len(stood) >= 0.9 * len([p for p in people if (p, stood[0].period) in reach.boss])
    comes: Answer = NotEstimable("some have not said what they expect")
    if complete:
        comes = corrected(known, total, booked, unit)
    return layer, total, len(stood), comes
