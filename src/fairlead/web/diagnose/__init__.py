"""Why people differ, and what lies between them and their target."""
