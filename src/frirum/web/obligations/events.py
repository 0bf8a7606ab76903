"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.obligations.models import Completion, Escalation, WeeklyDigest

    event("due.done", _("markerede en frist som overholdt i en brug af {slug}"))
    event("due.undone", _("fortrød at markere en frist som overholdt i en brug af {slug}"))
    event("due.listed", _("så listen over frister ({count})"))
    event("due.exported", _("hentede listen over frister som fil ({count})"))
    event("due.told", _("meldte {count} overskredne frister til lederen"))
    event("due.mail_chosen", _("valgte, hvor ofte mail om frister kommer"))
    for model in (Completion, Escalation, WeeklyDigest):
        sealed.register(model)
    guards.immutable(Completion, may_change=("undone_by", "undone_at"))
    guards.immutable(Escalation)
