"""Writes on accounts, organisations and roles."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.roles import Role
from frirum.web.trail.recording import Actor, action, nothing_changed, record


@action
def make_organisation(
    *, key: str, kind: Kind, name: str, by: Actor, is_demonstration: bool = False
) -> Organisation:
    """Make an organisation, or give back the one with this key (its kind must be the same)."""
    found = Organisation.objects.filter(key=key).first()
    if found is not None:
        if found.kind != kind:
            raise InputRefused(_("Nøglen {key} tilhører en organisation af en anden art.").format(key=key))
        nothing_changed()
        return found
    made = Organisation(
        key=key, kind=kind, name=name, is_demonstration=is_demonstration, created_at=clock.now()
    )
    made.full_clean(exclude=["municipalities"])
    made.save()
    record(
        "organisation.made", by=by, subject=made, organisation=key, details={"key": key, "kind": kind.value}
    )
    return made


@action
def join_network(*, network: Organisation, municipality: Organisation, by: Actor) -> None:
    """Let a network's people act for a municipality."""
    if network.kind != Kind.NETWORK or municipality.kind != Kind.MUNICIPALITY:
        raise InputRefused(_("Kun en kommune kan optages, og kun i et netværk."))
    if network.municipalities.filter(pk=municipality.pk).exists():
        nothing_changed()
        return
    network.municipalities.add(municipality)
    record(
        "network.joined",
        by=by,
        subject=network,
        organisation=network.key,
        fields=("municipalities",),
        details={"municipality": municipality.key},
    )


@action
def open_account(*, email: str, name: str, password: str, by: Actor) -> User:
    """Make an account with a local password.

    Raises:
        InputRefused: the address is not one, is in use, or the password is too weak.
    """
    address = email.strip().lower()
    user = User(email=address, name=name.strip(), created_at=clock.now())
    try:
        validate_email(address)
        validate_password(password, user)
    except ValidationError as refused:
        raise InputRefused(" ".join(refused.messages)) from refused
    if User.objects.filter(email=address).exists():
        raise InputRefused(_("Der findes allerede en bruger med denne e-mail."))
    user.set_password(password)
    user.save()
    record("account.opened", by=by, subject=user, fields=("email", "name", "password"))
    return user


@action
def set_password(*, user: User, password: str, by: Actor) -> None:
    """Give an account a new password; every session of it ends."""
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise InputRefused(" ".join(refused.messages)) from refused
    user.set_password(password)
    user.save(update_fields=["password"])
    record("account.password_set", by=by, subject=user, fields=("password",))


@action
def close_account(*, user: User, by: Actor) -> None:
    """Close an account: it can no longer log in, and open sessions end with their next page."""
    if not user.is_active:
        nothing_changed()
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", by=by, subject=user, fields=("is_active",))


@action
def give_membership(*, user: User, organisation: Organisation, role: type[Role], by: Actor) -> Membership:
    """Give a person a role in an organisation.

    Raises:
        InputRefused: the role cannot be held in that kind of organisation.
    """
    if organisation.kind not in role.kinds:
        raise InputRefused(
            _("Rollen {role} kan ikke gives i {organisation}.").format(
                role=role.name, organisation=organisation
            ),
            remedy=str(role.description),
        )
    found = Membership.objects.filter(user=user, organisation=organisation, role=role.slug).first()
    if found is not None:
        nothing_changed()
        return found
    made = Membership.objects.create(
        user=user, organisation=organisation, role=role.slug, created_at=clock.now()
    )
    record(
        "membership.given",
        by=by,
        subject=made,
        organisation=organisation.key,
        details={"role": role.slug, "key": organisation.key, "person": user.trail_reference},
    )
    return made


@action
def take_membership(*, membership: Membership, by: Actor) -> None:
    """Take a role back."""
    record(
        "membership.taken",
        by=by,
        subject=membership,
        organisation=membership.organisation.key,
        details={
            "role": membership.role,
            "key": membership.organisation.key,
            "person": membership.user.trail_reference,
        },
        deleted=True,
    )
    membership.delete()
