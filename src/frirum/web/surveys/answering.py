"""What somebody does who has a link: read, save a draft, finish. The token is what lets him.

None of it leaves an event: an event has a time and a number, and would tell when and in which order people answered.
What is kept, and when, is recorded for a batch (`keeping.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.questions import Answer, applying
from frirum.core.instruments.survey import Survey
from frirum.core.vocabulary.municipalities import by_code
from frirum.web import clock, keys
from frirum.web.group_commit import GroupCommit
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.survey_answers.actions import new_key
from frirum.web.surveys.links import open_draft, seal_draft, token_hash
from frirum.web.surveys.models import (
    Channel,
    Invitation,
    InvitationLink,
    PendingAnswer,
    SurveyWave,
    WaveState,
)
from frirum.web.surveys.reading import as_json, free_texts, survey_in
from frirum.web.uses.identities import seal_bytes
from frirum.web.zones import CASEWORK, alias

WRITES = GroupCommit(alias(CASEWORK))
"""Drafts and answers that come at the same time wait for the disk together."""


@dataclass(frozen=True)
class OpenLink:
    """A link that works.

    Attributes:
        token: as it stands in the address.
        wave, survey: what it asks.
        draft: question id -> answer as kept (`as_json`).
        invitation, municipality: of the person asked.
        is_interview: somebody else reads aloud and writes.
    """

    token: str
    wave: SurveyWave
    survey: Survey
    draft: dict[str, Any]
    invitation: int
    municipality: int
    is_interview: bool = False


def find_link(token: str) -> OpenLink | None:
    """What a token opens. A spent, expired, mistyped and guessed one are the same None, after the same query."""
    with scopes_disabled():
        link = _row(token)
    if link is None:
        return None
    wave = link.invitation.wave
    asked = link.invitation
    draft = open_draft(token, link.draft)
    interviewed = asked.channel == Channel.INTERVIEW
    return OpenLink(token, wave, survey_in(wave), draft, asked.pk, asked.municipality, interviewed)


def _row(token: str) -> InvitationLink | None:
    found = (
        InvitationLink.objects.select_related("invitation__wave")
        .filter(token_sha256=token_hash(token), invitation__has_answered=False)
        .first()
    )
    if found is None:
        return None
    wave = found.invitation.wave
    over = wave.closes_on is not None and wave.closes_on < clock.today()
    return None if wave.state != WaveState.OPEN or over else found


def begin_openly(token: str, municipality: int) -> str | None:
    """A link of one's own from the open one of a wave; None where that does not work or has been begun from too often.

    It is made by a POST only, so that whoever fetches addresses in advance makes none.
    """
    with transaction.atomic(using=alias(CASEWORK)), scopes_disabled():
        wave = open_wave(token)
        if wave is None:
            return None
        begun = wave.invitations.filter(channel=Channel.OPEN).count()
        if begun >= (wave.open_most or 0):
            return None
        row = Invitation.objects.create(wave=wave, municipality=municipality, channel=Channel.OPEN, mails=1)
        own = secrets.token_urlsafe(32)
        InvitationLink.objects.create(invitation=row, token_sha256=token_hash(own))
        return own


def open_wave(token: str) -> SurveyWave | None:
    """The wave that an open link leads to, where it is open."""
    with scopes_disabled():
        wave = (
            SurveyWave.objects.filter(open_token=token, state=WaveState.OPEN).exclude(open_token="").first()
        )
    over = wave is not None and wave.closes_on is not None and wave.closes_on < clock.today()
    return None if over else wave


def places_of(wave: SurveyWave) -> list[tuple[str, str]]:
    """(key, name) of the municipalities that a respondent can be from: the own one, or those of the network."""
    if by_code(wave.organisation):
        return [(wave.organisation, place_name(wave.organisation))]
    network = Organisation.objects.filter(key=wave.organisation).first()
    members = network.municipalities.order_by("name") if network else []
    return [(one.key, place_name(one.key)) for one in members]


def save_draft(*, token: str, answers: Mapping[str, Answer]) -> bool:
    """Keep the draft, sealed under the token; False where the link no longer works."""
    sealed = seal_draft(token, as_json(answers))

    def write() -> bool:
        with scopes_disabled():
            return bool(_working(token).update(draft=sealed))

    return WRITES.run(write)


def finish(*, link: OpenLink, answers: Mapping[str, Answer], code: str = "") -> bool:
    """Hand the answers in and spend the link, both or neither; False where it no longer works (another tab was first).

    From here on nothing leads from the person to the answer: links and drafts are deleted, and the answer waits under
    a random key, sealed.

    Args:
        code: as `read_code` gave it; of it only the survey's own mark is kept.
    """
    waiting = PendingAnswer(key=new_key(), wave=link.wave.reference)
    mark = mark_of(link.wave, code) if code and takes_code(link) else ""
    waiting.sealed = pack_answer(link.survey, link.municipality, answers, bound_to=waiting.place, mark=mark)

    def write() -> bool:
        with scopes_disabled():
            # The first of two tabs makes it True; the other finds nothing to change.
            asked = Invitation.objects.filter(pk__in=_working(link.token).values("invitation"))
            if not asked.update(has_answered=True):
                return False
            waiting.save(force_insert=True)
            InvitationLink.objects.filter(invitation=link.invitation).delete()
            return True

    return WRITES.run(write)


def takes_code(link: OpenLink) -> bool:
    """Whether the respondent may write a code: the wave asks for it, and nobody else writes for him."""
    return link.wave.pairing and not link.is_interview


def mark_of(wave: SurveyWave, code: str) -> str:
    """The same for the same code in every wave of one survey, other in every other; no code is read from it."""
    of = f"pairing:{wave.organisation}/{wave.slug}/{wave.instrument}:{code}"
    return hmac.new(keys.lines("citizen-lookup")[0].encode(), of.encode(), hashlib.sha256).hexdigest()[:32]


def _working(token: str) -> QuerySet[InvitationLink]:
    """The link with this token as long as it works, asked anew inside the transaction."""
    still = Q(invitation__wave__closes_on=None) | Q(invitation__wave__closes_on__gte=clock.today())
    return InvitationLink.objects.filter(
        still, token_sha256=token_hash(token), invitation__has_answered=False,
        invitation__wave__state=WaveState.OPEN,
    )  # fmt: skip


def pack_answer(
    survey: Survey, municipality: int, answers: Mapping[str, Answer], *, bound_to: str, mark: str = ""
) -> str:
    """An answer sealed on its way, without what stands where no question was put; free texts get their own keys."""
    kept = as_json(applying(survey.plain_questions, dict(answers)))
    apart = free_texts(survey)
    document = {
        "municipality": municipality,
        "content": {key: value for key, value in kept.items() if key not in apart},
        "texts": {key: (new_key(), value) for key, value in kept.items() if key in apart},
        "mark": mark,
    }
    return seal_bytes(json.dumps(document).encode(), bound_to).decode("ascii")


def as_answers(survey: Survey, draft: Mapping[str, Any]) -> dict[str, Answer]:
    """A draft as answers again; what is no answer to the survey any more is left out."""
    found: dict[str, Answer] = {}
    for asked in survey.questions:
        if (value := draft.get(asked.id)) is None:
            continue
        kind = asked.question.kind
        found[asked.id] = (
            Decimal(value) if kind is QuestionKind.NUMBER
            else dt.date.fromisoformat(value) if kind is QuestionKind.DATE
            else asked.several(value) if kind is QuestionKind.MULTIPLE
            else value
        )  # fmt: skip
    return found
