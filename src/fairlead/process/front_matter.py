"""Files of Markdown that begin with front matter: names and values in YAML between two fences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from fairlead.errors import DefinitionError, no_yaml

FENCE = "---"


def parted(text: str, where: str, *, hint: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a text, and what stands below it.

    Parameters
    ----------
    text
        The file; a byte order mark may come first.
    where
        What it is called in errors.
    hint
        What to do where it has none.

    Raises
    ------
    DefinitionError
        It does not begin with front matter, or that is no YAML or no list of names and values.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    ends = [number for number, line in enumerate(lines) if line.strip() == FENCE]
    if len(ends) < 2 or any(line.strip() for line in lines[: ends[0]]):
        raise DefinitionError(f"{where} does not begin with front matter", hint=hint)
    try:
        front = yaml.safe_load("\n".join(lines[ends[0] + 1 : ends[1]]))
    except yaml.YAMLError as error:
        raise no_yaml(error, where) from error
    if not isinstance(front, dict):
        raise DefinitionError(f"{where}: the front matter is no list of names and values")
    return front, "\n".join(lines[ends[1] + 1 :])


def put_together(front: Mapping[str, Any], body: str) -> str:
    r"""Return the text of a file that `parted` takes apart; the body ends as it is.

    >>> put_together({"title": "Ask"}, "Who decides?\n")
    '---\ntitle: Ask\n---\nWho decides?\n'
    """
    head = yaml.safe_dump(dict(front), sort_keys=False, allow_unicode=True, width=100)
    return f"{FENCE}\n{head}{FENCE}\n{body}"
