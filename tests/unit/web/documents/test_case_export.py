"""A case is taken out as one file: forms, documents, threads and earlier texts, with a list."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.errors import InputRefused
from frirum.web.documents import actions
from frirum.web.documents.case_export import export_case
from frirum.web.forms.actions import begin_form
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "foertidspension-opfoelgning"


def test_the_whole_case_is_one_file_whose_list_holds(cast: Cast, client: Client) -> None:
    publish_shipped(SLUG)
    with organisation_scope([VESTHIMMERLAND]):
        with pytest.raises(InputRefused, match="intet i sagen"):
            export_case(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
        begin_form(slug=SLUG, period="efter-2020", organisation=VESTHIMMERLAND, by=cast.karen)
        made = actions.begin_document(slug=SLUG, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)
        section = made.sections.get(number=1)
        for revision, text in enumerate(("Første tekst.", "Anden tekst.")):
            actions.save_section(section=section, text=text, revision=revision, by=cast.karen)
        asked = actions.comment_on(section=section, paragraph=1, text="Hvorfra?", by=cast.lone)
        actions.comment_on(section=section, paragraph=1, text="Fra Fasit.", answers=asked, by=cast.karen)
    client.force_login(cast.lone)
    page = client.get(reverse("documents:document", args=[made.reference])).content.decode()
    assert "åbent for aktindsigt" in page
    answer = client.post(reverse("documents:case_file", args=[made.reference]))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    rows = list(csv.DictReader(io.StringIO(archive.read("liste.csv").decode("utf-8-sig")), delimiter=";"))
    assert {row["Fil"] for row in rows} == set(archive.namelist()) - {"liste.csv"}
    for row in rows:
        assert hashlib.sha256(archive.read(row["Fil"])).hexdigest() == row["SHA-256"]
        assert row["Hvad"]
    told = {row["Fil"].split("/", 1)[1]: archive.read(row["Fil"]) for row in rows}
    assert told["afsnit-01/udgave-1.txt"].decode() == "Første tekst."
    thread = told["afsnit-01/kommentarer.txt"].decode()
    assert f"{cast.lone.name}, stykke 1: Hvorfra?" in thread
    assert f"    {told_day(thread)}, {cast.karen.name}, stykke 1: Fra Fasit." in thread
    assert {"nu.docx", "dokument.docx", "dokument.pdf"} <= set(told)
    assert TrailEvent.objects.filter(event="document.case_exported").count() == 1
    client.force_login(cast.otto)
    assert client.post(reverse("documents:case_file", args=[made.reference])).status_code == 404


def told_day(thread: str) -> str:
    return thread.split(",", 1)[0]
