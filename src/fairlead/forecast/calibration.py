"""How often outcomes lay below what was said: the result alone, so that a chart loads no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """Of outcomes, the share that lay below a quantile that `level` of them are to lie below."""

    level: float
    share: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often outcomes lay below what was said, over `n` forecasts of `periods` periods."""

    points: tuple[Point, ...]
    n: int
    periods: int
