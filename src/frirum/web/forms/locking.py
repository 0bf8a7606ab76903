"""What the lock of an evaluation form is of: the answers to points 1-5."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from frirum.core.catalogue.evaluation_form import LAST_POINT_BEFORE_START, questions
from frirum.core.language import gettext as _
from frirum.core.law.watch import running_period
from frirum.core.locking.chain import LOCK
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.forms.models import EvaluationForm, FormAmendment, FormLock, FormState
from frirum.web.locking.kinds import LockedKind
from frirum.web.organisations.names import organisation_name


def is_before_start(key: str) -> bool:
    """Whether the answer is locked with points 1-5."""
    return any(
        question.key == key for point, question in questions() if point.number <= LAST_POINT_BEFORE_START
    )


class LockedForm(LockedKind):
    """A form: its locked parts are answers."""

    key = "form"
    model = EvaluationForm
    lock_model = FormLock
    says_locked = ~Q(state=FormState.DRAFT)
    parts_name = "points"

    def parts(self, thing: EvaluationForm) -> Mapping[str, Any]:
        """Key of an answer -> its text."""
        return {one.field: one.text for one in thing.entries.all() if is_before_start(one.field)}

    def amended(self, amendment: FormAmendment) -> Mapping[str, Any]:
        """The answer, as it reads from then on."""
        return {"field": amendment.field, "text": amendment.text}

    def rows(self, thing: EvaluationForm) -> Iterable[Model]:
        """The form and its locked answers."""
        return [thing, *(one for one in thing.entries.all() if is_before_start(one.field))]

    def also(self, thing: EvaluationForm, lock: FormLock | None) -> Mapping[str, Any]:
        """The reporting period."""
        return {"period": thing.period}

    def begun_on(self, thing: EvaluationForm) -> dt.date | None:
        """The first day of the experiment."""
        experiment = current_catalogue().experiments.get(thing.slug)
        return running_period(experiment).first if experiment else None

    def part_title(self, key: str) -> str:
        """A question."""
        text = next((question.text for _point, question in questions() if question.key == key), key)
        return _("Svaret på »{question}«").format(question=text)

    def name(self) -> str:
        """A form."""
        return _("Skemaet")

    def heading(self, number: int) -> str:
        """What the receipt is for."""
        if number == LOCK:
            return _("Kvittering for låsning af evalueringsskema, punkt 1-5")
        return _("Kvittering for ændring {n} af et låst evalueringsskema").format(n=number)

    def subject(self, thing: EvaluationForm, number: int) -> str:
        """What its mail is about."""
        if number == LOCK:
            return _("Kvittering: evalueringsskema låst, {slug}").format(slug=thing.slug)
        return _("Kvittering: ændring {n} af evalueringsskema, {slug}").format(n=number, slug=thing.slug)

    def facts(self, thing: EvaluationForm) -> list[str]:
        """The experiment, the period, whose form it is, and what it was begun from."""
        experiment = current_catalogue().experiments.get(thing.slug)
        return [
            _("Forsøg: {title} ({slug})").format(
                title=experiment.short_title if experiment else thing.slug, slug=thing.slug
            ),
            _("Periode: {period}").format(period=thing.period_title),
            _("Organisation: {key}").format(key=organisation_name(thing.organisation)),
            _("Definition: version {n}, SHA-256 {hash}").format(
                n=thing.definition_number, hash=thing.definition_sha256
            ),
        ]


FORM = LockedForm()
