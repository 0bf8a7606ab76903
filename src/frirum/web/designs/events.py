"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, receipts, sealed, verification
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.designs import models, verifying

    event("design.begun", _("begyndte evalueringsdesignet for {slug}"))
    event("design.step_saved", _("skrev i trinet {step} af evalueringsdesignet for {slug}"))
    event("design.submitted", _("sendte version {version} af evalueringsdesignet for {slug} til sparring"))
    event("design.withdrawn", _("hentede evalueringsdesignet for {slug} tilbage til kladde"))
    event("design.commented", _("kommenterede version {version} af evalueringsdesignet for {slug}"))
    event("design.approved", _("godkendte version {version} af evalueringsdesignet for {slug}"))
    event("design.sent_back", _("sendte version {version} af evalueringsdesignet for {slug} tilbage"))
    event("design.locked", _("låste evalueringsdesignet for {slug}"))
    event("design.amended", _("lavede ændring {number} i evalueringsdesignet for {slug}"))
    event("design.outcomes_seen", _("så udfald af {slug}"))
    for model in (
        models.Design,
        models.DesignStep,
        models.DesignVersion,
        models.ReviewNote,
        models.DesignLock,
        models.DesignAmendment,
        models.OutcomesSeen,
    ):
        sealed.register(model)
    guards.frozen_when(models.Design, "OLD.state = 'locked'")
    guards.frozen_when(models.DesignStep, "OLD.locked")
    for model in (
        models.DesignVersion,
        models.ReviewNote,
        models.DesignLock,
        models.DesignAmendment,
        models.OutcomesSeen,
    ):
        guards.immutable(model)
    verification.register(verifying.check_designs)
    receipts.register("design", verifying.check_receipt_part)
