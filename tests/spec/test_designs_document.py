"""The design of each of the ten experiments of DESIGN as a document: the whole template, what is missing marked."""

from __future__ import annotations

import json
import re

import pytest

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.checks import check_design
from frirum.core.designs.document import design_document
from frirum.core.language import language
from frirum.core.report.html import render_html

TEN = (
    "revalidering-lae265", "ledighedsydelse-revurdering", "loentilskud-jobrotation", "mentorregler",
    "integration-kontaktforloeb", "ressourceforloeb-forlaengelse", "indsatsplan-opdatering",
    "foertidspension-opfoelgning", "forholdstal-ledighedsydelse", "jobafklaring-lae265",
)  # fmt: skip

# The template of DESIGN, with what the inventory of instruments adds.
HEADINGS = (
    "Formål med forsøget", "Målgruppe og undermålgruppe samt volumen", "Tema", "Form", "Indhold", "Kadence",
    "Konkrete regler der afviges fra", "Ønskede effekter", "Kort sigt", "Mellemlangt sigt", "Langt sigt",
    "Effektiviseringer", "Hvad der måles", "Mål og delmål", "Succeskriterier", "Undersøgelsesspørgsmål",
    "Nulpunktsmåling", "Hvordan der evalueres", "Tidsperspektiv og faser", "Datakilder",
    "Redskaber og spørgsmål", "Ekstern evaluator", "Slutrapportens disposition", "Kilder",
    "Hvad der mangler i designet", "Hvad designet kan vise",
)  # fmt: skip


def html(slug):
    catalogue = shipped_catalogue()
    return render_html(design_document(catalogue.experiment(slug), catalogue.documents, catalogue.scales))


@pytest.mark.parametrize("slug", TEN)
def test_every_heading_of_the_template_stands_in_every_design(slug):
    text = re.sub(r"<[^>]+>", "\n", html(slug))
    assert [heading for heading in HEADINGS if heading not in text] == []
    assert "Ikke oplyst" in text


@pytest.mark.parametrize("slug", TEN)
def test_every_finding_is_annexed_with_its_place(slug):
    text = html(slug)
    catalogue = shipped_catalogue()
    for finding in check_design(catalogue.experiment(slug), catalogue.scales):
        assert finding.path in text


def test_what_the_design_says_is_there_to_the_letter():
    text = html("ledighedsydelse-revurdering")
    assert "Hvordan vurderer du kvaliteten af den løbende revurdering" in text
    assert "af dårligere kvalitet / af samme kvalitet" in text
    assert "Slutrapportens disposition" in text
    report = html("revalidering-lae265")
    assert "Resultater af medarbejdersurvey" in report
    assert "Ikke mulig" in report


def test_in_english_the_fixed_words_change_and_the_sources_words_stay():
    with language("en"):
        text = html("foertidspension-opfoelgning")
    assert "Fewer follow-ups for disability pensioners" in text


@pytest.mark.parametrize("extension, start", [("html", b"<!DOCTYPE"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_command_writes_three_formats(tmp_path, capsys, monkeypatch, extension, start):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    out = tmp_path / f"design.{extension}"
    arguments = [
        "report",
        "mentorregler",
        "--kind",
        "design",
        "--format",
        extension,
        "--out",
        str(out),
        "--json",
    ]
    assert run_command(arguments) == 0
    assert out.read_bytes().startswith(start)
    assert "plan.effects" in json.loads(capsys.readouterr().out)["missing"]
