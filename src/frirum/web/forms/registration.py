"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.forms.handing_over import waiting_forms
from frirum.web.forms.keeping import JOB, keep_submitted
from frirum.web.forms.locking import FORM
from frirum.web.forms.models import (
    EvaluationForm,
    FormAmendment,
    FormEntry,
    FormLock,
    FormProposal,
    FormReturn,
    KeptDocument,
)
from frirum.web.forms.people import READERS
from frirum.web.locking.verifying import receipt_part
from frirum.web.registration import (
    EventType,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    frozen_when,
    immutable,
)

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Evalueringsskemaer"),
            route="forms:forms",
            order=250,
            description=_("Ministeriets skema med ti punkter: skriv, lås, send og modtag."),
            needs=READERS,
        ),
    ),
    waiting=(waiting_forms,),
    events=(
        EventType("form.begun", _("begyndte evalueringsskemaet for {slug}, {period}")),
        EventType("form.point_saved", _("skrev i punkt {point} af evalueringsskemaet for {slug}")),
        EventType("form.proposal_taken", _("tog et forslag fra data over i evalueringsskemaet for {slug}")),
        EventType(
            "form.proposal_rejected", _("afviste et forslag fra data til evalueringsskemaet for {slug}")
        ),
        EventType("form.locked", _("låste punkt 1-5 i evalueringsskemaet for {slug}")),
        EventType("form.amended", _("lavede ændring {number} i evalueringsskemaet for {slug}")),
        EventType("form.submitted", _("indsendte evalueringsskemaet for {slug}")),
        EventType("form.received", _("kvitterede for evalueringsskemaet for {slug}")),
        EventType("form.sent_back", _("sendte evalueringsskemaet for {slug} tilbage med bemærkninger")),
        EventType("form.kept", _("gemte det indsendte evalueringsskema for {slug} som {format}")),
    ),
    sealed=(
        SealedRows("form", EvaluationForm),
        SealedRows("form_entry", FormEntry),
        SealedRows("form_lock", FormLock),
        SealedRows("form_amendment", FormAmendment),
        SealedRows("form_proposal", FormProposal),
        SealedRows("form_return", FormReturn),
        SealedRows("kept_document", KeptDocument),
    ),
    guards=(
        frozen_when(
            EvaluationForm,
            "OLD.state <> 'draft'",
            may_change=("state", "submitted_at", "submitted_by", "received_at", "received_by"),
        ),
        frozen_when(FormEntry, "OLD.locked"),
        immutable(FormLock),
        immutable(FormAmendment),
        immutable(FormProposal),
        immutable(FormReturn),
        immutable(KeptDocument),
    ),
    locked=(FORM,),
    receipt_parts={"form": receipt_part("form")},
    jobs=(JobKind(JOB, _("Gem det indsendte evalueringsskema som filer"), keep_submitted),),
)
