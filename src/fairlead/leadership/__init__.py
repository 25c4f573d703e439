"""The leader's own mirror: manager effect, readiness, mentoring."""
