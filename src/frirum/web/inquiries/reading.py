"""Who was asked, who has answered, who owes, and what was answered: read from the municipalities' own forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django_scopes import scopes_disabled

from frirum.core.catalogue.evaluation_form import LAST_POINT_BEFORE_START, questions
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import all_municipalities, by_code, by_name
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.forms.content import texts_of
from frirum.web.forms.models import EvaluationForm, FormState
from frirum.web.inquiries.models import Inquiry, InquiryRecipient, InquiryState
from frirum.web.organisations.models import Membership
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES

_SENT = (FormState.SUBMITTED, FormState.RECEIVED)
_MAY_SEND = [slug for slug, role in ROLES.items() if Permission.SUBMIT_FORM in role.permissions]


class FormStanding(StrEnum):
    """Where a municipality stands."""

    RECEIVED = "received"
    SUBMITTED = "submitted"
    WAITING = "waiting"
    LATE = "late"


@dataclass(frozen=True)
class RecipientLine:
    """A municipality at a glance.

    Attributes:
        form: what it sent, None while it owes.
        addresses: where mail goes; () where nobody is known.
    """

    recipient: InquiryRecipient
    name: str
    form: EvaluationForm | None
    standing: FormStanding
    addresses: tuple[str, ...]

    @property
    def owes(self) -> bool:
        """Whether nothing has come."""
        return self.form is None


def participants(slug: str, *, everybody: bool) -> list[str]:
    """The keys of the municipalities that are asked: those that take part, or all 98."""
    if everybody:
        return [str(one.code) for one in all_municipalities()]
    experiment = current_catalogue().experiment(slug)
    return sorted({str(stay.municipality) for stay in experiment.participation})


def sent_forms(inquiry: Inquiry) -> dict[str, EvaluationForm]:
    """The forms that were sent for it, by municipality. What is not sent is the municipality's own."""
    with scopes_disabled():
        found = EvaluationForm.objects.filter(slug=inquiry.slug, period=inquiry.period, state__in=_SENT)
        return {form.organisation: form for form in found}


def lines_of(inquiry: Inquiry, on: dt.date) -> list[RecipientLine]:
    """Every municipality that was asked, by name."""
    forms, addresses = sent_forms(inquiry), addresses_of(inquiry)
    found = [
        RecipientLine(
            one,
            place_name(one.municipality),
            forms.get(one.municipality),
            _standing(one, forms.get(one.municipality), on),
            addresses[one.municipality],
        )
        for one in inquiry.recipients.all()
    ]
    return sorted(found, key=lambda line: sort_key(line.name))


def _standing(one: InquiryRecipient, form: EvaluationForm | None, on: dt.date) -> FormStanding:
    if form is not None:
        return FormStanding.RECEIVED if form.state == FormState.RECEIVED else FormStanding.SUBMITTED
    return FormStanding.LATE if on > one.due_on else FormStanding.WAITING


def addresses_of(inquiry: Inquiry) -> dict[str, tuple[str, ...]]:
    """Municipality -> where mail goes: the address written here, else those who may send its form."""
    held = Membership.objects.filter(
        role__in=_MAY_SEND,
        organisation__key__in=[one.municipality for one in inquiry.recipients.all()],
        user__is_active=True,
    ).values_list("organisation__key", "user__email")
    people: dict[str, list[str]] = {}
    for key, email in held:
        people.setdefault(key, []).append(email)
    return {
        one.municipality: (one.address,)
        if one.address
        else tuple(sorted(set(people.get(one.municipality, []))))
        for one in inquiry.recipients.all()
    }


def open_to(keys: Iterable[str]) -> list[tuple[Inquiry, InquiryRecipient]]:
    """What these municipalities are asked for and have not sent."""
    with scopes_disabled():
        asked = list(
            InquiryRecipient.objects.filter(
                municipality__in=list(keys), inquiry__state=InquiryState.SENT
            ).select_related("inquiry")
        )
    forms = {one.inquiry_id: sent_forms(one.inquiry) for one in asked}
    return [(one.inquiry, one) for one in asked if one.municipality not in forms[one.inquiry_id]]


AnswerRow = tuple[str, dict[str, str]]


def answered_questions() -> list[tuple[str, str, int]]:
    """(key, text, point) of what is answered after the run."""
    return [
        (question.key, question.text, point.number)
        for point, question in questions()
        if point.number > LAST_POINT_BEFORE_START
    ]


def answers_of(inquiry: Inquiry) -> list[AnswerRow]:
    """Municipality and its answers by question, of the forms that were sent; in the order of names."""
    asked = {one.municipality for one in inquiry.recipients.all()}
    with scopes_disabled():
        found = [
            (place_name(key), texts_of(form)) for key, form in sent_forms(inquiry).items() if key in asked
        ]
    return sorted(found, key=lambda row: sort_key(row[0]))


def addresses_written(text: str, asked: Container[str]) -> tuple[dict[str, str], list[str]]:
    """Code -> address as lines of a list have it, and the lines that cannot be read, each with why.

    Args:
        text: a line for each municipality: its name or code, `;`, `,` or a tab, its address.
        asked: codes of the municipalities that are asked.
    """
    found: dict[str, str] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, *rest = (part.strip() for part in re.split(r"[;,\t]", line, maxsplit=1))
        address = rest[0] if rest else ""
        place = by_code(name) or by_name(name)
        if place is None or str(place.code) not in asked:
            faults.append(_("{n} ({name}: ikke en kommune, der spørges).").format(n=number, name=name))
        elif not _is_address(address):
            faults.append(_("{n} ({name}: ingen gyldig mailadresse).").format(n=number, name=name))
        else:
            found[str(place.code)] = address.lower()
    return found, faults


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
