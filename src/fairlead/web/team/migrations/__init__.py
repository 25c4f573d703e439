"""Changes of the tables of `team`."""
