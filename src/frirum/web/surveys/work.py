"""The job that sends invitations and reminders."""

from __future__ import annotations

from typing import Any

from frirum.core.errors import InputRefused
from frirum.web.jobs.context import JobContext
from frirum.web.surveys.actions import MOST_MAILS, send_invitation
from frirum.web.surveys.models import Channel, Invitation, SurveyWave
from frirum.web.trail.actors import WORKER


def invite(context: JobContext) -> dict[str, Any]:
    """One mail to each who is to have one. Killed anywhere it goes on: what was sent counts on the invitation itself.

    Who has answered is asked as each mail is written. An address that is refused is counted and passed over.
    """
    wave = SurveyWave.objects.get(reference=context.arguments["wave"])
    if "mails" not in context.checkpoint:
        everyone = wave.invitations.filter(channel=Channel.MAIL, has_answered=False, mails__lt=MOST_MAILS)
        chosen = everyone.exclude(mails=0) if context.arguments["reminder"] else everyone.filter(mails=0)
        context.save({"mails": [list(row) for row in chosen.order_by("pk").values_list("pk", "mails")]})
    planned = context.checkpoint["mails"]
    sent = refused = 0
    for done, (key, mails) in enumerate(planned):
        invitation = Invitation.objects.filter(pk=key).first()
        if invitation is not None:
            try:
                sent += send_invitation(invitation=invitation, mails=mails, by=WORKER)
            except InputRefused:
                refused += 1
        if done % 50 == 0:
            context.progress(done, len(planned))
    context.progress(len(planned), len(planned))
    return {"sent": sent, "refused": refused}
