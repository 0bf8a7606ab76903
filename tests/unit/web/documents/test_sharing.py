"""One document of several municipalities, and a municipality's own Word template."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from cast import AALBORG, ODENSE, SET_UP, VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.shared import RGBColor
from published import publish_shipped

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web.documents import actions, publishing, sharing
from frirum.web.documents.models import LivingDocument, WordTemplate
from frirum.web.documents.presenting import section_view
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Coordinator
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.permitted import RoleRefused
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "revalidering-lae265"


@pytest.fixture
def document(cast: Cast) -> Iterator[LivingDocument]:
    """The final report of experiment 12, led by Vesthimmerland."""
    publish_shipped(SLUG)
    with organisation_scope([VESTHIMMERLAND]):
        yield actions.begin_document(slug=SLUG, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)


@pytest.fixture
def ulla(cast: Cast) -> User:
    """Coordinator in Aalborg alone."""
    aalborg = Organisation.objects.get(key=AALBORG)
    give_membership(user=cast.ulla, organisation=aalborg, role=Coordinator, by=SET_UP)
    return User.objects.get(pk=cast.ulla.pk)


def test_another_municipality_writes_along_in_the_one_report(
    document: LivingDocument, cast: Cast, ulla: User, client: Client
) -> None:
    home = reverse("documents:document", args=[document.reference])
    client.force_login(ulla)
    assert client.get(home).status_code == 404
    section = document.sections.get(number=1)
    with pytest.raises(RoleRefused):
        actions.save_section(section=section, text="Fra Aalborg.", revision=0, by=ulla)
    with pytest.raises(NotAllowed, match=r"Vesthimmerland har begyndt slutrapporten"):
        actions.begin_document(slug=SLUG, kind="final", organisation=AALBORG, by=ulla)
    with pytest.raises(InputRefused, match=r"ikke med i forsøget"):
        sharing.let_write(document=document, organisation=ODENSE, by=cast.karen)
    client.force_login(cast.karen)
    assert "Aalborg" in client.get(home).content.decode()
    client.post(reverse("documents:let_write", args=[document.reference]), {"kommune": AALBORG})
    assert OutboxMail.objects.filter(address=ulla.email, subject__startswith="I kan skrive med").count() == 1
    with pytest.raises(NotAllowed, match=r"er allerede med"):
        sharing.let_write(document=document, organisation=AALBORG, by=cast.karen)
    with organisation_scope([AALBORG]):
        began = section.revision
        actions.save_section(section=section, text="Fra Aalborg.", revision=began, by=ulla)
        beside = actions.save_section(section=section, text="Fra Karen.", revision=began, by=cast.karen)
        assert beside.aside is not None, "the two lose nothing of each other's"
        actions.comment_on(section=section, paragraph=1, text="Er det alle?", by=ulla)
    assert [one.by for one in section_view(document.sections.get(number=1)).threads] == [ulla.name]
    client.force_login(ulla)
    page = client.get(home).content.decode()
    assert "Med er også: Aalborg" in page
    assert "Tag den med" not in page, "who leads it decides who writes along"
    with pytest.raises(RoleRefused):
        publishing.freeze(document=document, by=ulla)
    assert verify() == []


def test_an_evaluator_who_is_let_in_comments_and_does_not_approve(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    sharing.let_write(document=document, organisation="evaluator", by=cast.karen)
    for section in document.sections.all():
        actions.save_section(
            section=section, text="Ingen tal endnu.", revision=section.revision, by=cast.karen
        )
    publishing.send_to_approval(document=document, by=cast.karen)
    assert not OutboxMail.objects.filter(
        address=cast.eva.email, subject__startswith="Til godkendelse"
    ).exists()
    home = reverse("documents:document", args=[document.reference])
    approve = reverse("documents:act", args=[document.reference, "godkend"])
    client.force_login(cast.eva)
    assert approve not in client.get(home).content.decode()
    with organisation_scope([VESTHIMMERLAND, "evaluator"]):
        said = actions.comment_on(
            section=document.sections.first(), paragraph=0, text="Hvor er bilag 2?", by=cast.eva
        )
        with pytest.raises(RoleRefused):
            publishing.approve_document(document=document, by=cast.eva)
    assert said.text == "Hvor er bilag 2?"
    client.force_login(cast.lone)
    assert approve in client.get(home).content.decode(), "another of the municipality approves"


def word_template(colour: RGBColor | None = None) -> bytes:
    """A plain template in Danish, its text in a colour."""
    made = docx.Document()
    for lang in made.styles.element.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"
    ):
        lang.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "da-DK")
    for style in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption"):
        made.styles[style].font.color.rgb = RGBColor(0x0B, 0x5C, 0x2E)
    made.styles["Normal"].font.name = "Garamond"
    made.styles["Normal"].font.color.rgb = colour
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_municipalitys_template_is_used_and_a_faint_one_refused(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    client.force_login(cast.karen)
    address = reverse("documents:template")

    def bring(content: bytes) -> object:
        file = SimpleUploadedFile("skabelon.docx", content)
        return client.post(address, {"organisation": VESTHIMMERLAND, "file": file})

    refused = bring(word_template(RGBColor(0xCC, 0xCC, 0xCC)))
    assert refused.status_code == 409  # type: ignore[attr-defined]
    assert "har for svag kontrast: 1,6 mod 4,5" in refused.content.decode()  # type: ignore[attr-defined]
    assert bring(word_template()).status_code == 302  # type: ignore[attr-defined]
    fetched = client.get(reverse("documents:file", args=[document.reference, "docx"])).content
    assert docx.Document(io.BytesIO(fetched)).styles["Normal"].font.name == "Garamond"
    bring(word_template())
    assert "skabelon.docx" in client.get(address).content.decode()
    kept = WordTemplate.objects.get()
    client.post(address, {"gor": "fjern", "skabelon": str(kept.pk)})
    assert sharing.house_style_of(VESTHIMMERLAND) is None
    assert verify() == []
