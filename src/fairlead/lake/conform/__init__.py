"""Raw tables into canonical tables, row by row, with everything unreadable put aside."""
