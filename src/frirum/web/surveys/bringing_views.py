"""Answers from another tool: the file, what its columns and values are, what comes of it, and taking it in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.instruments.answer_codes import coded
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import Survey
from frirum.core.instruments.survey_answers import (
    MUNICIPALITY_NAMES,
    LookedAt,
    folded,
    guessed,
    look_at,
)
from frirum.core.vocabulary.marks import short_mark
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.body_limits import takes_files
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.surveys.brought_actions import ToldOfFile, bring_file, drop_brought, point_out
from frirum.web.surveys.forms import AnswerFileForm, PointForm
from frirum.web.surveys.importing import mapping_of, opened, read_brought, survey_brought, take_in
from frirum.web.surveys.models import AnswerFile
from frirum.web.surveys.pages import find_survey_of, runs_surveys
from frirum.web.surveys.respondent_pages import text_of

MOST_TOLD = 50
"""Rows set aside that are told one by one."""
NO_COLUMN = "-"


@runs_surveys
@takes_files(4)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, slug: str, instrument: str) -> HttpResponse:
    """The file with the answers, and the wave that they belong to."""
    survey, own = find_survey_of(request, slug, instrument)
    keys = frozenset((own.organisation,)) if own else keys_with(request.user, Permission.RUN_SURVEYS)
    chosen = list(Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name"))
    form = AnswerFileForm(request.POST or None, request.FILES or None, organisations=chosen)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = ToldOfFile(
            slug,
            instrument,
            own.number if own else None,
            given["name"],
            given["invited"],
            given["keep_until"],
            given["closes_on"],
        )
        try:
            brought = bring_file(
                organisation=given["organisation"],
                told=told,
                content=given["file"].read(),
                by=person(request),
            )
            try:
                with opened(brought) as path:
                    look_at(path, survey, mapping_of(brought))
            except FrirumError:
                drop_brought(brought=brought, by=person(request))
                raise
            return redirect("surveys:point", reference=brought.reference)
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
    context = {"form": form, "survey": survey, "crumbs": _crumbs(survey, slug, instrument)}
    return render(request, "surveys/bring.html", context, status=status)


@runs_surveys
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What each column is, what its values mean, what would come of it; then it is taken in or dropped."""
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    brought = AnswerFile.objects.filter(organisation__in=own, reference=reference).first()
    if brought is None:
        raise Http404
    survey = survey_brought(brought)
    with opened(brought) as path:
        looked = look_at(path, survey, mapping_of(brought))
    go = request.POST.get("go", "")
    refusal, status = "", 200
    if request.method == "POST" and go == "drop":
        drop_brought(brought=brought, by=person(request))
        messages.success(request, _("Filen er slettet."))
        return redirect("surveys:bring", slug=brought.slug, instrument=brought.instrument)
    if request.method == "POST":
        pointed = _pointed(request.POST, survey, looked, brought)
        brought = point_out(brought=brought, pointed=pointed, by=person(request))
        with opened(brought) as path:
            looked = look_at(path, survey, mapping_of(brought))
    try:
        if go == "take":
            wave = take_in(brought=brought, by=person(request))
            messages.success(request, _("Svarene er taget ind."))
            return redirect("surveys:wave", reference=wave.reference)
        read = read_brought(brought)
        usable, aside = len(read.sheets), read.set_aside
    except FrirumError as refused:
        usable, aside = 0, ()
        refusal = f"{refused.message} {refused.remedy or ''}".strip()
        status = CONFLICT if go == "take" else 200
    by_id = {asked.id: text_of(asked) for asked in survey.questions}
    context = {
        "brought": brought,
        "survey": survey,
        "form": PointForm(fields=_fields(survey, looked, brought)),
        "usable": usable,
        "n_aside": len(aside),
        "aside": [
            (one.cell or one.line, by_id.get(one.question or "", ""), one.reason) for one in aside[:MOST_TOLD]
        ],
        "more_aside": max(len(aside) - MOST_TOLD, 0),
        "refusal": refusal,
        "take": ngettext("Tag {n} svar ind", "Tag {n} svar ind", usable).format(n=usable),
        "crumbs": _crumbs(survey, brought.slug, brought.instrument),
    }
    return render(request, "surveys/point.html", context, status=status)


def _crumbs(survey: Survey, slug: str, instrument: str) -> list[tuple[str, str | None]]:
    return [
        (_("Spørgeskemaer"), reverse("surveys:waves")),
        (survey.instrument.title, reverse("surveys:prepare", args=[slug, instrument])),
        (_("Svar fra et andet værktøj"), None),
    ]


def _value_key(question_id: str, text: str) -> str:
    return f"v-{question_id}-{short_mark(hashlib.sha256(folded(text).encode()).hexdigest(), 16)}"


def _fields(survey: Survey, looked: LookedAt, brought: AnswerFile) -> list[dict[str, Any]]:
    """The fields of the page: a column for the municipality and for each question, then values nobody knows yet."""
    columns = [(str(place), name) for place, name in enumerate(looked.columns)]
    none = [(NO_COLUMN, _("ingen kolonne"))]
    mapping = mapping_of(brought)
    places = guessed(looked.columns, survey, mapping)
    fields = []
    known = by_code(brought.organisation)
    wanted = [mapping.municipality] if mapping.municipality else MUNICIPALITY_NAMES
    where = next((place for place, name in columns if folded(name) in wanted or name in wanted), NO_COLUMN)
    nowhere = [(NO_COLUMN, _("alle er fra {name}").format(name=known.name))] if known else none
    fields.append(
        {"name": "municipality", "label": _("Kommune"), "choices": nowhere + columns, "initial": where}
    )
    for asked in survey.questions:
        own = places.get(asked.id)
        label = " ".join(part for part in (asked.grid, text_of(asked)) if part)
        at = NO_COLUMN if own is None or own.own is None else str(own.own)
        fields.append({"name": f"c-{asked.id}", "label": label, "choices": none + columns, "initial": at})
        if asked.is_multiple:
            for code, option in coded(asked):
                column = None if own is None else own.of_options.get(option.text)
                fields.append(
                    {
                        "name": f"o-{asked.id}-{code}",
                        "label": _("{question} Kolonne for »{option}«").format(
                            question=label, option=option.shown
                        ),
                        "choices": none + columns,
                        "initial": NO_COLUMN if column is None else str(column),
                    }
                )
        fields += _value_fields(
            asked, label, looked.unread.get(asked.id, ()), mapping.values.get(asked.id, {})
        )
    return fields


def _value_fields(
    asked: AskedQuestion, label: str, unread: Sequence[str], said: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A field for each value that is no answer, and for each that somebody has said the meaning of."""
    options = [("", _("intet svar, vi kender")), *((str(code), one.shown) for code, one in coded(asked))]
    texts = dict.fromkeys([*said, *(text for text in unread if folded(text) not in said)])
    return [
        {
            "name": _value_key(asked.id, text),
            "label": _("{question} Hvad betyder »{value}«?").format(question=label, value=text),
            "choices": options,
            "initial": said.get(folded(text), ""),
        }
        for text in texts
    ]


def _pointed(
    posted: Mapping[str, str], survey: Survey, looked: LookedAt, brought: AnswerFile
) -> dict[str, Any]:
    """What the page says, as `AnswerMapping` has it; what is not on the page stays as it was."""
    headings = {str(place): name for place, name in enumerate(looked.columns)}
    columns, options, values = {}, {}, {}
    kept = brought.pointed.get("values", {})
    for asked in survey.questions:
        if f"c-{asked.id}" in posted:
            columns[asked.id] = headings.get(posted[f"c-{asked.id}"], "")
        if asked.is_multiple:
            of_options = {
                option.text: headings[at]
                for code, option in coded(asked)
                if (at := posted.get(f"o-{asked.id}-{code}", NO_COLUMN)) in headings
            }
            if of_options:
                options[asked.id] = of_options
        known = {str(code) for code, _option in coded(asked)}
        said = {
            **dict.fromkeys(kept.get(asked.id, {})),
            **dict.fromkeys(map(folded, looked.unread.get(asked.id, ()))),
        }
        meant = {text: posted.get(_value_key(asked.id, text), "") for text in said}
        if chosen := {text: code for text, code in meant.items() if code in known}:
            values[asked.id] = chosen
    where = headings.get(posted.get("municipality", NO_COLUMN), "")
    return {"columns": columns, "options": options, "values": values, "municipality": where}
