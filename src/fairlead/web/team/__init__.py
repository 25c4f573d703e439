"""Promises, 1:1s, and plans made together."""
