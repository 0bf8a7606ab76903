"""What designs add to the front page: the one the reader is asked to read, and experiments that near their start
without a locked design.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.standing import AHEAD, standing
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.models import Design
from frirum.web.designs.pages import title_of
from frirum.web.designs.people import is_reviewer, may_read_designs, visible_designs
from frirum.web.designs.supplements import national_design, supplement_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import WaitingLine


def waiting(request: HttpRequest) -> Iterator[WaitingLine]:
    """The lines for this reader."""
    if may_read_designs(request):
        yield from _lines(request, clock.today())


def _lines(request: HttpRequest, today: dt.date) -> Iterator[WaitingLine]:
    designs = visible_designs(request)
    experiments = current_catalogue().experiments
    for one in designs:
        experiment = experiments.get(one.slug)
        start = start_ahead(experiment, today) if experiment else None
        if is_reviewer(request, one):
            href = reverse("designs:review", args=[one.reference])
            yield _line(one, _("Du er bedt om at læse designet."), href, start)
        elif start is not None and not one.is_locked:
            says = _("{start} Designet er ikke låst: {state}.").format(
                start=_starts(start, today), state=str(one.get_state_display()).lower()
            )
            yield _line(one, says, reverse("designs:design", args=[one.reference]), start)
    yield from _supplements_lacking(request, today)
    begun = {(one.slug, one.organisation) for one in designs}
    keys = sorted(keys_with(request.user, Permission.EDIT_EXPERIMENT))
    own = {key: experiments_of([key]) for key in keys}
    for experiment in experiments.values():
        start = start_ahead(experiment, today)
        lacking = [
            key
            for key in keys
            # A network's design is its municipalities'.
            if experiment.slug in own[key]
            and national_design(experiment.slug) is None
            and key != experiment.network
            and (experiment.slug, key) not in begun
        ]
        if start is not None and lacking:
            says = _("{start} Der er ikke begyndt et design.").format(start=_starts(start, today))
            owners = ", ".join(organisation_name(key) for key in lacking)
            yield WaitingLine(own_title(experiment), says, _begin(experiment), owners, start)


def _supplements_lacking(request: HttpRequest, today: dt.date) -> Iterator[WaitingLine]:
    """The locked designs of national trials to which an own municipality has confirmed no supplement."""
    keys = sorted(key for key in keys_with(request.user, Permission.EDIT_EXPERIMENT) if key.isdigit())
    for key in keys:
        for slug, experiment in experiments_of([key]).items():
            one = national_design(slug)
            if one is None or not one.is_locked or standing(experiment, today).is_over:
                continue
            mine = supplement_of(one, key)
            if mine is None or mine.confirmed_at is None:
                href = f"{reverse('designs:supplement', args=[slug])}?kommune={key}"
                says = _("Det lokale tillæg til designet er ikke bekræftet.")
                yield WaitingLine(
                    own_title(experiment), says, href, organisation_name(key), start_ahead(experiment, today)
                )


def _begin(experiment: Experiment) -> str:
    return f"{reverse('designs:begin')}?forsoeg={experiment.slug}"


def _line(design: Design, says: str, href: str, start: dt.date | None) -> WaitingLine:
    return WaitingLine(title_of(design), says, href, organisation_name(design.organisation), start)


def start_ahead(experiment: Experiment, today: dt.date) -> dt.date | None:
    """The first stated day of an experiment that has not begun; None where it has, or no source says when."""
    starts = [period.start for period in experiment.periods if period.start]
    if experiment.status not in AHEAD or not starts or min(starts) <= today:
        return None
    return min(starts)


def _starts(start: dt.date, today: dt.date) -> str:
    days = (start - today).days
    return ngettext("Begynder om {n} dag, {date}.", "Begynder om {n} dage, {date}.", days).format(
        n=days, date=format_date(start)
    )
