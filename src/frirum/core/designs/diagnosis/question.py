"""What a diagnosis is asked: the numbers of a design, refused where they cannot be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.units import with_unit

MOST = 10_000_000
MOST_UNITS = 1_000
LONGEST_MONTHS = 600
# Nobody has measured it for these outcomes; it is said aloud wherever it is used.
PLANNING_PERSISTENCE = 0.95
# A change that matters where nobody has said which: ten percentage points either way. It is printed as assumed.
ASSUMED_RELEVANT = 0.10


@dataclass(frozen=True)
class DesignQuestion:
    """One question to a design: may this many uses show a change from this level?

    Attributes:
        uses: uses (cases) under the experiment, or None where nobody has said.
        baseline: the share with the outcome under the ordinary rule, 0-1, or None.
        comparison: cases under the ordinary rule measured beside them, or None when the level is known.
        units, treated_units: units (municipalities) in all, and those that take part.
        icc: correlation between two cases of the same unit, 0 ≤ icc < 1.
        per_unit: uses in each treated unit, or cases in each of all units (treated first); () when unknown.
        smallest_relevant: the smallest change that would matter, absolute and signed, or None.
        margin: the most that "no worse" may give away, absolute, or None.
        equivalence: "no worse" is to be "neither worse nor better": the margin counts on both sides.
        worse_is_higher: an outcome nobody wants, so that "no worse" limits a rise.
        rises: the direction that is asked for where no smallest change says it: True a rise, False a fall, None either.
        months: the time in which the uses come, or None.
        drawn: the units that take part, or the order in which they start, are drawn by lot.
        before: months measured before the start in every unit, or None when nothing is.
        steps: start dates, spread evenly over `months`; 1 when all start together.
        persistence: what is left after a month of the resemblance within a unit, 0-1.

    Raises:
        UsageError: a share outside 0-1, a negative count, more treated units than units, or numbers that
            contradict each other.
    """

    uses: int | None = None
    baseline: float | None = None
    comparison: int | None = None
    units: int | None = None
    treated_units: int | None = None
    icc: float = 0.0
    per_unit: tuple[int, ...] = field(default=())
    smallest_relevant: float | None = None
    margin: float | None = None
    equivalence: bool = False
    worse_is_higher: bool = False
    rises: bool | None = None
    months: float | None = None
    drawn: bool = False
    before: int | None = None
    steps: int = 1
    persistence: float = PLANNING_PERSISTENCE

    def __post_init__(self) -> None:
        self._check_counts()
        self._check_shares()
        self._check_units()
        self._check_time()

    def _check_counts(self) -> None:
        for name, count in (
            (_("Antal sager"), self.uses),
            (_("Antal til sammenligning"), self.comparison),
            (_("Antal enheder"), self.units),
            (_("Antal enheder i forsøget"), self.treated_units),
            (_("Antal måneder før start"), self.before),
            (_("Antal starttidspunkter"), self.steps),
            *((_("Antal i en kommune"), count) for count in self.per_unit),
        ):
            if count is not None and count < 0:
                raise UsageError(_("{name} kan ikke være negativt: {n}.").format(name=name, n=count))
            if count is not None and count > MOST:
                raise UsageError(_("{name} er for stort: {n}.").format(name=name, n=count))
        if self.months is not None and not (math.isfinite(self.months) and self.months > 0):
            raise UsageError(_("Antal måneder skal være over 0."))

    def _check_shares(self) -> None:
        for name, share in (
            (_("Udgangspunktet"), self.baseline),
            (_("Korrelationen"), self.icc),
            (_("Korrelationens holdbarhed"), self.persistence),
        ):
            if share is not None and not 0 <= share <= 1:
                raise UsageError(
                    _("{name} skal være mellem 0 og 100 pct., ikke {share}.").format(
                        name=name, share=_shown(share)
                    ),
                    remedy=_("30 pct. skrives 30 i et felt i pct. og 0,30 på kommandolinjen."),
                )
        if self.icc == 1:
            raise UsageError(_("Korrelationen skal være under 1."))
        if self.smallest_relevant is not None and not 0 < abs(self.smallest_relevant) <= 1:
            raise UsageError(
                _("Den mindste relevante forskel ligger mellem -100 og 100 procentpoint og kan ikke være 0."),
                remedy=_("Et fald på 5 procentpoint skrives -5 i et felt i pct. og -0,05 på kommandolinjen."),
            )
        if self.margin is not None and not 0 < self.margin <= 1:
            raise UsageError(_("Marginen skal være over 0 og højst 100 procentpoint."))
        if (
            self.baseline is not None
            and self.smallest_relevant is not None
            and not -1e-9 <= self.baseline + self.smallest_relevant <= 1 + 1e-9
        ):
            raise UsageError(
                _("Udgangspunktet plus den mindste relevante forskel skal være mellem 0 og 100 pct.")
            )

    def _check_units(self) -> None:
        if (self.units is None) != (self.treated_units is None):
            raise UsageError(
                _("Antal enheder og antal enheder i forsøget skal angives sammen."),
                remedy=_("Angiv både --units og --treated-units."),
            )
        if self.units is not None and self.treated_units is not None:
            if self.treated_units > self.units:
                raise UsageError(
                    _("Der kan ikke være flere enheder i forsøget ({k}) end enheder i alt ({n}).").format(
                        k=self.treated_units, n=self.units
                    )
                )
            if self.units > MOST_UNITS:
                raise UsageError(_("Højst {n} enheder.").format(n=MOST_UNITS))
        if self.per_unit:
            self._check_per_unit()

    def _check_per_unit(self) -> None:
        treated = self.per_unit
        if self.units is not None and self.treated_units is not None:
            if len(self.per_unit) not in (self.units, self.treated_units):
                raise UsageError(
                    _("Der er {found} tal pr. kommune, men {k} kommuner i forsøget og {n} i alt.").format(
                        found=len(self.per_unit), k=self.treated_units, n=self.units
                    )
                )
            treated = self.per_unit[: self.treated_units]
        if self.uses is not None and sum(treated) != self.uses:
            raise UsageError(
                _("Tallene pr. kommune giver {total} sager tilsammen, ikke {uses}.").format(
                    total=sum(treated), uses=self.uses
                )
            )

    def _check_time(self) -> None:
        if self.before is None:
            if self.steps != 1:
                raise UsageError(
                    _("Trinvis start kræver, at der også måles før start."),
                    remedy=_("Angiv --before: antal måneder før den første start."),
                )
            return
        if self.units is None or self.treated_units is None or self.months is None:
            raise UsageError(
                _("En måling før start kræver enheder og forsøgets længde."),
                remedy=_("Angiv --units, --treated-units og --months."),
            )
        if self.before < 1 or self.before + self.months > LONGEST_MONTHS:
            raise UsageError(
                _("Der skal måles mindst 1 måned før start og højst {n} måneder i alt.").format(
                    n=LONGEST_MONTHS
                )
            )
        if not 1 <= self.steps <= min(self.treated_units, round(self.months)):
            raise UsageError(
                _("Antal starttidspunkter skal være mellem 1 og {n}.").format(
                    n=min(self.treated_units, round(self.months))
                ),
                remedy=_("Der skal mindst en kommune og en måned til hvert tidspunkt."),
            )

    @property
    def has_units(self) -> bool:
        """Whether units are compared: with units that never start, or with units that start later."""
        if not self.units or not self.treated_units:
            return False
        return self.treated_units < self.units or self.steps > 1

    @property
    def is_over_time(self) -> bool:
        """Whether units are measured before the start too."""
        return self.has_units and self.before is not None

    @property
    def margins(self) -> tuple[float, ...]:
        """The margin signed as the engines take it: positive where worse is below the level; () without one."""
        if self.margin is None:
            return ()
        # Where a fall is hoped for, worse is above the level.
        hoped_fall = self.smallest_relevant is not None and self.smallest_relevant < 0
        one = -self.margin if self.worse_is_higher or hoped_fall else self.margin
        return (one, -one) if self.equivalence else (one,)

    @property
    def asks_no_worse_only(self) -> bool:
        """Whether nothing is asked but that it is no worse (or the same): then no rise or fall is looked for."""
        return self.margin is not None and self.smallest_relevant is None

    @property
    def asked_rises(self) -> bool | None:
        """The direction of the change that is asked for; None where either would count."""
        return self.rises if self.smallest_relevant is None else self.smallest_relevant > 0

    @property
    def is_aim_assumed(self) -> bool:
        """Whether nobody has said which change matters, so that ten percentage points stand in for it."""
        return self.smallest_relevant is None and self.margin is None

    @property
    def is_clustered(self) -> bool:
        """Whether cases come in units whose cases resemble each other, with nothing but a level to compare."""
        return not self.has_units and self.icc > 0 and len(self.per_unit) > 0


def _shown(share: float) -> str:
    return f"{format_exact(share)} ({with_unit(share, 'pct.')})" if math.isfinite(share) else str(share)
