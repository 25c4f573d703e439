"""Latent abilities of people over months, pooled, adjusted for what they were dealt."""

from fairlead.stats.ability.design import Design, Extra, Level, Panel, build
from fairlead.stats.ability.differs import differs, effective_trials, silence, tail
from fairlead.stats.ability.draws import draw, usual_months
from fairlead.stats.ability.fit import fit
from fairlead.stats.ability.nodes import Nodes, single
from fairlead.stats.ability.results import AbilityFit, Draws

__all__ = [
    "AbilityFit",
    "Design",
    "Draws",
    "Extra",
    "Level",
    "Nodes",
    "Panel",
    "build",
    "differs",
    "draw",
    "effective_trials",
    "fit",
    "silence",
    "single",
    "tail",
    "usual_months",
]
