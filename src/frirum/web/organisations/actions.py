"""Writes on accounts, organisations and roles."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import LANGUAGES
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders
from frirum.web.organisations.humans import is_among, other_accounts
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Membership, Organisation, ProposedRole, User
from frirum.web.organisations.notices import Notice, tell_owner
from frirum.web.organisations.permissions import SEES_PERSONS, Permission
from frirum.web.organisations.roles import Role
from frirum.web.trail.actors import Actor, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, NOTHING, ONESELF
from frirum.web.trail.recording import action, nothing_changed, record

_CASES = frozenset({Permission.CHECK_CASE, Permission.AUDIT_CASES})
_STATISTICS = frozenset({Permission.ANALYSE, Permission.APPROVE_RELEASE})
WELCOME_DAYS = 14


def every_organisation(*, user: User, **_others: object) -> list[str]:
    """Where the account has roles: who changes it must look after all of them, or opens the door to somebody else's.

    An account without a role is nobody's but the system's.
    """
    return list(user.memberships.values_list("organisation__key", flat=True)) or [""]


def _home(*, user: User, **_others: object) -> list[str]:
    """Where it is decided whether an account is open: at home, wherever else the person has been given a role."""
    return [user.home] if user.home else every_organisation(user=user)


@action(needs=BY_SYSTEM, of=ANYWHERE)
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


@action(needs=BY_SYSTEM, of=ANYWHERE)
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


@action(needs=BY_SYSTEM, of=ANYWHERE)
def open_account(
    *, email: str, name: str, password: str, by: Actor, temporary: bool = False, organisation: str = ""
) -> User:
    """Make an account with a local password.

    Args:
        email: what the person logs in with.
        name: how others see the person.
        password: the first one.
        by: who opens it.
        temporary: somebody else knows the password, so the person must choose another before anything else.
        organisation: key of the organisation that opens it, whose people may read the event.

    Raises:
        InputRefused: the address is not one, is in use, or the password is too weak.
    """
    return _open(email, name, password, by, organisation, temporary=temporary)


def _open(email: str, name: str, password: str, by: Actor, organisation: str, *, temporary: bool) -> User:
    address = email.strip().lower()
    user = User(email=address, name=name.strip(), created_at=clock.now(), password_is_temporary=temporary)
    try:
        validate_email(address)
        validate_password(password, user)
    except ValidationError as refused:
        raise InputRefused(" ".join(refused.messages)) from refused
    if User.objects.filter(email=address).exists():
        raise InputRefused(_("Der findes allerede en bruger med denne e-mail."))
    user.set_password(password)
    user.save()
    record(
        "account.opened",
        by=by,
        subject=user,
        organisation=organisation,
        fields=("email", "name", "password"),
        details={"person": user.trail_reference},
    )
    return user


@action(needs=Permission.MANAGE_MEMBERS, of="organisation.key")
def add_member(
    *, email: str, name: str, password: str, organisation: Organisation, role: type[Role], by: Actor
) -> tuple[User, bool]:
    """Give the person with this address a role, and an account first where there is none: both or neither.

    Returns:
        The person, and whether the account is new. An account that existed keeps its name and password; the
        password of a new one is temporary.

    Raises:
        InputRefused: as `open_account` and `give_membership`; or the account is closed.
        NotAllowed: the account is at home elsewhere, and its owner has not said yes to this organisation.
    """
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is not None and not found.is_active:
        raise InputRefused(
            _("Brugeren med denne e-mail er lukket."), remedy=_("Åbn brugeren igen, før du giver en rolle.")
        )
    user = found or _open(email, name, password, by, organisation.key, temporary=True)
    _give(user, organisation, role, by)
    return user, found is None


@action(needs=BY_SYSTEM, of=ANYWHERE)
def set_password(
    *, user: User, password: str, by: Actor, temporary: bool = False, organisation: str = ""
) -> None:
    """Give an account a new password; every session of it ends. Temporary: as in `open_account`.

    No person does so for another: an administrator has a link sent that only the owner sees (`reset.send_link`).
    """
    keep_password(user, password, by, organisation, temporary=temporary)


@action(needs=ONESELF, of=ANYWHERE)
def change_own_password(*, password: str, by: User) -> None:
    """Give oneself another password; every session ends."""
    keep_password(by, password, by, "", temporary=False)


@action(needs=ONESELF, of=ANYWHERE)
def renew_hash(*, password: str, by: User) -> None:
    """Keep the same password under the method and strength of now; right after it was found to be right."""
    by.set_password(password)
    by.save(update_fields=["password"])
    record("account.hash_renewed", by=by, subject=by, fields=("password",))


def keep_password(user: User, password: str, by: Actor, organisation: str, *, temporary: bool) -> None:
    """Set it, inside an action; the owner is told.

    Raises:
        InputRefused: it is too weak.
    """
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise InputRefused(" ".join(refused.messages)) from refused
    user.set_password(password)
    user.password_is_temporary = temporary
    user.save(update_fields=["password", "password_is_temporary"])
    record(
        "account.password_set",
        by=by,
        subject=user,
        organisation=organisation,
        fields=("password",),
        details={"person": user.trail_reference},
    )
    tell_owner(user, Notice.PASSWORD_SET, by=by)


@action(needs=Permission.MANAGE_MEMBERS, of=_home)
def close_account(*, user: User, by: Actor, organisation: str = "") -> None:
    """Close an account: it can no longer log in, and open sessions end with their next page.

    Raises:
        NotAllowed: it is the own account; an organisation must not lose its last administrator by a slip.
    """
    _refuse_oneself(user, by)
    _set_open(user, False, "account.closed", by, organisation)


@action(needs=Permission.MANAGE_MEMBERS, of=_home)
def reopen_account(*, user: User, by: Actor, organisation: str = "") -> None:
    """Open a closed account again, with the roles and the password it had.

    Raises:
        InputRefused: another account of the person's got a role meanwhile on the other side of cases and statistics.
    """
    for held in user.memberships.all():
        refuse_both_sides(user, held.role_class)
    _set_open(user, True, "account.reopened", by, organisation)
    tell_owner(user, Notice.REOPENED, by=by)


def _set_open(user: User, is_open: bool, event: str, by: Actor, organisation: str) -> None:
    if user.is_active == is_open:
        nothing_changed()
        return
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    record(
        event,
        by=by,
        subject=user,
        organisation=organisation,
        fields=("is_active",),
        details={"person": user.trail_reference},
    )


def _refuse_oneself(user: User, by: Actor) -> None:
    if is_among(by, [user.trail_reference]):
        raise NotAllowed(
            _("Du kan ikke ændre dine egne roller eller lukke din egen bruger."),
            remedy=_("Bed en anden administrator om det."),
        )


@action(needs=Permission.MANAGE_MEMBERS, of="organisation.key")
def give_membership(
    *, user: User, organisation: Organisation, role: type[Role], by: Actor
) -> Membership | ProposedRole:
    """Give a person a role in an organisation; one that sees persons waits for a second person's yes.

    Raises:
        InputRefused: the role cannot be held in that kind of organisation, or would let one person see both
            citizens' cases and data for statistics.
        NotAllowed: it is a role for oneself, or the account is at home elsewhere and its owner has not said yes.
    """
    return _give(user, organisation, role, by)


def _give(user: User, organisation: Organisation, role: type[Role], by: Actor) -> Membership | ProposedRole:
    _refuse_oneself(user, by)
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
    refuse_both_sides(user, role)
    waiting = ProposedRole.objects.filter(user=user, organisation=organisation, role=role.slug).first()
    if waiting is not None:
        nothing_changed()
        return waiting
    at_home = _take_in(user, organisation, by)
    if role.permissions & SEES_PERSONS and not isinstance(by, System):
        return _propose(user, organisation, role, by, at_home)
    made = Membership.objects.create(
        user=user, organisation=organisation, role=role.slug, created_at=clock.now()
    )
    record(
        "membership.given",
        by=by,
        subject=made,
        organisation=organisation.key,
        details={"role": role.slug, "key": organisation.key, "person": user.trail_reference},
        also=at_home,
    )
    tell_owner(user, Notice.ROLE_GIVEN, by=by)
    return made


def _propose(
    user: User, organisation: Organisation, role: type[Role], by: Actor, also: list[User]
) -> ProposedRole:
    made = ProposedRole.objects.create(
        user=user,
        organisation=organisation,
        role=role.slug,
        proposed_by=by.trail_reference,
        proposed_at=clock.now(),
    )
    details = {"role": role.slug, "key": organisation.key, "person": user.trail_reference}
    record("role.proposed", by=by, subject=made, organisation=organisation.key, details=details, also=also)
    _ask_for_yes(made, by=by)
    return made


def _ask_for_yes(proposal: ProposedRole, *, by: Actor) -> None:
    """Tell those who may say yes to the role: who leads there, or the other administrators where nobody does."""
    key = proposal.organisation.key
    may_confirm = holders(Permission.CONFIRM_ROLES, key) or holders(Permission.MANAGE_MEMBERS, key)
    tell(
        [
            one
            for one in may_confirm
            if not is_among(one, (proposal.proposed_by, proposal.user.trail_reference))
        ],
        once=f"role:{proposal.reference}",
        subject=lambda: _("En rolle venter på dit ja"),
        says=lambda: _("{name} får rollen {role}, når en anden har sagt ja til det.").format(
            name=proposal.user.name, role=proposal.role_class.name
        ),
        path=reverse("organisations:proposals"),
        by=by,
    )


def _take_in(user: User, organisation: Organisation, by: Actor) -> list[User]:
    """Note the first organisation as the account's home, or use up the yes to a foreign one.

    Returns the account where it was changed. Who the person is has not been shown before the yes.
    """
    if not user.home:
        user.home = organisation.key
        user.save(update_fields=["home"])
        return [user]
    if user.home == organisation.key or isinstance(by, System):
        return []
    if not user.is_welcome_in(organisation.key):
        raise NotAllowed(
            _("Brugeren hører til i en anden organisation og skal selv sige ja først."),
            remedy=_("Bed personen åbne Min konto, vælge jeres organisation og sige ja. Giv så rollen igen."),
        )
    user.welcomes, user.welcomes_until = "", None
    user.save(update_fields=["welcomes", "welcomes_until"])
    return [user]


@action(needs=NOTHING, of=ANYWHERE)
def welcome(*, organisation: Organisation | None, by: User) -> None:
    """Say yes to one role in another organisation, within `WELCOME_DAYS`; None takes the yes back."""
    key = organisation.key if organisation is not None else ""
    until = clock.now() + dt.timedelta(days=WELCOME_DAYS) if organisation is not None else None
    if (by.welcomes, by.welcomes_until) == (key, until):
        nothing_changed()
        return
    by.welcomes, by.welcomes_until = key, until
    by.save(update_fields=["welcomes", "welcomes_until"])
    record("account.welcomes", by=by, subject=by, organisation=key, fields=("welcomes",))


def refuse_both_sides(user: User, role: type[Role]) -> None:
    """Databeskyttelsesloven § 10, stk. 2: what was collected for statistics does not come back to a case.

    Nobody therefore holds a role on each side, not even in two organisations, nor with two accounts.
    """
    accounts = Membership.objects.filter(user__in=[user, *other_accounts(user)])
    held = frozenset().union(*(m.role_class.permissions for m in accounts))
    wanted = role.permissions
    if (wanted & _STATISTICS and held & _CASES) or (wanted & _CASES and held & _STATISTICS):
        raise InputRefused(
            _("En person kan ikke både arbejde med borgernes sager og med data til statistik."),
            remedy=_(
                "Fjern først den rolle, der står i vejen, eller giv rollen til en anden. En anden bruger med samme "
                "navn eller mail regnes for samme person: er det to, så opret den nye med fulde navn."
            ),
        )


@action(needs=ONESELF, of=ANYWHERE)
def choose_language(*, code: str, by: User) -> None:
    """Remember the language that the person reads, so that mail comes in it too.

    Raises:
        UsageError: the site does not speak it.
    """
    if code not in LANGUAGES:
        raise UsageError(_("Siden findes ikke på det sprog."), remedy=_("Vælg dansk eller engelsk."))
    if by.language == code:
        nothing_changed()
        return
    by.language = code
    by.save(update_fields=["language"])
    record("account.language", by=by, subject=by, fields=("language",))


@action(needs=Permission.MANAGE_MEMBERS, of="membership.organisation.key")
def take_membership(*, membership: Membership, by: Actor) -> None:
    """Take a role back.

    Raises:
        NotAllowed: it is one's own.
    """
    _refuse_oneself(membership.user, by)
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
