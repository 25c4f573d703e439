"""Where we are going: vision, strategy, objectives, targets, quotas, territories, capacity."""
