"""From the text of a TOML file to models and faults: every fault at once.

When the text does not fit the models, the parts that do are still read: what pydantic refused is cut out
and the rest validated again, so that cross references are checked in the same pass and a person mends a
file once, not fault by fault. For the checks a table that only breaks a rule of its own is kept whole (`to_check`):
a rule with an unknown key, a denominator without a numerator and a misspelt column says all three.
"""

from __future__ import annotations

import copy
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from frirum.core.catalogue.base import DefinitionTable, Passed, letting_pass, walk
from frirum.core.catalogue.faults import Fault, nearest
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.translate import Loc, errors_of, keep_real_steps, key_path, stand_in, translate_all

LARGEST_FILE = 2_000_000
DEEPEST = 40
T = TypeVar("T", bound=DefinitionTable)


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What came of reading one file.

    Attributes:
        table: the model; where there were faults, of the parts that are whole (None: nothing could be kept).
        faults: the faults found so far.
        paths: key path in `table` -> key path in the file; they differ where list items were cut out.
        cut_names: ids and slugs in what was cut out: a reference to one of them is not a fault of its own.
        cut_roots: root keys under which something was cut out.
        stand_ins: root keys of `table` that were filled in to go on.
        as_written: the same with the tables kept that break a rule of their own; None where nothing was cut.
    """

    table: T | None
    faults: tuple[Fault, ...]
    paths: dict[str, str]
    cut_names: frozenset[str] = frozenset()
    cut_roots: frozenset[str] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    as_written: Reading[T] | None = None

    @property
    def to_check(self) -> Reading[T]:
        """What the names in the file are checked in: as much as could be read, whole or not."""
        return self.as_written or self

    def path_in_file(self, path: str) -> str:
        """A key path of `table` as it stands in the file."""
        known = max(
            (p for p in self.paths if path == p or path.startswith((f"{p}.", f"{p}["))), key=len, default=""
        )
        return self.paths.get(known, known) + path[len(known) :]


def is_too_deep(document: dict[str, Any]) -> bool:
    """Whether tables and lists lie deeper in each other than in any definition; reading goes down by recursion."""
    level: list[Any] = [document]
    for _step in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def read_toml(text: str, file: str | None) -> dict[str, Any] | Fault:
    """The document, or the one fault that kept it from being TOML."""
    if len(text) > LARGEST_FILE:
        return Fault(file, "", say("file_is_too_large_at_most", n=LARGEST_FILE))
    try:
        document = tomllib.loads(unicodedata.normalize("NFC", text))
        if is_too_deep(document):
            return Fault(file, "", say("tables_lie_more_than_n_levels", n=DEEPEST))
        return document
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = say("file_is_not_valid_toml_line", line=line, error=error)
        return Fault(file, "", message, line=line)
    except (RecursionError, ValueError) as error:
        return Fault(file, "", say("file_cannot_be_read_as_toml", error=error))


def read_table(
    raw: dict[str, Any], model: type[T], file: str | None, stand_ins: dict[str, Any]
) -> Reading[T]:
    """The document as `model`, with every fault; `stand_ins` fill root keys that are missing or wrong."""
    try:
        return Reading(model.model_validate(raw), (), {})
    except ValidationError as error:
        faults = tuple(translate_all(errors_of(error), model, raw, file))
    return _read_what_is_whole(raw, model, faults, stand_ins)


def _read_what_is_whole(
    raw: dict[str, Any], model: type[T], faults: tuple[Fault, ...], stand_ins: dict[str, Any]
) -> Reading[T]:
    whole = _cut_down(raw, model, faults, stand_ins)
    with letting_pass() as passed:
        written = _cut_down(raw, model, faults, stand_ins, passed)
    late = tuple(_broken_rules_of_tables(written, passed, faults))
    return replace(whole, faults=(*faults, *late), as_written=written)


def _cut_down(
    raw: dict[str, Any],
    model: type[T],
    faults: tuple[Fault, ...],
    stand_ins: dict[str, Any],
    passed: Passed | None = None,
) -> Reading[T]:
    """What is left when every part that does not fit is cut out; `passed` is emptied before each attempt."""
    rest = _Rest(copy.deepcopy(raw), stand_ins, model.must_be_settled)
    numbers = _number_items(rest.raw)
    for _attempt in range(200):
        if passed is not None:
            passed.clear()
        try:
            table = model.model_validate(rest.raw)
        except ValidationError as error:
            errors = errors_of(error)
            filled = passed is not None and rest.fill(errors, model)
            rest.cut_all({keep_real_steps(rest.raw, e["loc"]) for e in errors if not filled})
        else:
            paths = dict(_original_paths(table, rest.raw, numbers))
            return Reading(
                table,
                faults,
                paths,
                cut_names=frozenset(rest.cut_names),
                cut_roots=frozenset(rest.cut_roots),
                stand_ins=frozenset(rest.filled),
            )
    return Reading(None, faults, {})


def _broken_rules_of_tables(
    reading: Reading[Any], passed: Passed, faults: tuple[Fault, ...]
) -> Iterator[Fault]:
    """The rules of tables that pydantic did not come to, because a key of the table was wrong by itself.

    Without those that only follow from a key that was cut out: a misspelt `where` leaves no numerator.
    """
    if reading.table is None:
        return
    file = faults[0].file if faults else None
    places = [(path, table) for path, table in walk(reading.table)]
    told = {fault.path for fault in faults}
    for broken, refused in passed:
        context = refused.context or {}
        for where in (reading.path_in_file(path) for path, table in places if table is broken):
            path = ".".join(part for part in (where, context.get("key")) if part)
            concerned = tuple(map(str, context["allowed"]))
            within = f"{where}." if where else ""
            cut = {fault.path.removeprefix(within) for fault in faults if fault.path.startswith(within)}
            own = [key for key in cut if key.isidentifier()]
            follows = any(nearest(key, (context.get("key") or "", *concerned)) for key in own)
            if path not in told and not follows:
                told.add(path)
                yield Fault(file, path, context["message"], concerned or None)


@dataclass
class _Rest:
    """What is left of a document while the parts that do not fit are cut out."""

    raw: dict[str, Any]
    stand_ins: dict[str, Any]
    must_be_settled: tuple[str, ...]
    cut_names: set[str] = field(default_factory=set)
    cut_roots: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)

    def fill(self, errors: list[ErrorDetails], model: type[DefinitionTable]) -> bool:
        """Give missing keys a value that is harmless, so that their tables stay; whether any got one."""
        found = [(e["loc"], stand_in(model, e["loc"])) for e in errors if e["type"] == "missing"]
        for loc, value in found:
            if value is not None and len(loc) > 1:
                holder: Any = self.raw
                for step in loc[:-1]:
                    holder = holder[step]
                holder[loc[-1]] = value
        return any(value is not None and len(loc) > 1 for loc, value in found)

    def cut_all(self, places: set[Loc]) -> None:
        """Cut every place, last first, so that the places of list items before it stay right."""
        done: list[Loc] = []
        for loc in sorted(places, key=lambda steps: [str(s).rjust(8, "0") for s in steps], reverse=True):
            if any(loc[: len(gone)] == gone for gone in done):
                continue
            if len(loc) <= 1:
                self._settle_root(str(loc[0]) if loc else None)
            else:
                done.append(self._cut(loc))

    def _cut(self, loc: Loc) -> Loc:
        """Remove the key at `loc`, or the nearest table around it where the key itself is missing."""
        holder: Any = self.raw
        for step in loc[:-1]:
            holder = holder[step]
        key: Any = loc[-1]
        if key in holder if isinstance(holder, dict) else key < len(holder):
            self.cut_names |= _names_in(holder[key])
            self.cut_roots.add(str(loc[0]))
            del holder[key]
            return loc
        return self._cut(loc[:-1])

    def _settle_root(self, key: str | None) -> None:
        """A wrong root key gets its stand-in or goes; a rule of the whole document is met by silence."""
        if key is None or key == "not_stated":
            self.raw["not_stated"] = [name for name in self.must_be_settled if not self.raw.get(name)]
            self.filled.add("not_stated")
            return
        self.filled.add(key)
        self.cut_names |= _names_in(self.raw.get(key))
        self.cut_roots.add(key)
        if key in self.stand_ins:
            self.raw[key] = copy.deepcopy(self.stand_ins[key])
        else:
            self.raw.pop(key, None)


def _number_items(value: Any) -> dict[int, int]:
    """id() of every table in a list -> its place, so that places survive the cutting."""
    numbers: dict[int, int] = {}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        numbers |= _number_items(item)
    if isinstance(value, list):
        numbers |= {id(item): place for place, item in enumerate(value) if isinstance(item, dict)}
    return numbers


def _names_in(value: Any) -> set[str]:
    """The ids and slugs written anywhere in what is cut out."""
    if isinstance(value, dict):
        own = {str(value[key]) for key in ("id", "slug") if key in value}
        return own.union(*(_names_in(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_names_in(item) for item in value))
    return set()


def _original_paths(
    table: DefinitionTable, raw: dict[str, Any], numbers: dict[int, int]
) -> list[tuple[str, str]]:
    """(path in the table, path in the file) for every table, where they differ."""
    found = []
    for path, _table in walk(table):
        loc: list[int | str] = []
        holder: Any = raw
        for step in re.findall(r"[^.\[\]]+", path):
            key: int | str = int(step) if isinstance(holder, list) else step
            holder = holder[key]
            loc.append(numbers.get(id(holder), key) if isinstance(key, int) else key)
        if key_path(tuple(loc)) != path:
            found.append((path, key_path(tuple(loc))))
    return found
