"""What to know about fair rates: what could not be taken out, and which deals were left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairlead.answers import Finding
from fairlead.measure.cells import AmountCells, Book, StepCells, TimeCells
from fairlead.measure.fair import FairRow
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.level import own_part
from fairlead.stats.ability import effective_trials, silence

LATE_SHARE = 0.02
"""Share of successes after the horizon from which it is said."""

PACE, PACE_CHANCE = 0.3, 0.8
"""Whose deals' log pace is farther from others' than this, with that chance, is said."""

HARDLY, EXPECTED = 0.1, 10.0
"""Who reaches at most a tenth where ten or more were to be expected may do other work."""

_LEFT_OUT = {
    "season": ("the season", "It comes by itself with two years of history."),
    "team": ("teams", "Put teams into team.csv, at least three."),
    "ramp": ("how long people have been there", "Put the day people joined into team.csv."),
}


def fair_findings(book: Book, fits: Sequence[Fitted | Silence]) -> tuple[Finding, ...]:
    """Return the caveats of a report, each once."""
    fitted = [f for f in fits if isinstance(f, Fitted)]
    found = [*_left_out(fitted), *_untimed(fits), *_late(fitted), *_clustered(fitted)]
    found += [*_unowned(fits), *_largest(fits), *_paced(fitted)]
    unknown = _unknown_start(book, fitted)
    return (*found, unknown) if unknown is not None else tuple(found)


def other_work(rows: Sequence[FairRow]) -> tuple[Finding, ...]:
    """Return that some win hardly any of many deals: no lack of skill looks like that.

    Rows of the whole road from created to won. Findings are read by everybody, also where single
    people are not told of: nobody is named or counted here, but in the rows of who may see them.
    """
    few = any(
        row.competency.kind == "conversion"
        and row.competency.rank is None
        and row.expected_successes is not None
        and row.expected_successes >= EXPECTED
        and row.successes <= HARDLY * row.expected_successes
        for row in rows
    )
    if not few:
        return ()
    return (
        Finding(
            "hardly_any_won",
            "warning",
            "Some people win hardly any of their deals, and may do other work",
            f"At most a tenth of what deals like theirs give, where that is {EXPECTED:.0f} or "
            "more. Who hands good deals over keeps those that are lost, where an export has only "
            "the owner of today.",
            actions=("Export the history of owners, or put everybody's role into team.csv.",),
        ),
    )


def _left_out(fitted: Sequence[Fitted]) -> list[Finding]:
    """Return which parts of the model are missing everywhere, and why."""
    missing = {}
    for part in _LEFT_OUT:
        reasons = [f.fit.design.left_out.get(part) for f in fitted]
        known = [reason for reason in reasons if reason is not None]
        if known and len(known) == len(fitted):
            missing[part] = known[0]
    if not missing:
        return []
    names = [_LEFT_OUT[part][0] for part in missing]
    why = [f"{_LEFT_OUT[part][0]}: {reason}" for part, reason in missing.items()]
    said = "; ".join(why)
    return [
        Finding(
            "parts_not_taken_out",
            "info",
            f"Fair rates do not take out {_listed(names)}",
            f"{said[:1].upper()}{said[1:]}.",
            {"parts": len(missing)},
            tuple(_LEFT_OUT[part][1] for part in missing),
        )
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _untimed(fits: Sequence[Fitted | Silence]) -> list[Finding]:
    counted = {f.competency.slug: f.cells.untimed for f in fits if isinstance(f.cells, StepCells)}
    total = sum(counted.values())
    if not total:
        return []
    return [
        Finding(
            "trials_without_beginning",
            "warning",
            f"{total:,} {'deal stands' if total == 1 else 'deals stand'} in no fair rate: nobody "
            "knows when they began",
            "Counted once for each step or road they belong to.",
            {"deals": total, "competencies": sum(n > 0 for n in counted.values())},
            ("Export the creation date and the history of stages.",),
        )
    ]


def _unowned(fits: Sequence[Fitted | Silence]) -> list[Finding]:
    """Return that trials are nobody's, for the competency with most of them."""
    counted = {f.competency: f.cells.unowned for f in fits if isinstance(f.cells, StepCells)}
    worst = max(counted, key=lambda c: counted[c], default=None)
    if worst is None or not counted[worst]:
        return []
    number = counted[worst]
    return [
        Finding(
            "trials_of_nobody",
            "info",
            f"{number:,} {'deal belongs' if number == 1 else 'deals belong'} to nobody, a queue or "
            "a machine and stand in no fair rate",
            f"Counted for {worst.name}.",
            {"deals": number},
        )
    ]


def _largest(fits: Sequence[Fitted | Silence]) -> list[Finding]:
    """Return that the largest amounts were drawn in."""
    drawn = {f.competency: f.cells.winsorised for f in fits if isinstance(f.cells, AmountCells)}
    total = sum(drawn.values())
    if not total:
        return []
    return [
        Finding(
            "largest_amounts_drawn_in",
            "info",
            f"Fair sizes take the largest {total:,} {'win' if total == 1 else 'wins'} for as "
            "large as 99 in 100 are at most",
            "So that one very large deal does not decide what somebody's usual deal is. The plain "
            "averages hold them in full.",
            {"wins": total},
        )
    ]


def _late(fitted: Sequence[Fitted]) -> list[Finding]:
    """Return that successes came after the horizon, for the competency with the largest share."""
    found = []
    for f in fitted:
        if not isinstance(f.cells, StepCells):
            continue
        late, good = int(f.cells.late.sum()), int(f.cells.successes.sum())
        if late > LATE_SHARE * (late + good):
            found.append((late / (late + good), late, f))
    if not found:
        return []
    share, late, worst = max(found, key=lambda item: item[0])
    weeks = round(worst.cells.horizon_days / 7) if isinstance(worst.cells, StepCells) else 0
    return [
        Finding(
            "late_successes",
            "info",
            f"Some successes came too late to count, most in {worst.competency.name}: {late:,}",
            f"There a success counts within {weeks} {'week' if weeks == 1 else 'weeks'} of entry; "
            f"{share:.0%} came later and count as not reached, for everybody alike.",
            {"late": late, "competencies": len(found)},
        )
    ]


def _clustered(fitted: Sequence[Fitted]) -> list[Finding]:
    worst = max((f.dispersion for f in fitted), default=1.0)
    if worst <= 1.1:
        return []
    names = sorted({f.competency.name for f in fitted if f.dispersion > 1.1})
    return [
        Finding(
            "counts_hang_together",
            "info",
            "Some events come in bunches and say less than single ones",
            f"{', '.join(names)}: the counts are worth up to {worst:.1f} times less.",
            {"worst": round(worst, 2), "competencies": len(names)},
        )
    ]


def _paced(fitted: Sequence[Fitted]) -> list[Finding]:
    """Return that open deals of quick and slow people are weighed by others' times."""
    compared, paced = set(), set()
    for f in fitted:
        if isinstance(f.cells, TimeCells):
            known = effective_trials(f.fit)
            sure = (np.abs(own_part(f)) > PACE).mean(axis=1) > PACE_CHANCE
            for place, trials, far in zip(f.people, known, sure, strict=True):
                if silence(float(trials)) is None:
                    compared.add(int(place))
                    paced |= {int(place)} if far else set()
    if not paced or not any(isinstance(f.cells, StepCells) for f in fitted):
        return []
    number = len(paced)
    return [
        Finding(
            "other_pace",
            "info",
            f"{number:,} of {len(compared):,} people close their deals much sooner or later than "
            "others",
            "What their open deals still bring is told by how long everybody's deals take: their "
            "newest step rates may be off by up to a third of what luck moves them by.",
            {"people": number, "compared": len(compared)},
        )
    ]


def _unknown_start(book: Book, fitted: Sequence[Fitted]) -> Finding | None:
    """Return that some people's day of joining is not known, where others' is."""
    people = np.unique(np.concatenate([f.people for f in fitted])) if fitted else np.empty(0, int)
    if not len(people):
        return None
    unknown = np.isnan(book.roster.tenure[:, people]).all(axis=0)
    if not unknown.any() or unknown.all():
        return None
    number = int(unknown.sum())
    return Finding(
        "joining_unknown",
        "info",
        f"Nobody says when {number:,} of {len(people):,} people joined",
        "They count as having been there for long; a new person among them looks weaker than "
        "they are.",
        {"people": number},
        ("Put the day they joined into team.csv.",),
    )
