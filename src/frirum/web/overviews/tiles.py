"""Who takes part, as tiles: one square per municipality, laid out roughly as they lie, without a map.

The places are ours, chosen so that neighbours stay neighbours. Members without a place, and networks without
a layout, are set in rows by region in the order of their codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.vocabulary.municipalities import Municipality, by_code

# Code -> (column, row).
_NORTH_JUTLAND = {
    860: (2, 0), 813: (3, 0), 825: (4, 0),
    849: (1, 1), 810: (2, 1),
    787: (0, 1), 773: (0, 2), 820: (1, 2), 851: (2, 2),
    840: (2, 3), 846: (3, 3),
}  # fmt: skip
_ONE_PLAN = {
    260: (0, 0), 270: (1, 0), 217: (2, 0),
    250: (0, 1), 219: (1, 1), 210: (2, 1),
    201: (1, 2), 190: (2, 2),
    151: (2, 3),
}  # fmt: skip
_LAYOUTS = (_NORTH_JUTLAND, _ONE_PLAN)
_STEP, _SIDE = 26, 24
_PER_ROW = 14


@dataclass(frozen=True)
class Tile:
    """One municipality's square; `taking_part` decides its fill."""

    x: int
    y: int
    short: str
    place: Municipality
    taking_part: bool


@dataclass(frozen=True)
class TileMap:
    """A drawing of `width` × `height` units."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_map(members: Iterable[int], taking_part: Iterable[int]) -> TileMap:
    """The tiles of a network with those that take part filled."""
    codes = sorted(set(members))
    layout = next((known for known in _LAYOUTS if set(codes) <= set(known)), None) or _by_region(codes)
    inside = set(taking_part)
    tiles = tuple(
        Tile(layout[code][0] * _STEP + 1, layout[code][1] * _STEP + 1, place.name[:2], place, code in inside)
        for code in codes
        if (place := by_code(code))
    )
    width = max((tile.x for tile in tiles), default=0) + _SIDE + 1
    return TileMap(width, max((tile.y for tile in tiles), default=0) + _SIDE + 1, tiles)


def _by_region(codes: list[int]) -> dict[int, tuple[int, int]]:
    regions: dict[str, list[int]] = {}
    for code in codes:
        place = by_code(code)
        regions.setdefault(place.region if place else "", []).append(code)
    layout: dict[int, tuple[int, int]] = {}
    row = 0
    for inside in regions.values():
        for number, code in enumerate(inside):
            layout[code] = (number % _PER_ROW, row + number // _PER_ROW)
        row += (len(inside) - 1) // _PER_ROW + 1
    return layout
