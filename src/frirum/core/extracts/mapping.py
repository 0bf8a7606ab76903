"""Which column of a municipality's extract is which field: suggested, decided by a person, saved and checked again."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import kind_named
from frirum.core.extracts.model import RowField, RowKind
from frirum.core.extracts.sentences import say
from frirum.core.extracts.values import CellReading, fold
from frirum.core.files.dates import DateOrder

# From here up two headings are taken to be the same word spelt differently.
LIKENESS = 0.8


@dataclass(frozen=True)
class MappedColumn:
    """One column and the field it fills.

    Attributes:
        name: the heading in the file.
        place: where it stood when the mapping was made; the first column is 1.
        field: id of the field.
    """

    name: str
    place: int
    field: str


@dataclass(frozen=True)
class ColumnMapping:
    """How the files of one system are read for one kind of extract.

    Attributes:
        columns: the columns that are used, at most one per field.
        translations: field id -> (what a cell says, folded -> value).
        zero_confirmed: somebody has said that CPR numbers of nine digits lack a leading zero.
    """

    kind: str
    columns: tuple[MappedColumn, ...]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: DateOrder | None = None
    zero_confirmed: bool = False

    @property
    def reading(self) -> CellReading:
        """How the cells are read."""
        return CellReading(self.date_order, self.translations)

    def column_of(self, field_id: str) -> str:
        """The heading of the column that fills a field, or ""."""
        return next((column.name for column in self.columns if column.field == field_id), "")

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """Field id -> index of its column in a file; found by heading, wherever it stands."""
        index = {fold(name): place for place, name in enumerate(headings)}
        return {c.field: index[fold(c.name)] for c in self.columns if fold(c.name) in index}

    def as_dict(self) -> dict[str, Any]:
        """As it is saved."""
        return {
            "kind": self.kind,
            "columns": [{"name": c.name, "place": c.place, "field": c.field} for c in self.columns],
            "translations": {name: dict(words) for name, words in sorted(self.translations.items())},
            "date_order": self.date_order.value if self.date_order else None,
            "zero_confirmed": self.zero_confirmed,
        }


def mapping_from_dict(saved: Mapping[str, Any]) -> ColumnMapping:
    """A saved mapping.

    Raises:
        UsageError: an unknown kind.
        InputRefused: a field the kind does not have, or one that is filled twice.
    """
    columns = tuple(MappedColumn(c["name"], int(c["place"]), c["field"]) for c in saved["columns"])
    order = saved.get("date_order")
    return checked(
        ColumnMapping(
            kind=saved["kind"],
            columns=columns,
            translations={
                name: {fold(word): value for word, value in words.items()}
                for name, words in (saved.get("translations") or {}).items()
            },
            date_order=DateOrder(order) if order else None,
            zero_confirmed=bool(saved.get("zero_confirmed")),
        )
    )


def checked(mapping: ColumnMapping) -> ColumnMapping:
    """The mapping itself, if a file can be read with it.

    Raises:
        InputRefused: a field the kind does not have, one filled twice, a required one without a column, or a
            translation to something that is not in the code list.
    """
    kind = kind_named(mapping.kind)
    filled = [column.field for column in mapping.columns]
    for name in filled:
        if name not in kind.by_id:
            raise InputRefused(say("kind_does_not_have_field_field", kind=kind.label, field=name))
        if filled.count(name) > 1:
            raise InputRefused(
                say("two_columns_are_pointed_out", field=kind.by_id[name].label),
                remedy=say("choose_one_of_them"),
            )
    missing = [f.label for f in kind.fields if f.required and f.id not in filled]
    missing += [
        say("or").join(kind.by_id[name].label for name in group)
        for group in kind.any_of
        if not set(group) & set(filled)
    ]
    if missing:
        raise InputRefused(
            say("column_is_missing_for_fields", fields=", ".join(missing)),
            remedy=say("point_out_column_or_make_extract"),
        )
    _check_translations(kind, mapping.translations)
    return mapping


def _check_translations(kind: RowKind, translations: Mapping[str, Mapping[str, str]]) -> None:
    for name, words in translations.items():
        known = {code.value for code in kind.by_id[name].codes} if name in kind.by_id else set()
        wrong = sorted(set(words.values()) - known)
        if known and wrong:
            raise InputRefused(
                say("field_cannot_be_translated_to_value", field=kind.by_id[name].label, value=wrong[0]),
                remedy=say("known_values_values", values=", ".join(sorted(known))),
            )


# ---- does a saved mapping still fit? ----


@dataclass(frozen=True)
class MappingFit:
    """A saved mapping against the headings of a new file.

    Attributes:
        gone: columns the mapping uses that the file no longer has.
        likely: for a gone column, the heading that may be its new name.
        moved: columns that stand somewhere else now (name, place before, place now).
        new: headings the mapping has never seen, out of those that are not `likely`.
    """

    gone: tuple[str, ...] = ()
    likely: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[tuple[str, int, int], ...] = ()
    new: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the file can be read as the last one was, without anybody looking."""
        return not (self.gone or self.moved)

    def sentences(self) -> tuple[str, ...]:
        """What has changed, column by column, in the reader's language."""
        found = []
        for name in self.gone:
            text = say("column_name_is_gone", name=name)
            if name in self.likely:
                text += " " + say("may_now_be_called_name", name=self.likely[name])
            found.append(text)
        found += [
            say("column_name_was_no_before", name=name, before=before, now=now)
            for name, before, now in self.moved
        ]
        return tuple(found)


def fit(mapping: ColumnMapping, headings: Sequence[str]) -> MappingFit:
    """What has changed since the mapping was made."""
    places = {fold(name): place for place, name in enumerate(headings, start=1)}
    gone = tuple(c.name for c in mapping.columns if fold(c.name) not in places)
    known = {fold(column.name) for column in mapping.columns}
    new = [name for name in headings if fold(name) not in known]
    likely = {}
    for name in gone:
        near = difflib.get_close_matches(fold(name), [fold(other) for other in new], 1, 0.6)
        if near:
            likely[name] = next(other for other in new if fold(other) == near[0])
    moved = [(c.name, c.place, places[fold(c.name)]) for c in mapping.columns if fold(c.name) in places]
    return MappingFit(
        gone,
        likely,
        tuple(one for one in moved if one[1] != one[2]),
        tuple(name for name in new if name not in likely.values()),
    )


# ---- a first suggestion ----


def suggest(kind: RowKind, headings: Sequence[str]) -> ColumnMapping:
    """The likeliest column for each field, each column once; a person decides.

    Headings are compared with each field's name and the headings it is known by. A mapping that is suggested may
    lack a required field, so it is not `checked`.
    """
    ranked = sorted(
        ((_likeness(of, name), -position, -place, of.id, name)
         for position, of in enumerate(kind.fields)
         for place, name in enumerate(headings, start=1)),
        reverse=True,
    )  # fmt: skip
    columns: dict[str, MappedColumn] = {}
    taken: set[str] = set()
    for likeness, _position, place, field_id, name in ranked:
        if likeness >= LIKENESS and field_id not in columns and name not in taken:
            columns[field_id] = MappedColumn(name, -place, field_id)
            taken.add(name)
    return ColumnMapping(kind.id, tuple(sorted(columns.values(), key=lambda column: column.place)))


def _likeness(of: RowField, heading: str) -> float:
    """1 for the field's own name, a little less for another heading it is known by, else how alike they are."""
    wanted = fold(heading)
    if wanted in (fold(of.danish), of.id):
        return 1.0
    if wanted in of.headings:
        return 0.99
    words = (fold(of.danish), *of.headings)
    return 0.98 * max(difflib.SequenceMatcher(None, wanted, word).ratio() for word in words)


def suggest_date_order(cells: Iterable[str]) -> DateOrder | None:
    """The order of dates with slashes, where some day above 12 gives it away; None where nothing does."""
    found = {_order_of(cell) for cell in cells} - {None}
    return found.pop() if len(found) == 1 else None


def _order_of(cell: str) -> DateOrder | None:
    parts = cell.strip().split()[0].split("/") if cell.strip() else []
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or len(parts[2]) != 4:
        return None
    if int(parts[0]) > 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if int(parts[1]) > 12 else None
