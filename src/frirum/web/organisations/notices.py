"""What the owner of an account is told by mail: that something about getting in has changed, whoever did it."""

from __future__ import annotations

import uuid
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.models import User
from frirum.web.trail.actors import Actor, System


class Notice(Enum):
    """What is told, as a whole sentence."""

    PASSWORD_SET = gettext_lazy("Din adgangskode er skiftet.")
    FACTOR_ADDED = gettext_lazy("Totrinskoden er slået til.")
    FACTOR_REMOVED = gettext_lazy("Totrinskoden er fjernet fra din bruger.")
    CODES_MADE = gettext_lazy("Der er lavet nye nødkoder til din bruger. De gamle virker ikke længere.")
    CODE_USED = gettext_lazy("En af dine nødkoder er brugt til at logge ind.")
    ROLE_GIVEN = gettext_lazy("Du har fået en ny rolle.")
    REOPENED = gettext_lazy("Din bruger er åbnet igen.")

    @property
    def sentence(self) -> str | Promise:
        """In the reader's language."""
        return self.value


def tell_owner(user: User, what: Notice, *, by: Actor) -> None:
    """Put a mail in the outbox, inside the action that did it; not while an installation is made ready."""
    if isinstance(by, System) and by.everything:
        return
    at = clock.now().astimezone(clock.COPENHAGEN)
    with in_language(user.language):
        lines = [
            str(what.sentence),
            "",
            _("Det skete {day} kl. {time}.").format(day=f"{at:%d.%m.%Y}", time=f"{at:%H.%M}"),
            _("Var det ikke dig, eller ventede du det ikke: kontakt din administrator med det samme."),
        ]
        queue_mail(
            once_key=f"notice:{uuid.uuid4()}",
            address=user.email,
            subject=_("Din bruger på Frirum"),
            body="\n".join(lines) + "\n",
            by=by,
        )
