"""User, organisation, membership, and the failed logins behind the throttle."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from frirum.web import clock
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.roles import ROLES, Role
from frirum.web.organisations.scopes import keys_where


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever its letters' case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this e-mail; what Django's login asks."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. Accounts are closed, not deleted, so that the trail keeps its meaning.

    The trail knows a person only by `reference`, which is random.
    """

    personal_data = ("email", "name", "password", "last_login")
    without_cpr_check = ("password",)  # a salted hash

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Navn"), max_length=200)
    is_active = models.BooleanField(_("Åben"), default=True)
    created_at = models.DateTimeField()
    password_is_temporary = models.BooleanField(default=False)
    # Key of the organisation that gave the first role: it can always close the account. "" before the first role.
    home = models.SlugField(max_length=60, blank=True)
    # Key of another organisation that the person has said yes to, for one role and for a while; "" for none.
    welcomes = models.SlugField(max_length=60, blank=True)
    welcomes_until = models.DateTimeField(null=True)
    # What the person last read the site in; mail comes in it too.
    language = models.CharField(max_length=2, default="da")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    # What scopes.reach_of found for the request that this object belongs to; None outside a request.
    reach_of_request: Any = None

    class Meta:
        verbose_name = _("bruger")
        verbose_name_plural = _("brugere")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def is_welcome_in(self, key: str) -> bool:
        """Whether the person has said yes to a role in this organisation."""
        return self.welcomes == key and self.welcomes_until is not None and clock.now() < self.welcomes_until

    @property
    def trail_reference(self) -> str:
        """What the trail calls this person."""
        return f"user:{self.reference}"

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password. Unlike Django's, it writes nothing: the hash is sealed, see `renew_hash`."""
        return raw_password is not None and check_password(raw_password, self.password)

    def may(self, permission: str, organisation: str | None = None) -> bool:
        """Whether the person has the permission in the organisation with this key (None: in any); what actions ask."""
        keys = keys_where(self, permission) if self.is_active else frozenset()
        return bool(keys) if organisation is None else organisation in keys


class Organisation(models.Model):
    """A municipality, a network of them, the ministry or an evaluator.

    `key` is what rows in either zone belong to: the municipality's code ("820"), else a short name.
    """

    personal_data = ()

    key = models.SlugField(_("Nøgle"), max_length=60, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("Navn"), max_length=200)
    is_demonstration = models.BooleanField(_("Til demonstration"), default=False)
    municipalities: models.ManyToManyField[Organisation, Any] = models.ManyToManyField(
        "self", symmetrical=False, related_name="networks", blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        constraints = [
            models.CheckConstraint(
                # Not a regular expression: SQLite knows none, and every other tool would stumble over the table.
                condition=~models.Q(kind=Kind.MUNICIPALITY)
                | models.Q(Exact(Length("key"), 3), key__gte="100", key__lte="999"),
                name="municipality_key_is_its_code",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def keys_in_reach(self) -> set[str]:
        """Its own key and, for a network, those of its municipalities."""
        return {self.key, *(municipality.key for municipality in self.municipalities.all())}


class Membership(models.Model):
    """A role that a person holds in an organisation."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("Rolle"), max_length=30, choices=[(slug, role.name) for slug, role in ROLES.items()]
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="role_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role_class.name}, {self.organisation}"

    @property
    def role_class(self) -> type[Role]:
        """The class that explains the role and lists its permissions."""
        return ROLES[self.role]


class ProposedRole(models.Model):
    """A role that sees persons, given by one administrator and waiting for a second person's yes."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposed_roles")
    role = models.CharField(
        _("Rolle"), max_length=30, choices=[(slug, role.name) for slug, role in ROLES.items()]
    )
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rolle, der venter")
        verbose_name_plural = _("roller, der venter")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="role_proposed_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="proposed_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role_class.name}, {self.organisation}"

    @property
    def role_class(self) -> type[Role]:
        """The class that explains the role and lists its permissions."""
        return ROLES[self.role]


class LoginFailure(models.Model):
    """A try that was not right, kept for the throttle's window. No address can be read from its keys: HMACs."""

    personal_data = ()

    account = models.CharField(max_length=64)
    # The client's network, or the browser that had logged in to the account before.
    network = models.CharField(max_length=64)
    is_known = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="login_failure_account"),
            models.Index(fields=["network", "at"], name="login_failure_network"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
