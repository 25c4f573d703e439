"""Let a worker do what somebody asked for, and leave what is made for everybody."""

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
