"""Feedback in every direction, and a pulse nobody's answer can be read from."""
