"""What is asked of people, teams and the company, set by hand or from a file."""
