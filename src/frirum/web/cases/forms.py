"""The form of a check: one field per question. Every field may be left open; what is not known is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.conditions import Fact, FactType
from frirum.core.law.confronting import contradictions
from frirum.core.law.facts import Value
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.core.vocabulary.danish import format_exact, sort_key
from frirum.core.vocabulary.municipalities import Municipality, all_municipalities
from frirum.web.cases.questions import FactQuestion
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.site.forms import DateField

FEW = 8


def without_cpr(text: str) -> None:
    """Refuse what is shaped like a CPR number: a check asks for no identity."""
    if contains_cpr(text):
        raise forms.ValidationError(_("Skriv ikke CPR-nummer. Siden skal ikke vide, hvem borgeren er."))


class CaseForm(forms.Form):
    """The questions of a check. `facts()` gives what is known, typed as the assessment wants it."""

    def __init__(
        self,
        questions: Iterable[FactQuestion],
        data: Mapping[str, Any] | None = None,
        *,
        taking_part: frozenset[int] = frozenset(),
        asked_by: tuple[Experiment, Part | None] | None = None,
        **options: Any,
    ) -> None:
        """`taking_part`: codes of the municipalities that stand first in the list; `asked_by`: whose facts they are."""
        super().__init__(data, **options)
        self._asked_by = asked_by
        for question in questions:
            field = _MAKERS[question.fact.type](question, taking_part)
            field.label = own_text(question.fact, "question")
            field.help_text = ""
            field.template_name = "cases/question.html"  # type: ignore[attr-defined]
            field.question = question  # type: ignore[attr-defined]
            self.fields[question.fact.id] = field

    def clean(self) -> dict[str, Any]:
        """Answers that cannot all be right are told at the one that is more likely the slip, before any verdict."""
        cleaned = super().clean() or self.cleaned_data
        if self._asked_by is not None:
            known = {name: value for name, value in cleaned.items() if value not in (None, "")}
            for found in contradictions(*self._asked_by, known):
                if found.one.id in self.fields:
                    self.add_error(found.one.id, found.text)
        return cleaned

    def facts(self) -> dict[str, Value]:
        """The facts that are known; call only when the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class PlaceAndDayForm(forms.Form):
    """Where and when: what puts most experiments aside."""

    municipality = forms.TypedChoiceField(
        label=gettext_lazy("Hvilken kommune har ansvaret for borgerens sag?"), coerce=int
    )
    day = DateField(
        label=gettext_lazy("Hvilken dag gælder spørgsmålet?"),
        help_text=gettext_lazy("Den dag, en indsats begynder, eller der tages stilling. Dag, måned og år."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["municipality"]
        field.choices = [("", _("Vælg kommune")), *(_option(place) for place in _places())]


def posted(facts: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Facts as this form takes them: (name, value)."""
    return [(name, _posted(value)) for name, value in facts.items()]


def _posted(value: Value) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    return format_exact(value) if isinstance(value, float) else str(value)


def _yes_no(question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    unknown = gettext_lazy("Ikke vurderet") if question.judged_by else gettext_lazy("Ved ikke")
    return forms.TypedChoiceField(
        choices=[("ja", gettext_lazy("Ja")), ("nej", gettext_lazy("Nej")), ("", unknown)],
        coerce=lambda answer: answer == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )


def _choice(question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    options = [(choice.value, own_text(choice)) for choice in question.fact.choices]
    few = len(options) <= FEW
    return forms.ChoiceField(
        choices=[*options, ("", _("Ved ikke"))] if few else [("", _("Ved ikke")), *options],
        widget=forms.RadioSelect if few else forms.Select,
        required=False,
        initial="",
    )


def _municipality(_question: FactQuestion, taking_part: frozenset[int]) -> forms.Field:
    places = _places()
    options: list[Any] = [("", _("Vælg kommune"))]
    if taking_part:
        options.append((_("Deltager i forsøget"), [_option(p) for p in places if p.code in taking_part]))
        options.append((_("Andre kommuner"), [_option(p) for p in places if p.code not in taking_part]))
    else:
        options += [_option(place) for place in places]
    return forms.TypedChoiceField(choices=options, coerce=int, empty_value=None, required=False)


def _places() -> list[Municipality]:
    return sorted(all_municipalities(), key=lambda place: sort_key(place.name))


def _option(place: Municipality) -> tuple[int, str]:
    return (place.code, place.name)


def _limits(fact: Fact) -> dict[str, Any]:
    return {"min_value": fact.minimum, "max_value": fact.maximum}


def _date(_question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    return DateField(required=False)


def _integer(question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    return forms.IntegerField(required=False, widget=_number_input("numeric"), **_limits(question.fact))


def _number(question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    return forms.FloatField(
        required=False, localize=True, widget=_number_input("decimal"), **_limits(question.fact)
    )


def _number_input(mode: str) -> forms.TextInput:
    return forms.TextInput({"class": "input-number", "inputmode": mode, "autocomplete": "off"})


def _text(_question: FactQuestion, _taking_part: frozenset[int]) -> forms.Field:
    return forms.CharField(required=False, max_length=200, validators=[without_cpr])


_MAKERS: dict[FactType, Callable[[FactQuestion, frozenset[int]], forms.Field]] = {
    FactType.BOOL: _yes_no,
    FactType.DATE: _date,
    FactType.INTEGER: _integer,
    FactType.NUMBER: _number,
    FactType.CHOICE: _choice,
    FactType.MUNICIPALITY: _municipality,
    FactType.TEXT: _text,
}
