"""What the pages of audits have in common: finding a round, its title and path, and how a question is drawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from frirum.core.catalogue.experiment import Experiment
from frirum.core.instruments.questions import AskedQuestion, find_instrument
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text
from frirum.web.audits.models import AuditCase, AuditRound, Basis, Certainty
from frirum.web.audits.reviewing import instruments_of, is_own
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, needs
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission

may_audit = needs(Permission.AUDIT_CASES)


def find(request: HttpRequest, reference: uuid.UUID) -> AuditRound:
    """The round, if the person may see it; a foreign one and a missing one are the same 404."""
    own = keys_with(request.user, Permission.AUDIT_CASES)
    round_ = AuditRound.objects.filter(organisation__in=own, reference=reference).first()
    if round_ is None:
        raise Http404
    return round_


def find_case(request: HttpRequest, reference: uuid.UUID, number: int) -> AuditCase:
    """One case of a round the person may see; else the same 404."""
    round_ = find(request, reference)
    one = round_.cases.select_related("use__citizen", "round").filter(number=number).first()
    if one is None:
        raise Http404
    return one


def cases_of(round_: AuditRound) -> list[AuditCase]:
    """The round's cases in order."""
    return list(round_.cases.select_related("use__citizen", "round").order_by("number"))


def title(slug: str) -> Any:
    """The experiment's title as the reader's page has it."""
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


def plain_title(slug: str) -> str:
    """The experiment's title as text."""
    return str(strip_tags(str(title(slug))))


def crumbs_of(round_: AuditRound, *more: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """The path to a page of a round."""
    page = reverse("audits:round", args=[round_.reference]) if more else None
    return [(_("Tilsyn"), reverse("audits:rounds")), (title(round_.slug), page), *more]


def about(round_: AuditRound, experiment: Experiment) -> dict[str, Any]:
    """What every page of a round says of it."""
    instrument = find_instrument(experiment, round_.instrument)
    planned = [one for one in planned_rounds(experiment, instrument) if one.round.id == round_.round]
    return {
        "round": round_,
        "title": title(round_.slug),
        "instrument": instrument,
        "planned": round_text(planned[0]) if planned else "",
        "municipality": place_name(round_.organisation),
    }


def organisations_for(request: HttpRequest, permission: Permission) -> list[tuple[str, str]]:
    """(key, name) of the organisations in which the person may."""
    keys = keys_with(request.user, permission)
    return list(Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name"))


def audits_of(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Each audit of the experiments that the municipalities take part in, and each of its planned rounds, as
    `slug/instrument/round`."""
    offered = []
    for slug, experiment in experiments_of(keys).items():
        for one in instruments_of(experiment):
            name = f"{plain_title(slug)}: {one.title}"
            rounds = planned_rounds(experiment, one)
            planned = [(r.round.id, f"{name}, {round_text(r)}") for r in rounds] or [("", name)]
            offered += [(f"{slug}/{one.id}/{id_}", text) for id_, text in planned]
    return offered


def fields_of(
    questions: Sequence[AskedQuestion],
    kept: Mapping[str, Any],
    typed: Mapping[str, str],
    *,
    known: Mapping[str, Any] | None = None,
    grounds: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Questions as they are drawn: options by their words, what is chosen, what casework tells, and when each is put.

    Args:
        kept: question id -> value as it is kept.
        typed: question id -> what was typed and could not be kept.
        known: question id -> value that casework tells, filled in where nothing is answered yet.
        grounds: of judgements of what would have been.
    """
    told, why = known or {}, grounds or {}
    return [
        {
            **_field(asked, questions, {**told, **kept}.get(asked.id, ""), typed),
            "is_filled": asked.id in told and asked.id not in kept,
            "grounds": why.get(asked.id, {}),
        }
        for asked in questions
    ]


def _field(
    asked: AskedQuestion, questions: Sequence[AskedQuestion], value: Any, typed: Mapping[str, str]
) -> dict[str, Any]:
    option = asked.option(value)
    condition = asked.question.only_if
    before = next((q for q in questions if condition and q.id == condition.question), None)
    words = [o.text for o in before.options if o.value in condition.answers] if before and condition else []
    return {
        "asked": asked,
        "value": typed.get(asked.id, option.text if option else str(value)),
        "options": [o.text for o in asked.options],
        "is_own": is_own(asked),
        "after": before.question.text if before else "",
        "after_id": before.id if before else "",
        "after_words": words,
    }


def posted_answers(request: HttpRequest) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """(question id -> what was chosen or typed, question id -> what a judgement rests on and how sure it is)."""
    written: dict[str, str] = {}
    grounds: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        kind, _dash, key = name.partition("-")
        if kind == "svar":
            written[key] = str(value)
        elif kind in ("grundlag", "sikkerhed"):
            what = "basis" if kind == "grundlag" else "certainty"
            grounds.setdefault(key, {})[what] = str(value)
    return written, grounds


CHOICES = {"bases": Basis.choices, "certainties": Certainty.choices}
