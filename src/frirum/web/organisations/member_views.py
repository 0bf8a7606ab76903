"""The pages of the one who looks after an organisation's members: accounts opened and closed, roles given and taken."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frirum.core.errors import FrirumError
from frirum.web.organisations import actions, reset, second_factor, second_yes
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.forms import NewMemberForm, RoleForm
from frirum.web.organisations.members import (
    find_member,
    find_membership,
    has_charge_of,
    managed_organisations,
    may_close,
    members,
    roles_of,
)
from frirum.web.organisations.models import Membership, ProposedRole, User
from frirum.web.organisations.names import person_names
from frirum.web.organisations.passwords import draw_password
from frirum.web.organisations.permissions import SENTENCES, Permission
from frirum.web.site.pages import ask, page_of, refuse, refuse_in
from frirum.web.site.tables import Column, Table, build

_WAITS = gettext_lazy("Rollen ser oplysninger om personer og venter på, at en leder siger ja.")


@needs(Permission.MANAGE_MEMBERS)
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Who holds which role in one's organisations, and what each role is for."""
    organisations = managed_organisations(person(request))
    page = page_of(request, members(person(request)).order_by("name", "pk"))
    roles = [
        (role, [SENTENCES[p] for p in Permission if p in role.permissions])
        for role in roles_of(organisations)
    ]
    context = {
        "page": page,
        "table": _table(request, page, several=len(organisations) > 1),
        "organisations": organisations,
        "roles": roles,
        "crumbs": [(_("Medlemmer"), None)],
    }
    return render(request, "organisations/members.html", context)


def _table(request: HttpRequest, page: Any, *, several: bool) -> Table:
    columns = [
        Column("name", _("Navn")),
        Column("email", _("E-mail")),
        Column("roles", _("Roller")),
        Column("state", _("Bruger")),
    ]
    rows = [
        {
            "name": member.name,
            "email": member.email,
            "roles": "; ".join(str(m) if several else str(m.role_class.name) for m in member.own),
            "state": _("Åben") if member.is_active else _("Lukket"),
            "href": reverse("organisations:member", args=[member.reference]),
        }
        for member in page.object_list
    ]
    return build(request.GET, caption=_("Medlemmer og deres roller"), columns=columns, rows=rows)


@needs(Permission.MANAGE_MEMBERS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_member(request: HttpRequest) -> HttpResponse:
    """An account with its first role; one that exists already only gets the role."""
    organisations = managed_organisations(person(request))
    form = NewMemberForm(request.POST or None, organisations=organisations, roles=roles_of(organisations))
    if request.method == "POST" and form.is_valid():
        password = draw_password()
        who = {name: form.cleaned_data[name] for name in ("email", "name")}
        try:
            member, is_new = actions.add_member(**who, **form.place, password=password, by=person(request))
        except FrirumError as refused:
            refuse_in(form, refused)
        else:
            waits = second_yes.waits(user=member, organisation=form.place["organisation"])
            if is_new:
                return _show_password(request, member, password, waits=waits)
            messages.success(
                request,
                _WAITS if waits else _("Personen havde en bruger i forvejen og har fået rollen."),
            )
            # Who waits to be somebody here is nobody here yet, and has no page.
            if find_member(person(request), member.reference) is None:
                return redirect("organisations:proposals")
            return redirect("organisations:member", reference=member.reference)
    context = {"form": form, "crumbs": [_to_list(), (_("Ny bruger"), None)]}
    return render(request, "organisations/new_member.html", context)


@needs(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One member: roles, and a form to give another."""
    found = _find(request, reference)
    organisations = managed_organisations(person(request))
    form = RoleForm(request.POST or None, organisations=organisations, roles=roles_of(organisations))
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_membership(user=found, **form.place, by=person(request))
        except FrirumError as refused:
            refuse_in(form, refused)
        else:
            waits = isinstance(given, ProposedRole)
            messages.success(request, _WAITS if waits else _("Rollen er givet."))
            return redirect("organisations:member", reference=found.reference)
    context = {
        "member": found,
        "is_oneself": found == person(request),
        "has_charge": has_charge_of(person(request), found),
        "may_close": may_close(person(request), found),
        "has_factor": second_factor.has_factor(found),
        "waiting": list(second_yes.proposals_for(person(request)).filter(user=found)),
        "form": form,
        "crumbs": [_to_list(), (found.name, None)],
    }
    return render(request, "organisations/member.html", context)


@needs(Permission.CONFIRM_ROLES, Permission.MANAGE_MEMBERS)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The roles that see persons and wait for a second person."""
    names = person_names(one.proposed_by for one in second_yes.proposals_for(person(request)))
    rows = [
        {
            "proposal": one,
            "given_by": names.get(one.proposed_by, ""),
            "is_second": second_yes.is_second(proposal=one, by=person(request)),
        }
        for one in second_yes.proposals_for(person(request))
    ]
    context = {"rows": rows, "crumbs": [(_("Roller, der venter"), None)]}
    return render(request, "organisations/proposals.html", context)


@needs(Permission.CONFIRM_ROLES, Permission.MANAGE_MEMBERS)
@require_POST
def answer_proposal(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say yes or no to one of them."""
    found = second_yes.proposals_for(person(request)).filter(reference=reference).first()
    if found is None:
        raise Http404
    try:
        if request.POST.get("answer") == "yes":
            second_yes.confirm_role(proposal=found, by=person(request))
            messages.success(request, _("{person} har nu rollen.").format(person=found.user.name))
        else:
            second_yes.decline_role(proposal=found, by=person(request))
            messages.success(request, _("Rollen er ikke givet."))
    except FrirumError as refused:
        refuse(request, refused)
    return redirect("organisations:proposals")


@needs(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def take_role(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask, then take a role back."""
    found = find_membership(person(request), reference)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _act(
            request,
            found.user,
            lambda: actions.take_membership(membership=found, by=person(request)),
            _("Rollen er fjernet."),
        )
    text = _("{person} er ikke længere {role}.").format(person=found.user.name, role=found)
    if found.user.memberships.count() == 1:
        text += " " + _("Det er den eneste rolle: luk hellere brugeren, hvis personen er stoppet.")
    return _confirm(request, found.user, _("Fjern rollen"), text)


@needs(Permission.MANAGE_MEMBERS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask, then send the person a link that the administrator does not see."""
    found = _find_in_charge(request, reference)
    if request.method == "POST":
        return _act(
            request,
            found,
            lambda: reset.send_link(user=found, by=person(request), organisation=_key(found)),
            _("Linket er sendt til {email}.").format(email=found.email),
        )
    text = _(
        "{person} får en mail med et link til at vælge en ny adgangskode. Den gamle virker, til det er gjort."
    )
    heading, said = _("Send link til ny adgangskode"), text.format(person=found.name)
    return _confirm(request, found, heading, said, danger=False)


@needs(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def remove_factor(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask, then let somebody who lost their telephone begin anew with the second factor."""
    found = _find(request, reference)
    if not may_close(person(request), found) or not second_factor.has_factor(found):
        raise Http404
    if request.method == "POST":
        return _act(
            request,
            found,
            lambda: second_factor.remove_factor(user=found, by=person(request), organisation=_key(found)),
            _("Totrinskoden er fjernet, og personen har fået besked."),
        )
    text = _(
        "{person} logger ind med adgangskoden alene, til en ny totrinskode er slået til. Gør det kun, når du har talt "
        "med personen: den, der ringer, kan være en anden."
    )
    return _confirm(request, found, _("Fjern totrinskoden"), text.format(person=found.name))


@needs(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def close_account(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask, then close the account, or open it again."""
    found = _find(request, reference)
    if not may_close(person(request), found):
        raise Http404
    change = actions.close_account if found.is_active else actions.reopen_account
    done = _("Brugeren er lukket.") if found.is_active else _("Brugeren er åbnet igen.")
    if request.method == "POST":
        return _act(
            request, found, lambda: change(user=found, by=person(request), organisation=_key(found)), done
        )
    if found.is_active:
        text = _(
            "{person} kan ikke længere logge ind. Hændelserne bliver stående, og du kan åbne brugeren igen."
        )
        return _confirm(request, found, _("Luk brugeren"), text.format(person=found.name))
    text = _("{person} kan logge ind igen med sin gamle adgangskode og de roller, der står her.")
    return _confirm(request, found, _("Åbn brugeren igen"), text.format(person=found.name), danger=False)


def _find(request: HttpRequest, reference: uuid.UUID) -> User:
    found = find_member(person(request), reference)
    if found is None:
        raise Http404
    return found


def _find_in_charge(request: HttpRequest, reference: uuid.UUID) -> User:
    found = _find(request, reference)
    if not has_charge_of(person(request), found):
        raise Http404
    return found


def _key(member: User) -> str:
    """Whose trail shows what was done to the account: the first of the organisations that the two share."""
    own: list[Membership] = member.own  # type: ignore[attr-defined]
    return own[0].organisation.key if own else member.home


def _to_list() -> tuple[str, str]:
    return _("Medlemmer"), reverse("organisations:members")


def _act(request: HttpRequest, member: User, change: Callable[[], Any], done: str) -> HttpResponse:
    try:
        change()
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    still_here = find_member(person(request), member.reference)
    if still_here is None:
        return redirect("organisations:members")
    return redirect("organisations:member", reference=member.reference)


def _confirm(
    request: HttpRequest, member: User, heading: str, text: str, *, danger: bool = True
) -> HttpResponse:
    cancel = reverse("organisations:member", args=[member.reference])
    return ask(
        request,
        heading=heading,
        text=text,
        submit=heading,
        danger=danger,
        cancel_url=cancel,
        crumbs=[_to_list(), (member.name, cancel), (heading, None)],
    )


def _show_password(request: HttpRequest, member: User, password: str, *, waits: bool) -> HttpResponse:
    """The answer to the POST itself, not a redirect: a password must not lie in a session or an address."""
    context = {
        "member": member,
        "password": password,
        "waits": _WAITS if waits else "",
        "crumbs": [_to_list(), (_("Adgangskode"), None)],
    }
    return render(request, "organisations/new_password.html", context)
