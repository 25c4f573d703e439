"""Questions that help somebody write down how they handle a situation, and what becomes of them.

The same at the terminal and on screen: whoever is good at something rarely knows how to write a
document, but can tell of the last time it went well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fairlead.process.model import slug
from fairlead.process.playbook import Routine


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `heading` begins its part of the text; points have a part of their own.

    `kind`: ``words`` is one answer, ``points`` is one point a line.
    """

    name: str
    text: str
    kind: Literal["words", "points"] = "words"
    heading: str = ""


QUESTIONS = (
    Question(
        "signal",
        "What did you see or hear that told you it was this situation?",
        heading="The sign.",
    ),
    Question(
        "first", "What did you do first, and what did you say? Your own words.", heading="First."
    ),
    Question("fixed", "What must everybody do the same way? One point a line.", "points"),
    Question("free", "What is everybody free to do their own way? One point a line.", "points"),
    Question(
        "wrong", "What goes wrong when people skip it?", heading="What goes wrong without it."
    ),
    Question(
        "after",
        "How do you know on the same day that it worked?",
        heading="How you know it worked.",
    ),
)
"""In the order they are asked, after: think of the last time it went well."""


def points(text: str) -> tuple[str, ...]:
    r"""Return the points of a text, one a line; marks before them are left out.

    >>> points("- ask who signs\n\n* write it down ")
    ('ask who signs', 'write it down')
    """
    lines = (line.strip() for line in text.splitlines())
    bare = (line[2:].strip() if line[:2] in {"- ", "* "} else line for line in lines)
    return tuple(line for line in bare if line)


def drafted(scenario: str, by: str, title: str, answers: Mapping[str, str]) -> Routine:
    """Return a routine drafted from answers, to be mended by whoever gave them.

    Parameters
    ----------
    scenario
        Name of the scenario it handles.
    by
        Who was asked.
    title
        How they call what they do.
    answers
        Name of a question -> what was said. What was not answered is left out.
    """
    told = (
        f"**{question.heading}** {answers[question.name].strip()}"
        for question in QUESTIONS
        if question.kind == "words" and answers.get(question.name, "").strip()
    )
    return Routine(
        "routine",
        slug(title),
        title,
        "\n\n".join(told),
        scenario,
        by,
        points(answers.get("fixed", "")),
        points(answers.get("free", "")),
    )
