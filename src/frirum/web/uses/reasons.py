"""Why an exemption was not used, and why a use ended: the codes and their words, declared here and nowhere else.

The codes for non-use follow what the evaluated experiments told about low use. Where DECISION or CONCLUSIONS names
the reason, the comment says of which experiment.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NonUseReason(models.TextChoices):
    """Why an exemption that could have been used was not."""

    # DECISION: the wage subsidy part was used little, and the law in force was judged to give possibilities enough.
    ORDINARY_RULES_SUFFICE = "ordinary_rules_suffice", _("De almindelige regler rakte")
    # DESIGN: an extension of resource clarification outside the team is asked for by the citizen.
    CITIZEN_DECLINED = "citizen_declined", _("Borgeren ønskede det ikke")
    # CONCLUSIONS and DESIGN: the certificate is still obtained where there is doubt about the basis of the decision.
    IN_DOUBT = "in_doubt", _("Der var tvivl om grundlaget")
    # DECISION: the education order was never started, as it was too bureaucratic in practice.
    TOO_MUCH_WORK = "too_much_work", _("Det krævede for meget arbejde")
    # DESIGN: placements and wage subsidies rest on an employer.
    NO_EMPLOYER = "no_employer", _("Der var ingen arbejdsgiver eller plads")
    OTHER = "other", _("Andet")


class EndReason(models.TextChoices):
    """Why a use ended."""

    COMPLETED = "completed", _("Forløbet er gennemført")
    # The definitions have notes that are due when it happens (Trigger.EXPECTED_OUTCOME_FAILED).
    OUTCOME_FAILED = "outcome_failed", _("Det ventede udfald udeblev")
    MOVED_AWAY = "moved_away", _("Borgeren er flyttet fra kommunen")
    WITHDRAWN = "withdrawn", _("Borgeren har trukket sit samtykke tilbage")
    STOPPED = "stopped", _("Stoppet af anden grund")
