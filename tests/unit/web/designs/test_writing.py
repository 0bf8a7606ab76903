"""A design as a living document: begun from the definition, written without loss, read by another, kept in versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from cast import AALBORG, SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, connection, transaction
from django.test import Client
from ready_design import SLUG

from frirum.core.designs.guide.plan import ID, Written
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.paths import catalogue_dir
from frirum.web.designs import actions, review_actions
from frirum.web.designs.models import Design, DesignState, DesignStep, OutcomesSource
from frirum.web.designs.reading import content_of, first_seen
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.models import User
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def published(slug: str) -> None:
    text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


@pytest.fixture
def design(cast: Cast) -> Iterator[Design]:
    """The trial's design, begun by Karen in Vesthimmerland."""
    published(SLUG)
    with organisation_scope([VESTHIMMERLAND, AALBORG]):
        yield actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)


def write(design: Design, by: User, step: str = "formaal", **fields: str) -> DesignStep:
    row = DesignStep.objects.get(design=design, step=step)
    return actions.save_step(design=design, step=step, written=Written(fields), revision=row.revision, by=by)


def test_a_design_begins_with_what_the_definition_says(design: Design) -> None:
    content = content_of(design)
    assert content["formaal"].value("purpose").startswith("At få viden om, hvordan ansvaret")
    assert content["spoergsmaal"].value("comparison_reason", 0).startswith("Ingen kommune er uberørt")
    assert content["maaling"].value("method") == ""


def test_there_is_one_design_per_experiment_and_organisation(design: Design, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
    assert actions.begin_design(slug=SLUG, organisation=AALBORG, by=cast.niels).slug == SLUG
    with pytest.raises(UsageError):
        actions.begin_design(slug="findes-ikke", organisation=VESTHIMMERLAND, by=cast.karen)


def test_outcomes_that_the_definition_already_shows_are_recorded_as_seen(cast: Cast) -> None:
    published("foertidspension-opfoelgning")
    published(SLUG)
    with organisation_scope([VESTHIMMERLAND]):
        actions.begin_design(slug="foertidspension-opfoelgning", organisation=VESTHIMMERLAND, by=cast.karen)
        actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
    seen = first_seen("foertidspension-opfoelgning", VESTHIMMERLAND)
    assert seen is not None
    assert seen.source == OutcomesSource.DEFINITION
    assert first_seen(SLUG, VESTHIMMERLAND) is None  # planned: there is nothing to see yet


def test_a_save_that_meets_another_is_refused_and_overwrites_nothing(design: Design, cast: Cast) -> None:
    write(design, cast.karen, purpose="Karens formål")
    with pytest.raises(NotAllowed, match="ændret af en anden"):
        actions.save_step(
            design=design, step="formaal", written=Written({"purpose": "Niels'"}), revision=0, by=cast.niels
        )
    assert content_of(design)["formaal"].value("purpose") == "Karens formål"


@pytest.mark.parametrize(
    "step, written, message",
    [
        ("findes-ikke", Written(), "ikke noget trin"),
        ("formaal", Written({"purpose": "x" * 20_001}), "20001 tegn"),
        ("maal", Written({}, tuple({"text": str(n)} for n in range(101))), "100 punkter"),
    ],
)
def test_what_a_step_cannot_hold_is_refused(
    design: Design, cast: Cast, step: str, written: Written, message: str
) -> None:
    with pytest.raises(InputRefused, match=message):
        actions.save_step(design=design, step=step, written=written, revision=0, by=cast.karen)


def test_a_field_the_guide_does_not_have_is_not_kept(design: Design, cast: Cast) -> None:
    row = write(design, cast.karen, purpose="Et", hemmeligt="To")
    assert row.content["fields"] == {"purpose": "Et"}


def test_the_trail_names_the_step_and_never_what_was_written(design: Design, cast: Cast) -> None:
    write(design, cast.karen, purpose="Fru Hansen i nummer 4")
    event = TrailEvent.objects.filter(event="design.step_saved").get()
    assert event.details["step"] == "formaal"
    assert "Hansen" not in str(TrailEvent.objects.values_list())
    assert verify() == []


class TestReview:
    """Another person reads, comments step by step, and approves or sends back."""

    def test_the_reviewer_gets_a_mail_and_the_design_is_closed_meanwhile(
        self, design: Design, cast: Cast
    ) -> None:
        version = review_actions.submit_for_review(design=design, reviewer=cast.lone, by=cast.karen)
        assert version.number == 1
        mail = OutboxMail.objects.get()
        assert mail.address == cast.lone.email
        assert f"/evalueringsdesign/{design.reference}/sparring/" in mail.body
        with pytest.raises(NotAllowed, match="til sparring"):
            write(design, cast.karen, purpose="Sent")

    def test_nobody_reads_what_they_have_written(self, design: Design, cast: Cast) -> None:
        write(design, cast.niels, purpose="Niels har skrevet med")
        for author in (cast.karen, cast.niels):
            with pytest.raises(NotAllowed, match="selv har skrevet"):
                review_actions.submit_for_review(design=design, reviewer=author, by=cast.karen)
        with pytest.raises(IntegrityError), transaction.atomic():
            Design.objects.filter(pk=design.pk).update(reviewer=design.begun_by)

    def test_only_the_reviewer_comments_and_decides(self, design: Design, cast: Cast) -> None:
        with pytest.raises(NotAllowed, match="ikke til sparring"):
            review_actions.approve(design=design, text="", by=cast.lone)
        review_actions.submit_for_review(design=design, reviewer=cast.lone, by=cast.karen)
        for other in (cast.karen, cast.niels):
            with pytest.raises(NotAllowed, match="Kun den, der er bedt"):
                review_actions.comment(design=design, step="formaal", text="Godt", by=other)
            with pytest.raises(NotAllowed, match="Kun den, der er bedt"):
                review_actions.approve(design=design, text="", by=other)

    def test_comments_are_kept_with_the_version_and_a_design_sent_back_is_a_draft(
        self, design: Design, cast: Cast
    ) -> None:
        review_actions.submit_for_review(design=design, reviewer=cast.lone, by=cast.karen)
        with pytest.raises(InputRefused):
            review_actions.comment(design=design, step="formaal", text=" ", by=cast.lone)
        with pytest.raises(InputRefused):
            review_actions.comment(design=design, step="findes-ikke", text="Hvad?", by=cast.lone)
        with pytest.raises(InputRefused, match="Skriv, hvad der skal ændres"):
            review_actions.send_back(design=design, text="", by=cast.lone)
        note = review_actions.comment(design=design, step="formaal", text="For hvem?", by=cast.lone)
        review_actions.send_back(design=design, text="Skriv målgruppen.", by=cast.lone)
        design.refresh_from_db()
        assert design.state == DesignState.DRAFT
        write(design, cast.karen, purpose="For nyledige")
        second = review_actions.submit_for_review(design=design, reviewer=cast.lone, by=cast.karen)
        assert second.number == 2
        first = design.versions.get(number=1)
        assert [one.text for one in first.notes.all()] == ["For hvem?", "Skriv målgruppen."]
        assert first.content["formaal"] != second.content["formaal"]
        assert OutboxMail.objects.filter(address=cast.karen.email).count() == 1
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE designs_reviewnote SET text = 'Fint' WHERE id = %s", [note.pk])

    def test_what_was_approved_must_be_read_again_when_it_is_taken_back(
        self, design: Design, cast: Cast
    ) -> None:
        with pytest.raises(NotAllowed):
            review_actions.withdraw(design=design, by=cast.karen)
        review_actions.submit_for_review(design=design, reviewer=cast.lone, by=cast.karen)
        assert review_actions.approve(design=design, text="", by=cast.lone).state == DesignState.APPROVED
        with pytest.raises(NotAllowed, match="godkendt"):
            write(design, cast.karen, purpose="Efter godkendelsen")
        assert review_actions.withdraw(design=design, by=cast.karen).state == DesignState.DRAFT
        write(design, cast.karen, purpose="Efter godkendelsen")


class TestPages:
    """The same rules at the pages, where what was typed must stay on the screen."""

    @pytest.fixture
    def page(self, design: Design) -> str:
        return f"/evalueringsdesign/{design.reference}/"

    def test_autosave_answers_with_time_revision_and_what_the_checks_say(
        self, page: str, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        posted = {"revision": "0", "felt-method": "Analyse af tal.", "felt-baseline": "no"}
        answer = client.post(f"{page}trin/maaling/", posted, headers={"accept": "application/json"}).json()
        assert answer["revision"] == 1
        assert re.match(r"Gemt .* kl\. \d\d\.\d\d", answer["saved"])
        found = " ".join(one["message"] for one in answer["faults"])
        assert "»Analyse af tal« er ikke en metode" in found
        assert "nulpunktsmåling" in found

    def test_what_cannot_be_read_is_kept_and_said_at_its_field(
        self, page: str, design: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        client.post(f"{page}trin/maalgruppe/", {"revision": "0", "felt-eligible": "ret mange"})
        assert content_of(design)["maalgruppe"].value("eligible") == "ret mange"
        text = client.get(f"{page}trin/maalgruppe/").content.decode()
        assert "»ret mange« kan ikke læses." in text
        assert 'value="ret mange"' in text

    def test_an_item_is_added_kept_and_removed_without_script(
        self, page: str, design: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        address = f"{page}trin/maal/"
        answer = client.post(address, {"revision": "0", "tilfoej": ""})
        assert answer["Location"] == f"{address}?ny=1#nyt-punkt"
        assert 'id="nyt-punkt"' in client.get(f"{address}?ny=1").content.decode()
        client.post(address, {"revision": "0", "punkt-0-id": "", "punkt-0-text": "Et mål"})
        [item] = content_of(design)["maal"].items
        assert item == {ID: "maal-1", "text": "Et mål"}
        removed = {"revision": "1", "punkt-0-id": "maal-1", "punkt-0-text": "Et mål", "punkt-0-fjern": "on"}
        client.post(address, removed)
        assert content_of(design)["maal"].items == ()

    def test_a_conflict_keeps_the_text_and_shows_what_the_other_saved(
        self, page: str, design: Design, cast: Cast, client: Client
    ) -> None:
        write(design, cast.niels, purpose="Det, Niels skrev")
        cast.log_in(client, cast.karen)
        answer = client.post(f"{page}trin/formaal/", {"revision": "0", "felt-purpose": "Det, Karen skrev"})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Det, Karen skrev" in text
        assert re.search(r"<del>.*?Niels.*?</del>", text, re.DOTALL)
        # The next save is refused too, until the page has been read again.
        assert 'name="revision" value="0"' in text

    @pytest.mark.parametrize(
        "posted", [{}, {"revision": "x"}, {"revision": "-1"}, {"revision": "99999999999999"}]
    )
    def test_a_mangled_post_changes_nothing(
        self, page: str, design: Design, cast: Cast, client: Client, posted: dict[str, str]
    ) -> None:
        before = content_of(design)
        cast.log_in(client, cast.karen)
        assert client.post(f"{page}trin/formaal/", posted).status_code == 409
        assert client.post(f"{page}trin/findes-ikke/", posted).status_code == 404
        assert content_of(design) == before

    def test_one_who_follows_reads_and_does_not_write(
        self, page: str, design: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.lone)
        text = client.get(f"{page}trin/formaal/").content.decode()
        assert "At få viden om" in text
        assert "<textarea" not in text
        assert client.post(f"{page}trin/formaal/", {"revision": "0"}).status_code == 404

    def test_the_reviewer_comments_on_the_page_and_sends_it_back(
        self, page: str, design: Design, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        client.post(f"{page}klar/", {"reviewer": str(cast.lone.reference)})
        assert client.get(f"{page}sparring/").status_code == 404
        cast.log_in(client, cast.lone)
        client.post(f"{page}sparring/", {"step": "formaal", "formaal-text": "Mere præcist"})
        assert "Mere præcist" in client.get(f"{page}sparring/").content.decode()
        empty = client.post(f"{page}sparring/", {"step": "formaal", "formaal-text": ""})
        assert empty.status_code == 409
        client.post(f"{page}afgoer/", {"tilbage": "", "text": "Se kommentaren"})
        text = client.get(f"{page}versioner/").content.decode()
        assert "Mere præcist" in text
        assert "Se kommentaren" in text
        assert "De to er ens" in text

    def test_the_reviewers_offered_are_others_who_follow_there(
        self, page: str, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        text = client.get(f"{page}klar/").content.decode()
        assert re.findall(r">(\w+) \w+ \(", text) == ["Anders", "Lone", "Niels"]
        refused = client.post(f"{page}klar/", {"reviewer": str(cast.karen.reference)})
        assert "error-summary" in refused.content.decode()
        assert not OutboxMail.objects.exists()

    @pytest.mark.parametrize(
        "extension, start",
        [
            ("html", b"<!DOCTYPE"),
            pytest.param("pdf", b"%PDF", marks=pytest.mark.long),
            pytest.param("docx", b"PK", marks=pytest.mark.long),
        ],
    )
    def test_the_design_downloads_in_three_formats(
        self, page: str, cast: Cast, client: Client, extension: str, start: bytes
    ) -> None:
        cast.log_in(client, cast.karen)
        answer = client.get(f"{page}evalueringsdesign.{extension}")
        assert answer.content.startswith(start)
        assert client.get(f"{page}evalueringsdesign.exe").status_code == 404


class TestAMeasureMadeWhereItIsNeeded:
    CRITERION = {"text": "Flere er i job", "new_measure": "I job efter 6 måneder", "unit": "pct."}

    def save(self, design: Design, by: User, *items: dict[str, str], make: bool = True) -> DesignStep:
        row = DesignStep.objects.get(design=design, step="kriterier")
        return actions.save_step(
            design=design, step="kriterier", written=Written({}, items), revision=row.revision, by=by,
            make_measures=make,
        )  # fmt: skip

    def test_it_stands_among_the_measures_and_is_chosen(self, design: Design, cast: Cast) -> None:
        self.save(
            design,
            cast.karen,
            self.CRITERION,
            {"text": "De bliver i job", "new_measure": "i job efter 6 måneder"},
        )
        content = content_of(design)
        [made] = [one for one in content["maalinger"].items if one["text"] == "I job efter 6 måneder"]
        assert made["unit"] == "pct."
        assert [one["measure"] for one in content["kriterier"].items] == [made[ID], made[ID]], "made once"
        assert not any(one.get("new_measure") for one in content["kriterier"].items)
        assert verify() == []

    def test_while_it_is_typed_it_is_only_kept(self, design: Design, cast: Cast) -> None:
        before = content_of(design)["maalinger"]
        self.save(design, cast.karen, {**self.CRITERION, "new_measure": "I jo"}, make=False)
        content = content_of(design)
        assert content["maalinger"] == before
        assert content["kriterier"].items[0]["new_measure"] == "I jo"

    def test_on_the_page(self, design: Design, cast: Cast, client: Client) -> None:
        cast.log_in(client, cast.karen)
        address = f"/evalueringsdesign/{design.reference}/trin/kriterier/"
        typed = {f"punkt-0-{key}": text for key, text in self.CRITERION.items()}
        client.post(address, {"revision": "0", **typed}, headers={"Accept": "application/json"})
        assert "I job efter 6 måneder" not in str(content_of(design)["maalinger"])
        client.post(address, {"revision": "1", "gem": "", **typed})
        assert "I job efter 6 måneder" in str(content_of(design)["maalinger"])


def test_no_access_is_not_told_as_nothing(design: Design, cast: Cast, client: Client) -> None:
    """The ministry may not read a municipality's draft: that is no "there are no designs yet"."""
    cast.log_in(client, cast.mette)
    page = client.get("/evalueringsdesign/").content.decode()
    assert "Der er ingen design endnu" not in page
    assert "Andre kan have design, som du ikke har adgang til" in page
    cast.log_in(client, cast.otto)
    assert "Der er ingen design endnu" in client.get("/evalueringsdesign/").content.decode()
