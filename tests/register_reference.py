"""The register commands once more, week by week and literally, to hold the fast ones against."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass
class Register:
    """A wide file: `rows` maps a person to the cells of the weeks, `weeks` are the Mondays."""

    weeks: list[dt.date]
    rows: dict[str, list[str]]
    municipality: dict[str, dict[int, str]]
    industry: dict[str, dict[tuple[int, int], str]]
    book: dict[str, Any]


def read(text: str, book: dict[str, Any], separator: str = ";") -> Register:
    """The file in a text, first column the person."""
    lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    head, people = lines[0], [line for line in lines[1:] if line]
    weeks = [n for n, name in enumerate(head) if name.startswith("y_")]
    mondays = [dt.date.fromisocalendar(_year(head[n]), int(head[n][4:]), 1) for n in weeks]
    years = {int(name[5:]): n for n, name in enumerate(head) if name.startswith("nykom")}
    months = {
        (int(name[8:12]), int(name[13:])): n for n, name in enumerate(head) if name.startswith("branche_")
    }
    return Register(
        weeks=mondays,
        rows={line[0]: [line[n].strip().replace(".", "") for n in weeks] for line in people},
        municipality={line[0]: {year: line[n] for year, n in years.items()} for line in people},
        industry={line[0]: {month: line[n].strip() for month, n in months.items()} for line in people},
        book=book,
    )


def _year(name: str) -> int:
    year = int(name[2:4])
    return 2000 + year if year < 90 else 1900 + year


def week(monday: dt.date) -> str:
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02d}"


def raw_spells(register: Register) -> list[list[Any]]:
    found = []
    for person, cells in register.rows.items():
        n = 0
        while n < len(cells):
            if not cells[n]:
                n += 1
                continue
            end = n
            while end < len(cells) and cells[end] == cells[n]:
                end += 1
            found.append([person, cells[n], week(register.weeks[n]), week(register.weeks[end - 1]), end - n])
            n = end
    return found


def group_spells(register: Register, gap: int) -> list[list[Any]]:
    return [
        [
            person,
            group,
            week(register.weeks[a]),
            week(register.weeks[b]),
            b - a + 1,
            benefit,
            int(a == 0),
            int(b == len(register.weeks) - 1),
        ]
        for person, group, a, b, benefit in _spells(register, gap)
    ]


def _spells(register: Register, gap: int) -> list[tuple[str, str, int, int, int]]:
    """Person, group, first and last column, weeks with a code."""
    groups = register.book["groups"]
    found = []
    for person, cells in register.rows.items():
        open_: list[Any] | None = None
        blanks = 0
        for n, cell in enumerate(cells):
            group = groups.get(cell)
            if not cell:
                blanks += 1
                continue
            if open_ is not None and group == open_[0] and blanks <= gap:
                open_[2], open_[3] = n, open_[3] + 1
            else:
                if open_ is not None:
                    found.append((person, *open_))
                open_ = [group, n, n, 1] if group is not None else None
            blanks = 0
        if open_ is not None:
            found.append((person, *open_))
    return found


def outcome(register: Register, person: str, monday: dt.date) -> str:
    if monday > register.weeks[-1]:
        return "ukendt_efter_datas_slut"
    n = register.weeks.index(monday)
    cell = register.rows[person][n]
    if cell in register.book["left_population"]:
        return "ude_af_befolkningen"
    if cell in register.book["groups"]:
        return str(register.book["groups"][cell])
    if cell:
        return "ukendt_kode"
    thursday = monday + dt.timedelta(days=3)
    works = register.industry[person][thursday.year, thursday.month]
    return "beskaeftigelse" if works else "selvforsoergende_uden_job"


def panel(register: Register, over: int) -> list[list[Any]]:
    spells = _spells(register, register.book["gap_weeks"])
    thursdays = [monday + dt.timedelta(days=3) for monday in register.weeks]
    months = sorted({(day.year, day.month) for day in thursdays})
    places = sorted({place for years in register.municipality.values() for place in years.values() if place})
    rows = []
    for place in places:
        for year, month in months:
            first = next(d for d in (dt.date(year, month, k) for k in range(1, 8)) if d.weekday() == 0)
            if first not in register.weeks:
                continue
            n = register.weeks.index(first)
            for group in register.book["benefit_groups"]:
                elapsed = [
                    n - a + 1
                    for person, found, a, b, _weeks in spells
                    if found == group and a <= n <= b and register.municipality[person][year] == place
                ]
                mean = sum(elapsed) / len(elapsed) if elapsed else None
                rows.append(
                    [place, f"{year}-{month:02d}", group, len(elapsed), mean, sum(e > over for e in elapsed)]
                )
    return rows


def months_per_code(raw: list[list[Any]], people: int) -> dict[str, float]:
    """Unweighted mean columns per code."""
    total: Counter[str] = Counter()
    for _person, code, _first, _last, weeks in raw:
        total[code] += weeks
    return {code: weeks / people for code, weeks in total.items()}
