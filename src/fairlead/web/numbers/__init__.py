"""From a target back to what it takes a month, at one's own rates."""
