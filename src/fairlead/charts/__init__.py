"""A result into a chart, one sentence and a table."""
