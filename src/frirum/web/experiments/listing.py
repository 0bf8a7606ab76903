"""The list of experiments: what was asked for in the address, and the form that asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from frirum.core.catalogue import Catalogue, Experiment
from frirum.core.catalogue.day_words import day_said
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.overview import row
from frirum.core.catalogue.participation import ApprovedPeriod, PeriodKind
from frirum.core.catalogue.search import MOST_WORDS, fold, words_left_out
from frirum.core.catalogue.selection import DIMENSIONS, Criteria, Unknown, choices, value_label
from frirum.core.catalogue.standing import standing
from frirum.core.language import current_language, own_text
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import da, tag

MANY = 4
SORTED_BY = ("title", "period", "status")
PARAMETERS = ("q", *DIMENSIONS, "sorter")
"""What the list may be asked for; a file of it is fetched with the page's own address."""
DIMENSION_LABELS = {
    "network": pgettext_lazy("one", "Netværk"),
    "municipality": gettext_lazy("Kommune"),
    "theme": gettext_lazy("Tema"),
    "target_group": gettext_lazy("Målgruppe"),
    "status": gettext_lazy("Tilstand"),
    "decision": gettext_lazy("Beslutning"),
}


class _DanishOptions(forms.Select):
    """Choices whose names are the act's own, Danish whatever the reader's language: each is marked so."""

    def create_option(self, name: str, value: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        """As Django's, with the language of the name."""
        option = super().create_option(name, value, *arguments, **options)
        if value and current_language() != "da":
            option["attrs"]["lang"] = "da"
        return option


class ExperimentFilterForm(forms.Form):
    """Searching and narrowing by GET; never validated, as `read_criteria` has read the address."""

    q = forms.CharField(label=gettext_lazy("Søg efter emne, regel, kommune eller målgruppe"), required=False)

    def __init__(self, criteria: Criteria, catalogue: Catalogue) -> None:
        """The form as it was filled in, with the number of experiments at each choice."""
        super().__init__(initial={"q": criteria.search, **criteria.chosen})
        self.fields["q"].widget.input_type = "search"
        for dimension in DIMENSIONS:
            chosen = criteria.chosen.get(dimension)
            self.fields[dimension] = forms.ChoiceField(
                label=DIMENSION_LABELS[dimension],
                choices=[("", _("Alle")), *_options(dimension, chosen, catalogue)],
                required=False,
                widget=_DanishOptions if dimension == "target_group" else forms.Select,
            )


def _options(dimension: str, chosen: str | None, catalogue: Catalogue) -> list[tuple[str, str]]:
    found = choices(dimension, catalogue)
    options = [(choice.value, f"{_short(choice.label)} ({choice.count})") for choice in found]
    if chosen and chosen not in {choice.value for choice in found}:
        options.append((chosen, f"{value_label(dimension, chosen, catalogue)} (0)"))
    return options


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def understood(criteria: Criteria, sorting: str) -> QueryDict:
    """The address without what was not understood: what links on the page carry on."""
    query = QueryDict(mutable=True)
    if criteria.search:
        query["q"] = criteria.search
    query.update(dict(criteria.chosen))
    if sorting.removeprefix("-") in SORTED_BY:
        query["sorter"] = sorting
    return query


def strangers(query: QueryDict) -> list[str]:
    """The names in an address that the list of experiments cannot be asked for, in its order."""
    return [name for name in query if name not in PARAMETERS]


def stranger_text(name: str) -> str:
    """What is said of a filter that does not exist."""
    return _(
        "Der er intet, der hedder »{name}«, at afgrænse efter, så det er der ikke taget hensyn til."
    ).format(name=_short("".join(c if c.isprintable() else " " for c in name)))


def fault_text(unknown: Unknown) -> str:
    """What is said of a value that does not exist."""
    return _("{dimension}: »{value}« findes ikke, så der er ikke afgrænset efter det.").format(
        dimension=DIMENSION_LABELS[unknown.dimension], value=_short(unknown.value)
    )


def guess_texts(criteria: Criteria) -> list[str]:
    """What is said of words that stand nowhere, what was searched for instead, and of words that were left out."""
    typed = {fold(word): word for word in criteria.search.split()}
    left_out = (
        [_("Der er søgt efter de første {n} ord.").format(n=MOST_WORDS)]
        if words_left_out(criteria.search)
        else []
    )
    return left_out + [
        _("Ordet »{asked}« findes ikke. Der er søgt efter »{shown}«.").format(
            asked=_short(typed.get(guess.asked, guess.asked)), shown=guess.shown
        )
        for guess in criteria.guesses
    ]


def experiment_table(query: QueryDict, found: tuple[Experiment, ...], catalogue: Catalogue) -> Table:
    """The table of the experiments that were found."""
    return build(
        query,
        caption=_("Forsøg"),
        columns=[
            Column("title", pgettext("one", "Forsøg"), sort=by_name("title_key")),
            Column("municipalities", _("Kommuner")),
            Column("period", _("Periode"), sort=by_value("start")),
            Column("status", _("Tilstand"), sort=by_name("status_key")),
            Column("decision", _("Beslutning")),
        ],
        rows=[_list_row(experiment, catalogue) for experiment in found],
    )


def _list_row(experiment: Experiment, catalogue: Catalogue) -> dict[str, Any]:
    line = row(experiment)
    stands = standing(experiment, catalogue.on)
    network = value_label("network", line.network, catalogue)
    return {
        "title": format_html('{}<span class="figure-source">{}</span>', experiment_link(experiment), network),
        "title_key": _plain_title(experiment),
        "municipalities": place_names(line.municipalities),
        "period": experiment_period(experiment),
        "start": line.earliest,
        "status": tag(stands.text, "draft" if stands.status is Status.PLANNED else ""),
        "status_key": stands.text,
        "decision": format_html_join(" ", "{}", ((tag(label(one), "info"),) for one in line.decision))
        or (_("endnu ingen") if line.status is Status.PLANNED else _("ikke nævnt i kilderne")),
    }


def address(experiment: Experiment) -> str:
    """The address of the experiment's page."""
    return reverse("experiments:experiment", args=[experiment.slug])


def own_title(experiment: Experiment) -> Any:
    """The short title in the reader's language, else marked as Danish."""
    if current_language() == "en" and experiment.short_title_en:
        return experiment.short_title_en
    return da(experiment.short_title)


def _plain_title(experiment: Experiment) -> str:
    return own_text(experiment, "short_title")


def experiment_link(experiment: Experiment) -> Any:
    """A link to the experiment by its number and title."""
    number = f"{experiment.number}. " if experiment.number else ""
    return format_html('<a href="{}">{}{}</a>', address(experiment), number, own_title(experiment))


def place_names(codes: tuple[int, ...]) -> str:
    """Names of municipalities, or their number when they are many."""
    names = sorted((found.name for code in codes if (found := by_code(code))), key=sort_key)
    if len(names) > MANY:
        return _("{n} kommuner").format(n=len(names))
    return ", ".join(names) or _("Ikke oplyst")


def period_text(start: Any, end: Any, inferred: tuple[str, ...] = ()) -> str:
    """1. juli 2018 – 31. december 2021 (udledt), with "ikke oplyst" for what no source states.

    Args:
        inferred: which of "start" and "end" no source states: it is marked where it stands.
    """
    if start is None and end is None:
        return _("Ikke oplyst")
    return " – ".join(
        _marked(day, name in inferred) if day else _("ikke oplyst")
        for name, day in (("start", start), ("end", end))
    )


def _marked(day: dt.date, inferred: bool) -> str:
    return _unbroken(day_said(day, inferred=inferred))


def experiment_period(experiment: Experiment) -> str:
    """When an experiment ran: the stated days, otherwise the bounds the sources give, otherwise that none do."""
    line = row(experiment)
    if experiment.status is Status.NEVER_STARTED and not experiment.periods:
        return label(experiment.status)
    if line.earliest is None and line.latest is None:
        return period_text(line.start, line.end, line.inferred)
    first = _end_text(line.start, line.earliest, "start" in line.inferred)
    last = _end_text(line.end, line.latest, "end" in line.inferred)
    if line.start is None and line.earliest:
        first = _("tidligst {day}").format(day=first)
    if line.end is None and line.latest:
        last = _("senest {day}").format(day=last)
    return f"{first} – {last}"


def stated_extensions(experiment: Experiment) -> list[str]:
    """The extensions whose days are stated, where the period as a whole is not."""
    line = row(experiment)
    if line.start and line.end:
        return []
    periods = [
        one for one in experiment.periods if one.kind is PeriodKind.EXTENSION and one.start and one.end
    ]
    return [period_text(one.start, one.end, _inferred_ends(one)) for one in periods]


def _end_text(stated: dt.date | None, bound: dt.date | None, inferred: bool) -> str:
    day = stated or bound
    return _marked(day, inferred) if day else _("ikke oplyst")


def _inferred_ends(period: ApprovedPeriod) -> tuple[str, ...]:
    return tuple(name for name, key in (("start", "from"), ("end", "to")) if key in period.inferred)


def _unbroken(date: str) -> str:
    """A date that is not split between lines."""
    return date.replace(" ", "\u00a0")
