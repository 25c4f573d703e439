"""A sales organisation with known truth, for the demo, for calibration and for power."""

from fairlead.simulate.engine import simulate
from fairlead.simulate.organisation import Level, Member, Organisation, Plant, Stage, Training
from fairlead.simulate.tables import Columns, Simulation, Words, row_count, take

__all__ = [
    "Columns",
    "Level",
    "Member",
    "Organisation",
    "Plant",
    "Simulation",
    "Stage",
    "Training",
    "Words",
    "row_count",
    "simulate",
    "take",
]
