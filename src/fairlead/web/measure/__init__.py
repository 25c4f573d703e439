"""Fair rates of the people in the reader's reach."""
