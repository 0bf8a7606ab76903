"""How sure a dated fact is, carried with it wherever it is shown."""

from __future__ import annotations

from enum import StrEnum

from frirum.core.vocabulary.sentences import say


class RuleStatus(StrEnum):
    """Where a rule is in its life. A draft is never shown as law."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    REPEALED = "repealed"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        """The word for people, in the reader's language."""
        return {
            RuleStatus.DRAFT: say("draft"),
            RuleStatus.ADOPTED: say("enacted"),
            RuleStatus.REPEALED: say("repealed"),
            RuleStatus.UNVERIFIED: say("not_verified"),
        }[self]


class Certainty(StrEnum):
    """Whether the fact was read in a source, is planned for later, or rests on inference."""

    VERIFIED = "verified"
    PLANNED = "planned"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        """The word for people, in the reader's language."""
        return {
            Certainty.VERIFIED: say("verified"),
            Certainty.PLANNED: say("planned"),
            Certainty.UNVERIFIED: say("not_verified"),
        }[self]


class DatePrecision(StrEnum):
    """How exactly a source dates something; the date kept is the first day of it."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
