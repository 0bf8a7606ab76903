"""How Django forms are drawn in Det Fælles Designsystem.

`FORM_RENDERER = "frirum.web.site.forms.DesignSystemRenderer"` makes `{{ form }}` an error summary that takes focus
and one group per field: label, hint, error, input, in that order.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frirum.core.vocabulary.danish import format_date
from frirum.web.site.dates import parse_date, short_year

# A year beyond these is a slip of the finger in everything that is asked about here.
_YEARS = (1900, 2100)


class DesignSystemRenderer(TemplatesSetting):
    """Draws forms with the site's templates; our widget templates stand before Django's, as our app does."""

    form_template_name = "site/forms/form.html"
    field_template_name = "site/forms/field.html"


class DateInput(forms.TextInput):
    """A text field for a date: no calendar to fight with a keyboard, one format in the hint."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input-date", "inputmode": "text", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else value


class DateField(forms.Field):
    """A date as Danes write it: 01-07-2018, 1/7 2018, 1. juli 2018, 2018-07-01. Cleans to `datetime.date`."""

    widget = DateInput
    default_error_messages = {
        "required": _("Skriv en dato, for eksempel 01-07-2018."),
        "invalid": _("Datoen findes ikke. Skriv dag, måned og år, for eksempel 01-07-2018."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Dag, måned og år, for eksempel 01-07-2018"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        date = parse_date(str(value))
        if date is not None and not _YEARS[0] <= date.year <= _YEARS[1]:
            message = str(_("Skriv et årstal mellem {first} og {last}.")).format(
                first=_YEARS[0], last=_YEARS[1]
            )
            raise forms.ValidationError(message, code="year")
        if date is None:
            meant = short_year(str(value))
            if meant is not None:
                asked = _("Mener du {date}? Skriv årstallet med fire cifre: {written}.")
                written = f"{meant:%d-%m-%Y}"
                raise forms.ValidationError(
                    str(asked).format(date=format_date(meant), written=written), code="short_year"
                )
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


class MomentForm(forms.Form):
    """From which moment something is public, or nothing for at once."""

    day = DateField(
        label=_("Offentlig fra dag"),
        required=False,
        help_text=_("Tom: med det samme. Ellers først fra den dag."),
    )
    time = forms.TimeField(
        label=_("Klokken"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "input-date", "autocomplete": "off"}),
        help_text=_("Fx 10.00"),
    )

    def moment(self) -> dt.datetime | None:
        """The moment in Danish time, or None for at once."""
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day is None:
            return None
        return timezone.make_aware(dt.datetime.combine(day, time or dt.time()))


class TextArea(forms.Textarea):
    """Free text with a visible count of the characters left, taken from the field's `max_length`.

    The browser's own `maxlength` is left out: it cuts a pasted text without a word.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, **(attrs or {})})

    @property
    def limit(self) -> int | None:
        """The most characters the field takes, or None where it has no limit."""
        longest = self.attrs.get("maxlength")
        return None if longest is None else int(longest)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        return context


def one_is_needed(form: forms.Form, *names: str) -> None:
    """Ways to say one thing, of which one must be taken: none of them is marked as voluntary."""
    for name in names:
        if name in form.fields:
            form.fields[name].one_is_needed = True  # type: ignore[attr-defined]
