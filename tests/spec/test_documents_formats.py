"""The documents made from the catalogue in three formats: the same words, the checks clean, missing said as missing."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from documents.docx_checks import docx_faults, docx_text
from documents.pdf_checks import pdf_faults
from documents.pdf_text import tagged_text
from documents.words import squeezed

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.plan import ChapterContent
from frirum.core.documents.final import Found, chapters_of, final_report
from frirum.core.documents.gaps import missing_in
from frirum.core.documents.kinds import (
    OF_AN_EXPERIMENT,
    ReportKind,
    catalogue_document,
    experiment_document,
    network_document,
)
from frirum.core.documents.one_page import citizen_page, minister_page
from frirum.core.documents.promised import promise_lines
from frirum.core.report import printed as p
from frirum.core.report.blocks import Annex, BulletList, Document, Heading, Paragraph
from frirum.core.report.docx import render_docx
from frirum.core.report.html import render_html
from frirum.core.report.inlines import Text
from frirum.core.report.layout import lay_out
from frirum.core.report.numbers import Number, Run
from frirum.core.report.pdf import render_pdf
from frirum.core.report.text import plain_text

E12 = "revalidering-lae265"
SYNTHETIC_RUN = Run("c938-bb7c-4584", "forskel i forskelle", synthetic=True)
EXAMPLE = str(Path(__file__).parents[2] / "docs" / "example-evaluation")


@cache
def made(name: str) -> Document:
    catalogue = shipped_catalogue()
    if name == "decisions":
        return catalogue_document(catalogue)
    kind = ReportKind(name)
    if name in {"pixi", "conclusions"}:
        doubts = dict(shipped_shared().network_doubts)
        return network_document(kind, catalogue.networks["nordjylland"], catalogue, doubts)
    return experiment_document(kind, catalogue.experiments[E12], catalogue)


@pytest.mark.parametrize("name", ["decisions", "pixi", "conclusions", "final", "minister", "citizen"])
def test_three_formats_hold_the_same_words_and_pass_their_checks(name: str) -> None:
    document = made(name)
    words = squeezed(plain_text(document))
    html, pdf, docx = render_html(document), render_pdf(document), render_docx(document)
    body = re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)
    assert squeezed(unescape(re.sub(r"<[^>]+>", "", body))) == words
    assert squeezed(docx_text(docx)) == words
    assert squeezed(tagged_text(pdf)) == words
    assert pdf_faults(pdf, title=document.title) == []
    assert docx_faults(docx, title=document.title) == []


def test_the_pdf_says_that_it_is_both_for_assistive_technology_and_for_the_archive() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(made("minister")))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


@pytest.mark.parametrize("page", [minister_page, citizen_page])
def test_an_answer_fits_one_page_for_every_experiment(page) -> None:
    catalogue = shipped_catalogue()
    for experiment in catalogue.experiments.values():
        with pikepdf.open(io.BytesIO(render_pdf(page(experiment, catalogue)))) as pdf:
            assert len(pdf.pages) == 1, experiment.slug


def test_an_answer_of_the_team_on_synthetic_data_fits_one_page_too_with_its_banners_and_sources() -> None:
    catalogue = shipped_catalogue()
    experiment = catalogue.experiments["loentilskud-jobrotation"]
    typed = [Number.unreleased(value, "pct.", decimals=1, source=SYNTHETIC_RUN) for value in (5.5, 4.7, 6.4)]
    said = [
        Paragraph(
            f"Udfald nummer {n}: forskellen er ", typed[0], " (fra ", typed[1], " til ", typed[2], "). " * 2
        )
        for n in range(3)
    ]
    page = minister_page(experiment, catalogue)
    longer = replace(page, blocks=(*page.blocks, *said))
    with pikepdf.open(io.BytesIO(render_pdf(longer, audience="team"))) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("page", [minister_page, citizen_page])
def test_what_a_run_answered_is_not_counted_among_what_has_no_answer(page) -> None:
    catalogue = shipped_catalogue()
    experiment = catalogue.experiments["foertidspension-opfoelgning"]
    lines = promise_lines(experiment, catalogue.scales)

    def counted(answers: dict[str, tuple[Text, ...]]) -> int:
        made = page(experiment, catalogue, answers=answers)
        said = [str(item) for block in made.blocks if isinstance(block, BulletList) for item in block.items]
        return next(int(found[1]) for one in said if (found := re.search(r"(\d+) (?:løfter|ting)", one)))

    before = counted({})
    assert before == len(lines)
    assert counted({lines[0].id: (Text("Færre."),)}) < before


def test_the_final_report_of_experiment_12_has_its_six_sections_and_two_annexes() -> None:
    document = made("final")
    tops = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert tops == [
        "Indledning", "Resumé", "Hovedkonklusioner",
        "Beskrivelse af forsøg med forenkling af bevillingsgrundlaget for revalidering",
        "Resultat af ledelsestilsyn", "Resultater af medarbejdersurvey",
    ]  # fmt: skip
    annexes = [block.title for block in document.blocks if isinstance(block, Annex)]
    assert annexes[:2] == ["Resultat fra ledelsestilsyn", "Surveyresultater fra medarbejdersurvey"]
    text = plain_text(document)
    assert text.count("Delkonklusion") == 6
    assert "Skønnes der tvivl om, hvorvidt det lægelige dokumentationsgrundlag er tilstrækkeligt" in text


def test_a_design_without_a_disposition_gets_the_usual_one_and_says_so() -> None:
    catalogue = shipped_catalogue()
    experiment = catalogue.experiments["mikrolaan"]
    assert [one.content for one in chapters_of(experiment)][:4] == [
        ChapterContent.INTRODUCTION, ChapterContent.SUMMARY, ChapterContent.CONCLUSIONS, ChapterContent.DESCRIPTION,
    ]  # fmt: skip
    assert "Den almindelige opdeling er brugt" in plain_text(final_report(experiment, catalogue))


def test_every_promise_is_a_line_that_a_run_answers_or_that_says_why_it_is_not_measured() -> None:
    catalogue = shipped_catalogue()
    experiment = catalogue.experiments[E12]
    without = plain_text(final_report(experiment, catalogue))
    assert "Sager afgjort uden LÆ265\tmåling\tIkke oplyst – ingen kørsel har målt det" in without
    measure = experiment.all_measures()[0]
    chapter = Found(
        answers={measure.id: "Kørsel 7: halvdelen af sagerne."},
        chapters={ChapterContent.AUDITS: (Paragraph("Runden talte 40 sager."),)},
    )
    told = plain_text(final_report(experiment, catalogue, found=chapter))
    assert f"{measure.text}\tmåling\tKørsel 7: halvdelen af sagerne." in told
    assert told.index("Resultat af ledelsestilsyn") < told.index("Runden talte 40 sager.")


def test_experiment_3_says_that_it_shares_the_decision_of_experiment_2() -> None:
    catalogue = shipped_catalogue()
    text = plain_text(final_report(catalogue.experiments["jobafklaring-lae265"], catalogue))
    assert (
        "Beslutningen er fælles med »Sager til rehabiliteringsteamet uden LÆ265, og jobafklaring uden forelæggelse«, og det"
        in text
    )
    assert "er fælles med" not in plain_text(made("final"))


def test_an_omitted_instrument_stands_with_the_sources_reason() -> None:
    catalogue = shipped_catalogue()
    text = plain_text(final_report(catalogue.experiments["mentorregler"], catalogue))
    assert "Redskaber, der er valgt fra" in text
    assert "Kommunerne har efter overvejelse valgt ikke at spørge borgerne" in text


def test_what_is_missing_is_said_as_missing_and_listed_with_its_place() -> None:
    """An unknown price is not zero, and nobody's silence is an answer."""
    catalogue = shipped_catalogue()
    page = minister_page(catalogue.experiments["revalidering-lae265"], catalogue)
    assert "Pris\tIkke oplyst – ingen kilde siger, hvad det kostede; ukendt er ikke nul" in plain_text(page)
    assert any(place.startswith("Forsøget") or "Pris" in place for place in missing_in(page))
    report = missing_in(made("final"))
    assert "Resumé › Delkonklusion: Her skriver den, der har ansvaret for kapitlet." in report
    doubts = dict(shipped_shared().network_doubts)
    empty = network_document(ReportKind.PIXI, catalogue.networks["en-plan"], catalogue, doubts)
    assert "Forord: Her skriver netværkets koordinator." in missing_in(empty)


def test_a_conclusion_that_somebody_owes_is_named() -> None:
    text = plain_text(made("conclusions"))
    assert "Indgår i rækken om »Sager til rehabiliteringsteamet uden LÆ265" in text
    assert "Forsøget er aldrig begyndt.\nDelvis fritagelse fra uddannelsespålæg" in text


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def _shipped_definitions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def test_it_says_what_is_missing_and_which_recommendations_are_ahead(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "pixi.html"
        order = ["report", "nordjylland", "--kind", "pixi", "--format", "html", "--out", str(out), "--json"]
        assert run_command(order) == 0
        told = json.loads(capsys.readouterr().out)
        ahead = {one["id"]: one["reasons"] for one in told["ahead"]}
        assert ahead["psykologbehandling"] == ["not_known"]
        assert "ryd-op" not in ahead
        assert any("Hviler på" in place for place in told["missing"])

    def test_a_result_stands_in_the_report_with_its_run_and_is_for_the_team_alone(
        self, tmp_path: Path
    ) -> None:
        """The example evaluation is synthetic, and every page of it says so."""
        order = ["report", "loentilskud-jobrotation", "--format", "html", "--result", EXAMPLE, "--synthetic"]
        for kind in ("final", "minister"):
            out = tmp_path / f"{kind}.html"
            assert run_command([*order, "--kind", kind, "--out", str(out)]) == 0
            text = out.read_text(encoding="utf-8")
            assert "Kun til holdet bag forsøget" in text
            assert "syntetisk" in text
            assert "ørsel " in text
        assert "<img" in (tmp_path / "final.html").read_text(encoding="utf-8")
        wrong = ["report", "mikrolaan", "--format", "html", "--result", EXAMPLE]
        assert run_command([*wrong, "--kind", "final", "--out", str(tmp_path / "x.html")]) == 2
        assert run_command([*order, "--kind", "design", "--out", str(tmp_path / "x.html")]) == 2
        assert not (tmp_path / "x.html").exists()

    @pytest.mark.parametrize(
        "order",
        [
            ["report", "--kind", "pixi"],
            ["report", "mikrolaan", "--kind", "pixi"],
            ["report", "nordjylland", "--kind", "final"],
            ["report", "mikrolaan", "--kind", "decisions"],
            ["report", "en-plan", "--kind", "conclusions"],
            ["report", "mikrolaan", "--kind", "final", "--period", "2021"],
        ],
    )
    def test_a_name_of_the_wrong_kind_is_wrong_usage_and_writes_nothing(
        self, order: list[str], tmp_path: Path
    ) -> None:
        out = tmp_path / "x.html"
        assert run_command([*order, "--format", "html", "--out", str(out)]) == 2
        assert not out.exists()


def test_a_number_in_the_pdf_leads_to_the_line_that_says_where_it_is_from() -> None:
    """One click from a number in running text to its document and place; a table's sources stand under it."""
    document = experiment_document(
        ReportKind.FINAL, shipped_catalogue().experiments["forholdstal-ledighedsydelse"], shipped_catalogue()
    )
    laid_out = lay_out(document, audience="public")
    lines = next(one for one in laid_out.blocks if isinstance(one, p.PrintedList) and one.anchors)
    said = dict(zip(lines.anchors, ("".join(run.text for run in item) for item in lines.items), strict=True))
    runs = [run for block in laid_out.blocks for run in _runs_of(block) if run.source]
    assert runs
    for run in runs:
        assert run.text in said[run.source].split(" (»")[0].split("; ")
        assert said[run.source].split("): ", 1)[1], "the source is named"
    with pikepdf.open(io.BytesIO(render_pdf(document))) as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a]
        assert len(links) == len(runs)
        assert len({(str(one.Dest[0].objgen), float(one.Dest[3])) for one in links}) == len(lines.anchors)


def _runs_of(block: p.PrintedBlock) -> tuple[p.TextRun, ...]:
    match block:
        case p.PrintedParagraph() | p.PrintedNote():
            return block.runs
        case p.PrintedList():
            return tuple(run for item in block.items for run in item)
        case p.PrintedFacts():
            return tuple(run for _label, value in block.rows for run in value)
    return ()


WHOLE_SET = (
    "foertidspension-opfoelgning",
    "revalidering-lae265",
    "loentilskud-jobrotation",
    "ledighedsydelse-revurdering",
)


@pytest.mark.long
@pytest.mark.parametrize("slug", WHOLE_SET)
def test_the_whole_set_of_four_experiments_is_clean_and_opens_in_libreoffice(
    slug: str, tmp_path: Path
) -> None:
    """Every document of experiments 7, 12, 5 and 4 in three formats with the same words, and drawn by LibreOffice."""
    catalogue = shipped_catalogue()
    for kind in OF_AN_EXPERIMENT:
        document = experiment_document(kind, catalogue.experiments[slug], catalogue)
        words = squeezed(plain_text(document))
        html, pdf, docx = render_html(document), render_pdf(document), render_docx(document)
        body = re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)
        assert squeezed(unescape(re.sub(r"<[^>]+>", "", body))) == words
        assert squeezed(docx_text(docx)) == words
        assert squeezed(tagged_text(pdf)) == words
        assert pdf_faults(pdf, title=document.title) == []
        assert docx_faults(docx, title=document.title) == []
        (tmp_path / f"{kind}.docx").write_bytes(docx)
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed; the other checks passed")
    arguments = [
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        "ud",
        *(f"{kind}.docx" for kind in OF_AN_EXPERIMENT),
    ]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(shutil.which("soffice")), profile, *arguments], cwd=tmp_path, check=True, capture_output=True
    )
    for kind in OF_AN_EXPERIMENT:
        with pikepdf.open(tmp_path / "ud" / f"{kind}.pdf") as drawn:
            assert len(drawn.pages) == 1 or kind in {ReportKind.FINAL, ReportKind.INTERIM}
