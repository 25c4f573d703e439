"""Import, conform, count, estimate, publish: idempotent and resumable."""
