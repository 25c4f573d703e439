"""Who does which job: people of different jobs are not compared with each other.

Where the export names jobs, its words decide. Where it does not, the job is read from what people
do: how many activities go with a deal, and which deals and steps they work on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import Finding, NotEstimable
from fairlead.measure.cells import (
    Book,
    Cells,
    Competency,
    CountCells,
    Floats,
    Ints,
    StepCells,
)
from fairlead.measure.selection import data_of

GAP = 3.0
"""Activities a deal of two neighbours further apart than this: two jobs, nobody stands between."""

ALIKE = 0.25
"""Two people of whose work less than this is of the same kind do different jobs."""

SAID = 0.5
"""Share of the people that must carry a job in the export, or it is read from what they do."""

DEALS_A_DAY, ACTIVITIES_A_DAY = 50.0, 500.0
"""What no person works through on every working day: the busiest of a real bank took 2.5 cases a
day to a step, its machine 110; the busiest caller of a real school made 40 calls."""

FEWEST_ACTIVITIES = 100
_ENOUGH = 20
"""Deals and activities from which on somebody's way of working can be seen."""


@dataclass(frozen=True, slots=True)
class Job:
    """People of one job.

    Parameters
    ----------
    name
        ``""`` where everybody does the same.
    people
        Places in the roster.
    because
        Why they are apart, in words; empty for the largest group and for jobs the export names.
    """

    name: str
    people: tuple[int, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The job of everybody.

    Parameters
    ----------
    of_person
        Name of the job of each person of the roster, None for machines: compared with nobody.
    jobs
        Each job, the largest first.
    found
        Whether they were read from what people do.
    machines
        Places in the roster of what works too much to be a person.
    """

    of_person: tuple[str | None, ...]
    jobs: tuple[Job, ...]
    found: bool
    machines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What each person did in the window.

    Parameters
    ----------
    kinds
        Names of the kinds of deal work.
    work
        Trials of each kind (people, kinds).
    deals, activities, days
        Deals worked on, activities of all kinds, working days (people,).
    """

    kinds: tuple[str, ...]
    work: Floats
    deals: Floats
    activities: Floats
    days: Floats


def profile_of(book: Book) -> Profile:
    """Return what each person did: steps worked on, else whole roads, and activities."""
    count = book.roster.count
    steps = [c.rank is not None and not isinstance(x, NotEstimable) for c, x in _pairs(book)]
    kinds, columns = [], []
    deals, activities = np.zeros(count), np.zeros(count)
    for (competency, cells), is_step in zip(_pairs(book), steps, strict=True):
        if isinstance(cells, NotEstimable):
            continue
        if isinstance(cells, StepCells):
            total = np.bincount(cells.person, data_of(cells), count)
            if competency.rank is None:
                deals += total
            if is_step or not any(steps):
                kinds.append(competency.name)
                columns.append(total)
        elif isinstance(cells, CountCells) and _is_activity(competency):
            activities += np.bincount(cells.person, cells.events.astype(np.float64), count)
    work = np.array(columns, dtype=np.float64).reshape(len(columns), count).T
    if not deals.any() and columns:
        deals = work.max(axis=1)
    return Profile(tuple(kinds), work, deals, activities, book.roster.workdays.sum(axis=0))


def _pairs(book: Book) -> list[tuple[Competency, Cells | NotEstimable]]:
    return list(zip(book.competencies, book.cells, strict=True))


def _is_activity(competency: Competency) -> bool:
    """Say whether it counts activities in time, not against others (those would count twice)."""
    return competency.kind == "activity" and competency.unit == "a week"


def find_jobs(book: Book) -> Jobs:
    """Return who does which job.

    Parameters
    ----------
    book
        What the lake counted.

    Notes
    -----
    Two people do the same job if their activities a deal are within a factor of three of each
    other, or of somebody between them, and if at least a quarter of their work is of the same
    kind, or of somebody's they share both with. Groups hang together by such links, so neither
    the order of people nor their names matter.
    """
    roster = book.roster
    profile = profile_of(book)
    machine = _machines(profile)
    people = [i for i in range(roster.count) if i not in machine]
    said = [i for i in people if roster.role[i]]
    if people and len(said) >= SAID * len(people):
        names = {i: _plain(roster.role[i] or "") or "job not said" for i in people}
        return _jobs(names, {}, roster.count, machine, found=False)
    labels, why = _groups(profile, people)
    return _jobs(labels, why, roster.count, machine, found=True)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _machines(profile: Profile) -> tuple[int, ...]:
    days = np.maximum(profile.days, 1.0)
    deals = profile.work.max(axis=1, initial=0.0) / days
    done = profile.activities / days
    return tuple(np.flatnonzero((deals > DEALS_A_DAY) | (done > ACTIVITIES_A_DAY)).tolist())


def _groups(profile: Profile, people: list[int]) -> tuple[dict[int, str], dict[str, str]]:
    """Return the job of each person by what they do, and why each group is apart."""
    touch, kind = _by_touch(profile, people), _by_kind(profile, people)
    pairs = {i: (touch[i], kind[i]) for i in people}
    sizes = Counter(pairs.values())
    data = {pair: sum(profile.deals[i] for i in people if pairs[i] == pair) for pair in sizes}
    order = sorted(sizes, key=lambda pair: (-data[pair], -sizes[pair], pair))
    names, why = {}, {}
    for pair in order:
        members = [i for i in people if pairs[i] == pair]
        if pair == order[0]:
            names[pair] = ""
            continue
        main = [i for i in people if pairs[i] == order[0]]
        name, reason = _told_apart(profile, members, main, by_touch=pair[0] != order[0][0])
        number = sum(1 for known in names.values() if known.split(" (")[0] == name)
        names[pair] = f"{name} ({number + 1})" if number else name
        why[names[pair]] = reason
    return {i: names[pairs[i]] for i in people}, why


def _told_apart(
    profile: Profile, members: list[int], main: list[int], *, by_touch: bool
) -> tuple[str, str]:
    """Return a group's name and why it stands apart from the largest one."""
    if by_touch:
        own, others = _range(_touches(profile), members), _range(_touches(profile), main)
        many = _touches(profile)[members].mean() > _touches(profile)[main].mean()
        name = "many activities for few deals" if many else "hardly any activities"
        return name, f"{own} activities a deal, the largest group has {others}"
    share = profile.work[members].sum(axis=0)
    place = int(np.argmax(share))
    part = share[place] / share.sum()
    theirs = profile.work[main].sum(axis=0)
    usual = theirs[place] / theirs.sum()
    name = f"mostly {profile.kinds[place]}"
    return name, (
        f"{part:.0%} of their work is {profile.kinds[place]}, of the largest group's {usual:.0%}"
    )


def _range(values: Floats, members: list[int]) -> str:
    low, high = (_short(float(x)) for x in (values[members].min(), values[members].max()))
    return low if low == high else f"{low} to {high}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _touches(profile: Profile) -> Floats:
    """Return activities a deal; one of each is added, so that nobody has none of any (people,)."""
    result: Floats = (profile.activities + 1) / (profile.deals + 1)
    return result


def _by_touch(profile: Profile, people: list[int]) -> dict[int, int]:
    """Return groups of activities a deal, split wherever nobody lies within a factor of three."""
    if profile.activities.sum() < FEWEST_ACTIVITIES:
        return dict.fromkeys(people, 0)
    seen = profile.deals + profile.activities
    touch = np.log(_touches(profile))
    known = sorted((i for i in people if seen[i] >= _ENOUGH), key=lambda i: touch[i])
    group, found = 0, {}
    for before, i in zip([None, *known], known, strict=False):
        if before is not None and touch[i] - touch[before] > np.log(GAP):
            group += 1
        found[i] = group
    if not known:
        return dict.fromkeys(people, 0)
    for i in people:  # too little to be seen: with whom they are nearest to
        if i not in found:
            found[i] = found[min(known, key=lambda j: (abs(touch[j] - touch[i]), touch[j]))]
    return found


def _by_kind(profile: Profile, people: list[int]) -> dict[int, int]:
    """Return groups of people whose work is of the same kinds, linked by what they share."""
    total = profile.work.sum(axis=1)
    known = [i for i in people if total[i] >= _ENOUGH]
    share = profile.work / np.maximum(total, 1)[:, None]
    shared = np.zeros((len(known), len(known)))
    for kind in share[known].T:
        shared += np.minimum(kind[:, None], kind)
    label = connected(shared >= ALIKE)
    found = dict(zip(known, label.tolist(), strict=True))
    sizes = Counter(found.values())
    usual = max(sizes, key=lambda g: (sizes[g], -g)) if sizes else 0
    for i in people:
        if i not in found:
            found[i] = usual
    return found


def connected(linked: npt.NDArray[np.bool_]) -> Ints:
    """Return the component of each node of a graph, numbered by its first node."""
    count = len(linked)
    label = np.full(count, -1, dtype=np.int64)
    for start in range(count):
        if label[start] >= 0:
            continue
        todo = [start]
        label[start] = start
        while todo:
            near = np.flatnonzero(linked[todo.pop()] & (label < 0))
            label[near] = start
            todo.extend(near.tolist())
    return label


def _jobs(
    names: dict[int, str], why: dict[str, str], count: int, machine: tuple[int, ...], *, found: bool
) -> Jobs:
    sizes = Counter(names.values())
    order = sorted(sizes, key=lambda name: (bool(name) if found else False, -sizes[name], name))
    jobs = tuple(
        Job(name, tuple(i for i in sorted(names) if names[i] == name), why.get(name, ""))
        for name in order
    )
    return Jobs(tuple(names.get(i) for i in range(count)), jobs, found, machine)


def job_findings(jobs: Jobs, names: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return what to know about who was compared with whom."""
    found = []
    apart = [job for job in jobs.jobs if job.because]
    if apart:
        parts = [f"{_some(names, job.people)}: {job.name} ({job.because})" for job in apart]
        found.append(
            Finding(
                "jobs_found",
                "warning",
                "The export names no jobs; people who work differently are compared apart",
                ". ".join(parts) + ".",
                {"jobs": len(jobs.jobs), "people": sum(len(job.people) for job in apart)},
                ("Put everybody's role into team.csv; then those words decide.",),
            )
        )
    if jobs.machines:
        found.append(
            Finding(
                "machine_not_compared",
                "info",
                f"{_some(names, jobs.machines)} does more in a day than a person can",
                "Taken for a machine and compared with nobody.",
                {"people": len(jobs.machines)},
            )
        )
    return tuple(found)


def _some(names: tuple[str, ...], places: tuple[int, ...], most: int = 5) -> str:
    shown = sorted(names[i] for i in places)
    if len(shown) > most:
        return f"{', '.join(shown[:most])} and {len(shown) - most} more"
    return ", ".join(shown)
