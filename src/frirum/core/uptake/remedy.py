"""The ways out when uses are too few: each weighed with its number, the least change that suffices named first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.diagnosis.diagnosis import FEWEST_USES
from frirum.core.designs.diagnosis.ways import LONGEST_YEARS, MUNICIPALITIES
from frirum.core.designs.diagnosis.words import count_uses, level
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.uptake.need import Need, what_it_shows
from frirum.core.uptake.series import UseSeries
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.core.vocabulary.periods import whole_months

_DAYS_A_YEAR = 365.25
# More than this and it is another experiment, not the same one helped along.
_MOST_TIMES_WIDER = 3.0
_MOST_TIMES_MORE_PLACES = 3


class RemedyKind(StrEnum):
    """What can be done."""

    PROLONG = "prolong"
    MERGE = "merge"
    WIDEN = "widen"
    CHANGE_QUESTION = "change_question"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The words for people, in the reader's language."""
        return {
            RemedyKind.PROLONG: _("Forlæng"),
            RemedyKind.MERGE: _("Læg kommuner sammen"),
            RemedyKind.WIDEN: _("Udvid"),
            RemedyKind.CHANGE_QUESTION: _("Skift spørgsmål"),
            RemedyKind.STOP: _("Stop"),
        }[self]


@dataclass(frozen=True)
class Remedy:
    """One way out.

    Attributes:
        kind: what.
        number: the months, municipalities or times it takes; None where it has none.
        suffices: it is within reach and the need is likely met by it.
        text: the sentence with the number and the reason, in the reader's language.
    """

    kind: RemedyKind
    number: float | None
    suffices: bool
    text: str


def remedies(series: UseSeries, need: Need, *, is_moot: bool, is_settled: bool) -> tuple[Remedy, ...]:
    """The ways out, those that suffice first, in the order of how little they change.

    Args:
        is_moot: the rule deviated from is gone; then there is only one.
        is_settled: the need will not be met as things stand; while it can go either way, nothing is given up.
    """
    if is_moot:
        reason = _("Der er ikke længere en regel at fravige.")
        return (Remedy(RemedyKind.STOP, None, True, reason),)
    if series.is_partial:
        return (_count_together(series, need),)
    weighed = [_prolong(series, need), _merge(series, need), _widen(series, need)]
    found = [one for one in weighed if one is not None]
    if is_settled:
        found += [_change_question(series, need), _stop(series, need)]
    return tuple(sorted(found, key=lambda one: not one.suffices))


def _count_together(series: UseSeries, need: Need) -> Remedy:
    """How many such municipalities it takes; what the experiment as a whole should do is read from all of them."""
    comes_to = (series.uses + _expected_rest(series)) / len(series.municipalities)
    if comes_to == 0:
        text = _("Spørgsmålet besvares af forsøgets {n} kommuner tilsammen.").format(n=series.in_all)
        return Remedy(RemedyKind.MERGE, None, False, text)
    needed = math.ceil(need.uses / comes_to)
    text = (
        _("Der skal {needed} kommuner til i dette tempo. Forsøget har {n}, og deres brug tælles sammen.")
        if needed <= series.in_all
        else _(
            "Der skal {needed} kommuner til i dette tempo, og forsøget har kun {n}. Se udsigten for dem under ét."
        )
    )
    shown = text.format(needed=format_number(needed), n=format_number(series.in_all))
    return Remedy(RemedyKind.MERGE, needed, needed <= series.in_all, shown)


def _prolong(series: UseSeries, need: Need) -> Remedy | None:
    """Months more at this pace; little when it adds no more than half the planned time."""
    reach, last, first = series.reach(need.uses), series.last, series.first
    if reach is None or last is None or first is None or series.uses == 0:
        return None
    day = reach.if_prolonged
    if day is None or day <= last or (day - first).days > LONGEST_YEARS * _DAYS_A_YEAR:
        text = _("Det hjælper ikke: i dette tempo tager det over {n} år.").format(n=LONGEST_YEARS)
        return None if day is not None and day <= last else Remedy(RemedyKind.PROLONG, None, False, text)
    months = whole_months(last, day) + 1
    suffices = (day - last).days <= (last - first).days / 2
    text = ngettext(
        "Med {n} måned mere i samme tempo er der {uses} den {day}.",
        "Med {n} måneder mere i samme tempo er der {uses} den {day}.",
        months,
    ).format(n=format_number(months), uses=count_uses(need.uses), day=format_date(day))
    return Remedy(RemedyKind.PROLONG, months, suffices, text)


def _merge(series: UseSeries, need: Need) -> Remedy | None:
    """Municipalities more that join tomorrow, each with the pace of those here."""
    pace, last = series.pace, series.last
    if pace is None or last is None or series.uses == 0 or series.has_ended or series.final is None:
        return None
    each = series.uses / pace.time * (last - series.on).days
    more = math.ceil((need.uses - series.uses - _expected_rest(series)) / each)
    if more <= 0:
        return None
    here = len(series.municipalities)
    if here + more > MUNICIPALITIES:
        text = _("Det hjælper ikke: selv hele landets {n} kommuner er for få i dette tempo.")
        return Remedy(RemedyKind.MERGE, more, False, text.format(n=MUNICIPALITIES))
    text = ngettext(
        "Med {n} kommune mere i samme tempo er der {uses}, når perioden slutter {day}.",
        "Med {n} kommuner mere i samme tempo er der {uses}, når perioden slutter {day}.",
        more,
    ).format(n=format_number(more), uses=count_uses(need.uses), day=format_date(last))
    return Remedy(RemedyKind.MERGE, more, more <= _MOST_TIMES_MORE_PLACES * here, text)


def _expected_rest(series: UseSeries) -> float:
    """The uses to be expected in the time left, at the pace until now."""
    pace, ahead = series.pace, series.ahead
    return pace.uses / pace.time * ahead if pace and ahead else 0.0


def _widen(series: UseSeries, need: Need) -> Remedy | None:
    """How many times as many uses a month it takes in the time left."""
    rest = _expected_rest(series)
    if rest <= 0:
        return None
    times = (need.uses - series.uses) / rest
    if times <= 1:
        return None
    shown = format_number(times, 1) if times < 10 else format_number(math.ceil(times))
    text = _(
        "Der skal {n} gange så mange brug om måneden til: en bredere målgruppe, eller fritagelsen brugt oftere."
    )
    return Remedy(RemedyKind.WIDEN, times, times <= _MOST_TIMES_WIDER, text.format(n=shown))


def _likely_final(series: UseSeries) -> int:
    return series.final.likely if series.final else series.uses


def _change_question(series: UseSeries, need: Need) -> Remedy:
    """What the likely number of uses can answer instead."""
    uses = _likely_final(series)
    shows = what_it_shows(uses, need.level)
    suffices = uses >= FEWEST_USES and (shows.increase is not None or shows.decrease is not None)
    if not suffices:
        text = _(
            "{uses} kan tælles og beskrives, men ikke måle en andel. Spørg til noget, der findes i hver sag, som tid "
            "eller udgift, eller lad to fagpersoner vurdere hver sag."
        ).format(uses=count_uses(uses))
        return Remedy(RemedyKind.CHANGE_QUESTION, uses, False, text)
    ends = []
    if shows.increase is not None:
        ends.append(_("en stigning til {share}").format(share=level(shows.increase)))
    if shows.decrease is not None:
        ends.append(_("et fald til {share}").format(share=level(shows.decrease)))
    text = _("Med {uses} kan der kun vises {ends} fra {start}.").format(
        uses=count_uses(uses), ends=_(" eller ").join(ends), start=level(need.level)
    )
    return Remedy(RemedyKind.CHANGE_QUESTION, uses, True, text.replace("pct..", "pct."))


def _stop(series: UseSeries, need: Need) -> Remedy:
    text = _("{uses} af de {needed}, der skal til, svarer ikke på spørgsmålet.").format(
        uses=count_uses(_likely_final(series)), needed=format_number(need.uses)
    )
    return Remedy(RemedyKind.STOP, None, True, text)
