"""Effects of something that starts on different days for different units: published estimators."""

from fairlead.stats.staggered.efficient import efficient, large_enough, pre_and_post
from fairlead.stats.staggered.group_time import Aggregate, GroupTime, aggregate, group_time
from fairlead.stats.staggered.imputation import impute, two_way
from fairlead.stats.staggered.panel import NEVER, Effect, Outcomes, from_rows
from fairlead.stats.staggered.randomisation import permutation

__all__ = [
    "NEVER",
    "Aggregate",
    "Effect",
    "GroupTime",
    "Outcomes",
    "aggregate",
    "efficient",
    "from_rows",
    "group_time",
    "impute",
    "large_enough",
    "permutation",
    "pre_and_post",
    "two_way",
]
