"""Did a training help: by the rule fixed before it began."""
