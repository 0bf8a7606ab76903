"""A figure that the gate has let out: read from a protected table, and made in no other way."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol, TypeVar, cast, final


class _Gate(Protocol):
    """A table in which nothing holds a hidden count."""

    def shown_at(self, nodes: tuple[str, ...]) -> int | None: ...


_Kind = TypeVar("_Kind", bound=type[_Gate])
_gates: list[type] = []


def gate(kind: _Kind) -> _Kind:
    """Say that tables of this class are what the gate lets out; said once, by `core.disclosure`.

    Raises:
        TypeError: it is said already.
    """
    if _gates and _gates[0] is not kind:
        raise TypeError("there is one gate")
    _gates.append(kind)
    return kind


@final
class Cleared:
    """One shown count of a protected table, and the release that let it out; made by `Cleared.of` alone.

    Attributes:
        value: persons.
        release: reference of the release.
    """

    __slots__ = ("release", "value")
    value: int
    release: str

    def __init__(self, *_given: object, **_named: object) -> None:
        raise TypeError("a cleared figure is read from a protected table: Cleared.of")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a cleared figure does not change")

    @classmethod
    def of(cls, table: Any, nodes: tuple[str, ...], *, release: str) -> Cleared:
        """The count of one cell.

        Args:
            table: a `ProtectedTable`.
            nodes: the cell.

        Raises:
            TypeError: the table is none of the gate's.
            ValueError: the cell is hidden or not in the table, or the release has no reference.
        """
        if not _gates or type(table) is not _gates[0]:
            raise TypeError("only a protected table lets a figure out")
        value = cast(_Gate, table).shown_at(nodes)
        if value is None or not release.strip():
            raise ValueError("a cleared figure is shown in its table and names its release")
        made = object.__new__(cls)
        object.__setattr__(made, "value", value)
        object.__setattr__(made, "release", release)
        return made
