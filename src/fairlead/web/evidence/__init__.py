"""The rows behind any number, its definition, and what people contest of it."""
