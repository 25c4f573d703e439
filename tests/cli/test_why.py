"""`fairlead why` is about one brief and says which; about another one it says nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.running import cache, fairlead
from tests.refresh.company import deal, write_deals

pytestmark = pytest.mark.usefixtures("here")


def test_it_says_whose_brief_it_is(export: Path) -> None:
    fairlead("brief", export)
    said = f"Brief of All teams as it was on 30 Oct 2026, from {export}"
    assert fairlead("why", 1).plain.startswith(said)
    fairlead("import", export)
    fairlead("brief", "--for", "rep", "--name", "Cleo Reyes", "--as-of", "2026-10-20")
    ran = fairlead("why", 1)
    assert ran.plain.startswith("Brief of Cleo Reyes as it was on 20 Oct 2026, from ")
    told = fairlead("why", 1, "--json").json["brief"]
    assert (told["title"], told["as_of"], told["audience"]) == ("Cleo Reyes", "2026-10-20", "rep")


@pytest.mark.slow
def test_a_brief_of_somebody_else_is_not_taken_for_mine(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people share a workspace; each has a cache of their own."""
    fairlead("import", export)
    mine = str(cache().parent)
    fairlead("brief")
    assert fairlead("why", 1).code == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
    fairlead("brief", "--for", "rep", "--name", "Cleo Reyes")
    assert "Brief of Cleo Reyes" in fairlead("why", 1).plain
    monkeypatch.setenv("XDG_CACHE_HOME", mine)
    ran = fairlead("why", 1, "--json")
    assert ran.code == 2
    assert "another brief was printed" in ran.json["error"]["message"]
    assert "Cleo Reyes" in ran.json["error"]["message"]
    chosen = fairlead("why", 1, "--workspace", "fairlead-workspace")
    assert "Brief of Cleo Reyes" in chosen.plain
    fairlead("brief")
    assert "Brief of All teams" in fairlead("why", 1).plain


@pytest.mark.slow
def test_a_brief_that_is_gone_is_not_replaced_by_another(export: Path, tmp_path: Path) -> None:
    fairlead("import", export)
    fairlead("brief")
    other = write_deals(tmp_path / "other", [deal(n, "Closed Won") for n in range(1, 3)])
    fairlead("import", other, "--workspace", "second")
    fairlead("brief", "second")
    shutil.rmtree("second")
    ran = fairlead("why", 1, "--json")
    assert ran.code == 2
    assert "is gone" in ran.json["error"]["message"]
    assert "second" in ran.json["error"]["message"]


def test_without_a_note_it_is_the_last_of_the_workspace_here(export: Path) -> None:
    fairlead("import", export)
    fairlead("brief")
    (cache() / "last").write_text("no note of ours")
    ran = fairlead("why", 1)
    assert ran.plain.startswith("Brief of All teams as it was on 30 Oct 2026, from fairlead-works")
