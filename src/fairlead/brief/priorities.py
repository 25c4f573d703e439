"""Priorities in words: one thing to train, with what it brings and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.diagnosis import number, whose
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.naming import namer
from fairlead.brief.setting import Setting, competency_evidence, freshness
from fairlead.measure.catalogue import metric_of
from fairlead.prioritise.benchmarks import Effect
from fairlead.prioritise.focus import CLEAR, Focus, Priority
from fairlead.prioritise.report import Candidate, Priorities
from fairlead.prioritise.winning import WinningLevel
from fairlead.train.outcomes import KINDS

TITLE = "What to train first"
MOST_LEVELS = 8


def compose_priorities(found: Priorities, setting: Setting, *, wanted: float) -> Brief:
    """Return the priorities as they are read, on a terminal or a page.

    Parameters
    ----------
    found
        What to say.
    setting
        What stands around it.
    wanted
        Chance of a good quarter the winning levels were asked for.
    """
    book = EvidenceBook()
    numbers = _evidence(found, book)
    sections = [_first(found, numbers)]
    if found.candidates:
        sections.append(_benchmarks(found, numbers))
        sections += _people(found)
        sections += _teams(found)
    sections += _winning(found, wanted)
    return Brief(
        title=TITLE,
        subtitle=f"{whose(found.scope)} | {words.day(found.as_of)}",
        freshness=freshness(found.as_of, setting),
        audience="all",
        as_of=found.as_of,
        data_until=setting.data_until,
        sections=tuple(sections),
        evidence=book.entries,
        findings=(*setting.findings, *found.findings),
        plumbing=(
            Line(
                f"What a training brings: up to the level of good peers, but no farther than "
                f"trainings carry: {carries(found)}. Four quarters, from one sales cycle after "
                f"the start. Ranges hold 9 times in 10."
            ),
        ),
    )


def carries(found: Priorities) -> str:
    """Say how far a training is taken to carry, and where that comes from."""
    judged = max((each.effect.judged for each in found.candidates), default=0)
    if not judged:
        return (
            "0.4 of the spread between people, give or take 0.2, a guess until your own trainings "
            "are judged (effects.yaml)"
        )
    own = {each.effect.trainings: each for each in found.candidates if each.effect.trainings}
    told = [
        f"{_carried(each.effect)} in {each.competency.name}, as {words.joined(names, most=3)} did"
        for names, each in own.items()
    ]
    others = [each.effect for each in found.candidates if not each.effect.trainings]
    if others:
        told.append(f"{_carried(others[0])} elsewhere")
    verdicts = words.counted(judged, "verdict")
    return f"{'; '.join(told)} (spreads between people; your {verdicts} and what is usual)"


def _carried(effect: Effect) -> str:
    return f"{effect.mean:.2f}, give or take {effect.sd:.2f}"


def _first(found: Priorities, numbers: dict[int, int]) -> Section:
    title = "One thing to train"
    said = found.priority
    if isinstance(said, NotEstimable):
        reason = said.reason
        if said.needed is not None and said.have is not None:
            reason += f" ({words.count(said.have)} of {words.count(said.needed)})"
        return Section(
            "priority", title, (Line(f"Nothing can be named: {reason}.", weight="lead"),)
        )
    lines = named(said, found)
    if said.named and found.candidates:
        lines[0] = replace(lines[0], evidence=numbers.get(said.named[0]))
        lines += _plan(found.candidates[said.named[0]], found)
    return Section("priority", title, tuple(lines))


def _plan(first: Candidate, found: Priorities) -> list[Line]:
    """Say how a training of what comes first is planned, where it can be."""
    if first.competency.kind not in KINDS or found.scope.unit == "person":
        return []
    name = namer((each.competency, "") for each in found.candidates)(first.competency)
    team = f' --team "{found.scope.name}"' if found.scope.unit == "team" else ""
    command = f'`fairlead train design --competency "{name}"{team}`'
    return [Line(f"Plan its training so that it can be judged: {command}.", weight="quiet")]


def _evidence(found: Priorities, book: EvidenceBook) -> dict[int, int]:
    """Note the rows behind the levels that are shown; return the number of each candidate."""
    order = sorted(
        range(len(found.candidates)), key=lambda place: -found.candidates[place].gain.value
    )
    shown = set(order[:MOST_LEVELS])
    if not isinstance(found.priority, NotEstimable):
        shown |= set(found.priority.named[:1])
    numbers = {
        place: level_evidence(found.candidates[place], found, book) for place in sorted(shown)
    }
    return {place: number for place, number in numbers.items() if number is not None}


def level_evidence(each: Candidate, found: Priorities, book: EvidenceBook) -> int | None:
    """Note the rows behind the level of a competency, and what it assumes."""
    if found.start is None:
        return None
    metric = metric_of(each.competency)
    definition = (
        f"Counted: {metric.numerator}, of {metric.denominator}, in the last twelve months. The "
        f"level now rests on 36 months and is told at the usual deals. Assumed: {metric.assumes} "
        f"A training carries {_carried(each.effect)} of the spread between people, no farther "
        f"than good peers."
    )
    kind = (each.competency.deal_type or "").replace("_", " ")
    return competency_evidence(
        each.competency,
        f" ({kind}), {whose(found.scope)}" if kind else f", {whose(found.scope)}",
        definition,
        book,
        people=each.people,
        days=(found.start, found.as_of),
    )


def named(said: Priority, found: Priorities) -> list[Line]:
    """Say what is worth most, how much, and how sure that is."""
    if said.verdict == "none" or not found.candidates:
        return [Line("Nothing is expected to bring more than it costs.", weight="lead")]
    known = _names(found)
    names = [known[place] for place in said.named]
    first = f"{names[0]}: {_money(found.candidates[said.named[0]].gain)} in four quarters"
    other = f"Any other is worth more {times_in_ten(1 - said.probability)}."
    if said.verdict == "one":
        return [Line(f"{first}. {other}", weight="lead")]
    second = found.candidates[said.named[1]]
    if said.verdict == "two":
        text = f"{names[0]} or {names[1]}: the data do not tell which of the two is worth more."
        return [
            Line(text, weight="lead"),
            Line(f"{first}; {names[1]}: {_money(second.gain)}."),
            Line(f"{names[0]} is the best {times_in_ten(said.probability)}.", weight="quiet"),
        ]
    text = f"No clear first: {words.joined(names, most=5)} are all possible."
    return [
        Line(text, weight="lead"),
        Line(f"On average most: {first}. {other} Choose by what people want to work on."),
    ]


def times_in_ten(chance: float) -> str:
    """Write a chance in tenths: ``3 times in 10``, ``less than 1 time in 20``."""
    if chance < 0.05:
        return "less than 1 time in 20"
    tenths = max(1, min(9, round(10 * chance)))
    return f"{tenths} time{'s' if tenths > 1 else ''} in 10"


def _money(gain: Estimate) -> str:
    low, high = gain.lower, gain.upper
    currency = gain.unit.removesuffix(words.MINOR).strip() or None
    like = round(max(abs(low), abs(high)))
    ends = [words.money(round(x), currency, like=like) for x in (low, high)]
    value = words.signed_money(round(gain.value), currency, like=like)
    return f"{value} ({ends[0]} to {ends[1]})"


def _names(found: Priorities) -> tuple[str, ...]:
    """Name every candidate as shortly as tells them apart."""
    name = namer((each.competency, each.role) for each in found.candidates)
    return tuple(name(each.competency, each.role) for each in found.candidates)


def _benchmarks(found: Priorities, numbers: dict[int, int]) -> Section:
    """Return the levels of what would bring most; the rest is for machines."""
    names = _names(found)
    order = sorted(range(len(names)), key=lambda place: -found.candidates[place].gain.value)
    shown = sorted(order[:MOST_LEVELS])
    rows = []
    for place in shown:
        each = found.candidates[place]
        levels = (level_range(each.now), level_range(each.peers), level_words(each.plan))
        number = numbers.get(place)
        name = f"{names[place]} [{number}]" if number else names[place]
        rows.append((name, *levels, _money(each.gain), _chance(each.chance)))
    header = ("", "now", "peers", "plan", "brings", "best")
    lines = [
        Line(
            "Now: at the usual deals, from up to three years, not the plain rate. "
            "Peers: where the best quarter of people with the same job begins. Plan: the level "
            "that would reach the target with all else as it is, its range with --json. Brings: "
            "what a training adds. Best: chance that it adds most.",
            weight="quiet",
        )
    ]
    if len(names) > len(shown):
        more = words.count(len(names) - len(shown))
        lines.append(Line(f"{more} more that bring less: with --json.", weight="quiet"))
    return Section("levels", "Levels", tuple(lines), grid=Grid(header, tuple(rows), "lrrrrr"))


def _chance(chance: float) -> str:
    return "under 1%" if chance < 0.005 else f"{round(100 * chance)}%"


def level_range(found: Estimate) -> str:
    """Write a level with its range: ``71% (70 to 73)``, ``2.5 (2.3 to 2.8)``."""
    low, high = (level_words(replace(found, value=end)) for end in (found.lower, found.upper))
    return f"{level_words(found)} ({low.removesuffix('%')} to {high.removesuffix('%')})"


def level_words(found: Answer) -> str:
    """Write a level in its unit; ``-`` where there is none."""
    if isinstance(found, NotEstimable):
        return "out of reach" if found.reason.startswith("not by") else "-"
    if found.kind.endswith(".price"):
        return f"{100 * found.value:.1f}%"
    if found.unit == "fraction":
        return words.percent(found.value)
    if found.unit.endswith(words.MINOR):
        currency = found.unit.removesuffix(words.MINOR).strip() or None
        return words.money(round(found.value), currency)
    return f"{found.value:.1f}"


def _people(found: Priorities) -> list[Section]:
    own = [(name, focus) for name, focus in found.foci if focus.own]
    others = len(found.foci) - len(own)
    lines = [own_focus(name, focus, found) for name, focus in own]
    if found.scope.unit == "person":
        if not own:
            lines = [no_own_focus(found)]
        return [Section("people", "Own focus", tuple(lines))]
    if others:
        who = f"The other {number(others)}" if own else f"All {number(others)}"
        lines.append(
            Line(f"{who}: the same focus as the team; the data do not tell another apart.")
        )
    return [Section("people", "People", tuple(lines))] if lines else []


def no_own_focus(found: Priorities) -> Line:
    """Say that somebody trains what the team does, and why."""
    return Line(f"No focus of their own: {_of_the_team(found)}.")


def _of_the_team(found: Priorities) -> str:
    """Say what the team trains, and why somebody whose data point elsewhere trains it too."""
    names = _names(found)
    shared = [focus for _, focus in found.foci if focus.competency is not None]
    if not shared:
        return "the team's; the data do not tell another apart"
    (focus, *_), team = shared, names[shared[0].competency or 0]
    own = focus.gain.named[0] if focus.gain.named else None
    if own is None or own == focus.competency:
        return f"the team's, {team}"
    chance, wanted = times_in_ten(focus.gain.probability), round(10 * CLEAR)
    if focus.gain.probability >= CLEAR:
        why = f"{chance}, but too few deals of their own tell"
    else:
        almost = "almost " if round(10 * focus.gain.probability) >= wanted else ""
        why = (
            f"{almost}{chance}; a focus of their own wants {wanted}, and enough deals of their own"
        )
    return (
        f"the team's, {team}. {names[own]} is worth most for them {why}. Both are good subjects "
        "for a 1:1"
    )


def own_focus(name: str, focus: Focus, found: Priorities) -> Line:
    """Say what one person is to train instead of what the team trains."""
    chance = times_in_ten(focus.probability or 0.0)
    instead = "" if found.scope.unit == "person" else " instead"
    text = f"{name}: {_names(found)[focus.gain.named[0]]}{instead}, worth most for them {chance}."
    return Line(text, weight="item")


def _teams(found: Priorities) -> list[Section]:
    lines = team_lines(found)
    return [Section("teams", "Teams", tuple(lines))] if lines else []


def team_lines(found: Priorities) -> list[Line]:
    """Say what is worth most in each team."""
    lines, known = [], _names(found)
    for team, said in found.teams:
        names = [known[place] for place in said.named]
        text = {
            "one": f"{', '.join(names)}, the best {times_in_ten(said.probability)}",
            "two": f"{' or '.join(names)}",
            "no clear first": f"no clear first, {names[0] if names else 'nothing'} on average",
            "none": "nothing that pays",
        }[said.verdict]
        lines.append(Line(f"{whose(team)}: {text}.", weight="item"))
    return lines


def _winning(found: Priorities, wanted: float) -> list[Section]:
    if not found.winning:
        return []
    told = [level for level in found.winning if isinstance(level, WinningLevel) and level.stands]
    lines = [Line(_level_of(level, wanted), weight="item") for level in told]
    for level in told:
        lines += [Line(f"{f.title}. {f.detail}", weight="quiet") for f in level.findings]
    looked = len(found.winning)
    if not told:
        lines = [
            Line(
                f"Of {words.counted(looked, 'thing')} people do, none goes with a better next "
                "quarter beyond chance."
            )
        ]
    return [Section("winning", "Winning levels", tuple(lines))]


def _level_of(level: WinningLevel, wanted: float) -> str:
    checked = ""
    if isinstance(level.checked, Estimate):
        checked = f" Among people who did not set the level: {words.estimate(level.checked)}."
    return (
        f"{level.name}: from {level.at:.1f} ({level.lower:.1f} to {level.upper:.1f}) on, the next "
        f"quarter is a good one {words.how_often(round(wanted, 2))}.{checked}"
    )
