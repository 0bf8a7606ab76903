"""Accounts, organisations and roles: what may be held where, and what it lets a person do."""

from __future__ import annotations

import pytest
from cast import AALBORG, NORTH_JUTLAND, ODENSE, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.apps import apps
from django.core.checks import Error
from django.db import IntegrityError, models, transaction
from django_scopes import ScopeError

from frirum.core.errors import InputRefused
from frirum.web import clock, zones
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.models import Job
from frirum.web.organisations import actions, demonstration
from frirum.web.organisations.access import keys_with, may
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.permissions import Permission as P
from frirum.web.organisations.roles import ROLES, Analyst, Caseworker, MinistryReader
from frirum.web.organisations.scopes import keys_of, organisation_scope

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.mark.parametrize("slug", ROLES)
def test_every_role_explains_itself(slug: str) -> None:
    role = ROLES[slug]
    assert role.slug == slug
    assert len(str(role.name)) > 3
    assert str(role.description).endswith(".")
    assert role.kinds
    assert role.permissions


def test_nobody_works_with_both_cases_and_pseudonymised_data() -> None:
    """Databeskyttelsesloven § 10, stk. 2: what was collected for statistics does not come back to a case."""
    assert [r.slug for r in ROLES.values() if {P.CHECK_CASE, P.ANALYSE} <= r.permissions] == []
    assert [r.slug for r in ROLES.values() if {P.AUDIT_CASES, P.ANALYSE} <= r.permissions] == []


def test_the_one_who_calculates_for_a_municipality_does_not_release() -> None:
    assert P.APPROVE_RELEASE not in Analyst.permissions


def test_every_permission_is_held_by_some_role() -> None:
    assert set().union(*(role.permissions for role in ROLES.values())) == set(P)


def test_a_role_is_refused_in_the_wrong_kind_of_organisation(cast: Cast) -> None:
    ministry = Organisation.objects.get(key="ministeriet")
    with pytest.raises(InputRefused, match="Rådgiver"):
        actions.give_membership(user=cast.ulla, organisation=ministry, role=Caseworker, by=SET_UP)
    town = Organisation.objects.get(key=ODENSE)
    with pytest.raises(InputRefused):
        actions.give_membership(user=cast.ulla, organisation=town, role=MinistryReader, by=SET_UP)


def test_giving_a_role_twice_changes_nothing(cast: Cast) -> None:
    town = Organisation.objects.get(key=VESTHIMMERLAND)
    actions.give_membership(user=cast.rikke, organisation=town, role=Caseworker, by=SET_UP)
    assert Membership.objects.filter(user=cast.rikke).count() == 1


def test_a_network_coordinator_reaches_the_networks_municipalities(cast: Cast) -> None:
    assert keys_of(cast.niels) == {NORTH_JUTLAND, VESTHIMMERLAND, AALBORG}
    assert keys_of(cast.karen) == {VESTHIMMERLAND}
    assert keys_of(cast.ulla) == frozenset()
    assert may(cast.niels, P.FILL_FORM, AALBORG)
    assert not may(cast.niels, P.FILL_FORM, ODENSE)
    assert keys_with(cast.mette, P.CHECK_CASE) == frozenset()


@pytest.mark.parametrize("email", ["", "karen", "karen@", "KAREN@eksempel.dk"])
def test_a_bad_or_used_address_opens_no_account(email: str, cast: Cast) -> None:
    with pytest.raises(InputRefused):
        actions.open_account(email=email, name="Karen", password=PASSWORD, by=SET_UP)


@pytest.mark.parametrize("password", ["kort", "password1234", "123456789012", "karen@eksempel.net"])
def test_a_weak_password_opens_no_account(password: str) -> None:
    with pytest.raises(InputRefused):
        actions.open_account(email="karen@eksempel.net", name="Karen", password=password, by=SET_UP)
    assert not User.objects.exists()


def test_the_database_itself_refuses_a_municipality_without_its_code() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(
            key="odense", kind=Kind.MUNICIPALITY, name="Odense", created_at=clock.now()
        )


def test_a_query_without_a_scope_fails(cast: Cast) -> None:
    queries = [
        Job.objects.all,
        Job.objects.count,
        Job.objects.exists,
        Job.objects.first,
        lambda: list(Job.objects.filter(kind="x")),
        lambda: list(Job.objects.exclude(kind="x")),
        lambda: Job.objects.update(kind="x"),
        lambda: Job.objects.in_bulk([1]),
    ]
    for query in queries:
        with pytest.raises(ScopeError):
            query()


def test_a_scope_shows_its_own_rows_only(cast: Cast) -> None:
    for key in (VESTHIMMERLAND, AALBORG, ODENSE):
        order_job(kind="trail.verify", arguments={}, organisation=key, by=SET_UP)
    with organisation_scope(keys_of(cast.karen)):
        assert {job.organisation for job in Job.objects.all()} == {VESTHIMMERLAND}
        assert not Job.objects.filter(organisation=ODENSE).exists()
    with organisation_scope(keys_of(cast.niels)):
        assert {job.organisation for job in Job.objects.all()} == {VESTHIMMERLAND, AALBORG}
    with organisation_scope([]):
        assert list(Job.objects.all()) == []


def our_models() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("frirum.")
        for model in config.get_models()
    ]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_says_what_personal_data_it_holds(model: type[models.Model]) -> None:
    """A new model without `personal_data = (…)` has not been considered; an empty tuple says that it holds none."""
    declared = vars(model).get("personal_data")
    assert isinstance(declared, tuple), f"{model._meta.label} must declare personal_data"
    names = {field.name for field in model._meta.get_fields()}
    assert set(declared) <= names


def test_no_relation_leaves_its_zone() -> None:
    assert zones.check_zones(None) == []


def test_a_relation_out_of_the_zone_is_an_error() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("frirum.web.files"):

        class Leak(models.Model):
            person = models.ForeignKey(User, on_delete=models.CASCADE)

            class Meta:
                app_label = "files"

        [found] = zones._relations_out_of_zone(Leak, zones.STATISTICS)
    assert isinstance(found, Error)
    assert "another zone" in found.msg


def test_two_rows_of_different_zones_cannot_be_related() -> None:
    router = zones.ZoneRouter()
    here, there = Organisation(key="820"), Organisation(key="851")
    here._state.db, there._state.db = "default", "statistics"
    assert not router.allow_relation(here, there)
    there._state.db = "default"
    assert router.allow_relation(here, there)


def test_casework_tables_are_not_in_the_statistics_database() -> None:
    from django.db import connections

    tables = set(connections["statistics"].introspection.table_names())
    assert not {t for t in tables if t.startswith(("organisations_", "jobs_", "mail_"))}
    assert {"trail_trailevent", "files_storedfile"} <= tables


def test_the_demonstration_is_labelled_and_repeatable() -> None:
    demonstration.make_demonstration()
    accounts = demonstration.accounts()
    demonstration.make_demonstration()
    assert demonstration.accounts() == accounts
    assert {account.role for account in accounts} == {str(role.name) for role in ROLES.values()}
    assert all(organisation.is_demonstration for organisation in Organisation.objects.all())
    assert all("demonstration" in user.name for user in User.objects.all())
    assert Organisation.objects.filter(kind=Kind.MUNICIPALITY).count() == 20
    assert len({account.password for account in accounts}) == len(accounts)
    # One name is one person here: two of one name could never be two who agree.
    assert len({user.name for user in User.objects.all()}) == len(accounts)


@pytest.mark.parametrize(
    ("name", "email"),
    [("rikke  Rådgiver", "analyse@eksempel.dk"), ("R. Rådgiver", "rikke+analyse@eksempel.dk")],
)
def test_one_human_with_two_accounts_does_not_pass_the_wall(name: str, email: str, cast: Cast) -> None:
    second = actions.open_account(email=email, name=name, password=PASSWORD, by=SET_UP)
    place = Organisation.objects.get(key="820")
    with pytest.raises(InputRefused, match="ikke både"):
        actions.give_membership(user=second, organisation=place, role=Analyst, by=cast.adam)
    # Closed, the first is no longer in the way; and another person with another name never was.
    actions.close_account(user=cast.rikke, by=cast.adam)
    actions.give_membership(user=second, organisation=place, role=Analyst, by=cast.adam)
