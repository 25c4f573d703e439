"""What every page shares: layout, tokens, charts, help, errors."""
