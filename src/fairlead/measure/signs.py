"""What could be seen on a trial in its first two weeks, before its outcome was decided."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.measure.cells import Floats, Ints


@dataclass(frozen=True, slots=True)
class Sign:
    """What one column of `Signs.values` holds.

    Parameters
    ----------
    name, unit
        As people say it: ``meetings in the first 14 days``, ``a deal``.
    """

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of the trials of one step: measured first, decided later.

    Trials that ended within the two weeks were watched for less: whoever compares outcomes leaves
    them out by asking for a `lag`, else a quick loss looks like a lack of meetings.

    Parameters
    ----------
    competency
        Its slug.
    trial
        Surrogate keys of the deals (trials,).
    person, month
        Codes into the roster and the window of the book (trials,).
    outcome
        0 open, 1 success within the horizon, 2 none (trials,), as in `stats.timing`.
    lag
        Days from the end of measuring until it was decided, or until the evening asked for open
        ones (trials,); 0 where it was decided within the two weeks.
    signs
        What was measured (signs,).
    values
        NaN where activities were not kept yet when the trial began (trials, signs).
    """

    competency: str
    trial: Ints
    person: Ints
    month: Ints
    outcome: Ints
    lag: Floats
    signs: tuple[Sign, ...]
    values: Floats
