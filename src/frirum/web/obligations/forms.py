"""The forms of the due lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.catalogue.labels import label
from frirum.core.law.due import DueItem, DueKind
from frirum.web.obligations.listing import DueRow
from frirum.web.obligations.wording import experiment_of, plainly
from frirum.web.site.forms import DateField, TextArea
from frirum.web.uses.checks import LONGEST_TEXT


class ObligationFilterForm(forms.Form):
    """Searching and narrowing by GET, with what the list holds to choose from."""

    q = forms.CharField(label=_("Søg (aldrig CPR-nummer)"), required=False)
    experiment = forms.ChoiceField(label=_("Forsøg"), required=False)
    role = forms.ChoiceField(label=_("Hvem pligten hører til"), required=False)

    def __init__(self, rows: list[DueRow], wanted: dict[str, str]) -> None:
        super().__init__(initial=wanted)
        self.fields["q"].widget.input_type = "search"
        titles = {row.use.slug: plainly(experiment_of(row.facts)).split(":", 1)[0] for row in rows}
        roles = {str(row.item.role): label(row.item.role) for row in rows if row.item.role}
        for name, options in (("experiment", titles), ("role", roles)):
            listed = sorted(options.items(), key=lambda pair: pair[1])
            self.fields[name].choices = [("", _("Alle")), *listed]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """When it was done and, where a note is due, what was written."""

    done_on = DateField(label=_("Hvilken dag blev det gjort?"))
    note = forms.CharField(label=_("Notat"), max_length=LONGEST_TEXT, widget=TextArea, required=False)

    def __init__(self, item: DueItem, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.kind is not DueKind.NOTE:
            del self.fields["note"]
        else:
            self.fields["note"].help_text = _("Uden CPR-nummer. Kopiér det til sagen i fagsystemet.")
