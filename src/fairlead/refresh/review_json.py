"""Deals at risk and surprises for machines: money in minor units, silences with their reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.brief.risk_words import TO_DO
from fairlead.forecast.risk import DealAtRisk, Risks, Sign, SignCheck
from fairlead.forecast.surprises import Surprise, Surprises
from fairlead.refresh.briefing import as_estimate

Plain = dict[str, Any]


def risks_json(found: Risks, *, named: bool) -> Plain:
    """Return deals at risk with the checks of all signs."""
    return {
        "total": found.total,
        "amount": found.amount,
        "valued": found.valued,
        "open": found.open_count,
        "together": None if found.together is None else _check(found.together, "any that tells"),
        "signs": [_check(check, check.code) for check in found.checks],
        "evenings": list(found.evenings),
        "deals": [_deal(deal, found, named=named) for deal in found.deals],
    }


def _check(check: SignCheck, sign: str) -> Plain:
    return {
        "sign": sign,
        "verdict": check.verdict,
        "won": check.won,
        "deals": check.deals,
        "expected": check.expected,
        "ratio": as_estimate(check.ratio),
        "wins": check.wins,
        "reason": check.reason,
    }


def _sign(sign: Sign) -> Plain:
    return {"sign": sign.code, "seen": sign.seen, "level": sign.level}


def _deal(deal: DealAtRisk, found: Risks, *, named: bool) -> Plain:
    telling = [sign for sign in deal.signs if sign.code in found.telling]
    return {
        "name": deal.name,
        "owner": deal.owner if named else None,
        "team": deal.team,
        "amount": deal.amount,
        "currency": deal.currency,
        "stage": deal.stage,
        "close_on": deal.close_on,
        "signs": [_sign(sign) for sign in telling],
        "next_step": deal.next_step,
        "lacks_next_step": deal.lacks_next_step,
        "to_do": [TO_DO[sign.code] for sign in telling],
        "url": deal.url,
    }


def surprises_json(found: Surprises, *, named: bool) -> Plain:
    """Return the ledger of surprises and what became of commitments."""
    return {
        "counts": found.counts,
        "amounts": found.amounts,
        "large": found.large,
        "unknown": {kind: why.reason for kind, why in found.unknown.items()},
        "commitments": [
            {**asdict(each), "held": as_estimate(each.held)} for each in found.commitments
        ],
        "deals": [_surprise(each, named=named) for each in found.found],
    }


def _surprise(each: Surprise, *, named: bool) -> Plain:
    body = asdict(each)
    del body["opportunity_id"]
    owner = each.owner if named else None
    return {**body, "owner": owner, "signs": [_sign(sign) for sign in each.signs]}
