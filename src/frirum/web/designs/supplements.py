"""The local supplements to the one design of a national trial: found, written and confirmed.

A supplement adds what is the municipality's own to say. It is a row of its own beside the design, so it can change
nothing in the plan that is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.designs.document.supplements import SupplementText
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.models import Design, DesignState, Supplement
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.publishing import is_national
from frirum.web.experiments.taking_part import refuse_strangers
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import organisation_name, place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

FIELDS = ("registers", "audit", "volume", "contact")
LONGEST = 2_000


def national_design(slug: str) -> Design | None:
    """The ministry's design of a national trial; None for other experiments, and before the ministry has begun one."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None or not is_national(experiment):
        return None
    ministries = Organisation.objects.filter(kind=Kind.MINISTRY).values("key")
    with scopes_disabled():  # that there is a design is no secret; what it says is read where it may be
        return Design.objects.filter(slug=slug, organisation__in=ministries).order_by("pk").first()


def supplement_of(design: Design, organisation: str) -> Supplement | None:
    """An organisation's newest supplement, confirmed or not."""
    with scopes_disabled():
        found = Supplement.objects.filter(design=design, organisation=organisation)
        return found.order_by("-number").first()


def confirmed_supplements(design: Design) -> list[Supplement]:
    """The newest confirmed supplement of each organisation: they are public."""
    with scopes_disabled():
        found = Supplement.objects.filter(design=design).exclude(confirmed_at=None).order_by("number")
        newest = {one.organisation: one for one in found}
    return sorted(newest.values(), key=lambda one: organisation_name(one.organisation))


def supplement_texts(found: Iterable[Supplement]) -> tuple[SupplementText, ...]:
    """The supplements as a document prints them, each with its sender."""
    return tuple(
        SupplementText(
            sender=organisation_name(one.organisation),
            confirmed_on=format_date(one.confirmed_at.astimezone(clock.COPENHAGEN).date()),
            rows=tuple(
                (str(field.verbose_name), getattr(one, field.name))
                for field in Supplement._meta.fields
                if field.name in FIELDS and getattr(one, field.name)
            ),
        )
        for one in found
        if one.confirmed_at is not None
    )


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def save_supplement(
    *, design: Design, organisation: str, texts: Mapping[str, str], revision: int, by: Actor
) -> Supplement:
    """Keep what an organisation writes in its supplement; after a confirmed one this begins the next number.

    Args:
        texts: by the names of `FIELDS`.
        revision: the one the writer began from, 0 for none.

    Raises:
        NotAllowed: the design is of no national trial, the organisation is not in it, or somebody else saved meanwhile.
        InputRefused: a text is too long.
    """
    hold(CASEWORK)
    _refuse_other_designs(design, organisation)
    said = {name: texts.get(name, "").strip() for name in FIELDS}
    longest = max(map(len, said.values()))
    if longest > LONGEST:
        raise InputRefused(
            _("Teksten er på {n} tegn; der er plads til {most}.").format(n=longest, most=LONGEST)
        )
    row = supplement_of(design, organisation)
    if (row.revision if row else 0) != revision:
        raise NotAllowed(
            _("Tillægget er ændret af en anden, siden du åbnede det."),
            remedy=_("Kopiér din tekst, hent siden igen, og flet de to."),
        )
    if row is not None and said == {name: getattr(row, name) for name in FIELDS}:
        nothing_changed()
        return row
    if row is None or row.confirmed_at is not None:
        row = Supplement(
            design=design,
            organisation=organisation,
            number=row.number + 1 if row else 1,
            revision=row.revision if row else 0,
        )
    for name, text in said.items():
        setattr(row, name, text)
    row.revision += 1
    row.saved_by, row.saved_at = by.trail_reference, clock.now()
    row.save()
    _note("design.supplement_saved", row, by)
    return row


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def confirm_supplement(*, design: Design, organisation: str, revision: int, by: Actor) -> Supplement:
    """The organisation's own yes: the supplement is public with its sender, and changes no more.

    Raises:
        NotAllowed: the design is not locked, nothing is written, it is confirmed already, or was changed meanwhile.
        InputRefused: nobody is said to register, or to be asked.
    """
    hold(CASEWORK)
    _refuse_other_designs(design, organisation)
    row = supplement_of(design, organisation)
    if row is None or row.confirmed_at is not None:
        raise NotAllowed(_("Der er intet tillæg at bekræfte."), remedy=_("Skriv i tillægget først."))
    if row.revision != revision:
        raise NotAllowed(
            _("Tillægget er ændret af en anden, siden du åbnede det."),
            remedy=_("Læs det igen, før du bekræfter det."),
        )
    with scopes_disabled():
        locked = Design.objects.filter(pk=design.pk, state=DesignState.LOCKED).exists()
    if not locked:
        raise NotAllowed(
            _("Ministeriets design er ikke låst endnu."),
            remedy=_("Tillægget bliver stående som kladde. I får en mail, når designet er låst."),
        )
    if not row.registers or not row.contact:
        raise InputRefused(
            _("Skriv, hvem der registrerer, og hvem der kan spørges, før tillægget bekræftes.")
        )
    row.confirmed_by, row.confirmed_at = by.trail_reference, clock.now()
    row.save()
    _note("design.supplement_confirmed", row, by)
    tell(
        holders(Permission.EDIT_EXPERIMENT, design.organisation),
        once=f"supplement:{design.reference}:{organisation}:{row.number}",
        subject=lambda: _("Lokalt tillæg bekræftet: {slug}").format(slug=design.slug),
        says=lambda: _("{place} har bekræftet sit lokale tillæg til designet. Det er offentligt nu.").format(
            place=place_name(organisation)
        ),
        path=reverse("designs:design", args=[design.reference]),
        by=by,
    )
    return row


def _refuse_other_designs(design: Design, organisation: str) -> None:
    own = national_design(design.slug)
    if own is None or own.pk != design.pk:
        raise NotAllowed(_("Kun et landsdækkende forsøg har lokale tillæg til sit design."))
    refuse_strangers(current_catalogue().experiment(design.slug), organisation)


def _note(event: str, row: Supplement, by: Actor) -> None:
    details: dict[str, str | int | bool | None] = {"slug": row.design.slug, "number": row.number}
    record(event, by=by, subject=row, organisation=row.organisation, details=details)


def tell_places(design: Design, by: Actor) -> None:
    """Tell those who take part that the one design is locked, so that they write their supplement. In an action."""
    if national_design(design.slug) != design:
        return
    experiment = current_catalogue().experiment(design.slug)
    keys = {str(stay.municipality) for stay in experiment.participation}
    for place in Organisation.objects.filter(key__in=keys, kind=Kind.MUNICIPALITY).order_by("key"):
        tell(
            holders(Permission.EDIT_EXPERIMENT, place.key),
            once=f"design:{design.reference}:locked:{place.key}",
            subject=lambda: _("Designet af et landsdækkende forsøg er låst"),
            says=lambda: _(
                "Ministeriet har låst designet for »{title}«. Skriv og bekræft jeres lokale tillæg: hvem der "
                "registrerer, lokalt tilsyn, hvor mange sager I venter, og hvem der kan spørges."
            ).format(title=experiment.short_title),
            path=reverse("designs:supplement", args=[design.slug]),
            by=by,
        )
