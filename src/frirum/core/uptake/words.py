"""What a meter says, in plain sentences, the weightiest first."""

from __future__ import annotations

import datetime as dt

from frirum.core.designs.diagnosis.words import count_uses, level, points
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.uptake.meter import EligibleSource, Meter, Outlook
from frirum.core.uptake.need import NeedSource, Showing
from frirum.core.uptake.stretch import elapsed
from frirum.core.vocabulary.danish import format_date, format_number, format_share
from frirum.core.vocabulary.periods import whole_months

_DAY = dt.timedelta(days=1)
_TEN_YEARS = 3_653


def headline(meter: Meter) -> str:
    """The one sentence: what has come, and what it comes to."""
    said = (so_far(meter), _outlook(meter))
    return _one_full_stop(" ".join(sentence for sentence in said if sentence))


def sentences(meter: Meter) -> tuple[str, ...]:
    """Everything the meter has to say beyond its headline; () before the first day."""
    if meter.pace is None:
        return ()
    said = [_need(meter), _final(meter), _reach(meter), can_show(meter), _pace(meter), _cut(meter)]
    said += [untold_said(meter), _young(meter), _uneven(meter), _eligible(meter)]
    return tuple(_one_full_stop(sentence) for sentence in said if sentence)


def _one_full_stop(sentence: str) -> str:
    """An abbreviation that ends a sentence lends it its full stop."""
    return sentence.replace("pct..", "pct.")


def so_far(meter: Meter) -> str:
    """7 sager på 6 måneder i 11 kommuner."""
    first, many = meter.series.first, len(meter.series.municipalities)
    uses = count_uses(meter.series.uses)
    if first is None:
        return _("{uses}; hvornår forsøget begyndte, er ikke oplyst.").format(uses=uses)
    if first > meter.series.on:
        return _("Forsøget begynder {day}.").format(day=format_date(first))
    if meter.outlook is Outlook.UNTOLD:
        text = _("Udtrækkene dækker ingen dage siden {day}, så hvor meget det er brugt, er ukendt.")
        return text.format(day=format_date(first))
    if meter.series.untold:
        return _told_so_far(meter)
    time = _time_gone(first, min(meter.series.on, meter.series.last or meter.series.on))
    if many == 1:
        return _("{uses} på {time}.").format(uses=uses, time=time)
    return _("{uses} på {time} i {n} kommuner.").format(uses=uses, time=time, n=format_number(many))


def _told_so_far(meter: Meter) -> str:
    """22 brug på de 21 måneder, der er oplysninger om."""
    series, many = meter.series, len({stay.municipality for stay in meter.series.told})
    uses = count_uses(len(series.told_uses))
    time = _some_time(elapsed(series.told, series.on) / many)
    if len(series.municipalities) == 1:
        return _("{uses} på de {time}, der er oplysninger om.").format(uses=uses, time=time)
    text = _("{uses} på de {time}, der er oplysninger om i gennemsnit, i {n} kommuner.")
    return text.format(uses=uses, time=time, n=format_number(many))


def _some_time(days: float) -> str:
    return _time_gone(dt.date(2001, 1, 1), dt.date(2000, 12, 31) + dt.timedelta(days=round(days)))


def untold_said(meter: Meter) -> str:
    """What is unknown is said, and is no zero; "" where everything is known."""
    series = meter.series
    if not series.untold:
        return ""
    time = _some_time(series.untold / len(series.municipalities))
    text = (
        _(
            "{time} af perioden er ikke dækket af noget udtræk. Hvad der skete dér, er ukendt og regnes ikke som 0."
        )
        if len(series.municipalities) == 1
        else _(
            "I gennemsnit {time} af perioden er ikke dækket af noget udtræk. Hvad der skete dér, er ukendt og regnes "
            "ikke som 0."
        )
    )
    return text.format(time=time)


def _time_gone(first: dt.date, on: dt.date) -> str:
    months = whole_months(first, on + _DAY)
    if months >= 2:
        return ngettext("{n} måned", "{n} måneder", months).format(n=format_number(months))
    weeks = max(1, ((on - first).days + 1) // 7)
    return ngettext("{n} uge", "{n} uger", weeks).format(n=format_number(weeks))


def _outlook(meter: Meter) -> str:
    needed = count_uses(meter.need.uses)
    if meter.outlook is Outlook.MOOT:
        return _("Reglen er væk, og det er besluttet, at forsøget er bortfaldet.")
    if meter.outlook is Outlook.REACHED:
        return _("Det er nok: der skulle {needed} til.").format(needed=needed)
    if meter.outlook is Outlook.ON_COURSE:
        return _("I dette tempo er der {needed}, før perioden slutter.").format(needed=needed)
    if meter.outlook is Outlook.OPEN:
        return _("Om der når at komme {needed}, kan gå begge veje: sandsynligheden er {chance}.").format(
            needed=needed, chance=_chance(meter)
        )
    if meter.series.is_partial and meter.outlook in (Outlook.NEVER, Outlook.ENDED_SHORT):
        return _(
            "Det bliver ikke til {needed} her. Forsøgets {n} kommuner skal lægges sammen, før der kan svares."
        ).format(needed=needed, n=format_number(meter.series.in_all))
    if meter.outlook is Outlook.NEVER:
        return _("I dette tempo kommer der aldrig {needed} i perioden, og {question}").format(
            needed=needed, question=_unanswered(meter)
        )
    if meter.outlook is Outlook.ENDED_SHORT:
        return _("Der skulle {needed} til, og {question}").format(needed=needed, question=_unanswered(meter))
    if meter.outlook is Outlook.PERIOD_UNKNOWN and meter.pace is not None:
        return _("Hvornår perioden slutter, er ikke oplyst, så hvad det ender med, kan ikke siges.")
    return ""


def _chance(meter: Meter) -> str:
    chance = meter.chance or 0.0
    if chance < 0.01:
        return _("under 1 pct.")
    return _("over 99 pct.") if chance > 0.99 else format_share(chance, 0)


def _unanswered(meter: Meter) -> str:
    """What such a number can never show."""
    need = meter.need
    if need.source is NeedSource.FLOOR or need.baseline is None:
        return _("så kan de kun tælles og beskrives.")
    if need.difference is not None and need.source is NeedSource.QUESTION:
        text = (
            _("så kan en stigning på {points} fra {start} aldrig vises.")
            if need.difference > 0
            else _("så kan et fald på {points} fra {start} aldrig vises.")
        )
        return text.format(points=points(need.difference), start=level(need.baseline))
    if need.margin is not None:
        return _("så kan det aldrig vises, at det højst er blevet {points} ringere.").format(
            points=points(need.margin)
        )
    return _("så kan en ændring på 10 procentpoint fra {start} aldrig vises.").format(
        start=level(need.baseline)
    )


def _need(meter: Meter) -> str:
    return _("Der skal {needed} til. {reason}").format(
        needed=count_uses(meter.need.uses), reason=meter.need.reason
    )


def _final(meter: Meter) -> str:
    final, last = meter.final, meter.series.last
    if final is None or last is None or meter.series.has_ended:
        return ""
    return _(
        "Fortsætter tempoet, er der {likely}, når perioden slutter {day}; i otte af ti tilfælde mellem {low} og {high}."
    ).format(
        likely=count_uses(final.likely),
        day=format_date(last),
        low=format_number(final.low),
        high=format_number(final.high),
    )


def _reach(meter: Meter) -> str:
    reach = meter.reach
    if reach is None or meter.outlook not in (Outlook.ON_COURSE, Outlook.OPEN, Outlook.NEVER):
        return ""
    if reach.likely is not None:
        latest = (
            _("senest {day}").format(day=format_date(reach.latest))
            if reach.latest
            else _("senest efter periodens udløb")
        )
        soonest = format_date(reach.soonest) if reach.soonest else format_date(reach.likely)
        return _("Antallet nås sandsynligvis {likely}, tidligst {soonest}, {latest}.").format(
            likely=format_date(reach.likely), soonest=soonest, latest=latest
        )
    day = reach.if_prolonged
    if day is None or (day - meter.series.on).days > 10 * _TEN_YEARS:
        return _("Uden ende på perioden tager det over 100 år i dette tempo.")
    return _("Uden ende på perioden nås det omkring {day} i dette tempo.").format(day=format_date(day))


def can_show(meter: Meter) -> str:
    """What the number it ends with can ever show: the most that can come where that is too few, else the likely."""
    if not meter.shows:
        return ""
    settled = meter.outlook in (Outlook.NEVER, Outlook.ENDED_SHORT)
    shown = meter.shows[-1] if settled else meter.shows[len(meter.shows) // 2]
    if shown.uses == 0:
        return _("Uden brug er der intet at vise.")
    if shown.increase is None and shown.decrease is None and 0 < meter.need.level < 1:
        return _with_if_all(
            _("Selv med {uses} kan der hverken vises en stigning eller et fald fra {start}.").format(
                uses=count_uses(shown.uses), start=level(meter.need.level)
            ),
            shown,
        )
    ends = [end for end in (_rise(shown, meter.need.level), _fall(shown, meter.need.level)) if end]
    text = _("Selv med {uses} kan der {ends}.") if settled else _("Med {uses} kan der {ends}.")
    return _with_if_all(text.format(uses=count_uses(shown.uses), ends=_(" og ").join(ends)), shown)


def _with_if_all(said: str, shown: Showing) -> str:
    if_all = _("Går alle godt, viser det kun, at andelen er mindst {lower}.")
    return f"{said} {if_all.format(lower=format_share(shown.lower_bound_if_all or 0.0))}"


def _rise(shows: Showing, start: float) -> str:
    if start >= 1:
        return ""
    if shows.increase is None:
        return _("aldrig vises en stigning fra {start}").format(start=level(start))
    return _("først vises en stigning, når andelen kommer fra {start} op på {end}").format(
        start=level(start), end=level(shows.increase)
    )


def _fall(shows: Showing, start: float) -> str:
    if start <= 0:
        return ""
    if shows.decrease is None:
        return _("aldrig vises et fald fra {start}").format(start=level(start))
    return _("først vises et fald, når andelen kommer fra {start} ned på {end}").format(
        start=level(start), end=level(shows.decrease)
    )


def _pace(meter: Meter) -> str:
    pace = meter.pace
    if pace is None or pace.high is None:
        return ""
    return _(
        "Tempoet er {likely} sager om året; i otte af ti tilfælde ligger det mellem {low} og {high}."
    ).format(likely=_rate(pace.likely), low=_rate(pace.low), high=_rate(pace.high))


def _rate(value: float) -> str:
    return format_number(value, 0 if value >= 10 else 1)


def _cut(meter: Meter) -> str:
    series = meter.series
    if series.cut is None:
        return ""
    text = ngettext(
        "Loven blev ændret {day}, og tallene begynder forfra den dag; {n} sag før den er talt for sig.",
        "Loven blev ændret {day}, og tallene begynder forfra den dag; {n} sager før den er talt for sig.",
        series.before_cut,
    )
    return text.format(day=format_date(series.cut), n=format_number(series.before_cut))


def _young(meter: Meter) -> str:
    if not meter.series.is_young or meter.chance is None:
        return ""
    text = _(
        "Der er gået under seks måneder, så svaret kan nå at skifte: sandsynligheden for nok brug er {chance}. "
        "I begyndelsen kommer brug ofte langsommere end siden."
    )
    return text.format(chance=_chance(meter))


def _uneven(meter: Meter) -> str:
    if not meter.series.is_uneven:
        return ""
    return _("Tempoet har ændret sig undervejs, så fremskrivningen er mindre sikker, end intervallet viser.")


def _eligible(meter: Meter) -> str:
    if meter.eligible is None:
        return _("Hvor mange der kunne have brugt det, er ikke oplyst.")
    uses = meter.series.uses + meter.series.before_cut
    text = (
        _("Af {eligible}, hvor det blev overvejet, blev det brugt i {uses}.")
        if meter.eligible_source is EligibleSource.RECORDED
        else _("Efter definitionens skøn kunne {eligible} have brugt det indtil nu; det skete i {uses}.")
    )
    return text.format(eligible=format_number(meter.eligible), uses=format_number(uses))
