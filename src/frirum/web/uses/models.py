"""Citizens, the uses of an exemption in their cases, corrections, what they chose, and uses that came to nothing."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped
from frirum.web.uses.reasons import EndReason, NonUseReason


class Citizen(OrganisationScoped):
    """A citizen as one municipality knows them: CPR number, the case system's number, or both.

    `cpr_sealed` is encrypted and `cpr_lookup` a keyed HMAC (identities.py). Neither number stands in a log, an address
    or an event; everything else speaks of `reference`, which is random. `label_sealed` is what those who have the case
    call it among themselves, encrypted too: it is refused when it looks like a CPR number.
    """

    personal_data = ("cpr_sealed", "cpr_lookup", "case_number", "label_sealed")
    # Encrypted, a keyed hash, and a number with a rule of its own (citizen_numbers).
    without_cpr_check = ("cpr_sealed", "cpr_lookup", "case_number", "label_sealed")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cpr_sealed = models.TextField(blank=True)
    cpr_lookup = models.CharField(max_length=64, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    label_sealed = models.TextField(blank=True)
    made_at = models.DateTimeField()

    @property
    def place(self) -> str:
        """What the sealed number is bound to."""
        return f"citizen:{self.reference}"

    @property
    def label_place(self) -> str:
        """What the sealed label is bound to."""
        return f"{self.place}:label"

    class Meta:
        verbose_name = _("borger")
        verbose_name_plural = _("borgere")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cpr_lookup"],
                condition=~models.Q(cpr_lookup=""),
                name="citizen_once_by_cpr",
            ),
            models.UniqueConstraint(
                fields=["organisation", "case_number"],
                condition=~models.Q(case_number=""),
                name="citizen_once_by_case_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(cpr_lookup="") | ~models.Q(case_number=""), name="citizen_is_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(cpr_lookup="", cpr_sealed="")
                | (~models.Q(cpr_lookup="") & ~models.Q(cpr_sealed="")),
                name="citizen_cpr_is_sealed_and_found",
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class CitizenCorrection(models.Model):
    """A citizen's number is another: what stood there (encrypted), and why. Never changed.

    `former_lookup` is the keyed HMAC of the CPR number before, where it was the citizen's own until another was given:
    both find the citizen. "" where it had been typed wrong, and was nobody's or somebody else's.
    """

    personal_data = ("before_sealed", "reason", "former_lookup")
    without_cpr_check = ("before_sealed",)

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    before_sealed = models.TextField()
    former_lookup = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.TextField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rettelse af en borgers nummer")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["citizen", "number"], name="citizen_correction_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="citizen_correction_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def place(self) -> str:
        """What the sealed numbers are bound to."""
        return f"{self.citizen.place}:{self.number}"


class UseState(models.TextChoices):
    """A use stands as recorded until it is retracted; nothing is deleted."""

    RECORDED = "recorded", _("Registreret")
    RETRACTED = "retracted", _("Trukket tilbage")


class UseSource(models.TextChoices):
    """How the use became known."""

    TYPED = "typed", _("Registreret af rådgiveren")
    EXTRACT = "extract", _("Læst fra et udtræk")
    PAST = "past", _("Registreret bagud")


class Use(OrganisationScoped):
    """One citizen's case in which the exemption is used, with what it was assessed on.

    `facts` are those assessed (dates as 2018-07-01); `outcome` is the assessment's answer under the version
    `definition_number`, empty where an extract did not tell enough to assess. `responsible` is the trail reference of
    the person who has the case ("user:…"), empty when nobody has it yet.
    """

    personal_data = ("facts", "outcome", "note", "advice_overruled_reason", "judged_by", "ended_on")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="uses")
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.SlugField(max_length=64, blank=True)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    begun_on = models.DateField(_("Brugt fra"))
    ended_on = models.DateField(_("Brugt til"), null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    facts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    advice_overruled_reason = models.TextField(blank=True)
    judged_by = models.CharField(max_length=200, blank=True)
    responsible = models.CharField(max_length=100, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=UseState.choices, default=UseState.RECORDED)
    source = models.CharField(max_length=10, choices=UseSource.choices, default=UseSource.TYPED)
    extract_row = models.CharField(max_length=100, blank=True)
    approval = models.ForeignKey("PastUseApproval", null=True, on_delete=models.PROTECT, related_name="uses")
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("brug")
        verbose_name_plural = _("brug")
        ordering = ["-begun_on", "-recorded_at"]
        indexes = [models.Index(fields=["organisation", "slug"], name="use_organisation_slug")]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "slug", "part", "begun_on"],
                condition=models.Q(state=UseState.RECORDED),
                name="use_recorded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("begun_on")),
                name="use_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, end_reason="")
                | (~models.Q(ended_on=None) & ~models.Q(end_reason="")),
                name="use_end_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=UseSource.PAST) | ~models.Q(approval=None),
                name="past_use_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.begun_on}"

    @property
    def short_code(self) -> str:
        """What the use is called in lists, mail and calendars: the start of its random reference, nobody's number."""
        return str(self.reference)[:8]

    @property
    def is_recorded(self) -> bool:
        """Whether it counts: recorded and not retracted."""
        return self.state == UseState.RECORDED

    @property
    def is_running(self) -> bool:
        """Whether it counts and has not ended."""
        return self.is_recorded and self.ended_on is None


class CorrectionKind(models.TextChoices):
    """What was done to a use after it was recorded."""

    CORRECTED = "corrected", _("Rettet")
    RETRACTED = "retracted", _("Trukket tilbage")
    RESTORED = "restored", _("Fortrudt tilbagetrækningen")
    REOPENED = "reopened", _("Åbnet igen efter afslutning")


class UseCorrection(models.Model):
    """A numbered correction of a use, with its reason. `before` keeps what stood there. Never changed or deleted."""

    personal_data = ("before", "after", "reason")

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=CorrectionKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rettelse af en brug")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["use", "number"], name="use_correction_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="use_correction_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class NonUse(OrganisationScoped):
    """An exemption that could have been used and was not, and why. Says nothing of who the citizen is."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.SlugField(max_length=64, blank=True)
    reason = models.CharField(_("Grund"), max_length=30, choices=NonUseReason.choices)
    decided_on = models.DateField(_("Dag"))
    state = models.CharField(max_length=10, choices=UseState.choices, default=UseState.RECORDED)
    decided_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fritagelse, der ikke blev brugt")
        ordering = ["-decided_on", "-recorded_at"]
        indexes = [models.Index(fields=["organisation", "slug"], name="non_use_organisation_slug")]

    def __str__(self) -> str:
        return f"{self.slug} {self.reason}"


class InformationText(models.Model):
    """What citizens were told, word for word, by the hash of the words. Never changed or deleted."""

    personal_data = ()

    sha256 = models.CharField(max_length=64, unique=True)
    slug = models.SlugField(max_length=64)
    part = models.SlugField(max_length=64, blank=True)
    definition_number = models.PositiveIntegerField()
    text = models.TextField()
    first_used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("informationstekst")

    def __str__(self) -> str:
        return self.sha256


class ChoiceKind(models.TextChoices):
    """What the citizen did, where the experiment rests on the citizen's wish."""

    INFORMED = "informed", _("Informeret")
    CONSENTED = "consented", _("Samtykket")
    DECLINED = "declined", _("Sagt nej")
    WITHDRAWN = "withdrawn", _("Trukket samtykket tilbage")


class CitizenChoice(models.Model):
    """What a citizen chose on a day, and the words they chose on. A change of mind is a new row; none is changed."""

    personal_data = ("kind", "chosen_on")

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="choices")
    slug = models.SlugField(max_length=64)
    part = models.SlugField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=ChoiceKind.choices)
    chosen_on = models.DateField()
    text = models.ForeignKey(InformationText, on_delete=models.PROTECT, related_name="choices")
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("borgerens valg")
        ordering = ["chosen_on", "pk"]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"


class PastUseApproval(OrganisationScoped):
    """A coordinator's yes to recording uses that began before the municipality used Frirum.

    It covers one experiment and a stretch of days, and is open until it is closed. Only its end is ever changed.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    first_day = models.DateField(_("Fra"))
    last_day = models.DateField(_("Til"))
    reason = models.TextField(_("Begrundelse"))
    approved_by = models.CharField(max_length=100)
    approved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("adgang til at registrere bagud")
        ordering = ["-approved_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="past_uses_end_after_they_begin"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="past_uses_have_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.first_day}"


class StaffNotice(OrganisationScoped):
    """That the staff was told that leaders see single people: what is late, and what audits tell of their cases.

    Without one nobody is shown by himself.
    """

    personal_data = ()

    told_on = models.DateField(_("Dag"))
    how = models.TextField(_("Hvordan"))
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("orientering af medarbejderne")
        ordering = ["told_on", "pk"]

    def __str__(self) -> str:
        return str(self.told_on)
