"""Where we land if nothing changes, and how the open pipeline moved."""
