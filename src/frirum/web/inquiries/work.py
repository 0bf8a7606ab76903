"""What happens by itself: reminders."""

from __future__ import annotations

from django_scopes import scopes_disabled

from frirum.web.inquiries.actions import remind_by_itself
from frirum.web.inquiries.models import Inquiry, InquiryState
from frirum.web.trail.actors import CLOCK


def remind_due() -> None:
    """Every request that is out; called each hour, and each municipality is mailed at most once a week."""
    with scopes_disabled():
        for one in list(Inquiry.objects.filter(state=InquiryState.SENT)):
            remind_by_itself(inquiry=one, by=CLOCK)
