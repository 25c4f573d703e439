"""What holds for the whole company: its currency, its calendar, its clock, its working week."""
