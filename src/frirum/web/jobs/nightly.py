"""Every night the installation checks itself, leaves a receipt outside the database, and raises the alarm.

The receipt of the night before is what finds a database that was put back as a whole, which the database itself cannot
know. So the folder of the receipts belongs on another disk, or in a backup that is never written over
(`FRIRUM_RECEIPTS`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.report.files import write_atomically
from frirum.web import clock
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.context import JobContext
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.holders import holders
from frirum.web.organisations.permissions import Permission
from frirum.web.trail import receipts, verification
from frirum.web.trail.actors import CLOCK
from frirum.web.trail.faults import Fault

JOB = "trail.verify_nightly"


def order_nightly_check() -> None:
    """Order the night's check."""
    order_job(kind=JOB, arguments={"day": clock.today().isoformat()}, organisation="", by=CLOCK)


def check_and_tell(context: JobContext) -> dict[str, Any]:
    """Verify, also against the receipt of the last good night; write a new one, or tell the administrators."""
    faults = verification.verify(context.progress)
    if (last := last_receipt()) is not None:
        faults.extend(receipts.compare(receipts.read_receipt(last)))
    day = str(context.arguments["day"])
    kinds = Counter(fault.code for fault in faults)
    if faults:
        tell_administrators(faults, day)
        return {"faults": len(faults), "kinds": dict(kinds)}
    text = json.dumps(receipts.make_receipt().as_dict(), indent=1)
    settings.RECEIPTS.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(settings.RECEIPTS / f"kvittering-{day}.json", (text + "\n").encode())
    return {"faults": 0}


def last_receipt() -> Path | None:
    """The newest receipt that a night has left; None before the first."""
    return max(settings.RECEIPTS.glob("kvittering-*.json"), default=None)


def tell_administrators(faults: Iterable[Fault], day: str) -> int:
    """One mail a day to each administrator, saying what kinds of fault there are and never what a row holds."""
    kinds = Counter(fault.message for fault in faults)
    people = holders(Permission.MANAGE_MEMBERS, None)
    for person in people:
        with in_language(person.language):
            lines = [
                ngettext("{n} gang: {what}", "{n} gange: {what}", n).format(n=n, what=what)
                for what, n in kinds.items()
            ]
            body = _(
                "Nattens kontrol fandt, at noget er ændret uden om systemet:\n\n{lines}\n\n"
                "Kør frirum verify for at se hvor, og hent det ændrede fra en sikkerhedskopi. Der er ikke skrevet "
                "nogen kvittering.\n"
            ).format(lines="\n".join(lines))
            subject = _("Frirum: noget er ændret uden om systemet")
            once = f"verify:{day}:{person.reference}"
            queue_mail(once_key=once, address=person.email, subject=subject, body=body, by=CLOCK)
    return len(people)
