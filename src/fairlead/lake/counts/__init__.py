"""Canonical tables into time in stage and counts that add up."""
