"""The page on which a municipality writes its supplement to a national design, and the list of who has one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scopes_disabled

from frirum.core.catalogue import Experiment
from frirum.core.errors import FrirumError
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.designs.models import Design, DesignState, Supplement
from frirum.web.designs.pages import crumbs
from frirum.web.designs.people import may_write
from frirum.web.designs.supplements import (
    FIELDS,
    LONGEST,
    confirm_supplement,
    national_design,
    save_supplement,
    supplement_of,
)
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import takes_part
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.forms import TextArea
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.site.saving import posted_number
from frirum.web.site.tables import Column, Table, build, by_name
from frirum.web.site.templatetags.frirum import date, tag


def _area(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=TextArea(attrs={"rows": 3}),
    )


class SupplementForm(forms.Form):
    """What a municipality adds."""

    registers = _area(
        gettext_lazy("Hvem registrerer"), gettext_lazy("Den eller de stillinger, der registrerer brugen")
    )
    audit = _area(gettext_lazy("Lokalt tilsyn"), gettext_lazy("Hvem der gennemgår sager her, og hvornår"))
    volume = _area(
        gettext_lazy("Hvor mange sager ventes"), gettext_lazy("Antal om året, og hvorfra tallet er kendt")
    )
    contact = _area(gettext_lazy("Kontakt"), gettext_lazy("Navn og telefon eller mail; det er offentligt"))


def _national(slug: str) -> tuple[Experiment, Design]:
    experiment, found = current_catalogue().experiments.get(slug), national_design(slug)
    if experiment is None or found is None:
        raise Http404
    return experiment, found


def _own_place(request: HttpRequest, experiment: Experiment) -> tuple[str, list[str]]:
    """The organisation that is written for, and all that the person can write for."""
    own = sorted(
        (
            key
            for key in keys_with(request.user, Permission.EDIT_EXPERIMENT)
            if key.isdigit() and takes_part(experiment, key)
        ),
        key=organisation_name,
    )
    asked = request.POST.get("kommune") or request.GET.get("kommune") or (own[0] if own else "")
    if asked not in own:
        raise Http404
    return asked, own


@gzip_page
@may_write
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the supplement, and confirm it; what is confirmed stays readable until the next is."""
    experiment, design = _national(slug)
    place, own = _own_place(request, experiment)
    row = supplement_of(design, place)
    form = SupplementForm(
        request.POST or None, initial={name: getattr(row, name) for name in FIELDS} if row else {}
    )
    status = 200
    if request.method == "POST":
        status = CONFLICT
        if form.is_valid():
            try:
                _save(request, design, place, form.cleaned_data)
            except FrirumError as refused:
                refuse_in(form, refused)
                row = supplement_of(design, place)
            else:
                return redirect(f"{reverse('designs:supplement', args=[slug])}?kommune={place}")
    context = {
        "experiment": experiment,
        "design": design,
        "is_locked": design.is_locked,
        "place": place,
        "place_name": organisation_name(place),
        "others": [(key, organisation_name(key)) for key in own if key != place],
        "form": form,
        "row": row,
        "revision": request.POST.get("revision") if status == CONFLICT else (row.revision if row else 0),
        "crumbs": crumbs((own_title(experiment), None), (_("Lokalt tillæg"), None)),
    }
    return render(request, "designs/supplement.html", context, status=status)


def _save(request: HttpRequest, design: Design, place: str, texts: dict[str, str]) -> None:
    by = person(request)
    row = save_supplement(
        design=design, organisation=place, texts=texts, revision=posted_number(request, "revision"), by=by
    )
    if "bekraeft" not in request.POST:
        messages.success(request, _("Tillægget er gemt."))
        return
    try:
        confirm_supplement(design=design, organisation=place, revision=row.revision, by=by)
    except FrirumError as refused:
        # What was typed is kept all the same.
        messages.warning(request, _("Tillægget er gemt, men ikke bekræftet. {why}").format(why=_why(refused)))
    else:
        messages.success(request, _("Tillægget er bekræftet og står på forsøgets side under Låste design."))


def _why(refused: FrirumError) -> str:
    return " ".join(filter(None, (refused.message, refused.remedy)))


@gzip_page
@needs(Permission.DECIDE)
@require_GET
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Which of those who take part have a locked design, or a supplement to the one that is the ministry's."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        raise Http404
    one = national_design(slug)
    context = {
        "experiment": experiment,
        "national": one,
        "is_locked": one is not None and one.is_locked,
        "table": _places_table(request, experiment, one),
        "crumbs": crumbs((own_title(experiment), None), (_("Kommuner"), None)),
    }
    return render(request, "designs/places.html", context)


def _places_table(request: HttpRequest, experiment: Experiment, one: Design | None) -> Table:
    codes = dict.fromkeys(stay.municipality for stay in experiment.participation)
    names = {str(code): place.name for code in codes if (place := by_code(code))}
    with (
        scopes_disabled()
    ):  # whether and when is no secret between a municipality and the ministry; no text is read
        found = (
            {row.organisation: row for row in Supplement.objects.filter(design=one).order_by("number")}
            if one
            else {}
        )
        designs = {row.organisation: row for row in Design.objects.filter(slug=experiment.slug)}
        confirmed = (
            {
                row.organisation: row
                for row in Supplement.objects.filter(design=one).exclude(confirmed_at=None).order_by("number")
            }
            if one
            else {}
        )
    rows = []
    for key, name in names.items():
        said, day, kind = _("intet"), "", ""
        if one is not None:
            if key in confirmed:
                said, day, kind = _("tillæg bekræftet"), date(confirmed[key].confirmed_at), "success"
            elif key in found:
                said, day = _("tillæg som kladde"), date(found[key].saved_at)
        elif key in designs:
            row = designs[key]
            said = str(row.get_state_display()).lower()
            kind = "success" if row.state == DesignState.LOCKED else ""
            day = date(row.lock.locked_at) if row.state == DesignState.LOCKED else ""
        rows.append({"name": name, "state": tag(said, kind), "state_key": said, "day": day})
    return build(
        request.GET,
        caption=_("Kommuner"),
        columns=[
            Column("name", _("Kommune"), sort=by_name("name")),
            Column("state", _("Lokalt tillæg") if one else _("Design"), sort=by_name("state_key")),
            Column("day", _("Dag")),
        ],
        rows=rows,
    )
