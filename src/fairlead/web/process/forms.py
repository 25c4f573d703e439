"""What people type about the playbook: one form for each kind of document."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fairlead.errors import DefinitionError
from fairlead.process.asking import QUESTIONS, points
from fairlead.process.model import Process, slug
from fairlead.process.playbook import (
    NEEDS,
    ROAD,
    Document,
    DocumentKind,
    Playbook,
    Routine,
    Scenario,
    StageCard,
)
from fairlead.process.rules import rule_lines, rules_from_lines
from fairlead.refresh.playbook import Version
from fairlead.web.process.selectors import standards_shown
from fairlead.web.published.forms import note_look, team_of, wanted
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked, ask

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONGEST, MANY_IDS = 20_000, 200_000


def area(
    label: _StrOrPromise, rows: int, *, hint: _StrOrPromise = "", longest: int = LONGEST
) -> forms.CharField:
    """Return a field for a longer text."""
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": longest})
    text = format_lazy("{label} ({hint})", label=label, hint=hint) if hint else label
    return forms.CharField(label=text, max_length=longest, required=False, widget=widget)


class Why(forms.Form):
    """Why something is changed; it stands in the history."""

    why = forms.CharField(label=_("Why"), max_length=300)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class StageForm(forms.Form):
    """One stage: what must be true to enter and to leave it."""

    title = forms.CharField(label=_("How we call it"), max_length=160)
    text = area(_("What happens here"), 3)
    entry = area(_("To enter, one point a line"), 3)
    exit = area(_("To leave, one point a line"), 3)
    needs = forms.MultipleChoiceField(
        label=_("To leave, as far as data can tell: it is counted for open deals"),
        choices=[(need, said) for need, said in NEEDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class StepForm(forms.Form):
    """One step as an ability."""

    title = forms.CharField(label=_("How we call it"), max_length=160)
    text = area(_("What it is, in our words"), 4)


class ScenarioForm(forms.Form):
    """A situation, and how its deals are told apart."""

    title = forms.CharField(label=_("How people call this situation"), max_length=160)
    step = forms.ChoiceField(label=_("In which step it occurs"))
    text = area(_("What happens in it, in two or three sentences"), 3)
    rules = area(
        _("How to tell its deals, one rule a line"), 3, hint=_("such as role: cfo, finance")
    )

    def __init__(self, data: Any, steps: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    def clean_rules(self) -> str:
        """Return rules that can be read."""
        try:
            rules_from_lines(self.cleaned_data["rules"], "this rule")
        except DefinitionError as error:
            raise forms.ValidationError(f"{error.message}. {error.hint}") from error
        return str(self.cleaned_data["rules"])


class RoutineForm(forms.Form):
    """How a scenario is handled: what is fixed, what is free."""

    title = forms.CharField(label=_("How it is called"), max_length=160)
    scenario = forms.ChoiceField(label=_("Which situation it is for"))
    by = forms.CharField(label=_("Whose routine it is"), max_length=160, required=False)
    text = area(_("How it goes"), 6)
    fixed = area(_("Fixed: everybody does it the same way, one point a line"), 4)
    free = area(_("Free: left to each, one point a line"), 4)

    def __init__(self, data: Any, scenarios: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["scenario"].choices = scenarios  # type: ignore[attr-defined]


class Folder(forms.Form):
    """A playbook's folder, zipped."""

    file = forms.FileField(label=_("Its folder as a zip"))
    why = forms.CharField(label=_("Why"), max_length=300)


class Tagged(forms.Form):
    """Deals and activities tagged by hand."""

    deals = area(
        _("Deals in this situation, by their id in the CRM, one a line"), 4, longest=MANY_IDS
    )
    activities = area(
        _("Calls, meetings and mails it came up in, by their id in the CRM, one a line"),
        4,
        longest=MANY_IDS,
    )


class Mended(forms.Form):
    """What the author makes of the draft."""

    title = forms.CharField(label=_("How you call what you do"), max_length=160)
    text = area(_("How it goes"), 8)
    fixed = area(_("Fixed: everybody does it the same way, one point a line"), 4)
    free = area(_("Free: left to each, one point a line"), 4)


class Questions(forms.Form):
    """How somebody handles a situation, question by question."""

    scenario = forms.ChoiceField(label=_("Which situation is it?"), required=False)
    situation = forms.CharField(
        label=_("Another one: how do you call it?"), max_length=160, required=False
    )
    step = forms.ChoiceField(label=_("In which step does that other one occur?"), required=False)
    title = forms.CharField(label=_("How do you call what you do in it?"), max_length=160)

    def __init__(
        self,
        data: Any,
        scenarios: list[tuple[str, str]],
        steps: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.fields["scenario"].choices = [("", _("another one")), *scenarios]  # type: ignore[attr-defined]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
        for question in QUESTIONS:
            self.fields[question.name] = area(
                format_html('<span lang="en">{}</span>', question.text),
                2 if question.kind == "words" else 4,
            )

    def clean(self) -> dict[str, Any]:
        """Return the answers; they are about one situation."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("scenario") and not said.get("situation", "").strip():
            raise forms.ValidationError(_("say which situation it is, or how you call another one"))
        if said.get("scenario"):
            said["situation"] = said["step"] = ""
        return said


def steps_of(process: Process) -> list[tuple[str, str]]:
    """Return the steps of the process, and whole deals, as a choice."""
    labels = {(p.name, s.stage): s.label for p in process.pipelines for s in p.stages}
    several = len(process.pipelines) > 1
    found = []
    for step in process.steps():
        name = _("%(stage)s to %(following)s") % {
            "stage": labels[step.pipeline, step.stage],
            "following": step.next_stage,
        }
        found.append((step.slug, f"{name} ({step.pipeline})" if several else name))
    for pipeline in process.pipelines:
        whole = _("whole deals of %(pipeline)s") if several else _("whole deals, first to last")
        name = whole % {"pipeline": pipeline.name}
        found.append((f"{slug(pipeline.name)}.{ROAD}", name))
    return found


def scenarios_of(playbook: Playbook | None) -> list[tuple[str, str]]:
    """Return the scenarios as a choice."""
    return [(s.name, s.title) for s in playbook.scenarios] if playbook else []


def form_for(
    kind: DocumentKind,
    data: Any,
    *,
    process: Process,
    playbook: Playbook | None,
    document: Document | None = None,
) -> forms.Form:
    """Return the form of a kind of document, filled with what it says now."""
    initial = said_by(document) if document is not None else {}
    if kind == "stage":
        return StageForm(data, initial=initial)
    if kind == "competency":
        return StepForm(data, initial=initial)
    if kind == "scenario":
        return ScenarioForm(data, steps_of(process), initial=initial)
    return RoutineForm(data, scenarios_of(playbook), initial=initial)


def said_by(document: Document) -> dict[str, Any]:
    """Return what a document says, field by field."""
    said: dict[str, Any] = {"title": document.title, "text": document.text}
    if isinstance(document, StageCard):
        said |= {"entry": "\n".join(document.entry), "exit": "\n".join(document.exit)}
        said["needs"] = list(document.needs)
    if isinstance(document, Scenario):
        said |= {"step": document.step, "rules": rule_lines(document.rules)}
    if isinstance(document, Routine):
        said |= {"scenario": document.scenario, "by": document.by}
        said |= {"fixed": "\n".join(document.fixed), "free": "\n".join(document.free)}
    return said


def with_said(document: Document, said: dict[str, Any]) -> Document:
    """Return a document with what was typed."""
    made = replace(document, title=said["title"].strip(), text=_lines(said["text"]))
    if isinstance(made, StageCard):
        chosen = tuple(need for need in NEEDS if need in said["needs"])
        return replace(made, entry=points(said["entry"]), exit=points(said["exit"]), needs=chosen)
    if isinstance(made, Scenario):
        return replace(made, step=said["step"], rules=rules_from_lines(said["rules"], "this rule"))
    if isinstance(made, Routine):
        made = replace(made, scenario=said["scenario"], by=said["by"].strip())
        return replace(made, fixed=points(said["fixed"]), free=points(said["free"]))
    return made


def _lines(text: str) -> str:
    return "\n".join(text.strip().splitlines())


def blank(kind: DocumentKind, name: str) -> Document:
    """Return a new document nobody wrote anything in."""
    if kind == "scenario":
        return Scenario(kind, name, "")
    return Routine("routine", name, "")


def standards_beside(request: HttpRequest, last: Version, at: dt.datetime) -> dict[str, Any]:
    """Return what a page needs to show standards: the company's, beside them those of a team.

    Only a team the reader may see is offered; one that was not counted with this version is.

    Raises
    ------
    AccessError
        They name a team that is not theirs to see.
    """
    teams, team = team_of(request)
    rows = standards_shown(last, team.subject if team is not None else "")
    named = any(card.needs for card in last.playbook.stages)
    told = {"teams": teams, "standards": rows, "counting": named and not rows and has_data()}
    if team is None or not has_data():
        return told
    asked = Asked("standards", "team", team.subject, team.who)
    found, work = wanted(asked)
    is_other = found is not None and found.body["version"] != last.number
    if is_other and (work is None or work.is_done):
        ask(asked, at)
    if any(row.team for row in rows):
        note_look(request, "process", team.people)
    return told | {"team": team, "work": work}
