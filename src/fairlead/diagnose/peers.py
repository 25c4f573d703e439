"""The level a good peer has: what people of the same job show to be within reach."""

from __future__ import annotations

import numpy as np

from fairlead.diagnose.levels import Level
from fairlead.stats.likelihood import Floats

QUARTILE = 0.75
FEWEST_PEOPLE = 8
NORMAL_QUARTILE = 0.6744897501960817


def peer(level: Level) -> Floats:
    """Return where the best quarter of the role begins, on the model's scale (draws,).

    For each draw the 75th percentile over people; with fewer than 8 people 0.674 spreads above
    the middle, which is the same of a normal distribution. Never the percentile of observed
    rates (it is luck that stands highest) nor of fair rates (those are drawn together).
    """
    if len(level.place) >= FEWEST_PEOPLE:
        best: Floats = np.quantile(level.place, QUARTILE, axis=0)
        return best
    return NORMAL_QUARTILE * level.sigma
