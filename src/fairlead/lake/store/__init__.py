"""The workspace: Delta tables made visible together by one manifest."""
