"""Who works where: seats, hires, leavers, moves between teams, managers and their changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate import names
from fairlead.simulate.organisation import Member, Organisation
from fairlead.simulate.tables import Array, Columns, Flags, Ints, Words, array, run_ends, run_starts
from fairlead.simulate.worktime import DAY, NEVER, Window, days_of

ROLES = ("rep", "manager", "leader")
HEAD = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """People of the window. Person 0 is the head, then the first managers, then the first reps.

    Parameters
    ----------
    hired, gone
        First day, and the day after the last (days since 1970; `NEVER` = still there).
    role
        Code into `ROLES`, shape (people,).
    team
        Team of each person in each month, -1 where absent or the head; shape (months, people).
    manager
        Person who leads each team in each month; shape (months, teams).
    """

    hired: Ints
    gone: Ints
    role: Ints
    team: Ints
    manager: Ints

    @property
    def count(self) -> int:
        """Number of persons who were ever there."""
        return len(self.hired)

    def is_rep(self) -> Flags:
        """Return who sells."""
        sells: Flags = self.role == 0
        return sells

    def boss(self) -> Ints:
        """Return each person's manager in each month, -1 for none; shape (months, people)."""
        at = np.maximum(self.team, 0)
        of_rep = np.take_along_axis(self.manager, at, axis=1)
        boss = np.where(self.role == 0, of_rep, HEAD)
        return np.where((self.role == 2) | (self.team < 0), -1, boss)

    def present(self, window: Window) -> tuple[Ints, Ints]:
        """Return the first working day and the count of them, month x person (into workdays)."""
        starts = window.edges[:-1, None] // DAY
        ends = window.edges[1:, None] // DAY
        low = np.searchsorted(window.workdays, np.maximum(starts, self.hired[None, :]))
        high = np.searchsorted(window.workdays, np.minimum(ends, self.gone[None, :]))
        return low, np.maximum(high - low, 0)


@dataclass(slots=True)
class _Book:
    """The roster while it is written month by month."""

    hired: list[int]
    gone: list[int]
    role: list[int]

    def add(self, day: int, role: int) -> int:
        self.hired.append(day)
        self.gone.append(int(NEVER))
        self.role.append(role)
        return len(self.hired) - 1


def staff(org: Organisation, window: Window, rng: np.random.Generator) -> Roster:
    """Play hiring, leaving and moving, month by month; seats are arrays."""
    teams, first = len(org.teams), int(window.edges[0] // DAY)
    before = np.minimum(30 + rng.exponential(540, 1 + teams + org.people), 4000).astype(int)
    book = _Book([], [], [])
    book.add(first - 1500, 2)
    bosses = [book.add(first - 400 - int(d), 1) for d in before[1 : teams + 1]]
    seat = np.array([book.add(first - int(d), 0) for d in before[teams + 1 :]], dtype=np.int64)
    seat_team = np.arange(org.people, dtype=np.int64) * teams // org.people
    fixed_seat, fixed_team = _protected(org, seat_team)
    vacant = np.zeros(org.people, dtype=np.int64)
    rows: list[tuple[Ints, Ints]] = []
    managers = np.empty((window.count, teams), dtype=np.int64)
    for month in range(window.count):
        start = int(window.edges[month] // DAY)
        if month:
            _hire(book, seat, vacant, start)
            _swap(seat_team, (seat >= 0) & ~fixed_seat, org.move_rate / 2, rng)
            _change_managers(book, bosses, fixed_team, start, org=org, rng=rng)
        managers[month] = bosses
        rows.append((seat.copy(), seat_team.copy()))
        _leave(
            book,
            seat,
            vacant,
            fixed_seat,
            window=window,
            month=month,
            rate=org.leave_rate,
            rng=rng,
        )
    return _finished(book, rows, managers)


def _protected(org: Organisation, seat_team: Ints) -> tuple[Flags, Flags]:
    """Return the seats and teams of the cast, whose people stay."""
    seats = np.zeros(org.people, dtype=bool)
    leads = np.zeros(len(org.teams), dtype=bool)
    for number, name in enumerate(org.teams):
        count = sum(m.role == "rep" and m.team == name for m in org.cast)
        seats[np.flatnonzero(seat_team == number)[:count]] = True
        leads[number] = any(m.role == "manager" and m.team == name for m in org.cast)
    return seats, leads


def _hire(book: _Book, seat: Ints, vacant: Ints, start: int) -> None:
    vacant[seat < 0] += 1
    for number in np.flatnonzero((seat < 0) & (vacant >= 2)).tolist():
        seat[number] = book.add(start, 0)
        vacant[number] = 0


def _swap(seat_team: Ints, free: Flags, rate: float, rng: np.random.Generator) -> None:
    chosen = np.flatnonzero(free & (rng.random(len(seat_team)) < rate))
    for number in chosen.tolist():
        others = np.flatnonzero(free & (seat_team != seat_team[number]))
        if len(others):
            other = int(rng.choice(others))
            seat_team[[number, other]] = seat_team[[other, number]]


def _change_managers(
    book: _Book,
    bosses: list[int],
    fixed: Flags,
    start: int,
    *,
    org: Organisation,
    rng: np.random.Generator,
) -> None:
    draws = rng.random((2, len(bosses)))
    free = [n for n in range(len(bosses)) if not fixed[n]]
    for number in free:
        if draws[0, number] < org.manager_leave_rate:
            book.gone[bosses[number]] = start
            bosses[number] = book.add(start, 1)
        elif draws[1, number] < org.manager_swap_rate / 2 and len(free) > 1:
            other = int(rng.choice([n for n in free if n != number]))
            bosses[number], bosses[other] = bosses[other], bosses[number]


def _leave(
    book: _Book,
    seat: Ints,
    vacant: Ints,
    fixed: Flags,
    *,
    window: Window,
    month: int,
    rate: float,
    rng: np.random.Generator,
) -> None:
    low, high = np.searchsorted(window.workdays * DAY, window.edges[month : month + 2])
    if high == low:
        return
    goes = np.flatnonzero((seat >= 0) & ~fixed & (rng.random(len(seat)) < rate))
    for number in goes.tolist():
        book.gone[int(seat[number])] = int(window.workdays[rng.integers(low, high)]) + 1
        seat[number], vacant[number] = -1, 0


def _finished(book: _Book, rows: list[tuple[Ints, Ints]], managers: Ints) -> Roster:
    team = np.full((len(rows), len(book.hired)), -1, dtype=np.int64)
    for month, (seat, seat_team) in enumerate(rows):
        there = seat >= 0
        team[month, seat[there]] = seat_team[there]
        team[month, managers[month]] = np.arange(managers.shape[1])
    hired, gone = np.array(book.hired), np.array(book.gone)
    return Roster(hired, gone, np.array(book.role), team, managers)


def people_table(org: Organisation, roster: Roster, rng: np.random.Generator) -> Columns:
    """Return one row a person, the cast under their own names."""
    first, last = names.person_names(roster.count, rng)
    first, last = first.astype("U24"), last.astype("U24")
    for person, member in _seated(org, roster).items():
        clash = np.flatnonzero((first == member.first) & (last == member.last))
        first[clash], last[clash] = first[person], last[person]
        first[person], last[person] = member.first, member.last
    domain = names.plain(org.name) + ".example"
    return {
        "person": np.arange(roster.count),
        "first_name": first,
        "last_name": last,
        "email": names.addresses(first, last, domain),
        "role": Words(roster.role, ROLES),
        "hired_on": days_of(roster.hired),
        "left_on": days_of(np.where(roster.gone >= NEVER, NEVER, roster.gone - 1)),
    }


def _seated(org: Organisation, roster: Roster) -> dict[int, Member]:
    """Person number of each member of the cast."""
    places: dict[int, Member] = {}
    for member in org.cast:
        if member.role == "leader":
            places[HEAD] = member
            continue
        number = org.teams.index(str(member.team))
        wanted = 1 if member.role == "manager" else 0
        team = np.flatnonzero((roster.team[0] == number) & (roster.role == wanted))
        places[next(int(p) for p in team if int(p) not in places)] = member
    return places


def full_names(people: Columns) -> Array:
    """Return first and last name with a blank between."""
    first, last = array(people, "first_name"), array(people, "last_name")
    return np.char.add(np.char.add(first, " "), last)


def territory_names(org: Organisation) -> tuple[str, ...]:
    """Return one territory a team."""
    return tuple(f"{name} region" for name in org.teams)


def assignments_table(org: Organisation, roster: Roster, window: Window) -> Columns:
    """Return one row for each stretch a person had the same manager and team, ``[from, to)``."""
    boss = roster.boss()
    _, worked = roster.present(window)
    month, person = np.nonzero((worked > 0) & ((roster.team >= 0) | (roster.role == 2)))
    order = np.lexsort((month, person))
    month, person = month[order], person[order]
    keys = np.stack([person, roster.team[month, person], boss[month, person]])
    new = run_starts(keys[0]) | run_starts(keys[1]) | run_starts(keys[2])
    start = np.flatnonzero(new)
    next_same = ~run_ends(person[start])
    # a first stretch begins with the hire, also before the window: tenure is read from it
    first = run_starts(person[start])
    from_day = np.where(first, roster.hired[person[start]], window.edges[month[start]] // DAY)
    to_day = np.where(next_same, np.append(from_day[1:], NEVER), roster.gone[person[start]])
    people, team = keys[0, start], keys[1, start]
    return {
        "person": people,
        "manager": keys[2, start],
        "team": Words(team, org.teams),
        "territory": Words(team, territory_names(org)),
        "role": Words(roster.role[people], ROLES),
        "from_on": days_of(from_day),
        "to_on": days_of(to_day),
    }
