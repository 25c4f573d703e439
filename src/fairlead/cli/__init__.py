"""The same words at the terminal."""
