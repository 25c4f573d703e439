"""Work outside the request: taken by lease, done once."""
