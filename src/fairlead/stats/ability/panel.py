"""Cells of data the ability model is fitted to: who, when, what was dealt, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats, Ints, Likelihood

LEVEL_SD = 0.7


@dataclass(frozen=True, slots=True)
class Level:
    """Prior mean and sd of the general level: wide on the logit, pooled log mean else."""

    mean: float = 0.0
    sd: float = 1.5


@dataclass(frozen=True, slots=True)
class Extra:
    """A further column: a training from its start, a manager, a choice.

    `values` is (rows,); the coefficient is N(mean, sd^2).
    """

    name: str
    values: Floats
    mean: float = 0.0
    sd: float = 3.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Cells of data: one row for each person, month and level of what was dealt.

    Parameters
    ----------
    person, month
        Codes from 0 (rows,). Month 0 is the first of the window, which holds `month_count`.
    person_count, month_count
        Counts; people and months without rows are allowed.
    likelihood
        The data of the rows.
    levels
        Codes of what was dealt (rows,), one array for each kind of mix; -1 is unknown.
    quarter
        Code of the quarter of each month (months,).
    month_of_year
        0 to 11 of each month (months,).
    team
        Code of the team of each row (rows,), -1 unknown; None without teams.
    tenure
        Months since joining at each row (rows,), NaN unknown; None without dates.
    offset
        Added to the predictor (rows,), None for 0.
    extra
        Further columns.
    extra_variance
        Variance added to the step into a month (months, people), None for none.
    person_key
        Names each person for the random numbers (people,), so that order changes nothing.
    own_mix
        Whether a person's own share of each level is a column of its own (bands of age are not
        dealt to anybody: False for durations).
    general
        Prior of the general level.
    level_sd
        Prior sd of a level's effect.
    """

    person: Ints
    month: Ints
    person_count: int
    month_count: int
    likelihood: Likelihood
    levels: Sequence[Ints] = ()
    quarter: Ints | None = None
    month_of_year: Ints | None = None
    team: Ints | None = None
    tenure: Floats | None = None
    offset: Floats | None = None
    extra: Sequence[Extra] = ()
    extra_variance: Floats | None = None
    person_key: npt.NDArray[np.uint64] | None = None
    own_mix: bool = True
    general: Level = field(default_factory=Level)
    level_sd: float = LEVEL_SD
