"""Open deals at risk: signs learned from the company's own wins, checked on its own past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.answers import Estimate, Finding, NotEstimable
from fairlead.stats.likelihood import Floats
from fairlead.stats.stratified import stratified_ratio

SignCode: TypeAlias = Literal["stuck", "old", "pushed", "silent", "cold", "single"]
SIGNS: tuple[SignCode, ...] = ("stuck", "old", "pushed", "silent", "cold", "single")
"""Longer in its stage than wins were; older than wins got; put off more often than wins were;
nothing noted for longer than in wins; no conversation for longer than in wins; fewer contacts than
wins had."""

FEWEST_WINS = 20
"""Below this many wins nobody can say what is unusual for a win."""
CERTAIN = 0.99
"""Level at which a sign must have told: six are looked at, so one mistake in twenty companies."""
FEWEST_PAST = 20
"""Past deals with a sign that have come to an end, below which it is not checked."""

Stratum: TypeAlias = tuple[str, ...]
Verdict: TypeAlias = Literal["tells", "does not tell", "goes with winning", "unchecked", "unknown"]


@dataclass(frozen=True, slots=True)
class PastCount:
    """Past deals of one stratum (pipeline, type, stage): how many, and how many were won."""

    stratum: Stratum
    has_sign: bool
    deals: int
    won: int


@dataclass(frozen=True, slots=True)
class SignCheck:
    """Whether past open deals with a sign were won less often than others of their stage.

    Parameters
    ----------
    code
        The sign.
    verdict
        ``tells``: won less often, the range of the ratio is below 1. Only such a sign is a reason.
        ``does not tell``: the range holds 1. ``goes with winning``: above 1. ``unchecked``: too
        few past deals. ``unknown``: the data cannot show the sign; `reason` says why.
    won, deals
        Past deals with the sign that have come to an end.
    expected
        Wins they would have had if they were won as often as the others of their stage.
    ratio
        How many times as often they were won; a silence where that is not known.
    wins
        Wins the level was learned from.
    reason
        Why the sign cannot be seen; empty where it can.
    """

    code: SignCode
    verdict: Verdict
    won: int
    deals: int
    expected: float
    ratio: Estimate | NotEstimable
    wins: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of one deal: what is seen, and the level 95 % of wins stayed within."""

    code: SignCode
    seen: int
    level: int


@dataclass(frozen=True, slots=True)
class DealAtRisk:
    """One open deal with signs that told in the past.

    Amounts are minor units of `currency`. `next_step` and `lacks_next_step` are known as of the
    last export only: on an earlier evening there is no next step and nothing is lacking.
    """

    opportunity_id: int
    name: str
    owner: str
    team: str
    amount: int | None
    currency: str | None
    stage: str
    close_on: dt.date | None
    next_step: str | None
    lacks_next_step: bool
    url: str | None
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Risks:
    """Deals at risk, the largest first, and how the signs that name them were checked.

    `deals` holds the first ones of `total`; `amount` is the sum of the `valued` of them in the
    reporting currency; `open_count` deals were looked at. `together` is the check of having at
    least one sign that tells. `evenings` are the past ones the signs were checked on.
    """

    deals: tuple[DealAtRisk, ...]
    total: int
    amount: int
    valued: int
    open_count: int
    checks: tuple[SignCheck, ...]
    together: SignCheck | None
    evenings: tuple[dt.date, ...]

    @property
    def telling(self) -> tuple[SignCode, ...]:
        """Signs that are reasons."""
        return tuple(check.code for check in self.checks if check.verdict == "tells")


def check_sign(code: SignCode, past: Sequence[PastCount], wins: int, reason: str = "") -> SignCheck:
    """Return whether a sign has told anything so far.

    Parameters
    ----------
    code
        The sign.
    past
        Deals that were open on past evenings and have come to an end since, each once, by stratum.
    wins
        Wins the level was learned from.
    reason
        Why the sign cannot be seen in these data; empty where it can.

    Notes
    -----
    Deals of one stage are compared with deals of the same stage (Mantel-Haenszel,
    `stats.stratified`): late stages win more and have more of most signs, which alone would make a
    ratio. Silent below 20 past deals with the sign or 20 wins.
    """
    held = sum(each.deals for each in past if each.has_sign)
    won = sum(each.won for each in past if each.has_sign)
    nothing = NotEstimable("past deals with this sign that have ended", FEWEST_PAST, held)
    if reason or wins < FEWEST_WINS:
        silence = NotEstimable(reason) if reason else NotEstimable("wins", FEWEST_WINS, wins)
        return SignCheck(code, "unknown", won, held, 0.0, silence, wins, reason or "too few wins")
    if held < FEWEST_PAST:
        return SignCheck(code, "unchecked", won, held, 0.0, nothing, wins)
    won_with, with_it, won_without, without = _by_stratum(past)
    found = stratified_ratio(won_with, with_it, won_without, without, level=CERTAIN)
    if found is None:
        return SignCheck(code, "unchecked", won, held, 0.0, nothing, wins)
    ratio = Estimate(
        found.ratio, found.lower, found.upper, found.level, found.exposed, "times", "risk_sign"
    )
    verdict: Verdict = "does not tell"
    if found.upper < 1:
        verdict = "tells"
    elif found.lower > 1:
        verdict = "goes with winning"
    return SignCheck(code, verdict, found.events, found.exposed, found.expected, ratio, wins)


def _by_stratum(past: Sequence[PastCount]) -> tuple[Floats, Floats, Floats, Floats]:
    strata = sorted({each.stratum for each in past})
    place = {stratum: i for i, stratum in enumerate(strata)}
    counts = np.zeros((4, len(strata)))
    for each in past:
        first = 0 if each.has_sign else 2
        counts[first, place[each.stratum]] += each.won
        counts[first + 1, place[each.stratum]] += each.deals
    return counts[0], counts[1], counts[2], counts[3]


def risk_findings(checks: Sequence[SignCheck], names: Mapping[SignCode, str]) -> list[Finding]:
    """Return what is to be known of signs that are no reasons here; one finding each kind."""
    found = []
    unseen = [c for c in checks if c.verdict == "unknown"]
    if unseen:
        reasons = dict.fromkeys(c.reason for c in unseen)
        why = "; ".join(
            f"{', '.join(names[c.code] for c in unseen if c.reason == reason)}: {reason}"
            for reason in reasons
        )
        found.append(
            Finding(
                "risk_signs_unknown",
                "info",
                f"{len(unseen)} of {len(checks)} signs of risk cannot be seen in these data",
                f"{why[:1].upper()}{why[1:]}.",
                {"signs": len(unseen)},
            )
        )
    thin = [c for c in checks if c.verdict == "unchecked"]
    if thin:
        told = "; ".join(f"{names[c.code]}: {c.deals} of {FEWEST_PAST} past deals" for c in thin)
        found.append(
            Finding(
                "risk_signs_unchecked",
                "info",
                f"{len(thin)} of {len(checks)} signs of risk are too rare in the past to be judged",
                f"They name no deal. {told[:1].upper()}{told[1:]}.",
                {"signs": len(thin)},
            )
        )
    return found
