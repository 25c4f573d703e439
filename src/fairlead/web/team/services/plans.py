"""Plans made together: a cause both agree on, few steps, and room to disagree."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.team.access import leads_on
from fairlead.web.team.models import Dissent, Plan, Step
from fairlead.web.team.selectors import nobody

MOST_STEPS = 5


def plans_of(person: str, day: dt.date) -> list[tuple[Plan, str, bool]]:
    """Return somebody's plans with the name of the other and whether they go on, newest first.

    As `access.plan_for` opens them: a manager's own if they led the person on its first day.
    """
    known = edges()
    rows = [
        plan
        for plan in Plan.objects.filter(Q(manager=person) | Q(person=person))
        if plan.person == person or leads_on(known, person, plan.person, plan.opened_on)
    ]
    names = names_of({who for p in rows for who in (p.manager, p.person)})
    return [
        (
            plan,
            names.get(plan.person if plan.manager == person else plan.manager, nobody()),
            not plan.closed_on and leads_on(known, plan.manager, plan.person, day),
        )
        for plan in rows
    ]


def open_plan_of(manager: str, person: str) -> int | None:
    """Return the number of the open plan of two people."""
    found = Plan.objects.filter(manager=manager, person=person, closed_on=None).first()
    return found.pk if found else None


def open_plan(manager: str, person: str, told: list[dict[str, Any]], today: dt.date) -> Plan:
    """Return a new plan of two people, with what the numbers said that day.

    Raises
    ------
    AccessError
        The one does not lead the other today.
    ConflictError
        They have an open one.
    """
    if not leads_on(edges(), manager, person, today):
        raise AccessError("there is nothing here")
    if Plan.objects.filter(manager=manager, person=person, closed_on=None).exists():
        raise ConflictError(
            _("there is an open plan"), hint=_("One thing at a time: close it first.")
        )
    return Plan.objects.create(manager=manager, person=person, opened_on=today, told=told)


def is_led(plan: Plan, day: dt.date) -> bool:
    """Say whether the manager of a plan leads the person on a day."""
    return leads_on(edges(), plan.manager, plan.person, day)


def require_led(plan: Plan, day: dt.date) -> None:
    """Do nothing if the manager of a plan leads the person on a day.

    Raises
    ------
    ConflictError
        They do no more: what was agreed stays as it was. Only the person may still add that they
        see it otherwise.
    """
    if not is_led(plan, day):
        raise ConflictError(
            _("who made this plan with you leads you no more; it stays as it was"),
            hint=_("Make a new one with whoever leads you now."),
        )


def write_plan(plan: Plan, mine: str, said: dict[str, str]) -> None:
    """Write down causes tested, the cause and the rate; the person alone writes what they say.

    Whatever changes in the cause or the rate, both have to agree anew.

    Raises
    ------
    ConflictError
        The plan is closed.
    """
    _must_be_open(plan)
    fields = ["causes", "cause", "rate"]
    if mine == plan.person:
        plan.person_says = said["person_says"].strip()
    before = (plan.cause, plan.rate)
    for name in fields:
        setattr(plan, name, said[name].strip())
    if (plan.cause, plan.rate) != before:
        plan.person_agrees_on = plan.manager_agrees_on = None
    plan.save()


def copy_numbers(plan: Plan, told: list[dict[str, Any]]) -> None:
    """Copy what the numbers say into a plan that was opened before they were worked out.

    Raises
    ------
    ConflictError
        The plan is closed, or has its numbers.
    InputError
        Nothing is told about the person yet.
    """
    _must_be_open(plan)
    if plan.told:
        raise ConflictError(_("the numbers of its day stand in this plan"))
    if not told:
        raise InputError(
            _("nothing is told about them yet"), hint=_("Try again once Measure shows them.")
        )
    Plan.objects.filter(pk=plan.pk).update(told=told)


def agree(plan: Plan, mine: str, today: dt.date) -> None:
    """Say that one agrees with the cause.

    Raises
    ------
    ConflictError
        It is closed.
    InputError
        No cause is written down yet.
    """
    _must_be_open(plan)
    if not plan.cause:
        raise InputError(_("no cause is written down yet"), hint=_("Write it first."))
    side = "person_agrees_on" if mine == plan.person else "manager_agrees_on"
    Plan.objects.filter(pk=plan.pk).update(**{side: today})


def disagree(plan: Plan, mine: str, text: str, at: dt.datetime) -> None:
    """Write down what one sees otherwise; it takes one's own agreement back, and stays."""
    Dissent.objects.create(plan=plan, author=mine, text=text.strip(), made_at=at)
    side = "person_agrees_on" if mine == plan.person else "manager_agrees_on"
    Plan.objects.filter(pk=plan.pk).update(**{side: None})


def add_step(plan: Plan, owner: str, text: str, due_on: dt.date, today: dt.date) -> None:
    """Add a step.

    Raises
    ------
    ConflictError
        The plan is closed, or has enough steps.
    InputError
        The day has passed, or the owner is neither of the two.
    """
    _must_be_open(plan)
    if owner not in {plan.manager, plan.person}:
        raise InputError(_("a step belongs to one of you two"), hint=_("Choose who does it."))
    if plan.steps.count() >= MOST_STEPS:
        raise ConflictError(
            _("a plan has at most %(most_steps)s steps") % {"most_steps": MOST_STEPS},
            hint=_("Few steps get done; drop one first."),
        )
    if due_on < today:
        raise InputError(
            _("%(due_on)s has passed") % {"due_on": due_on}, hint=_("Choose a day from today on.")
        )
    Step.objects.create(plan=plan, owner=owner, text=text.strip(), due_on=due_on)


def settle_step(plan: Plan, number: int, mine: str, today: dt.date) -> None:
    """Say that a step is done; its owner does.

    Raises
    ------
    AccessError
        It is another's step, or there is none.
    """
    found = plan.steps.filter(pk=number, owner=mine, done_on=None).first()
    if found is None:
        raise AccessError("there is nothing here")
    Step.objects.filter(pk=number).update(done_on=today)


def close(plan: Plan, today: dt.date) -> None:
    """Close a plan."""
    _must_be_open(plan)
    Plan.objects.filter(pk=plan.pk).update(closed_on=today)


def _must_be_open(plan: Plan) -> None:
    if plan.closed_on:
        raise ConflictError(_("this plan is closed"), hint=_("Open a new one."))
