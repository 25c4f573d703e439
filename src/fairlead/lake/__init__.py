"""Exports into Delta tables into counts; the only room that speaks Ibis and SQL."""
