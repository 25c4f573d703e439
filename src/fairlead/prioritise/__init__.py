"""What first: benchmarks, the gap in money, one competency at a time."""
