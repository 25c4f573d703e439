"""How a step goes with deals of each kind: k of n by what is noted on them, beside everybody else.

Counts only. A tag may have been noted after the outcome (competitor, number of contacts): it says
where to look, not what to change; for that there are `measure.signs`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tagged:
    """Deals with one value of a tag, of those asked about and of everybody else.

    Parameters
    ----------
    value
        As noted; ``not given`` where it is not.
    successes, trials
        k of n within the horizon, resolved trials only.
    other_successes, other_trials
        The same for everybody else; 0 of 0 where everybody is asked about.
    """

    value: str
    successes: int
    trials: int
    other_successes: int
    other_trials: int


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag and its values, the most frequent first; the rest together as ``other``.

    Parameters
    ----------
    name
        ``source``, ``product``, ``role of a contact`` and the like.
    values
        Those of one trial exclude each other, unless `is_several`.
    is_several
        A deal can have more than one value (roles of its contacts), so they do not add up.
    """

    name: str
    values: tuple[Tagged, ...]
    is_several: bool = False


@dataclass(frozen=True, slots=True)
class Tags:
    """What is noted on the trials of one competency within some months.

    Parameters
    ----------
    competency
        Its slug.
    months
        Calendar months of entry looked at, the last one that of the evening asked.
    whole
        All resolved trials, whatever is noted.
    tags
        Those the data have; a tag nobody fills in is not there.
    lost_reasons
        Of the trials whose deal is lost: `successes` have the reason, `trials` are all lost ones.
        None where no reason is noted.
    """

    competency: str
    months: int
    whole: Tagged
    tags: tuple[Tag, ...]
    lost_reasons: Tag | None
