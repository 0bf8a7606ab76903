"""The planner: what the reader thinks will happen, asked for in percentages and percentage points."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.designs.diagnosis.forecast import Estimate
from frirum.core.errors import UsageError

_SEPARATOR = re.compile(r"\s*[;/]\s*|\s+-\s+|\s+")


class EstimateField(forms.CharField):
    """One number, or low, likely and high: `80` or `60 80 120`. Cleans to an `Estimate`, or None."""

    def __init__(self, *, percent: bool = False, **kwargs: Any) -> None:
        self.percent = percent
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Estimate | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            numbers = [float(part.replace(",", ".")) for part in _SEPARATOR.split(text)]
            scaled = [number / 100 if self.percent else number for number in numbers]
            if len(scaled) == 1:
                scaled *= 3
            if len(scaled) != 3 or (self.percent and max(scaled) > 1) or max(scaled) > 10_000_000:
                raise ValueError
            return Estimate(*scaled)
        except (ValueError, UsageError):
            raise forms.ValidationError(
                _("Skriv ét tal, eller lavt, sandsynligt og højt med mellemrum: 60 80 120."), code="invalid"
            ) from None


def _percent(label: Any, help_text: Any, *, least: int = 0) -> forms.FloatField:
    return forms.FloatField(
        label=label, help_text=help_text, required=False, localize=True, min_value=least, max_value=100
    )


class PlannerForm(forms.Form):
    """What the planner asks; everything but the uses (or what they are forecast from) is optional."""

    brug = forms.IntegerField(
        label=_("Ventede brug i hele perioden"),
        help_text=_("Lad feltet stå tomt, hvis antallet skal regnes ud nedenfor."),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )
    udgangspunkt = _percent(_("Udgangspunkt i pct."), _("Andelen med udfaldet efter de almindelige regler."))
    forskel = _percent(
        _("Mindste relevante ændring i procentpoint"), _("Et fald skrives med minus: -5."), least=-100
    )
    margin = _percent(
        _("Margin for »ikke ringere« i procentpoint"), _("Den største forringelse, I kan leve med.")
    )
    maaneder = forms.FloatField(
        label=_("Forsøgets længde i måneder"), required=False, localize=True, min_value=1, max_value=240
    )
    citizens = EstimateField(
        label=_("Borgere om året, der kan komme på tale"),
        help_text=_("Ét tal, eller lavt, sandsynligt og højt."),
    )
    bider = EstimateField(label=_("Andel i pct., hvor reglen betyder noget"), percent=True)
    bruges = EstimateField(label=_("Andel i pct., hvor fritagelsen bliver brugt"), percent=True)
    samtykke = EstimateField(label=_("Andel i pct., der giver samtykke"), percent=True)
    municipalities = forms.IntegerField(
        label=_("Kommuner i alt, når der sammenlignes med andre"), required=False, min_value=2, max_value=98
    )
    deltagere = forms.IntegerField(label=_("Heraf med i forsøget"), required=False, min_value=1, max_value=98)

    def clean(self) -> dict[str, Any]:
        """What belongs together is given together."""
        data = super().clean() or {}
        for name in ("forskel", "margin"):
            if data.get(name) == 0:
                self.add_error(name, _("Skriv et tal, der ikke er 0, eller lad feltet stå tomt."))
        forecast = [data.get(name) for name in ("citizens", "bider", "bruges")]
        if any(forecast) and not all(forecast):
            self.add_error("citizens", _("Prognosen kræver borgere om året og begge andele."))
        if all(forecast) and not data.get("maaneder"):
            self.add_error("maaneder", _("Prognosen kræver forsøgets længde."))
        total, treated = data.get("municipalities"), data.get("deltagere")
        if (total is None) != (treated is None):
            self.add_error("deltagere", _("Angiv både kommuner i alt og kommuner i forsøget."))
        elif total is not None and treated is not None and treated > total:
            self.add_error("deltagere", _("Der kan ikke være flere kommuner i forsøget end i alt."))
        if data.get("brug") is None and not any(forecast) and not self.errors:
            self.add_error(
                "brug", _("Skriv, hvor mange sager I venter, eller det, antallet kan regnes ud fra.")
            )
        return data
