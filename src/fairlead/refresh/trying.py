"""From a workspace to ``fairlead verify try-out``: what is known of plays that are tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.lake.counts.ground import Ground
from fairlead.lake.counts.tried import Entries, entries, standing
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book, Ints
from fairlead.measure.question import Question
from fairlead.refresh.briefing import as_it_was, ask
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened
from fairlead.refresh.trying_begin import YEAR, counted_now
from fairlead.refresh.trying_mine import Mine, Open, mine_of
from fairlead.refresh.trying_store import Begun, begun, called
from fairlead.refresh.trying_words import compose_try_outs
from fairlead.verify.training import as_day
from fairlead.verify.tryout import TryOut, tries
from fairlead.verify.tryout_effect import Tried
from fairlead.verify.tryout_verdict import Counted, TryOutReport, Watched, report_try_out


@dataclass(frozen=True, slots=True)
class TriedOut:
    """Try-outs with the words they are told in; `mark` tells them from other answers.

    `drawn` is for who may see people: nothing of it is in the words unless asked for.
    """

    reports: tuple[tuple[Begun, TryOutReport], ...]
    untold: tuple[tuple[Begun, NotEstimable], ...]
    drawn: tuple[Open, ...]
    brief: Brief
    mark: str

    @property
    def mine(self) -> dict[int, tuple[Mine, ...]]:
        """What each person who takes part is told of it."""
        plays = [made for made, _ in (*self.reports, *self.untold)]
        return mine_of(plays, self.drawn, self.brief.as_of)


def try_outs(
    workspace: Workspace,
    *,
    today: dt.date,
    name: str | None = None,
    as_of: dt.date | None = None,
    question: Question | None = None,
    with_drawn: bool = False,
) -> TriedOut:
    """Return what is known of one try-out, or of all of them.

    Parameters
    ----------
    workspace, today, as_of, question
        As in `brief_workspace`.
    name
        A name or title, or any part of it; None for all.
    with_drawn
        Say in the words too who tries, and which open deals get the play.

    Raises
    ------
    InputError
        No try-out is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        day = asked.question.as_of
        chosen = called(begun(workspace, max(day, today) if as_of is None else day), name)
        book, ground = counted_now(connection, asked)
        reports: list[tuple[Begun, TryOutReport]] = []
        untold: list[tuple[Begun, NotEstimable]] = []
        drawn: list[Open] = []
        for each in chosen:
            counted = _known(book, ground, each)
            if isinstance(counted, NotEstimable):
                untold.append((each, counted))
                continue
            reports.append((each, report_try_out(each.plan, counted[0])))
            drawn += counted[1]
        shown = _with_owners(connection, drawn)
        caveats: tuple[Finding, ...] = (*as_it_was(connection, asked, as_of), *asked.findings)
        brief = compose_try_outs(
            tuple(reports),
            tuple(untold),
            Setting(today, asked.until, caveats),
            day,
            book=book,
            whole=name is not None and len(chosen) == 1,
            drawn=shown if with_drawn else None,
        )
        brief = with_rows(connection, brief)
    kept = replace(brief, title="try-outs")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    return TriedOut(tuple(reports), tuple(untold), shown, brief, mark)


def _with_owners(connection: Any, drawn: Sequence[Open]) -> tuple[Open, ...]:
    found = standing(connection, np.array([each.deal for each in drawn], dtype=np.int64))
    return tuple(
        replace(each, name=now.name, owner=now.owner, owner_name=now.owner_name)
        for each in drawn
        for now in (found[each.deal],)
    )


def _known(book: Book, ground: Ground, made: Begun) -> tuple[Counted, list[Open]] | NotEstimable:
    """Return the counts of one try-out, and its open deals."""
    plan = made.plan
    places = _places(book, made.outcome)
    if not places:
        return NotEstimable("the step it tries can no longer be counted")
    before = plan.start_on - dt.timedelta(days=YEAR + made.wait_days)
    rows = entries(ground, places, since=before, wait_days=made.wait_days)
    tried, kept, closed = _tried(rows, made, made.wait_days)
    rails = []
    for rail, slugs, days in zip(
        plan.guardrails, made.guardrails, made.guardrail_days, strict=True
    ):
        watched = entries(ground, _places(book, slugs), since=before, wait_days=days)
        rails.append(Watched(rail, _tried(watched, made, days, closed=closed)[0]))
    arm = tried.tries
    units = [len(np.unique(tried.unit[side])) for side in (arm, ~arm)]
    counted = Counted(
        as_of=ground.question.as_of,
        tried=tried,
        entered=(int(arm.sum()), int((~arm).sum())),
        drawn=(units[0], units[1]),
        guardrails=tuple(rails),
        wait_days=made.wait_days,
        closed_on=dt.date(1970, 1, 1) + dt.timedelta(days=closed),
    )
    shown = [
        Open(plan.name, int(rows.deal[place]), rows.key[place], bool(on), _day(rows, place))
        for place, on in zip(kept.tolist(), arm, strict=True)
        if rows.open[place]
    ]
    return counted, shown


def _day(rows: Entries, place: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(rows.entered_on[place]))


def _places(book: Book, slugs: tuple[str, ...]) -> list[int]:
    return [i for i, c in enumerate(book.competencies) if c.slug in slugs]


def _tried(
    rows: Entries, made: Begun, wait_days: int, *, closed: int | None = None
) -> tuple[Tried, Ints, int]:
    """Return a step's deals by draw, their places in `rows`, and when it closed."""
    plan = made.plan
    start = as_day(plan.start_on)
    arms = {p.person: p.tries for p in made.people}
    mine = np.isin(rows.owner, list(arms))
    kept = np.flatnonzero(mine & (rows.entered_on >= start))
    if plan.unit == "deal":
        arm = np.array([tries(plan.seed, rows.key[i], plan.share) for i in kept.tolist()], bool)
    else:
        arm = np.array([bool(arms[int(rows.owner[i])]) for i in kept.tolist()], dtype=bool)
    if closed is None:
        closed = _closed(plan, rows.entered_on[kept], arm)
    inside = rows.entered_on[kept] < closed
    kept, arm = kept[inside], arm[inside]
    people = np.array(sorted(arms), dtype=np.int64)
    early = mine & (rows.entered_on + wait_days < start)
    code = np.searchsorted(people, rows.owner[early])
    size = len(people) if plan.unit == "person" else len(kept)
    past = np.zeros((2, size), dtype=np.int64)
    if plan.unit == "person":
        past[0] = np.bincount(code, rows.success[early], size).astype(np.int64)
        past[1] = np.bincount(code, minlength=size)
        unit = np.searchsorted(people, rows.owner[kept]).astype(np.int64)
    else:
        unit = np.arange(len(kept))
    tried = Tried(
        unit,
        arm,
        rows.success[kept].astype(bool),
        rows.entered_on[kept] + wait_days,
        past[0],
        past[1],
    )
    return tried, kept.astype(np.int64), closed


def _closed(plan: TryOut, entered: Ints, arm: Any) -> int:
    """Return the first day that no longer counts: the declared one, or when enough is at risk."""
    declared = as_day(plan.stop_on)
    if plan.most_deals is None or int(arm.sum()) <= plan.most_deals:
        return declared
    last = int(entered[arm][plan.most_deals - 1])
    return min(declared, last + 1)
