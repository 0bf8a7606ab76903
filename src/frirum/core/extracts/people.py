"""One citizen by two numbers: rows that have only the case system's number, where others of the file have both."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import kind_named
from frirum.core.extracts.mapping import ColumnMapping
from frirum.core.extracts.reading import Identify
from frirum.core.extracts.values import is_empty
from frirum.core.files.source import Cell, OpenedFile


def cpr_by_case_number(source: OpenedFile, mapping: ColumnMapping, identify: Identify) -> Mapping[str, str]:
    """Case number -> CPR number, where the rows that have both agree on it; {} where a column is not there.

    Goes once through the file. A case number that stands with two citizens is left out: nobody can say whose it is.
    """
    places = mapping.places(source.columns)
    of_type = {field.type: field.id for field in kind_named(mapping.kind).fields if field.is_identity}
    wanted = [places.get(of_type.get(one, "")) for one in (FieldType.CPR, FieldType.CASE_NUMBER)]
    if None in wanted:
        return {}
    cpr_place, case_place = (place for place in wanted if place is not None)
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for row in source.rows():
        if row.width != len(source.columns):
            continue
        cpr, case = _written(row.cells[cpr_place]), _written(row.cells[case_place])
        if not (cpr and case) or (cpr, case) in seen:
            continue
        seen.add((cpr, case))
        try:
            who = identify(cpr, case)
        except InputRefused:
            continue  # the row is set aside with its own finding when it is read
        if found.setdefault(who.case_number, who.cpr) != who.cpr:
            doubtful.add(who.case_number)
    return {case: cpr for case, cpr in found.items() if case not in doubtful}


def _written(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) and not is_empty(cell) else ""
