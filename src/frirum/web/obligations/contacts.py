"""What extracts of the case system tell was done: contacts that fulfil a duty, so that nobody marks them by hand.

Nothing is copied. A row that is corrected or taken back changes the deadlines at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from frirum.core.catalogue.casework import ContactKind, Obligation
from frirum.core.extracts.kinds import CONTACTS
from frirum.core.law.due_use import Done, UseFacts
from frirum.web.extracts.models import ExtractRow, RowState
from frirum.web.extracts.reading import who
from frirum.web.uses.citizens import former_lookups
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Citizen, Use

# A contact that was planned, cancelled or not turned up to fulfils nothing.
HELD = ("held", "unscheduled")
FORMS = (ContactKind.PERSONAL_INTERVIEW, ContactKind.PHONE, ContactKind.DIGITAL, ContactKind.GROUP)
Contact = Mapping[str, Any]


def contacts_of(uses: Sequence[Use]) -> Mapping[int, Sequence[Contact]]:
    """Citizen's key -> the contacts held with the citizen, as the extracts in force have them."""
    places = Q(organisation__in={use.organisation for use in uses})
    is_one = len(uses) == 1
    citizens = Citizen.objects.filter(Q(pk=uses[0].citizen_id) if is_one else places)
    former = former_lookups(citizens)
    named = {
        name: citizen.pk for citizen in citizens for name in (*_names(citizen), *former.get(citizen.pk, ()))
    }
    rows = ExtractRow.objects.filter(places, kind=CONTACTS, state=RowState.CURRENT)
    if is_one:
        rows = rows.filter(person__who__in=list(named))
    found: dict[int, list[Contact]] = defaultdict(list)
    for name, values in rows.order_by("pk").values_list("person__who", "values"):
        if name in named and values.get("state") in HELD:
            found[named[name]].append(values)
    return found


def _names(citizen: Citizen) -> Iterator[str]:
    """What rows about the citizen stand under: by CPR number, and by the case system's number."""
    if citizen.cpr_lookup:
        yield citizen.cpr_lookup
    if citizen.case_number:
        yield who(Identity(case_number=citizen.case_number))


def held_in(use: UseFacts, contacts: Iterable[Contact]) -> Iterator[Done]:
    """The contacts that fulfil a duty of the use while it ran; none on a day that was marked by hand."""
    for duty in use.obligations():
        days = {dt.date.fromisoformat(contact["on"]) for contact in contacts if fulfils(duty, contact)} - {
            done.on for done in use.done_of(duty.id)
        }
        for day in sorted(days):
            if use.begun_on <= day and (use.ended_on is None or day <= use.ended_on):
                # The day is the number: it stays when rows come and go, and no hand gets so far.
                yield Done(duty.id, int(f"{day:%Y%m%d}"), day, is_extract=True)


def fulfils(duty: Obligation, contact: Contact) -> bool:
    """Whether the contact is of a kind, and in a form, that fulfils the duty in the experiment.

    A contact whose form the extract leaves out counts only where every form does.
    """
    if contact.get("kind") not in duty.met_by:
        return False
    rule = duty.experiment or duty.ordinary
    if rule is None or not rule.contacts:
        return True
    how = {contact.get("form"), contact.get("held_by")} - {None, ""}
    return bool(how & set(rule.contacts)) or (not contact.get("form") and set(FORMS) <= set(rule.contacts))
