"""The list of uses as a table and as a file: nothing in it says who the citizens are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frirum.core.catalogue.conditions import Answer
from frirum.core.catalogue.labels import label
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.organisations.models import User
from frirum.web.organisations.names import municipality_name, person_names
from frirum.web.site.listing import ByText, ListColumn, each, list_table, ordered
from frirum.web.site.tables import Table
from frirum.web.uses.models import Use, UseState
from frirum.web.uses.people import may_change
from frirum.web.uses.recognising import own_label


def experiment_name(slug: str, part: str) -> Any:
    """The experiment's name with the part's; the slug where the definition is gone."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        return slug
    chosen = experiment.part(part) if part else None
    return own_text(chosen, "title") if chosen else own_title(experiment)


def case_text(use: Use, by: User) -> Any:
    """Whose line it is: what `called` says, with the use's own code."""
    name = called(use, by)
    if not name:
        return use.short_code
    return format_html('{}<br><span class="small-text">{}</span>', name, use.short_code)


def called(use: Use, by: User) -> str:
    """What a case is recognised by: its number, else the own label; "" for one who may not know the citizen."""
    if not may_change(use=use, by=by):
        return ""
    return use.citizen.case_number or own_label(use.citizen)


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


LIKE_ROWS = ("-begun_on", "-recorded_at", "pk")
"""What uses that are alike in the column asked for are sorted by."""


def use_columns(by: User, *, everybody: bool) -> list[ListColumn[Use]]:
    """The columns of the list. `everybody`: also whose case it is and in which municipality.

    The file has days, answers and states, without citizens, facts, notes and names.
    """
    columns = [
        ListColumn[Use](
            "name",
            pgettext("one", "Forsøg"),
            cells=_names,
            order=ByText(("slug", "part"), each(lambda kind: _plain_name(*kind))),
            export=lambda use: use.slug,
        ),
        ListColumn[Use]("part", _("Del"), export=lambda use: use.part),
        ListColumn[Use](
            "place",
            _("Kommune"),
            cells=each(lambda use: municipality_name(use.organisation)) if everybody else None,
            order=ByText(("organisation",), each(lambda kind: municipality_name(*kind))),
            export=lambda use: use.organisation,
        ),
        ListColumn[Use](
            "begun",
            _("Brugt fra"),
            cells=each(lambda use: format_date(use.begun_on)),
            order="begun_on",
            export=lambda use: use.begun_on.isoformat(),
        ),
        ListColumn[Use](
            "ended",
            _("Brugt til"),
            export=lambda use: use.ended_on.isoformat() if use.ended_on else "",
        ),
        ListColumn[Use]("reason", _("Slutgrund"), export=lambda use: str(use.get_end_reason_display())),
        ListColumn[Use](
            "answer",
            _("Svar"),
            cells=each(answer_text),
            order=ByText(("outcome",), each(lambda kind: outcome_text(*kind))),
            export=answer_text,
        ),
        ListColumn[Use](
            "state",
            _("Tilstand"),
            cells=each(state_text),
            order=ByText(("state", "is_open"), each(lambda kind: _state(kind[0], is_running=kind[1]))),
            export=state_text,
        ),
        ListColumn[Use]("source", _("Kilde"), export=lambda use: str(use.get_source_display())),
        ListColumn[Use]("version", _("Version"), export=lambda use: use.definition_number),
        ListColumn[Use]("case", _("Sag"), cells=each(lambda use: case_text(use, by))),
    ]
    if everybody:
        responsible = ListColumn[Use](
            "responsible",
            _("Rådgiver"),
            cells=lambda uses: _people([use.responsible for use in uses]),
            order=ByText(("responsible",), lambda kinds: _people([one for (one,) in kinds])),
        )
        columns.insert(-1, responsible)
    return columns


def in_order(uses: QuerySet[Use], columns: Sequence[ListColumn[Use]], query: QueryDict) -> QuerySet[Use]:
    """The uses as the address asks, sorted by the database."""
    return ordered(uses.annotate(is_open=Q(ended_on=None)), columns, query, then=LIKE_ROWS)


def use_table(query: QueryDict, uses: Sequence[Use], columns: Sequence[ListColumn[Use]]) -> Table:
    """A page of the list."""
    return list_table(
        query,
        uses,
        columns,
        caption=_("Brug af fritagelser"),
        href=lambda use: reverse("uses:use", args=[use.reference]),
    )


def _plain_name(slug: str, part: str) -> str:
    return strip_tags(str(experiment_name(slug, part)))


def _names(uses: Sequence[Use]) -> list[Any]:
    # Asking for a name looks for newer definitions each time, and most rows are about a few experiments.
    names = {kind: experiment_name(*kind) for kind in {(use.slug, use.part) for use in uses}}
    return [names[use.slug, use.part] for use in uses]


def _people(references: Sequence[str]) -> list[str]:
    names = person_names(references)
    return [names.get(one) or str(_("ingen endnu")) for one in references]
