"""`fairlead brief --json` has the keys its page says, and no other."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fairlead.cli.main import app

PAGE = "docs/reference/brief-json.md"
STAGES = ("Qualify", "Demo", "Proposal", "Closed Won")


def small_export(folder: Path) -> Path:
    """Write 80 invented deals with stage history, a team and a target, as a leader might have."""
    day = dt.date(2025, 1, 6)
    deals = ["Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,OwnerId,CreatedDate,Type"]
    moves = ["Id,OpportunityId,StageName,CreatedDate"]
    for n in range(80):
        identity = f"006000000000{n:03d}"
        begun = day + dt.timedelta(days=3 * n)
        reached = n % 4
        lost = reached < 3 and n % 3 != 0
        stage = "Closed Lost" if lost else STAGES[reached]
        closed = lost or reached == 3
        ended = begun + dt.timedelta(days=20 + n % 30)
        deals.append(
            f"{identity},Deal {n},{stage},{1000 + 10 * n},{ended},{closed},{reached == 3},"
            f"00500000000000{n % 2},{begun}T09:00:00.000Z,New Business"
        )
        path = [*STAGES[: reached + 1], *(["Closed Lost"] if lost else [])]
        for step, name in enumerate(path):
            at = begun + dt.timedelta(days=6 * step)
            moves.append(f"008{n:06d}{step:06d},{identity},{name},{at}T09:00:00.000Z")
    users = ["Id,Name,Email,IsActive,ManagerId"]
    users += ["005000000000000,Cleo,cleo@example.org,true,005000000000002"]
    users += ["005000000000001,Dan,dan@example.org,true,005000000000002"]
    users += ["005000000000002,Ben,ben@example.org,true,"]
    for name, lines in (("Opportunity", deals), ("OpportunityHistory", moves), ("User", users)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "targets.csv").write_text("person,team,period,amount\n,,2025-Q3,20000\n")
    return folder


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    (folder / "export").mkdir()
    workspace = str(folder / "workspace")
    export = str(small_export(folder / "export"))
    done = CliRunner().invoke(app, ["import", export, "--workspace", workspace])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, ["brief", "--workspace", workspace, "--json"])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def written(documentation: Any) -> dict[str, set[str]]:
    """Return for each documented key the words in code in its row."""
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", documentation.pages[PAGE], re.MULTILINE)
    return {key: set(re.findall(r"`([a-z_]+)`", meaning)) for key, meaning in rows}


def test_keys_are_the_documented_ones(documentation: Any, told: dict[str, Any]) -> None:
    assert set(told) == set(written(documentation))


def test_keys_inside_are_documented_too(documentation: Any, told: dict[str, Any]) -> None:
    documented = written(documentation)
    documented["win_rates"] |= documented["win_rate"] | {"level", "unit"}
    documented["win_rate"] |= {"level", "unit"}
    documented["funnels"] |= documented["funnel"]
    for key in ("cycle_days", "deal_size"):
        documented[key] |= {"value", "lower", "upper", "level", "n", "unit", "not_estimable"}
    for key, value in told.items():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, dict) and key != "hygiene":
                assert set(part) - {"pipeline", "type", "name"} <= documented[key], key


def test_the_export_was_understood(told: dict[str, Any]) -> None:
    assert told["totals"]["opportunities"] == 80
    assert told["totals"]["won"] == 20
    assert {step["stage"] for step in told["funnel"]} >= {"Qualify", "Demo", "Proposal"}
    for step in told["funnel"]:
        assert step["entered"] == step["advanced"] + step["lost"] + step["open"]
    moved = told["movement"]
    parts = sum(part["amount"] for part in moved["parts"].values())
    assert moved["opening"]["amount"] + parts == moved["closing"]["amount"]
