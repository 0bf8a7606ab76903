"""Who may read, write, review and lock a design."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from frirum.web.designs.models import Design, DesignState
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.permissions import Permission

READERS = (Permission.EDIT_EXPERIMENT, Permission.FOLLOW_EXPERIMENT)
may_read = needs(*READERS)
may_write = needs(Permission.EDIT_EXPERIMENT)
may_lock = needs(Permission.LOCK_DESIGN)


def may_read_designs(request: HttpRequest) -> bool:
    """Whether the person has anything to do with designs."""
    return any(may(request.user, permission) for permission in READERS)


def readable_organisations(request: HttpRequest) -> frozenset[str]:
    """The organisations whose designs the person may read, by key."""
    return frozenset().union(*(keys_with(request.user, permission) for permission in READERS))


def visible_designs(request: HttpRequest) -> list[Design]:
    """The designs of the person's own organisations."""
    return list(Design.objects.filter(organisation__in=readable_organisations(request)))


def find(request: HttpRequest, reference: uuid.UUID) -> Design:
    """The design, if the person may read it; a foreign one and a missing one are the same 404."""
    design = Design.objects.filter(reference=reference).first()
    if design is None or not any(may(request.user, one, design.organisation) for one in READERS):
        raise Http404
    return design


def find_with(request: HttpRequest, reference: uuid.UUID, permission: Permission) -> Design:
    """The design, if the person has the permission in its organisation."""
    design = find(request, reference)
    if not may(request.user, permission, design.organisation):
        raise Http404
    return design


def find_to_review(request: HttpRequest, reference: uuid.UUID) -> Design:
    """The design, if the person is the one who is asked to read it now."""
    design = find(request, reference)
    if not is_reviewer(request, design):
        raise Http404
    return design


def is_reviewer(request: HttpRequest, design: Design) -> bool:
    """Whether the person is asked to read the design now."""
    return design.state == DesignState.REVIEW and design.reviewer == person(request).trail_reference


def reviewers_of(design: Design, asking: User) -> list[tuple[str, str]]:
    """(reference, name) of everybody who may follow the experiment there and has not written in the design."""
    authors = {*design.authors, asking.trail_reference}
    near = Organisation.objects.filter(
        Q(key=design.organisation) | Q(municipalities__key=design.organisation)
    ).values("pk")
    everybody = User.objects.filter(is_active=True, memberships__organisation__in=near)
    return [
        (str(user.reference), _("{name} ({email})").format(name=user.name, email=user.email))
        for user in everybody.distinct().order_by("name")
        if not is_among(user, authors) and may(user, Permission.FOLLOW_EXPERIMENT, design.organisation)
    ]
