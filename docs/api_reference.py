"""The page of the HTTP API, from what the server says of itself."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from as_markdown import page, plain, table_of

ASK = """
import django, json
django.setup()
from fairlead.web.project.api import api
print(json.dumps(api.get_openapi_schema(), default=str))
"""


@functools.cache
def openapi() -> dict[str, Any]:
    """Return what the server says of its API; asked in a process of its own, with its settings."""
    with tempfile.TemporaryDirectory() as place:
        env = {
            **os.environ,
            "FAIRLEAD_WORKSPACE": place,
            "FAIRLEAD_KEY_FILE": f"{place}/key",
            "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
        }
        done = subprocess.run(  # noqa: S603 -- our own text
            [sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return {"object": "object", "null": "null"}.get(schema.get("type", ""), schema.get("type", ""))


def _operation(method: str, place: str, told: dict[str, Any]) -> Iterator[str]:
    yield f"## {method.upper()} {place}"
    yield plain(told["description"])
    rows = [
        (f"`{p['name']}`", p["in"], _type(p["schema"]), str(p["schema"].get("default", "needed")))
        for p in told.get("parameters", ())
    ]
    if "requestBody" in told:
        (content,) = told["requestBody"]["content"]
        rows.append(("`file`" if "form-data" in content else "body", "body", content, "needed"))
    if rows:
        yield table_of(("what", "where", "type", "default"), rows)
    answers = ((f"`{status}`", each["description"]) for status, each in told["responses"].items())
    yield table_of(("status", "when"), answers)


def api_page() -> str:
    """Return the page of the HTTP API."""
    schema = openapi()
    shapes = schema["components"]["schemas"]
    parts = [
        part
        for place, methods in sorted(schema["paths"].items())
        for method, told in methods.items()
        for part in _operation(method, place, told)
    ]
    for name, shape in sorted(shapes.items()):
        rows = ((f"`{field}`", _type(t)) for field, t in shape.get("properties", {}).items())
        text = re.sub(r"`([^`]+)`", r"`\1`", plain(shape.get("description", "")))
        parts += [f"## {name}", *([text] if text else []), table_of(("field", "type"), rows)]
    return page(
        "HTTP API",
        f"{schema['info']['description']} How to get a token, what it may be for, and how lists "
        "come in pieces: [Serve](../how-to/serve.md#for-programs). Every error has the one shape "
        "of [Errors](errors.md). The same for programs: `/api/v1/openapi.json`.",
        *parts,
    )
