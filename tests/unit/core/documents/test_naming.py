"""A reader meets the sources by name; what people typed, and words that only look like a short name, stay."""

from __future__ import annotations

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.documents.kinds import OF_A_NETWORK, OF_AN_EXPERIMENT, experiment_document, network_document
from frirum.core.documents.naming import SourceNames, with_names
from frirum.core.language import language
from frirum.core.report.blocks import Document, Paragraph, Passage, prose
from frirum.core.report.numbers import Number, Quotation
from frirum.core.report.text import plain_text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("FORM og DECISION siger det samme.", "Evalueringsskemaet og beslutningsbilaget siger det samme."),
        ("Det er nyt. PIXI's tal", "Det er nyt. Pixi-udgavens tal"),
        ("jf. DESIGN, tabel 1", "jf. evalueringsdesignet, tabel 1"),
        ("BEU-45 og X-DESIGN", "Beskæftigelsesudvalgets bilag 45 (2024-25) og X-DESIGN"),
    ],
)
def test_a_short_name_is_spelled_out(code: str, said: str) -> None:
    assert SourceNames(shipped_catalogue().documents).in_text(code) == said


def test_numbers_keep_their_source_and_typed_text_its_words() -> None:
    number = Number.quoted(7, source=Quotation("DECISION", "tabel 4"))
    blocks = (Paragraph("I alt ", number), Passage("a", prose("Vi skrev FORM.")))
    text = plain_text(with_names(Document("T", blocks), shipped_catalogue().documents))
    assert "Beslutningsbilaget, tabel 4" in text
    assert "Vi skrev FORM." in text


def test_no_document_of_the_catalogue_prints_a_short_name() -> None:
    catalogue = shipped_catalogue()
    doubts = dict(shipped_shared().network_doubts)
    names = SourceNames(catalogue.documents)
    for spoken, slug in (("da", "foertidspension-opfoelgning"), ("en", "revalidering-lae265")):
        with language(spoken):
            experiment = catalogue.experiment(slug)
            made = [experiment_document(kind, experiment, catalogue) for kind in OF_AN_EXPERIMENT]
            made += [
                network_document(kind, catalogue.networks["nordjylland"], catalogue, doubts)
                for kind in OF_A_NETWORK
            ]
        for document in made:
            found = names.pattern.search(plain_text(document))
            assert found is None or found[0] == names.known[found[1]], (document.title, found)
