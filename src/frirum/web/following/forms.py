"""The forms of following."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.law.watch import Consequence
from frirum.web.site.forms import TextArea


class AnswerForm(forms.Form):
    """What a law change means for an experiment."""

    organisation = forms.ChoiceField(label=_("Hvem svarer"))
    part = forms.ChoiceField(label=_("Hvad handler svaret om"), required=False)
    answer = forms.ChoiceField(label=_("Hvad betyder ændringen"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Begrundelse"),
        widget=TextArea(attrs={"rows": 4}),
        max_length=2_000,
        help_text=_("Den står på forsøgets offentlige side. Skriv intet om borgere."),
    )

    def __init__(
        self, *args: Any, organisations: list[tuple[str, str]], parts: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["answer"].choices = [(one.value, one.label) for one in Consequence]  # type: ignore[attr-defined]
        if parts:
            self.fields["part"].choices = [("", _("Hele forsøget")), *parts]  # type: ignore[attr-defined]
        else:
            del self.fields["part"]


def asked_day(text: str, today: dt.date) -> dt.date:
    """The day in the address; today for none, for nonsense, and for a day that has not come."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return min(day, today)
