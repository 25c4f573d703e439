"""What to train first, and how sure that is."""
