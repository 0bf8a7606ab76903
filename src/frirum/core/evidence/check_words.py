"""Sentences of checks that tell a difference in the outcome's own unit: of a share as percentage points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from frirum.core.effects.rows import Check
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import decimals_of, format_number


def difference_text(value: float, *, share: bool) -> str:
    """0,18 procentpoint for the share .0018; another outcome's number as it stands, with three digits."""
    if not share:
        return format_number(value, decimals_of(value))
    # Rounded before its digits are counted: .0018 x 100 is not .18 in binary.
    points = float(f"{100 * value:.3g}")
    return _("{points} procentpoint").format(points=format_number(points, decimals_of(points)))


def dip_before_start(dip: str) -> str:
    return _(
        "I perioden lige før start er forskellen {dip} fra det sædvanlige; uden den flytter svaret sig så meget."
    ).format(dip=dip)


def would_come_back(back: str) -> str:
    return _("Havde deltagerne kun stået på en top eller i en bund, ville forskellen være {back}.").format(
        back=back
    )


def slope_seen(slope: str) -> str:
    return _("Testen ville i 80 pct. af tilfældene have fanget en skævhed på {slope} pr. periode.").format(
        slope=slope
    )


IN_THE_OUTCOMES_UNIT: Mapping[str, Callable[[str], str]] = {
    "anticipation": dip_before_start,
    "mean_reversion": would_come_back,
    "pretrend_slope": slope_seen,
}
"""Checks whose number is a difference of the outcome, and their sentence with it."""
SHARES = frozenset(
    (
        "attrition",
        "composition",
        "participants",
        "placebo",
        "placebo_outcome",
        "registration",
        "simultaneous",
        "variants",
    )
)
"""Checks whose number is a share."""


def said_in_unit(check: Check, *, share: bool) -> Check:
    """A check whose number is a difference of the outcome, with its sentence in the outcome's unit."""
    sentence = IN_THE_OUTCOMES_UNIT.get(check.name)
    if sentence is None or check.value is None:
        return check
    return replace(check, text=sentence(difference_text(check.value, share=share)))


def spill_over_text(moved: str, seen: str) -> str:
    """What those near changed beside those further away, and how much of it would have been found."""
    return _(
        "De andre kommuner i deltagernes regioner ændrede sig {moved} i forhold til dem i andre regioner; en "
        "afsmitning på {seen} ville i 80 pct. af tilfældene være set."
    ).format(moved=moved, seen=seen)


def no_places() -> str:
    return _("Enhederne er ikke kommuner, så det er ikke set, om forsøget smittede af på naboerne.")


def nobody_far_away() -> str:
    return _(
        "Der er ikke mindst to andre kommuner i deltagernes regioner og to uden for dem, så afsmitning er ikke prøvet."
    )


def blinding_text(source: str | None) -> str:
    """Whether those who recorded the outcome knew who was in the experiment, by where it is from."""
    return {
        "register": _("Udfaldet er fra et register, der føres uden at vide, hvem der er med i forsøget."),
        "survey": _("Udfaldet er svaret af dem selv, og de ved, om de er med i forsøget."),
        "audit": _("Udfaldet er bedømt af nogen, der kan se, om sagen er med i forsøget."),
        "extract": _("Udfaldet er fra sagssystemet, hvor de, der skriver, ved, hvem der er med i forsøget."),
    }.get(source or "", _("Det er ikke oplyst, hvem der registrerede udfaldet, og hvad de vidste."))


def held_against(margin: str) -> str:
    return _("Holdt op mod margenen {margin}.").format(margin=margin)


def asked_in_vain(names: Sequence[str]) -> str:
    return _("Planen beder om {names}, og en fil af celler kan ikke bruge det.").format(
        names=", ".join(names)
    )


def variants_agree(n: int) -> str:
    return ngettext(
        "Den anden måde, planen har ladet registrere, giver det samme svar.",
        "De {n} andre måder, planen har ladet registrere, giver alle det samme svar.",
        n,
    ).format(n=n)


def variants_differ(names: Sequence[str], n: int) -> str:
    return _("Svaret er et andet i {k} af {n} andre måder, planen har ladet registrere: {names}.").format(
        k=len(names), n=n, names="; ".join(names)
    )


def variants_failed(names: Sequence[str]) -> str:
    return _("Disse måder kunne ikke regnes: {names}.").format(names="; ".join(names))


def no_variants() -> str:
    return _("Planen har ingen andre måder at regne svaret på.")


def variants_caption() -> str:
    return _("Alle måder, planen har ladet registrere")


def variants_headings() -> tuple[str, ...]:
    return (_("Måde"), _("Skøn"), _("Fra"), _("Til"), _("p-værdi"))


def as_planned_way() -> str:
    return _("Planens egen")
