"""An export looked at before it is imported: proposed, mended by hand, counted, kept or not."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.conftest import WORKSPACE, Cast
from tests.web.test_imports import home, work  # noqa: F401  the same workspace

from fairlead.lake.store.workspace import Workspace
from fairlead.web.imports.models import Upload

ODD = "\n".join(
    [
        "Deal ID,Deal Name,Worked by,Stage,Amount,Second amount,Created Date,Close Date",
        *(
            f"D{n},Deal {n},{'Cleo Marin' if n % 2 else 'Dan Petrov'},"
            f"{'Won' if n % 3 == 0 else 'Lost'},{'soon' if n < 9 else 1000 + n},{2000 + n},"
            f"2024-0{1 + n % 9}-01,2024-0{1 + n % 9}-2{n % 9}"
            for n in range(60)
        ),
    ]
).encode()


def look(cast: Cast) -> str:
    file = SimpleUploadedFile("deals.csv", ODD)
    sent = cast.client("ops").post("/imports/", {"file": file, "look": "yes"})
    work()
    return str(sent["Location"])


def page_of(cast: Cast, address: str) -> str:
    told: str = cast.client("ops").get(address).content.decode()
    return told


def chosen(page: str) -> dict[str, str]:
    """Return what a browser would send: the option of every select that is selected."""
    found = {}
    for name, options in re.findall(
        r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page, re.DOTALL
    ):
        first = re.search(r"<option[^>]*selected>([^<]*)<", options)
        value = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = value[1] if value else (first[1] if first else "")
    return found


def test_a_look_stores_nothing_and_says_why_and_how_many(cast: Cast, home: Workspace) -> None:  # noqa: F811
    page = page_of(cast, look(cast))
    assert home.manifest().number == 0
    assert "Nothing is stored yet" in page
    assert "of 60 rows would be stored" in page
    assert "The first rows, as the file says them" in page
    assert "<td>Deal 0</td>" in page
    assert "the header means an id" in page
    assert chosen(page)["t0-f-amount"] in {"Amount", "Second amount"}
    assert not list(WORKSPACE.glob(".look-*")), "what a look needs was left over"


def test_a_column_is_changed_looked_at_and_imported_so(cast: Cast, home: Workspace) -> None:  # noqa: F811
    address = look(cast)
    ops = cast.client("ops")
    said = chosen(page_of(cast, address)) | {"t0-f-amount": "Amount", "t0-f-owner": "Worked by"}
    assert ops.post(f"{address}mend/", said | {"again": "yes"}).status_code == 302
    work()
    page = page_of(cast, address)
    assert chosen(page)["t0-f-amount"] == "Amount"
    assert "line 2, column Amount" in page
    assert "51 of 60 rows would be stored, 9 put aside" in page
    assert "an import would stop here" in page
    said = chosen(page) | {"t0-f-amount": "Second amount"}
    assert ops.post(f"{address}mend/", said | {"keep": "yes"}).status_code == 302
    assert [job.kind for job in work()] == ["look"], "nobody imports what they did not look at"
    page = page_of(cast, address)
    assert "60 of 60 rows would be stored, 0 put aside" in page
    ops.post(f"{address}mend/", chosen(page) | {"keep": "yes"})
    assert [job.kind for job in work()] == ["import", "refresh"]
    assert "It is in" in page_of(cast, address)
    upload = Upload.objects.get()
    assert (upload.look, upload.mapping) == ({}, ""), "rows of the export stayed in the database"
    kept = home.manifest().mappings[0]["columns"]
    assert {"Second amount", "Worked by"} <= {c["column"] for c in kept}, "it was not kept"


def test_a_table_is_left_out_or_something_else(cast: Cast, home: Workspace) -> None:  # noqa: F811
    address = look(cast)
    ops = cast.client("ops")
    said = chosen(page_of(cast, address)) | {"t0-target": "people", "again": "yes"}
    ops.post(f"{address}mend/", said)
    work()
    assert chosen(page_of(cast, address))["t0-target"] == "people" or "problem" in page_of(
        cast, address
    )
    assert ops.post(f"{address}mend/", {"t0-target": "nothing"}).status_code == 422
    assert ops.post(f"{address}mend/", {"away": "yes"}).status_code == 302
    assert not Upload.objects.exists()
    assert not any((WORKSPACE / "uploads").glob("*/*")), "the file stayed"
    assert home.manifest().number == 0


def test_only_who_imports_mends(cast: Cast, home: Workspace) -> None:  # noqa: F811
    address = look(cast)
    for who in ("ada", "ben", "cleo", "admin", "eve"):
        answer: Any = cast.client(who).post(f"{address}mend/", {"away": "yes"})
        assert answer.status_code == 404
    assert Upload.objects.count() == 1
