"""What the model that judges trainings expects beforehand; designs are tried with the same.

Source: the priors of method 10; docs/explanation/verdicts.md.
"""

from __future__ import annotations

import numpy as np

from fairlead.measure.cells import Ints
from fairlead.stats.ability import Extra

EFFECT_SD = 3.0
"""Prior sd of the effect on the scale of the model: wide. A prior that knows better shrinks the
effect on 12 people by an eighth or more."""

RESPONSE_SD = 0.1
"""How far people's responses to one training differ, on the scale of the model."""

SPILL_SHARE = 0.2
"""Share of the effect that untrained colleagues in the same team are expected to gain. In a call
centre ten points more trained colleagues were worth 0.5 %, beside 10 % for the trained (De Grip and
Sauermann, Economic Journal 2012): a fifth, where two in five are trained."""

SPILL_GIVE = 0.1
"""How far the share they gain may be from that: with one or three trained in five it is a tenth
less or more."""

SPILL_SD = 0.1
"""The same on the scale of the model for an effect of one: a model is fitted with this width, then
told the effect's own size (`spill_sd`)."""

CHOSEN_SD = 1.0
"""Prior sd of what sets apart the people a manager chose by judgement."""

WINDOW_MONTHS = 6
"""Months before the first start that were looked at when people were chosen by judgement."""

MONTH_SD = 2.0
"""How far a month since the first start may lie off the slow drift of the market, for everybody: as
far as it wants. The drift is estimated before it and too stiff for what happens at once: of a break
that hit trained and untrained alike, a quarter counted as the training's."""


def free_months(month: Ints, first: int) -> list[Extra]:
    """Return a column for each month since the first start: what all have in common in it.

    So only the trained beside the untrained of the same months say what a training did, as where
    periods are fixed effects.

    Parameters
    ----------
    month
        Of each row (rows,).
    first
        Month of the first start.
    """
    later = np.unique(month[month >= first]).tolist()
    return [Extra(f"month {each}", (month == each).astype(float), sd=MONTH_SD) for each in later]


def spill_sd(mean: float, variance: float) -> float:
    """Return how far what colleagues gain may be from their share of an effect.

    In proportion to the effect, as far as the data say how large it is: where nothing was gained,
    nothing was passed on. `SPILL_SD` at most.

    Parameters
    ----------
    mean, variance
        Of the effect on the scale of the model, from a fit with `SPILL_SD`.

    >>> round(spill_sd(0.5, 0.0), 3), spill_sd(3.0, 1.0)
    (0.05, 0.1)
    """
    return min(SPILL_SD, SPILL_GIVE * float(np.sqrt(mean**2 + variance)))
