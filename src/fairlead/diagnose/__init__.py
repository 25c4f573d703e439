"""Why: the system first, then the step, then the scenario."""
