"""Answers made outside the request, with where they come from."""
