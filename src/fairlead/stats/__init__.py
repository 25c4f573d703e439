"""Estimators that have never heard of sales."""
