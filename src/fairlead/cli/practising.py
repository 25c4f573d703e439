"""``fairlead train practice``: five minutes a day, and use on live deals."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.saying import say, today_at
from fairlead.cli.terminal import (
    AsOfOption,
    HtmlOption,
    JsonOption,
    PersonOption,
    WorkspaceOption,
    day_option,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.lake.store.workspace import Workspace
    from fairlead.refresh.practising import Practice


class How(enum.StrEnum):
    """When drills come back."""

    DAYS = "days"
    FSRS = "fsrs"


def practice(
    *,
    person: PersonOption = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(help="KEY=again, hard, well or easy. May be repeated."),
    ] = None,
    used: Annotated[
        list[str] | None, typer.Option(help="Deal it was used on, by its id. May be repeated.")
    ] = None,
    not_used: Annotated[
        list[str] | None,
        typer.Option("--not-used", help="Deal it was not used on, by its id. May be repeated."),
    ] = None,
    spacing: Annotated[
        How | None,
        typer.Option(help="For the whole company: fixed days, or fsrs, by the answers."),
    ] = None,
    days: Annotated[
        str | None, typer.Option(help="Fixed days after the start, such as 1,3,7,21.")
    ] = None,
    longest: Annotated[
        int | None, typer.Option(help="With fsrs, most days between two practices.")
    ] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a person practises today and on which deals to use it, and keep what they say.

    For example: fairlead train practice --person "Cleo Marin"
    """
    from fairlead.cli.places import workspace_at

    home = workspace_at(workspace)
    _space(home, spacing, days, longest)
    day = day_option(as_of, "--as-of")
    told = _Said(answer or [], used or [], not_used or [])
    if person is None:
        told.refuse("--person says whose it is")
        _say_taken(home, day, html, as_json=as_json)
        return
    if day is not None:
        told.refuse("an answer is of today; leave out --as-of")
    _say_practice(_practised(home, person, day, told), html, as_json=as_json)


class _Said:
    """What somebody says of drills and deals."""

    def __init__(self, answers: list[str], used: list[str], not_used: list[str]) -> None:
        self.answers: dict[str, str] = {}
        for each in answers:
            key, equals, word = each.partition("=")
            if not equals:
                raise InputError(f"--answer {each} says no word", hint="Write it as KEY=well.")
            self.answers[key.strip()] = word
        self.used = dict.fromkeys(used, True) | dict.fromkeys(not_used, False)
        both = sorted(set(used) & set(not_used))
        if both:
            raise InputError(f"{both[0]} cannot be both used and not used", hint="Say one.")

    def refuse(self, why: str) -> None:
        if self.answers or self.used:
            raise InputError(f"nothing is kept: {why}", hint="Add or leave out that option.")


def _space(home: Workspace, how: How | None, days: str | None, longest: int | None) -> None:
    """Keep when drills come back, where any of its options is given."""
    if how is None and days is None and longest is None:
        return
    from fairlead.refresh.practising_store import keep_spacing, spacing_of
    from fairlead.train.practice import Spacing

    home.require()
    there = spacing_of(home)
    try:
        given = there.days if days is None else tuple(int(day) for day in days.split(","))
    except ValueError as error:
        raise InputError(f"--days {days} are no days", hint="Write them like 1,3,7,21.") from error
    told = there.how if how is None else how.value
    most = there.longest_days if longest is None else longest
    keep_spacing(home, Spacing(told, given, most))


def _practised(home: Workspace, person: str, day: dt.date | None, told: _Said) -> Practice:
    from fairlead.refresh.practising import answer as keep_answers
    from fairlead.refresh.practising import practice_of

    found = practice_of(home, person, today=today_at(home), as_of=day)
    if told.answers or told.used:
        return keep_answers(home, found, told.answers, told.used)
    return found


def _say_practice(found: Practice, html: Path | None, *, as_json: bool) -> None:
    from fairlead.refresh.practising_words import compose_practice, practice_json

    say(compose_practice(found), html, practice_json(found) if as_json else None)


def _say_taken(home: Workspace, day: dt.date | None, html: Path | None, *, as_json: bool) -> None:
    from fairlead.refresh.practising import taken_up
    from fairlead.refresh.practising_store import spacing_of
    from fairlead.refresh.practising_words import compose_taken, taken_json

    today = today_at(home)
    found, until = taken_up(home, today=today, as_of=day)
    shown = day or today
    brief = compose_taken(found, shown, until, spacing_of(home))
    say(brief, html, {"as_of": shown, "trainings": taken_json(found)} if as_json else None)
