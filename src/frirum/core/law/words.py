"""What an answer says of doubts and of days that settle no number, in the reader's language."""

from __future__ import annotations

from frirum.core.catalogue.casework import Timing
from frirum.core.catalogue.labels import not_stated_label
from frirum.core.catalogue.sources import Doubt
from frirum.core.catalogue.wording import timing_text
from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.law.counting import Between
from frirum.core.law.deadlines import Deadline, NoDay
from frirum.core.law.limits import Limit, LimitKind
from frirum.core.law.ruling import Ground, Regime, Ruling
from frirum.core.vocabulary.danish import format_date


def doubt_said(doubt: Doubt) -> str:
    """The reading that was used, or what the sources leave open."""
    if doubt.open:
        return _("Tvivl i kilderne: {text}").format(text=own_text(doubt))
    reading = own_text(doubt, "reading")
    return _("Tvivl i kilderne; læst sådan: {reading}").format(reading=reading)


def between_said(value: Between) -> str:
    """What the days make where they make no single number of months."""
    return _("Dagene giver mindst {low} og højst {high} måneder; en person må afgøre det.").format(
        low=value.low, high=value.high
    )


def ordinary_said(deadline: Deadline) -> str:
    """The ordinary rule's day, or why it gives none."""
    if deadline.ordinary is not None:
        return format_date(deadline.ordinary)
    return no_day_said(deadline.no_ordinary, deadline.obligation.ordinary)


def experiment_said(deadline: Deadline) -> str:
    """The experiment's day, with what cuts it short, or why there is none."""
    if deadline.experiment is not None:
        day = format_date(deadline.experiment)
        if deadline.ends is None or deadline.obligation.ends_exemption:
            return day
        return _("{day}, forsøgets sidste dag i sagen; derefter de almindelige regler").format(day=day)
    if deadline.no_experiment is NoDay.ENDS_BEFORE and deadline.ends is not None:
        text = _("ingen: forsøget slutter {day}, og derefter gælder de almindelige regler")
        return text.format(day=format_date(deadline.ends.day))
    return no_day_said(deadline.no_experiment, deadline.obligation.experiment)


def no_day_said(why: NoDay | None, timing: Timing | None) -> str:
    """Why a rule gives no day: each reason in its own words, so that none is read as another."""
    if why is NoDay.PROLONGED:
        return _("forlænget; hvor længe, er ikke oplyst")
    if why is NoDay.NOT_USED:
        return _("bruges ikke i sagen")
    if timing is None:
        return not_stated_label().lower()
    return own_text(timing, "text") or timing_text(timing).lower()


def limit_said(limit: Limit) -> str:
    """What an exemption's last day follows from."""
    return {
        LimitKind.PERIOD: _("Forsøget slutter den {day}."),
        LimitKind.PARTICIPATION: _("Kommunen deltager i forsøget til og med den {day}."),
        LimitKind.MAXIMUM: _("Fritagelsen kan højst vare til og med den {day}."),
    }[limit.kind].format(day=format_date(limit.day))


def two_days_said(ruling: Ruling, ground: Ground) -> str:
    """What places the day, with the case's own date before it where the answer is for another day."""
    if not ground.kind.places_the_day or ruling.begun is None or ruling.date in (None, ruling.begun):
        return ground.text
    assert ruling.date is not None
    own = _("Sagens egen dato er den {begun}; svaret gælder den {date}.")
    return f"{own.format(begun=format_date(ruling.begun), date=format_date(ruling.date))} {ground.text}"


def today_said(today: Ruling) -> str:
    """What applies today, beside an answer for another day; "" where the municipality has no part in it anyway."""
    assert today.date is not None
    day = format_date(today.date)
    placed = next(
        (ground for ground in today.grounds if ground.kind.is_about_time and ground.points_to), None
    )
    if placed is None:
        return ""
    if placed.points_to is Regime.ORDINARY:
        return _("I dag, den {day}, gælder de almindelige regler. {why}").format(day=day, why=placed.text)
    if placed.points_to is Regime.EXPERIMENT:
        return _("I dag, den {day}, gælder forsøget.").format(day=day)
    return _("Om forsøget gælder i dag, den {day}, siger kilderne ikke.").format(day=day)
