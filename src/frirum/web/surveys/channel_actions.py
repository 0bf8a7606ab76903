"""Writes on how people are asked beside mail, on translations, and the note that answers were fetched."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max, QuerySet

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.taking_part import refuse_strangers
from frirum.web.organisations.permissions import Permission
from frirum.web.surveys.actions import (
    MOST_MAILS,
    TOKEN_BYTES,
    Recipient,
    as_code,
    fresh_wave,
    link_to,
    open_for_answers,
)
from frirum.web.surveys.links import token_hash
from frirum.web.surveys.models import (
    Channel,
    Invitation,
    InvitationLink,
    OwnQuestionnaire,
    SurveyTranslation,
    SurveyWave,
    WaveState,
)
from frirum.web.surveys.reading import survey_of_text
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.zones import CASEWORK


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def open_to_all(*, wave: SurveyWave, most: int, by: Actor) -> SurveyWave:
    """Make an open link: whoever has it may begin an answer, `most` times in all.

    Raises:
        NotAllowed: the wave is closed.
        InputRefused: a limit under the house's threshold, with which a wave could not be called anonymous.
    """
    wave = fresh_wave(wave)
    if wave.state == WaveState.CLOSED:
        raise NotAllowed(_("Runden er lukket."))
    if most < HOUSE_RULES.threshold and not wave.named:
        raise InputRefused(
            _("Et åbent link til under {n} svar er ikke anonymt.").format(n=HOUSE_RULES.threshold),
            remedy=_("Skriv et højere antal, eller lav runden som navngivet."),
        )
    wave.open_token = wave.open_token or secrets.token_urlsafe(TOKEN_BYTES)
    wave.open_most, wave.state = most, WaveState.OPEN
    wave.save(update_fields=["open_token", "open_most", "state"])
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name)}
    record("survey.opened_to_all", by=by, subject=wave, organisation=wave.organisation, details=details)
    return wave


@dataclass(frozen=True)
class IssuedLink:
    """A link that leaves once: for whom, and its address."""

    recipient: Recipient
    url: str


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def issue_links(*, wave: SurveyWave, channel: str, by: Actor) -> list[IssuedLink]:
    """A link each for those of this channel who have not answered, to be printed or handed to the sender of messages.

    The links are nowhere else: who loses the file makes new ones. Each person gets at most `MOST_MAILS`. Two files
    beside each other tell who has answered between them, so that of an anonymous wave a file is made anew for those who
    had a link only where nobody has, or enough that none of them is told by it.

    Raises:
        NotAllowed: as `order_invitations`, nobody is left to ask this way, or the file would tell of a few who has
            answered.
    """
    wave = fresh_wave(wave)
    open_for_answers(wave)
    found = []
    listed = wave.invitations.filter(channel=channel)
    waiting = listed.filter(has_answered=False, mails__lt=MOST_MAILS).order_by("pk")
    if not wave.named and 0 < _answered_since_last_file(listed) < HOUSE_RULES.threshold:
        waiting = waiting.filter(mails=0)
        if not waiting.exists():
            raise NotAllowed(
                _("Under {n} har svaret, siden filen blev hentet, og en ny ville vise hvem.").format(
                    n=HOUSE_RULES.threshold
                ),
                remedy=_("Vent, til flere har svaret."),
            )
    for row in waiting:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        InvitationLink.objects.create(invitation=row, token_sha256=token_hash(token))
        row.mails += 1
        row.save(update_fields=["mails"])
        person = Recipient(
            row.address, row.municipality, row.channel, row.name, row.lines, row.phone, row.own_id
        )
        found.append(IssuedLink(person, link_to(token)))
    if not found:
        raise NotAllowed(_("Der er ingen tilbage at spørge på den måde."), remedy=_("Hent en liste ind."))
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name), "recipients": len(found)}
    record("survey.links_issued", by=by, subject=wave, organisation=wave.organisation, details=details)
    return found


def _answered_since_last_file(listed: QuerySet[Invitation]) -> int:
    """How many of those in the latest file have answered: they have as many links as anybody, the others before had one
    less when they answered."""
    latest = listed.aggregate(most=Max("mails"))["most"] or 0
    return listed.filter(has_answered=True, mails=latest).count() if latest else 0


@action(needs=Permission.RUN_SURVEYS, of="wave.organisation")
def begin_interview(*, wave: SurveyWave, municipality: int, by: Actor) -> str:
    """A link for somebody who is asked face to face or by phone; returns its token.

    Raises:
        NotAllowed: the wave is not open.
    """
    wave = fresh_wave(wave)
    if wave.state != WaveState.OPEN:
        raise NotAllowed(_("Runden er ikke åben."), remedy=_("Send invitationerne, eller åbn et link først."))
    row = Invitation.objects.create(wave=wave, municipality=municipality, channel=Channel.INTERVIEW, mails=1)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    InvitationLink.objects.create(invitation=row, token_sha256=token_hash(token))
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name)}
    record("survey.interview_begun", by=by, subject=wave, organisation=wave.organisation, details=details)
    return token


@action(needs=Permission.RUN_SURVEYS, of="invitation.wave.organisation")
def correct_address(*, invitation: Invitation, address: str, by: Actor) -> None:
    """Put a right address where mail came back; the next sending goes there.

    Raises:
        InputRefused: no mail address, or one that is on the list already.
    """
    hold(CASEWORK)
    row = Invitation.objects.select_related("wave").get(pk=invitation.pk)
    plain = address.strip().lower()
    try:
        validate_email(plain)
    except ValidationError as refused:
        raise InputRefused(
            _("Mailadressen er ikke gyldig."), remedy=_("Skriv den rigtige adresse.")
        ) from refused
    if row.wave.invitations.filter(address=plain).exclude(pk=row.pk).exists():
        raise InputRefused(_("Adressen står på listen i forvejen."), remedy=_("Lad den gamle stå."))
    row.address, row.mails = plain, max(row.mails - 1, 0)
    row.save(update_fields=["address", "mails"])
    details: dict[str, str | int | bool | None] = {"wave": as_code(row.wave.name)}
    record(
        "survey.address_corrected",
        by=by,
        subject=row.wave,
        organisation=row.wave.organisation,
        details=details,
    )


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def keep_translation(
    *,
    slug: str,
    instrument: str,
    organisation: str,
    language: str,
    source_sha256: str,
    content: Mapping[str, str],
    by: Actor,
) -> SurveyTranslation:
    """Keep a translation of a questionnaire under the next number."""
    hold(CASEWORK)
    earlier = SurveyTranslation.objects.filter(
        organisation=organisation, slug=slug, instrument=instrument, language=language
    )
    last = earlier.order_by("-number").first()
    made = SurveyTranslation.objects.create(
        organisation=organisation,
        slug=slug,
        instrument=instrument,
        language=language,
        number=last.number + 1 if last else 1,
        source_sha256=source_sha256,
        content=dict(content),
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {"slug": slug, "language": language}
    record("survey.translated", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def keep_own(
    *, slug: str, key: str, organisation: str, title: str, content: str, by: Actor
) -> OwnQuestionnaire:
    """Keep the next version of an organisation's own questionnaire; one that says the same is the version there is.

    Raises:
        NotAllowed: the organisation does not take part in the experiment.
        InputRefused: the text is no questionnaire, or holds something shaped like a CPR number.
    """
    experiment = current_catalogue().experiment(slug)
    refuse_strangers(experiment, organisation)
    refuse_cpr(content)
    survey_of_text(content, experiment)
    hold(CASEWORK)
    earlier = OwnQuestionnaire.objects.filter(organisation=organisation, slug=slug, key=key)
    last = earlier.order_by("number").last()
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    if last is not None and last.sha256 == sha256:
        nothing_changed()
        return last
    made = OwnQuestionnaire.objects.create(
        organisation=organisation,
        slug=slug,
        key=key,
        number=last.number + 1 if last else 1,
        title=title,
        content=content,
        sha256=sha256,
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {"slug": slug, "number": made.number}
    record("survey.own_kept", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=Permission.ANALYSE, of="wave.organisation")
def note_data_fetched(*, wave: SurveyWave, kind: str, by: Actor) -> None:
    """Note that the answers of a wave were fetched row by row."""
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name), "kind": kind}
    record("survey.data_fetched", by=by, subject=wave, organisation=wave.organisation, details=details)


@action(needs=Permission.ANALYSE, of="wave.organisation")
def note_answers_read(*, wave: SurveyWave, sha256: str, by: Actor) -> None:
    """Note that the answers of a wave became a file of a run, known by its fingerprint on both sides."""
    details: dict[str, str | int | bool | None] = {"wave": as_code(wave.name), "sha256": sha256}
    record("survey.answers_read", by=by, subject=wave, organisation=wave.organisation, details=details)
