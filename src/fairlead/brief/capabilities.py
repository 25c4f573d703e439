"""Which questions these data can answer, and which export would unlock the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fairlead.brief import words
from fairlead.brief.material import Material
from fairlead.brief.one_thing import cannot_name
from fairlead.measure.summary import Known, Summary


@dataclass(frozen=True, slots=True)
class Capability:
    """One question, whether it can be answered, and why not or from what.

    `unlock` names what would answer it; `column` is set where that is one plain thing to add.
    """

    code: str
    question: str
    answerable: bool
    reason: str
    unlock: str = ""
    column: str = ""


def capabilities(material: Material) -> tuple[Capability, ...]:
    """Return every question of this stage of the product with its state.

    Where the selection holds no deal, that is the reason, whatever the export holds.
    """
    summary = material.summary
    found = (*_about_deals(material), *_owners(summary), *_about_columns(summary))
    empty = emptiness(material)
    if empty is None:
        return found
    nowhere = not material.summary.selection.existing
    return tuple(
        replace(c, answerable=False, reason=empty, unlock="", column="")
        if nowhere or c.code in ABOUT_DEALS
        else c
        for c in found
    )


NOTHING_CLOSED = "no deal counts as won or lost"
NO_DEALS = "the data hold no deals"
TO_BRING = (
    "a list of deals with id, owner, stage or outcome, amount, and the days created and closed"
)
ABOUT_DEALS = frozenset({"steps", "win_rate", "cycle_time", "deal_size", "movement", "one_thing"})


def emptiness(material: Material) -> str | None:
    """Return why there is no deal to tell anything of; None where there is one."""
    summary, question = material.summary, material.question
    chosen = summary.selection
    if summary.totals.opportunities:
        return None
    if not chosen.stored:
        return "all deals are deleted in the CRM" if chosen.deleted else NO_DEALS
    day = words.day(question.as_of)
    if not chosen.existing:
        first = f": the first is of {words.day(chosen.first_on)}" if chosen.first_on else ""
        return f"on {day} there was no deal yet{first}"
    if question.name is not None:
        whose = "this person" if question.audience == "rep" else "this team"
        return f"on {day} no deal belonged to {whose}"
    return "every deal is left out"


def _window(material: Material) -> str:
    question = material.question
    return f"the {question.window_months} months to {words.day(question.as_of)}"


def _about_deals(material: Material) -> tuple[Capability, ...]:
    summary = material.summary
    known = summary.known
    no_win = "" if summary.won_in_window else f"no deal was won in {_window(material)}"
    no_end = "" if summary.closed_in_window else f"no deal was won or lost in {_window(material)}"
    nowhere = _closed_on_no_day(summary)
    if nowhere:
        no_win = no_end = "deals are won or lost, but none carries the day it closed"
    unlock = "the day each deal closed" if nowhere else ""
    return (
        _steps(material),
        Capability(
            "win_rate",
            "What share of closed deals do we win?",
            known.lost_deals and not no_end,
            (no_end or "won and lost deals are both there")
            if known.lost_deals
            else NOTHING_CLOSED
            if not summary.totals.won
            else "the export holds no lost deals: nothing can be said about what is not won",
            unlock if known.lost_deals or not summary.totals.won else "an export with lost deals",
        ),
        Capability(
            "cycle_time",
            "How long does a win take?",
            len(summary.cycle_days) > 0,
            "creation and closing dates of won deals"
            if len(summary.cycle_days)
            else no_win or "won deals carry no creation date before their closing date",
            unlock if len(summary.cycle_days) or no_win else "the creation date of each deal",
        ),
        Capability(
            "deal_size",
            "How large is a win?",
            len(summary.sizes) > 0,
            "amounts of won deals" if len(summary.sizes) else no_win or "won deals carry no amount",
            unlock if len(summary.sizes) or no_win else "the amount of each deal",
        ),
        _movement(known),
        *_first_to_train(material),
    )


def _closed_on_no_day(summary: Summary) -> bool:
    """Say whether deals are won or lost, and not one of them tells when."""
    totals = summary.totals
    closed = totals.won + totals.lost
    return 0 < closed == totals.closed_without_date


def _first_to_train(material: Material) -> tuple[Capability, ...]:
    """Say why nothing can be named to train; nothing where it was not asked for."""
    if material.one_thing is None:
        return ()
    silent = cannot_name(material.one_thing)
    reason = "fair rates of everybody, and what each is worth"
    if silent is not None:
        reason = f"{silent.reason}"
        if silent.needed is not None and silent.have is not None:
            reason += f": {words.ratio(silent.have, silent.needed)}"
    return (Capability("one_thing", "What should we train first?", silent is None, reason),)


def _owners(summary: Summary) -> tuple[Capability, ...]:
    """Say that no deal says whose it is; nothing where one does."""
    if summary.totals.people or not summary.totals.opportunities:
        return ()
    reason, unlock = "no deal in the export has an owner", "the owner of each deal"
    question = "Whose deals are these?"
    return (Capability("owners", question, False, reason, unlock, "owners of deals"),)  # noqa: FBT003


def _about_columns(summary: Summary) -> tuple[Capability, ...]:
    known = summary.known
    gone = summary.hygiene.without_next_step is None
    return (
        Capability(
            "targets",
            "Where do we stand against target?",
            summary.target is not None,
            "targets that cover this quarter"
            if summary.target
            else "targets are there, but none covers this quarter"
            if known.targets
            else "no targets in the export",
            "" if summary.target else "targets.csv beside the export (`fairlead init` writes one)",
            "targets (targets.csv)",
        ),
        Capability(
            "teams",
            "Who led whom?",
            known.teams > 0,
            words.counted(known.teams, "assignment")
            if known.teams
            else "no managers or teams in the export",
            "" if known.teams else "team.csv beside the export (`fairlead init` writes one)",
            "managers and teams (team.csv)",
        ),
        Capability(
            "deal_types",
            "Are new business, renewal and expansion kept apart?",
            known.types > 0,
            f"{words.counted(known.types, 'deal type')} told apart"
            if known.types
            else "no deal type in the export: all deals are in one rate",
            "" if known.types else "the type of each deal",
            "deal types",
        ),
        Capability(
            "sources",
            "Where do deals come from?",
            known.sources > 0,
            "lead source of deals" if known.sources else "no lead source in the export",
            "" if known.sources else "the lead source of each deal",
            "lead sources",
        ),
        Capability(
            "next_steps",
            "Which open deals have no next step?",
            known.next_steps and not gone,
            "only the present next step is known, not that of a past day"
            if known.next_steps and gone
            else "next steps of deals"
            if known.next_steps
            else "no next step in the export",
            "" if known.next_steps else "the next step of each deal",
            "next steps",
        ),
        Capability(
            "activities",
            "What was done on each deal?",
            known.activities > 0,
            words.counted(
                known.activities, "call, meeting, mail or task", "calls, meetings, mails or tasks"
            )
            if known.activities
            else "no activities in the export",
            "" if known.activities else "calls, meetings and tasks",
            "activities",
        ),
    )


def _steps(material: Material) -> Capability:
    summary = material.summary
    known, begins = summary.known, summary.selection.history_begins
    question = "At which step do we lose deals, and how long does each take?"
    if summary.steps and known.history:
        since = f" since {known.history_from}" if known.history_from else ""
        return Capability("steps", question, answerable=True, reason=f"stage history{since}")
    if summary.steps and known.last_steps:
        return Capability(
            "steps",
            question,
            answerable=True,
            reason="from the last step each deal reached; no times, and no step may be skipped",
            unlock="the history of stage changes, for times and for certainty",
        )
    if begins is not None:
        none_yet = f"stage history begins on {words.day(begins)}"
        none_here = f"no deal entered a stage in {_window(material)}"
        return Capability(
            "steps", question, answerable=False, reason=none_here if known.history else none_yet
        )
    if not known.lost_deals:
        return Capability(
            "steps",
            question,
            answerable=False,
            reason="only won deals or orders are there, and no stages: there are no steps to count"
            if summary.totals.won
            else NOTHING_CLOSED,
            unlock="an export of opportunities with their stage history",
        )
    return Capability(
        "steps",
        question,
        answerable=False,
        reason="no stage history: only the present stage of each deal is known",
        unlock="the history of stage changes (Salesforce: OpportunityHistory; HubSpot: deal stage "
        "history)",
    )


def _movement(known: Known) -> Capability:
    question = "How did the open pipeline move?"
    missing = []
    if not known.close_dates:
        missing.append("close dates of open deals")
    elif not known.close_date_history:
        missing.append("the history of close dates")
    if not known.amount_history:
        missing.append("the history of amounts")
    reason = "deals created, won and lost since the quarter began"
    if missing:
        reason += f"; not what was pushed or grown, without {' and '.join(missing)}"
    return Capability(
        "movement",
        question,
        answerable=known.created_dates,
        reason=reason if known.created_dates else "deals carry no creation date",
        unlock=" and ".join(missing) if known.created_dates else "the creation date of each deal",
    )
