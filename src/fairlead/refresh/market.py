"""From a workspace to ``fairlead market``: where a group of deals left the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.brief.market import compose_market
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.diagnose.market import MarketReport, market_report
from fairlead.lake.counts.market import market_cells
from fairlead.lake.counts.summary import summarise
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import as_it_was, ask, prepare_scope
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened

SEED = 20_260_103


@dataclass(frozen=True, slots=True)
class MarketTold:
    """Change in the market with the words it is told in; `mark` tells it from other answers."""

    found: MarketReport
    brief: Brief
    mark: str


def market_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
) -> MarketTold:
    """Return where a group of deals left the others; parameters as in `brief_workspace`."""
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        prepare_scope(connection, asked.process, asked.question)
        summary = summarise(connection, asked.question)
        cells, silences = market_cells(connection, asked.question, summary)
        found = market_report(
            cells,
            as_of=asked.question.as_of,
            currency=summary.totals.currency,
            silences=silences,
            rng=np.random.default_rng(SEED),
        )
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        findings += _present(asked.question.as_of < asked.until)
        brief = compose_market(found, Setting(today, asked.until, findings))
        brief = with_rows(connection, brief)
    told = replace(brief, title="change in the market")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), told)
    return MarketTold(found, brief, mark)


def _present(is_past: bool) -> tuple[Finding, ...]:  # noqa: FBT001  one caller, one fact
    if not is_past:
        return ()
    return (
        Finding(
            "market_values_as_now",
            "info",
            "Segment, product, source and competitor are those of the last export",
            "No export says what they were on the evening asked about.",
        ),
    )


def market_json(told: MarketTold) -> dict[str, Any]:
    """Return the report for machines: factors, counts, means in minor units or days."""
    found = told.found
    return {
        "as_of": found.as_of,
        "currency": found.currency,
        "months": list(found.months),
        "changes": [asdict(shift) for shift in found.shifts],
        "looked_at": [
            {
                "column": each.column,
                "measure": each.measure,
                "groups": each.groups,
                "alike": each.alike,
                "p_value": None if isinstance(each.p_value, NotEstimable) else each.p_value,
                "not_estimable": asdict(each.p_value)
                if isinstance(each.p_value, NotEstimable)
                else None,
            }
            for each in found.looked
        ],
        "not_told": [{"column": column, **asdict(why)} for column, why in found.silences],
        "findings": [asdict(f) for f in told.brief.findings],
        "evidence": [asdict(e) for e in told.brief.evidence],
    }
