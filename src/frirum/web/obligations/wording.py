"""What something owed is called: on a page, with the language of a definition's text marked, and in plain text."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.catalogue.casework import JournalNote
from frirum.core.catalogue.labels import label
from frirum.core.law.deadlines import why_no_day
from frirum.core.law.due import DueItem, DueKind, DueState
from frirum.core.law.due_use import UseFacts
from frirum.core.law.journal import fill
from frirum.core.law.words import limit_said, no_day_said
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.uses.models import Use

# What a person puts the reason in the place of; a note that still has it is not finished.
REASON_HERE = "[…]"
NO_DAY = "–"


def what(item: DueItem) -> Any:
    """What is owed, in the reader's language."""
    if item.kind is DueKind.ENDING:
        return own_text(item.duty) if item.duty else _("Fritagelsen slutter")
    if item.kind is DueKind.NOTE:
        return format_html(_("Notat: {}"), own_text(item.note, "when_text"))
    if item.needed > 1:
        held = _("{held} af {needed} er holdt").format(held=item.held, needed=item.needed)
        return format_html("{} ({})", own_text(item.duty), held)
    return own_text(item.duty)


def plainly(text: Any) -> str:
    """The words alone, for mail, calendars and files."""
    return unescape(strip_tags(str(text)))


def experiment_of(facts: UseFacts) -> Any:
    """The experiment, and its part where it has several."""
    title = own_title(facts.experiment)
    return format_html("{}: {}", title, own_text(facts.part, "title")) if facts.part else title


def use_number(use: Use) -> str:
    """What a use is called in lists and mail: the beginning of its random reference, nobody's number."""
    return use.short_code


def use_link(use: Use) -> str:
    """The address of the use's page, as people reach the site."""
    return settings.PUBLIC_URL + reverse("uses:use", args=[use.reference])


def role_of(item: DueItem) -> str:
    """The role that owes it, as the definition says; "" where no source does."""
    return label(item.role) if item.role else ""


def state_text(item: DueItem, on: dt.date) -> str:
    """Where it stands, in a few words."""
    late = item.days_late(on)
    days = ngettext("{n} dag", "{n} dage", late).format(n=format_number(late))
    if item.state is DueState.LATE:
        return _("{days} overskredet").format(days=days)
    if item.state is DueState.SPARED:
        return _("Sparet")
    if item.state is DueState.DUE:
        return _("Åben")
    if item.kind is DueKind.ENDING:
        # The exemption ended: no duty was fulfilled by that.
        return _("Ophørt, {days} for sent").format(days=days) if late else _("Ophørt i tide")
    if item.done and item.done.succeeded:
        return _("Udfaldet kom")
    if item.done and item.done.is_extract:
        return _("Udført, {days} for sent (udtræk)").format(days=days) if late else _("Udført (udtræk)")
    return _("Udført, {days} for sent").format(days=days) if late else _("Udført i tide")


def ordinary_day(item: DueItem) -> str:
    """The ordinary rule's day, or why it gives none; a note belongs to the experiment alone."""
    if item.ordinary is not None:
        return format_date(item.ordinary)
    if item.kind is not DueKind.DUTY or item.duty is None:
        return NO_DAY
    return no_day_said(why_no_day(item.duty.ordinary), item.duty.ordinary)


def experiment_day(item: DueItem) -> str:
    """The experiment's day, or why it gives none."""
    if item.experiment is not None:
        return format_date(item.experiment)
    if item.state is DueState.SPARED or item.duty is None:
        return _("ikke krævet")
    return no_day_said(why_no_day(item.duty.experiment), item.duty.experiment)


def remedy(item: DueItem) -> str:
    """What to do about an exemption that runs too long; "" for everything else."""
    if item.kind is not DueKind.ENDING or item.state is not DueState.LATE or item.limit is None:
        return ""
    why = limit_said(item.limit)
    if item.limit.duty and item.limit.duty.prolonged_by:
        return " ".join([why, _("Afslut brugen, eller ret oplysningerne, hvis den er forlænget.")])
    return " ".join([why, _("Afslut brugen, eller ret datoen, hvis den er forkert.")])


def note_text(note: JournalNote, facts: UseFacts, day: dt.date) -> str:
    """The note to finish: the definition's template with the order and the day filled in, in Danish."""
    return fill(note, facts.experiment, day, reason=REASON_HERE)
