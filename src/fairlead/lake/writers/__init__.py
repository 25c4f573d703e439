"""Simulated organisations into exports as each CRM would write them; the mirror of `lake.readers`."""
