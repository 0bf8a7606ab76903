"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.experiments.checks import check_definitions
from frirum.web.experiments.models import DefinitionVersion, Draft, DraftAnswer, Withdrawal
from frirum.web.experiments.shipped import load_catalogue
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import EventType, InitStep, MenuItem, Registration, SealedRows, immutable

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Forsøg"),
            route="experiments:list",
            order=100,
            description=_(
                "Hvilken regel der blev fraveget, for hvem, hvor og hvornår, og hvad der kom ud af det."
            ),
        ),
        MenuItem(
            label=_("Kladder"),
            route="experiments:drafts",
            order=300,
            description=_("Definitioner af forsøg, som jeres organisation er ved at skrive."),
            needs=(Permission.EDIT_EXPERIMENT,),
        ),
    ),
    events=(
        EventType("definition.published", _("udgav version {number} af definitionen {slug}")),
        EventType("draft.started", _("begyndte en kladde til {slug}")),
        EventType("draft.saved", _("gemte en kladde til {slug}")),
        EventType("draft.discarded", _("kasserede en kladde til {slug}")),
        EventType("draft.sent", _("sendte kladden til {slug} til bekræftelse og godkendelse")),
        EventType("draft.confirmed", _("bekræftede, at kommunen er med i {slug}")),
        EventType("draft.sent_back", _("sendte kladden til {slug} tilbage")),
        EventType("draft.opened", _("åbnede kladden til {slug} igen")),
        EventType("draft.built_on", _("tog den nyeste version af {slug} med i kladden")),
        EventType("draft.approved", _("godkendte kladden til {slug}")),
        EventType("draft.published", _("gjorde kladden til {slug} offentlig")),
        EventType("definition.withdrawn", _("trak version {number} af definitionen {slug} tilbage")),
        EventType("draft.restored", _("hentede en kasseret kladde til {slug} tilbage")),
    ),
    sealed=(
        SealedRows("definition_version", DefinitionVersion),
        SealedRows("draft", Draft),
        SealedRows("draft_answer", DraftAnswer),
        SealedRows("definition_withdrawal", Withdrawal),
    ),
    guards=(immutable(DefinitionVersion), immutable(DraftAnswer), immutable(Withdrawal)),
    checks=(check_definitions,),
    preparation=(InitStep(_("Det medfølgende katalog"), 20, load_catalogue),),
)
