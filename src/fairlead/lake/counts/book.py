"""The book of counts every rate, diagnosis and priority is made of, as known on one evening."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.lake.counts import worked
from fairlead.lake.counts.bands import choose_bands
from fairlead.lake.counts.cells import step_cells
from fairlead.lake.counts.dealt import Columns, columns
from fairlead.lake.counts.ground import Ground, Group, lay
from fairlead.lake.counts.relations import Relations, relations
from fairlead.lake.counts.roster import roster
from fairlead.lake.counts.scenarios import (
    add_trials,
    fill_scenarios,
    scenario_steps,
    tag_by_hand,
)
from fairlead.lake.counts.scope import know, led
from fairlead.lake.counts.timed import NO_DATES, NO_HISTORY, NONE_ENTERED, time_trials
from fairlead.lake.counts.trials import Trialled, fill_lives, fill_money, fill_trials
from fairlead.lake.counts.values import fill_prices, price_cells, size_cells, time_cells
from fairlead.measure.cells import (
    AmountCells,
    Book,
    Cells,
    Competency,
    CountCells,
    Ints,
    Kind,
    Roster,
    StepCells,
    TimeCells,
    Window,
)
from fairlead.measure.question import Question
from fairlead.process.model import Process, slug
from fairlead.process.playbook import Playbook
from fairlead.stats.timing import Horizon

MONTHS = 36
NO_PRICES = "no list price or discount in the export"
NO_PRICES_THEN = "list prices and discounts were all changed since"
NO_PRICED_WINS = "no won deal with a list price or a discount"
NO_DISCOUNTS = "deals sold below the list price, so people cannot be compared"
OF_EACH = 5
NO_WINS = "no won deal with an owner and an amount in the reporting currency"


def count_book(
    connection: Any,
    question: Question,
    process: Process,
    *,
    months: int = MONTHS,
    playbook: Playbook | None = None,
) -> Book:
    """Return the counts of the whole company, whoever asks, as known on the evening asked.

    Parameters
    ----------
    connection
        DuckDB connection whose views are attached.
    question
        Gives the evening, the company, and pipelines and deal types to leave out. Its name does
        not matter: what one person or team is compared with is everybody.
    process
        The steps.
    months
        Calendar months of the window, that of the evening asked among them; fewer where the data
        begin later.
    playbook
        Its scenarios are counted too, as steps of their own behind all others.

    Returns
    -------
    Book
        Without any competency where no deal has a date by then. Methods, sections 1 to 3.

    Raises
    ------
    InputError
        A pipeline or type that is to be left out does not exist.
    """
    return count_ground(connection, question, process, months=months, playbook=playbook)[0]


def count_ground(
    connection: Any,
    question: Question,
    process: Process,
    *,
    months: int = MONTHS,
    playbook: Playbook | None = None,
) -> tuple[Book, Ground | None]:
    """Return `count_book` with the ground it stands on; None without deals."""
    tables = relations(connection, process, question.company)
    led(connection)
    know(connection, tables, question)
    return grounded(connection, tables, question, process, months=months, playbook=playbook)


def book_of(
    connection: Any,
    tables: Relations,
    question: Question,
    process: Process,
    *,
    months: int = MONTHS,
    playbook: Playbook | None = None,
) -> Book:
    """Return the same from a connection on which `scope.know` has run for this evening."""
    return grounded(connection, tables, question, process, months=months, playbook=playbook)[0]


def grounded(
    connection: Any,
    tables: Relations,
    question: Question,
    process: Process,
    *,
    months: int = MONTHS,
    playbook: Playbook | None = None,
) -> tuple[Book, Ground | None]:
    """Return the same with the ground it stands on, to count more of it; None without deals."""
    ground = lay(connection, tables, question, process, months=months)
    if ground is None:
        return _nothing(question), None
    fill_money(ground)
    known = columns(ground)
    fill_lives(ground, known)
    named = _named(ground)
    trialled = [Trialled(i, n.group, n.rank) for i, n in enumerate(named) if n.is_trial]
    fill_trials(ground, known, trialled)
    if playbook is not None:
        named += _of_scenarios(ground, named, playbook)
    worked.fill_work(ground)
    return _Binding(ground, known, named).book(), ground


@dataclass(frozen=True, slots=True)
class _Named:
    """A competency and the group of deals it is about (-1 for activities)."""

    competency: Competency
    group: int

    @property
    def is_trial(self) -> bool:
        return self.competency.kind == "conversion"

    @property
    def rank(self) -> int | None:
        return self.competency.rank


def _named(ground: Ground) -> list[_Named]:
    """Return the competencies of the groups of deals, in the order of the process."""
    found: list[_Named] = []
    taken: set[str] = set()
    for group in ground.groups:
        for made in _of_group(ground, group):
            name = made.slug
            for number in itertools.count(2):
                if name not in taken:
                    break
                name = f"{made.slug}-{number}"
            taken.add(name)
            found.append(_Named(replace(made, slug=name), group.code))
    return found


def _of_group(ground: Ground, group: Group) -> list[Competency]:
    stages = ground.process.pipeline(group.pipeline).open_stages()
    base = f"{slug(group.pipeline)}.{slug(group.deal_type)}"
    found = []
    for rank, (here, after) in enumerate(itertools.zip_longest(stages, stages[1:])):
        target = "Won" if after is None else after.label
        found.append(
            Competency(
                f"{base}.{slug(here.stage)}",
                f"{here.label} to {target}",
                "conversion",
                "fraction",
                stage=here.stage,
                next_stage=target,
                rank=rank,
            )
        )
    money = f"{ground.currency or ''} minor".strip()
    others: tuple[tuple[str, str, Kind, str], ...] = (
        ("win", "Created to Won", "conversion", "fraction"),
        ("creation", "New deals", "creation", "a week"),
        ("size", "Amount of a win", "size", money),
        ("duration", "Created to closed", "duration", "days"),
        ("price", "Price kept", "price", "fraction"),
    )
    found += [Competency(f"{base}.{s}", n, k, u) for s, n, k, u in others]
    return [replace(one, pipeline=group.pipeline, deal_type=group.deal_type) for one in found]


def _of_scenarios(ground: Ground, named: list[_Named], playbook: Playbook) -> list[_Named]:
    """Count the trials of scenarios; return their steps."""
    steps = scenario_steps([one.competency for one in named], playbook.scenarios)
    fill_scenarios(ground, playbook.scenarios)
    tag_by_hand(ground, playbook.scenarios, playbook.by_hand)
    add_trials(ground, len(named), steps)
    return [_Named(one.competency, named[one.step].group) for one in steps]


@dataclass(frozen=True, slots=True)
class _Binding:
    """Brings the cells of one book together, and gives people their place in its roster."""

    ground: Ground
    columns: Columns
    named: list[_Named]

    def book(self) -> Book:
        trials = self._trials()
        amounts: dict[int, Cells | NotEstimable] = {}
        priced = fill_prices(self.ground)
        for code, one in enumerate(self.named):
            if one.competency.kind == "size":
                amounts[code] = self._size(one.group)
            elif one.competency.kind == "duration":
                amounts[code] = self._duration(one.group)
            elif one.competency.kind == "price":
                amounts[code] = self._price(one.group, priced)
        people = self._people(trials, amounts)
        everybody = roster(self.ground, people)
        weeks = everybody.workdays / max(1, len(self.ground.company.working_week))
        cells: list[Cells | NotEstimable] = []
        for code, one in enumerate(self.named):
            if one.competency.kind == "creation":
                cells.append(worked.created(self.ground, one.group, weeks, people))
            else:
                cells.append(_placed(trials.get(code) or amounts[code], people))
        done = self._activities(weeks, people)
        return Book(
            self.ground.window,
            everybody,
            tuple(one.competency for one in self.named) + tuple(c for c, _ in done),
            tuple(cells) + tuple(found for _, found in done),
        )

    def _trials(self) -> dict[int, Cells | NotEstimable]:
        groups = {i: one.group for i, one in enumerate(self.named) if one.is_trial}
        told = time_trials(self.ground, list(groups))
        horizons = {code: h for code, h in told.items() if isinstance(h, Horizon)}
        mixes = choose_bands(self.ground, self.columns, {c: groups[c] for c in horizons})
        counted = step_cells(self.ground, horizons, mixes)
        return {code: self._told(code, told[code], counted.get(code)) for code in groups}

    def _told(
        self, code: int, told: Horizon | NotEstimable, counted: StepCells | None
    ) -> Cells | NotEstimable:
        """Return the cells, or why there are none, in words about this competency."""
        if counted is not None:
            return counted
        assert isinstance(told, NotEstimable)  # noqa: S101  a horizon has cells
        if told.reason != NONE_ENTERED:
            return told
        (untimed,) = self.ground.connection.execute(
            "SELECT count(*) FROM book_trials WHERE comp = ? AND age IS NULL", [code]
        ).fetchone()
        if self.named[code].rank is None:
            return NotEstimable(NO_DATES) if untimed else told
        (steps,) = self.ground.connection.execute(
            "SELECT count(*) FROM all_steps WHERE provenance = 'observed'"
        ).fetchone()
        return NotEstimable(NO_HISTORY) if untimed or not steps else told

    def _size(self, group: int) -> AmountCells | NotEstimable:
        found = size_cells(self.ground, self.columns, group)
        return found if len(found.person) else NotEstimable(NO_WINS, needed=1, have=0)

    def _price(self, group: int, priced: int) -> AmountCells | NotEstimable:
        if not priced:
            (later,) = self.ground.connection.execute("SELECT count(*) FROM deal_lines").fetchone()
            return NotEstimable(NO_PRICES_THEN if later else NO_PRICES)
        found = price_cells(self.ground, self.columns, group)
        if not len(found.person):
            return NotEstimable(NO_PRICED_WINS, needed=1, have=0)
        below = 0 if found.below is None else int(found.below.sum())
        if below < OF_EACH:
            return NotEstimable(NO_DISCOUNTS, needed=OF_EACH, have=below)
        return found

    def _duration(self, group: int) -> TimeCells | NotEstimable:
        found = time_cells(self.ground, self.columns, group)
        return found if found.ends.sum() else NotEstimable(NO_DATES)

    def _people(self, *parts: dict[int, Cells | NotEstimable]) -> Ints:
        """Return the codes of everybody with data in the window, ascending."""
        found = [
            cells.person
            for part in parts
            for cells in part.values()
            if not isinstance(cells, NotEstimable)
        ]
        inside = worked.inside(self.ground)
        rows = self.ground.columns(
            "SELECT DISTINCT person FROM book_trials WHERE person >= 0 "
            f"UNION SELECT person FROM book_new WHERE grp IS NOT NULL AND {inside} "
            f"UNION SELECT person FROM book_done WHERE {inside}"
        )
        every = np.concatenate([*found, rows["person"].astype(np.int64)])
        return np.unique(every).astype(np.int64)

    def _activities(self, weeks: Any, people: Ints) -> list[tuple[Competency, CountCells]]:
        found = []
        kinds = worked.kinds(self.ground)
        for kind in kinds:
            competency = Competency(f"activity.{kind}", kind.capitalize(), "activity", "a week")
            found.append((competency, worked.done(self.ground, kind, weeks, people)))
        if worked.CALL in kinds and worked.MEETING in kinds:
            name = "activity.meetings-per-call"
            competency = Competency(name, "Meetings per call", "activity", "a call")
            found.append((competency, worked.meetings_per_call(self.ground, weeks, people)))
        return found


def _placed(cells: Cells | NotEstimable, people: Ints) -> Cells | NotEstimable:
    """Return cells whose people are places in the roster."""
    if isinstance(cells, NotEstimable):
        return cells
    return replace(cells, person=np.searchsorted(people, cells.person).astype(np.int64))


def _nothing(question: Question) -> Book:
    first = question.as_of.replace(day=1)
    none = np.empty(0, dtype=np.int64)
    grid = np.empty((1, 0))
    codes = np.empty((1, 0), dtype=np.int64)
    zero = np.zeros(1, dtype=np.int64)
    window = Window(first, question.as_of, zero, zero + first.month - 1)
    return Book(window, Roster(none, (), (), grid, grid, codes, codes, (), ()), (), ())
