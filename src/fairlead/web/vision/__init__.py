"""Where we are going, and the few things that matter now."""
