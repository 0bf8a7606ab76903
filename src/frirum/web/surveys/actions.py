"""Writes of those who hold a survey."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.instruments.survey import survey_of
from frirum.core.language import gettext as _
from frirum.core.vocabulary.marks import short_mark
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.taking_part import refuse_strangers
from frirum.web.jobs.actions import order_job
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.permissions import Permission
from frirum.web.surveys.links import token_hash
from frirum.web.surveys.models import (
    Channel,
    Invitation,
    InvitationLink,
    OwnQuestionnaire,
    PendingAnswer,
    SurveyWave,
    WaveState,
)
from frirum.web.surveys.reading import own_survey
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.zones import CASEWORK

INVITE_JOB = "surveys.invite"
LONGEST_NAME = 64
MOST_MAILS = 3
"""An invitation and two reminders."""
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Told:
    """What a respondent is told before the first question."""

    purpose: str
    controller: str
    legal_basis: str
    contact: str
    keep_until: dt.date


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def prepare_wave(
    *,
    slug: str,
    instrument: str,
    name: str,
    organisation: str,
    told: Told,
    closes_on: dt.date,
    named: bool,
    wording_confirmed: bool,
    by: Actor,
    own_version: int | None = None,
    pairing: bool = False,
) -> SurveyWave:
    """A wave of a definition's survey, in the words of the version in force.

    Args:
        named: it is told to those asked that answers can be recognised, as too few are asked to hide one.
        wording_confirmed: the person has read the questions whose wording is ours, and means to ask them.
        own_version: the version of the organisation's own questionnaire of that name; None for the definition's survey.
        pairing: those asked may write a code of their own, so that their answers of two waves can be paired.

    Raises:
        UsageError: no such experiment or survey, or one that was left out on purpose.
        InputRefused: wording of ours that nobody has confirmed, something that respondents are to be told is missing,
            or a wave that closes in the past or after its answers are to be deleted.
        NotAllowed: there is a wave of that name.
    """
    catalogue = current_catalogue()
    experiment = catalogue.experiment(slug)
    refuse_strangers(experiment, organisation)
    if own_version is None:
        survey = survey_of(experiment, instrument, catalogue.scales)
    else:
        survey = own_survey(
            OwnQuestionnaire.objects.get(
                organisation=organisation, slug=slug, key=instrument, number=own_version
            ),
            experiment,
        )
    if survey.proposed() and not wording_confirmed:
        raise InputRefused(
            _("Ordlyden af {n} spørgsmål er vores forslag.").format(n=len(survey.proposed())),
            remedy=_("Læs spørgsmålene, og bekræft, at de skal stilles sådan."),
        )
    refuse_name(name)
    _refuse_untold(told, closes_on)
    hold(CASEWORK)
    if SurveyWave.objects.filter(
        slug=slug, instrument=instrument, name=name, organisation=organisation
    ).exists():
        raise NotAllowed(_("Der er allerede en runde med det navn."), remedy=_("Giv runden et andet navn."))
    version = latest_version(slug)
    assert version is not None
    wave = SurveyWave.objects.create(
        slug=slug,
        instrument=instrument,
        name=name,
        organisation=organisation,
        definition_number=version.number,
        definition_sha256=version.sha256,
        own_version=own_version,
        named=named,
        pairing=pairing,
        purpose=told.purpose.strip(),
        controller=told.controller.strip(),
        legal_basis=told.legal_basis.strip(),
        contact=told.contact.strip(),
        keep_until=told.keep_until,
        closes_on=closes_on,
        confirmed_by=by.trail_reference,
    )
    details: dict[str, str | int | bool | None] = {
        "slug": slug,
        "wave": as_code(name),
        "definition": version.sha256,
    }
    record("survey.prepared", by=by, subject=wave, organisation=organisation, details=details)
    return wave


def _refuse_untold(told: Told, closes_on: dt.date) -> None:
    missing = [
        name
        for name, text in (
            (_("formål"), told.purpose),
            (_("dataansvarlig"), told.controller),
            (_("behandlingsgrundlag"), told.legal_basis),
            (_("kontakt"), told.contact),
        )
        if not text.strip()
    ]
    if missing:
        raise InputRefused(
            _("Det, svarpersonen skal have at vide, mangler: {names}.").format(names=", ".join(missing))
        )
    if closes_on < clock.today():
        raise InputRefused(_("Runden ville være lukket, før den begyndte."))
    if told.keep_until <= closes_on:
        raise InputRefused(_("Svarene ville være slettet, før runden lukkede."))


class Recipient(NamedTuple):
    """Somebody to ask: by mail at an address, by letter, by SMS, or by the municipality's own post under its own id."""

    address: str
    municipality: int
    channel: str = Channel.MAIL
    name: str = ""
    lines: str = ""
    phone: str = ""
    own_id: str = ""

    @property
    def known_by(self) -> tuple[str, ...]:
        """What tells the person from others on the list."""
        if self.channel == Channel.MAIL:
            return (self.address.strip().lower(),)
        return (self.channel, self.own_id, self.phone, self.name, self.lines)


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def add_recipients(*, wave: SurveyWave, recipients: Sequence[tuple[Any, ...]], by: Actor) -> int:
    """Add those who are to be asked; one that is on the list already stays as it is. Returns how many are new.

    Args:
        recipients: as `Recipient`; (mail address, municipality) is enough for mail.

    Raises:
        NotAllowed: the wave is closed.
        InputRefused: an address that is none, or something shaped like a CPR number; nothing was added.
    """
    wave = fresh_wave(wave)
    if wave.state == WaveState.CLOSED:
        raise NotAllowed(_("Runden er lukket."))
    known = {
        Recipient(i.address, i.municipality, i.channel, i.name, i.lines, i.phone, i.own_id).known_by
        for i in wave.invitations.all()
    }
    new: dict[tuple[str, ...], Recipient] = {}
    for place, one in enumerate((Recipient(*given) for given in recipients), start=1):
        _refuse_recipient(one, place)
        if one.known_by not in known:
            new.setdefault(one.known_by, one)
    if not new:
        nothing_changed()
        return 0
    rows = [
        Invitation(wave=wave, **one._replace(address=one.address.strip().lower())._asdict())
        for _key, one in sorted(new.items())
    ]
    Invitation.objects.bulk_create(rows)
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name), "recipients": len(rows)}
    record("survey.recipients_added", by=by, subject=wave, organisation=wave.organisation, details=details)
    return len(rows)


def _refuse_recipient(one: Recipient, place: int) -> None:
    if one.channel == Channel.MAIL:
        try:
            validate_email(one.address.strip().lower())
        except ValidationError as refused:
            raise InputRefused(_("Mailadresse nummer {n} er ikke gyldig.").format(n=place)) from refused
    for text in (one.name, one.lines, one.own_id):
        refuse_cpr(text)


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def order_invitations(*, wave: SurveyWave, by: Actor) -> None:
    """Open the wave and send mail: invitations to those who have none, else reminders where no answer has come.

    Raises:
        NotAllowed: the wave is closed, or fewer are asked than a wave must have that says it is anonymous.
    """
    wave = fresh_wave(wave)
    open_for_answers(wave)
    mailed = wave.invitations.filter(channel=Channel.MAIL)
    if not mailed.exists():
        raise NotAllowed(_("Ingen på listen har en mailadresse."), remedy=_("Hent links til brev eller SMS."))
    number = 1 if mailed.filter(mails=0).exists() else 2
    order_job(
        kind=INVITE_JOB,
        arguments={"wave": str(wave.reference), "reminder": number > 1},
        organisation=wave.organisation,
        by=by,
    )
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name)}
    event = "survey.invitations_ordered" if number == 1 else "survey.reminders_ordered"
    record(event, by=by, subject=wave, organisation=wave.organisation, details=details)


def open_for_answers(wave: SurveyWave) -> None:
    """Open a wave that may be: some are asked, and enough where it says that it is anonymous."""
    if wave.state == WaveState.CLOSED:
        raise NotAllowed(_("Runden er lukket."))
    asked = wave.invitations.exclude(channel__in=(Channel.OPEN, Channel.INTERVIEW)).count()
    if asked == 0:
        raise NotAllowed(_("Der er ingen at spørge."), remedy=_("Hent listen over svarpersoner ind."))
    if asked < HOUSE_RULES.threshold and not wave.named:
        raise NotAllowed(
            _("Under {n} spørges, så svarene kan genkendes og runden ikke kaldes anonym.").format(
                n=HOUSE_RULES.threshold
            ),
            remedy=_("Spørg flere, eller lav runden som navngivet, så svarpersonerne får det at vide."),
        )
    wave.state = WaveState.OPEN
    wave.save(update_fields=["state"])


@action(needs=BY_SYSTEM, of=ANYWHERE)
def send_invitation(*, invitation: Invitation, mails: int, by: Actor) -> bool:
    """One mail with one link, in the outbox in the same transaction as the link; False where there was none to send.

    Args:
        mails: how many the person had when the job was begun; more means that this one was sent before a kill.
    """
    row = Invitation.objects.select_for_update().filter(pk=invitation.pk).select_related("wave").first()
    if row is None or row.has_answered or row.mails != mails or mails >= MOST_MAILS:
        nothing_changed()
        return False
    wave = row.wave
    if wave.state != WaveState.OPEN:
        nothing_changed()
        return False
    token = secrets.token_urlsafe(TOKEN_BYTES)
    InvitationLink.objects.create(invitation=row, token_sha256=token_hash(token))
    row.mails = mails + 1
    row.save(update_fields=["mails"])
    queue_mail(
        once_key=mail_key(row),
        address=row.address,
        subject=_("Spørgeskema fra {controller}").format(controller=" ".join(wave.controller.split())),
        body=mail_body(wave, token, reminder=mails > 0),
        by=by,
    )
    return True


def link_to(token: str) -> str:
    """The address of somebody's own link."""
    return settings.PUBLIC_URL + reverse("surveys:answer", args=[token])


def mail_key(row: Invitation) -> str:
    """What the outbox knows the invitation's latest mail by: another address is another mail."""
    of_address = short_mark(hashlib.sha256(row.address.encode()).hexdigest(), 12)
    return f"survey:{row.wave.reference}:{row.pk}:{row.mails}:{of_address}"


def mail_body(wave: SurveyWave, token: str, *, reminder: bool) -> str:
    """The text of the mail with this token: the same words to everybody; no benefit, experiment or illness is named."""
    address = link_to(token)
    opening = (
        _(
            "Vi har ikke fået svar på det link, vi sendte. Har du svaret i mellemtiden, skal du ikke gøre noget."
        )
        if reminder
        else _("{controller} vil gerne høre din erfaring. Det tager få minutter.").format(
            controller=wave.controller
        )
    )
    closing = _("Det er frivilligt. Linket er dit eget, skal ikke sendes videre og virker til og med {day}.")
    return "\n\n".join(
        [
            opening,
            address,
            closing.format(day=f"{wave.closes_on:%d-%m-%Y}"),
            _("Hvem der spørger, hvorfor, og hvad der sker med svaret, står før det første spørgsmål."),
            _("Spørgsmål: {contact}").format(contact=wave.contact),
        ]
    )


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def close_wave(*, wave: SurveyWave, by: Actor) -> SurveyWave:
    """Close the wave: links, drafts and addresses are deleted, and from then on it is only known how many answered.

    Raises:
        NotAllowed: it is not open.
    """
    wave = fresh_wave(wave)
    if wave.state != WaveState.OPEN:
        raise NotAllowed(_("Runden er ikke åben."))
    # Nobody knows how many saw an open link.
    wave.invited = None if wave.open_token else wave.invitations.filter(mails__gt=0).count()
    wave.answers = wave.invitations.filter(has_answered=True).count()
    wave.state = WaveState.CLOSED
    wave.save(update_fields=["invited", "answers", "state"])
    wave.invitations.all().delete()
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name), "answers": wave.answers}
    record("survey.closed", by=by, subject=wave, organisation=wave.organisation, details=details)
    return wave


@action(needs=BY_SYSTEM, of=ANYWHERE)
def forget_pending(*, keys: Sequence[str], by: Actor) -> None:
    """Delete what has been kept in the statistics zone."""
    PendingAnswer.objects.filter(pk__in=list(keys)).delete()
    nothing_changed()  # the event stands where the answers are kept


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def begin_import(
    *,
    slug: str,
    instrument: str,
    name: str,
    organisation: str,
    sha256: str,
    invited: int | None,
    answers: int,
    by: Actor,
    own_version: int | None = None,
    keep_until: dt.date | None = None,
    closes_on: dt.date | None = None,
) -> SurveyWave:
    """Note that answers from another tool belong to a wave; its own wave where there is none of that name.

    Args:
        closes_on: the last day on which an answer came in; None where nobody knows. A wave that is there
            keeps what it has.

    Raises:
        NotAllowed: the same file was taken in before, or the wave is held in the site and is not closed.
        InputRefused: the last day has not come, or the name cannot be a wave's.
    """
    refuse_name(name)
    if closes_on is not None:
        refuse_coming(closes_on)
    catalogue = current_catalogue()
    if own_version is None:
        survey_of(catalogue.experiment(slug), instrument, catalogue.scales)
    version = latest_version(slug)
    assert version is not None
    hold(CASEWORK)
    of_name = SurveyWave.objects.filter(
        slug=slug, instrument=instrument, name=name, organisation=organisation
    )
    wave = of_name.first() or SurveyWave(
        slug=slug,
        instrument=instrument,
        name=name,
        organisation=organisation,
        definition_number=version.number,
        definition_sha256=version.sha256,
        own_version=own_version,
        keep_until=keep_until,
        closes_on=closes_on,
        state=WaveState.CLOSED,
        answers=0,
    )
    if wave.state != WaveState.CLOSED:
        raise NotAllowed(
            _("Runden {name} er i gang her.").format(name=name),
            remedy=_("Luk den, eller vælg et andet navn."),
        )
    if sha256 in wave.imported_sha256:
        raise NotAllowed(
            _("Filen er taget ind i runden {name} før.").format(name=name),
            remedy=_("Vælg en anden fil eller et andet navn til runden."),
        )
    wave.imported_sha256 = [*wave.imported_sha256, sha256]
    wave.answers = (wave.answers or 0) + answers
    if invited is not None:
        wave.invited = (wave.invited or 0) + invited
    wave.save()
    details: dict[str, str | int | bool | None] = {
        "wave": as_code(name),
        "answers": answers,
        "sha256": sha256,
    }
    record("survey.imported", by=by, subject=wave, organisation=organisation, details=details)
    return wave


def fresh_wave(wave: SurveyWave) -> SurveyWave:
    hold(CASEWORK)
    return SurveyWave.objects.get(pk=wave.pk)


def as_code(name: str) -> str:
    """A wave's name as an event may hold it."""
    return re.sub(r"[^A-Za-z0-9ÆØÅæøå_.-]", "_", name)


def refuse_coming(closes_on: dt.date) -> None:
    """Refuse a last day of answers that has not come."""
    if closes_on > clock.today():
        raise InputRefused(
            _("Den sidste svardag er ikke kommet endnu."), remedy=_("Skriv den dag, det sidste svar kom ind.")
        )


def refuse_name(name: str) -> None:
    """Refuse what cannot be a wave's name.

    Raises:
        InputRefused: it is empty, too long, or holds something shaped like a CPR number.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InputRefused(_("Rundens navn skal have 1 til {n} tegn.").format(n=LONGEST_NAME))
    refuse_cpr(name)
