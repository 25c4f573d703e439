"""A weekly digest by mail, at the morning of whoever wants it."""
