"""A figure that the gate has let out: read from what disclosure control protected, and made in no other way."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol, TypeVar, cast, final


class _Gate(Protocol):
    """What was protected: nothing in it holds a hidden figure."""

    def shown_at(self, nodes: tuple[str, ...]) -> int | float | None: ...


_Kind = TypeVar("_Kind", bound=type[_Gate])
_gates: list[type] = []
_GATE = "frirum.core.disclosure."


def gate(kind: _Kind) -> _Kind:
    """Say that what is of this class is what the gate lets out; said by `core.disclosure` alone.

    Raises:
        TypeError: another package says it.
    """
    if not kind.__module__.startswith(_GATE):
        raise TypeError("there is one gate")
    _gates.append(kind)
    return kind


@final
class Cleared:
    """One shown figure of what was protected, and the release that let it out; made by `Cleared.of` alone.

    Attributes:
        value: persons, or an estimate as the gate rounded it.
        release: reference of the release.
    """

    __slots__ = ("release", "value")
    value: int | float
    release: str

    def __init__(self, *_given: object, **_named: object) -> None:
        raise TypeError("a cleared figure is read from a protected table: Cleared.of")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a cleared figure does not change")

    @classmethod
    def of(cls, table: Any, nodes: tuple[str, ...], *, release: str) -> Cleared:
        """The figure of one cell.

        Args:
            table: a `ProtectedTable`, or `ProtectedEstimates`.
            nodes: the cell.

        Raises:
            TypeError: the table is none of the gate's.
            ValueError: the cell is hidden or not in the table, or the release has no reference.
        """
        if type(table) not in _gates:
            raise TypeError("only what is protected lets a figure out")
        value = cast(_Gate, table).shown_at(nodes)
        if value is None or not release.strip():
            raise ValueError("a cleared figure is shown in its table and names its release")
        made = object.__new__(cls)
        object.__setattr__(made, "value", value)
        object.__setattr__(made, "release", release)
        return made
