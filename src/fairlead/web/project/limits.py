"""How often a program may ask: so many calls a minute for each account."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.cache import cache

MINUTE_S = 60


class TooOftenError(Exception):
    """Somebody asks too often; `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many calls; ask again in {seconds} s")
        self.seconds = seconds


def count_call(account: int, at: dt.datetime) -> None:
    """Count one call of an account.

    Raises
    ------
    TooOftenError
        It is one too many in this minute.
    """
    seconds = int(at.timestamp())
    key = f"calls-{account}-{seconds // MINUTE_S}"
    if cache.add(key, 1, 2 * MINUTE_S):
        return
    try:
        calls = cache.incr(key)
    except ValueError:  # it was its last moment, or somebody else was just writing it
        return
    if calls > settings.API_PER_MINUTE:
        raise TooOftenError(MINUTE_S - seconds % MINUTE_S)
