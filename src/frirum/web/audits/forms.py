"""Which audit, of which uses, and how many cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import DateField


class OpenRoundForm(forms.Form):
    """A new round; without a number all cases are reviewed."""

    audit = forms.ChoiceField(label=_("Tilsyn"))
    organisation = forms.ChoiceField(label=_("Kommune"))
    first_day = DateField(label=_("Brug, der begyndte fra og med"))
    last_day = DateField(label=_("til og med"))
    n = forms.IntegerField(
        label=_("Antal sager"),
        required=False,
        min_value=1,
        help_text=_("Tomt: alle sager på listen gennemgås."),
    )
    seed = forms.IntegerField(
        label=_("Frø"),
        required=False,
        min_value=0,
        max_value=10**15,
        help_text=_(
            "Et tal, der er meldt ud, før listen laves, for eksempel dagens dato. Så kan ingen vælge sager."
        ),
    )

    def __init__(
        self, *args: Any, audits: list[tuple[str, str]], organisations: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        self.fields["audit"].choices = audits  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Den sidste dag ligger før den første. Byt dem om."))
        if (given.get("n") is None) != (given.get("seed") is None):
            empty = "seed" if given.get("seed") is None else "n"
            self.add_error(empty, _("Skriv både antal og frø, eller ingen af dem for alle sager."))
        return given
