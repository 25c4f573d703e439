"""Verdicts in words: what a leader reads of a training, conclusion first."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.priorities import times_in_ten
from fairlead.brief.setting import Setting, competency_evidence, freshness
from fairlead.refresh.verdict_rule_words import rule_section
from fairlead.verify.path import STEP
from fairlead.verify.report import TrainingReport, learned
from fairlead.verify.training import Training
from fairlead.verify.verdict import Verdict

TITLE = "Did the training work?"

DECISIONS = {
    "keep": "Keep it.",
    "stop": "Stop it, and put the hours elsewhere.",
    "change": "Change it: plan it again so that it can be known, with `fairlead train design`.",
}
NOUNS = {"conversion": "deal", "creation": "new deal", "size": "win"}
"""What an effect is counted in, by kind of competency; events for the others."""
HARM = 0.1
"""Chance of any effect up to which harm is spoken of."""


def compose_verdicts(
    reports: tuple[TrainingReport, ...],
    untold: tuple[tuple[Training, NotEstimable], ...],
    setting: Setting,
    as_of: dt.date,
    *,
    whole: bool,
    kept: frozenset[tuple[str, str]] = frozenset(),
) -> Brief:
    """Return verdicts as they are read, on a terminal or a page.

    Parameters
    ----------
    reports, untold
        What is known, and trainings of which nothing can be said.
    setting
        What stands around it.
    as_of
        Evening it is told of.
    whole
        Say everything (of one training), or only the verdicts.
    kept
        Trainings and competencies whose verdict is kept.
    """
    book = EvidenceBook()
    sections: list[Section] = []
    if not reports and not untold:
        text = "No training is known. Plan one with `fairlead train design`."
        sections.append(Section("verdict", "Trainings", (Line(text, weight="lead"),)))
    for report in reports:
        number = _evidence(report, book)
        is_kept = (report.training.name, report.training.competency) in kept
        sections.append(_verdict(report, number, is_kept=is_kept))
        if whole:
            sections += [rule_section(report), _answers(report), _path(report), _money(report)]
    for training, reason in untold:
        text = f"{_who(training)} Cannot be known: {words.silence(reason)}."
        sections.append(Section("verdict", training.name, (Line(text, weight="lead"),)))
    return Brief(
        title=TITLE,
        subtitle=f"{reports[0].training.name if whole and reports else 'All trainings'} | "
        f"{words.day(as_of)}",
        freshness=freshness(as_of, setting),
        audience="all",
        as_of=as_of,
        data_until=setting.data_until,
        sections=tuple(section for section in sections if section.lines or section.grid),
        evidence=book.entries,
        findings=(*setting.findings, *_doubts(reports)),
        plumbing=(
            Line(
                "Fair comparison: trained people after their start against themselves before it "
                "and against colleagues of the same job, net of the market, the season, the mix "
                "of deals, ramp, and of each person's own return to their mean. Ranges hold 9 "
                "times in 10."
            ),
        ),
    )


def _doubts(reports: tuple[TrainingReport, ...]) -> list[Finding]:
    """Return the doubts about all trainings, what two of them share once."""
    found: list[Finding] = []
    for report in reports:
        found += [finding for finding in report.findings if finding not in found]
    return found


def _evidence(report: TrainingReport, book: EvidenceBook) -> int:
    return competency_evidence(
        report.competencies[0],
        " of the trained",
        "All that entered since the first start, of people who took part; what entered before "
        "their own start is among the rows too.",
        book,
        people=report.training.person_id.tolist(),
        days=(report.training.first_on, report.as_of),
    )


def _who(training: Training) -> str:
    groups = len({g for g in training.group if g is not None}) or len(set(training.start.tolist()))
    start = words.day(training.first_on)
    return (
        f"{training.competency}: {words.counted(len(training.person), 'person', 'people')} in "
        f"{words.counted(groups, 'start group')}, the first on {start}."
    )


def _verdict(report: TrainingReport, number: int, *, is_kept: bool) -> Section:
    said, due = report.verdict, report.verdict.due_on
    lines = []
    if said.word == "too early":
        when = f": the verdict is due on {words.day(due)}" if due else ""
        lines.append(Line(f"Too early to say{when}.", weight="lead"))
    elif said.word == "worked":
        lines.append(Line("It worked.", weight="lead"))
    elif said.word == "cannot be known":
        lines.append(Line(f"Cannot be known: {said.because}.", weight="lead"))
    else:
        lines.append(Line(f"No effect of the size that matters.{_harm(said)}", weight="lead"))
    lines.append(Line(_who(report.training)))
    lines.append(Line(_found(report), evidence=number))
    if said.decision == "wait":
        lines.append(Line("Next: wait. Looking earlier decides nothing.", weight="plain"))
    else:
        lines.append(Line(f"Next: {DECISIONS[said.decision]}"))
    if is_kept and said.on is not None:
        lines.append(
            Line(f"Given for {words.day(said.on)} and kept: it stays as it is.", weight="quiet")
        )
    return Section("verdict", report.training.name, tuple(lines))


def _harm(said: Verdict) -> str:
    """Say that a training more likely did harm, where that is nine times as likely as not."""
    if said.better is None or said.better > HARM:
        return ""
    return f" More likely it did harm, {times_in_ten(1 - said.better)}."


def _found(report: TrainingReport) -> str:
    """Say the effect on the day that decided, then as known now, each with its denominator."""
    now = f"{change(report.effect, report.unit)}"
    if report.other is not None and isinstance(report.other, Estimate):
        now += f"; taking the choice of people as fair {change(report.other, report.unit)}"
    if isinstance(report.effect, NotEstimable):
        now = f"of its effect nothing can be said: {words.silence(report.effect)}."
    else:
        now += (
            f", from {_events(report, report.effect)} of {report.started} trained since their "
            f"start, beside {words.counted(report.others, 'other')} of the same job."
        )
    if report.verdict.word == "too early" or report.verdict.on is None:
        if report.as_of < report.training.first_on:
            return (
                f"Nobody has started yet; the first day is {words.day(report.training.first_on)}."
            )
        if isinstance(report.effect, NotEstimable):
            return f"Of its effect nothing can be said yet: {words.silence(report.effect)}."
        return f"So far {now} That is no verdict."
    if _said_once(report):
        return f"On {words.day(report.verdict.on)}: {now}"
    return f"On {words.day(report.verdict.on)}: {_then(report)}. {_as_of(report)}: {now}"


def _said_once(report: TrainingReport) -> bool:
    """Say whether the day that decided and the evening asked tell the same."""
    if report.verdict.on != report.as_of:
        return False
    return report.decided is None or report.decided[0] == report.effect


def _then(report: TrainingReport) -> str:
    if report.decided is None:
        return "nothing could be estimated"
    found = report.decided[0]
    if isinstance(found, NotEstimable):
        return words.silence(found)
    return f"{change(found, report.unit)} from {_events(report, found)}"


def _as_of(report: TrainingReport) -> str:
    return f"As of {words.day(report.as_of)}"


def _events(report: TrainingReport, found: Estimate) -> str:
    return words.counted(found.n, _noun(report))


def _noun(report: TrainingReport) -> str:
    """Return what the effect is counted in."""
    return NOUNS.get(report.competencies[0].kind, "event")


def change(found: Answer, unit: str) -> str:
    """Write an effect: ``+8.6 points (3.1 to 14.1)``, ``+12% (-3 to 30)``."""
    if isinstance(found, NotEstimable):
        return words.silence(found)
    texts = [f"{100 * x:.1f}" for x in (found.value, found.lower, found.upper)]
    texts = [text if text not in {"-0.0", "0.0"} else "0" for text in texts]
    sign = "+" if found.value > 0 and texts[0] != "0" else ""
    if unit == "points":
        return f"{sign}{texts[0]} points ({texts[1]} to {texts[2]})"
    return f"{sign}{texts[0]}% ({texts[1]} to {texts[2]})"


def _fair(report: TrainingReport) -> list[tuple[str, str, str]]:
    """Return the comparison of the day that decided and, where it tells more, of the evening."""
    now, on = change(report.effect, report.unit), report.verdict.on
    if report.verdict.word == "too early" or on is None:
        return [("fair comparison", now, "decides on its day")]
    if _said_once(report):
        return [("fair comparison", now, "decides")]
    then = "-" if report.decided is None else change(report.decided[0], report.unit)
    return [
        (f"fair comparison, {words.day(on)}", then, "decides"),
        ("fair comparison, all data", now, f"as of {words.day(report.as_of)}"),
    ]


def _answers(report: TrainingReport) -> Section:
    rows = _fair(report)
    if report.other is not None:
        told = change(report.other, report.unit)
        rows.append(("the same, the choice taken as fair", told, "other end of the range"))
    lines = []
    if report.beside is not None:
        if report.beside.efficient is not None:
            told = change(report.beside.efficient, report.unit)
            rows.append(("drawn start groups", told, "Roth, Sant'Anna 2023"))
        told = change(report.beside.imputed, report.unit)
        rows.append(("from months without training", told, "Borusyak and others 2024"))
        if report.beside.chance is not None:
            lines.append(
                Line(
                    "Another draw of the start groups would show as much "
                    f"{words.percent(report.beside.chance)} of the time.",
                    weight="quiet",
                )
            )
    if report.naive is not None:
        claim = "would claim a success" if report.naive.claims else "claims nothing"
        rows.append(("plain before and after", change(report.naive.change, report.unit), claim))
        (good, of), (now, of_now) = report.naive.before, report.naive.after
        if of and of_now:
            lines.append(
                Line(
                    f"Plain before and after: {_plain(report, good, of)}, then "
                    f"{_plain(report, now, of_now)}. Market, season, luck and who was chosen are "
                    "all in it: do not use it.",
                    weight="quiet",
                )
            )
    grid = Grid(("estimate", "effect", ""), tuple(rows), "lrl")
    return Section("answers", "Beside the verdict", tuple(lines), grid=grid)


def _plain(report: TrainingReport, reached: int, of: int) -> str:
    """Write a plain rate: ``3 of 8 = 38%``, ``484 in 230 weeks``, ``15.2k in each of 88 wins``."""
    if report.unit == "points":
        return words.rate(reached, of)
    kind, unit = report.competencies[0].kind, report.competencies[0].unit
    if kind == "size":
        currency = unit.removesuffix(words.MINOR).strip() or None
        return f"{words.money(round(reached / of), currency)} in each of {words.counted(of, 'win')}"
    return f"{words.count(reached)} in {words.counted(of, unit.removeprefix('a '))}"


def _path(report: TrainingReport) -> Section:
    if report.path is None:
        return Section("path", "Around the start", ())
    rows = []
    for point in report.path.points:
        told = _range(point.value, point.lower, point.upper)
        if point.first == -STEP:
            told = "compared with"
        rows.append((f"{point.first} to {point.last}", told, words.count(point.n)))
    lines = []
    if report.path.p is not None:
        calm = "nothing moved beyond luck" if report.path.p >= 0.05 else "something moved"
        lines.append(
            Line(
                f"Before the start {calm}: as much comes by luck {words.percent(report.path.p)} of "
                "the time.",
                weight="quiet",
            )
        )
    if report.spill is not None:
        lines.append(
            Line(
                "Chance that untrained colleagues in the same teams gained too: "
                f"{words.percent(report.spill)}.",
                weight="quiet",
            )
        )
    unit = "points" if report.unit == "points" else "per cent"
    grid = Grid(("months since start", unit, f"{_noun(report)}s"), tuple(rows), "lrr")
    return Section("path", "Around the start", tuple(lines), grid=grid)


def _range(value: float, low: float, high: float) -> str:
    shown = [f"{100 * x:.0f}" for x in (value, low, high)]
    shown = ["0" if text == "-0" else text for text in shown]
    return f"{'+' if value > 0 and shown[0] != '0' else ''}{shown[0]} ({shown[1]} to {shown[2]})"


def _money(report: TrainingReport) -> Section:
    lines = []
    if isinstance(report.money, Estimate):
        assert report.worth is not None  # noqa: S101  money comes from it
        lines.append(Line(f"Since the start: {words.estimate(report.money)}."))
        if not isinstance(report.worth, NotEstimable):
            each = words.money(round(report.worth.value), report.worth.currency, named=True)
            lines.append(
                Line(
                    f"One more {_one_more(report)} counts as {each}: "
                    f"{words.percent(report.worth.won_share)} are won later, at the mean of "
                    f"{words.count(report.worth.wins)} wins. That "
                    "the added deals are like these is assumed, not measured.",
                    weight="quiet",
                )
            )
    elif report.money is not None:
        lines.append(Line(f"In money nothing can be said: {words.silence(report.money)}."))
    lines.append(Line(_cost(report)))
    share = learned(report)
    if isinstance(share, Estimate):
        lines.append(
            Line(
                f"For the priorities: it moved {share.value:.1f} ({share.lower:.1f} to "
                f"{share.upper:.1f}) of the spread between people.",
                weight="quiet",
            )
        )
    return Section("money", "What it brought and cost", tuple(lines))


def _one_more(report: TrainingReport) -> str:
    return "success" if report.unit == "points" else _noun(report)


def _cost(report: TrainingReport) -> str:
    training, money = report.training, report.money
    hours = "" if training.hours is None else f"{training.hours:,.0f} hours"
    if training.cost is None:
        told = f"{hours}; " if hours else ""
        return f"Cost: {told}no amount is written down (cost in trainings.csv)."
    currency = None
    if isinstance(money, Estimate):
        currency = money.unit.removesuffix(words.MINOR).strip() or None
    elif report.worth is not None and not isinstance(report.worth, NotEstimable):
        currency = report.worth.currency
    text = f"Cost: {words.money(training.cost, currency, named=True)}" + (
        f", {hours}" if hours else ""
    )
    if not isinstance(money, Estimate) or not training.cost or report.verdict.word != "worked":
        return f"{text}."
    times = [x / training.cost for x in (money.value, money.lower, money.upper)]
    return f"{text}. Brought {times[0]:.1f} times that ({times[1]:.1f} to {times[2]:.1f})."
