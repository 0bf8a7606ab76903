"""What the sources count, and what they leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext as _


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


def _figure_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "id": _("tallets id i definitionen"),
        "kind": _("hvad slags tal"),
        "what": _("hvad der er talt eller målt"),
        "what_en": _("det samme på engelsk"),
        "value": _("tallet; tomt, hvor kilden ikke giver et"),
        "unit": _("enhed"),
        "in_words": _("kildens ord, hvor den ikke giver et tal"),
        "parts": _("de dele, det gælder; tom: hele forsøget"),
        "doubts": _("id på tvivl om tallet"),
        "sources": _("dokument og sted"),
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


def _doubt_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "id": _("tvivlens id i definitionen"),
        "text": _("hvad kilderne modsiger eller lader stå åbent"),
        "text_en": _("det samme på engelsk"),
        "open": _("true, når ingen læsning bruges"),
        "reading": _("den læsning, der bruges"),
        "sources": _("dokument og sted"),
    }


FIGURES = Dataset("tal", lambda: _("Offentliggjorte tal"), _figure_columns, _figures)
DOUBTS = Dataset("tvivl", lambda: _("Hvad der er tvivl om"), _doubt_columns, _doubts)
