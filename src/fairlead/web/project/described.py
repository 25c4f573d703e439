"""What may be asked, as OpenAPI: ninja's account and what every operation may answer besides."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

PROBLEM = "Problem"
ALWAYS = {
    "401": "Nobody is signed in, and no token was sent that counts.",
    "404": "It does not exist, or it is not yours to see.",
    "422": "Something sent cannot be understood; says what.",
    "429": "Too many calls in a minute; Retry-After says how many seconds to wait.",
    "503": "Something needed does not answer now, or the newest data are damaged.",
}
"""What any operation may answer besides its own, and when."""
WITH_BODY = {"400": "The body cannot be read."}
OWN = {
    "200": "The answer.",
    "201": "Made; the answer says how it is now.",
    "202": "Taken; the work goes on.",
    "409": "Somebody else was first, or the key was used for something else.",
}


class Described(NinjaAPI):
    """An API that says of every operation whatever it may answer."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """Return the description."""
        schema = super().get_openapi_schema(**more)
        schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                _complete(operation)
        return schema


def _complete(operation: dict[str, Any]) -> None:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    told = operation["responses"] = {str(k): v for k, v in operation["responses"].items()}
    always = ALWAYS | (WITH_BODY if "requestBody" in operation else {})
    for status, when in always.items():
        told.setdefault(status, {"content": content})["description"] = when
    for status, answer in told.items():
        answer["description"] = {**OWN, **always}.get(status, answer.get("description", ""))
    operation["responses"] = dict(sorted(told.items()))
    operation["security"] = [{"token": []}]
