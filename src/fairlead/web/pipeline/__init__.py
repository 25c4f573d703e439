"""The pipeline gone through deal by deal, with notes for the review."""
