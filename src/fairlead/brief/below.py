"""Below a step: what is noted on its deals, and what people who are better at it do differently."""

from __future__ import annotations

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.model import Grid, Line, Section
from fairlead.diagnose.practice import Practice
from fairlead.diagnose.report import Diagnosis
from fairlead.measure.tags import Tag, Tagged

LEAST_TRIALS = 10
MOST_ROWS, MOST_VALUES = 15, 3
MOST_SILENT = 3


def below(found: Diagnosis) -> list[Section]:
    """Return the sections below the weakest step; nothing where nothing is noted."""
    return [*_tags(found), *_practices(found)]


def _tags(found: Diagnosis) -> list[Section]:
    tags = found.tags
    if tags is None or isinstance(tags, NotEstimable):
        return []
    alone = found.scope.unit == "company"
    rows = [row for tag in tags.tags for row in _rows(tag, alone=alone)][:MOST_ROWS]
    if not rows:
        return []
    header = ("deals with", "went on") if alone else ("deals with", "went on", "everybody else")
    lines = [
        Line(
            "Some of it may have been noted after the outcome: it says where to look, not what to "
            "change.",
            weight="quiet",
        )
    ]
    if tags.lost_reasons is not None:
        named = [v for v in tags.lost_reasons.values if v.successes and v.value != "not given"]
        named.sort(key=lambda value: -value.successes)
        reasons = (f"{v.value} {words.ratio(v.successes, v.trials)}" for v in named[:3])
        lines.append(Line(f"Lost because, as noted: {words.joined(reasons)}."))
    grid = Grid(header, tuple(rows), "l" + "r" * (len(header) - 1))
    return [Section("tags", "Where in that step", tuple(lines), grid=grid)]


def _rows(tag: Tag, *, alone: bool) -> list[tuple[str, ...]]:
    """Return a row a value with enough deals, the most frequent first."""
    enough = [value for value in tag.values if value.trials >= LEAST_TRIALS]
    if len(enough) < 2:
        return []
    return [
        (f"{tag.name}: {value.value}", words.rate(value.successes, value.trials))
        if alone
        else (
            f"{tag.name}: {value.value}",
            words.rate(value.successes, value.trials),
            _others(value),
        )
        for value in enough[:MOST_VALUES]
    ]


def _others(value: Tagged) -> str:
    return words.rate(value.other_successes, value.other_trials) if value.other_trials else "-"


def _practices(found: Diagnosis) -> list[Section]:
    told = [each for each in found.practices if isinstance(each, Practice)]
    silent = [each for each in found.practices if isinstance(each, NotEstimable)]
    if not found.practices:
        return []
    title = "What people who are better at it do"
    if not told:
        reasons = words.joined(dict.fromkeys(each.reason for each in silent), most=MOST_SILENT)
        return [Section("practices", title, (Line(f"Cannot be told: {reasons}."),))]
    lines = [Line(_practice(each), weight="item") for each in told if each.stands]
    if not lines:
        names = words.joined((each.name for each in told), most=5)
        lines.append(Line(f"No difference beyond chance in what can be seen: {names}."))
    else:
        lines.append(
            Line(
                "Seen together, not proven: the better people may do more of it because their "
                "deals go well.",
                weight="quiet",
            )
        )
    return [Section("practices", title, tuple(lines))]


def _practice(each: Practice) -> str:
    low, high = each.difference.lower, each.difference.upper
    more = "more" if each.difference.value > 0 else "fewer"
    away = sorted(abs(x) for x in (low, high))
    places = 1 if away[1] >= 1 else 2
    return (
        f"{each.name}: {each.better:.{places}f} against {each.others:.{places}f} {each.unit}, "
        f"{more} by {away[0]:.{places}f} to {away[1]:.{places}f}."
    )
