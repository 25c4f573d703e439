"""What a leader is told on Monday, composed from results; one text for every face."""
