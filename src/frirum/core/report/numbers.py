"""A number in a document: the figure together with where it comes from and whether it may leave the team.

A number is never a string in a document. What a reader sees is made by `shown`, after `lay_out` has
checked the release state; the renderers never meet the figure itself, so they cannot leak it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import final

from frirum.core.report.cleared import Cleared
from frirum.core.report.sentences import say
from frirum.core.vocabulary.danish import format_number

PERCENT = "pct."
_SHORT = 8
"""Characters of a hash that a reader is shown; the run has all of it."""
_NO_BREAK = "\N{NO-BREAK SPACE}"


class ReleaseState(StrEnum):
    """Who may see a number.

    RELEASED passed disclosure control; QUOTATION is published by somebody else and stands with its
    source; UNRELEASED is for the team alone; SUPPRESSED is hidden, and the figure is not even kept; UNDEFINED has no
    figure that could be hidden.
    """

    RELEASED = "released"
    QUOTATION = "quotation"
    UNRELEASED = "unreleased"
    SUPPRESSED = "suppressed"
    UNDEFINED = "undefined"


_WITHOUT_VALUE = frozenset({ReleaseState.SUPPRESSED, ReleaseState.UNDEFINED})
_PUBLIC = frozenset({ReleaseState.RELEASED, ReleaseState.QUOTATION}) | _WITHOUT_VALUE


@dataclass(frozen=True)
class Run:
    """The calculation a number comes from.

    Attributes:
        run_id: reference to the stored run (definition, extract, code version and method hang on it).
        method: the method in words for the reader, or "".
        synthetic: True when the run read made-up people; every such number is marked.
        extracts: SHA-256 of each file it read.
        plan: SHA-256 of the plan it ran, or "".
        version: of the code, or "".
        address: of the page that shows the run or its release, or "".
        called: what the reader is told in place of "run" and its reference, or "".
    """

    run_id: str
    method: str = ""
    synthetic: bool = False
    extracts: tuple[str, ...] = ()
    plan: str = ""
    version: str = ""
    address: str = ""
    called: str = ""

    def __post_init__(self) -> None:
        if not self.run_id.strip():
            raise ValueError("a run needs its id")

    def text(self) -> str:
        """The source as the reader sees it."""
        parts = [self.called or say("run_id", id=self.run_id)]
        if self.method:
            parts.append(self.method)
        if self.extracts:
            parts.append(say("files_hashes", hashes=" ".join(one[:_SHORT] for one in self.extracts)))
        if self.plan:
            parts.append(say("plan_hash", hash=self.plan[:_SHORT]))
        if self.version:
            parts.append(say("version_version", version=self.version))
        if self.synthetic:
            parts.append(say("synthetic_data"))
        return ", ".join(parts)


@dataclass(frozen=True)
class Quotation:
    """A published document that states the number.

    Attributes:
        document: short name or title of the document.
        place: page, row or section in it.
    """

    document: str
    place: str

    def __post_init__(self) -> None:
        if not self.document.strip() or not self.place.strip():
            raise ValueError("a quotation needs a document and a place in it")

    def text(self) -> str:
        """The source as the reader sees it."""
        return f"{self.document}, {self.place}"


@final
@dataclass(frozen=True, slots=True)
class Number:
    """One figure of a document. Made as it is, or changed with `dataclasses.replace`, it is for the team alone; the
    other states have a constructor each, which keeps state, source and release in step.

    Attributes:
        value: int, finite float or Decimal; None when suppressed or not defined (then `reason` says why).
        unit: printed after the figure ("pct.", "borgere"), "" where a column header gives it.
        decimals: digits printed after the decimal comma; rounding is half away from zero.
        source: where the number comes from.
        reason: why it is hidden or not defined, "" otherwise.
        state: who may see it.
        release: reference of the release that let it out; only and always for a released number.
        threshold: a suppressed count is known to be under this; None says nothing about its size.

    Raises:
        TypeError: a value that is no number (a bool or a string is not one), a state, source or release of another
            kind, or a subclass.
        ValueError: NaN or infinite, or state, source, release and reason contradict each other.
    """

    value: int | float | Decimal | None
    unit: str = ""
    decimals: int = 0
    source: Run | Quotation = field(kw_only=True)
    reason: str = field(default="", kw_only=True)
    state: ReleaseState = field(default=ReleaseState.UNRELEASED, init=False)
    release: str = field(default="", init=False)
    threshold: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        # A quotation comes here with the state that its constructor replaces a line later.
        if type(self.source) is not Quotation:
            self.check()

    def __init_subclass__(cls) -> None:
        raise TypeError("a kind of number with states of its own would pass the release check")

    def check(self) -> None:
        """Refuse a number whose parts contradict each other; `lay_out` asks again before it prints one."""
        _check_value(self.value)
        if type(self.state) is not ReleaseState:
            raise TypeError(f"a release state, not {type(self.state).__name__}")
        if type(self.source) not in (Run, Quotation) or type(self.release) is not str:
            raise TypeError("a number's source is a run or a quotation, its release a reference")
        if (self.state is ReleaseState.QUOTATION) != (type(self.source) is Quotation):
            raise ValueError("a quotation has a published source, every other number a run")
        if (self.state is ReleaseState.RELEASED) != bool(self.release.strip()):
            raise ValueError("a released number names its release, no other number does")
        if self.state in _WITHOUT_VALUE and self.value is not None:
            raise ValueError("a suppressed number must not carry its value")
        if (self.value is None) != bool(self.reason):
            raise ValueError("a number without a value says why, and only then")
        if self.threshold is not None and self.state is not ReleaseState.SUPPRESSED:
            raise ValueError("only a suppressed number has a threshold")

    @classmethod
    def released(cls, cleared: Cleared, unit: str = "", *, source: Run, decimals: int = 0) -> Number:
        """A number that passed disclosure control: figure and release are the gate's own.

        Raises:
            TypeError: a figure that the gate has not cleared.
        """
        if type(cleared) is not Cleared:
            raise TypeError("a released number comes from the gate: Cleared.of a protected table")
        made = cls(cleared.value, unit, decimals, source=source)
        return _in_state(made, state=ReleaseState.RELEASED, release=cleared.release)

    @classmethod
    def quoted(
        cls,
        value: int | float | Decimal,
        unit: str = "",
        *,
        source: Quotation,
        decimals: int = 0,
    ) -> Number:
        """A number somebody else has published; it stands with its source."""
        return _in_state(cls(value, unit, decimals, source=source), state=ReleaseState.QUOTATION)

    @classmethod
    def unreleased(
        cls,
        value: int | float | Decimal | None,
        unit: str = "",
        *,
        source: Run,
        decimals: int = 0,
        reason: str = "",
    ) -> Number:
        """A number that only its team may see."""
        return cls(value, unit, decimals, source=source, reason=reason)

    @classmethod
    def suppressed(cls, *, source: Run, reason: str, threshold: int | None = None) -> Number:
        """A hidden number, without its figure; a `threshold` says that a small count is under it."""
        made = cls(None, source=source, reason=reason)
        return _in_state(made, state=ReleaseState.SUPPRESSED, threshold=threshold)

    @classmethod
    def undefined(cls, *, source: Run, reason: str) -> Number:
        """What does not exist, such as a figure of a period that is not over, and why; there is nothing to hide."""
        return _in_state(cls(None, source=source, reason=reason), state=ReleaseState.UNDEFINED)

    def from_document_called(self, say: Callable[[str], str]) -> Number:
        """A quoted figure whose document is called as `say` tells it, in the same state; any other as it is."""
        if not isinstance(self.source, Quotation):
            return self
        made = copy(self)
        object.__setattr__(made, "source", replace(self.source, document=say(self.source.document)))
        return made

    @property
    def public(self) -> bool:
        """True when readers outside the team may see what `shown` gives."""
        return type(self.state) is ReleaseState and self.state in _PUBLIC

    @property
    def synthetic(self) -> bool:
        """True when the number was computed on made-up people."""
        return isinstance(self.source, Run) and self.source.synthetic

    def shown(self) -> str:
        """The number as people read it, in the current language: `1.234,5 pct.`, `under 5`, `skjult`."""
        if self.state is ReleaseState.SUPPRESSED:
            if self.threshold is None:
                return say("hidden")
            return say("under_n", n=format_number(self.threshold))
        if self.value is None:
            return say("not_computed")
        figure = format_number(self.value, self.decimals)
        unit = say("per_cent") if self.unit == PERCENT else self.unit
        return f"{figure}{_NO_BREAK}{unit}" if unit else figure

    def source_text(self) -> str:
        """Source and release reference as the reader sees them."""
        if self.state is ReleaseState.RELEASED:
            return say("source_released_as_release", source=self.source.text(), release=self.release)
        return self.source.text()


def share(value: float | Decimal) -> Decimal:
    """A share (0-1) as per cent for `Number(unit=PERCENT)`, exact in the decimals people read."""
    return Decimal(str(value)) * 100


def _in_state(
    number: Number, *, state: ReleaseState, release: str = "", threshold: int | None = None
) -> Number:
    """The number just made, in its state; the one place where a number gets another than the team's."""
    for name, value in (("state", state), ("release", release), ("threshold", threshold)):
        object.__setattr__(number, name, value)
    number.check()
    return number


def _check_value(value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"a number's value is int, float or Decimal, not {type(value).__name__}")
    if not math.isfinite(value):
        raise ValueError("a number is finite; an undefined one is None with a reason")
