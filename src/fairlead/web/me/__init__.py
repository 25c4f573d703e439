"""What is held about me, and who looked."""
