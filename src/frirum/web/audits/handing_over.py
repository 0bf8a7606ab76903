"""Who is told when an audit goes from one to another, and the cases that wait for a second reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_date
from frirum.web.audits.models import AuditCase, AuditRound, QueryLine, RoundFeedback, RoundState
from frirum.web.audits.people import feedback_for, people_for_queries
from frirum.web.audits.reviewing import asked_by_second, asked_in, lacking
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.holders import accounts_of, holders
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import WaitingLine
from frirum.web.trail.actors import Actor


def asked_about(line: QueryLine, *, by: Actor) -> None:
    """Tell whose turn it is: the owner of a question, or the one who asked it where the owner has answered."""
    query = line.query
    answered = by.trail_reference == query.owner
    tell(
        accounts_of(query.opened_by if answered else query.owner),
        once=f"audit-query:{query.reference}:{line.pk}",
        subject=lambda: (
            _("Svar på dit spørgsmål til en sag i et tilsyn")
            if answered
            else _("Spørgsmål til en sag i et tilsyn")
        ),
        says=lambda: (
            _("Dit spørgsmål er besvaret. Luk det, eller spørg videre.")
            if answered
            else _("Et spørgsmål venter på dit svar senest den {day}.").format(day=format_date(query.due_on))
        ),
        path=reverse("audits:query", args=[query.reference]),
        by=by,
    )


def fed_back(given: RoundFeedback, *, by: Actor) -> None:
    """Tell those who are told of the round by its definition, and nobody else."""
    told = [
        one for one in people_for_queries(given.organisation) if given.pk in {f.pk for f in feedback_for(one)}
    ]
    tell(
        told,
        once=f"audit-feedback:{given.round.reference}",
        subject=lambda: _("Tilbagemelding fra et tilsyn"),
        says=lambda: _("En tilsynsrunde er meldt tilbage. Læs, hvad den viste, og hvad der gøres ved det."),
        path=reverse("audits:feedback", args=[given.round.reference]),
        by=by,
    )


def second_wanted(case: AuditCase, *, by: Actor) -> None:
    """Tell the other reviewers, once a round, that a case which somebody has reviewed waits for another's answers."""
    if not waits_for_second(case):
        return
    round_ = case.round
    tell(
        holders(Permission.AUDIT_CASES, round_.organisation),
        once=f"audit-second:{round_.reference}",
        subject=lambda: _("Sager i et tilsyn venter på en anden bedømmer"),
        says=lambda: _(
            "En kollega har gennemgået sager, som en anden skal bedømme uden at se svarene. De står på rundens side."
        ),
        path=reverse("audits:round", args=[round_.reference]),
        by=by,
    )


def waits_for_second(case: AuditCase) -> bool:
    """Whether the first review is done, another's is asked for, and there is none."""
    return (
        bool(case.answers)
        and bool(asked_by_second(case))
        and not lacking(case, asked_in(case.round))
        and not case.seconds.exists()
    )


def waiting_seconds(request: HttpRequest) -> Iterator[WaitingLine]:
    """A line of the front page for each open round with cases that wait for the reader as the second reviewer."""
    keys = keys_with(request.user, Permission.AUDIT_CASES)
    if not keys:
        return
    own = person(request)
    for round_ in AuditRound.objects.filter(organisation__in=keys, state=RoundState.OPEN).order_by("pk"):
        cases = round_.cases.filter(seconds__isnull=True).exclude(reviewed_by="").select_related("round")
        n = sum(waits_for_second(one) and not is_among(own, [one.reviewed_by]) for one in cases)
        if n:
            experiment = current_catalogue().experiments.get(round_.slug)
            says = ngettext(
                "{n} sag i et tilsyn venter på en anden bedømmer.",
                "{n} sager i et tilsyn venter på en anden bedømmer.",
                n,
            ).format(n=n)
            yield WaitingLine(
                own_title(experiment) if experiment else round_.slug,
                says,
                reverse("audits:round", args=[round_.reference]),
                organisation_name(round_.organisation),
            )
