"""The page where an own experiment is extended, or stopped before time: looked at, then sent to a second person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.course import CourseDecision, extended, stopped
from frirum.core.catalogue.faults import DefinitionRefused
from frirum.core.catalogue.history import EventKind
from frirum.core.errors import FrirumError
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments import publishing
from frirum.web.experiments.definitions import current_catalogue, latest_version, parsed
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.models import DefinitionVersion, Origin
from frirum.web.experiments.pages import difference
from frirum.web.organisations.access import may, needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.site.forms import DateField, TextArea
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.site.saving import posted_number

may_write = needs(Permission.EDIT_EXPERIMENT)


class CourseForm(forms.Form):
    """A decision on the course of an experiment."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad er besluttet"),
        choices=[
            (EventKind.EXTENSION.value, gettext_lazy("Forsøget er forlænget")),
            (EventKind.STOP.value, gettext_lazy("Forsøget er stoppet før tid")),
        ],
        widget=forms.RadioSelect,
    )
    day = DateField(label=gettext_lazy("Sidste dag i forsøget"))
    decided_on = DateField(label=gettext_lazy("Besluttet den"))
    decided_by = forms.CharField(
        label=gettext_lazy("Besluttet af"),
        help_text=gettext_lazy("En myndighed på hver linje; nogle forsøg afgøres af flere."),
        widget=TextArea(attrs={"rows": 2}),
        max_length=500,
    )
    text = forms.CharField(
        label=gettext_lazy("Hvad der er besluttet, i en sætning"),
        help_text=gettext_lazy("Står i forsøgets forløb og som begrundelse for den nye version."),
        widget=TextArea(attrs={"rows": 2}),
        max_length=500,
    )


@dataclass(frozen=True)
class CourseOutlook:
    """What follows from a decision, before it is published."""

    text: str
    follows: tuple[str, ...]


@may_write
@require_http_methods(["GET", "POST"])
def change_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the decision, show what follows from it, and send it to a second person on a yes."""
    version = _own_version(request, slug)
    form = CourseForm(request.POST or None)
    outlook, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            outlook = _outlook(version, form.cleaned_data)
            if "send" in request.POST:
                return _send(request, version, outlook, form.cleaned_data["text"])
        except DefinitionRefused as refused:
            for fault in refused.faults:
                form.add_error(None, f"{fault.message} ({fault.path})")
            status = CONFLICT
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    found = current_catalogue().experiments[slug]
    context = {
        "experiment": found,
        "form": form,
        "outlook": outlook,
        "lines": difference(version.toml, outlook.text) if outlook else (),
        "latest": version,
        "waiting": publishing.waiting_drafts(version).first(),
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(found), reverse("experiments:experiment", args=[slug])),
            (_("Forlæng eller stop"), None),
        ],
    }
    return render(request, "experiments/course_form.html", context, status=status)


def _own_version(request: HttpRequest, slug: str) -> DefinitionVersion:
    """The version in force of an experiment that the person's organisation publishes; else the 404 of a missing one."""
    version = latest_version(slug)
    mine = version is not None and may(request.user, Permission.EDIT_EXPERIMENT, version.organisation)
    if version is None or version.origin != Origin.OWN or not mine:
        raise Http404
    return version


def _outlook(version: DefinitionVersion, data: dict[str, Any]) -> CourseOutlook:
    by = tuple(line.strip() for line in data["decided_by"].splitlines() if line.strip())
    decision = CourseDecision(data["decided_on"], by, " ".join(data["text"].split()))
    day: dt.date = data["day"]
    before = parsed(version.toml)
    if data["kind"] == EventKind.EXTENSION:
        text = extended(version.toml, decision, until=day)
        follows = [
            _("Frister for brug, der løber, regnes til og med {day}.").format(day=format_date(day)),
            _("Næste evalueringsskema kan begyndes: {title}.").format(
                title=parsed(text).reporting_periods[-1].title
            ),
        ]
    else:
        text = stopped(version.toml, decision, last_day=day)
        follows = [
            _(
                "Fritagelsen ophører {day} i alle brug, der løber; de almindelige regler gælder dagen efter."
            ).format(day=format_date(day)),
            _("Ingen ny brug kan begynde efter {day}.").format(day=format_date(day)),
        ]
    return CourseOutlook(text, (*follows, *_moved_rounds(before, parsed(text))))


def _moved_rounds(before: Experiment, after: Experiment) -> list[str]:
    """The rounds of audits and surveys whose day the decision moves."""
    said = []
    for old, new in zip(before.instruments, after.instruments, strict=True):
        pairs = zip(planned_rounds(before, old), planned_rounds(after, new), strict=True)
        moved = [round_text(now) for was, now in pairs if (was.first, was.why) != (now.first, now.why)]
        said += [f"{new.title}: {text}." for text in moved]
    return said


def _send(
    request: HttpRequest, version: DefinitionVersion, outlook: CourseOutlook, reason: str
) -> HttpResponse:
    draft = publishing.propose_version(
        version=version,
        text=outlook.text,
        reason=" ".join(reason.split()),
        after=posted_number(request, "seen"),
        by=person(request),
    )
    messages.success(
        request,
        _(
            "Beslutningen er sendt. Den gælder, når de, den vedrører, har bekræftet den, og en anden har godkendt den."
        ),
    )
    return redirect("authoring:draft", reference=draft.reference)
