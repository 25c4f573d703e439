"""What happened: ratios, rates, sizes and durations, each with its denominator and interval."""
