"""The ministry's pages of requests to municipalities."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.inquiries import actions
from frirum.web.inquiries.forms import (
    ExtendDueForm,
    PrepareInquiryForm,
    RecipientAddressForm,
    RecipientListForm,
)
from frirum.web.inquiries.models import Inquiry, InquiryState
from frirum.web.inquiries.reading import FormStanding, RecipientLine, answered_questions, answers_of, lines_of
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask_and_act, download, refuse_in
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import tag

LIST, ONE = "inquiries:list", "inquiries:inquiry"
receives = needs(Permission.RECEIVE_FORM)
_TAGS = {
    FormStanding.RECEIVED: "success",
    FormStanding.SUBMITTED: "info",
    FormStanding.WAITING: "",
    FormStanding.LATE: "error",
}


def standing_label(standing: FormStanding) -> str:
    """Where a municipality stands, in words."""
    return {
        FormStanding.RECEIVED: _("modtaget"),
        FormStanding.SUBMITTED: _("indsendt"),
        FormStanding.WAITING: _("mangler"),
        FormStanding.LATE: _("over fristen"),
    }[standing]


def find(request: HttpRequest, reference: uuid.UUID) -> Inquiry:
    """A request of the person's own authority; another's and a missing one are the same 404."""
    keys = keys_with(request.user, Permission.RECEIVE_FORM)
    found = Inquiry.objects.filter(organisation__in=keys, reference=reference).first()
    if found is None:
        raise Http404
    return found


def _title(slug: str) -> Any:
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


def _crumbs(inquiry: Inquiry, *further: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    own = reverse(ONE, args=[inquiry.reference]) if further else None
    return [(_("Anmodninger til kommuner"), reverse(LIST)), (inquiry.title, own), *further]


@receives
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every request of the own authority, with how many have come."""
    keys = keys_with(request.user, Permission.RECEIVE_FORM)
    rows = []
    for one in Inquiry.objects.filter(organisation__in=keys):
        lines = lines_of(one, clock.today())
        rows.append(
            {
                "inquiry": one,
                "experiment": _title(one.slug),
                "came": sum(not line.owes for line in lines),
                "asked": len(lines),
            }
        )
    context = {"rows": rows, "crumbs": [(_("Anmodninger til kommuner"), None)]}
    return render(request, "inquiries/list.html", context)


@receives
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a request; nothing is sent before the list has been seen."""
    keys = keys_with(request.user, Permission.RECEIVE_FORM)
    form = PrepareInquiryForm(
        request.POST or None,
        periods=[
            (f"{slug}/{period.id}", f"{strip_tags(str(own_title(one)))}: {period.title}")
            for slug, one in current_catalogue().experiments.items()
            for period in one.reporting_periods
        ],
        organisations=list(Organisation.objects.filter(key__in=keys).values_list("key", "name")),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        slug, period = data.pop("period").split("/", 1)
        try:
            made = actions.prepare_inquiry(slug=slug, period=period, by=person(request), **data)
            return redirect(ONE, reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Anmodninger til kommuner"), reverse(LIST)), (_("Ny anmodning"), None)]
    return render(request, "inquiries/prepare.html", {"form": form, "crumbs": crumbs}, status=status)


@receives
@never_cache
@gzip_page
@require_GET
def inquiry(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One request: received and missing at a glance."""
    found = find(request, reference)
    lines = lines_of(found, clock.today())
    counts = Counter(line.standing for line in lines)
    context = {
        "inquiry": found,
        "experiment": _title(found.slug),
        "table": _table(request, found, lines),
        "tiles": [(line.name, line.standing.value, standing_label(line.standing)) for line in lines],
        "counts": [(standing_label(one), counts[one], one.value) for one in FormStanding],
        "asked": len(lines),
        "came": sum(not line.owes for line in lines),
        "without_address": sum(not line.addresses for line in lines),
        "preview": actions.mail_text(found, lines[0].recipient, reminder=False),
        "is_prepared": found.state == InquiryState.PREPARED,
        "is_sent": found.state == InquiryState.SENT,
        "crumbs": _crumbs(found),
    }
    return render(request, "inquiries/inquiry.html", context)


def _table(request: HttpRequest, found: Inquiry, lines: list[RecipientLine]) -> Table:
    order = list(FormStanding)
    rows = [
        {
            "name": line.name,
            "standing": tag(standing_label(line.standing), _TAGS[line.standing]),
            "order": -order.index(line.standing),
            "due": format_date(line.recipient.due_on)
            + (_(" (udsat)") if line.recipient.due_on != found.due_on else ""),
            "day": line.recipient.due_on,
            "reminders": line.recipient.reminders,
            "to": ", ".join(line.addresses) or tag(_("ingen modtager"), "warning"),
            "do": _links(found, line),
        }
        for line in lines
    ]
    return build(
        request.GET,
        caption=_("Kommuner"),
        columns=[
            Column("name", _("Kommune"), sort=by_name("name")),
            Column("standing", _("Skema"), sort=by_value("order")),
            Column("due", _("Frist"), sort=by_value("day")),
            Column("reminders", _("Påmindelser"), numeric=True, sort=by_value("reminders")),
            Column("to", _("Mail til")),
            Column("do", _("Gør")),
        ],
        rows=rows,
    )


def _links(found: Inquiry, line: RecipientLine) -> Any:
    if line.form is not None:
        return format_html(
            '<a href="{}">{}<span class="sr-only"> {}</span></a>',
            reverse("forms:form", args=[line.form.reference]),
            _("Læs skemaet"),
            line.name,
        )
    if found.state == InquiryState.CLOSED:
        return "–"
    key = line.recipient.municipality
    return format_html(
        '<a href="{}">{}<span class="sr-only"> {}</span></a><br><a href="{}">{}<span class="sr-only"> {}</span></a>',
        reverse("inquiries:extend", args=[found.reference, key]),
        _("Udsæt fristen"),
        line.name,
        reverse("inquiries:address", args=[found.reference, key]),
        _("Ret modtageren"),
        line.name,
    )


@receives
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Send to everybody on the list."""
    found = find(request, reference)
    lines = lines_of(found, clock.today())
    n = sum(bool(line.addresses) for line in lines)

    def act() -> str:
        sent = actions.send_inquiry(inquiry=found, by=person(request))
        return ngettext("Sendt til {n} kommune.", "Sendt til {n} kommuner.", sent).format(n=sent)

    text = _("Mailen sendes til {n} af {of} kommuner. De øvrige har ingen modtager her.")
    return _asked(request, found, None, act, _("Send anmodningen"), text.format(n=n, of=len(lines)))


@receives
@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Remind those who owe."""
    found = find(request, reference)
    n = sum(line.owes and bool(line.addresses) for line in lines_of(found, clock.today()))

    def act() -> str:
        sent = actions.remind(inquiry=found, by=person(request))
        return ngettext(
            "{n} kommune har fået en påmindelse.", "{n} kommuner har fået en påmindelse.", sent
        ).format(n=sent)

    text = ngettext(
        "{n} kommune, der mangler, får en mail. Ingen får mere end én om dagen.",
        "{n} kommuner, der mangler, får en mail. Ingen får mere end én om dagen.",
        n,
    ).format(n=n)
    return _asked(request, found, None, act, _("Send påmindelser"), text)


@receives
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """No more reminders."""
    found = find(request, reference)

    def act() -> str:
        actions.close_inquiry(inquiry=found, by=person(request))
        return _("Anmodningen er lukket.")

    text = _("Der sendes ikke flere påmindelser. Kommunerne kan stadig indsende deres skema.")
    return _asked(request, found, None, act, _("Luk anmodningen"), text)


@receives
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, reference: uuid.UUID, municipality: str) -> HttpResponse:
    """More time for one municipality."""
    found = _with(request, reference, municipality)
    form = ExtendDueForm(request.POST or None)

    def act() -> str:
        actions.extend_due(inquiry=found, municipality=municipality, by=person(request), **form.cleaned_data)
        return _("Fristen er udsat, og kommunen har fået besked.")

    heading = _("Udsæt fristen for {name}").format(name=place_name(municipality))
    return _asked(request, found, form, act, heading, _("Begrundelsen bliver stående ved anmodningen."))


@receives
@require_http_methods(["GET", "POST"])
def address_list(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Where mail to many municipalities goes, as a list."""
    found = find(request, reference)
    form = RecipientListForm(request.POST or None)

    def act() -> str:
        n = actions.set_addresses(inquiry=found, by=person(request), **form.cleaned_data)
        return ngettext("{n} modtager er gemt.", "{n} modtagere er gemt.", n).format(n=n)

    text = _("Adresserne bruges kun til denne anmodning. En kommune, der ikke står på listen, beholder sin.")
    return _asked(request, found, form, act, _("Modtagere som liste"), text)


@receives
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, reference: uuid.UUID, municipality: str) -> HttpResponse:
    """Where mail to one municipality goes."""
    found = _with(request, reference, municipality)
    row = found.recipients.get(municipality=municipality)
    form = RecipientAddressForm(request.POST or None, initial={"address": row.address})

    def act() -> str:
        actions.set_address(inquiry=found, municipality=municipality, by=person(request), **form.cleaned_data)
        return _("Modtageren er gemt.")

    heading = _("Modtager i {name}").format(name=place_name(municipality))
    return _asked(request, found, form, act, heading, _("Adressen bruges kun til denne anmodning."))


def _with(request: HttpRequest, reference: uuid.UUID, municipality: str) -> Inquiry:
    found = find(request, reference)
    if not found.recipients.filter(municipality=municipality).exists():
        raise Http404
    return found


@receives
@never_cache
@gzip_page
@require_GET
def answers(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The answers of the forms that were sent, a point at a time in one table."""
    found = find(request, reference)
    asked = answered_questions()
    given = answers_of(found)
    points = sorted({point for _key, _text, point in asked})
    answered = [p for key, _text, p in asked if any(texts.get(key) for _name, texts in given)]
    wanted = request.GET.get("punkt", "")
    first = answered[0] if answered else points[0]
    point = int(wanted) if wanted.isdecimal() and int(wanted) in points else first
    columns = [(key, text) for key, text, number in asked if number == point]
    rows = [(name, [texts.get(key, "") for key, _text in columns]) for name, texts in given]
    context = {
        "inquiry": found,
        "points": points,
        "point": point,
        "columns": columns,
        "rows": rows,
        "crumbs": _crumbs(found, (_("Svarene"), None)),
    }
    return render(request, "inquiries/answers.html", context)


@receives
@never_cache
@require_GET
def answers_csv(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """All answers in one file, municipalities down and questions across."""
    found = find(request, reference)
    asked = answered_questions()
    head = [_("Kommune"), *(f"{point}. {text}" for _key, text, point in asked)]
    lines = [
        [name, *(texts.get(key, "") for key, _text, _point in asked)] for name, texts in answers_of(found)
    ]
    name = f"svar-{found.slug}-{found.period}.csv"
    return download(rows_to_csv([head, *lines]), name=name, media_type="text/csv")


def _asked(  # noqa: PLR0917
    request: HttpRequest,
    found: Inquiry,
    form: django_forms.Form | None,
    act: Callable[[], str],
    heading: str,
    text: str,
) -> HttpResponse:
    return ask_and_act(
        request,
        act,
        form=form,
        cancel_url=reverse(ONE, args=[found.reference]),
        heading=heading,
        text=text,
        submit=heading if form is None else _("Gem"),
        crumbs=_crumbs(found, (heading, None)),
        name=found.title,
    )
