"""The evaluation form of experiment 7 in three formats: every fact of FORM, the same words, nothing invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents.docx_checks import docx_faults, docx_text
from documents.html_checks import html_faults, html_text
from documents.pdf_checks import pdf_faults, qpdf_faults
from documents.pdf_text import tagged_text
from documents.words import squeezed

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.evaluation_form import points
from frirum.core.catalogue.form_content import form_content, reporting_period
from frirum.core.instruments.form_document import form_document
from frirum.core.report.text import plain_text

SLUG = "foertidspension-opfoelgning"
TITLE = "Færre opfølgninger i relation til førtidspensionister i job med løntilskud"

# Written by hand from FORM: what stands in each place of the form.
FACTS = {
    "above the form": ["Vesthimmerland", "slutningen af 2020", "26. august 2021", "udgangen af 2022"],
    "header": [TITLE, "1. juli 2018", "Kører fortsat"],
    "1": ["2½", "hvert år"],
    "2": [
        "6 måneder",
        "12 måneder",
        "fleksjob",
        "side 41 i frikommune-evalueringen",
        "side 128 i Bilagsmappe 1",
    ],
    "3": ["ensarte opfølgningen", "fastholdes i løntilskudsjobbet"],
    "4": ["Fasit", "henvender sig", "fastholdelsen"],
    "5": ["godkendt af ministeren"],
    "6": ["Er der foretaget justeringer af mål og delmål i løbet af perioden", "Nej"],
    "7": ["spares tid", "opfølgning på borgere i fleksjob", "Lovens formål"],
    "8": ["permanent", "2½"],
}
MISSING = [
    "Sags- eller ansøgningsnummer",
    "Kontaktperson i institutionen",
    "Kontaktperson i kommunen/regionen",
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What `frirum report` writes, by format."""
    folder = tmp_path_factory.mktemp("form")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FRIRUM_HOME", raising=False)
        for kind in ("html", "docx", "pdf"):
            out = str(folder / f"form.{kind}")
            assert run_command(["report", SLUG, "--kind", "form", "--format", kind, "--out", out]) == 0
    return {kind: (folder / f"form.{kind}").read_bytes() for kind in ("html", "docx", "pdf")}


@pytest.fixture(scope="module")
def texts(printed: dict[str, bytes]) -> dict[str, str]:
    return {
        "html": squeezed(html_text(printed["html"].decode())),
        "docx": squeezed(docx_text(printed["docx"])),
        "pdf": squeezed(tagged_text(printed["pdf"])),
    }


@pytest.fixture(scope="module")
def expected() -> str:
    catalogue = shipped_catalogue()
    experiment = catalogue.experiment(SLUG)
    content = form_content(experiment, reporting_period(experiment), catalogue.documents, catalogue.scales)
    return squeezed(plain_text(form_document(content)))


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_each_format_says_the_same(texts: dict[str, str], expected: str, kind: str) -> None:
    assert texts[kind] == expected


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
@pytest.mark.parametrize("place", FACTS)
def test_every_fact_of_the_form_is_there(texts: dict[str, str], kind: str, place: str) -> None:
    for fact in FACTS[place]:
        assert squeezed(fact) in texts[kind], f"{place}: {fact}"


def test_all_ten_points_stand_in_order(expected: str) -> None:
    places = [expected.index(squeezed(f"{point.number}. {point.title}")) for point in points()]
    assert places == sorted(places)
    assert [point.number for point in points()] == list(range(1, 11))


def test_what_nobody_supplied_is_marked_and_never_invented(expected: str) -> None:
    for label in MISSING:
        after = expected[expected.index(squeezed(label)) + len(squeezed(label)) :]
        assert after.startswith(squeezed("Ikke oplyst"))
    for point in (9, 10):
        heading = squeezed(f"{point}. {points()[point - 1].title}")
        assert expected[expected.index(heading) + len(heading) :].startswith(squeezed("Ikke oplyst"))


def test_the_files_are_accessible(printed: dict[str, bytes], tmp_path: Path) -> None:
    assert pdf_faults(printed["pdf"], language="da", title=TITLE) == []
    assert qpdf_faults(printed["pdf"], tmp_path) == []
    assert docx_faults(printed["docx"], title=TITLE) == []
    assert html_faults(printed["html"].decode()) == []


class TestBadInput:
    @pytest.fixture(autouse=True)
    def _shipped_definitions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FRIRUM_HOME", raising=False)

    @pytest.mark.parametrize(
        "changes, code",
        [
            ({"slug": "findes-ikke"}, 2),
            ({"--kind": "digt"}, 2),
            ({"--format": "odt"}, 2),
            ({"--period": "1999"}, 2),
            ({"--out": "mappe/der/ikke/findes/form.pdf"}, 3),
        ],
    )
    def test_a_wrong_order_writes_nothing(
        self, changes: dict[str, str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        options = {"--kind": "form", "--format": "html", "--out": "form.html", **changes}
        slug = options.pop("slug", SLUG)
        arguments = [part for name, value in options.items() for part in (name, value)]
        assert run_command(["report", slug, *arguments]) == code
        assert list(tmp_path.iterdir()) == []

    def test_an_older_file_survives_a_full_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "form.html"
        out.write_text("det gamle")

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        code = run_command(
            ["report", SLUG, "--kind", "form", "--format", "html", "--out", str(out), "--json"]
        )
        assert code in (1, 3)
        assert "error" in json.loads(capsys.readouterr().out)
        assert out.read_text() == "det gamle"
        assert list(tmp_path.iterdir()) == [out]
