"""The one door to who may see whom.

Nothing is open unless a rule says so: a view without a rule is answered as if it did not exist,
and so is whatever lies outside the reader's reach. Reach follows from dated assignments: a manager
sees the people of their team for the days they led them, a leader everybody below them in the
tree, everybody themself, and nobody else's numbers by right of looking after the system.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from fairlead.errors import AccessError
from fairlead.lake.store.individuals import individuals_shown as shown_in
from fairlead.web.people.models import Assignment, Policy, Token
from fairlead.web.project.once import once

Day = dt.date
Spans = tuple[tuple[Day, Day], ...]
"""Periods ``[from, to)`` that neither touch nor overlap, in order."""

EVER: Spans = ((dt.date.min, dt.date.max),)
NEVER: Spans = ()
SMALLEST_GROUP = 5
"""Where individuals are off, no number is of fewer people."""


@dataclass(frozen=True, slots=True)
class Led:
    """`person` worked for `manager` from `start` until the day before `end`."""

    person: str
    manager: str
    start: Day
    end: Day


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: the person they are (None for an account without one) and what they may do."""

    person: str | None
    roles: frozenset[str]
    user: int | None = None

    @property
    def is_signed_in(self) -> bool:
        """Say whether anybody is there."""
        return self.user is not None

    @property
    def leads(self) -> bool:
        """Say whether they may have people to lead."""
        return bool(self.roles & {"manager", "leader"})


def union(spans: Iterable[tuple[Day, Day]]) -> Spans:
    """Return the same days as periods that neither touch nor overlap."""
    merged: list[tuple[Day, Day]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def within(spans: Spans, start: Day, end: Day) -> Iterator[tuple[Day, Day]]:
    """Yield the parts of `spans` between two days."""
    for first, last in spans:
        if max(first, start) < min(last, end):
            yield max(first, start), min(last, end)


def has_day(spans: Spans, day: Day) -> bool:
    """Say whether a day is in one of the periods."""
    return any(start <= day < end for start, end in spans)


def reach(viewer: Viewer, edges: Iterable[Led]) -> dict[str, Spans]:
    """Return for each person the days of theirs `viewer` may see; who is not in it is not seen.

    Parameters
    ----------
    viewer
        Who asks.
    edges
        Who worked for whom, when.

    Notes
    -----
    A leader sees somebody on a day if a chain of assignments, all valid on that day, leads from
    one to the other; a manager only over one link. Chains that bite their own tail end by
    themselves, since days only ever grow.
    """
    if viewer.person is None:
        return {}
    seen: dict[str, Spans] = {viewer.person: EVER}
    if not viewer.leads:
        return seen
    below: dict[str, list[Led]] = {}
    for edge in edges:
        below.setdefault(edge.manager, []).append(edge)
    led = _follow(viewer.person, below, deep="leader" in viewer.roles)
    for person, spans in led.items():
        seen[person] = union((*seen.get(person, NEVER), *spans))
    return seen


def _follow(top: str, below: dict[str, list[Led]], *, deep: bool) -> dict[str, Spans]:
    found: dict[str, Spans] = {}
    waiting: list[tuple[str, Spans]] = [(top, EVER)]
    while waiting:
        manager, days = waiting.pop()
        for edge in below.get(manager, ()):
            known = found.get(edge.person, NEVER)
            grown = union((*known, *within(days, edge.start, edge.end)))
            if grown != known:
                found[edge.person] = grown
                if deep:
                    waiting.append((edge.person, grown))
    return found


def shown_groups(groups: dict[str, frozenset[str]]) -> tuple[str, ...]:
    """Return which groups may be shown where individuals are off.

    Whatever sums and differences of the groups shown somebody makes, each person in the result
    stands among at least `SMALLEST_GROUP` who are in it with the same weight: the groups shown cut
    the company into pieces, and no piece is smaller.

    Parameters
    ----------
    groups
        Name to people. Larger groups are let in first, then in the order of names.
    """
    let_in: list[str] = []
    for name in sorted(groups, key=lambda each: (-len(groups[each]), each)):
        if groups[name] and _smallest_piece([groups[g] for g in (*let_in, name)]) >= SMALLEST_GROUP:
            let_in.append(name)
    return tuple(let_in)


def _smallest_piece(groups: list[frozenset[str]]) -> int:
    pieces: dict[tuple[bool, ...], int] = {}
    for person in frozenset().union(*groups):
        piece = tuple(person in group for group in groups)
        pieces[piece] = pieces.get(piece, 0) + 1
    return min(pieces.values())


# --- rules ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open an address; `of_person`: only for people within reach (the word `person`).

    A program with a token needs the `scope` besides.
    """

    name: str
    roles: frozenset[str] | None = None
    signed_in: bool = True
    of_person: bool = False
    scope: str = "read"

    def allows(self, viewer: Viewer) -> bool:
        """Say whether `viewer` may come in at all."""
        if not self.signed_in:
            return True
        return viewer.is_signed_in and (self.roles is None or bool(self.roles & viewer.roles))


ANYONE = Rule("anyone", signed_in=False)
SIGNED_IN = Rule("signed in")
LEADING = Rule("leading", frozenset({"manager", "leader"}))
OPS = Rule("ops", frozenset({"ops"}))
WRITING = Rule("signed in, writing for oneself", scope="write")
SENDING = Rule("ops who send exports", frozenset({"ops"}), scope="import")
ADMIN = Rule("admin", frozenset({"admin"}))
KEEPERS = Rule("ops or admin", frozenset({"ops", "admin"}))
LEADER = Rule("leader", frozenset({"leader"}))
PLANNERS = Rule("ops or leader", frozenset({"ops", "leader"}))
OF_PERSON = Rule("of a person within reach", of_person=True)

View = TypeVar("View", bound=Callable[..., Any])
MARK = "access_rule"
API = "/api/"
NAMESPACE = "api"
STRANGERS: dict[str, Rule] = {
    "account_login": ANYONE,
    "account_logout": ANYONE,
    "account_inactive": ANYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": ANYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_login_webauthn": ANYONE,
}
"""Rules of the views of allauth that are used; its others (signing up, say) have none: closed."""
OF_COMPANY = {
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), ANYONE),
    **dict.fromkeys(("socialaccount_login_cancelled", "socialaccount_login_error"), ANYONE),
}
"""The same of the company's own sign-in, which is there only where it is set up."""


def declare(rule: Rule) -> Callable[[View], View]:
    """Declare who may open a view (or an operation of the API); checked before it is called."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            _check(rule, request, kwargs)
            return view(request, *args, **kwargs)

        # ninja reads types where a function was defined, and this one was defined here
        guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        setattr(guarded, MARK, rule)
        return guarded  # type: ignore[return-value]

    return decorate


def _check(rule: Rule, request: HttpRequest, kwargs: dict[str, Any]) -> None:
    if not rule.allows(viewer_of(request)):
        raise AccessError("there is nothing here")
    token = token_of(request)
    if token is not None and rule.scope not in token.scopes.split():
        hint = f"Make one for {rule.scope!r} on the page Me."
        raise AccessError("this token is not for that", hint=hint)
    if rule.of_person:
        require_seen(request, str(kwargs["person"]))


def rule_of(view: Any) -> Rule | None:
    """Return the rule a view declares, None where it has none."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Rule) else None


def with_rules(prefix: str, module: str) -> URLResolver:
    """Return the addresses of another application under the rules of `STRANGERS`."""
    return path(prefix, include(module))


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; worked out once a request."""
    known = getattr(request, "viewer", None)
    if isinstance(known, Viewer):
        return known
    user = request.user
    if not user.is_authenticated and request.path.startswith(API):
        token = request.token = _token_shown(request)  # type: ignore[attr-defined]
        user = request.user = token.user if token else user
    found = Viewer(None, frozenset())
    if user.is_authenticated:
        found = Viewer(user.person_id, user.roles, user.pk)
    request.viewer = found  # type: ignore[attr-defined]
    return found


@once
def edges(*around: str) -> list[Led]:
    """Return who worked for whom, when: all of it, or what some people are one side of."""
    return [Led(*link) for link in Assignment.links(around)]


@once
def individuals_shown() -> bool:
    """Say whether numbers of single people are shown at all."""
    policy = Policy.objects.filter(pk=1).first()
    return (policy is None or policy.individuals) and shown_in(Path(settings.WORKSPACE))


def _below(viewer: Viewer) -> list[Led]:
    if viewer.person is None or not viewer.leads:
        return []
    links = Assignment.links_below(viewer.person, deep="leader" in viewer.roles)
    return [Led(*link) for link in links]


def seen_by(viewer: Viewer) -> dict[str, Spans]:
    """Return whose numbers a viewer may see, on which days; without individuals only their own."""
    if individuals_shown():
        return reach(viewer, _below(viewer))
    return reach(Viewer(viewer.person, frozenset(), viewer.user), ())


def seen(request: HttpRequest) -> dict[str, Spans]:
    """Return the same for a request; worked out once."""
    known: dict[str, Spans] | None = getattr(request, "seen_people", None)
    if known is None:
        known = seen_by(viewer_of(request))
        request.seen_people = known  # type: ignore[attr-defined]
    return known


def require_seen(request: HttpRequest, person: str) -> None:
    """Do nothing if the reader may see some days of a person.

    Raises
    ------
    AccessError
        They may not, or there is no such person: which of the two is not told.
    """
    if not seen(request).get(person, NEVER):
        raise AccessError("there is nothing here")


def sees_on(request: HttpRequest, person: str, day: dt.date) -> bool:
    """Say whether the reader may see a person as of a day."""
    return has_day(seen(request).get(person, NEVER), day)


def token_of(request: HttpRequest) -> Token | None:
    """Return the token a program came in with; None for a browser."""
    found = getattr(request, "token", None)
    return found if isinstance(found, Token) else None


def _token_shown(request: HttpRequest) -> Token | None:
    """Return the token a program shows; none where its owner was disabled."""
    kind, _, word = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not word:
        return None
    there = Token.objects.filter(hash=hash_of(word.strip()), user__is_active=True)
    return there.select_related("user").first()


def hash_of(word: str) -> str:
    """Return what is kept of a token; it is long and random, so no salt is needed."""
    return hashlib.sha256(word.encode(errors="replace")).hexdigest()


class Door:
    """Stand before every view: without a rule nobody comes in, without a sign-in few."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; pages of people are kept by no cache on the way."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let through, send to the sign-in, or answer as if there were nothing."""
        match = request.resolver_match
        if match and match.namespaces == [NAMESPACE]:
            return None  # each operation has its rule, or there is no API: `project.api`
        named = (STRANGERS | OF_COMPANY).get(match.url_name or "") if match else None
        rule = rule_of(view) or named
        if rule is None:
            raise Http404
        if rule.allows(viewer_of(request)):
            return None
        if viewer_of(request).is_signed_in:
            raise Http404
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def views_of(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Yield address, name and view of everything that can be opened; the tests go through it."""
    for pattern in patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns, place)
        else:
            yield place, pattern.name or "", pattern.callback
