"""Forms of the pages around the evaluation form. The points themselves are drawn from the form's own questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.experiments.taking_part import Choices
from frirum.web.locking.forms import AmendForm
from frirum.web.site.forms import TextArea


class BeginEvaluationForm(forms.Form):
    """Which experiment and period, and for which municipality."""

    period = forms.ChoiceField(label=_("Forsøg og rapporteringsperiode"))
    organisation = forms.ChoiceField(label=_("Kommune"))

    def __init__(self, *args: Any, periods: Choices, organisations: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class SendBackForm(forms.Form):
    """What the municipality has to mend in a form that it sent."""

    comments = forms.CharField(
        label=_("Hvad skal ændres"),
        help_text=_("Nævn punktet, og skriv, hvad der mangler. Kommunen ser teksten på skemaet."),
        widget=TextArea(),
        max_length=5_000,
    )


class AmendAnswerForm(AmendForm):
    """The new text of a locked answer, and why it is changed."""

    text = forms.CharField(label=_("Ny tekst"), required=False, widget=TextArea(), max_length=20_000)
    field_order = ("text", "reason", "major")
