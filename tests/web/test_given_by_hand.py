"""What people give on pages is no export, and makes nothing old that is not made from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from tests.web.answered import text
from tests.web.conftest import Cast
from tests.web.test_imports import GOOD, home, send, work

from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.submitting import Forecast, submit
from fairlead.refresh.targeting import Wish, set_targets
from fairlead.web.forecast.services import keep
from fairlead.web.jobs.models import Job
from fairlead.web.people.models import Person
from fairlead.web.pipeline.selectors import sources
from fairlead.web.project.clock import now
from fairlead.web.published.selectors import answer, is_current
from fairlead.web.published.services import Asked, make

__all__ = ["home"]


def say(home: Workspace) -> None:
    submit(home, Forecast("Cleo Marin", None, 1_850_000), now=now())


def added_up() -> None:
    make(asdict(Asked("totals", "company")), lambda _text: None).effect()


@pytest.fixture
def confirmed(cast: Cast, home: Workspace) -> Cast:
    """An export with one row put aside, and its total set beside the report."""
    send(cast, "deals.csv", GOOD + b"D9,Deal 9,Cleo Marin,Won,1 or 2,2024-01-01,2024-02-01\n")
    work()
    added_up()
    assert cast.client("ops").post("/imports/totals/", {"same": "yes"}).status_code == 302
    return cast


def test_what_is_given_by_hand_is_no_export(confirmed: Cast, home: Workspace) -> None:
    ops = confirmed.client("ops")
    before = text(ops, "/setup/"), sources()
    assert "The last import put 0 of 61" not in before[0]
    assert "of 61 rows aside" in before[0]
    say(home)
    wish = Wish(period="Q1 2027", amount=9000.0, person="Cleo Marin")
    assert set_targets(home, [wish], now=now()).manifest == 3
    told = text(ops, "/setup/")
    assert "of 61 rows aside" in told
    assert "The same in state 1 of the data." in told
    assert "Newer data are in" not in told
    assert "Newer data are in" not in text(ops, "/imports/totals/")
    assert sources() == before[1]
    assert "fairlead" not in dict(sources())
    page = text(ops, "/imports/").split("<main")[1]
    assert "Import 1, data until" in page
    assert "Import 2" not in page
    assert "rows, 0 put aside" not in page
    assert "Besides: 1 forecast given by hand, 1 change of targets by hand." in page
    send(confirmed, "more.csv", GOOD.replace(b"D1,", b"X1,"))
    work()
    assert "Newer data are in" in text(ops, "/setup/"), "these deals were compared by nobody"


def test_going_back_says_what_it_takes_away(confirmed: Cast, home: Workspace) -> None:
    ops = confirmed.client("ops")
    assert "Going back takes away: import 1." in text(ops, "/imports/")
    aside = (home.root / "put-aside.csv").read_bytes()
    say(home)
    late = ops.post("/imports/undo/", {"state": "1"})
    assert late.status_code == 409, "the forecast came after the page was made"
    assert ops.post("/imports/undo/").status_code == 409
    assert "Going back takes away: 1 forecast given by hand." in text(ops, "/imports/")
    set_targets(home, [Wish(period="Q1 2027", amount=9.0, person="Cleo Marin")], now=now())
    assert "Going back takes away: 1 change of targets by hand." in text(ops, "/imports/")
    assert ops.post("/imports/undo/", {"state": "3"}).status_code == 302
    work()
    assert home.manifest().number == 4
    assert "Going back brings back: 1 change of targets by hand." in text(ops, "/imports/")
    assert (home.root / "put-aside.csv").read_bytes() == aside
    assert "The same in state 1 of the data." in text(ops, "/setup/")


def test_a_forecast_makes_only_old_what_tells_forecasts(confirmed: Cast, home: Workspace) -> None:
    cleo = Person.objects.get(name="Cleo Marin")
    whose = str(cleo.crm_id)
    for asked in (
        Asked("brief", "all"),
        Asked("forecast", "all"),
        Asked("submissions", "person", whose, cleo.name),
    ):
        make(asdict(asked), lambda _text: None).effect()
    Job.objects.all().delete()
    given = {"person": whose, "name": cleo.name, "amount": 1_850_000, "period": "", "reason": ""}
    done = keep(given | {"given_at": now().isoformat()}, lambda _text: None)
    done.effect()
    (job,) = Job.objects.all()
    assert (job.kind, job.payload["kind"], job.payload["subject"]) == (
        "publish",
        "submissions",
        whose,
    )
    old = {kind: stale(kind, "all") for kind in ("brief", "forecast")}
    assert old == {"brief": False, "forecast": False}
    assert not stale("totals", "company")
    assert stale("submissions", "person", whose)
    make(job.payload, lambda _text: None).effect()
    assert not stale("submissions", "person", whose)
    set_targets(home, [Wish(period="Q1 2027", amount=9.0, person=cleo.name)], now=now())
    assert stale("brief", "all"), "it says what is missing to a target"
    assert not stale("totals", "company")
    send(confirmed, "more.csv", GOOD.replace(b"D1,", b"X1,"))
    work()
    assert stale("totals", "company")
    assert not is_current("totals", home.manifest().number + 1), "of a state that cannot be read"


def stale(kind: str, unit: str, subject: str = "") -> bool:
    found: Any = answer(kind, unit, subject)
    return bool(found.is_stale)
