"""The worker: does the jobs, one after the other, until whoever started it is gone.

A second one (started with the word `waited-for`) takes only answers and looks at exports somebody
waits for, so that nobody waits until everybody's answers are made, or an import is done.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairlead.web.jobs.services import Going

PAUSE_S = 0.5
BEAT_S = 2.0
WAITED_FOR = "waited-for"
SHOWN_S = 30.0
LOOK_S = 60.0
PLAN_S = 3600.0
log = logging.getLogger(__name__)


def main() -> None:
    """Work until the starter goes; killed at any moment, the next worker goes on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.web.project.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import django

    django.setup()
    from fairlead.web.imports.services import SOMEBODY_WAITS
    from fairlead.web.jobs.selectors import WORKER, WORKER_OF_ANSWERS
    from fairlead.web.jobs.services import Going, work_once
    from fairlead.web.project.clock import now
    from fairlead.web.project.orphans import leave_with_starter

    leave_with_starter()
    only = SOMEBODY_WAITS if WAITED_FOR in sys.argv[1:] else None
    going = Going()
    name = WORKER if only is None else WORKER_OF_ANSWERS
    threading.Thread(target=_beat, args=(going, name), daemon=True).start()
    next_look = next_plan = 0.0
    while True:
        try:
            job = work_once(now, going, only)
        except Exception:
            log.exception("a job broke; it is tried again when its lease has run out")
            job = None
        if job is None:
            if only is None:
                next_plan = _plan_ahead(next_plan)
                next_look = _send_digests(next_look)
            time.sleep(PAUSE_S)


def _send_digests(next_look: float) -> float:
    """Send digests and messages that are due, once a minute; return when to look again."""
    from fairlead.web.jobs.selectors import MESSAGES
    from fairlead.web.notify.services import send_due
    from fairlead.web.notify.services.hooks import queue_due

    def send(at: dt.datetime) -> None:
        send_due(at)
        queue_due(at)

    if time.monotonic() < next_look:
        return next_look
    _try(MESSAGES, send)
    return time.monotonic() + LOOK_S


def _plan_ahead(next_plan: float) -> float:
    """Write down the 1:1s of the next weeks, once an hour; return when to do so again."""
    from fairlead.web.jobs.selectors import MEETINGS
    from fairlead.web.team.services.meetings import plan_all_ahead

    if time.monotonic() < next_plan:
        return next_plan
    _try(MEETINGS, lambda at: plan_all_ahead(None, at))
    return time.monotonic() + PLAN_S


def _try(name: str, do: Callable[[dt.datetime], None]) -> None:
    """Do what goes on by itself, and note how it went for the page of the background work."""
    from fairlead.web.jobs.services import broke, went_well
    from fairlead.web.project.clock import now

    try:
        do(now())
        went_well(name, now())
    except Exception as error:
        log.exception("%s: it did not work, and is tried again", name)
        try:
            broke(name, error, now())
        except Exception:
            log.exception("nor could that be noted")


def _beat(going: Going, name: str) -> None:
    """Hold the lease while a job runs, and show that somebody is there."""
    from django.db import close_old_connections

    from fairlead.web.jobs.services import went_well
    from fairlead.web.project.clock import now

    next_shown = 0.0
    while True:
        close_old_connections()
        try:
            going.beat(now())
            if time.monotonic() >= next_shown:
                went_well(name, now())
                next_shown = time.monotonic() + SHOWN_S
        except Exception:
            log.exception("the lease could not be held")
        time.sleep(BEAT_S)


if __name__ == "__main__":
    main()
