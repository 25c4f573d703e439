"""Results in the workspace, and the rows behind each number."""
