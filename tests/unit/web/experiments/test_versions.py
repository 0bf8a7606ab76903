"""Definitions in the database: numbered versions that never change, and drafts that are never lost."""

from __future__ import annotations

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, connection, transaction
from django.test import Client

from frirum.core.catalogue import Experiment, fingerprint, parse_definition
from frirum.core.catalogue.faults import DefinitionRefused, Fault
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments import actions, checks, definitions, publishing
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import DefinitionVersion, Draft, Origin
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.permitted import RoleRefused
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SHIPPED = "foertidspension-opfoelgning"
OWN = "eget-forsoeg"


@pytest.fixture(scope="module")
def shipped_text() -> str:
    return (catalogue_dir() / "experiments" / f"{SHIPPED}.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def own_text(shipped_text: str) -> str:
    """The shipped definition under a slug and number of its own."""
    return shipped_text.replace(f'slug = "{SHIPPED}"', f'slug = "{OWN}"', 1).replace("number = 7\n", "", 1)


def publish(text: str, origin: Origin = Origin.OWN) -> DefinitionVersion:
    own = VESTHIMMERLAND if origin is Origin.OWN else ""
    return actions.publish(text=text, origin=origin, organisation=own, reason="", by=SET_UP)


def test_the_same_content_makes_no_new_version_whatever_its_comments(shipped_text: str) -> None:
    first = publish(shipped_text, Origin.SHIPPED)
    assert publish("# en kommentar\n" + shipped_text, Origin.SHIPPED) == first
    assert first.number == 1
    assert first.sha256 == fingerprint(parse_definition(shipped_text))


def test_a_change_makes_the_next_version_and_the_first_stays(own_text: str) -> None:
    first = publish(own_text)
    second = publish(own_text.replace("Færre opfølgninger", "Færre møder", 1))
    assert (first.number, second.number) == (1, 2)
    assert DefinitionVersion.objects.get(pk=first.pk).toml == own_text
    assert current_catalogue().experiments[OWN] == parse_definition(second.toml)


def test_a_version_that_cannot_be_read_is_named_and_takes_nothing_with_it(
    shipped_text: str, own_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(shipped_text, Origin.SHIPPED)
    unreadable = publish(own_text)

    def stricter(text: str) -> Experiment:
        if text == unreadable.toml:
            raise DefinitionRefused((Fault("", "title", "en nyere regel"),))
        return parse_definition(text)

    definitions.parsed.cache_clear()
    monkeypatch.setattr(definitions, "parsed", stricter)
    monkeypatch.setattr(checks, "parsed", stricter)
    definitions._definition.cache_clear()
    definitions._catalogue.cache_clear()
    assert list(current_catalogue().experiments) == [SHIPPED]
    assert [(fault.code, fault.place) for fault in verify()] == [("definition_unreadable", OWN)]


def test_what_is_made_up_has_a_marked_page_and_stands_in_no_list(
    shipped_text: str, own_text: str, client: Client
) -> None:
    publish(shipped_text, Origin.SHIPPED)
    publish(own_text.replace(f'slug = "{OWN}"', f'slug = "{OWN}"\nsynthetic = true', 1))
    assert "Syntetiske data" in client.get(f"/forsoeg/{OWN}/").content.decode()
    assert "Syntetiske data" not in client.get(f"/forsoeg/{SHIPPED}/").content.decode()
    for address in ("/", "/forsoeg/", "/lov/", "/kommuner/820/", "/netvaerk/nordjylland/"):
        assert OWN not in client.get(address).content.decode(), address
    assert [row["slug"] for row in client.get("/forsoeg.json").json()] == [SHIPPED]
    assert {row["experiment"] for row in client.get("/deltagelse.json").json()} == {SHIPPED}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE experiments_definitionversion SET toml = ''",
        "UPDATE experiments_definitionversion SET number = 9",
        "DELETE FROM experiments_definitionversion",
    ],
)
def test_the_database_refuses_to_change_a_version(shipped_text: str, statement: str) -> None:
    publish(shipped_text, Origin.SHIPPED)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify() == []


def test_the_shipped_catalogue_is_read_only(shipped_text: str) -> None:
    with pytest.raises(NotAllowed, match="medfølgende"):
        publish(shipped_text)
    assert not DefinitionVersion.objects.exists()


def test_loading_the_shipped_catalogue_again_makes_nothing() -> None:
    made = actions.load_shipped(by=SET_UP)
    assert made == len(current_catalogue().experiments) > 0
    assert actions.load_shipped(by=SET_UP) == 0


class TestDrafts:
    @pytest.fixture(autouse=True)
    def _in_vesthimmerland(self, cast: Cast) -> object:
        with organisation_scope([VESTHIMMERLAND]):
            yield

    def start(self, cast: Cast, text: str, slug: str = OWN) -> Draft:
        return actions.start_draft(slug=slug, text=text, organisation=VESTHIMMERLAND, by=cast.karen)

    def test_a_wrong_text_is_kept_but_not_published(self, cast: Cast) -> None:
        draft = self.start(cast, "slug = ")
        draft = actions.save_draft(draft=draft, text="slug = 'x", revision=1, by=cast.karen)
        with pytest.raises(DefinitionRefused):
            publishing.send_draft(draft=draft, revision=2, reason="", by=cast.karen)
        assert Draft.objects.get(pk=draft.pk).toml == "slug = 'x"
        assert not DefinitionVersion.objects.exists()

    def test_two_who_write_at_once_never_overwrite_each_other(self, cast: Cast, own_text: str) -> None:
        draft = self.start(cast, own_text)
        actions.save_draft(draft=draft, text="Karens", revision=1, by=cast.karen)
        with pytest.raises(NotAllowed, match="ændret af en anden"):
            actions.save_draft(draft=draft, text="Niels'", revision=1, by=cast.niels)
        assert Draft.objects.get(pk=draft.pk).toml == "Karens"

    def test_a_discarded_draft_comes_back_with_its_text(self, cast: Cast, own_text: str) -> None:
        draft = actions.discard_draft(draft=self.start(cast, own_text), by=cast.karen)
        with pytest.raises(NotAllowed, match="kasseret"):
            actions.save_draft(draft=draft, text="x", revision=draft.revision, by=cast.karen)
        assert actions.restore_draft(draft=draft, by=cast.karen).toml == own_text

    def test_a_second_version_needs_a_reason_and_a_difference(self, cast: Cast, own_text: str) -> None:
        publish(own_text)
        draft = actions.start_draft(
            slug=OWN, text=own_text, organisation=VESTHIMMERLAND, builds_on=1, by=cast.karen
        )
        with pytest.raises(InputRefused, match="det samme"):
            publishing.send_draft(draft=draft, revision=1, reason="", by=cast.karen)
        changed = own_text.replace("Færre opfølgninger", "Færre møder", 1)
        draft = actions.save_draft(draft=draft, text=changed, revision=1, by=cast.karen)
        with pytest.raises(InputRefused, match="begrundelse"):
            publishing.send_draft(draft=draft, revision=2, reason=" ", by=cast.karen)
        publishing.send_draft(draft=draft, revision=2, reason="Titlen er rettet.", by=cast.karen)
        with pytest.raises(NotAllowed, match="selv har skrevet"):
            publishing.approve_draft(draft=draft, organisation=VESTHIMMERLAND, revision=2, by=cast.karen)
        version = publishing.approve_draft(
            draft=draft, organisation=VESTHIMMERLAND, revision=2, by=cast.niels
        )
        assert (version.number, version.reason) == (2, "Titlen er rettet.")

    def test_a_name_belongs_to_the_organisation_that_gave_it(self, cast: Cast, own_text: str) -> None:
        """Caseworkers are assessed by what stands under a name, so nobody else publishes its next version."""
        publish(own_text)
        changed = own_text.replace("Færre opfølgninger", "Færre møder", 1)
        with pytest.raises(NotAllowed, match="Vesthimmerlands Kommune, som alene"):
            actions.start_draft(slug=OWN, text=changed, organisation="461", by=cast.otto)
        assert not Draft.objects.exists()

    def test_nobody_publishes_alone(self, cast: Cast, own_text: str) -> None:
        whole = {"text": own_text, "origin": Origin.OWN, "organisation": VESTHIMMERLAND, "reason": ""}
        with pytest.raises(RoleRefused):
            actions.publish(**whole, by=cast.niels)
        assert not DefinitionVersion.objects.exists()

    def test_a_draft_cannot_take_the_slug_of_the_shipped_catalogue(
        self, cast: Cast, shipped_text: str
    ) -> None:
        draft = self.start(cast, shipped_text, slug=SHIPPED)
        with pytest.raises(NotAllowed, match="medfølgende"):
            publishing.send_draft(draft=draft, revision=1, reason="", by=cast.karen)


class TestDraftPages:
    def test_a_draft_is_begun_written_checked_and_published(
        self, cast: Cast, client: Client, own_text: str
    ) -> None:
        cast.log_in(client, cast.karen)
        asked = {"title": "Eget forsøg", "organisation": VESTHIMMERLAND, "network": "nordjylland"}
        begun = client.post("/kladder/ny/", asked)
        home = begun["Location"].split("skema/")[0]
        page = f"{home}tekst/"
        saved = client.post(
            page, {"text": "slug = 3", "revision": "1"}, headers={"accept": "application/json"}
        ).json()
        assert saved["revision"] == 2
        assert saved["faults"][0]["path"]
        client.post(page, {"text": own_text, "revision": "2"})
        assert "Ingen fejl" in client.get(page).content.decode()
        client.post(f"{home}send/", {"reason": "", "revision": "3"})
        assert "skal godkende" in client.get(home).content.decode()
        cast.log_in(client, cast.niels)
        client.post(f"{home}godkend/", {"organisation": VESTHIMMERLAND, "revision": "3"})
        assert DefinitionVersion.objects.get(slug=OWN).number == 1

    def test_a_conflict_keeps_what_was_typed_on_the_page(self, cast: Cast, client: Client) -> None:
        with organisation_scope([VESTHIMMERLAND]):
            draft = actions.start_draft(slug=OWN, text="a", organisation=VESTHIMMERLAND, by=cast.karen)
            actions.save_draft(draft=draft, text="b", revision=1, by=cast.niels)
        cast.log_in(client, cast.karen)
        answer = client.post(f"/kladder/{draft.reference}/tekst/", {"text": "min tekst", "revision": "1"})
        assert answer.status_code == 409
        assert "min tekst" in answer.content.decode()

    def test_a_foreign_draft_and_a_missing_one_are_the_same_404(self, cast: Cast, client: Client) -> None:
        with organisation_scope([VESTHIMMERLAND]):
            draft = actions.start_draft(slug=OWN, text="a", organisation=VESTHIMMERLAND, by=cast.karen)
        cast.log_in(client, cast.otto)
        foreign = client.get(f"/kladder/{draft.reference}/")
        missing = client.get("/kladder/00000000-0000-4000-8000-000000000000/")
        assert (foreign.status_code, missing.status_code) == (404, 404)


def test_an_upgrade_publishes_over_a_version_whose_words_no_longer_exist(shipped_text: str) -> None:
    """The catalogue's vocabulary changes between releases; what an older one published is kept as it was."""
    older = shipped_text + '\n[[scale]]\nid = "gone"\nkind = "no_longer_a_kind"\n'
    with pytest.raises(DefinitionRefused):
        parse_definition(older)
    DefinitionVersion.objects.create(
        slug=SHIPPED, number=1, origin=Origin.SHIPPED, canonical=b"x", sha256="0" * 64, toml=older,
        published_by="set-up", published_at=clock.now(),
    )  # fmt: skip
    made = publish(shipped_text, Origin.SHIPPED)
    assert (made.number, made.toml) == (2, shipped_text)
