"""What a try-out could show, tried on own past deals with nothing changed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.measure.cells import Ints
from fairlead.stats.chances import normal_quantile
from fairlead.stats.sequences import mixture_rho, width_in_errors
from fairlead.verify.tryout import TryOut
from fairlead.verify.tryout_effect import ALPHA, NARROW_AT, Tried, difference
from fairlead.verify.verdict import POWER

DRAWS = 100


@dataclass(frozen=True, slots=True)
class Past:
    """Decided deals of the people who may try: owner, success, and the days they span."""

    owner: Ints
    success: npt.NDArray[np.bool_]
    days: int


def detectable(plan: TryOut, past: Past, *, rng: np.random.Generator) -> float | None:
    """Return the smallest effect that would show 8 times in 10 by the last look.

    Parameters
    ----------
    plan
        As declared.
    past
        Of the people who may try.
    rng
        For the draws.

    Returns
    -------
    float or None
        A fraction; None where the past is too thin to say.

    Notes
    -----
    The draw is repeated on past deals, of which nobody got the play; the median standard error is
    carried to the number of deals planned, with the width of the range on the last day. More deals
    do not make people more alike: with people it is never taken as smaller than on the past.
    Looking every week gives some more chances than that, which are not counted.
    """
    if past.days < 1 or not len(past.owner):
        return None
    number = len(past.owner)
    planned = number / past.days * (plan.stop_on - plan.start_on).days
    if plan.most_deals is not None:
        planned = min(planned, plan.most_deals / plan.share)
    people, code = np.unique(past.owner, return_inverse=True)
    none = np.zeros(max(len(people), number), dtype=np.int64)
    found = []
    for _ in range(DRAWS):
        if plan.unit == "person":
            arm = rng.permutation(len(people)) < round(plan.share * len(people))
            tried = Tried(code, arm[code], past.success, code, none, none)
        else:
            arm = rng.random(number) < plan.share
            tried = Tried(np.arange(number), arm, past.success, code, none, none)
        one = difference(tried, plan.unit)
        if not isinstance(one, NotEstimable):
            found.append(one)
    if len(found) < DRAWS / 2:
        return None
    middle = sorted(found, key=lambda each: each.error)[len(found) // 2]
    fewer = math.sqrt(number / planned)
    error = middle.error * (fewer if plan.unit == "deal" else max(1.0, fewer))
    rho = mixture_rho((NARROW_AT / plan.smallest) ** 2, ALPHA)
    wide = width_in_errors(1 / error**2, rho, ALPHA, middle.freedom)
    shown = (wide + normal_quantile(POWER)) * error
    return shown if shown < 1 else None
