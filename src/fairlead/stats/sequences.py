"""Intervals that hold on every day at once, so that looking early is allowed.

A usual 95 % interval holds on one day that was fixed before. Whoever looks every day and stops at
the first day it leaves zero is wrong far more often. A confidence sequence is wider and holds on
all days together. Information takes the place of the number of trials, so that one form serves
single deals and people with many deals alike.
"""

from __future__ import annotations

import math

from fairlead.stats.chances import NORMAL

SMALLEST_TAIL = 1e-12
"""Below it Student's quantiles with few degrees of freedom are no numbers to trust."""


def mixture_rho(best_at: float, alpha: float) -> float:
    """Return the tuning that makes the sequence narrowest near an intrinsic time.

    Parameters
    ----------
    best_at
        Intrinsic time (information, or trials times their variance), above 0.
    alpha
        Chance of ever being wrong.

    Notes
    -----
    Howard, Ramdas, McAuliffe and Sekhon (2021), Annals of Statistics 49: 1055-1080, section 3.5.
    """
    return best_at / (2 * math.log(1 / alpha) + math.log(1 + 2 * math.log(1 / alpha)))


def log_mixture(score: float, time: float, rho: float) -> float:
    """Return the logarithm of the two-sided normal mixture martingale at a score and a time.

    It begins at 1 and, without an effect, ever exceeds ``1 / alpha`` with chance at most alpha
    (Ville). Same source, proposition 5.
    """
    return 0.5 * math.log(rho / (time + rho)) + score * score / (2 * (time + rho))


def mixture_bound(time: float, rho: float, alpha: float) -> float:
    """Return how far a score may stray at an intrinsic time; equation 14 of the same source."""
    return math.sqrt((time + rho) * math.log((time + rho) / (rho * alpha * alpha)))


def width_in_errors(time: float, rho: float, alpha: float, freedom: float | None = None) -> float:
    """Return half the width of the sequence in standard errors.

    Parameters
    ----------
    time
        Information so far: one over the squared standard error.
    rho
        From `mixture_rho`, fixed before the first look.
    alpha
        Chance of ever being wrong.
    freedom
        Degrees of freedom the standard error has; None where it is as good as known.

    Notes
    -----
    Estimates that use their data well gain independent increments in information (Scharfstein,
    Tsiatis and Robins 1997), so estimate times information is a score that strays as a Brownian
    motion does, and the mixture bound holds for it: the asymptotic confidence sequence of
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Annals of Statistics 52: 2613-2640. It
    is one for many trials, not for the first few. With few people the error itself is
    uncertain: the normal quantile is replaced by that of Student's t with the same tail.
    """
    usual = mixture_bound(time, rho, alpha) / math.sqrt(time)
    if freedom is None:
        return usual
    from scipy.special import stdtrit  # noqa: PLC0415  a tenth of a second, when it is needed

    tail = NORMAL.cdf(-usual)
    return float(-stdtrit(freedom, tail)) if tail > SMALLEST_TAIL else math.inf
