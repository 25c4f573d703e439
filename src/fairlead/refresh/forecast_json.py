"""Forecasts for machines: money in minor units, shares as fractions, silences with reasons."""

from __future__ import annotations

from dataclasses import asdict

from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.forecast.backtest import Backtest, Said, calibration, paired, scores
from fairlead.forecast.beside import beside
from fairlead.forecast.naive import METHODS
from fairlead.forecast.outlook import TAILS
from fairlead.refresh.forecasting import Backtested, Forecast
from fairlead.refresh.outlook_json import Plain, outlook_json

NO_AMOUNTS = ("as_of", "period", "week", "weeks_left", "held")
"""What is told of the company's earlier forecasts beside the forecast of some people."""


def forecast_json(found: Forecast, *, named: bool) -> Plain:
    """Return a forecast; people are in it only where `named` says so."""
    body: Plain = {"as_of": found.brief.as_of, "data_until": found.brief.data_until}
    if isinstance(found.told, NotEstimable):
        body["not_estimable"] = asdict(found.told)
    else:
        body |= outlook_json(found.told.outlook, found.names if named else None, found.said)
        before = [_said(s) for s in found.told.before]
        if not found.told.of_company:  # whoever sells reads no amounts of the company
            before = [{key: s[key] for key in NO_AMOUNTS} for s in before]
        body["before"], body["before_of"] = before, "company"
    return body | _around(found.brief)


def backtest_json(found: Backtested) -> Plain:
    """Return a back-test with every forecast in it."""
    body: Plain = {"as_of": found.brief.as_of, "data_until": found.brief.data_until}
    if isinstance(found.found, NotEstimable):
        body["not_estimable"] = asdict(found.found)
    else:
        body |= _backtest(found.found)
    return body | _around(found.brief)


def _backtest(found: Backtest) -> Plain:
    said = list(found.said)
    rivals = []
    for method in METHODS:
        both = paired(said, method)
        if both is not None:
            dressed = beside(said, method)
            rivals.append(
                {
                    "method": method,
                    "forecast": asdict(both[0]),
                    "simple": asdict(both[1]),
                    "dressed": None if dressed is None else asdict(dressed),
                }
            )
    return {
        "unit": f"{found.currency or ''} minor".strip() if found.in_money else "wins",
        "kind": found.kind,
        "score": asdict(scores(said)[0]),
        "beside": rivals,
        "calibration": asdict(calibration(said)),
        "said": [_said(one) for one in said],
        "silent": [{"as_of": day, **asdict(why)} for day, why in found.silent],
    }


def _said(one: Said) -> Plain:
    return {
        "as_of": one.as_of,
        "period": one.period.label,
        "week": one.week,
        "weeks_left": one.weeks_left,
        "won_so_far": one.won_so_far,
        "mean": one.mean,
        "quantiles": dict(zip(map(str, TAILS), one.quantiles, strict=True)),
        "came": one.actual,
        "held": {"0.5": one.held(0.5), "0.8": one.held(0.8), "0.9": one.held(0.9)},
        "crps": one.crps,
        "pinball": one.pinball,
        "fell_at": one.pit,
        "others": dict(one.others),
        "dressed": dict(one.dressed),
        "recalibrated": one.recalibrated,
    }


def _around(brief: Brief) -> Plain:
    return {
        "findings": [asdict(finding) for finding in brief.findings],
        "evidence": [asdict(evidence) for evidence in brief.evidence],
    }
