"""The draw by lot that a design states: its seed, who is drawn among, and how many begin at each start."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frirum.core.designs.diagnosis.start_order import unit_digest
from frirum.core.designs.guide import draw_words as words
from frirum.core.designs.guide.kept import KeptReading
from frirum.core.vocabulary.municipalities import by_code, by_name

STEP = "spoergsmaal"
SEED, UNITS, BEGIN = FIELDS = ("draw_seed", "draw_units", "draw_begin")


@dataclass(frozen=True)
class StatedDraw:
    """A draw as a design states it.

    Attributes:
        seed: as it was published.
        units: those drawn among, at least two, each once; a municipality by its code.
        begin: how many begin at each start, in order; the rest do not begin.
    """

    seed: str
    units: tuple[str, ...]
    begin: tuple[int, ...]

    @property
    def drawn(self) -> tuple[tuple[str, ...], ...]:
        """The units of each start in the order they were drawn, and last those that do not begin."""
        ordered = sorted(self.units, key=lambda unit: (unit_digest(self.seed, unit), unit))
        found, first = [], 0
        for n in (*self.begin, len(ordered)):
            found.append(tuple(ordered[first : first + n]))
            first += n
        return tuple(found)


def stated_draw(reading: KeptReading) -> StatedDraw | None:
    """The draw in a design; None where none is stated, or what is stated cannot be drawn, which `reading` keeps."""
    fields = reading.fields(STEP)
    seed, units, begin = fields.text(SEED), fields.lines(UNITS), fields.text(BEGIN)
    if seed is None and not units and begin is None:
        return None
    codes = tuple(unit_of(one) for one in units)
    counts = [part.strip() for part in re.split(r"[,;\s]+", begin or "") if part.strip()]
    numbers = tuple(
        int(part) for part in counts if part.isascii() and part.isdigit() and 0 < int(part) < 1000
    )
    wrong = [
        (SEED, seed is None, words.seed_wanting()),
        (UNITS, len(codes) < 2 or len(set(codes)) < len(codes), words.units_wanting()),
        (
            BEGIN,
            not numbers or len(numbers) < len(counts) or sum(numbers) > len(codes),
            words.begin_wanting(),
        ),
    ]
    for key, is_wrong, said in wrong:
        if is_wrong:
            fields.fault(key, *said)
    return None if seed is None or any(one[1] for one in wrong) else StatedDraw(seed, codes, numbers)


def unit_of(text: str) -> str:
    """A municipality by its code, however it is written; anything else as it stands."""
    known = by_code(text) if text.isdigit() else by_name(text)
    return text if known is None else str(known.code)


def shown_draw(draw: StatedDraw) -> tuple[tuple[str, str], ...]:
    """(which start, who) as people read it, in order; those that do not begin last."""
    found = []
    for place, units in enumerate(draw.drawn, start=1):
        names = (known.name if one.isdigit() and (known := by_code(one)) else one for one in units)
        when = words.begins_at(place if place <= len(draw.begin) else None)
        found.append((when, ", ".join(names) or words.nobody()))
    return tuple(found)
