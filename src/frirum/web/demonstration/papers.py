"""A form that is written and sent, and a note that two are writing."""

from __future__ import annotations

import datetime as dt

from frirum.core.documents.final import WrittenKind
from frirum.web import clock
from frirum.web.demonstration.people import OWNER, Staff
from frirum.web.documents.actions import begin_document, save_section
from frirum.web.documents.models import DocumentSection
from frirum.web.forms.actions import begin_form, lock_points, save_point, submit
from frirum.web.forms.content import keys_of_point
from frirum.web.forms.models import EvaluationForm, FormEntry
from frirum.web.organisations.models import User

PERIOD = "foerste-halvaar"
_POINTS = {
    1: "Borgeren kan vælge, at der følges op efter 6 måneder i stedet for 3 (syntetisk).",
    2: "At bruge samtalerne, hvor de gør en forskel (syntetisk).",
    3: "At lige så mange kommer i arbejde (syntetisk).",
    4: "Tilsyn hvert halve år og et spørgeskema til rådgiverne (syntetisk).",
    5: "Borgeren kan altid bede om en samtale (syntetisk).",
    7: "Tilsynet viste, at borgerne selv har valgt det (syntetisk).",
    8: "Der kan endnu ikke siges noget om beskæftigelsen (syntetisk).",
}
_LAST_BEFORE_START = 5


def write_papers(slug: str, people: Staff, half: dt.date) -> None:
    """The form of the first half year is sent in; an interim note is begun."""
    with clock.at(dt.datetime.combine(half + dt.timedelta(days=30), dt.time(12), dt.UTC)):
        form = begin_form(slug=slug, period=PERIOD, organisation=OWNER, by=people.coordinator)
        for number, text in _POINTS.items():
            if number > _LAST_BEFORE_START and not form.is_locked:
                form = lock_points(form=form, by=people.coordinator)
            _write(form, number, text, people.coordinator)
        submit(form=EvaluationForm.objects.get(pk=form.pk), by=people.coordinator)
    document = begin_document(slug=slug, kind=WrittenKind.INTERIM, organisation=OWNER, by=people.coordinator)
    first = DocumentSection.objects.filter(document=document).order_by("number")[0]
    save_section(
        section=first,
        text="Notatet er opdigtet til demonstration.",
        revision=first.revision,
        by=people.coordinator,
    )


def _write(form: EvaluationForm, number: int, text: str, by: User) -> None:
    keys = keys_of_point(number)
    revision = sum(entry.revision for entry in FormEntry.objects.filter(form=form, field__in=keys))
    save_point(form=form, number=number, texts={keys[0]: text}, revision=revision, by=by)
