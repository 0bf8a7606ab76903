"""Narrowing the register by the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.core.catalogue.labels import label
from frirum.core.decisions.history import RegisterEntry
from frirum.core.language import own_text
from frirum.web.experiments.definitions import current_catalogue


class RegisterFilterForm(forms.Form):
    """Experiment, kind and year; only what occurs can be chosen. Never validated: an unknown value finds nothing."""

    experiment = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"), required=False)
    kind = forms.ChoiceField(label=_("Hvad der skete"), required=False)
    year = forms.ChoiceField(label=_("År"), required=False)

    def __init__(self, *args: Any, entries: Sequence[RegisterEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = current_catalogue().experiments
        slugs = dict.fromkeys(sorted(one.slug for one in entries))
        kinds = dict.fromkeys(one.kind for one in entries if one.kind)
        years = sorted({one.date.year for one in entries if one.date}, reverse=True)
        choices: dict[str, list[tuple[str, Any]]] = {
            "experiment": [
                (slug, own_text(names[slug], "short_title") if slug in names else slug) for slug in slugs
            ],
            "kind": [("decision", _("beslutning")), *((one.value, label(one)) for one in kinds)],
            "year": [(str(year), str(year)) for year in years],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Alle")), *options]
