"""Who there is, who works for whom, who may see whom."""
