"""The same words as pages, and the HTTP API."""
