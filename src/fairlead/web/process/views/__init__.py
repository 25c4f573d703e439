"""How we agreed to sell, on screen."""
