"""What uptake and the law watch propose for the evaluation form: counts as they may leave the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.experiment import Part
from frirum.core.language import own_text
from frirum.core.uptake.words import untold_said
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.following.answers import questions
from frirum.web.following.readings import Reading, own_reading
from frirum.web.organisations.models import Organisation
from frirum.web.registration import ProposedLine


def uptake_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """How much it was used, what that number can show, and which changes of the law came meanwhile."""
    experiment = current_catalogue().experiments.get(slug)
    place = Organisation.objects.filter(key=organisation, kind="municipality").first()
    if experiment is None or place is None:
        return
    for part in experiment.parts or (None,):
        reading = own_reading(experiment, part, place, on)
        if reading is not None and reading.is_readable:
            yield from _used(experiment, part, reading)
    for one in questions(experiment, on=on):
        change = one.change
        for text in (
            *(event.what for event in change.events),
            *(own_text(event) for event in change.recorded),
        ):
            said = _("{day}: {text}").format(day=format_date(change.date), text=text)
            yield ProposedLine("results.barriers_state", said, _("lovovervågningen"), about="law")


def _used(experiment: Experiment, part: Part | None, reading: Reading) -> Iterator[ProposedLine]:
    """The count since the law last changed, and what it comes to against what the question needs."""
    name = _("{part}: ").format(part=own_text(part, "title")) if part is not None else ""
    cut = reading.meter.series.cut
    if cut is None or cut <= reading.outside_on:  # else the two are counted from different days
        day = format_date(reading.outside_on)
        when = _("frem til {day}").format(day=day)
        if cut is not None:
            when = _("fra {since}, da loven sidst blev ændret, til {day}").format(
                since=format_date(cut), day=day
            )
        source = _("den registrerede brug, som den må forlade kommunen")
        said = " ".join(filter(None, (_count(reading.outside, when), untold_said(reading.meter))))
        yield ProposedLine("results.attained", name + said, source, about="uses")
    source = _("brugen holdt op mod det, spørgsmålet kræver")
    yield ProposedLine("results.why_not", f"{name}{reading.meter.label}.", source, about="uses")


def _count(uses: int | None, when: str) -> str:
    if uses is None:
        text = _("Forsøget er brugt så få gange i kommunen {when}, at tallet ikke kan vises.")
        return text.format(when=when)
    text = ngettext(
        "Forsøget er brugt {n} gang i kommunen {when}.",
        "Forsøget er brugt {n} gange i kommunen {when}.",
        uses,
    )
    return text.format(n=uses, when=when)
