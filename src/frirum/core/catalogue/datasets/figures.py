"""What the sources count, and what they leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext_noop as N_


def _figures(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for figure in experiment.figures:
            yield {
                "experiment": experiment.slug,
                "id": figure.id,
                "kind": figure.kind.value,
                "what": figure.what,
                "what_en": figure.what_en,
                "value": figure.value,
                "unit": figure.unit,
                "in_words": figure.in_words,
                "parts": list(figure.part_slugs),
                "doubts": list(figure.doubt_ids),
                "sources": source_places(experiment, figure.source_ids),
            }


_FIGURE_COLUMNS: Mapping[str, str] = {
    "experiment": N_("forsøgets navn i adresser"),
    "id": N_("tallets id i definitionen"),
    "kind": N_("hvad slags tal"),
    "what": N_("hvad der er talt eller målt"),
    "what_en": N_("det samme på engelsk"),
    "value": N_("tallet; tomt, hvor kilden ikke giver et"),
    "unit": N_("enhed"),
    "in_words": N_("kildens ord, hvor den ikke giver et tal"),
    "parts": N_("de dele, det gælder; tom: hele forsøget"),
    "doubts": N_("id på tvivl om tallet"),
    "sources": N_("dokument og sted"),
}


def _doubts(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for doubt in experiment.doubts:
            yield {
                "experiment": experiment.slug,
                "id": doubt.id,
                "text": doubt.text,
                "text_en": doubt.text_en,
                "open": doubt.open,
                "reading": doubt.reading,
                "sources": source_places(experiment, doubt.source_ids),
            }


_DOUBT_COLUMNS: Mapping[str, str] = {
    "experiment": N_("forsøgets navn i adresser"),
    "id": N_("tvivlens id i definitionen"),
    "text": N_("hvad kilderne modsiger eller lader stå åbent"),
    "text_en": N_("det samme på engelsk"),
    "open": N_("true, når ingen læsning bruges"),
    "reading": N_("den læsning, der bruges"),
    "sources": N_("dokument og sted"),
}


FIGURES = Dataset("tal", N_("Offentliggjorte tal"), _FIGURE_COLUMNS, _figures)
DOUBTS = Dataset("tvivl", N_("Hvad der er tvivl om"), _DOUBT_COLUMNS, _doubts)
