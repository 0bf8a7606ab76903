"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.kinds import kinds
from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import name_detail
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.extracts.models import Batch, ExtractRow, SavedMapping

    event("extract.brought", _("hentede udtræk {number} ind ({extract_kind})"))
    event("extract.mapped", _("pegede kolonnerne ud i udtræk {number}"))
    event("extract.seen", _("så de første rækker af udtræk {number}"))
    event("extract.read", _("læste udtræk {number} (rækker: {rows})"))
    event("extract.acceptance_ordered", _("bad om at få udtræk {number} gemt"))
    event("extract.accepted", _("gemte udtræk {number} (rækker taget: {accepted})"))
    event("extract.discarded", _("lagde udtræk {number} væk"))
    event("extract.withdrawn", _("fortrød udtræk {number}"))
    event("extract.expired", _("slettede rækkerne i udtræk {number}, hvis frist var udløbet"))
    names = {kind.id: kind for kind in kinds()}
    name_detail("extract_kind", lambda name: names[name].label if name in names else name)
    sealed.register(Batch)
    sealed.register(SavedMapping)
    guards.immutable(SavedMapping)
    guards.frozen_when(
        Batch,
        "OLD.state IN ('accepted', 'withdrawn', 'discarded')",
        may_change=("state", "decided_by", "decided_at", "reason", "decision", "rows_deleted_on"),
    )
    # A row that was kept never changes what it says; only how it stands, and after its date it may go.
    guards.frozen_when(
        ExtractRow,
        "OLD.state NOT IN ('staged', 'expired')",
        may_change=("state", "ended_by_id", "replaces_id", "use", "identity_sealed"),
    )
