"""The list of uses as a table and as a file: nothing in it says who the citizens are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from frirum.core.catalogue.conditions import Answer
from frirum.core.catalogue.labels import label
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.uses.letters import municipality_name
from frirum.web.uses.models import Use, UseState
from frirum.web.uses.reading import names_of


def experiment_name(slug: str, part: str) -> Any:
    """The experiment's name with the part's; the slug where the definition is gone."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        return slug
    chosen = experiment.part(part) if part else None
    return own_text(chosen, "title") if chosen else own_title(experiment)


def state_text(use: Use) -> str:
    """Where the use stands, in a word."""
    if not use.is_recorded:
        return _("Trukket tilbage")
    return _("I gang") if use.ended_on is None else _("Afsluttet")


def answer_text(use: Use) -> str:
    """The answer the use rests on."""
    return label(Answer(use.outcome)) if use.outcome else _("ikke vurderet")


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


def use_table(request: HttpRequest, uses: Sequence[Use], *, everybody: bool) -> Table:
    """The list. `everybody`: also whose case it is and in which municipality."""
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
    names = names_of(use.responsible for use in uses)
    rows = [_row(use, names) for use in uses]
    return build(request.GET, caption=_("Brug af fritagelser"), columns=columns, rows=rows)


def _row(use: Use, names: dict[str, str]) -> dict[str, Any]:
    name = experiment_name(use.slug, use.part)
    return {
        "name": name,
        "plain": strip_tags(str(name)),
        "begun": format_date(use.begun_on),
        "begun_on": use.begun_on,
        "answer": answer_text(use),
        "state": state_text(use),
        "place": municipality_name(use.organisation),
        "responsible": names.get(use.responsible) or _("ingen endnu"),
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
