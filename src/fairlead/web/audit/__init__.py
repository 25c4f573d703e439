"""Who looked at whom, kept so that nobody can rewrite it unseen."""
