"""What the two deadlines spare, as a proposal for the evaluation form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.language import own_text
from frirum.core.law.due_saved import saved_follow_ups
from frirum.core.vocabulary.danish import format_date
from frirum.web.obligations.reading import read_uses
from frirum.web.registration import ProposedLine
from frirum.web.uses.models import Use


def spared_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """Ordinary follow-ups that the exemption spared; a number that rests on too few citizens is not told."""
    yesterday = on - dt.timedelta(days=1)
    with scopes_disabled():
        uses = list(Use.objects.filter(slug=slug, organisation=organisation))
        facts = [found for _use, found in read_uses(uses)]
    for saved in saved_follow_ups(facts, first=dt.date.min, last=yesterday):
        if saved.uses < HOUSE_RULES.sensitive_threshold:
            continue
        count = str(saved.certain)
        if saved.certain != saved.possible:
            count = _("{least} til {most}").format(least=saved.certain, most=saved.possible)
        text = _("{duty}: {count} sparet frem til {day}, regnet af de to frister i {uses} sager.")
        said = text.format(
            duty=own_text(saved.duty), count=count, day=format_date(yesterday), uses=saved.uses
        )
        yield ProposedLine(
            "results.gains",
            said,
            _("fristerne efter de almindelige regler og efter forsøget"),
            about="deadlines",
        )
