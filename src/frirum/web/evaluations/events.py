"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.evaluations.models import EvaluationForm, FormAmendment, FormEntry, KeptDocument

    event("form.begun", _("begyndte evalueringsskemaet for {slug}, {period}"))
    event("form.point_saved", _("skrev i punkt {point} af evalueringsskemaet for {slug}"))
    event("form.locked", _("låste punkt 1-5 i evalueringsskemaet for {slug}"))
    event("form.amended", _("lavede ændring {number} i evalueringsskemaet for {slug}"))
    event("form.submitted", _("indsendte evalueringsskemaet for {slug}"))
    event("form.received", _("kvitterede for evalueringsskemaet for {slug}"))
    event("form.kept", _("gemte det indsendte evalueringsskema for {slug} som {format}"))
    for model in (EvaluationForm, FormEntry, FormAmendment, KeptDocument):
        sealed.register(model)
    guards.frozen_when(
        EvaluationForm,
        "OLD.lock_sha256 <> ''",
        may_change=("state", "submitted_at", "submitted_by", "received_at", "received_by"),
    )
    guards.frozen_when(FormEntry, "OLD.locked")
    guards.immutable(FormAmendment)
    guards.immutable(KeptDocument)
