"""How days and numbers look on screen, language by language."""
