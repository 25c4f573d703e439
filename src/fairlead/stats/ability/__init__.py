"""Latent abilities of people over months, pooled, adjusted for what they were dealt."""

from fairlead.stats.ability.design import Design, build
from fairlead.stats.ability.differs import differs, effective_trials, silence, tail
from fairlead.stats.ability.draws import draw, usual_months
from fairlead.stats.ability.fit import fit, fit_design
from fairlead.stats.ability.levels import RoleMix, ability, role_mix, standing
from fairlead.stats.ability.nodes import Nodes, single
from fairlead.stats.ability.panel import Extra, Level, Panel
from fairlead.stats.ability.replicate import replicate
from fairlead.stats.ability.results import AbilityFit, Draws

__all__ = [
    "AbilityFit",
    "Design",
    "Draws",
    "Extra",
    "Level",
    "Nodes",
    "Panel",
    "RoleMix",
    "ability",
    "build",
    "differs",
    "draw",
    "effective_trials",
    "fit",
    "fit_design",
    "replicate",
    "role_mix",
    "silence",
    "single",
    "standing",
    "tail",
    "usual_months",
]
