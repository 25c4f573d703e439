"""Results as text and back: frozen dataclasses, dates and arrays as JSON that says what it is."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

KIND = "~"
"""Key under which an object says its class; dates are ``~d``, arrays ``~a``."""


def to_text(value: Any) -> str:
    """Return a result as JSON; `from_text` gives the same back, to the last bit.

    Parameters
    ----------
    value
        Dataclasses, tuples, dicts with text keys, arrays, dates, numbers, texts, None.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if value is None or type(value) in {str, int, float, bool}:
        return value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return _tagged(value)


def _tagged(value: Any) -> Any:
    """Return a value that JSON does not know, with its kind."""
    if isinstance(value, np.ndarray):
        kept = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {KIND: "~a", "of": value.dtype.str, "shape": list(value.shape), "bytes": kept}
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {KIND: "~d", "day": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {KIND: type(value).__name__, **named}
    raise TypeError(f"no text is known for {type(value).__name__}")


def from_text(text: str, classes: Iterable[type]) -> Any:
    """Return what `to_text` wrote; tuples for lists.

    Parameters
    ----------
    text
        JSON of `to_text`.
    classes
        Every class that may be in it.

    Raises
    ------
    ValueError
        It is no such text, or holds a class that is not among `classes`.
    """
    known: Mapping[str, type] = {one.__name__: one for one in classes}
    return _frozen(json.loads(text, object_hook=_made_of(known)))


def _made_of(known: Mapping[str, type]) -> Callable[[dict[str, Any]], Any]:
    def made(body: dict[str, Any]) -> Any:
        kind = body.pop(KIND, None)
        if kind is None:
            return {name: _frozen(value) for name, value in body.items()}
        if kind == "~d":
            return dt.date.fromisoformat(body["day"])
        if kind == "~a":
            raw = np.frombuffer(base64.b64decode(body["bytes"]), dtype=np.dtype(body["of"]))
            return raw.reshape(body["shape"]).copy()
        if kind not in known:
            raise ValueError(f"{kind} is no result that is known here")
        try:
            return known[kind](**{name: _frozen(value) for name, value in body.items()})
        except TypeError as error:
            raise ValueError(f"{kind} was written by another version: {error}") from error

    return made


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
