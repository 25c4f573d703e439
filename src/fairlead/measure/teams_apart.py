"""Whether whole teams lie apart: what all of a team have in common is in nobody's own part."""

from __future__ import annotations

import numpy as np

from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import standing

FEWEST_HEADS = 5
"""What is said of a smaller team would be said of its people."""

SURE = 0.01
"""Chance that a team lies on the other side, at most: many teams are looked at in many steps."""

SMALLEST = 0.1
"""Smallest distance from the others that counts: one in ten of the odds or of a number."""


def teams_apart(fitted: Fitted) -> bool:
    """Return whether a team lies apart from the others as a whole, by more than chance.

    People are compared beside what their team has in common. Where all of a team do worse, nobody
    in it differs, and "no difference" would be read as "all is well".

    Parameters
    ----------
    fitted
        One competency of one job; without a part for teams nothing is known of them.
    """
    part = fitted.fit.design.parts.get("team")
    if part is None:
        return False
    heads = standing(fitted.fit)[:, part.columns].sum(axis=0)
    if not heads.any():
        return False
    drawn = fitted.draws.border[:, part.columns]
    away = drawn - (drawn @ heads / heads.sum())[:, None]
    tail = np.minimum((away > 0).mean(axis=0), (away < 0).mean(axis=0))
    far = np.abs(away.mean(axis=0)) >= SMALLEST
    return bool(((tail <= SURE) & far & (heads >= FEWEST_HEADS)).any())
