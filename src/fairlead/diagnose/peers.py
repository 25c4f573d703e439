"""The level a good peer has: what people of the same job show to be within reach."""

from __future__ import annotations

from fairlead.diagnose.levels import Level
from fairlead.stats.likelihood import Floats


def peer(level: Level) -> Floats:
    """Return where the best quarter of the role begins, on the model's scale (draws,).

    For each draw the 75th percentile over people; with fewer than 8 people 0.674 spreads above
    the middle, which is the same of a normal distribution. Never the percentile of observed
    rates (it is luck that stands highest) nor of fair rates (those are drawn together).
    """
    return level.good
