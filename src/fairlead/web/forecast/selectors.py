"""What the page of the forecast is made of."""

from __future__ import annotations

from fairlead.web.jobs.selectors import Work, newest_of

GIVE = "forecast"
"""The work of keeping a forecast somebody gives."""


def own_given(person: str | None) -> list[Work]:
    """Return the newest forecasts a person gave here, and how their keeping goes."""
    return [] if person is None else newest_of(GIVE, f"{person}:", 3)
