"""Keeps what people practise where the terminal reads it too, and works out designs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.answers import Estimate
from fairlead.brief import words
from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.company import today_of
from fairlead.refresh.design_plan import Wish, as_csv
from fairlead.refresh.designing import design_workspace
from fairlead.refresh.practising import Part, Practice, Taken, taken
from fairlead.refresh.practising_json import parts_from, under_way_from
from fairlead.refresh.practising_store import Practised, note, practised, spacing_of
from fairlead.refresh.practising_words import (
    headline,
    spaced,
    told,
    use_of,
)
from fairlead.refresh.practising_words import (
    practised as practised_words,
)
from fairlead.refresh.practising_words import (
    used as used_words,
)
from fairlead.train.adoption import Tick, adoption, offered
from fairlead.train.practice import Answered, Queue, Word, queue, recalled
from fairlead.web.jobs.services import Done, Tell
from fairlead.web.jobs.services import queue as queue_job
from fairlead.web.people.selectors import person_shown
from fairlead.web.project.clock import now
from fairlead.web.published.services import brief_body
from fairlead.web.train.models import Design
from fairlead.web.train.selectors import DESIGN

SIMULATIONS = 120
URGENT = 10


@dataclass(frozen=True, slots=True)
class OnDeals:
    """Where to use one training: deals in words, and how often it was used."""

    training: str
    competency: str
    deals: tuple[tuple[int, str], ...]
    used: str


@dataclass(frozen=True, slots=True)
class Today:
    """One person's practice as the page shows it."""

    headline: str
    queue: Queue
    use: tuple[OnDeals, ...]
    recall: str
    spaced: str
    has_drills: bool


def home() -> Workspace:
    """Return the workspace that is served."""
    return Workspace(Path(settings.WORKSPACE))


def practice_from(body: dict[str, Any], person: int, name: str, day: dt.date) -> Practice:
    """Return one person's practice of a day from its published answer and what is kept since."""
    return Practice(
        person_id=person,
        name=name,
        today=day,
        data_until=dt.date.fromisoformat(body["as_of"]),
        parts=parts_from(home(), body["parts"], until=now()),
        spacing=spacing_of(home()),
        done=practised(home(), person).until(day),
    )


def today_at(at: dt.datetime) -> dt.date:
    """Return the company's day."""
    return today_of(home(), at)


def shown(found: Practice) -> Today:
    """Return a practice in words."""
    cards = found.cards
    today = queue(cards, found.spacing, found.today)
    known = recalled(cards, found.today)
    recall = ""
    if isinstance(known, Estimate):
        rate = words.rate(known.successes or 0, known.n)
        recall = _("Known when it came back: %(rate)s. Your own word, for you alone.") % {
            "rate": rate
        }
    return Today(
        headline=headline(found, today),
        queue=today,
        use=tuple(_on_deals(found, part) for part in found.parts),
        recall=recall,
        spaced=spaced(found.spacing),
        has_drills=bool(cards),
    )


def _on_deals(found: Practice, part: Part) -> OnDeals:
    deals = offered(part.deals, found.done.ticks, part.training)
    mine = [(found.person_id, tick) for tick in found.done.ticks]
    so_far = adoption(mine, part.training, until=found.today, since=part.start)
    text = used_words(so_far.used, so_far.ticked, "you said so") if so_far.ticked else ""
    lines = tuple((deal.deal, told(deal)) for deal in deals)
    return OnDeals(part.training, part.competency, lines, text)


def try_outs_begun() -> list[str]:
    """Return the names of all try-outs that were begun, here or at the terminal."""
    return sorted(path.stem for path in home().try_outs.glob("*.json"))


def plays_from(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one person's part of plays that are tried, as the page shows them."""
    return [
        {
            **play,
            "start_on": dt.date.fromisoformat(play["start_on"]),
            "stop_on": dt.date.fromisoformat(play["stop_on"]),
            "with_play": [deal["name"] for deal in play["deals"] if deal["tries"]],
            "as_before": [deal["name"] for deal in play["deals"] if not deal["tries"]],
            "by_deal": play["tries"] is None,
        }
        for play in body["plays"]
    ]


def take_answer(found: Practice, drill: str, word: Word) -> None:
    """Keep how a drill went.

    Raises
    ------
    InputError
        They practise no such drill.
    """
    if drill not in {card.drill.key for card in found.cards}:
        raise InputError(_("there is no such drill today"), hint=_("Load the page again."))
    note(home(), found.person_id, [Answered(drill, found.today, word)])


def take_use(found: Practice, deal: int, training: str, *, used: bool) -> None:
    """Keep whether a training was used on a deal.

    Raises
    ------
    InputError
        No such deal of theirs stands in what is trained.
    """
    there = {(d.deal, part.training) for part in found.parts for d in part.deals}
    if (deal, training) not in there:
        raise InputError(_("this deal is not in the step any more"), hint=_("Load the page again."))
    note(home(), found.person_id, ticks=[Tick(deal, training, used, found.today)])


def under_way(body: dict[str, Any], day: dt.date) -> list[dict[str, str]]:
    """Return how trainings are practised and used in words; counts only."""
    found = taken(home(), under_way_from(body["trainings"]), day, until=now())
    return [_line(one) for one in found]


def _line(one: Taken) -> dict[str, str]:
    return {"training": one.training, "said": practised_words(one), "used": use_of(one)}


def ask_design(by: str, wish: dict[str, Any], at: dt.datetime) -> int:
    """Let a design be worked out; return its number."""
    made = Design.objects.create(by=by, wish=wish, at=at)
    queue_job(DESIGN, str(made.pk), {"design": made.pk}, at, urgency=URGENT)
    return made.pk


def work_out(payload: dict[str, Any], tell: Tell) -> Done:
    """Work out a design; the handler of the job."""
    number = int(payload["design"])
    row = Design.objects.filter(pk=number).first()
    if row is None:
        return Done()
    first = row.wish["first_on"]
    day = None if first is None else dt.date.fromisoformat(first)
    wish = Wish(**{**row.wish, "first_on": day})

    def show(what: str, done: int, of: int) -> None:
        tell(f"{what}: {done} of {of}" if of > 1 else what)

    found = design_workspace(
        home(), wish, today=today_at(now()), simulations=SIMULATIONS, progress=show
    )
    body = brief_body(found.brief)
    rows = [list(line) for line in found.rows]
    state = home().require().number

    def effect() -> None:
        Design.objects.filter(pk=number).update(body=body, rows=rows, state=state)

    return Done({"design": number}, effect)


def plan_text(rows: list[list[str]]) -> str:
    """Return the plan as trainings.csv."""
    return as_csv(rows)


def held_about(person: str) -> dict[str, Any]:
    """Return what a person practised and used, and the designs they asked for."""
    subject = person_shown(person).crm_id
    done = Practised() if subject is None else practised(home(), subject)
    return {
        "answers": [
            {"drill": a.drill, "on": a.on.isoformat(), "word": a.word} for a in done.answers
        ],
        "used_on_deals": [
            {"deal": t.deal, "training": t.training, "used": t.used, "on": t.on.isoformat()}
            for t in done.ticks
        ],
        "designs": [
            {"asked": row.wish, "at": row.at.isoformat()}
            for row in Design.objects.filter(by=person)
        ],
    }


def forget(person: str) -> None:
    """Take a person's name off designs they asked for; what they practised goes with the data."""
    Design.objects.filter(by=person).update(by="")
