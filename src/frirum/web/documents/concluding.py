"""A table of conclusions from the forms received: who has sent one, what each says, and the table a person merges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django_scopes import scopes_disabled

from frirum.core.catalogue.datasets.dataset import municipality_name
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.reporting import ReportingPeriod
from frirum.core.documents.conclusions import ConcludedRow, TracedSentence, traced
from frirum.core.documents.kinds import written_conclusions
from frirum.core.documents.passages import slot
from frirum.core.documents.prose import sentences
from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.report.blocks import Document, Heading, Passage, Prose, prose
from frirum.core.vocabulary.danish import format_date, sort_key
from frirum.web import clock
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.forms.content import texts_of
from frirum.web.forms.models import EvaluationForm, FormState
from frirum.web.organisations.names import place_name

CONCLUSION = "conclusion.overall"
FOREWORD = "indledning"


@dataclass(frozen=True)
class ReceivedForm:
    """What one municipality concluded: its sentences, each with the form as its place."""

    municipality: int
    form: EvaluationForm
    sentences: tuple[TracedSentence, ...]


def periods_of(network: Network) -> dict[str, str]:
    """Id -> title of the reporting periods that the network's experiments have."""
    found: dict[str, str] = {}
    for experiment in experiments_in(network):
        for period in experiment.reporting_periods:
            found.setdefault(period.id, period.title)
    return found


def experiments_in(network: Network) -> list[Experiment]:
    """The network's experiments in its own order."""
    every = current_catalogue().experiments
    return [every[slug] for slug in network.experiments if slug in every]


def rows_wanted(network: Network, period: str) -> list[Experiment]:
    """The experiments that report in the period."""
    return [one for one in experiments_in(network) if any(p.id == period for p in one.reporting_periods)]


def received(slug: str, period: str) -> list[ReceivedForm]:
    """The forms that were received for an experiment in a period, by municipality."""
    with scopes_disabled():
        forms = list(
            EvaluationForm.objects.filter(slug=slug, period=period, state=FormState.RECEIVED).order_by(
                "organisation"
            )
        )
        return [
            ReceivedForm(int(one.organisation), one, _sentences(one))
            for one in forms
            if one.organisation.isdigit()
        ]


def _sentences(form: EvaluationForm) -> tuple[TracedSentence, ...]:
    day = format_date(form.received_at.astimezone(clock.COPENHAGEN).date()) if form.received_at else ""
    place = _("{municipality}, evalueringsskema {period}, punkt 8, modtaget {day}").format(
        municipality=place_name(form.organisation), period=form.period_title, day=day
    )
    return tuple(TracedSentence(said, place) for said in sentences(texts_of(form).get(CONCLUSION, "")))


def conclusion_proposal(section: DocumentSection) -> str:
    """What the received forms conclude, a paragraph for each; a sentence that several have stands once."""
    seen: set[str] = set()
    parts = []
    for one in received(section.key, section.document.period):
        said = [sentence.text for sentence in one.sentences if sentence.text not in seen]
        seen.update(said)
        parts.append(" ".join(said))
    return "\n\n".join(filter(None, parts))


def traced_section(section: DocumentSection) -> tuple[TracedSentence, ...]:
    """Each sentence of a row with the form it is from."""
    forms = received(section.key, section.document.period)
    return traced(section.text, (sentence for one in forms for sentence in one.sentences))


def owing(experiment: Experiment, period: str) -> tuple[int, ...]:
    """The municipalities that took part in the period and whose form is not received."""
    found = next((one for one in experiment.reporting_periods if one.id == period), None)
    if found is None:
        return ()
    have = {one.municipality for one in received(experiment.slug, period)}
    return tuple(
        sorted(set(_took_part(experiment, found)) - have, key=lambda code: sort_key(municipality_name(code)))
    )


def _took_part(experiment: Experiment, period: ReportingPeriod) -> Iterator[int]:
    for stay in experiment.participation:
        begun = stay.start is None or period.end is None or stay.start <= period.end
        still = stay.end is None or period.start is None or stay.end >= period.start
        if begun and still:
            yield stay.municipality


def conclusions_of(found: LivingDocument, *, date: dt.date | None) -> Document:
    """The table as it stands: a row for each experiment with its municipalities, and each sentence's form."""
    catalogue = current_catalogue()
    network = catalogue.networks[found.slug]
    sections = {one.key: one for one in found.sections.all()}
    experiments = [one for one in experiments_in(network) if one.slug in sections]
    title = _("Kommunernes egne konklusioner af evalueringer: {network}").format(
        network=own_text(network, "title")
    )
    foreword = sections[FOREWORD].text if FOREWORD in sections else ""
    said: tuple[Prose, ...] = prose(foreword)
    if not said and found.is_open:
        said = tuple(slot(_("den, der samler tabellen")))
    before = (Heading(_("Indledning")), Passage(FOREWORD, said, found.is_open)) if said else ()
    return written_conclusions(
        network,
        catalogue,
        tuple(_row(one, sections[one.slug]) for one in experiments),
        title=title,
        period=periods_of(network).get(found.period, found.period),
        before=before,
        is_open=found.is_open,
        date=date,
    )


def _row(experiment: Experiment, section: DocumentSection) -> ConcludedRow:
    forms = received(experiment.slug, section.document.period)
    return ConcludedRow(
        experiment.slug,
        own_text(experiment, "short_title"),
        tuple(one.municipality for one in forms),
        own_text(experiment, "summary"),
        traced_section(section),
        owing(experiment, section.document.period),
        section.text,
    )
