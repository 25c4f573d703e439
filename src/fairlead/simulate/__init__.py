"""A sales organisation with known truth, for the demo, for calibration and for power."""
