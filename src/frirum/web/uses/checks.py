"""What the actions on uses refuse, one function for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from frirum.core.catalogue.conditions import Answer, FactUse
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.law.confronting import refuse_contradictions
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.uses.assessing import AGAINST_ADVICE, AssessedCase, consents, takes_part
from frirum.web.uses.citizens import has_consented
from frirum.web.uses.identities import refuse_cpr
from frirum.web.uses.models import Citizen, Use, UseState

EARLIEST = dt.date(2000, 1, 1)
FURTHEST_AHEAD = dt.timedelta(days=366)
LONGEST_TEXT, LONGEST_NAME = 2_000, 200


def refuse_days(first: dt.date, last: dt.date | None = None) -> None:
    """Refuse a day that is no case's, and an end before the beginning."""
    latest = clock.today() + FURTHEST_AHEAD
    for day in filter(None, (first, last)):
        if not EARLIEST <= day <= latest:
            raise InputRefused(
                _("{date} kan ikke være rigtig.").format(date=format_date(day)),
                remedy=_("Skriv en dag mellem {first} og {last}.").format(
                    first=format_date(EARLIEST), last=format_date(latest)
                ),
            )
    if last is not None and last < first:
        raise InputRefused(
            _("Slutdagen {last} ligger før den første dag, {first}.").format(
                last=format_date(last), first=format_date(first)
            )
        )


def refuse_misfit(case: AssessedCase, organisation: str) -> None:
    """Refuse facts that cannot be or say another municipality than the use's, and a municipality outside."""
    refuse_contradictions(case.experiment, case.part, case.facts)
    known = {fact.id: fact for fact in case.experiment.all_facts()}
    for name, value in case.facts.items():
        if known[name].use is FactUse.MUNICIPALITY and str(value) != organisation:
            raise InputRefused(
                _("Sagen hører til en anden kommune end den, du registrerer for."),
                remedy=_("Ret kommunen, eller lad en kollega i den kommune registrere brugen."),
            )
    if not takes_part(case.experiment, case.part, organisation):
        raise InputRefused(_("Kommunen deltager ikke i forsøget, så der kan ikke registreres brug af det."))


def refuse_open(case: AssessedCase) -> None:
    """Refuse what a person must say before the use can be recorded: facts, why against the answer, who judged."""
    if case.found.answer is None:
        raise InputRefused(
            _("Sagen kan ikke registreres, før den er vurderet."),
            remedy=_("Besvar de spørgsmål, der mangler."),
        )
    if is_against(case) and not case.overruled:
        raise InputRefused(
            _("Svaret er, at fritagelsen ikke kan bruges."),
            remedy=_("Skriv, hvorfor den bruges alligevel."),
        )
    if case.found.answer is Answer.NEEDS_JUDGEMENT and not case.judged_by:
        raise InputRefused(
            _("Fritagelsen hviler på et skøn."), remedy=_("Skriv, hvem der har foretaget skønnet.")
        )


def is_against(case: AssessedCase) -> bool:
    """Whether the answer is that the exemption cannot be used."""
    return case.found.answer in AGAINST_ADVICE


def refuse_without_consent(citizen: Citizen, case: AssessedCase) -> None:
    """Refuse a use that rests on a wish the citizen has not been asked for."""
    part = case.part.slug if case.part else ""
    if consents(case.experiment, case.part) and not has_consented(citizen, case.experiment.slug, part):
        raise InputRefused(
            _("Forsøget hviler på borgerens ønske."),
            remedy=_("Giv borgeren informationen, og skriv, hvilken dag borgeren sagde ja."),
        )


class RecordedBefore(NotAllowed):
    """The same use of the same exemption from the same day is recorded: `use`."""

    def __init__(self, use: Use) -> None:
        super().__init__(
            _("Brugen er allerede registreret fra {date}.").format(date=format_date(use.begun_on)),
            remedy=_("Find den i listen, og ret den, hvis noget er forkert."),
        )
        self.use = use


def refuse_twice(citizen: Citizen, case: AssessedCase, begun_on: dt.date) -> None:
    """Refuse the same use of the same exemption from the same day.

    Raises:
        RecordedBefore: it is there already.
    """
    part = case.part.slug if case.part else ""
    same = Use.objects.filter(
        citizen=citizen,
        slug=case.experiment.slug,
        part=part,
        begun_on=begun_on,
        state=UseState.RECORDED,
    )
    if before := same.first():
        raise RecordedBefore(before)


class OpenBefore(NotAllowed):
    """Another use of the same experiment is open in the citizen's case: `use`."""

    def __init__(self, use: Use) -> None:
        super().__init__(
            _("Borgeren har allerede en åben brug af forsøget, fra {date} (kode {code}).").format(
                date=format_date(use.begun_on), code=use.short_code
            ),
            remedy=_("Afslut den, eller sæt kryds, hvis begge skal løbe på samme tid."),
        )
        self.use = use


def refuse_overlap(citizen: Citizen, case: AssessedCase) -> None:
    """Warn before a second open use of one experiment in one citizen's case.

    Raises:
        OpenBefore: there is one.
    """
    running = Use.objects.filter(
        citizen=citizen, slug=case.experiment.slug, state=UseState.RECORDED, ended_on=None
    )
    if before := running.order_by("begun_on", "pk").first():
        raise OpenBefore(before)


def refuse_retracted(use: Use) -> None:
    """Refuse to change what is taken back."""
    if not use.is_recorded:
        raise NotAllowed(_("Brugen er trukket tilbage og kan ikke ændres."))


def given_reason(text: str) -> str:
    """The reason, which must be there.

    Raises:
        InputRefused: none, too long, or with something shaped like a CPR number.
    """
    reason = short_text(text)
    if not reason:
        raise InputRefused(_("Skriv en begrundelse."))
    return reason


def short_text(text: str, most: int = LONGEST_TEXT) -> str:
    """A text of people, trimmed.

    Raises:
        InputRefused: too long, or with something shaped like a CPR number.
    """
    trimmed = refuse_cpr(text)
    if len(trimmed) > most:
        raise InputRefused(
            _("Teksten er på {n} tegn; der er plads til {most}.").format(n=len(trimmed), most=most)
        )
    return trimmed


def without_cpr(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts, refused when a text among them holds something shaped like a CPR number."""
    for value in facts.values():
        if isinstance(value, str):
            refuse_cpr(value)
    return facts
