"""A wave, those invited to it, their links, and answers that wait to be kept.

Of somebody who has answered there is one thing: that he has, so that no reminder comes. His links and draft are gone,
and the invitations too when the wave closes. No row of these tables says when anybody did anything.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.core.vocabulary.marks import short_mark
from frirum.web.organisations.scopes import OrganisationScoped


class WaveState(models.TextChoices):
    """prepared -> open -> closed; there is no way back."""

    PREPARED = "prepared", _("Forberedt")
    OPEN = "open", _("Åben")
    CLOSED = "closed", _("Lukket")


class Channel(models.TextChoices):
    """How somebody is asked."""

    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Brev")
    SMS = "sms", _("SMS")
    POST = "post", _("Digital Post")
    OPEN = "open", _("Åbent link")
    INTERVIEW = "interview", _("Interview")


class SurveyWave(OrganisationScoped):
    """One time that a definition's survey is held, in the words of one version of the definition.

    `invited` and `answers` are counted when the wave closes; `invited` is None where nobody knows how many were asked.
    `own_version` is the version of an organisation's own questionnaire; None for one of the definition.
    `open_token` is that of an open link, which is nobody's own and stands on posters; `open_most` is how often it may
    be begun from. `pairing`: a respondent may write a code of his own, so that his answers of two waves can be paired.
    """

    personal_data = ("contact",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    instrument = models.CharField(max_length=64)
    name = models.CharField(_("Runde"), max_length=64)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=WaveState.choices, default=WaveState.PREPARED
    )
    named = models.BooleanField(default=False)
    pairing = models.BooleanField(default=False)
    purpose = models.TextField(blank=True)
    controller = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    keep_until = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=100, blank=True)
    own_version = models.PositiveIntegerField(null=True)
    open_token = models.CharField(max_length=64, blank=True, db_index=True)
    open_most = models.PositiveIntegerField(null=True)
    imported_sha256 = models.JSONField(default=list)
    invited = models.PositiveIntegerField(null=True)
    answers = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("runde af spørgeskema")
        ordering = ["slug", "instrument", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "instrument", "name", "organisation"], name="one_wave_of_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WaveState.values), name="wave_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.instrument}, {self.name}"


class OwnQuestionnaire(OrganisationScoped):
    """A questionnaire that an organisation made itself for an experiment, as numbered versions that never change.

    `content` is TOML as a definition has an instrument and its scales; `sha256` is of it.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    key = models.SlugField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.CharField(_("Titel"), max_length=200)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("eget spørgeskema")
        ordering = ["title", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug", "key", "number"], name="own_questionnaire_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class SurveyTranslation(OrganisationScoped):
    """A questionnaire in another language, as it was brought in. A change is a new number; none is changed.

    `content` is text id -> translation: `q:ID`, `lead:ID`, `option:ID:VALUE` of the questions, `ui:NAME` of the pages.
    `source_sha256` is of the Danish texts it was made from, so that a translation of other words is told.
    """

    personal_data = ()

    slug = models.SlugField(max_length=64)
    instrument = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    source_sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("oversættelse af et spørgeskema")
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug", "instrument", "language", "number"],
                name="translation_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.instrument} {self.language} {self.number}"


class Invitation(models.Model):
    """Somebody who is asked, by one way of asking. Deleted when the wave closes.

    `own_id` is what the municipality calls the person in its own list, where its own system sends the message.
    """

    personal_data = ("address", "name", "lines", "phone", "own_id")

    wave = models.ForeignKey(SurveyWave, on_delete=models.PROTECT, related_name="invitations")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    lines = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    own_id = models.CharField(max_length=60, blank=True)
    municipality = models.PositiveIntegerField()
    mails = models.PositiveIntegerField(default=0)
    has_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation til spørgeskema")
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "address"], condition=~models.Q(address=""), name="asked_once_per_wave"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InvitationLink(models.Model):
    """A link that was sent. The token itself is nowhere: only its SHA-256, and what it alone can open."""

    personal_data = ("draft",)

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")
    token_sha256 = models.CharField(max_length=64, primary_key=True)
    draft = models.TextField(blank=True)

    class Meta:
        verbose_name = _("link til spørgeskema")

    def __str__(self) -> str:
        return short_mark(self.token_sha256, 8)


class AnswerFile(OrganisationScoped):
    """A file of answers from another tool while somebody says what its columns are; sealed, and gone within a day.

    `pointed` is what has been said so far: `columns`, `options` and `values` as `AnswerMapping`, and the municipality.
    """

    personal_data = ("sealed",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=64)
    instrument = models.CharField(max_length=64)
    own_version = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=64)
    invited = models.PositiveIntegerField(null=True)
    keep_until = models.DateField()
    closes_on = models.DateField(null=True)
    pointed = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    sealed = models.TextField()
    brought_by = models.CharField(max_length=100)
    brought_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fil med svar fra et andet værktøj")

    def __str__(self) -> str:
        return f"{self.slug}, {self.instrument}, {self.name}"

    @property
    def place(self) -> str:
        """What the sealed file is bound to."""
        return f"answer_file:{self.reference}"


class PendingAnswer(models.Model):
    """An answer that waits for others, so that it is not kept alone; sealed under a key that no database holds."""

    personal_data = ("sealed",)

    key = models.CharField(max_length=32, primary_key=True)
    wave = models.UUIDField(db_index=True)
    sealed = models.TextField()

    class Meta:
        verbose_name = _("svar, der venter")

    def __str__(self) -> str:
        return self.key

    @property
    def place(self) -> str:
        """What the sealed answer is bound to."""
        return f"pending_answer:{self.key}"
