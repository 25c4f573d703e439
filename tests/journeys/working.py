"""What happens beside the browser: a worker works, and people answered in weeks gone by."""

from __future__ import annotations

import time

WAITED_FOR = ("import", "look", "undo", "erase")
"""Kinds of work a reader of the journeys waits for."""


def work(seconds: float) -> None:
    """Do jobs until none that somebody waits for is open.

    Raises
    ------
    TimeoutError
        It takes longer than `seconds`.
    """
    import django

    django.setup()
    from fairlead.web.jobs.models import RUNNING, WAITING, Job
    from fairlead.web.jobs.services import work_once
    from fairlead.web.project.clock import now

    waits = Job.objects.filter(state__in=[WAITING, RUNNING], kind__in=WAITED_FOR)
    end = time.monotonic() + seconds
    while waits.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"still waiting for {list(waits.values_list('key', flat=True))}")
        work_once(now)


def answered(question: str, score: int) -> None:
    """Let everybody who is led have answered a question of the pulse the last time it was asked."""
    import django

    django.setup()
    from fairlead.leadership.pulse import round_number, round_of
    from fairlead.web.feedback.services import reply
    from fairlead.web.people.access import edges
    from fairlead.web.project.clock import today

    number = round_number(today()) - 1
    while question not in {each.code for each in round_of(number).questions}:
        number -= 1
    day = round_of(number).start
    for person in {edge.person for edge in edges() if edge.start <= day < edge.end}:
        reply(person, {question: score}, day)
