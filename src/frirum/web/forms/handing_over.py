"""Who is told when a form goes from one to the other, and what waits for each on the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.forms.models import EvaluationForm, FormState
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.access import keys_with, may
from frirum.web.organisations.holders import holders
from frirum.web.organisations.models import User
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import WaitingLine
from frirum.web.trail.actors import Actor


def form_sent(form: EvaluationForm, *, by: Actor) -> None:
    """Tell those who receive forms."""
    _tell(
        form,
        holders(Permission.RECEIVE_FORM, None),
        what="sent",
        subject=lambda: _("Evalueringsskema indsendt: {form}"),
        says=lambda: _(
            "{municipality} har indsendt evalueringsskemaet. Kvittér for det, eller send det tilbage."
        ).format(municipality=place_name(form.organisation)),
        by=by,
    )


def form_received(form: EvaluationForm, *, by: Actor) -> None:
    """Tell those who sent it."""
    _tell(
        form,
        _senders(form),
        what="received",
        subject=lambda: _("Evalueringsskema modtaget: {form}"),
        says=lambda: _("Ministeriet har kvitteret for evalueringsskemaet."),
        by=by,
    )


def form_sent_back(form: EvaluationForm, *, by: Actor) -> None:
    """Tell those who sent it; what the ministry wrote stands on the form's page."""
    _tell(
        form,
        _senders(form),
        what="back",
        subject=lambda: _("Evalueringsskema sendt tilbage: {form}"),
        says=lambda: _(
            "Ministeriet har sendt evalueringsskemaet tilbage med bemærkninger. Punkt 6-10 er åbne igen."
        ),
        by=by,
    )


def _senders(form: EvaluationForm) -> list[User]:
    return holders(Permission.SUBMIT_FORM, form.organisation)


def _tell(
    form: EvaluationForm,
    people: list[User],
    *,
    what: str,
    subject: Callable[[], str],
    says: Callable[[], str],
    by: Actor,
) -> None:
    tell(
        people,
        once=f"form:{form.reference}:{form.submission}:{what}",
        subject=lambda: subject().format(form=f"{form.slug}, {form.period_title}"),
        says=says,
        path=reverse("forms:form", args=[form.reference]),
        by=by,
    )


# ---- the front page ----


def waiting_forms(request: HttpRequest) -> Iterator[WaitingLine]:
    """Forms to acknowledge for the ministry; forms that came back for those who send them."""
    if may(request.user, Permission.RECEIVE_FORM):
        with scopes_disabled():
            sent = list(EvaluationForm.objects.filter(state=FormState.SUBMITTED))
        for form in sent:
            assert form.submitted_at is not None
            day = form.submitted_at.astimezone(clock.COPENHAGEN).date()
            says = _("Evalueringsskema indsendt {day}, venter på kvittering.").format(day=format_date(day))
            yield _line(form, says)
    own = keys_with(request.user, Permission.SUBMIT_FORM)
    for form in EvaluationForm.objects.filter(
        state=FormState.LOCKED, organisation__in=own, returns__isnull=False
    ):
        yield _line(form, _("Evalueringsskema sendt tilbage med bemærkninger."))


def _line(form: EvaluationForm, says: str) -> WaitingLine:
    experiment = current_catalogue().experiments.get(form.slug)
    title = own_title(experiment) if experiment else form.slug
    href = reverse("forms:form", args=[form.reference])
    return WaitingLine(title, says, href, place_name(form.organisation))
