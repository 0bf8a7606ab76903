"""Reckon the figures of this data package anew from its spells, one by one, and hold them against what it says.

    python rerun.py [datapackage.json]

Needs Python 3.11 and polars; no Frirum. Nothing is taken from the files of results but to compare with: spells on
groups and outcomes are made from the spells, the jobs and the code book in the description. Ends with 0 where every
figure is the same, and with 1 where one is not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import polars as pl

Row = tuple[Any, ...]


def place_of(label: str) -> int:
    """The running number of a week (`2015-W53`) or month (`2015-12`)."""
    if "W" in label:
        return (dt.date.fromisocalendar(int(label[:4]), int(label[6:]), 1).toordinal() - 1) // 7
    return int(label[:4]) * 12 + int(label[5:]) - 1


def month_of(place: int) -> str:
    """The month of a week: that of its Thursday."""
    return dt.date.fromordinal(place * 7 + 4).strftime("%Y-%m")


def label_of(place: int, unit: str) -> str:
    """A running number as it is written."""
    if unit == "month":
        return f"{place // 12:04d}-{place % 12 + 1:02d}"
    year, week, _day = dt.date.fromordinal(place * 7 + 1).isocalendar()
    return f"{year}-W{week:02d}"


def later(day: dt.date, months: int) -> dt.date:
    """So many months on, clipped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _without_apostrophe(cell: Any) -> Any:
    """A text that was kept from being run by a spreadsheet, as it was."""
    return cell[1:] if isinstance(cell, str) and cell[:1] == "'" and cell[1:2] in "=+-@\t\r\n\0" else cell


class Package:
    """A data package: its description, and its files as rows."""

    def __init__(self, path: Path) -> None:
        self.about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.folder = path.parent
        self.files = {one["name"]: one for one in self.about["resources"]}
        self.unit = self.about["axis"]["unit"]
        self.first, self.last = (place_of(self.about["axis"][end]) for end in ("first", "last"))
        self.gap = self.about["code_book"]["gap"]
        self.groups: dict[str, str] = self.about["code_book"]["groups"]
        self.left = set(self.about["code_book"]["left_population"])

    def changed(self) -> list[str]:
        """Files that are not those that were described."""
        return [
            one["path"]
            for one in self.files.values()
            if hashlib.sha256((self.folder / one["path"]).read_bytes()).hexdigest() != one["sha256"]
        ]

    def rows(self, name: str) -> list[Row]:
        """The rows of a file; none where it is not there."""
        if name not in self.files:
            return []
        path = self.folder / self.files[name]["path"]
        if path.suffix == ".csv":
            texts = {
                one["name"]: pl.String
                for one in self.files[name]["schema"]["fields"]
                if one["type"] == "string"
            }
            return [
                tuple(map(_without_apostrophe, row))
                for row in pl.read_csv(path, schema_overrides=texts).rows()
            ]
        frame = pl.read_parquet(path)
        return frame.with_columns(pl.col(pl.Enum).cast(pl.String)).rows()

    def spells(self) -> dict[int, list[tuple[str, int, int]]]:
        """Person -> (code, first, last) in time order."""
        found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        for person, code, first, last in self.rows("spells"):
            found[person].append((code, place_of(first), place_of(last)))
        return {person: sorted(own, key=lambda one: one[1]) for person, own in found.items()}


def group_spells(package: Package) -> list[Row]:
    """Spells on a group: runs joined over blanks of at most the gap; another code in between ends one."""
    found: list[Row] = []
    for person, runs in package.spells().items():
        own: list[list[Any]] = []
        for code, first, last in runs:
            group = package.groups.get(code)
            joins = own and own[-1][0] == group and first - own[-1][2] - 1 <= package.gap
            if joins:
                own[-1][2], own[-1][3] = last, own[-1][3] + last - first + 1
            else:
                own.append([group, first, last, last - first + 1])
        for group, first, last, weeks in own:
            if group is not None:
                label = label_of(first, package.unit), label_of(last, package.unit)
                edges = first == package.first, last == package.last
                found.append((person, group, *label, last - first + 1, weeks, *edges))
    return found


def figures(spells: list[Row]) -> dict[str, dict[str, int]]:
    """Group -> spells, columns from first to last, columns with a code, and how many touch an end of the register."""
    found: dict[str, dict[str, int]] = {}
    for _person, group, _first, _last, span, benefit, left, right in spells:
        own = found.setdefault(group, {"spells": 0, "span": 0, "benefit": 0, "censored": 0})
        for name, add in (
            ("spells", 1),
            ("span", span),
            ("benefit", benefit),
            ("censored", int(left or right)),
        ):
            own[name] += add
    return dict(sorted(found.items()))


class Lives:
    """What the register says of people in a column."""

    def __init__(self, package: Package) -> None:
        self.package, self.runs = package, package.spells()
        self.covered = {name: list(package.about[name]) for name in ("industry_months", "degree_months")}
        self.jobs: set[tuple[int, str]] = set()
        for person, first, last in package.rows("jobs"):
            self.jobs |= {(person, month) for month in self._between("industry_months", first, last)}
        self.degrees: dict[tuple[int, str], float] = {}
        for person, first, last, degree in package.rows("degrees"):
            self.degrees |= {(person, month): degree for month in self._between("degree_months", first, last)}

    def _between(self, name: str, first: str, last: str) -> list[str]:
        months = self.covered[name]
        return months[months.index(first) : months.index(last) + 1]

    def status(self, person: int | None, place: int) -> str:
        """The class of a person in a week or month."""
        package = self.package
        if person is None:
            return "ikke_i_registret"
        if place > package.last:
            return "ukendt_efter_datas_slut"
        if place < package.first:
            return "ukendt_foer_datas_start"
        for code, first, last in self.runs.get(person, ()):
            if first <= place <= last:
                return (
                    "ude_af_befolkningen" if code in package.left else package.groups.get(code, "ukendt_kode")
                )
        month = month_of(place) if package.unit == "week" else label_of(place, "month")
        if month not in self.covered["industry_months"]:
            return "ukendt_uden_branchemaaned"
        return "beskaeftigelse" if (person, month) in self.jobs else "selvforsoergende_uden_job"

    def degree(self, scheme: str, person: int | None, place: int, weeks: int) -> float | None:
        """The mean over the weeks after; None as soon as one is unknown or the person has left."""
        total = 0.0
        for week in range(place + 1, place + 1 + weeks):
            state = self.status(person, week)
            by_wage = scheme.startswith("beskaeftigelsesgrad-loen")
            if state in ("ikke_i_registret", "ude_af_befolkningen"):
                return None
            if state == "ukendt_uden_branchemaaned" and by_wage:
                state = ""  # the degree needs no industry code
            if state.startswith("ukendt_") and state != "ukendt_kode":
                return None
            month = month_of(week)
            if by_wage and month not in self.covered["degree_months"]:
                return None
            own = self.degrees.get((person or 0, month), 0.0) if by_wage else float(state == "beskaeftigelse")
            total += min(own, 1.0)
        return total / weeks


def outcomes(package: Package) -> list[list[Any]]:
    """One row per mark: the class, or the degree, at every horizon."""
    asked, lives = package.about["outcomes"], Lives(package)
    found = []
    for person, _number, day, *_results in package.rows("outcomes"):
        begun = day if isinstance(day, dt.date) else dt.date.fromisoformat(str(day))
        found.append([_outcome(lives, asked, person, begun, months) for months in asked["horizons"]])
    return found


def _outcome(lives: Lives, asked: dict[str, Any], person: int | None, day: dt.date, months: int) -> Any:
    week, weeks = (day.toordinal() - 1) // 7, math.floor(months * 13 / 3 + 0.5)
    if asked["scheme"].startswith("beskaeftigelsesgrad"):
        return lives.degree(asked["scheme"], person, week, weeks)
    if lives.package.unit == "month":
        return lives.status(person, day.year * 12 + day.month - 1 + months)
    if asked["unit"] == "weeks":
        return lives.status(person, week + weeks)
    return lives.status(person, (later(day, months).toordinal() - 1) // 7)


def alike(one: Any, other: Any) -> bool:
    """Whether two results are the same; numbers as far as a file keeps them."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=1e-9)
    return bool(one == other)


def faults_of(package: Package) -> list[str]:
    """What is not as the package says."""
    found = [f"changed: {name}" for name in package.changed()]
    spells = group_spells(package)
    if sorted(spells) != sorted(package.rows("group_spells")):
        found.append("group spells: not those of the file")
    if figures(spells) != package.about["figures"]:
        found.append("figures of spells: not those of the description")
    if "outcomes" in package.files:
        again = outcomes(package)
        kept = [list(row[3:]) for row in package.rows("outcomes")]
        wrong = sum(not all(map(alike, one, other)) for one, other in zip(again, kept, strict=True))
        if wrong:
            found.append(f"outcomes: {wrong} of {len(kept)} rows are others")
    return found


def main(arguments: list[str]) -> int:
    """Compare, print the figures, and say whether all are the same."""
    here = Path(__file__).resolve().parent
    path = Path(arguments[0]) if arguments else next(iter(sorted(here.glob("*datapackage.json"))))
    package = Package(path)
    for group, own in figures(group_spells(package)).items():
        print(
            f"{group:40} {own['spells']:>9} spells  {own['span']:>11} in all  {own['censored']:>9} touch an end"
        )
    if "outcomes" in package.files:
        again = outcomes(package)
        for place, months in enumerate(package.about["outcomes"]["horizons"]):
            if package.about["outcomes"]["scheme"].startswith("beskaeftigelsesgrad"):
                known = [row[place] for row in again if row[place] is not None]
                print(
                    f"after {months} months: n {len(known)}, mean {sum(known) / len(known) if known else None}"
                )
            else:
                print(f"after {months} months: {dict(sorted(Counter(row[place] for row in again).items()))}")
    faults = faults_of(package)
    for fault in faults:
        print(fault)
    print("DIFFERENT" if faults else "THE SAME")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
