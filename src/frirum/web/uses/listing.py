"""The list of uses as a table and as a file: nothing in it says who the citizens are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from frirum.core.catalogue.conditions import Answer
from frirum.core.catalogue.labels import label
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date, sort_key
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.organisations.access import person
from frirum.web.organisations.models import User
from frirum.web.organisations.names import municipality_name, person_names
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.uses.models import Use, UseState
from frirum.web.uses.people import may_change


def experiment_name(slug: str, part: str) -> Any:
    """The experiment's name with the part's; the slug where the definition is gone."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        return slug
    chosen = experiment.part(part) if part else None
    return own_text(chosen, "title") if chosen else own_title(experiment)


def case_text(use: Use, by: User) -> Any:
    """Whose line it is: the case system's number for one who may know who the citizen is, with the use's own code."""
    number = use.citizen.case_number if may_change(use=use, by=by) else ""
    if not number:
        return use.short_code
    return format_html('{}<br><span class="small-text">{}</span>', number, use.short_code)


def state_text(use: Use) -> str:
    """Where the use stands, in a word."""
    return _state(use.state, is_running=use.ended_on is None)


def _state(state: str, *, is_running: bool) -> str:
    if state != UseState.RECORDED:
        return _("Trukket tilbage")
    return _("I gang") if is_running else _("Afsluttet")


def answer_text(use: Use) -> str:
    """The answer the use rests on."""
    return outcome_text(use.outcome)


def outcome_text(outcome: str) -> str:
    """An answer as people read it."""
    return label(Answer(outcome)) if outcome else _("ikke vurderet")


def narrowed(uses: QuerySet[Use], slug: str, state: str) -> QuerySet[Use]:
    """The uses of one experiment and in one state; "" leaves nothing out."""
    found = uses.filter(slug=slug) if slug else uses
    match state:
        case "igang":
            return found.filter(state=UseState.RECORDED, ended_on=None)
        case "slut":
            return found.filter(state=UseState.RECORDED, ended_on__isnull=False)
        case "trukket":
            return found.filter(state=UseState.RETRACTED)
    return found


def experiments_of(uses: QuerySet[Use]) -> list[tuple[str, str]]:
    """The experiments that occur, to choose among."""
    slugs = sorted(set(uses.order_by().values_list("slug", flat=True).distinct()))
    return [(slug, strip_tags(str(experiment_name(slug, "")))) for slug in slugs]


@dataclass(frozen=True)
class _Text:
    """What a column says, as a function of a few columns of the row that take few values."""

    of: tuple[str, ...]
    say: Callable[..., str]


def ordered(uses: QuerySet[Use], wanted: str) -> QuerySet[Use]:
    """The uses as the address asks (`begun`, `-name`): sorted by the database, so that only a page of them is read.

    Columns of texts are sorted as people read them: each text that occurs gets its place in the Danish order.
    """
    key, backwards = wanted.removeprefix("-"), wanted.startswith("-")
    if key == "begun":
        return uses.order_by(("-" if backwards else "") + "begun_on", "-recorded_at")
    text = _TEXTS.get(key)
    if text is None:
        return uses
    uses = uses.annotate(open=Q(ended_on=None))
    occurring = uses.order_by().values_list(*text.of).distinct()
    says = {values: text.say(*values) for values in occurring}
    if key == "responsible":
        names = person_names(reference for (reference,) in says)
        says = {values: names.get(values[0]) or str(_("ingen endnu")) for values in says}
    places = {said: n for n, said in enumerate(sorted(set(says.values()), key=sort_key))}
    if len(places) < 2:
        return uses
    cases = [When(Q(*zip(text.of, one, strict=True)), then=places[said]) for one, said in says.items()]
    place = Case(*cases, default=len(places), output_field=IntegerField())
    return uses.order_by(place.desc() if backwards else place, "-begun_on", "-recorded_at")


def _plain_name(slug: str, part: str) -> str:
    return strip_tags(str(experiment_name(slug, part)))


_TEXTS = {
    "name": _Text(("slug", "part"), _plain_name),
    "answer": _Text(("outcome",), outcome_text),
    "state": _Text(("state", "open"), lambda state, is_open: _state(state, is_running=is_open)),
    "place": _Text(("organisation",), municipality_name),
    "responsible": _Text(("responsible",), str),
}


def use_table(request: HttpRequest, uses: Sequence[Use], *, everybody: bool) -> Table:
    """A page of the list, sorted by `ordered`. `everybody`: also whose case it is and in which municipality."""
    columns = [
        Column("name", _("Forsøg"), sort=by_name("plain")),
        Column("begun", _("Brugt fra"), sort=by_value("begun_on")),
        Column("answer", _("Svar"), sort=by_name("answer")),
        Column("state", _("Tilstand"), sort=by_name("state")),
    ]
    if everybody:
        columns += [
            Column("place", _("Kommune"), sort=by_name("place")),
            Column("responsible", _("Rådgiver"), sort=by_name("responsible")),
        ]
    columns.append(Column("case", _("Sag")))
    people = person_names(use.responsible for use in uses)
    # Asking for a name looks for newer definitions each time, and most rows are about a few experiments.
    names = {kind: experiment_name(*kind) for kind in {(use.slug, use.part) for use in uses}}
    by = person(request)
    rows = [{**_row(use, names[use.slug, use.part], people), "case": case_text(use, by)} for use in uses]
    return build(request.GET, caption=_("Brug af fritagelser"), columns=columns, rows=rows)


def _row(use: Use, name: Any, people: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "plain": strip_tags(str(name)),
        "begun": format_date(use.begun_on),
        "begun_on": use.begun_on,
        "answer": answer_text(use),
        "state": state_text(use),
        "place": municipality_name(use.organisation),
        "responsible": people.get(use.responsible) or _("ingen endnu"),
        "href": reverse("uses:use", args=[use.reference]),
    }


def uses_file(uses: Iterable[Use]) -> bytes:
    """The list as CSV: days, answers and states, without citizens, facts, notes and names."""
    header = (
        _("Forsøg"), _("Del"), _("Kommune"), _("Brugt fra"), _("Brugt til"), _("Slutgrund"), _("Svar"), _("Tilstand"),
        _("Kilde"), _("Version"),
    )  # fmt: skip
    rows = (
        (
            use.slug,
            use.part,
            use.organisation,
            use.begun_on.isoformat(),
            use.ended_on.isoformat() if use.ended_on else "",
            str(use.get_end_reason_display()),
            answer_text(use),
            state_text(use),
            str(use.get_source_display()),
            use.definition_number,
        )
        for use in uses
    )
    return rows_to_csv([header, *rows])
