"""Sentences about decisions: lacks, departures, likeness, roles and origins, in the reader's language."""

from __future__ import annotations

from frirum.core.catalogue.labels import label
from frirum.core.decisions.basis import ClaimOrigin, ClaimRole
from frirum.core.decisions.departures import Departure, DepartureKind, Lack
from frirum.core.decisions.similar import Likeness, SimilarDecision
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date


def lack_text(lack: Lack) -> str:
    """What to write."""
    return {
        Lack.OUTCOME: _("Vælg, hvad der besluttes."),
        Lack.REASON: _("Vælg mindst én grund: en beslutning uden grund kan ikke læses af andre."),
        Lack.POSSIBILITIES: _("Skriv, hvad forsøget gav mulighed for."),
        Lack.BASIS: _("Skriv, hvad beslutningen bygger på."),
        Lack.EXTENDED_UNTIL: _("Skriv, hvornår forlængelsen slutter."),
        Lack.OVERRULED_WITHOUT_REASON: _("Skriv, hvorfor hver af de tilsidesatte udsagn er sat til side."),
        Lack.OPPOSITE_UNSAID: _(
            "Et udsagn siger, at det gik den forkerte vej. Læg det til grund, eller sæt det til side med en grund."
        ),
        Lack.ANSWER: _("Skriv, hvorfor beslutningen fraviger det, der taler imod."),
        Lack.NO_CLAIM: _("Vælg mindst ét udsagn: lægges det til grund, eller sættes det til side?"),
    }[lack]


def departure_text(one: Departure) -> str:
    """What the draft departs from."""
    step = _("intet udsagn") if one.step is None else _("udsagn på trin {n}").format(n=int(one.step))
    earlier = "; ".join(earlier_text(decision) for decision in one.decisions)
    claims = "; ".join(claim.text for claim in one.claims)
    return {
        DepartureKind.NOT_SHOWN: _(
            "Reglen udbredes, men ingen undersøgelse, der lægges til grund, har afgjort, at det virker eller ikke er "
            "ringere. Der lægges {step} til grund."
        ),
        DepartureKind.POSITIVE_UNSHOWN: _(
            "Grunden er gode resultater, men der lægges {step} til grund, og intet af det afgør, at det virker."
        ),
        DepartureKind.NEGATIVE_UNSHOWN: _(
            "Grunden er en negativ effekt, men intet udsagn, der lægges til grund, afgør, at det virker modsat."
        ),
        DepartureKind.AGAINST_OPPOSITE: _(
            "Reglen udbredes, selv om det er fundet, at det virker modsat: {claims}"
        ),
        DepartureKind.ENDS_WHAT_WORKS: _(
            "Forsøget føres ikke videre, selv om det er fundet, at det virker: {claims}"
        ),
        DepartureKind.THIN_UNSAID: _(
            "Reglen udbredes på {uses} sager. Så få kan ikke vise noget, og det er ikke nævnt som grund."
        ),
        DepartureKind.FEW_BUT_MANY: _("Grunden er for lidt brug, men kilderne tæller {uses} sager."),
        DepartureKind.NOT_LOOKED_AT_AGAIN: _(
            "Der bygges på {step}, og der er hverken sat en udløbsdag eller en dag, hvor der ses på det igen."
        ),
        DepartureKind.OTHERWISE_BEFORE: _("Om samme forsøg er der før besluttet noget andet: {earlier}."),
        DepartureKind.OTHERWISE_THAN_SIMILAR: _(
            "Beslutninger om samme regel med en af de samme grunde faldt anderledes ud: {earlier}."
        ),
    }[one.kind].format(step=step, uses=one.uses, claims=claims, earlier=earlier)


def earlier_text(one: SimilarDecision) -> str:
    """An earlier decision in one line: title, day, outcome."""
    outcomes = ", ".join(label(outcome) for outcome in one.decision.outcomes)
    day = format_date(one.decision.date) if one.decision.date else _("uden dato")
    return _("{title}, {day}: {outcomes}").format(title=one.decision.title, day=day, outcomes=outcomes)


def likeness_text(one: Likeness) -> str:
    """What they have in common."""
    return {
        Likeness.SAME_EXPERIMENT: _("samme forsøg"),
        Likeness.SAME_RULE: _("samme regel"),
        Likeness.SAME_THEME: _("samme tema"),
        Likeness.SAME_TARGET_GROUP: _("samme målgruppe"),
    }[one]


def role_text(role: ClaimRole) -> str:
    """What is done with a claim."""
    return {
        ClaimRole.RELIED_ON: _("lagt til grund"),
        ClaimRole.OVERRULED: _("sat til side"),
    }[role]


def origin_text(origin: ClaimOrigin) -> str:
    """Where a claim is from."""
    return {
        ClaimOrigin.SOURCE: _("offentliggjort kilde"),
        ClaimOrigin.EXTERNAL: _("ekstern evaluering"),
        ClaimOrigin.RUN: _("frigivet kørsel"),
    }[origin]
