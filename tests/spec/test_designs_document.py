"""The design of each of the ten experiments of DESIGN as a document: the whole template, what is missing marked."""

from __future__ import annotations

import functools
import json
import re
from html import unescape

import pytest
from documents.docx_checks import docx_text
from documents.pdf_text import tagged_text
from documents.words import squeezed

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.document.document import design_document
from frirum.core.language import language
from frirum.core.report.formats import MEDIA_TYPES, render
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
    "Skader, der holdes øje med",
    "Nulpunktsmåling", "Hvordan der evalueres", "Tidsperspektiv og faser", "Datakilder",
    "Redskaber og spørgsmål", "Ekstern evaluator", "Slutrapportens disposition", "Kilder",
    "Hvad der mangler i designet", "Hvad designet kan vise",
)  # fmt: skip


@functools.cache
def document(slug):
    catalogue = shipped_catalogue()
    return design_document(catalogue.experiment(slug), catalogue.documents, catalogue.scales)


def html(slug):
    return render_html(document(slug))


def text_of(kind, content):
    """The document's text without what breaks lines."""
    if kind == "html":
        return squeezed(unescape(re.sub(r"<[^>]+>", "", content.decode())))
    return squeezed(tagged_text(content) if kind == "pdf" else docx_text(content))


@pytest.mark.parametrize("slug", TEN)
@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_every_design_is_a_document_in_three_formats(slug, kind):
    """The whole template, the findings and the diagnosis stand in the HTML, the Word file and the PDF of all ten."""
    text = text_of(kind, render(document(slug), kind))
    assert [heading for heading in HEADINGS if squeezed(heading) not in text] == []
    assert squeezed("Ikke oplyst") in text
    assert squeezed("Ikke oplyst i kilderne") not in text, "said twice after its own mark"
    catalogue = shipped_catalogue()
    for finding in check_design(catalogue.experiment(slug), catalogue.scales):
        assert squeezed(finding.place) in text


def test_what_the_design_says_is_there_to_the_letter():
    text = html("ledighedsydelse-revurdering")
    assert "Hvordan vurderer du kvaliteten af den løbende revurdering" in text
    assert "af dårligere kvalitet / af samme kvalitet" in text
    assert "Slutrapportens disposition" in text
    report = html("revalidering-lae265")
    assert "Resultater af medarbejdersurvey" in report
    assert "Ikke mulig" in report


def test_in_english_the_fixed_words_change_and_the_sources_words_stay():
    catalogue = shipped_catalogue()
    with language("en"):
        experiment = catalogue.experiment("foertidspension-opfoelgning")
        text = render_html(design_document(experiment, catalogue.documents, catalogue.scales))
    assert "Fewer follow-ups for disability pensioners" in text


def test_danish_words_in_an_english_document_are_set_apart():
    """The sources' titles and the report's disposition exist in Danish only; goals are not measures."""
    catalogue = shipped_catalogue()
    experiment = catalogue.experiment("revalidering-lae265")
    with language("en"):
        english = render_html(design_document(experiment, catalogue.documents, catalogue.scales))
    assert experiment.plan.final_report is not None
    for title in experiment.plan.final_report.sections:
        assert re.search(rf"<(em|i)>{re.escape(title)}</(em|i)>", english), title
    assert "<em>" not in html("revalidering-lae265")


def test_measures_are_named_and_never_called_goals():
    text = re.sub(r"<[^>]+>", "\n", html("foertidspension-opfoelgning"))
    assert "Måles med" in text
    assert "\nMål\n" not in text
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    measures = {measure.id: measure.text for one in experiment.instruments for measure in one.measures}
    for criterion in experiment.plan.success_criteria:
        for measure in criterion.measure:
            assert measures[measure] in text


def test_a_question_prints_what_was_settled_before_outcomes_are_seen():
    text = html("forsoeg-2027-frit-valg")
    for words in (
        "Tidshorisont",
        "6 måneder",
        "Undergrupper",
        "ordinær beskæftigelse",
        "sygedagpenge eller kontanthjælp",
    ):
        assert words in text


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


def test_measures_of_no_instrument_stand_in_what_is_measured():
    """What the sources conclude and no design took up is a purpose and measures there too, not "not stated"."""
    text = unescape(re.sub(r"<[^>]+>", "", html("opfoelgningssamtaler")))
    purpose = text[text.index("Formål med forsøget") : text.index("Målgruppe og undermålgruppe")]
    assert "går på tværs af fag" in purpose
    assert "Ikke oplyst" not in purpose
    measured = text[text.index("Hvad der måles") : text.index("Mål og delmål")]
    assert "Opfølgningssamtaler efter form og status (samtaler) (vores forslag)" in measured
    assert "Borgernes oplevelse af forløbet (måles ikke: Kilden nævner" in measured
    # A finding of what the design lacks says what is proposed in its place.
    assert "Her er foreslået: Rådgiverens tid til at indhente en attest." in unescape(
        html("revalidering-lae265")
    )


def test_a_question_is_printed_with_all_that_is_declared_of_it():
    ly, reval, mentor = (
        unescape(re.sub(r"<[^>]+>", "", html(slug)))
        for slug in ("ledighedsydelse-revurdering", "revalidering-lae265", "mentorregler")
    )
    assert "Den løbende revurdering er:" in ly
    assert "Om rådgiveren oplever afbureaukratisering." in ly
    assert "gruppen" in reval
    assert "tilbage til den enkelte rådgiver og til rådgivergruppen" in reval
    assert "(Stilles kun efter svaret »nej« på »Er sagen afgjort uden indhentelse af LÆ265?«.)" in reval
    assert "Har du behandlet revalideringssager før den 1. juli 2018? [ja / nej]" in reval
    assert "(Afgør, hvem der spørges videre.)" in reval
    assert "afgøres det, hvor stort et udsnit" in mentor
