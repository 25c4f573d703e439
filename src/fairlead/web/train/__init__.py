"""Practice, use on live deals, and designs of trainings."""
