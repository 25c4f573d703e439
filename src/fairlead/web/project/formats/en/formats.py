"""Days and numbers in English; months by name, so that nobody takes the month for the day."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j M"
TIME_FORMAT = "H:i"
WEEKDAY_FORMAT = "D j M"
WEEKDAY_TIME_FORMAT = "D j M, H:i"
MEETING_FORMAT = "l j M Y, H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
