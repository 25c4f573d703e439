"""The first page: what a leader, a manager or a rep reads on Monday."""
