"""A leader's own page: standards first, then growth, goals and a journal."""
