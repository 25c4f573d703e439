"""Pages about people: set-up, sign-in of the demo, list, accounts, the switch."""

from __future__ import annotations

import csv

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import AccessError, FairleadError
from fairlead.web.people import selectors, services
from fairlead.web.people.access import ADMIN, ANYONE, KEEPERS, OPS, declare, individuals_shown
from fairlead.web.people.forms import (
    COLUMNS,
    Account,
    FirstAdministrator,
    Invitation,
    Join,
    NewAssignment,
    NewPassword,
    TeamFile,
    cleaned,
    team_rows,
)
from fairlead.web.project.clock import today

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "POST"])
@declare(ANYONE)
def first(request: HttpRequest) -> HttpResponse:
    """Ask for the first administrator; there is no such page once there are accounts."""
    if selectors.has_accounts():
        raise AccessError("there is nothing here")
    form = FirstAdministrator(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            told = cleaned(form)
            user = services.make_first_administrator(told["code"], told["email"], told["password"])
        except AccessError:
            raise
        except FairleadError as error:
            return render(request, "people/first.html", {"form": form, "error": error}, status=422)
        login(request, user, backend=BACKEND)
        return redirect("setup")
    return render(request, "people/first.html", {"form": form})


@require_http_methods(["GET", "POST"])
@declare(ANYONE)
def welcome(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Let somebody who was invited choose a password."""
    user = services.invited(number, token)
    form = NewPassword(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            services.set_password(user, cleaned(form)["password"])
        except FairleadError as error:
            context = {"form": form, "error": error, "email": user.email}
            return render(request, "people/welcome.html", context, status=422)
        return redirect("account_login")
    return render(request, "people/welcome.html", {"form": form, "email": user.email})


@require_GET
@declare(KEEPERS)
def people(request: HttpRequest) -> HttpResponse:
    """List people with their account and team of today."""
    context = {
        "rows": selectors.people_list(today()),
        "others": selectors.accounts_without_person(),
        "file": TeamFile(),
        "individuals": individuals_shown(),
    }
    return render(request, "people/people.html", context)


@require_http_methods(["GET", "POST"])
@declare(OPS)
def person(request: HttpRequest, who: str) -> HttpResponse:
    """Show and mend one person's assignments and who they are in the CRM."""
    found = selectors.person_row(who)
    form = NewAssignment(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        told = cleaned(form)
        services.assign(found, told["manager"], told["team"], told["from_on"], told["to_on"])
        messages.success(request, _("%(name)s: noted.") % {"name": found.name})
        return redirect("person", who=who)
    context = {
        "person": found,
        "assignments": selectors.assignments_of(who),
        "form": form,
        "join": Join(),
    }
    return render(request, "people/person.html", context)


@require_POST
@declare(OPS)
def join(request: HttpRequest, who: str) -> HttpResponse:
    """Say that two persons are one."""
    twin = cleaned(Join(request.POST))["twin"]
    services.join_persons(selectors.person_row(who), twin)
    messages.success(request, _("They are one person now."))
    return redirect("person", who=who)


@require_POST
@declare(OPS)
def take_file(request: HttpRequest) -> HttpResponse:
    """Take in team.csv."""
    upload = cleaned(TeamFile(request.POST, request.FILES))["file"]
    count = services.take_team_file(str(upload.name)[:80], team_rows(upload))
    messages.success(
        request,
        ngettext(
            "%(count)s assignment taken from %(name)s.",
            "%(count)s assignments taken from %(name)s.",
            count,
        )
        % {"count": count, "name": upload.name},
    )
    return redirect("people")


@require_GET
@declare(OPS)
def give_file(request: HttpRequest) -> HttpResponse:
    """Give all assignments as team.csv."""
    del request
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="team.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(selectors.team_table())
    return response


@require_http_methods(["GET", "POST"])
@declare(ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and show the link to send."""
    form = Invitation(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            told = cleaned(form)
            user = services.invite(told["person"], told["email"], told["roles"])
        except FairleadError as error:
            return render(request, "people/invite.html", {"form": form, "error": error}, status=422)
        return _invited(request, user.pk)
    return render(request, "people/invite.html", {"form": form})


def _invited(request: HttpRequest, account: int) -> HttpResponse:
    user = selectors.account_row(account)
    number, token = services.invitation_of(user)
    link = request.build_absolute_uri(f"/people/welcome/{number}/{token}/")
    return render(request, "people/invited.html", {"account": user, "link": link})


@require_http_methods(["GET", "POST"])
@declare(ADMIN)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Show and change what an account may do."""
    user = selectors.account_row(number)
    if request.method == "POST":
        told = cleaned(Account(request.POST))
        services.change_account(user, told["person"], told["roles"])
        messages.success(request, _("%(email)s: noted.") % {"email": user.email})
        return redirect("account", number=number)
    form = Account(initial={"roles": sorted(user.roles), "person": user.person_id})
    return render(request, "people/account.html", {"account": user, "form": form})


@require_POST
@declare(ADMIN)
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Show a new link with which somebody sets their password."""
    return _invited(request, number)


@require_POST
@declare(ADMIN)
def activity(request: HttpRequest, number: int) -> HttpResponse:
    """Disable an account, or let it in again."""
    user = selectors.account_row(number)
    services.set_active(user, active=request.POST.get("active") == "yes")
    told = _("%(email)s may sign in.") if user.is_active else _("%(email)s may not sign in.")
    messages.success(request, told % {"email": user.email})
    return redirect("account", number=number)


@require_POST
@declare(ADMIN)
def individuals(request: HttpRequest) -> HttpResponse:
    """Turn numbers of single people on or off."""
    services.set_individuals(shown=request.POST.get("shown") == "yes")
    messages.success(request, _("Noted. It holds from this moment, for everybody."))
    return redirect("people")


@require_http_methods(["GET", "POST"])
@declare(ANYONE)
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo company by one click; nowhere else."""
    if not settings.DEMO:
        raise AccessError("there is nothing here")
    if request.method == "POST":
        user = selectors.account_row(int(request.POST.get("account", "0") or 0))
        login(request, user, backend=BACKEND)
        return redirect("brief")
    return render(request, "people/demo.html", {"cast": selectors.cast()})
