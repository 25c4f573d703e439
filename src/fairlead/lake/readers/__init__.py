"""Files of any CRM into raw tables with a mapping; the mirror of `lake.writers`."""
