"""What the model that judges trainings expects beforehand; designs are tried with the same.

Source: the priors of method 10; docs/explanation/verdicts.md.
"""

EFFECT_SD = 3.0
"""Prior sd of the effect on the scale of the model: wide. A prior that knows better shrinks the
effect on 12 people by an eighth or more."""

RESPONSE_SD = 0.1
"""How far people's responses to one training differ, on the scale of the model."""

SPILL_SHARE = 0.2
"""Share of the effect that untrained colleagues in the same team are expected to gain. In a call
centre ten points more trained colleagues were worth 0.5 %, beside 10 % for the trained (De Grip and
Sauermann, Economic Journal 2012): a fifth, where two in five are trained."""

SPILL_SD = 0.05
"""How far what they gain may be from that share, on the scale of the model: of an effect of half a
logit, a tenth more or less of it."""

CHOSEN_SD = 1.0
"""Prior sd of what sets apart the people a manager chose by judgement."""

WINDOW_MONTHS = 6
"""Months before the first start that were looked at when people were chosen by judgement."""
